//! The two mock banks of Lean's guide.

use leantech_banks::types::BankTheme;

/// A mock bank, as far as it differs from the other.
#[derive(Debug)]
pub(crate) struct MockBank {
    pub(crate) identifier: &'static str,
    pub(crate) name: &'static str,
    pub(crate) swift_code: &'static str,
    pub(crate) main_color: &'static str,
    pub(crate) background_color: &'static str,
    pub(crate) theme: BankTheme,
    /// The bank's part of made-up account numbers.
    pub(crate) number: u64,
}

impl MockBank {
    /// The paths of its logo and of the other one, which the sandbox serves itself.
    pub(crate) fn logos(&self) -> [String; 2] {
        ["", "-alt"].map(|kind| format!("/img/banks/{}{kind}.svg", self.identifier))
    }
}

/// The mock banks, in the order of the list.
pub(crate) const MOCK_BANKS: [MockBank; 2] = [
    MockBank {
        identifier: "LEA1_SAMAOB_SAU",
        name: "Mockbank 1",
        swift_code: "MOCKSA01",
        main_color: "#1beb75",
        background_color: "#ffffff",
        theme: BankTheme::Light,
        number: 1,
    },
    MockBank {
        identifier: "LEA2_SAMAOB_SAU",
        name: "Mockbank 2",
        swift_code: "MOCKSA03",
        main_color: "#2b5bd7",
        background_color: "#0b1020",
        theme: BankTheme::Dark,
        number: 2,
    },
];

/// The bank with that identifier.
pub(crate) fn find(identifier: &str) -> Option<&'static MockBank> {
    MOCK_BANKS.iter().find(|bank| bank.identifier == identifier)
}
