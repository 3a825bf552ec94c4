//! The mock customers of the mock banks: who they are and which accounts they have.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::banks;
use super::random::Random;

/// How many mock customers a bank has.
pub(crate) const PERSONAS: u64 = 2;

/// A kind of account, in the order in which each mock customer has one of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum AccountKind {
    Current,
    Savings,
    Credit,
    ChargeCard,
    Emoney,
    Prepaid,
    /// What the bank has and the standard has no word for.
    Unsupported,
}

impl AccountKind {
    pub(crate) const ALL: [Self; 7] = [
        Self::Current,
        Self::Savings,
        Self::Credit,
        Self::ChargeCard,
        Self::Emoney,
        Self::Prepaid,
        Self::Unsupported,
    ];

    /// The kind of that word, as in `CHARGE_CARD`.
    pub(crate) fn of_word(word: &str) -> Option<Self> {
        serde_json::from_value(word.into()).ok()
    }

    /// Whether the account is behind a card.
    pub(crate) fn is_card(self) -> bool {
        matches!(self, Self::Credit | Self::ChargeCard | Self::Prepaid)
    }

    /// Whether what is on the account is owed to the bank.
    pub(crate) fn is_owed(self) -> bool {
        matches!(self, Self::Credit | Self::ChargeCard)
    }

    /// Whether payments are ordered from the account ahead of time.
    pub(crate) fn has_orders(self) -> bool {
        matches!(self, Self::Current | Self::Savings)
    }
}

/// An account of a mock customer.
#[derive(Debug, Clone, Copy)]
pub(crate) struct AccountFacts {
    pub(crate) kind: AccountKind,
    /// The bank's number of the account, twelve digits at most.
    pub(crate) number: u64,
    bank: u64,
    pub(crate) opened: NaiveDate,
}

/// A way to name an account towards a bank.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum IdentifierKind {
    Iban,
    AccountNumber,
    MaskedPan,
}

impl IdentifierKind {
    /// Whether the holder's name stands next to it, as recorded.
    pub(crate) fn has_name(self) -> bool {
        self != Self::MaskedPan
    }
}

/// A name of an account towards a bank.
#[derive(Debug)]
pub(crate) struct Identifier {
    pub(crate) kind: IdentifierKind,
    pub(crate) text: String,
}

/// An IBAN that cannot be anybody's: its check digits are 00, which no real one has.
pub(crate) fn fake_iban(bank: u64, number: u64) -> String {
    format!("SA00{bank:02}{number:018}")
}

impl AccountFacts {
    pub(crate) fn iban(&self) -> String {
        fake_iban(self.bank, self.number)
    }

    pub(crate) fn account_number(&self) -> String {
        format!("{:012}", self.number)
    }

    /// A card number with its middle hidden; no scheme has cards that begin with a zero.
    pub(crate) fn masked_pan(&self) -> String {
        format!("000000******{:04}", self.number % 10_000)
    }
}

/// A mock customer of a mock bank.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Persona {
    /// The seed of everything about this person.
    pub(crate) root: u64,
    pub(crate) bank: u64,
    pub(crate) servicer: &'static str,
    pub(crate) given: &'static str,
    pub(crate) family: &'static str,
    pub(crate) gender: &'static str,
    pub(crate) born: NaiveDate,
    number: u64,
}

const WOMEN: [&str; 6] = ["Noura", "Sara", "Lama", "Huda", "Reem", "Amal"];
const MEN: [&str; 6] = ["Fahad", "Omar", "Khalid", "Yousef", "Tariq", "Sami"];
/// Made up: the Arabic words for example, trial, model, draft and sample.
const FAMILIES: [&str; 5] = [
    "Almithal",
    "Altajriba",
    "Alnamudhaj",
    "Almusawwada",
    "Alayina",
];

impl Persona {
    /// The mock customer behind an entity.
    pub(crate) fn of(seed: u64, bank_identifier: &str, which: u64) -> Self {
        /// Keeps the people apart from the ids of the same seed.
        const PEOPLE: u64 = 1 << 32;
        let bank = banks::find(bank_identifier);
        let number = bank.map_or(0, |bank| bank.number);
        let mut random = Random::stream(seed, &[PEOPLE, number, which]);
        let (given, gender) = if random.chance(50) {
            (random.pick(&WOMEN, "Noura"), "FEMALE")
        } else {
            (random.pick(&MEN, "Fahad"), "MALE")
        };
        let family = random.pick(&FAMILIES, "Almithal");
        let born = day(1965, random.below(35 * 365));
        Self {
            bank: number,
            servicer: if number == 2 {
                "KSAOB.SALEAN2"
            } else {
                "KSAOB.SALEAN"
            },
            given,
            family,
            gender,
            born,
            number: random.below(1000),
            root: random.next(),
        }
    }

    /// Somebody of the same family.
    pub(crate) fn relative(
        &self,
        given: &'static str,
        gender: &'static str,
        born: NaiveDate,
    ) -> Self {
        Self {
            given,
            gender,
            born,
            number: (self.number + 1) % 1000,
            ..*self
        }
    }

    pub(crate) fn full_name(&self) -> String {
        format!("{} {}", self.given, self.family)
    }

    pub(crate) fn short_name(&self) -> String {
        format!(
            "{}. {}",
            self.given.get(..1).unwrap_or_default(),
            self.family
        )
    }

    /// Ten digits of which no real national id begins with a zero.
    pub(crate) fn national_id(&self) -> String {
        format!("0000000{:03}", self.number)
    }

    pub(crate) fn email(&self) -> String {
        format!("{}.{}@example.com", self.given, self.family).to_lowercase()
    }

    pub(crate) fn mobile_number(&self) -> String {
        format!("966500000{:03}", self.number)
    }

    pub(crate) fn party_id(&self) -> String {
        format!("{}", 10_000 + self.number)
    }

    /// A stream of chance about one topic of this person.
    pub(crate) fn stream(&self, topic: u64, item: u64) -> Random {
        Random::stream(self.root, &[topic, item])
    }

    pub(crate) fn account(&self, kind: AccountKind) -> AccountFacts {
        /// The topic of account facts.
        const ACCOUNTS: u64 = 1;
        let mut random = self.stream(ACCOUNTS, kind as u64);
        AccountFacts {
            kind,
            number: random.below(1_000_000_000_000),
            bank: self.bank,
            opened: day(2016, random.below(8 * 365)),
        }
    }

    /// Every identifier of these accounts: cards have three, other accounts two.
    pub(crate) fn identifiers(&self, kinds: impl Iterator<Item = AccountKind>) -> Vec<Identifier> {
        let mut identifiers = Vec::with_capacity(AccountKind::ALL.len() * 3);
        for account in kinds.map(|kind| self.account(kind)) {
            let mut add = |kind, text| identifiers.push(Identifier { kind, text });
            add(IdentifierKind::Iban, account.iban());
            add(IdentifierKind::AccountNumber, account.account_number());
            if account.kind.is_card() {
                add(IdentifierKind::MaskedPan, account.masked_pan());
            }
        }
        identifiers
    }
}

/// A day that many days after a year's first.
fn day(year: i32, after: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, 1, 1)
        .and_then(|first| first.checked_add_days(Days::new(after)))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_always_makes_the_same_people() {
        let one = Persona::of(1, "LEA1_SAMAOB_SAU", 0);
        let again = Persona::of(1, "LEA1_SAMAOB_SAU", 0);
        let other = Persona::of(1, "LEA1_SAMAOB_SAU", 1);
        assert_eq!(one.root, again.root);
        assert_ne!(one.root, other.root);
        assert_ne!(one.root, Persona::of(2, "LEA1_SAMAOB_SAU", 0).root);
        assert_ne!(one.root, Persona::of(1, "LEA2_SAMAOB_SAU", 0).root);
    }

    #[test]
    fn an_iban_has_the_length_of_a_saudi_one_and_impossible_check_digits() {
        let iban = Persona::of(1, "LEA1_SAMAOB_SAU", 0)
            .account(AccountKind::Current)
            .iban();
        assert_eq!(iban.len(), 24);
        assert!(iban.starts_with("SA00"));
    }
}
