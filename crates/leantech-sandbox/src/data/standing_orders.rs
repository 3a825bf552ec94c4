//! Standing orders: payments that repeat.

use chrono::{DateTime, Months, Utc};
use leantech_core::{AccountId, Timestamp};
use leantech_data::types::{
    RegionalStandingOrderData, RegionalStandingOrderFrequency, RegionalStandingOrderFrequencyType,
    StandingOrder, StandingOrderFrequency, StandingOrderFrequencyType, StandingOrderStatus,
    StandingOrderType, StandingOrdersData,
};
use serde::Serialize;

use super::Resource;
use super::envelope::{Envelope, typed_result};
use super::money::amount;
use super::parties::{self, Party};
use super::regional::regional;
use super::view::View;
use crate::permission_set::Access;

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
                    frequency: StandingOrderFrequencyType::Other,
                    interval: Some("IntervalDay:5"),
                    halalas: 1000,
                    purpose: "Donation",
                    party: parties::at(4),
                },
                Order {
                    number: 2,
                    kind: StandingOrderType::LocalBankTransfer,
                    frequency: StandingOrderFrequencyType::Monthly,
                    interval: None,
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
        StandingOrdersData {
            type_: Some(Self::TYPE.into()),
            page: Some(view.page(all.len())),
            standing_orders: Some(view.page.part(&all).to_vec()),
        }
    }

    fn result(envelope: Envelope<StandingOrdersData>) -> impl Serialize {
        typed_result!(StandingOrdersResult, envelope)
    }
}

struct Order {
    number: u64,
    kind: StandingOrderType,
    frequency: StandingOrderFrequencyType,
    interval: Option<&'static str>,
    halalas: i64,
    purpose: &'static str,
    party: &'static Party,
}

/// How many payments an order makes: three years of months.
const PAYMENTS: u32 = 36;

fn one(view: &View, id: &AccountId, order: &Order) -> StandingOrder {
    /// The topic of standing orders.
    const TOPIC: u64 = 4;
    let order_id = view.persona.stream(TOPIC, order.number).digits(8);
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
    StandingOrder {
        account_id: Some(id.clone()),
        standing_order_status_code: Some(StandingOrderStatus::Active.into()),
        standing_order_type: Some(order.kind.into()),
        purpose: Some(order.purpose.into()),
        first_payment_date_time: at(first),
        last_payment_date_time: at(last),
        next_payment_date_time: at(next),
        final_payment_date_time: at(last_of_all),
        frequency: Some(StandingOrderFrequency {
            frequency_type: Some(order.frequency.into()),
            interval: order.interval.map(Into::into),
        }),
        number_of_payments: Some(i64::from(PAYMENTS)),
        reference: None,
        first_payment_amount: money(),
        last_payment_amount: money(),
        next_payment_amount: money(),
        final_payment_amount: money(),
        creditor_agent: Some(order.party.payment_agent()),
        // Recorded as null.
        creditor_account: None,
        regional_data: regional!(
            view,
            RegionalStandingOrder,
            RegionalStandingOrderData {
                account_id: Some(id.clone()),
                account_holder_name: Some(view.persona.full_name()),
                account_holder_short_name: Some(view.persona.short_name()),
                standing_order_id: Some(order_id.clone()),
                standing_order_type: Some(order.kind.as_str().into()),
                standing_order_status_code: Some(StandingOrderStatus::Active.as_str().into()),
                first_payment_date_time: at(first),
                last_payment_date_time: at(last),
                next_payment_date_time: at(next),
                final_payment_date_time: at(last_of_all),
                frequency: Some(RegionalStandingOrderFrequency {
                    frequency_type: Some(
                        RegionalStandingOrderFrequencyType::IntervalMonthDay.into(),
                    ),
                    interval: Some("1".into()),
                }),
                number_of_payments: Some(i64::from(PAYMENTS)),
                creditor_reference: None,
                first_payment_amount: money(),
                last_payment_amount: money(),
                next_payment_amount: money(),
                final_payment_amount: money(),
                creditor_agent: Some(order.party.regional_agent()),
                creditor_account: Some(vec![order.party.regional_account()]),
                purpose: Some(order.purpose.into()),
                supplementary_data: None,
            }
        ),
        standing_order_id: Some(order_id),
    }
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
