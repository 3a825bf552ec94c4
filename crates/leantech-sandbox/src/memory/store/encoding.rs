//! How the state lies in its file: one row an entry, under a key of its part and its place.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::error::StateFault;
use crate::memory::clock::KeptClock;
use crate::memory::log::Log;
use crate::memory::state::State;
use crate::memory::table::{Row, Table};

/// The format of the rows; another number is another meaning.
pub(crate) const FORMAT: u32 = 2;

/// A row of the file: its key and its value.
pub(crate) type RawRow = (Vec<u8>, Vec<u8>);

/// One change of the file.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Change {
    /// Everything goes.
    Clear,
    Put {
        key: Vec<u8>,
        value: Vec<u8>,
    },
    Remove {
        key: Vec<u8>,
    },
}

/// What there is once, next to the rows.
#[derive(Debug, Serialize, Deserialize)]
struct Once {
    format: u32,
    seed: u64,
    given_out: Vec<u64>,
    clock: KeptClock,
}

#[derive(Deserialize)]
struct Format {
    format: u32,
}

/// The parts of the state, by the first byte of their keys.
#[derive(Debug, Clone, Copy)]
enum Part {
    Once = 0,
    Customers = 1,
    Links = 2,
    Consents = 3,
    Entities = 4,
    Refreshes = 5,
    Results = 6,
    Webhooks = 7,
    Tokens = 8,
    BankSwitches = 9,
    Payouts = 10,
    PayoutKeys = 11,
    Destinations = 12,
    Reports = 13,
}

impl Part {
    const ALL: [Self; 14] = [
        Self::Once,
        Self::Customers,
        Self::Links,
        Self::Consents,
        Self::Entities,
        Self::Refreshes,
        Self::Results,
        Self::Webhooks,
        Self::Tokens,
        Self::BankSwitches,
        Self::Payouts,
        Self::PayoutKeys,
        Self::Destinations,
        Self::Reports,
    ];

    /// The key of the place in this part; keys of later places come later.
    fn key(self, place: &[u8]) -> Vec<u8> {
        let mut key = Vec::with_capacity(1 + place.len());
        key.push(self as u8);
        key.extend_from_slice(place);
        key
    }
}

fn put(changes: &mut Vec<Change>, part: Part, place: &[u8], value: &impl Serialize) {
    // None of our rows can fail to be written.
    if let Ok(value) = serde_json::to_vec(value) {
        let key = part.key(place);
        changes.push(Change::Put { key, value });
    }
}

fn put_rows<R: Row + Serialize>(changes: &mut Vec<Change>, part: Part, table: &mut Table<R>) {
    for position in table.take_touched() {
        if let Some(row) = table.at(position) {
            put(changes, part, &(position as u64).to_be_bytes(), row);
        }
    }
}

fn put_log<R: Serialize>(changes: &mut Vec<Change>, part: Part, log: &mut Log<R>) {
    let (touched, forgotten) = log.take_touched();
    for number in forgotten {
        let key = part.key(&number.to_be_bytes());
        changes.push(Change::Remove { key });
    }
    for number in touched {
        if let Some(row) = log.at(number) {
            put(changes, part, &number.to_be_bytes(), row);
        }
    }
}

/// The changes since this was last asked, in the order in which they are to be written.
pub(crate) fn changes(state: &mut State, clock: KeptClock) -> Vec<Change> {
    let mut changes = Vec::new();
    if state.take_is_new() {
        changes.push(Change::Clear);
    }
    put_rows(&mut changes, Part::Customers, &mut state.customers);
    put_rows(&mut changes, Part::Links, &mut state.links);
    put_rows(&mut changes, Part::Consents, &mut state.consents);
    put_rows(&mut changes, Part::Entities, &mut state.entities);
    put_rows(&mut changes, Part::Refreshes, &mut state.refreshes);
    put_rows(&mut changes, Part::Results, &mut state.results);
    put_rows(&mut changes, Part::BankSwitches, &mut state.bank_switches);
    put_log(&mut changes, Part::Webhooks, &mut state.webhooks);
    put_log(&mut changes, Part::Payouts, &mut state.payouts);
    put_log(&mut changes, Part::PayoutKeys, &mut state.payout_keys);
    put_log(&mut changes, Part::Destinations, &mut state.destinations);
    put_log(&mut changes, Part::Reports, &mut state.reports);
    for (text, row) in state.tokens.take_touched() {
        match row {
            Some(row) => put(&mut changes, Part::Tokens, text.as_bytes(), row),
            None => changes.push(Change::Remove {
                key: Part::Tokens.key(text.as_bytes()),
            }),
        }
    }
    let once = Once {
        format: FORMAT,
        seed: state.seed,
        given_out: state.given_out().to_vec(),
        clock,
    };
    put(&mut changes, Part::Once, &[], &once);
    changes
}

/// Puts the rows of a file together, which come in the order of their keys; nothing where there
/// are none.
pub(crate) fn restored(
    rows: impl IntoIterator<Item = RawRow>,
) -> Result<Option<(State, KeptClock)>, StateFault> {
    let mut rows = rows.into_iter();
    let Some((key, value)) = rows.next() else {
        return Ok(None);
    };
    if key != Part::Once.key(&[]) {
        return Err(StateFault::Dangling);
    }
    let Format { format } = read(&value)?;
    if format != FORMAT {
        return Err(StateFault::Format(format));
    }
    let once: Once = read(&value)?;
    let mut state = State::new(once.seed);
    state.set_given_out(&once.given_out);
    for (key, value) in rows {
        place(&mut state, &key, &value)?;
    }
    if !state.restore() {
        return Err(StateFault::Dangling);
    }
    Ok(Some((state, once.clock)))
}

fn place(state: &mut State, key: &[u8], value: &[u8]) -> Result<(), StateFault> {
    let (part, place) = key.split_first().ok_or(StateFault::Dangling)?;
    let part = Part::ALL.into_iter().find(|known| *known as u8 == *part);
    match part.ok_or(StateFault::Dangling)? {
        Part::Once => Err(StateFault::Dangling),
        Part::Customers => add(&mut state.customers, place, value),
        Part::Links => add(&mut state.links, place, value),
        Part::Consents => add(&mut state.consents, place, value),
        Part::Entities => add(&mut state.entities, place, value),
        Part::Refreshes => add(&mut state.refreshes, place, value),
        Part::Results => add(&mut state.results, place, value),
        Part::BankSwitches => add(&mut state.bank_switches, place, value),
        Part::Webhooks => log(&mut state.webhooks, place, value),
        Part::Payouts => log(&mut state.payouts, place, value),
        Part::PayoutKeys => log(&mut state.payout_keys, place, value),
        Part::Destinations => log(&mut state.destinations, place, value),
        Part::Reports => log(&mut state.reports, place, value),
        Part::Tokens => {
            let text = String::from_utf8(place.to_vec()).map_err(|_| StateFault::Dangling)?;
            state.tokens.restore(text, read(value)?);
            Ok(())
        }
    }
}

fn add<R: Row + DeserializeOwned>(
    table: &mut Table<R>,
    place: &[u8],
    value: &[u8],
) -> Result<(), StateFault> {
    let row: R = read(value)?;
    let is_next = number(place).is_some_and(|number| number == table.len() as u64);
    if !is_next || table.position(row.id()).is_some() {
        return Err(StateFault::Dangling);
    }
    table.add(row);
    Ok(())
}

fn log<R: DeserializeOwned>(
    log: &mut Log<R>,
    place: &[u8],
    value: &[u8],
) -> Result<(), StateFault> {
    let number = number(place).ok_or(StateFault::Dangling)?;
    if log.restore(number, read(value)?) {
        Ok(())
    } else {
        Err(StateFault::Dangling)
    }
}

fn number(place: &[u8]) -> Option<u64> {
    Some(u64::from_be_bytes(place.try_into().ok()?))
}

fn read<T: DeserializeOwned>(value: &[u8]) -> Result<T, StateFault> {
    serde_json::from_slice(value).map_err(StateFault::Corrupt)
}
