//! Balances of an account, one of each recorded type.

use leantech_core::{AccountId, Timestamp};
use leantech_data::types::{
    Balance, BalanceType, BalancesData, CreditDebitIndicator, CreditLine, CreditLineType,
    RegionalBalanceData,
};
use serde::Serialize;

use super::Resource;
use super::envelope::{Envelope, typed_result};
use super::ledger;
use super::money::amount;
use super::persona::AccountFacts;
use super::regional::regional;
use super::view::View;
use crate::permission_set::Access;

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
        BalancesData {
            type_: Some(Self::TYPE.into()),
            page: Some(view.page(all.len())),
            balances: Some(view.page.part(&all).to_vec()),
        }
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
    let at = Timestamp::from(view.refreshed_at);
    Balance {
        entity_id: Some(view.entity_id.clone()),
        account_id: Some(id.clone()),
        credit_debit_indicator: Some(indicator.into()),
        type_: Some(kind.into()),
        // The indicator carries the sign.
        amount: Some(amount(halalas.abs())),
        regional_data: regional!(
            view,
            RegionalBalance,
            RegionalBalanceData {
                account_id: Some(id.clone()),
                credit_debit_indicator: Some(indicator.into()),
                amount: Some(amount(halalas.abs())),
                type_: Some(kind.into()),
                date_time: Some(at.to_string()),
                credit_line: Some(lines.iter().cloned().map(Some).collect()),
            }
        ),
        date_time: Some(at),
        credit_line: Some(lines),
    }
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
    .map(|(kind, halalas, included)| CreditLine {
        included: Some(included),
        amount: Some(amount(halalas)),
        type_: Some(kind.into()),
    })
    .collect()
}
