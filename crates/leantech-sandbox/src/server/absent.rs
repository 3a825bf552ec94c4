//! Which fields Lean leaves out where our types write null, as recorded.

use crate::routing::operation::{Area, Operation as Op};
use crate::wire::answer::Answer;
use crate::wire::body::AnswerBody;
use crate::wire::without_null::{Field, IsLeftOut, without_null};

/// An answer of an operation without the fields that Lean leaves out.
pub(super) fn left_out(operation: Op, answer: Answer) -> Answer {
    let (Some(is_left_out), AnswerBody::Whole(body)) = (rule(operation), &answer.body) else {
        return answer;
    };
    let body = without_null(body, is_left_out);
    Answer {
        body: body.into(),
        ..answer
    }
}

/// The same for a refusal; the standard's has the envelope of its answers.
pub(super) fn left_out_of_refusal(operation: Op, refusal: Answer) -> Answer {
    match operation.area() {
        Area::OpenBanking => left_out(operation, refusal),
        _ => refusal,
    }
}

fn rule(operation: Op) -> Option<IsLeftOut> {
    Some(match operation.area() {
        Area::Data => data(operation),
        Area::Insights => insights(operation),
        // No answer was recorded. What may be null may be absent, but not the other way round.
        Area::OpenBanking => |_| true,
        Area::Verifications => match operation {
            Op::CorporateVerification => |field| {
                is_id(field) || (field.parent == "contribution_capital" && field.name == "type")
            },
            Op::CorporateManagerVerification => is_id,
            _ => return None,
        },
        _ => return None,
    })
}

fn data(operation: Op) -> IsLeftOut {
    match operation {
        Op::TriggerDataRefresh => |field| is_metadata(field) || field.name == "reconnect_id",
        Op::GetDataRefreshes | Op::GetDataRefreshStatus => |field| {
            matches!(
                field.name,
                "data_status" | "transaction_availability" | "complete_months"
            )
        },
        Op::GetResults => |field| {
            let is_of_others = matches!(field.name, "data" | "insights" | "refreshed_at" | "type");
            is_metadata(field) || (field.depth == 1 && is_of_others)
        },
        Op::FetchCurrentIdentity => {
            |field| is_metadata(field) || (field.parent == "data" && field.name == "account_id")
        }
        Op::FetchTransactions => |field| {
            let is_of_others = matches!(
                field.name,
                "country_sub_division" | "department" | "sub_department"
            );
            is_metadata(field) || is_of_others
        },
        Op::FetchBeneficiaries => |field| is_metadata(field) || field.name == "country_subdivision",
        Op::FetchDirectDebits | Op::FetchScheduledPayments | Op::GetStandingOrders => |field| {
            let is_of_others = matches!(
                field.name,
                "entity_id" | "account_holder_name" | "account_holder_short_name"
            );
            is_metadata(field) || is_of_others || field.parent == "creditor_agent"
        },
        _ => is_metadata,
    }
}

fn insights(operation: Op) -> IsLeftOut {
    match operation {
        Op::GetCreditObligationsV2 => |field| is_root(field) || field.name == "currency",
        Op::VerifyIncomeV2
        | Op::GetEmploymentDetailsV2
        | Op::GetExpensesV2
        | Op::GetCashflowsV2
        | Op::GetBalancesV2
        | Op::GetFreelancersCashflowsV2
        | Op::GetNonCreditObligationsV2 => |field| {
            let is_recorded = matches!(field.name, "name" | "cr_number" | "net_cashflow");
            is_root(field) || (field.depth > 1 && !is_recorded)
        },
        // Version 3 was not recorded; its documents allow null in the thresholds alone.
        _ => |field| is_root(field) || (field.depth > 1 && field.parent != "thresholds"),
    }
}

/// Stands in errors alone.
fn is_metadata(field: Field<'_>) -> bool {
    field.depth == 1 && field.name == "metadata"
}

/// What the envelope of insights has not.
fn is_root(field: Field<'_>) -> bool {
    let is_of_others = matches!(field.name, "data" | "refreshed_at" | "type");
    is_metadata(field) || (field.depth == 1 && is_of_others)
}

/// The numbers that the reference has next to names, and no recording has.
fn is_id(field: Field<'_>) -> bool {
    field.name == "id" || field.name.ends_with("_id")
}
