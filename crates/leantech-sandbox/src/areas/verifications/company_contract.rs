//! The articles of a made-up company.

use leantech_core::{DateOrTime, EitherForm};
use leantech_verifications::types::{
    Article, Corporate, License, NamedId, PartnerDecision, ProfitAllocation, SetAsideDetails,
};

use super::company::{self, Company};
use super::company_people as people;
use super::register_texts::Tongue;

/// What the type `CONTRACT` fills, as recorded.
pub(super) fn contract(company: &Company, tongue: Tongue) -> Corporate {
    let mut corporate = Corporate::new()
        .commercial_registry(company.registry())
        .company_name(tongue.text(company.name))
        .name_language(company::name_language(tongue))
        .days_since_company_established(company.age_in_days())
        .headquarters(company.headquarters(tongue))
        .license(
            License::new()
                .is_license_based(true)
                .issuer_national_number("7000000000")
                .issuer_name(tongue.text(("Made-up Authority", "الهيئة المختلقة"))),
        )
        .entity_type(company::kind(tongue))
        .capital_information(company::capital(company, tongue))
        .fiscal_year(company::fiscal_year(tongue))
        .parties(people::parties(company, tongue))
        .management(people::management(company, tongue))
        .activities(company.activities(tongue))
        .contract_copy_number(1)
        .contract_date(DateOrTime::from(company.issued))
        .notification_channel(vec![
            NamedId::new()
                .id(EitherForm::First(1))
                .name(tongue.text(("SMS", "رسالة نصية"))),
        ])
        .partner_decision(vec![
            PartnerDecision::new()
                .id(1)
                .name(tongue.text((
                    "Amendment to the articles of incorporation",
                    "تعديل عقد التأسيس",
                )))
                .approve_percentage("75")
                .approve_additional_text(tongue.text(("", ""))),
        ])
        .additional_decision_text(String::new())
        .set_aside_details(
            SetAsideDetails::new()
                .is_set_aside_enabled(true)
                .profit_allocation(
                    ProfitAllocation::new()
                        .percentage(10)
                        .purpose(tongue.text(("Reserve", "احتياطي"))),
                ),
        )
        .articles(vec![
            Article::new()
                .id(1)
                .text(tongue.text(("The company is made up.", "الشركة مختلقة.")))
                .part_id(1)
                .part_name(tongue.text(("Foundation", "التأسيس"))),
            Article::new()
                .id(2)
                .text(tongue.text(("The partners own half each.", "لكل شريك النصف.")))
                .part_id(2)
                .part_name(tongue.text(("Capital", "رأس المال"))),
        ]);
    corporate.additional_articles = Some(Vec::new());
    corporate
}
