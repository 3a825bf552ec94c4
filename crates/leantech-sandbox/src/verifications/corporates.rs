//! Companies of the register, as much of them as is asked for.

use leantech_verifications::types::{
    AccountStatus, Corporate, CorporateRequest, CorporateVerificationType,
};

use super::company::{self, Company};
use super::company_contract::contract;
use super::company_people as people;
use super::envelope::{self, result};
use super::words::Tongue;
use crate::answer::Answer;
use crate::exchange::Exchange;

/// `POST /verifications/v1/corporates`
pub(super) fn answer(exchange: &Exchange<'_>) -> Result<Answer, Answer> {
    let request: CorporateRequest = exchange.read_body()?;
    let tongue = Tongue::from(request.language);
    let number = request.identifications.first();
    let number = number.map(|one| one.value.as_str()).unwrap_or_default();
    if !Company::is_number(number) {
        let pointer = "/body/identifications/0/value";
        return Err(envelope::invalid(exchange, pointer, "is no unified number"));
    }
    let seed = exchange.shared.state().seed;
    let company = Company::of(seed, number, exchange.now.date_naive());
    let found = company.map(|company| match request.type_ {
        CorporateVerificationType::Full => full(&company, tongue),
        CorporateVerificationType::Basic => basic(&company, tongue),
        CorporateVerificationType::Contract => contract(&company, tongue),
        CorporateVerificationType::Address => Corporate {
            addresses: Some(vec![company::address(&company, tongue)]),
            ..Corporate::default()
        },
    });
    let result = result!(CorporateResult, exchange, found);
    Ok(Answer::ok(&result))
}

fn basic(company: &Company, tongue: Tongue) -> Corporate {
    Corporate {
        status: Some(company.state_label(tongue)),
        commercial_registry: Some(company.registry()),
        company_name: Some(tongue.text(company.name)),
        days_since_company_established: Some(company.age_in_days()),
        issue_date: Some(company.day_after(0)),
        in_liquidation_process: Some(company.state == AccountStatus::InLiquidation),
        has_e_commerce: Some(true),
        headquarters: Some(company.headquarters(tongue)),
        entity_type: Some(company::kind(tongue)),
        activities: Some(company.activities(tongue)),
        ..Corporate::default()
    }
}

fn full(company: &Company, tongue: Tongue) -> Corporate {
    let ended = |state| (company.state == state).then(|| company.day_after(730));
    Corporate {
        name_language: Some(company::name_language(tongue)),
        commercial_registration_capital: Some(company::with_fraction(company.capital)),
        partners: Some(company::partners(tongue)),
        confirmation_date: Some(company.day_after(365)),
        suspension_date: ended(AccountStatus::Blocked),
        deletion_date: ended(AccountStatus::Closed),
        contact_info: Some(company::contact()),
        e_commerce: Some(company::shops(company, tongue)),
        capital_information: Some(company::capital(company, tongue)),
        fiscal_year: Some(company::fiscal_year(tongue)),
        parties: Some(people::parties(company, tongue)),
        management: Some(people::management(company, tongue)),
        liquidators: Some(people::liquidators(company, tongue)),
        ..basic(company, tongue)
    }
}
