//! Bank statements: the transactions of data v2 within the days that were asked for.

use leantech_reports::types::{
    CreditDebitIndicator, StatementAccount, StatementBalance, StatementBank, StatementIdentity,
    StatementTransaction,
};

use super::accounts::{Connection, money, sub_type};
use super::rows::{ReportRow, Source};
use crate::data::ledger::{self, Movement};
use crate::data::persona::AccountFacts;
use crate::data::transactions;
use crate::data::{balances, identities};
use crate::state::State;

/// One bank a connection.
pub(super) fn banks(state: &State, row: &ReportRow, sources: &[Source]) -> Vec<StatementBank> {
    let connections = sources.iter().filter_map(|source| {
        let entity = state.entities.at(source.entity)?;
        Some(Connection::of(state.seed, entity, source))
    });
    connections
        .map(|connection| {
            let accounts = connection.accounts();
            let wanted = accounts.filter(|facts| is_wanted(row, facts));
            StatementBank {
                bank_identifier: Some(connection.entity.bank_identifier.clone()),
                bank_name: Some(connection.bank_name()),
                identity: connection.source.has_identity.then(|| StatementIdentity {
                    full_name: Some(connection.persona.full_name()),
                    address_line: Some(identities::ADDRESS_LINE.into()),
                }),
                accounts: Some(wanted.map(|facts| account(&connection, &facts)).collect()),
            }
        })
        .collect()
}

fn is_wanted(row: &ReportRow, facts: &AccountFacts) -> bool {
    let words = row.account_sub_types.as_ref();
    words.is_none_or(|words| words.contains(&sub_type(facts.kind)))
}

fn account(connection: &Connection<'_>, facts: &AccountFacts) -> StatementAccount {
    let all = connection.movements(facts);
    let source = connection.source;
    let balance = source.has_balance.then(|| {
        let available = balances::available(facts, ledger::balance(facts, &all));
        balance("CLOSING_AVAILABLE", available)
    });
    let seen = all.iter().rev().filter(|it| it.day >= source.from);
    StatementAccount {
        account: Some(connection.account(facts)),
        // The plural stands in a schema, the singular in the example.
        balances: None,
        transactions: Some(seen.map(|it| transaction(source, it)).collect()),
        balance,
    }
}

fn indicator(is_credit: bool) -> CreditDebitIndicator {
    if is_credit {
        CreditDebitIndicator::Credit
    } else {
        CreditDebitIndicator::Debit
    }
}

fn balance(kind: &str, halalas: i64) -> StatementBalance {
    StatementBalance {
        type_: Some(kind.into()),
        credit_debit_indicator: Some(indicator(halalas >= 0).into()),
        // The indicator carries the sign.
        amount: Some(money(halalas.abs())),
        credit_line: Some(Vec::new()),
    }
}

fn transaction(source: &Source, movement: &Movement) -> StatementTransaction {
    let number = u64::try_from(source.entity).unwrap_or(u64::MAX);
    let at = movement.day.and_time(chrono::NaiveTime::MIN).and_utc();
    StatementTransaction {
        id: Some(transactions::id_of(movement, number)),
        booking_date_time: Some(at.into()),
        amount: Some(money(movement.amount)),
        credit_debit_indicator: Some(indicator(movement.template.is_credit).into()),
        transaction_information: Some(movement.template.text.into()),
        balance: Some(balance("PREVIOUSLY_CLOSED_BOOKED", movement.balance)),
    }
}
