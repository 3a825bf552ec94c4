//! Standing orders: payments that repeat.

use chrono::{DateTime, Months, Utc};
use leantech_core::{AccountId, Timestamp};
use leantech_data::types::{
    RegionalStandingOrderData, RegionalStandingOrderFrequency, RegionalStandingOrderFrequencyType,
    StandingOrder, StandingOrderFrequency, StandingOrderFrequencyType, StandingOrderStatus,
    StandingOrderType, StandingOrdersData,
};
use serde::Serialize;

use super::envelope::{Envelope, typed_result};
use super::regional::regional;
use super::resource::Resource;
use super::view::View;
use crate::memory::permission_set::Access;
use crate::mock::money::amount;
use crate::mock::parties::{self, Party};

pub(super) struct StandingOrders;

impl Resource for StandingOrders {
    const TYPE: &'static str = "standing-orders";
    const ACCESS: Access = Access::StandingOrders;
    type Data = StandingOrdersData;

    fn data(view: &View) -> StandingOrdersData {
        let all: Vec<StandingOrder> = match &view.account {
            Some((facts, id)) if facts.kind.has_orders() => [
                Order {
                    number: 1,
                    kind: StandingOrderType::Charity,
                    interval: "IntervalDay:5",
                    halalas: 1000,
                    purpose: "Donation",
                    party: parties::at(4),
                },
                Order {
                    number: 2,
                    kind: StandingOrderType::LocalBankTransfer,
                    interval: "IntervalMonthDay:1:1",
                    halalas: 450_000,
                    purpose: "Rent",
                    party: parties::at(1),
                },
            ]
            .iter()
            .map(|order| one(view, id, order))
            .collect(),
            _ => Vec::new(),
        };
        StandingOrdersData::new()
            .type_(Self::TYPE)
            .page(view.page(all.len()))
            .standing_orders(view.page.part(&all).to_vec())
    }

    fn result(envelope: Envelope<StandingOrdersData>) -> impl Serialize {
        typed_result!(StandingOrdersResult, envelope)
    }
}

struct Order {
    number: u64,
    kind: StandingOrderType,
    /// In the bank's own form, as recorded.
    interval: &'static str,
    halalas: i64,
    purpose: &'static str,
    party: &'static Party,
}

/// How many payments an order makes: three years of months.
const PAYMENTS: u32 = 36;

fn one(view: &View, id: &AccountId, order: &Order) -> StandingOrder {
    /// The topic of standing orders.
    const TOPIC: u64 = 4;
    let order_id = view.persona.stream(TOPIC, order.number).uuid();
    let first = view
        .history_start
        .and_time(chrono::NaiveTime::MIN)
        .and_utc();
    let after = |months| {
        first
            .checked_add_months(Months::new(months))
            .unwrap_or(first)
    };
    let next = next_payment(first, view.now, after);
    let last = next.checked_sub_months(Months::new(1)).unwrap_or(first);
    let last_of_all = after(PAYMENTS);
    let money = || Some(amount(order.halalas));
    let at = |at: DateTime<Utc>| Some(Timestamp::from(at));
    let frequency = StandingOrderFrequency::new()
        .frequency_type(StandingOrderFrequencyType::Other)
        .interval(order.interval);
    let regional = regional!(view, RegionalStandingOrder, {
        let mut data = RegionalStandingOrderData::new()
            .account_id(id.clone())
            .account_holder_name(view.persona.full_name())
            .account_holder_short_name(view.persona.short_name())
            .standing_order_id(order_id.clone())
            .standing_order_type(order.kind.as_str())
            .standing_order_status_code(StandingOrderStatus::Active.as_str())
            .frequency(
                RegionalStandingOrderFrequency::new()
                    .frequency_type(RegionalStandingOrderFrequencyType::IntervalMonthDay)
                    .interval("1"),
            )
            .number_of_payments(i64::from(PAYMENTS))
            .creditor_agent(order.party.regional_agent())
            .creditor_account(vec![order.party.regional_account()])
            .purpose(order.purpose);
        data.first_payment_date_time = at(first);
        data.last_payment_date_time = at(last);
        data.next_payment_date_time = at(next);
        data.final_payment_date_time = at(last_of_all);
        data.first_payment_amount = money();
        data.last_payment_amount = money();
        data.next_payment_amount = money();
        data.final_payment_amount = money();
        data
    });
    let mut standing_order = StandingOrder::new()
        .account_id(id.clone())
        .standing_order_status_code(StandingOrderStatus::Active)
        .standing_order_type(&order.kind)
        .purpose(order.purpose)
        .frequency(frequency)
        .number_of_payments(i64::from(PAYMENTS))
        .creditor_agent(order.party.payment_agent())
        .standing_order_id(order_id);
    // `creditor_account` is recorded as null.
    standing_order.first_payment_date_time = at(first);
    standing_order.last_payment_date_time = at(last);
    standing_order.next_payment_date_time = at(next);
    standing_order.final_payment_date_time = at(last_of_all);
    standing_order.first_payment_amount = money();
    standing_order.last_payment_amount = money();
    standing_order.next_payment_amount = money();
    standing_order.final_payment_amount = money();
    standing_order.regional_data = regional;
    standing_order
}

/// The first payment that is still to come, or the last of all.
fn next_payment(
    first: DateTime<Utc>,
    now: DateTime<Utc>,
    after: impl Fn(u32) -> DateTime<Utc>,
) -> DateTime<Utc> {
    (1..=PAYMENTS)
        .map(&after)
        .find(|payment| *payment > now)
        .unwrap_or_else(|| after(PAYMENTS).max(first))
}
