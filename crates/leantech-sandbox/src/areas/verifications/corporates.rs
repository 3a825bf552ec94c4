//! Companies of the register, as much of them as is asked for.

use leantech_verifications::types::{
    AccountStatus, Corporate, CorporateRequest, CorporateVerificationType,
};

use super::company::{self, Company};
use super::company_contract::contract;
use super::company_people as people;
use super::envelope::{self, result};
use super::register_texts::Tongue;
use crate::exchange::Exchange;
use crate::wire::answer::Answer;

/// `POST /verifications/v1/corporates`
pub(super) fn answer(exchange: &Exchange<'_>) -> Result<Answer, Answer> {
    let request: CorporateRequest = exchange.read_body()?;
    let tongue = Tongue::from(request.language);
    let number = request.identifications.first();
    let number = number.map(|one| one.value.as_str()).unwrap_or_default();
    if !Company::is_number(number) {
        let pointer = "/body/identifications/0/value";
        return Err(envelope::invalid(
            exchange,
            pointer,
            "is not a unified number",
        ));
    }
    let seed = exchange.shared.state().seed;
    let company = Company::of(seed, number, exchange.now.date_naive());
    let found = company.map(|company| match request.type_ {
        CorporateVerificationType::Basic => basic(&company, tongue),
        CorporateVerificationType::Contract => contract(&company, tongue),
        CorporateVerificationType::Address => {
            Corporate::new().addresses(vec![company::address(&company, tongue)])
        }
        _ => full(&company, tongue),
    });
    let result = result!(CorporateResult, exchange, found);
    Ok(Answer::ok(&result))
}

fn basic(company: &Company, tongue: Tongue) -> Corporate {
    Corporate::new()
        .status(company.state_label(tongue))
        .commercial_registry(company.registry())
        .company_name(tongue.text(company.name))
        .days_since_company_established(company.age_in_days())
        .issue_date(company.day_after(0))
        .in_liquidation_process(company.state == AccountStatus::InLiquidation)
        .has_e_commerce(true)
        .headquarters(company.headquarters(tongue))
        .entity_type(company::kind(tongue))
        .activities(company.activities(tongue))
}

fn full(company: &Company, tongue: Tongue) -> Corporate {
    let ended = |state| (company.state == state).then(|| company.day_after(730));
    let mut full = basic(company, tongue)
        .name_language(company::name_language(tongue))
        .commercial_registration_capital(company::with_fraction(company.capital))
        .partners(company::partners(tongue))
        .confirmation_date(company.day_after(365))
        .contact_info(company::contact())
        .e_commerce(company::shops(company, tongue))
        .capital_information(company::capital(company, tongue))
        .fiscal_year(company::fiscal_year(tongue))
        .parties(people::parties(company, tongue))
        .management(people::management(company, tongue))
        .liquidators(people::liquidators(company, tongue));
    full.suspension_date = ended(AccountStatus::Blocked);
    full.deletion_date = ended(AccountStatus::Closed);
    full
}
