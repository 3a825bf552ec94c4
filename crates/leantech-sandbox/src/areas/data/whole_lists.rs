//! Every resource as one whole list, for an area that says the same facts in other words.

use leantech_data::types::{
    Account, Balance, Beneficiary, DirectDebit, Identity, ScheduledPayment, StandingOrder,
    Transaction,
};

use super::resource::Resource;
use super::{
    View, accounts, balances, beneficiaries, direct_debits, identities, scheduled_payments,
    standing_orders, transactions,
};

pub(crate) fn accounts(view: &View) -> Vec<Account> {
    accounts::Accounts::data(view).accounts.unwrap_or_default()
}

pub(crate) fn balances(view: &View) -> Vec<Balance> {
    balances::Balances::data(view).balances.unwrap_or_default()
}

pub(crate) fn beneficiaries(view: &View) -> Vec<Beneficiary> {
    let data = beneficiaries::Beneficiaries::data(view);
    data.beneficiaries.unwrap_or_default()
}

pub(crate) fn direct_debits(view: &View) -> Vec<DirectDebit> {
    let data = direct_debits::DirectDebits::data(view);
    data.direct_debits.unwrap_or_default()
}

/// Everybody on an account.
pub(crate) fn identities(view: &View) -> Vec<Identity> {
    identities::Identities::data(view)
        .identities
        .unwrap_or_default()
}

/// The customer who consented.
pub(crate) fn identity(view: &View) -> Vec<Identity> {
    identities::Identity::data(view)
        .identities
        .unwrap_or_default()
}

pub(crate) fn scheduled_payments(view: &View) -> Vec<ScheduledPayment> {
    let data = scheduled_payments::ScheduledPayments::data(view);
    data.scheduled_payments.unwrap_or_default()
}

pub(crate) fn standing_orders(view: &View) -> Vec<StandingOrder> {
    let data = standing_orders::StandingOrders::data(view);
    data.standing_orders.unwrap_or_default()
}

/// The transactions of the view's days, the newest first.
pub(crate) fn transactions(view: &View) -> Vec<Transaction> {
    let data = transactions::Transactions::data(view);
    data.transactions.unwrap_or_default()
}
