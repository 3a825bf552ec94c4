//! Verifications of names, companies, accounts and property, by made-up rules.
//!
//! The rules are in the README of the crate: which number, name or bank gives which answer.

mod accounts;
mod banks;
mod beneficiary_name;
mod certificates;
mod company;
mod company_contract;
mod company_people;
mod corporates;
mod countries;
mod endings;
mod entity;
mod envelope;
mod hijri;
mod holders;
mod iban;
mod iban_owner;
mod managers;
mod matching;
mod properties;
mod property;
mod property_search;
mod published;
mod register_texts;

use crate::exchange::Exchange;
use crate::routing::operation::Operation::{self, self as Op};
use crate::wire::answer::Answer;

/// Answers one of the area's operations; none of their paths has ids.
pub(crate) fn answer(
    exchange: &Exchange<'_>,
    operation: Operation,
    _ids: [&str; 3],
) -> Result<Answer, Answer> {
    match operation {
        Op::BeneficiaryNameVerification => beneficiary_name::answer(exchange),
        Op::CorporateVerification => corporates::answer(exchange),
        Op::CorporateManagerVerification => managers::answer(exchange),
        Op::VerifyFreelancer => certificates::answer(exchange),
        Op::IbanVerification => iban_owner::answer(exchange),
        Op::GetIbanVerificationBankConfigurations => Ok(banks::list(exchange)),
        Op::UpdateIbanVerificationBankConfigurations => banks::update(exchange),
        Op::EntityVerification => entity::answer(exchange),
        Op::InternationalAvsVerification => accounts::answer(exchange),
        Op::PropertyVerification => properties::answer(exchange),
        Op::PropertySearch => property_search::answer(exchange),
        _ => Err(exchange.not_found("INVALID_URL", "The path does not exist")),
    }
}
