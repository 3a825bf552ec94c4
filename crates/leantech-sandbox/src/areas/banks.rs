//! The list of the banks that a customer can connect.

use leantech_banks::types::{
    AccountType, AvailabilitySwitches, Bank, BankAvailability, BankTrait, BankType, ConnectionType,
    SupportedAccountType, TransferLimit,
};
use leantech_core::Decimal;

use crate::exchange::Exchange;
use crate::mock::banks::{MOCK_BANKS, MockBank};
use crate::wire::answer::Answer;

/// `GET /banks/v1/`
pub(crate) fn list(exchange: &Exchange<'_>) -> Result<Answer, Answer> {
    let unknown = || exchange.invalid("/query/account_types", "account_types is unknown");
    let wanted = exchange
        .query
        .optional::<AccountType>("account_types")
        .map_err(|_| unknown())?;
    // Both mock banks serve persons.
    let banks: Vec<Bank> = match wanted {
        None | Some(AccountType::Personal) => MOCK_BANKS
            .iter()
            .map(|bank| typed(bank, exchange.base_url))
            .collect(),
        Some(AccountType::Business) => Vec::new(),
        Some(_) => return Err(unknown()),
    };
    Ok(Answer::ok(&banks))
}

fn typed(bank: &MockBank, base_url: &str) -> Bank {
    let [logo, logo_alt] = bank.logos();
    let supported = || {
        [
            SupportedAccountType::Credit,
            SupportedAccountType::Savings,
            SupportedAccountType::Current,
        ]
    };
    let mut made = Bank::new(bank.identifier)
        .name(bank.name)
        .commercial_name(bank.name)
        .logo(format!("{base_url}{logo}"))
        .logo_alt(format!("{base_url}{logo_alt}"))
        .main_color(bank.main_color)
        .background_color(bank.background_color)
        .theme(bank.theme.clone())
        .country_code("SAU")
        .active(true)
        .mock(true)
        .traits(vec![
            BankTrait::AuthRedirect,
            BankTrait::DecoupledAuthRedirect,
        ])
        .supported_account_types(supported())
        .supported_account_sub_types(supported())
        .bank_type(BankType::Retail)
        .swift_code(bank.swift_code)
        .transfer_limits(vec![
            TransferLimit::new()
                .currency("SAR")
                // `10.000` and `100000.000`, the zeros included.
                .min(Decimal::new(10_000, 3))
                .max(Decimal::new(100_000_000, 3)),
        ])
        .account_type(AccountType::Personal)
        .connection_type(ConnectionType::OpenBanking)
        // The guide's example has every switch of `active` off; here data is on, so that a
        // service that asks before it offers a bank can go on.
        .availability(
            BankAvailability::new()
                .active(AvailabilitySwitches::new().payments(false).data(true))
                .enabled(AvailabilitySwitches::new().payments(true).data(true)),
        );
    made.international_transfer_limits = Some(Vec::new());
    made.international_destinations = Some(Vec::new());
    made
}
