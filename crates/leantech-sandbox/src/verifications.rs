//! Verifications of names, companies, accounts and property.

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

/// Answers one of the area's operations; the ids are those of its path.
pub(crate) fn answer(
    exchange: &Exchange<'_>,
    operation: Operation,
    ids: [&str; 3],
) -> Result<Answer, Answer> {
    let _ = (operation, ids);
    Err(exchange.not_found("INVALID_URL", "There is no such path"))
}
