//! Verifications of names, companies, accounts and property, by made-up rules.
//!
//! The rules stand in the README of the crate: which number, name or bank gives which answer.

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
mod words;

use http::Method;

use crate::answer::Answer;
use crate::exchange::Exchange;
use crate::operation::Operation::{self, self as Op};
use crate::routes::Route;

/// The paths of the area.
#[rustfmt::skip]
pub(crate) const ROUTES: &[Route] = &[
    (Method::POST, &["verifications", "v2", "beneficiary-name"], Op::BeneficiaryNameVerification),
    (Method::POST, &["verifications", "v1", "corporates"], Op::CorporateVerification),
    (Method::POST, &["verifications", "v1", "corporates", "managers"], Op::CorporateManagerVerification),
    (Method::POST, &["verifications", "v1", "freelancers"], Op::VerifyFreelancer),
    (Method::POST, &["verifications", "v2", "iban"], Op::IbanVerification),
    (Method::GET, &["verifications", "v2", "iban", "banks"], Op::GetIbanVerificationBankConfigurations),
    (Method::PUT, &["verifications", "v2", "iban", "banks"], Op::UpdateIbanVerificationBankConfigurations),
    (Method::POST, &["verifications", "v2", "entity"], Op::EntityVerification),
    (Method::POST, &["verifications", "v1", "accounts"], Op::InternationalAvsVerification),
    (Method::POST, &["verifications", "v1", "properties"], Op::PropertyVerification),
    (Method::POST, &["verifications", "v1", "properties", "search"], Op::PropertySearch),
];

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
        _ => Err(exchange.not_found("INVALID_URL", "There is no such path")),
    }
}
