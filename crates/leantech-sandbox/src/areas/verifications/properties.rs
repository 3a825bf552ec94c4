//! One property of the register, as much of it as is asked for.

use leantech_verifications::types::{
    self, PropertyIdentificationMethod as Method, PropertyIdentificationType as Id,
    PropertyRequest, PropertyVerificationType,
};

use super::endings::{self, Failure};
use super::envelope::{self, result};
use super::hijri;
use super::property::{Property, owner_of, registration_day};
use crate::exchange::Exchange;
use crate::wire::answer::Answer;

/// `POST /verifications/v1/properties`
pub(super) fn answer(exchange: &Exchange<'_>) -> Result<Answer, Answer> {
    let request: PropertyRequest = exchange.read_body()?;
    let found = find(exchange, &request)?;
    let seed = exchange.shared.state().seed;
    let found = found.map(|property| shown(&property, seed, request.verification_type));
    let result = result!(PropertyResult, exchange, found);
    Ok(Answer::ok(&result))
}

/// Finds the property. The outer error is an answer by itself.
fn find(
    exchange: &Exchange<'_>,
    request: &PropertyRequest,
) -> Result<Result<Property, Failure>, Answer> {
    let missing = || {
        let pointer = "/body/identifications";
        let message = match request.identification_method {
            Method::RegistrationDate => {
                "identifications must hold PROPERTY_NUMBER and FIRST_REGISTRATION_DATE"
            }
            _ => "identifications must hold PROPERTY_NUMBER and an id of an owner",
        };
        exchange.missing(pointer, message)
    };
    let mut ids = request.identifications.iter().enumerate();
    let number = ids.clone().find(|(_, one)| one.type_ == Id::PropertyNumber);
    let (_, number) = number.ok_or_else(missing)?;
    let (at, other) = ids
        .find(|(_, one)| one.type_ != Id::PropertyNumber)
        .ok_or_else(missing)?;
    let is_date = other.type_ == Id::FirstRegistrationDate;
    let is_birth = matches!(other.type_, Id::DateOfBirthHijri | Id::DateOfBirthGregorian);
    let goes = match request.identification_method {
        Method::RegistrationDate => is_date,
        _ => !is_date && !is_birth,
    };
    if !goes {
        return Err(missing());
    }
    if is_date && !hijri::is_day(other.value.as_str()) {
        let pointer = format!("/body/identifications/{at}/value");
        return Err(envelope::invalid(exchange, &pointer, "is not a date"));
    }
    let Some(property) = Property::of_number(number.value.as_str()) else {
        return Ok(Err(Failure::NotFound));
    };
    if let Err(failure) = endings::failure_of(&property.owner) {
        return Ok(Err(failure));
    }
    let is_theirs = if is_date {
        other.value.as_str() == registration_day()
    } else {
        owner_of(other.value.as_str()) == property.owner
    };
    Ok(if is_theirs && property.is_there() {
        Ok(property)
    } else {
        Err(Failure::NotFound)
    })
}

fn shown(property: &Property, seed: u64, kind: PropertyVerificationType) -> types::Property {
    let status = types::Property::new().status(property.status());
    if kind == PropertyVerificationType::StatusOnly {
        return status;
    }
    let basic = status
        .general_information(property.information(false))
        .spatial(property.spatial(seed, false))
        .address(property.address())
        .border_info(property.borders(seed))
        .is_published(true);
    if kind == PropertyVerificationType::Basic {
        return basic;
    }
    basic
        .selling_price(property.price(seed))
        .owner_information(property.owners(seed))
        .rrrs(property.rights())
        .total_share("100%")
        .acquired_absolute_ownership("YES")
}
