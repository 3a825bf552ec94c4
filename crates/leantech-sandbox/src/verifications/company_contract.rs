//! The articles of a made-up company.

use leantech_core::{DateOrTime, EitherForm};
use leantech_verifications::types::{
    Article, Corporate, License, NamedId, PartnerDecision, ProfitAllocation, SetAsideDetails,
};

use super::company::{self, Company};
use super::company_people as people;
use super::words::Tongue;

/// What the type `CONTRACT` fills, as recorded.
pub(super) fn contract(company: &Company, tongue: Tongue) -> Corporate {
    Corporate {
        commercial_registry: Some(company.registry()),
        company_name: Some(tongue.text(company.name)),
        name_language: Some(company::name_language(tongue)),
        days_since_company_established: Some(company.age_in_days()),
        headquarters: Some(company.headquarters(tongue)),
        license: Some(License {
            is_license_based: Some(true),
            issuer_national_number: Some("7000000000".into()),
            issuer_name: Some(tongue.text(("Made-up Authority", "الهيئة المختلقة"))),
        }),
        entity_type: Some(company::kind(tongue)),
        capital_information: Some(company::capital(company, tongue)),
        fiscal_year: Some(company::fiscal_year(tongue)),
        parties: Some(people::parties(company, tongue)),
        management: Some(people::management(company, tongue)),
        activities: Some(company.activities(tongue)),
        contract_copy_number: Some(1),
        contract_date: Some(DateOrTime::from(company.issued)),
        notification_channel: Some(vec![NamedId {
            id: Some(EitherForm::First(1)),
            name: Some(tongue.text(("SMS", "رسالة نصية"))),
        }]),
        partner_decision: Some(vec![PartnerDecision {
            id: Some(1),
            name: Some(tongue.text((
                "Amendment to the articles of incorporation",
                "تعديل عقد التأسيس",
            ))),
            approve_percentage: Some("75".into()),
            approve_additional_text: Some(tongue.text(("", ""))),
        }]),
        additional_decision_text: Some(String::new()),
        set_aside_details: Some(SetAsideDetails {
            is_set_aside_enabled: Some(true),
            profit_allocation: Some(ProfitAllocation {
                percentage: Some(10),
                purpose: Some(tongue.text(("Reserve", "احتياطي"))),
            }),
        }),
        articles: Some(vec![
            Article {
                id: Some(1),
                text: Some(tongue.text(("The company is made up.", "الشركة مختلقة."))),
                part_id: Some(1),
                part_name: Some(tongue.text(("Foundation", "التأسيس"))),
            },
            Article {
                id: Some(2),
                text: Some(tongue.text(("The partners own half each.", "لكل شريك النصف."))),
                part_id: Some(2),
                part_name: Some(tongue.text(("Capital", "رأس المال"))),
            },
        ]),
        additional_articles: Some(Vec::new()),
        ..Corporate::default()
    }
}
