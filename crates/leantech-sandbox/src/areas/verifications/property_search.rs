//! The properties of a person, twenty on a page.

use leantech_verifications::types::{
    FoundProperty, Page, PropertySearchIdentificationType as Id, PropertySearchRequest,
};

use super::property::{Property, owner_of};
use super::{endings, envelope, hijri};
use crate::exchange::Exchange;
use crate::wire::answer::Answer;
use crate::wire::paging::PageRules;

/// The only size that the documents allow is the one that holds without it.
const RULES: PageRules = PageRules {
    number: "page",
    size: "size",
    default_size: 20,
    largest: 20,
};

/// `POST /verifications/v1/properties/search`
pub(super) fn answer(exchange: &Exchange<'_>) -> Result<Answer, Answer> {
    let request: PropertySearchRequest = exchange.read_body()?;
    let page = exchange.page(RULES)?;
    let owner = owner(exchange, &request)?;
    let all = endings::failure_of(&owner).map(|()| Property::all_of(&owner));
    let place = page.place(all.as_ref().map_or(0, Vec::len));
    let seed = exchange.shared.state().seed;
    let found = all.map(|all| {
        let rows = page.part(&all).iter().map(|property| {
            FoundProperty::new()
                .status(property.status())
                .general_information(property.information(true))
                .spatial(property.spatial(seed, true))
                .address(property.address())
                .owner_share_percentage("100%")
        });
        rows.collect::<Vec<_>>()
    });
    let page = Page::new()
        .number(place.number)
        .size(place.size)
        .total_elements(place.total_elements)
        .total_pages(place.total_pages);
    let result = envelope::result!(PropertySearchResult, exchange, found).page(page);
    Ok(Answer::ok(&result))
}

/// The person, identified by an id and the date of birth in the calendar that goes with it.
fn owner(exchange: &Exchange<'_>, request: &PropertySearchRequest) -> Result<String, Answer> {
    let missing = |message| Err(exchange.missing("/body/identifications", message));
    let is_birth = |kind| matches!(kind, Id::DateOfBirthHijri | Id::DateOfBirthGregorian);
    let mut ids = request.identifications.iter();
    let Some(id) = ids.find(|one| !is_birth(one.type_)) else {
        return missing("identifications must hold an id of the owner");
    };
    let wanted = match id.type_ {
        Id::NationalId => Id::DateOfBirthHijri,
        _ => Id::DateOfBirthGregorian,
    };
    let mut all = request.identifications.iter().enumerate();
    let Some((at, born)) = all.find(|(_, one)| is_birth(one.type_)) else {
        return missing("identifications must hold a date of birth");
    };
    let refuse = |name: &str, what| {
        let pointer = format!("/body/identifications/{at}/{name}");
        Err(envelope::invalid(exchange, &pointer, what))
    };
    if born.type_ != wanted {
        return refuse("type", "does not go with the id");
    }
    if !hijri::is_day(born.value.as_str()) {
        return refuse("value", "is not a date");
    }
    Ok(owner_of(id.value.as_str()))
}
