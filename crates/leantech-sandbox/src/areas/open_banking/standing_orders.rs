//! Payments that repeat.

use leantech_core::AccountId;
use leantech_data::types as data;
use leantech_open_banking::types::{
    Frequency, StandingOrder, StandingOrderStatus, StandingOrderType, StandingOrdersData,
};

use super::call::Call;
use super::envelope::{Envelope, result};
use super::ksa_spelling::word;
use super::resource::Resource;
use super::values::{agent, cash_account, money};
use super::view::Part;
use crate::areas::data::whole_lists;
use crate::wire::answer::Answer;

pub(super) struct StandingOrders;

impl Resource for StandingOrders {
    type Row = StandingOrder;

    fn rows(part: &Part, _: &Call<'_>) -> Vec<StandingOrder> {
        let all = whole_lists::standing_orders(&part.view).into_iter();
        all.filter_map(|order| one(part, order)).collect()
    }

    fn answer(envelope: Envelope, _: Option<AccountId>, rows: Vec<StandingOrder>) -> Answer {
        let mut data = StandingOrdersData::new().standing_order(rows);
        data.customer_id.clone_from(&envelope.customer_id);

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
    let mut standing_order = StandingOrder::new();
    standing_order.standing_order_id = regional.standing_order_id;
    standing_order.account_holder_name = regional.account_holder_name;
    standing_order.account_holder_short_name = regional.account_holder_short_name;
    standing_order.standing_order_type = word(
        order.standing_order_type.as_ref(),
        StandingOrderType::KsaobLocalBankTransfer,
    );
    standing_order.frequency = word(frequency.as_ref(), Frequency::KsaobNotKnown);
    standing_order.creditor_reference = regional.creditor_reference;
    standing_order.purpose = regional.purpose;
    standing_order.first_payment_date_time = regional.first_payment_date_time;
    standing_order.next_payment_date_time = regional.next_payment_date_time;
    standing_order.last_payment_date_time = regional.last_payment_date_time;
    standing_order.final_payment_date_time = regional.final_payment_date_time;
    standing_order.number_of_payments = regional.number_of_payments.map(|count| count.to_string());
    standing_order.standing_order_status_code = word(
        order.standing_order_status_code.as_ref(),
        StandingOrderStatus::KsaobInactive,
    );
    standing_order.first_payment_amount = regional.first_payment_amount.map(money);
    standing_order.next_payment_amount = regional.next_payment_amount.map(money);
    standing_order.last_payment_amount = regional.last_payment_amount.map(money);
    standing_order.final_payment_amount = regional.final_payment_amount.map(money);
    standing_order.creditor_agent = regional.creditor_agent.filter(|_| is_detailed).map(agent);
    standing_order.creditor_account =
        accounts.map(|all| all.into_iter().map(cash_account).collect());
    Some(standing_order)
}
