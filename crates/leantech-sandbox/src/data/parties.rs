//! The made-up people, firms and banks on the other side of payments.

use leantech_data::types::{
    AccountIdentification, AccountScheme, AddressType, Agent, AgentScheme, NationalAddress,
    PaymentAgent, PostalAddress, RegionalAccountIdentifier, RegionalAgent, RegionalIdentifierType,
};

use super::persona::fake_iban;

/// Somebody on the other side of a payment.
#[derive(Debug)]
pub(crate) struct Party {
    pub(crate) name: &'static str,
    pub(crate) is_company: bool,
    bank_code: &'static str,
    bank_name: &'static str,
    bank: u64,
    pub(crate) number: u64,
}

const fn party(name: &'static str, bank: u64, number: u64) -> Party {
    let (bank_code, bank_name) = match bank {
        91 => ("KSAOB.SAGULF", "Made-up Gulf Bank"),
        92 => ("KSAOB.SABSFR", "Made-up National Bank"),
        _ => ("KSAOB.SASABB", "Made-up Riyadh Bank"),
    };
    Party {
        name,
        is_company: number != 303 && number != 404,
        bank_code,
        bank_name,
        bank,
        number,
    }
}

/// Everybody there is; templates name them by their place.
pub(crate) const PARTIES: [Party; 6] = [
    party("Example Trading Company", 91, 101),
    party("Sample Property Management", 92, 202),
    party("Nasser Almithal", 93, 303),
    party("Mona Altajriba", 91, 404),
    party("Example Charity", 92, 505),
    party("Sample Exchange House", 93, 606),
];

/// The fallback of a place that does not exist.
const NOBODY: Party = party("Nobody", 93, 0);

/// The party at a place.
pub(crate) fn at(place: usize) -> &'static Party {
    PARTIES.get(place).unwrap_or(&NOBODY)
}

impl Party {
    pub(crate) fn iban(&self) -> String {
        fake_iban(self.bank, self.number)
    }

    fn postal_address(&self) -> PostalAddress {
        PostalAddress {
            address_type: Some(AddressType::Business.into()),
            address_line: Some(format!("{} Example Road", self.number)),
            department: None,
            sub_department: None,
            building_number: Some(self.number.to_string()),
            street_name: None,
            town_name: Some("Riyadh".into()),
            post_code: Some("00000".into()),
            country_subdivision: None,
            country_sub_division: None,
            country: Some("SA".into()),
        }
    }

    fn national_address(&self) -> NationalAddress {
        NationalAddress {
            address_type: Some(AddressType::Business.into()),
            short_address: Some(format!("XXXX{:04}", self.number)),
            building_number: Some(self.number.to_string()),
            unit_number: Some("1".into()),
            street_name: Some("Example Road".into()),
            secondary_number: Some("0000".into()),
            district: Some("Example District".into()),
            postal_code: Some("00000".into()),
            city: Some("Riyadh".into()),
            country: Some("SA".into()),
        }
    }

    /// The party's bank, as transactions and beneficiaries write it.
    pub(super) fn agent(&self) -> Agent {
        Agent {
            scheme_name: Some(AgentScheme::Bicfi.into()),
            identification: Some(self.bank_code.into()),
            name: Some(self.bank_name.into()),
            postal_address: Some(self.postal_address()),
        }
    }

    /// The party's bank, as scheduled payments and standing orders write it.
    pub(super) fn payment_agent(&self) -> PaymentAgent {
        PaymentAgent {
            scheme_name: Some(AgentScheme::Bicfi.into()),
            identification_type: None,
            identification: Some(self.bank_code.into()),
            name: None,
            postal_address: None,
        }
    }

    /// The party's bank in the standard's own words.
    pub(super) fn regional_agent(&self) -> RegionalAgent {
        RegionalAgent {
            identification_type: Some(AgentScheme::Bicfi.into()),
            identification: Some(self.bank_code.into()),
            name: Some(self.bank_name.into()),
            postal_address: Some(self.national_address()),
        }
    }

    /// The party's account; transactions leave its scheme out.
    pub(super) fn account(&self, scheme: Option<AccountScheme>) -> AccountIdentification {
        AccountIdentification {
            scheme_name: scheme.map(Into::into),
            identification: Some(self.iban()),
            name: Some(self.name.into()),
        }
    }

    /// The party's account in the standard's own words.
    pub(super) fn regional_account(&self) -> RegionalAccountIdentifier {
        RegionalAccountIdentifier {
            identification_type: Some(RegionalIdentifierType::Iban.into()),
            identification: Some(self.iban()),
            name: Some(self.name.into()),
        }
    }
}
