//! Payments that repeat.

use leantech_core::AccountId;
use leantech_data::types as data;
use leantech_open_banking::types::{
    Frequency, StandingOrder, StandingOrderStatus, StandingOrderType, StandingOrdersData,
};

use super::Resource;
use super::call::Call;
use super::envelope::{Envelope, result};
use super::sight::Part;
use super::values::{agent, cash_account, money};
use super::words::word;
use crate::answer::Answer;
use crate::data::whole;

pub(super) struct StandingOrders;

impl Resource for StandingOrders {
    type Row = StandingOrder;

    fn rows(part: &Part, _: &Call<'_>) -> Vec<StandingOrder> {
        let all = whole::standing_orders(&part.view).into_iter();
        all.filter_map(|order| one(part, order)).collect()
    }

    fn answer(envelope: Envelope, _: Option<AccountId>, rows: Vec<StandingOrder>) -> Answer {
        let data = StandingOrdersData {
            customer_id: envelope.customer_id.clone(),
            standing_order: Some(rows),
        };
        result!(StandingOrdersResult, envelope, envelope.meta(), data)
    }
}

fn one(part: &Part, order: data::StandingOrder) -> Option<StandingOrder> {
    let regional = order.regional_data?.data?;
    let is_detailed = part.holds("ReadStandingOrdersDetail");
    let accounts = regional.creditor_account.filter(|_| is_detailed);
    let frequency = order
        .frequency
        .and_then(|frequency| frequency.frequency_type);
    Some(StandingOrder {
        standing_order_id: regional.standing_order_id,
        account_holder_name: regional.account_holder_name,
        account_holder_short_name: regional.account_holder_short_name,
        standing_order_type: word(
            order.standing_order_type.as_ref(),
            StandingOrderType::KsaobLocalBankTransfer,
        ),
        frequency: word(frequency.as_ref(), Frequency::KsaobNotKnown),
        creditor_reference: regional.creditor_reference,
        purpose: regional.purpose,
        first_payment_date_time: regional.first_payment_date_time,
        next_payment_date_time: regional.next_payment_date_time,
        last_payment_date_time: regional.last_payment_date_time,
        final_payment_date_time: regional.final_payment_date_time,
        number_of_payments: regional.number_of_payments.map(|count| count.to_string()),
        standing_order_status_code: word(
            order.standing_order_status_code.as_ref(),
            StandingOrderStatus::KsaobInactive,
        ),
        first_payment_amount: regional.first_payment_amount.map(money),
        next_payment_amount: regional.next_payment_amount.map(money),
        last_payment_amount: regional.last_payment_amount.map(money),
        final_payment_amount: regional.final_payment_amount.map(money),
        creditor_agent: regional.creditor_agent.filter(|_| is_detailed).map(agent),
        creditor_account: accounts.map(|all| all.into_iter().map(cash_account).collect()),
        supplementary_data: None,
    })
}
