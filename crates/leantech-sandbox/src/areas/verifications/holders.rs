//! Whom an account or an id belongs to in the sandbox, and whether that is who was expected.

use std::collections::BTreeMap;

use leantech_verifications::types::NameMatching;

use super::matching::matching;
use crate::mock::banks::MOCK_BANKS;
use crate::mock::parties::PARTIES;
use crate::mock::persona::{AccountKind, PERSONAS, Persona};

/// A holder of accounts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Holder {
    pub(super) name: String,
    /// Ten digits, whatever kind of id is asked for.
    pub(super) id: String,
    pub(super) is_company: bool,
}

/// A fact that is given about the expected holder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fact<'f> {
    FullName(&'f str),
    GivenName(&'f str),
    Surname(&'f str),
    UnifiedNumber(&'f str),
    FreelancerNumber(&'f str),
    /// Any other id, the same for all kinds.
    Id(&'f str),
}

/// What comes of comparing a holder with what is told.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Verdict {
    pub(super) is_owner: bool,
    /// How far the name matched, where one was told that did not fully match.
    pub(super) matching: Option<NameMatching>,
    pub(super) compared_name: bool,
    pub(super) compared_id: bool,
}

impl Holder {
    /// Who has every account of which the sandbox knows no more.
    pub(super) fn sample() -> Self {
        Self {
            name: "Sample Holder".into(),
            id: "0000009999".into(),
            is_company: false,
        }
    }

    /// The same where a company was expected.
    pub(super) fn sample_company() -> Self {
        Self {
            name: "Example Trading Company".into(),
            is_company: true,
            ..Self::sample()
        }
    }

    /// A mock customer as a holder.
    pub(super) fn of_persona(persona: &Persona) -> Self {
        Self {
            name: persona.full_name(),
            id: persona.national_id(),
            is_company: false,
        }
    }

    /// The mock customer, or the party of a payment, that has this IBAN.
    pub(super) fn of_iban(seed: u64, iban: &str) -> Option<Self> {
        let party = PARTIES.iter().find(|party| party.iban() == iban);
        if let Some(party) = party {
            return Some(Self {
                name: party.name.into(),
                id: format!("0000001{:03}", party.number),
                is_company: party.is_company,
            });
        }
        let has_it = |persona: &Persona| {
            let mut accounts = AccountKind::ALL.into_iter().filter(|kind| !kind.is_card());
            accounts.any(|kind| persona.account(kind).iban() == iban)
        };
        let persona = mock_customers(seed).find(has_it)?;
        Some(Self::of_persona(&persona))
    }

    /// The national unified number: digits that begin with 7.
    pub(super) fn unified_number(&self) -> String {
        format!("7{}", self.id.get(1..).unwrap_or_default())
    }

    /// Compares with the given facts about the expected holder.
    pub(super) fn compare(&self, facts: &[Fact<'_>]) -> Verdict {
        let mut names: BTreeMap<u8, &str> = BTreeMap::new();
        let mut compared_id = false;
        let mut is_owner = true;
        for fact in facts {
            let is_so = match *fact {
                Fact::FullName(name) => {
                    names.insert(0, name);
                    continue;
                }
                Fact::GivenName(name) => {
                    names.insert(1, name);
                    continue;
                }
                Fact::Surname(name) => {
                    names.insert(2, name);
                    continue;
                }
                Fact::UnifiedNumber(number) => number == self.unified_number(),
                Fact::FreelancerNumber(number) => number == certificate_number(&self.id, 1),
                Fact::Id(id) => id == self.id,
            };
            compared_id = true;
            is_owner &= is_so;
        }
        let whole = names.remove(&0);
        let name = whole.map_or_else(
            || names.into_values().collect::<Vec<_>>().join(" "),
            str::to_owned,
        );
        let compared_name = !name.is_empty();
        let matching = if compared_name {
            matching(&name, &self.name)
        } else {
            None
        };
        Verdict {
            is_owner: is_owner && matching.is_none(),
            matching,
            compared_name,
            compared_id,
        }
    }
}

/// Every mock customer of every mock bank.
fn mock_customers(seed: u64) -> impl Iterator<Item = Persona> {
    MOCK_BANKS
        .iter()
        .flat_map(move |bank| (0..PERSONAS).map(move |which| (bank, which)))
        .map(move |(bank, which)| Persona::of(seed, bank.identifier, which))
}

/// The mock customer with that national id.
pub(super) fn mock_customer(seed: u64, national_id: &str) -> Option<Persona> {
    mock_customers(seed).find(|persona| persona.national_id() == national_id)
}

/// The number of one of a person's freelancer certificates: the last eight digits of the
/// national id, and which one it is.
pub(super) fn certificate_number(national_id: &str, which: usize) -> String {
    let digits = national_id.get(national_id.len().saturating_sub(8)..);
    format!("FL-{}{which}", digits.unwrap_or_default())
}

/// Whether a text has so many digits and nothing else.
pub(super) fn has_digits(text: &str, count: usize) -> bool {
    text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit())
}
