//! Who owns a Saudi IBAN.

use leantech_verifications::types::{
    IbanIdentification, IbanIdentificationType as Id, IbanRequest, IbanRequestType,
    IbanVerification, VerificationMethod,
};

use super::banks::Says;
use super::beneficiary_name::{SaudiAccount, account};
use super::endings::Failure;
use super::envelope::{self, result};
use super::holders::{Fact, Verdict};
use super::matching::masked;
use super::published;
use super::register_texts::both;
use crate::exchange::Exchange;
use crate::wire::answer::Answer;

/// `POST /verifications/v2/iban`
pub(super) fn answer(exchange: &Exchange<'_>) -> Result<Answer, Answer> {
    let request: IbanRequest = exchange.read_body()?;
    // The documents require nothing, but without these there is nothing to check.
    let iban = request
        .iban
        .as_deref()
        .ok_or_else(|| exchange.missing("/body/iban", "iban is required"))?;
    let told = request.identifications.as_deref().unwrap_or_default();
    if told.is_empty() {
        return Err(exchange.missing("/body/identifications", "identifications is required"));
    }
    let mut facts = facts(exchange, told)?;
    if published::account("SA", iban).is_some() {
        // With Lean's own numbers goes whatever is said of the holder.
        facts.clear();
    }
    let kind = kind(exchange, request.type_.as_ref())?;
    let found = account(exchange, iban, "/body/iban")?;
    let found = found.and_then(|account| verify(exchange, kind, &facts, &account));
    let result = result!(IbanResult, exchange, found);
    Ok(Answer::ok(&result))
}

/// Whose account it is said to be.
#[derive(Debug, Clone, Copy)]
enum Kind {
    Personal,
    Freelancer,
    Business,
}

fn kind(exchange: &Exchange<'_>, asked: Option<&IbanRequestType>) -> Result<Kind, Answer> {
    match asked {
        None | Some(IbanRequestType::Personal) => Ok(Kind::Personal),
        Some(IbanRequestType::Freelancer) => Ok(Kind::Freelancer),
        Some(IbanRequestType::Business) => Ok(Kind::Business),
        Some(_) => Err(envelope::invalid(
            exchange,
            "/body/type",
            "is not a known value",
        )),
    }
}

fn facts<'f>(
    exchange: &Exchange<'_>,
    told: &'f [IbanIdentification],
) -> Result<Vec<Fact<'f>>, Answer> {
    let one = |(at, fact): (usize, &'f IbanIdentification)| {
        let place = |name: &str| format!("/body/identifications/{at}/{name}");
        let Some(value) = &fact.value else {
            return Err(exchange.missing(&place("value"), "value is required"));
        };
        let Some(kind) = &fact.type_ else {
            return Err(exchange.missing(&place("type"), "type is required"));
        };
        let value = value.as_str();
        Ok(match kind {
            Id::FullName => Fact::FullName(value),
            Id::UnifiedNumber => Fact::UnifiedNumber(value),
            Id::FreelancerNumber => Fact::FreelancerNumber(value),
            Id::NationalId | Id::CommercialRegistration | Id::EmiratesId | Id::TradeLicence => {
                Fact::Id(value)
            }
            _ => {
                return Err(envelope::invalid(
                    exchange,
                    &place("type"),
                    "is not a known value",
                ));
            }
        })
    };
    told.iter().enumerate().map(one).collect()
}

fn verify(
    exchange: &Exchange<'_>,
    kind: Kind,
    facts: &[Fact<'_>],
    account: &SaudiAccount,
) -> Result<IbanVerification, Failure> {
    let bank = account.bank;
    if !bank.is_on {
        return Err(Failure::DisabledByLean);
    }
    if !bank.is_switched_on(&exchange.shared.state()) {
        return Err(Failure::DisabledByClient);
    }
    let (says, is_company) = match kind {
        Kind::Personal => (bank.personal, false),
        Kind::Freelancer => (bank.freelancer, false),
        Kind::Business => (bank.business, true),
    };
    let mut verdict = account.holder.compare(facts);
    verdict.is_owner &= is_company == account.holder.is_company;
    let Says {
        on_match,
        on_no_match,
    } = says;
    if !(if verdict.is_owner {
        on_match
    } else {
        on_no_match
    }) {
        return Err(Failure::UnsupportedByBank);
    }
    let mut verification = IbanVerification::new()
        .iban_ownership_verified(verdict.is_owner)
        .verification_method(method(&verdict))
        .swift_code(bank.swift_code)
        .bank_name(both(bank.name))
        .bank_code(bank.code)
        .account_status(&account.state)
        // Hidden even where it matches.
        .account_holder_name(masked(&account.holder.name));
    verification.matching = verdict.matching;
    Ok(verification)
}

/// Ids are compared by the payment system, names by the service for payees.
fn method(verdict: &Verdict) -> VerificationMethod {
    match (verdict.compared_name, verdict.compared_id) {
        (true, true) => VerificationMethod::SarieAndConfirmationOfPayeeService,
        (false, true) => VerificationMethod::Sarie,
        _ => VerificationMethod::ConfirmationOfPayeeService,
    }
}
