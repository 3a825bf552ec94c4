//! The accounts behind an entity in the format of the Saudi standard.

mod accounts;
mod balances;
mod beneficiaries;
mod call;
mod direct_debits;
mod envelope;
mod ksa_spelling;
mod parties;
mod resource;
mod scheduled_payments;
mod standing_orders;
mod transactions;
mod values;
mod view;

use crate::exchange::Exchange;
use crate::routing::operation::{Operation, Operation as Op};
use crate::wire::answer::Answer;
use call::Call;
use envelope::Envelope;
use resource::Resource;
use view::View;

/// Answers one of the area's operations; the ids are those of its path.
pub(crate) fn answer(
    exchange: &Exchange<'_>,
    operation: Operation,
    [account, ..]: [&str; 3],
) -> Result<Answer, Answer> {
    let of_account = Some(account);
    match operation {
        Op::GetAccountsV1 => serve::<accounts::Accounts>(exchange, operation, None),
        Op::GetPartiesV1 => serve::<parties::Parties>(exchange, operation, None),
        Op::GetAccountPartiesV1 => {
            serve::<parties::AccountParties>(exchange, operation, of_account)
        }
        Op::GetAccountBalancesV1 => serve::<balances::Balances>(exchange, operation, of_account),
        Op::GetAccountBeneficiariesV1 => {
            serve::<beneficiaries::Beneficiaries>(exchange, operation, of_account)
        }
        Op::GetAccountDirectDebitsV1 => {
            serve::<direct_debits::DirectDebits>(exchange, operation, of_account)
        }
        Op::GetAccountScheduledPaymentsV1 => {
            serve::<scheduled_payments::ScheduledPayments>(exchange, operation, of_account)
        }
        Op::GetAccountStandingOrdersV1 => {
            serve::<standing_orders::StandingOrders>(exchange, operation, of_account)
        }
        Op::GetAccountTransactionsV1 => {
            serve::<transactions::Transactions>(exchange, operation, of_account)
        }
        _ => Err(exchange.not_found("INVALID_URL", "The path does not exist")),
    }
}

fn serve<R: Resource>(
    exchange: &Exchange<'_>,
    operation: Operation,
    account: Option<&str>,
) -> Result<Answer, Answer> {
    let call = Call::read(exchange, account)?;
    let view = View::open(exchange, operation, &call)?;
    let rows: Vec<R::Row> = view
        .parts
        .iter()
        .flat_map(|part| R::rows(part, &call))
        .collect();
    let page = call.page.part(&rows).to_vec();
    let account = view.account().cloned();
    let envelope = Envelope::new(exchange, &view, call.page, rows.len());
    Ok(R::answer(envelope, account, page))
}
