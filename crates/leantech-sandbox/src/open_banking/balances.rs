//! The balances of an account.

use leantech_core::AccountId;
use leantech_data::types as data;
use leantech_open_banking::types::{
    Balance, BalanceType, BalancesData, CreditDebit, CreditLine, CreditLineType,
};

use super::Resource;
use super::call::Call;
use super::envelope::{Envelope, result};
use super::sight::Part;
use super::values::money;
use super::words::word;
use crate::answer::Answer;
use crate::data::whole;

pub(super) struct Balances;

impl Resource for Balances {
    type Row = Balance;

    fn rows(part: &Part, _: &Call<'_>) -> Vec<Balance> {
        let balances = whole::balances(&part.view).into_iter();
        balances.map(one).collect()
    }

    fn answer(envelope: Envelope, _: Option<AccountId>, rows: Vec<Balance>) -> Answer {
        let data = BalancesData {
            customer_id: envelope.customer_id.clone(),
            balance: Some(rows),
        };
        result!(BalancesResult, envelope, envelope.meta(), data)
    }
}

fn one(balance: data::Balance) -> Balance {
    Balance {
        entity_id: balance.entity_id,
        account_id: balance.account_id,
        credit_debit_indicator: word(
            balance.credit_debit_indicator.as_ref(),
            CreditDebit::KsaobCredit,
        ),
        type_: word(balance.type_.as_ref(), BalanceType::KsaobInformation),
        date_time: balance.date_time,
        amount: balance.amount.map(money),
        credit_line: balance
            .credit_line
            .map(|lines| lines.into_iter().map(line).collect()),
    }
}

fn line(line: data::CreditLine) -> CreditLine {
    CreditLine {
        included: line.included,
        type_: word(line.type_.as_ref(), CreditLineType::KsaobCredit),
        amount: line.amount.map(money),
    }
}
