//! Insights v2 and v3: what the transactions behind an entity say of its holder.

mod account_controls;
mod balances;
mod behaviors;
mod call;
mod cashflow_patterns;
mod cashflows;
mod categories;
mod credit_assessments;
mod credit_obligations;
mod employment;
mod envelope;
mod expenses;
mod figures;
mod flow_factors;
mod freelancers;
mod income;
mod insight;
mod lenders;
mod months;
mod non_credit;
mod view;

use http::StatusCode;
use leantech_core::ResultsId;
use leantech_insights::types::ResultStatus;

use super::data::results;
use crate::exchange::Exchange;
use crate::memory::state::IdKind;
use crate::routing::operation::Operation::{self, self as Op};
use crate::wire::answer::Answer;
use call::Call;
use envelope::Envelope;
use insight::Insight;
use view::{Closed, View};

/// Answers one of the area's operations.
pub(crate) fn answer(exchange: &Exchange<'_>, operation: Operation) -> Result<Answer, Answer> {
    read(exchange, operation, None)
}

/// Answers one of the area's operations; with `stored` it is the later reading of an asynchronous
/// call, under the id issued then.
pub(crate) fn read(
    exchange: &Exchange<'_>,
    operation: Operation,
    stored: Option<&ResultsId>,
) -> Result<Answer, Answer> {
    let call = Call::read(exchange, operation)?;
    let v2 = Version2 {
        exchange,
        call: &call,
        stored,
    };
    match operation {
        Op::VerifyIncomeV2 => v2.serve::<income::VerifiedIncome>(),
        Op::GetEmploymentDetailsV2 => v2.serve::<employment::Employment>(),
        Op::GetExpensesV2 => v2.serve::<expenses::Expenses>(),
        Op::GetCashflowsV2 => v2.serve::<cashflows::Cashflows>(),
        Op::GetBalancesV2 => v2.serve::<balances::Balances>(),
        Op::GetFreelancersCashflowsV2 => v2.serve::<freelancers::Freelancers>(),
        Op::GetCreditObligationsV2 => v2.serve::<credit_obligations::CreditObligations>(),
        Op::GetNonCreditObligationsV2 => v2.serve::<non_credit::NonCreditObligations>(),
        Op::GetAccountControlsV3 => v3::<account_controls::Controls>(exchange, &call),
        Op::GetBehavioralInsightsV3 => v3::<behaviors::BehavioralInsights>(exchange, &call),
        Op::GetCashFlowV3 => v3::<cashflow_patterns::Patterns>(exchange, &call),
        Op::GetCreditAssessmentsV3 => v3::<credit_assessments::Assessments>(exchange, &call),
        Op::GetCreditObligationsV3 => v3::<lenders::Lenders>(exchange, &call),
        _ => Err(exchange.not_found("INVALID_URL", "The path does not exist")),
    }
}

/// A call of version 2.
struct Version2<'c> {
    exchange: &'c Exchange<'c>,
    call: &'c Call,
    stored: Option<&'c ResultsId>,
}

impl Version2<'_> {
    fn serve<I: Insight>(&self) -> Result<Answer, Answer> {
        let (exchange, now) = (self.exchange, self.exchange.now);
        let mut state = exchange.shared.state();
        let view = View::open(exchange, &state, self.call, false);
        if let Err(Closed::Unknown) = view {
            drop(state);
            return Err(exchange.not_found("UNKNOWN_ENTITY", "Entity not found"));
        }
        let results_id = self
            .stored
            .cloned()
            .unwrap_or_else(|| state.new_id::<ResultsId>(IdKind::Results));
        let answer_later = self.call.is_async && self.stored.is_none() && view.is_ok();
        if answer_later {
            let body = self.call.body.clone();
            results::keep(exchange, &mut state, results_id.clone(), body);
        }
        drop(state);
        if answer_later {
            let (status, message) = (ResultStatus::Pending, "The result is not ready yet");
            let pending = Envelope::empty(results_id, now, status, message);
            return Ok(Answer::json(StatusCode::ACCEPTED, &I::result(pending)));
        }
        let envelope = match view {
            Ok(view) => Envelope::filled(results_id, now, I::kind(&view), I::data(&view)),
            Err(Closed::NotGranted(access)) => Envelope::not_granted(results_id, now, access),
            Err(_) => Envelope::empty(
                results_id,
                now,
                ResultStatus::ConsentExpired,
                "The consent has expired or was revoked; the customer must connect again",
            ),
        };
        Ok(Answer::ok(&I::result(envelope)))
    }
}

/// Answers a call of version 3, which is never asynchronous and says in HTTP what is wrong.
fn v3<I: Insight>(exchange: &Exchange<'_>, call: &Call) -> Result<Answer, Answer> {
    let mut state = exchange.shared.state();
    let view = View::open(exchange, &state, call, true);
    let results_id = state.new_id::<ResultsId>(IdKind::Results);
    drop(state);
    let forbidden = |word, message: &str| exchange.error(StatusCode::FORBIDDEN, word, message);
    let view = view.map_err(|closed| match closed {
        Closed::Unknown => exchange.not_found("UNKNOWN_ENTITY", "Entity not found"),
        Closed::ConsentEnded => forbidden("CONSENT_EXPIRED", "The consent has ended"),
        Closed::NotGranted(access) => {
            let message = envelope::lacking(access);
            forbidden("USER_PERMISSIONS_NOT_GRANTED", &message)
        }
        Closed::TooEarly => {
            let message = "The consent does not reach back to start_date";
            forbidden("USER_TRANSACTION_RANGE_NOT_GRANTED", message)
        }
    })?;
    if view
        .accounts
        .iter()
        .all(|account| account.entries.is_empty())
    {
        return Err(exchange.not_found("DATA_NOT_FOUND", "There are no transactions in these days"));
    }
    let envelope = Envelope::filled(results_id, exchange.now, I::kind(&view), I::data(&view));
    Ok(Answer::ok(&I::result(envelope)))
}
