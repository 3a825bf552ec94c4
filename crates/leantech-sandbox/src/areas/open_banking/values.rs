//! Amounts, banks, accounts and addresses: what several resources hold.

use leantech_core::ExactDecimal;
use leantech_data::types::{Amount, NationalAddress, RegionalAccountIdentifier, RegionalAgent};
use leantech_open_banking::types::{
    AddressType, Agent, AgentIdentificationType, CashAccount, CashAccountIdentificationType, Money,
    PostalAddress,
};

use super::ksa_spelling::word;

/// An amount; the standard writes it as a text.
pub(super) fn money(amount: Amount) -> Money {
    let mut money = Money::new().amount(amount.amount.quoted());
    money.currency = amount.currency;
    money
}

pub(super) fn agent(agent: RegionalAgent) -> Agent {
    let mut made = Agent::new();
    made.identification_type = word(
        agent.identification_type.as_ref(),
        AgentIdentificationType::KsaobOther,
    );
    made.identification = agent.identification;
    made.name = agent.name;
    made.postal_address = agent.postal_address.map(address);
    made
}

pub(super) fn cash_account(account: RegionalAccountIdentifier) -> CashAccount {
    let mut cash_account = CashAccount::new();
    cash_account.identification_type = word(
        account.identification_type.as_ref(),
        CashAccountIdentificationType::KsaobAccountNumber,
    );
    cash_account.identification = account.identification;
    cash_account.name = account.name;
    cash_account
}

fn address(address: NationalAddress) -> PostalAddress {
    let mut postal_address = PostalAddress::new();
    postal_address.address_type = kind(&address);
    postal_address.short_address = address.short_address;
    postal_address.building_number = address.building_number;
    postal_address.unit_number = address
        .unit_number
        .and_then(|number| number.parse::<ExactDecimal>().ok());
    postal_address.street_name = address.street_name;
    postal_address.secondary_number = address.secondary_number;
    postal_address.district = address.district;
    postal_address.postal_code = address.postal_code;
    postal_address.city = address.city;
    postal_address.country = address.country;
    postal_address
}

fn kind(address: &NationalAddress) -> Option<AddressType> {
    word(address.address_type.as_ref(), AddressType::KsaobPostal)
}
