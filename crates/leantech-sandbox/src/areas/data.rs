//! Data v2: the data of an entity, read resource by resource.

pub(crate) mod accounts;
pub(crate) mod balances;
mod beneficiaries;
mod direct_debits;
mod envelope;
pub(crate) mod history;
pub(crate) mod identities;
pub(crate) mod refreshes;
mod regional;
mod resource;
pub(crate) mod results;
mod scheduled_payments;
mod standing_orders;
pub(crate) mod transactions;
mod view;
pub(crate) mod whole_lists;

use http::StatusCode;
use leantech_core::ResultsId;
use leantech_data::types::ResultStatus;

use crate::exchange::Exchange;
use crate::memory::state::IdKind;
use crate::routing::operation::Operation;
use crate::wire::answer::Answer;
use envelope::Envelope;
use resource::Resource;
use view::{Call, Closed};
pub(crate) use view::{View, account};

/// Answers one of the nine fetching operations; `account` is the account of its path.
///
/// With `stored` it is the later reading of an asynchronous call, under the id issued then.
pub(crate) fn fetch(
    exchange: &Exchange<'_>,
    operation: Operation,
    account: &str,
    stored: Option<&ResultsId>,
) -> Result<Answer, Answer> {
    use Operation as Op;
    let account = Some(account);
    match operation {
        Op::FetchAccounts => serve::<accounts::Accounts>(exchange, operation, None, stored),
        Op::FetchBalances => serve::<balances::Balances>(exchange, operation, account, stored),
        Op::FetchTransactions => {
            serve::<transactions::Transactions>(exchange, operation, account, stored)
        }
        Op::FetchCurrentIdentity => {
            serve::<identities::Identity>(exchange, operation, None, stored)
        }
        Op::FetchAllIdentities => {
            serve::<identities::Identities>(exchange, operation, account, stored)
        }
        Op::FetchBeneficiaries => {
            serve::<beneficiaries::Beneficiaries>(exchange, operation, account, stored)
        }
        Op::FetchDirectDebits => {
            serve::<direct_debits::DirectDebits>(exchange, operation, account, stored)
        }
        Op::FetchScheduledPayments => {
            serve::<scheduled_payments::ScheduledPayments>(exchange, operation, account, stored)
        }
        Op::GetStandingOrders => {
            serve::<standing_orders::StandingOrders>(exchange, operation, account, stored)
        }
        _ => Err(exchange.not_found("INVALID_URL", "The path does not exist")),
    }
}

fn serve<R: Resource>(
    exchange: &Exchange<'_>,
    operation: Operation,
    account: Option<&str>,
    stored: Option<&ResultsId>,
) -> Result<Answer, Answer> {
    let mut state = exchange.shared.state();
    let results_id = stored
        .cloned()
        .unwrap_or_else(|| state.new_id::<ResultsId>(IdKind::Results));
    let call = Call::read(exchange, account, &results_id)?;
    let view = View::open(exchange, &state, &call, (R::ACCESS, operation), &results_id)?;
    let answer_later = call.is_async && stored.is_none() && view.is_ok();
    if answer_later {
        results::keep(exchange, &mut state, results_id.clone(), String::new());
    }
    drop(state);

    let envelope = Envelope::new(R::TYPE, results_id, exchange.now, call.meta);
    if answer_later {
        let pending = envelope.status(ResultStatus::Pending, "The result is not ready yet");
        return Ok(Answer::json(StatusCode::ACCEPTED, &R::result(pending)));
    }
    let envelope = match view {
        Ok(view) => {
            let data = R::data(&view);
            envelope.filled(data, view.refreshed_at)
        }
        Err(Closed::ConsentEnded) => envelope.status(
            ResultStatus::ConsentExpired,
            "The consent has expired or was revoked; the customer must connect again",
        ),
        Err(Closed::NotGranted) => envelope.not_granted(R::ACCESS),
    };
    Ok(Answer::ok(&R::result(envelope)))
}
