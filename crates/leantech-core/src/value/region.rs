//! The countries that Lean serves, each with its own documents and hosts.

use std::fmt;

/// The country whose rules and hosts a client works with.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Region {
    /// The Kingdom of Saudi Arabia, under SAMA's open banking rules.
    #[default]
    SaudiArabia,
    /// The United Arab Emirates, which Lean's documents also treat as the default.
    UnitedArabEmirates,
}

impl Region {
    /// The country's English name, as written in a sentence.
    pub const fn country(self) -> &'static str {
        match self {
            Self::SaudiArabia => "Saudi Arabia",
            Self::UnitedArabEmirates => "the United Arab Emirates",
        }
    }

    /// How many hours the country's clocks are ahead of UTC, all year: 3 in Saudi Arabia, 4 in the United
    /// Arab Emirates. Neither has summer time.
    pub const fn hours_ahead_of_utc(self) -> u8 {
        match self {
            Self::SaudiArabia => 3,
            Self::UnitedArabEmirates => 4,
        }
    }

    /// How Lean names the region in addresses: `sa` or `ae`.
    ///
    /// Source: `LinkSDK` documents, addresses of the loader.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SaudiArabia => "sa",
            Self::UnitedArabEmirates => "ae",
        }
    }
}

/// Writes the name of the country for people.
impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
