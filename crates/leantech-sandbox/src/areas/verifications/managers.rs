//! What the managers of a company may do.

use leantech_verifications::types::{
    CorporateManagerIdentificationType as Id, CorporateManagersRequest,
};

use super::company::Company;
use super::company_people::authorised;
use super::envelope::{self, result};
use super::published;
use super::register_texts::Tongue;
use crate::exchange::Exchange;
use crate::wire::answer::Answer;

/// `POST /verifications/v1/corporates/managers`: all of them, or the one whose id is sent.
pub(super) fn answer(exchange: &Exchange<'_>) -> Result<Answer, Answer> {
    let request: CorporateManagersRequest = exchange.read_body()?;
    let tongue = Tongue::from(request.language);
    let ids = || request.identifications.iter().enumerate();
    let Some((at, number)) = ids().find(|(_, one)| one.type_ == Id::UnifiedNumber) else {
        let pointer = "/body/identifications";
        return Err(exchange.missing(pointer, "identifications must hold a UNIFIED_NUMBER"));
    };
    if !Company::is_number(number.value.as_str()) {
        let pointer = format!("/body/identifications/{at}/value");
        return Err(envelope::invalid(
            exchange,
            &pointer,
            "is not a unified number",
        ));
    }
    let seed = exchange.shared.state().seed;
    let company = Company::of(seed, number.value.as_str(), exchange.now.date_naive());
    let permission = request.permission_id.as_deref();
    let is_published = published::is_company(number.value.as_str());
    let found = company.map(|company| {
        let is_meant = |id: &str| {
            if is_published {
                // With Lean's own number goes the id of anybody.
                return company.people.first().is_some_and(|first| first.id == id);
            }
            let mut others = ids().filter(|(place, _)| *place != at);
            others.all(|(_, one)| one.value.as_str() == id)
        };
        let people = company.people.iter();
        people
            .filter(|person| is_meant(&person.id))
            .map(|person| authorised(person, tongue, permission))
            .collect::<Vec<_>>()
    });
    let result = result!(CorporateManagersResult, exchange, found);
    Ok(Answer::ok(&result))
}
