//! The two mock banks of Lean's guide.

use leantech_banks::types::{
    AccountType, AvailabilitySwitches, Bank, BankAvailability, BankTheme, BankTrait, BankType,
    ConnectionType, SupportedAccountType, TransferLimit,
};
use leantech_core::{Decimal, Open};

use crate::answer::Answer;
use crate::exchange::Exchange;

/// A mock bank, as far as it differs from the other.
#[derive(Debug)]
pub(crate) struct MockBank {
    pub(crate) identifier: &'static str,
    pub(crate) name: &'static str,
    pub(crate) swift_code: &'static str,
    pub(crate) logo: &'static str,
    pub(crate) main_color: &'static str,
    pub(crate) background_color: &'static str,
    theme: BankTheme,
    /// The bank's part of made-up account numbers.
    pub(crate) number: u64,
}

/// The mock banks, in the order of the list.
pub(crate) const MOCK_BANKS: [MockBank; 2] = [
    MockBank {
        identifier: "LEA1_SAMAOB_SAU",
        name: "Mockbank 1",
        swift_code: "MOCKSA01",
        logo: "https://cdn.leantech.me/img/banks/made-up-mockbank-1.png",
        main_color: "#1beb75",
        background_color: "#ffffff",
        theme: BankTheme::Light,
        number: 1,
    },
    MockBank {
        identifier: "LEA2_SAMAOB_SAU",
        name: "Mockbank 2",
        swift_code: "MOCKSA03",
        logo: "https://cdn.leantech.me/img/banks/made-up-mockbank-2.png",
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

/// `GET /banks/v1/`
pub(crate) fn list(exchange: &Exchange<'_>) -> Result<Answer, Answer> {
    let wanted = exchange
        .query
        .optional::<AccountType>("account_types")
        .map_err(|_| exchange.invalid("/query/account_types", "account_types is unknown"))?
        .unwrap_or(AccountType::Personal);
    // Both mock banks serve persons.
    let banks: Vec<Bank> = match wanted {
        AccountType::Personal => MOCK_BANKS.iter().map(typed).collect(),
        AccountType::Business => Vec::new(),
    };
    Ok(Answer::ok(&banks))
}

fn typed(bank: &MockBank) -> Bank {
    let supported = || {
        [
            SupportedAccountType::Credit,
            SupportedAccountType::Savings,
            SupportedAccountType::Current,
        ]
        .map(Open::from)
        .to_vec()
    };
    Bank {
        identifier: bank.identifier.into(),
        name: Some(bank.name.into()),
        arabic_name: None,
        commercial_name: Some(bank.name.into()),
        commercial_name_arabic: None,
        logo: Some(bank.logo.into()),
        logo_alt: Some(bank.logo.replace(".png", "-alt.png")),
        main_color: Some(bank.main_color.into()),
        background_color: Some(bank.background_color.into()),
        theme: Some(bank.theme.into()),
        country_code: Some("SAU".into()),
        active: Some(true),
        mock: Some(true),
        traits: Some(vec![
            BankTrait::AuthRedirect.into(),
            BankTrait::DecoupledAuthRedirect.into(),
        ]),
        supported_account_types: Some(supported().into()),
        supported_account_sub_types: Some(supported().into()),
        bank_type: Some(BankType::Retail.into()),
        swift_code: Some(bank.swift_code.into()),
        transfer_limits: Some(vec![TransferLimit {
            currency: Some("SAR".into()),
            // `10.000` and `100000.000`, the zeros included.
            min: Some(Decimal::new(10_000, 3).into()),
            max: Some(Decimal::new(100_000_000, 3).into()),
        }]),
        international_transfer_limits: Some(Vec::new()),
        international_destinations: Some(Vec::new()),
        account_type: Some(AccountType::Personal.into()),
        connection_type: Some(ConnectionType::OpenBanking.into()),
        // The guide's example has every switch of `active` off; here data is on, so that a
        // service that asks before it offers a bank can go on.
        availability: Some(BankAvailability {
            active: Some(AvailabilitySwitches {
                payments: Some(false),
                data: Some(true),
            }),
            enabled: Some(AvailabilitySwitches {
                payments: Some(true),
                data: Some(true),
            }),
        }),
    }
}
