//! Bank statements: the transactions of data v2 within the days that were asked for.

use leantech_reports::types::{
    CreditDebitIndicator, StatementAccount, StatementBalance, StatementBank, StatementIdentity,
    StatementTransaction,
};

use super::accounts::{Connection, money, sub_type};
use crate::areas::data::{balances, identities, transactions};
use crate::memory::rows::reports::{ReportRow, Source};
use crate::memory::state::State;
use crate::mock::ledger::{self, Movement};
use crate::mock::persona::AccountFacts;

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
            let mut bank = StatementBank::new()
                .bank_identifier(connection.entity.bank_identifier.clone())
                .bank_name(connection.bank_name())
                .accounts(
                    wanted
                        .map(|facts| account(&connection, &facts))
                        .collect::<Vec<_>>(),
                );
            bank.identity = connection.source.has_identity.then(|| {
                StatementIdentity::new()
                    .full_name(connection.persona.full_name())
                    .address_line(identities::ADDRESS_LINE)
            });
            bank
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
    let mut account = StatementAccount::new()
        .account(connection.account(facts))
        .transactions(seen.map(|it| transaction(source, it)).collect::<Vec<_>>());
    account.balance = balance;
    account
}

fn indicator(is_credit: bool) -> CreditDebitIndicator {
    if is_credit {
        CreditDebitIndicator::Credit
    } else {
        CreditDebitIndicator::Debit
    }
}

fn balance(kind: &str, halalas: i64) -> StatementBalance {
    let mut balance = StatementBalance::new()
        .type_(kind)
        .credit_debit_indicator(indicator(halalas >= 0))
        // The indicator carries the sign.
        .amount(money(halalas.abs()));
    balance.credit_line = Some(Vec::new());
    balance
}

fn transaction(source: &Source, movement: &Movement) -> StatementTransaction {
    let number = u64::try_from(source.entity).unwrap_or(u64::MAX);
    let at = movement.day.and_time(chrono::NaiveTime::MIN).and_utc();
    StatementTransaction::new()
        .id(transactions::id_of(movement, number))
        .booking_date_time(at)
        .amount(money(movement.amount))
        .credit_debit_indicator(indicator(movement.template.is_credit))
        .transaction_information(movement.template.text)
        .balance(balance("PREVIOUSLY_CLOSED_BOOKED", movement.balance))
}
