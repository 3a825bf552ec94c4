//! The name of the holder of a Saudi IBAN.

use leantech_verifications::types::{AccountStatus, BeneficiaryName, BeneficiaryNameRequest};

use super::banks;
use super::endings::{self, Ending, Failure};
use super::envelope::{self, result};
use super::holders::Holder;
use super::iban::{self, Iban};
use super::published;
use crate::exchange::Exchange;
use crate::wire::answer::Answer;

/// The bank of the accounts that Lean publishes.
const PUBLISHED_BANK: &str = "01";

/// An account behind a Saudi IBAN.
pub(super) struct SaudiAccount {
    pub(super) holder: Holder,
    pub(super) state: AccountStatus,
    pub(super) bank: &'static banks::IbanBank,
}

/// Finds the account of a Saudi IBAN. The outer error is an answer by itself; `pointer` leads to
/// the IBAN in the request.
pub(super) fn account(
    exchange: &Exchange<'_>,
    text: &str,
    pointer: &str,
) -> Result<Result<SaudiAccount, Failure>, Answer> {
    let iban =
        iban::read(text).ok_or_else(|| envelope::invalid(exchange, pointer, "is not an IBAN"))?;
    if iban.country() != "SA" {
        return Err(envelope::invalid(exchange, pointer, "is not a Saudi IBAN"));
    }
    let known = published::account("SA", text);
    let bank = match iban {
        Iban::MadeUp { rest, .. } => iban::saudi_bank(rest),
        Iban::Other { .. } => known.is_some().then_some(PUBLISHED_BANK),
    };
    let Some(bank) = bank.and_then(|code| banks::find("SAU", code)) else {
        return Ok(Err(Failure::NotFound));
    };
    let seed = exchange.shared.state().seed;
    let found = |holder, state| SaudiAccount {
        holder,
        state,
        bank,
    };
    if let Some(holder) = Holder::of_iban(seed, text) {
        return Ok(Ok(found(holder, AccountStatus::Active)));
    }
    Ok(match known.or_else(|| endings::of(text)) {
        Some(Ending::Failure(failure)) => Err(failure),
        Some(Ending::State(state)) => Ok(found(Holder::sample(), state)),
        None => Ok(found(Holder::sample(), AccountStatus::Active)),
    })
}

/// `POST /verifications/v2/beneficiary-name`
pub(super) fn answer(exchange: &Exchange<'_>) -> Result<Answer, Answer> {
    let request: BeneficiaryNameRequest = exchange.read_body()?;
    let found = account(exchange, &request.iban, "/body/iban")?;
    // In clear text, as the sandbox of Lean sends it.
    let found = found.map(|account| {
        BeneficiaryName::new()
            .beneficiary_name(account.holder.name)
            .account_status(account.state)
    });
    let result = result!(BeneficiaryNameResult, exchange, found);
    Ok(Answer::ok(&result))
}
