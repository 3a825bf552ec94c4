//! The banks that IBAN checks can ask, and the application's switch of each.

use http::StatusCode;
use leantech_verifications::types::{
    Enablement, IbanBankAccountTypes, IbanBankAvailability, IbanBankConfiguration,
    IbanBankMatching, UpdateIbanBanksRequest,
};

use super::envelope;
use super::register_texts::{Words, both};
use crate::exchange::Exchange;
use crate::memory::rows::BankSwitchRow;
use crate::memory::state::State;
use crate::wire::answer::Answer;

/// What a bank says about one kind of holder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Says {
    pub(super) on_match: bool,
    pub(super) on_no_match: bool,
}

/// A bank that can be asked about IBANs.
#[derive(Debug)]
pub(super) struct IbanBank {
    country: &'static str,
    pub(super) code: &'static str,
    pub(super) name: Words,
    pub(super) swift_code: &'static str,
    /// Whether Lean has it switched on.
    pub(super) is_on: bool,
    pub(super) personal: Says,
    pub(super) freelancer: Says,
    pub(super) business: Says,
}

const ALL: Says = Says {
    on_match: true,
    on_no_match: true,
};
const MATCHES: Says = Says {
    on_match: true,
    on_no_match: false,
};
const NOTHING: Says = Says {
    on_match: false,
    on_no_match: false,
};

const fn bank(code: &'static str, name: Words, swift_code: &'static str) -> IbanBank {
    IbanBank {
        country: "SAU",
        code,
        name,
        swift_code,
        is_on: true,
        personal: ALL,
        freelancer: ALL,
        business: ALL,
    }
}

/// The banks, by the two digits that made-up IBANs have for them.
const BANKS: [IbanBank; 7] = [
    bank("01", ("Mockbank 1", "بنك تجريبي ١"), "MOCKSA01"),
    bank("02", ("Mockbank 2", "بنك تجريبي ٢"), "MOCKSA03"),
    bank(
        "91",
        ("Made-up Gulf Bank", "بنك الخليج المختلق"),
        "MADESAGU",
    ),
    bank(
        "92",
        ("Made-up National Bank", "البنك الوطني المختلق"),
        "MADESANA",
    ),
    bank(
        "93",
        ("Made-up Riyadh Bank", "بنك الرياض المختلق"),
        "MADESARI",
    ),
    IbanBank {
        freelancer: NOTHING,
        business: MATCHES,
        ..bank(
            "94",
            ("Made-up Small Bank", "البنك الصغير المختلق"),
            "MADESASM",
        )
    },
    IbanBank {
        is_on: false,
        ..bank(
            "95",
            ("Made-up Closed Bank", "البنك المغلق المختلق"),
            "MADESACL",
        )
    },
];

/// The bank of that country, in three letters, with that code.
pub(super) fn find(country: &str, code: &str) -> Option<&'static IbanBank> {
    let mut banks = BANKS.iter();
    banks.find(|bank| bank.country == country && bank.code == code)
}

impl IbanBank {
    /// Whether the application has the bank switched on, which it has until it says otherwise.
    pub(super) fn is_switched_on(&self, state: &State) -> bool {
        let row = state.bank_switches.find(self.code);
        row.is_none_or(|(_, row)| row.is_on)
    }
}

fn switch(is_on: bool) -> Enablement {
    if is_on {
        Enablement::Enabled
    } else {
        Enablement::Disabled
    }
}

fn says(says: Says) -> IbanBankMatching {
    IbanBankMatching::new()
        .match_(switch(says.on_match))
        .no_match(switch(says.on_no_match))
}

/// `GET /verifications/v2/iban/banks`: a bare list.
pub(super) fn list(exchange: &Exchange<'_>) -> Answer {
    let state = exchange.shared.state();
    let banks: Vec<IbanBankConfiguration> = BANKS
        .iter()
        .map(|bank| {
            IbanBankConfiguration::new()
                .country_code(bank.country)
                .bank_code(bank.code)
                .bank_name(both(bank.name))
                .availability(
                    IbanBankAvailability::new()
                        .global(switch(bank.is_on))
                        .account_type(
                            IbanBankAccountTypes::new()
                                .personal(says(bank.personal))
                                .freelancer(says(bank.freelancer))
                                .business(says(bank.business)),
                        ),
                )
                .application_enablement(switch(bank.is_switched_on(&state)))
        })
        .collect();
    drop(state);
    Answer::ok(&banks)
}

/// `PUT /verifications/v2/iban/banks`: all of the switches or, where a bank is unknown, none. The
/// answer has no body.
pub(super) fn update(exchange: &Exchange<'_>) -> Result<Answer, Answer> {
    let request: UpdateIbanBanksRequest = exchange.read_body()?;
    let mut wanted = Vec::with_capacity(BANKS.len());
    for (at, one) in request.availabilities.iter().enumerate() {
        let bank = find(&one.country_code, &one.bank_code).ok_or_else(|| {
            let pointer = format!("/body/availabilities/{at}/bank_code");
            envelope::invalid(exchange, &pointer, "names no bank")
        })?;
        wanted.push((bank, one.enablement == Enablement::Enabled));
    }
    let mut state = exchange.shared.state();
    for (bank, is_on) in wanted {
        state.switch_bank(bank.code, is_on);
    }
    drop(state);
    Ok(Answer {
        status: StatusCode::OK,
        body: bytes::Bytes::new().into(),
        headers: Vec::new(),
    })
}

impl State {
    /// Sets the application's switch of a bank; there is a row a bank at most.
    fn switch_bank(&mut self, code: &str, is_on: bool) {
        let position = self.bank_switches.position(code);
        if let Some(row) = position.and_then(|position| self.bank_switches.at_mut(position)) {
            row.is_on = is_on;
            return;
        }
        let bank_code = code.into();
        self.bank_switches.add(BankSwitchRow { bank_code, is_on });
    }
}
