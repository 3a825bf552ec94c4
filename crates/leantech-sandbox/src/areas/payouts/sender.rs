//! The accounts that payouts are paid from.

use crate::memory::rows::payouts::Sender;
use crate::memory::settings::PAYOUT_ACCOUNT_ID;
use crate::memory::state::State;
use crate::mock::persona::{Persona, fake_iban};
use crate::mock::random::Random;

/// Keeps ids of payers apart from all others of the same seed.
const PAYERS: u64 = 1 << 33;

/// The account with that id, if it can pay.
pub(super) fn find(state: &State, account_id: &str) -> Option<Sender> {
    if account_id == PAYOUT_ACCOUNT_ID {
        return Some(own(state.seed));
    }
    let (position, entity, account) = state
        .entities
        .rows()
        .iter()
        .enumerate()
        .filter(|(_, entity)| !entity.deleted)
        .find_map(|(position, entity)| {
            let account = entity.picked().find(|row| row.id.as_str() == account_id)?;
            Some((position, entity, account))
        })?;
    if account.kind.is_card() {
        return None;
    }
    let facts =
        Persona::of(state.seed, &entity.bank_identifier, entity.persona).account(account.kind);
    let label = u64::try_from(position).unwrap_or(u64::MAX);
    Some(Sender {
        customer_id: state.customers.at(entity.customer)?.id.to_string(),
        end_user_id: Random::stream(state.seed, &[PAYERS, 1, label]).uuid(),
        bank_identifier: entity.bank_identifier.clone(),
        account_number: facts.account_number(),
        iban: facts.iban(),
    })
}

fn own(seed: u64) -> Sender {
    /// The bank and the number there of the application's account.
    const BANK: u64 = 1;
    const NUMBER: u64 = 7_000_000_007;
    let mut random = Random::stream(seed, &[PAYERS, 0]);
    Sender {
        customer_id: random.uuid(),
        end_user_id: random.uuid(),
        bank_identifier: "LEA1_SAMAOB_SAU".into(),
        account_number: format!("{NUMBER:012}"),
        iban: fake_iban(BANK, NUMBER),
    }
}
