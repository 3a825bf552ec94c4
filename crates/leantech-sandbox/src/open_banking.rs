//! The accounts behind an entity in the Saudi standard's own words.

mod accounts;
mod balances;
mod beneficiaries;
mod call;
mod direct_debits;
mod envelope;
mod parties;
mod scheduled_payments;
mod sight;
mod standing_orders;
mod transactions;
mod values;
mod words;

use http::{HeaderMap, HeaderName, HeaderValue, Method};
use leantech_core::AccountId;

use crate::answer::Answer;
use crate::exchange::Exchange;
use crate::operation::Operation::{self, self as Op};
use crate::routes::{ID, Route};
use call::Call;
use envelope::Envelope;
pub(crate) use envelope::failed;
use sight::{Part, Sight};

/// The version of the standard in every path.
const VERSION: &str = "2022.11.01-final-errata2";

/// The paths of the area.
#[rustfmt::skip]
pub(crate) const ROUTES: &[Route] = &[
    (Method::GET, &["open-banking", "account-information", VERSION, "accounts", ID, "parties"], Op::GetAccountPartiesV1),
    (Method::GET, &["open-banking", "account-information", VERSION, "accounts"], Op::GetAccountsV1),
    (Method::GET, &["open-banking", "account-information", VERSION, "accounts", ID, "balances"], Op::GetAccountBalancesV1),
    (Method::GET, &["open-banking", "account-information", VERSION, "accounts", ID, "beneficiaries"], Op::GetAccountBeneficiariesV1),
    (Method::GET, &["open-banking", "account-information", VERSION, "accounts", ID, "direct-debits"], Op::GetAccountDirectDebitsV1),
    (Method::GET, &["open-banking", "account-information", VERSION, "parties"], Op::GetPartiesV1),
    (Method::GET, &["open-banking", "account-information", VERSION, "accounts", ID, "scheduled-payments"], Op::GetAccountScheduledPaymentsV1),
    (Method::GET, &["open-banking", "account-information", VERSION, "accounts", ID, "standing-orders"], Op::GetAccountStandingOrdersV1),
    (Method::GET, &["open-banking", "account-information", VERSION, "accounts", ID, "transactions"], Op::GetAccountTransactionsV1),
];

/// The header by which a caller names a call; the answer has it too.
const INTERACTION: HeaderName = HeaderName::from_static("x-fapi-interaction-id");

/// The caller's own id of the call, which comes back whatever the answer is.
pub(crate) fn interaction(headers: &HeaderMap) -> Option<(HeaderName, HeaderValue)> {
    let id = headers.get(INTERACTION)?.clone();
    Some((INTERACTION, id))
}

/// One of the resources of the standard.
trait Resource {
    type Row: Clone;

    /// All rows of one connection, or of one account of it.
    fn rows(part: &Part, call: &Call<'_>) -> Vec<Self::Row>;

    /// The answer of the documents with one page of the rows.
    fn answer(envelope: Envelope, account: Option<AccountId>, rows: Vec<Self::Row>) -> Answer;
}

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
        _ => Err(exchange.not_found("INVALID_URL", "There is no such path")),
    }
}

fn serve<R: Resource>(
    exchange: &Exchange<'_>,
    operation: Operation,
    account: Option<&str>,
) -> Result<Answer, Answer> {
    let call = Call::read(exchange, account)?;
    let sight = Sight::open(exchange, operation, &call)?;
    let rows: Vec<R::Row> = sight
        .parts
        .iter()
        .flat_map(|part| R::rows(part, &call))
        .collect();
    let page = call.page.part(&rows).to_vec();
    let account = sight.account().cloned();
    let envelope = Envelope::new(&sight, call.page, rows.len(), exchange.now);
    Ok(R::answer(envelope, account, page))
}
