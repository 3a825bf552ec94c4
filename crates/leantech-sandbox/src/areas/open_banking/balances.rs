//! The balances of an account.

use leantech_core::AccountId;
use leantech_data::types as data;
use leantech_open_banking::types::{
    Balance, BalanceType, BalancesData, CreditDebit, CreditLine, CreditLineType,
};

use super::call::Call;
use super::envelope::{Envelope, result};
use super::ksa_spelling::word;
use super::resource::Resource;
use super::values::money;
use super::view::Part;
use crate::areas::data::whole_lists;
use crate::wire::answer::Answer;

pub(super) struct Balances;

impl Resource for Balances {
    type Row = Balance;

    fn rows(part: &Part, _: &Call<'_>) -> Vec<Balance> {
        let balances = whole_lists::balances(&part.view).into_iter();
        balances.map(one).collect()
    }

    fn answer(envelope: Envelope, _: Option<AccountId>, rows: Vec<Balance>) -> Answer {
        let mut data = BalancesData::new().balance(rows);
        data.customer_id.clone_from(&envelope.customer_id);

        result!(BalancesResult, envelope, envelope.meta(), data)
    }
}

fn one(balance: data::Balance) -> Balance {
    let mut made = Balance::new();
    made.entity_id = balance.entity_id;
    made.account_id = balance.account_id;
    made.credit_debit_indicator = word(
        balance.credit_debit_indicator.as_ref(),
        CreditDebit::KsaobCredit,
    );
    made.type_ = word(balance.type_.as_ref(), BalanceType::KsaobInformation);
    made.date_time = balance.date_time;
    made.amount = balance.amount.map(money);
    made.credit_line = balance
        .credit_line
        .map(|lines| lines.into_iter().map(line).collect());
    made
}

fn line(line: data::CreditLine) -> CreditLine {
    let mut credit_line = CreditLine::new();
    credit_line.included = line.included;
    credit_line.type_ = word(line.type_.as_ref(), CreditLineType::KsaobCredit);
    credit_line.amount = line.amount.map(money);
    credit_line
}
