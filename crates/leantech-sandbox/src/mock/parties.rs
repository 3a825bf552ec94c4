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
        PostalAddress::new()
            .address_type(AddressType::Business)
            .address_line(format!("{} Example Road", self.number))
            .building_number(self.number.to_string())
            .town_name("Riyadh")
            .post_code("00000")
            .country("Saudi Arabia")
    }

    fn national_address(&self) -> NationalAddress {
        NationalAddress::new()
            .address_type(AddressType::Business)
            .short_address(format!("XXXX{:04}", self.number))
            .building_number(format!("{:04}", self.number))
            .unit_number("1")
            .street_name("Example Road")
            .secondary_number("0000")
            .district("Example District")
            .postal_code("00000")
            .city("Riyadh")
            .country("SA")
    }

    /// The party's bank, as transactions and beneficiaries write it.
    pub(crate) fn agent(&self) -> Agent {
        Agent::new()
            .scheme_name(AgentScheme::Bicfi)
            .identification(self.bank_code)
            .name(self.bank_name)
            .postal_address(self.postal_address())
    }

    /// The party's bank, as scheduled payments and standing orders write it.
    pub(crate) fn payment_agent(&self) -> PaymentAgent {
        PaymentAgent::new()
            .scheme_name(AgentScheme::Bicfi)
            .identification(self.bank_code)
    }

    /// The party's bank in the standard's format.
    pub(crate) fn regional_agent(&self) -> RegionalAgent {
        RegionalAgent::new()
            .identification_type(AgentScheme::Bicfi)
            .identification(self.bank_code)
            .name(self.bank_name)
            .postal_address(self.national_address())
    }

    /// The party's account; transactions leave its scheme out.
    pub(crate) fn account(&self, scheme: Option<AccountScheme>) -> AccountIdentification {
        let mut identification = AccountIdentification::new()
            .identification(self.iban())
            .name(self.name);
        identification.scheme_name = scheme;
        identification
    }

    /// The party's account in the standard's format.
    pub(crate) fn regional_account(&self) -> RegionalAccountIdentifier {
        RegionalAccountIdentifier::new()
            .identification_type(RegionalIdentifierType::Iban)
            .identification(self.iban())
            .name(self.name)
    }
}
