//! The people of a made-up company: its partners, who are its managers too, and its liquidators.

use leantech_core::Decimal;
use leantech_verifications::types::{
    AccountStatus, AuthorisedManager, CompanyParty, Identity, Liquidator, LocalizedLabel,
    LocalizedText, Management, ManagementBoard, Manager, ManagerPermission, Nationality,
    PartnerShare, ProfitLossDistribution,
};

use super::company::{Company, whole};
use super::register_texts::{Tongue, Words};
use crate::mock::random::Random;

/// Somebody of a company.
#[derive(Debug, Clone)]
pub(super) struct Person {
    /// Ten digits that begin with two zeros, which no real id does.
    pub(super) id: String,
    given: Words,
    family: Words,
    position: Words,
}

const GIVEN: [Words; 6] = [
    ("Noura", "نورة"),
    ("Fahad", "فهد"),
    ("Sara", "سارة"),
    ("Khalid", "خالد"),
    ("Huda", "هدى"),
    ("Omar", "عمر"),
];
const FAMILIES: [Words; 3] = [
    ("Almithal", "المثال"),
    ("Altajriba", "التجربة"),
    ("Alnamudhaj", "النموذج"),
];
const POSITIONS: [Words; 2] = [
    ("Chairman of the Board of Directors", "رئيس مجلس الإدارة"),
    ("Executive Director", "مدير تنفيذي"),
];

impl Person {
    /// The two people of the company with that number. Their ids are two zeros, the last seven
    /// digits of the number, and 1 or 2.
    pub(super) fn two(number: &str, random: &mut Random) -> [Self; 2] {
        let digits = number.get(3..).unwrap_or_default();
        let first = usize::try_from(random.below(6)).unwrap_or(0);
        let family = usize::try_from(random.below(3)).unwrap_or(0);
        [0, 1].map(|which| Self {
            id: format!("00{digits}{}", which + 1),
            given: pick(&GIVEN, (first + which) % GIVEN.len()),
            family: pick(&FAMILIES, family),
            position: pick(&POSITIONS, which),
        })
    }

    fn name(&self, tongue: Tongue) -> LocalizedText {
        tongue.owned((
            format!("{} {}", self.given.0, self.family.0),
            format!("{} {}", self.given.1, self.family.1),
        ))
    }

    fn identity(&self, tongue: Tongue) -> Identity {
        Identity::new()
            .id(self.id.clone())
            .type_(tongue.text(("National id", "الهوية الوطنية")))
    }

    fn positions(&self, tongue: Tongue) -> Vec<Option<LocalizedLabel>> {
        vec![Some(tongue.label(self.position))]
    }
}

fn pick(words: &[Words], at: usize) -> Words {
    words.get(at).copied().unwrap_or_default()
}

fn saudi(tongue: Tongue) -> LocalizedText {
    tongue.text(("Saudi", "سعودي"))
}

fn nationality(tongue: Tongue) -> Nationality {
    Nationality::new().type_(saudi(tongue))
}

/// Half of the company each.
pub(super) fn parties(company: &Company, tongue: Tongue) -> Vec<CompanyParty> {
    let half = || Some(Decimal::new(50, 0).into());
    let shares = company.capital / 20;
    company
        .people
        .iter()
        .map(|person| {
            let mut distribution = ProfitLossDistribution::new();
            distribution.profit_distribution = half();
            distribution.loss_distribution = half();
            CompanyParty::new()
                .name(person.name(tongue))
                .type_(tongue.text(("Citizen", "مواطن")))
                .identity(person.identity(tongue))
                .partnership(vec![Some(tongue.label(("Founder", "مؤسس")))])
                .partner_share(
                    PartnerShare::new()
                        .cash_contribution_count(whole(shares))
                        .in_kind_contribution_count(whole(0))
                        .total_contribution_count(whole(shares)),
                )
                .nationality(nationality(tongue))
                .partner_profit_loss_distribution(distribution)
        })
        .collect()
}

pub(super) fn management(company: &Company, tongue: Tongue) -> Management {
    let managers = company.people.iter().map(|person| {
        Manager::new()
            .name(person.name(tongue))
            .type_(saudi(tongue))
            .is_licensed(false)
            .identity(person.identity(tongue))
            .nationality(nationality(tongue))
            .positions(person.positions(tongue))
    });
    let mut board = ManagementBoard::new()
        .meeting_quorum_id(1)
        .meeting_quorum_name(tongue.text(("All Managers", "جميع المديرين")))
        .can_delegate_attendance(true)
        .term_years(5)
        .way_of_work(tongue.text(("Jointly", "مجتمعين")))
        .meeting_place(tongue.text(("Head office", "المركز الرئيسي")))
        .additional_text(tongue.text(("", "")));
    board.positions = Some(Vec::new());
    Management::new()
        .structure_name(tongue.text(("Two or More Managers", "مديران أو أكثر")))
        .dismissal_method(tongue.text(("By resolution", "بقرار")))
        .managers(managers.collect::<Vec<_>>())
        .management_board(board)
}

/// Of a company that is wound up or, as recorded, suspended; nobody otherwise.
pub(super) fn liquidators(company: &Company, tongue: Tongue) -> Vec<Liquidator> {
    let people = match company.state {
        AccountStatus::Blocked | AccountStatus::InLiquidation => {
            company.people.get(..1).unwrap_or_default()
        }
        _ => &[],
    };
    people
        .iter()
        .map(|person| {
            Liquidator::new()
                .name(person.name(tongue))
                .type_(saudi(tongue))
                .identity(person.identity(tongue))
                .nationality(nationality(tongue))
                .positions(vec![Some(tongue.label(("Member", "عضو")))])
        })
        .collect()
}

/// The two permissions that every manager has.
const PERMISSIONS: [(i64, Words); 2] = [
    (1, ("Full Management", "الإدارة الكاملة")),
    (2, ("Opening bank accounts", "فتح الحسابات البنكية")),
];

/// A manager with what the register permits; with a number, that permission alone.
pub(super) fn authorised(
    person: &Person,
    tongue: Tongue,
    permission: Option<&str>,
) -> AuthorisedManager {
    let permissions = PERMISSIONS
        .iter()
        .filter(|(id, _)| permission.is_none_or(|wanted| wanted == id.to_string()))
        .map(|(id, name)| {
            ManagerPermission::new()
                .id(*id)
                .name(tongue.text(*name))
                .can_issue_poa(true)
                .can_delegate(true)
                .special_condition_text(tongue.text(("", "")))
                .exercise_method_id(1)
                .exercise_method_description(tongue.text(("Individually", "منفردا")))
        });
    AuthorisedManager::new()
        .name(person.name(tongue))
        .type_(saudi(tongue))
        .is_licensed(false)
        .identity(person.identity(tongue))
        .nationality(nationality(tongue))
        .positions(person.positions(tongue))
        .permissions(permissions.collect::<Vec<_>>())
}
