//! Amounts, banks, accounts and addresses: what several resources hold.

use leantech_core::{ExactDecimal, Open};
use leantech_data::types::{Amount, NationalAddress, RegionalAccountIdentifier, RegionalAgent};
use leantech_open_banking::types::{
    AddressType, Agent, AgentIdentificationType, CashAccount, CashAccountIdentificationType, Money,
    PostalAddress,
};

use super::words::word;

/// An amount; the standard writes it as a text.
pub(super) fn money(amount: Amount) -> Money {
    Money {
        amount: Some(amount.amount.quoted()),
        currency: amount.currency,
    }
}

pub(super) fn agent(agent: RegionalAgent) -> Agent {
    Agent {
        identification_type: word(
            agent.identification_type.as_ref(),
            AgentIdentificationType::KsaobOther,
        ),
        identification: agent.identification,
        name: agent.name,
        postal_address: agent.postal_address.map(address),
    }
}

pub(super) fn cash_account(account: RegionalAccountIdentifier) -> CashAccount {
    CashAccount {
        identification_type: word(
            account.identification_type.as_ref(),
            CashAccountIdentificationType::KsaobAccountNumber,
        ),
        identification: account.identification,
        name: account.name,
    }
}

fn address(address: NationalAddress) -> PostalAddress {
    PostalAddress {
        address_type: kind(&address),
        short_address: address.short_address,
        building_number: address.building_number,
        unit_number: address
            .unit_number
            .and_then(|number| number.parse::<ExactDecimal>().ok()),
        street_name: address.street_name,
        secondary_number: address.secondary_number,
        district: address.district,
        postal_code: address.postal_code,
        city: address.city,
        country: address.country,
    }
}

fn kind(address: &NationalAddress) -> Option<Open<AddressType>> {
    word(address.address_type.as_ref(), AddressType::KsaobPostal)
}
