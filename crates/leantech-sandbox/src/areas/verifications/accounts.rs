//! Who owns an account in one of 48 countries.

use leantech_verifications::types::{
    AccountBankIdentifier, AccountBankIdentifierType, AccountDetailsType, AccountHolderType,
    AccountIdentification, AccountIdentificationType as Id, AccountRequest, AccountStatus,
    AccountVerification, BankDetails, BankIdentifierType, VerificationMethod,
};

use super::beneficiary_name::{self, SaudiAccount};
use super::countries::{self, Country, Form, Naming, Told};
use super::endings::{self, Ending, Failure};
use super::envelope::{self, result};
use super::holders::{Fact, Holder};
use super::iban::{self, Iban};
use super::matching::masked;
use super::published;
use super::register_texts::{Words, both};
use crate::exchange::Exchange;
use crate::wire::answer::Answer;

/// Where a request says which account it asks about.
const NUMBER: &str = "/body/account_details/value";

/// An account, and what an answer says about its bank.
struct Account {
    holder: Holder,
    state: AccountStatus,
    bank: Option<BankDetails>,
}

/// `POST /verifications/v1/accounts`
pub(super) fn answer(exchange: &Exchange<'_>) -> Result<Answer, Answer> {
    let request: AccountRequest = exchange.read_body()?;
    let country = countries::find(request.country_code.as_str()).ok_or_else(|| {
        envelope::invalid(exchange, "/body/country_code", "is not a supported country")
    })?;
    check(exchange, &country, &request)?;
    let found = if request.country_code.as_str() == "SA" {
        let number = request.account_details.value.as_str();
        beneficiary_name::account(exchange, number, NUMBER)?.map(saudi)
    } else {
        foreign(exchange, &country, &request)?
    };
    // Recorded: an unknown account is refused, and is not a failed result.
    if matches!(found, Err(Failure::NotFound)) {
        return Err(exchange.not_found("DATA_NOT_FOUND", "The account was not found"));
    }
    let mut facts: Vec<Fact<'_>> = request.identifications.iter().map(fact).collect();
    let number = request.account_details.value.as_str();
    if published::account(request.country_code.as_str(), number).is_some() {
        // With Lean's own numbers goes whatever is said of the holder.
        facts.clear();
    }
    let is_masked = request.country_code.as_str() == "SA";
    let found = found.map(|account| verify(account, &facts, is_masked));
    let result = result!(AccountResult, exchange, found);
    Ok(Answer::ok(&result))
}

/// Whether the request is as its country wants it.
fn check(
    exchange: &Exchange<'_>,
    country: &Country,
    request: &AccountRequest,
) -> Result<(), Answer> {
    let refuse = |pointer, what| Err(envelope::invalid(exchange, pointer, what));
    let account = &request.account_details;
    match (country.form, account.type_) {
        (Form::Iban, AccountDetailsType::AccountId) | (Form::Number, AccountDetailsType::Iban) => {
            return refuse("/body/account_details/type", "is not of this country");
        }
        _ => {}
    }
    if country.wants_account_type() && account.account_type.is_none() {
        let pointer = "/body/account_details/account_type";
        return Err(exchange.missing(pointer, "account_type is required in this country"));
    }
    let named = request.bank_identifier.as_ref().map(|bank| bank.type_);
    match (country.naming, named) {
        (Naming::NotAtAll | Naming::BicOrNot, None)
        | (Naming::Bic | Naming::BicOrNot, Some(BankIdentifierType::Bic))
        | (Naming::ClearingId, Some(BankIdentifierType::ClearingId)) => Ok(()),
        (Naming::Bic | Naming::ClearingId, None) => {
            let pointer = "/body/bank_identifier";
            Err(exchange.missing(pointer, "bank_identifier is required in this country"))
        }
        (Naming::NotAtAll, Some(_)) => refuse("/body/bank_identifier", "is not for this country"),
        (_, Some(_)) => refuse("/body/bank_identifier/type", "is not of this country"),
    }
}

fn saudi(account: SaudiAccount) -> Account {
    Account {
        holder: account.holder,
        state: account.state,
        bank: Some(named(account.bank.name, account.bank.swift_code)),
    }
}

/// An account outside of Saudi Arabia: everybody's is Sample Holder's, or of a company where one
/// is expected.
fn foreign(
    exchange: &Exchange<'_>,
    country: &Country,
    request: &AccountRequest,
) -> Result<Result<Account, Failure>, Answer> {
    let details = &request.account_details;
    let known = published::account(request.country_code.as_str(), details.value.as_str());
    if details.type_ == AccountDetailsType::Iban {
        match iban::read(details.value.as_str()) {
            Some(iban) if iban.country() != request.country_code.as_str() => {
                let what = "is an IBAN of another country";
                return Err(envelope::invalid(exchange, NUMBER, what));
            }
            Some(Iban::Other { .. }) if known.is_none() => return Ok(Err(Failure::NotFound)),
            Some(_) => {}
            None => return Err(envelope::invalid(exchange, NUMBER, "is not an IBAN")),
        }
    }
    let state = match known.or_else(|| endings::of(details.value.as_str())) {
        Some(Ending::Failure(failure)) => return Ok(Err(failure)),
        Some(Ending::State(state)) => state,
        None => AccountStatus::Active,
    };
    let identifier = request.bank_identifier.as_ref();
    let bank = match country.told {
        Told::Nothing => None,
        Told::All => Some(named(
            ("Made-up Emirates Bank", "بنك الإمارات المختلق"),
            "MADEAEXX",
        )),
        Told::Identifier => identifier
            .map(|bank| BankDetails::new().bank_identifiers(vec![bic(bank.value.as_str())])),
    };
    let holder = match request.type_ {
        AccountHolderType::Business => Holder::sample_company(),
        _ => Holder::sample(),
    };
    Ok(Ok(Account {
        holder,
        state,
        bank,
    }))
}

fn bic(code: &str) -> AccountBankIdentifier {
    AccountBankIdentifier::new()
        .type_(AccountBankIdentifierType::Bic)
        .value(code)
}

fn named(name: Words, code: &str) -> BankDetails {
    BankDetails::new()
        .bank_name(both(name))
        .bank_identifiers(vec![bic(code)])
}

fn fact(told: &AccountIdentification) -> Fact<'_> {
    let value = told.value.as_str();
    match told.type_ {
        Id::FullName => Fact::FullName(value),
        Id::GivenName => Fact::GivenName(value),
        Id::Surname => Fact::Surname(value),
        Id::UnifiedNumber => Fact::UnifiedNumber(value),
        _ => Fact::Id(value),
    }
}

fn verify(account: Account, facts: &[Fact<'_>], is_masked: bool) -> AccountVerification {
    let verdict = account.holder.compare(facts);
    // Recorded: an account that is no longer active is nobody's, and its name is hidden in Saudi
    // Arabia alone.
    let is_verified = verdict.is_owner && account.state == AccountStatus::Active;
    let name = if is_masked && !is_verified {
        masked(&account.holder.name)
    } else {
        account.holder.name
    };
    let mut verification = AccountVerification::new()
        .account_ownership_verified(is_verified)
        .account_status(account.state)
        .account_holder_name(name)
        .verification_method(VerificationMethod::ConfirmationOfPayeeService);
    verification.matching = verdict.matching;
    verification.bank_details = account.bank;
    verification
}
