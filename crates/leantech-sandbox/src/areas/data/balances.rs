//! Balances of an account, one of each recorded type.

use leantech_core::AccountId;
use leantech_data::types::{
    Balance, BalanceType, BalancesData, CreditDebitIndicator, CreditLine, CreditLineType,
    RegionalBalanceData,
};
use serde::Serialize;

use super::envelope::{Envelope, typed_result};
use super::regional::regional;
use super::resource::Resource;
use super::view::View;
use crate::memory::permission_set::Access;
use crate::mock::ledger;
use crate::mock::money::amount;
use crate::mock::persona::AccountFacts;
use crate::wire::instant;

pub(super) struct Balances;

/// What is held back of the booked balance, in halalas.
const HELD: i64 = 12_550;

/// The credit line of a card, in halalas.
const LINE: i64 = 2_000_000;

impl Resource for Balances {
    const TYPE: &'static str = "balances";
    const ACCESS: Access = Access::Balance;
    type Data = BalancesData;

    fn data(view: &View) -> BalancesData {
        let all = view
            .account
            .as_ref()
            .map(|(facts, id)| all(view, facts, id))
            .unwrap_or_default();
        BalancesData::new()
            .type_(Self::TYPE)
            .page(view.page(all.len()))
            .balances(view.page.part(&all).to_vec())
    }

    fn result(envelope: Envelope<BalancesData>) -> impl Serialize {
        typed_result!(BalancesResult, envelope)
    }
}

/// What may be spent when that much is booked, in halalas.
pub(crate) fn available(facts: &AccountFacts, booked: i64) -> i64 {
    if facts.kind.is_owed() {
        booked + LINE - HELD
    } else {
        (booked - HELD).max(0)
    }
}

fn all(view: &View, facts: &AccountFacts, id: &AccountId) -> Vec<Balance> {
    let today = view.now.date_naive();
    let movements = ledger::movements(&view.persona, facts, view.history_start, today);
    let booked = ledger::balance(facts, &movements);
    let before_today = movements.iter().rev().find(|movement| movement.day < today);
    let opening = before_today.map_or(booked, |movement| movement.balance);
    let available = available(facts, booked);
    let types = [
        (BalanceType::ClosingAvailable, available),
        (BalanceType::ClosingBooked, booked),
        (BalanceType::ClosingCleared, booked),
        (BalanceType::Expected, available),
        (BalanceType::ForwardAvailable, available),
        (BalanceType::Information, booked),
        (BalanceType::InterimAvailable, available),
        (BalanceType::InterimBooked, booked),
        (BalanceType::InterimCleared, booked),
        (BalanceType::OpeningAvailable, opening),
        (BalanceType::OpeningBooked, opening),
        (BalanceType::OpeningCleared, opening),
        (BalanceType::PreviouslyClosedBooked, opening),
    ];
    types
        .into_iter()
        .map(|(kind, halalas)| one(view, facts, id, kind, halalas))
        .collect()
}

fn one(
    view: &View,
    facts: &AccountFacts,
    id: &AccountId,
    kind: BalanceType,
    halalas: i64,
) -> Balance {
    let indicator = if halalas < 0 {
        CreditDebitIndicator::Debit
    } else {
        CreditDebitIndicator::Credit
    };
    let lines = if facts.kind.is_owed() {
        lines()
    } else {
        Vec::new()
    };
    let at = instant::millis(view.refreshed_at);
    let regional = regional!(
        view,
        RegionalBalance,
        RegionalBalanceData::new()
            .account_id(id.clone())
            .credit_debit_indicator(&indicator)
            .amount(amount(halalas.abs()))
            .type_(&kind)
            .date_time(at.to_string())
            .credit_line(lines.iter().cloned().map(Some).collect::<Vec<_>>())
    );
    let mut balance = Balance::new()
        .entity_id(view.entity_id.clone())
        .account_id(id.clone())
        .credit_debit_indicator(indicator)
        .type_(kind)
        // The indicator carries the sign.
        .amount(amount(halalas.abs()))
        .date_time(at)
        .credit_line(lines);
    balance.regional_data = regional;
    balance
}

fn lines() -> Vec<CreditLine> {
    [
        (CreditLineType::Available, LINE - HELD, true),
        (CreditLineType::Credit, LINE, false),
        (CreditLineType::Emergency, 13_161, false),
        (CreditLineType::PreAgreed, LINE, false),
        (CreditLineType::Temporary, 50_000, false),
    ]
    .into_iter()
    .map(|(kind, halalas, included)| {
        CreditLine::new()
            .included(included)
            .amount(amount(halalas))
            .type_(kind)
    })
    .collect()
}
