//! Single payments that are ordered for a later day.

use leantech_core::AccountId;
use leantech_data::types as data;
use leantech_open_banking::types::{ScheduledPayment, ScheduledPaymentsData, ScheduledType};

use super::call::Call;
use super::envelope::{Envelope, result};
use super::ksa_spelling::word;
use super::resource::Resource;
use super::values::{agent, cash_account, money};
use super::view::Part;
use crate::areas::data::whole_lists;
use crate::wire::answer::Answer;

pub(super) struct ScheduledPayments;

impl Resource for ScheduledPayments {
    type Row = ScheduledPayment;

    fn rows(part: &Part, _: &Call<'_>) -> Vec<ScheduledPayment> {
        let all = whole_lists::scheduled_payments(&part.view).into_iter();
        all.filter_map(|payment| one(part, payment)).collect()
    }

    fn answer(envelope: Envelope, _: Option<AccountId>, rows: Vec<ScheduledPayment>) -> Answer {
        let mut data = ScheduledPaymentsData::new().scheduled_payment(rows);
        data.customer_id.clone_from(&envelope.customer_id);

        result!(ScheduledPaymentsResult, envelope, envelope.meta(), data)
    }
}

fn one(part: &Part, payment: data::ScheduledPayment) -> Option<ScheduledPayment> {
    let regional = payment.regional_data?.data?;
    let is_detailed = part.holds("ReadScheduledPaymentsDetail");
    let account = regional.creditor_account.filter(|_| is_detailed);
    let mut scheduled_payment = ScheduledPayment::new();
    scheduled_payment.scheduled_payment_id = regional.scheduled_payment_id;
    scheduled_payment.account_holder_name = payment.account_holder_name;
    scheduled_payment.account_holder_short_name = payment.account_holder_short_name;
    scheduled_payment.scheduled_type = word(
        payment.scheduled_type.as_ref(),
        ScheduledType::KsaobExecution,
    );
    scheduled_payment.scheduled_payment_date_time = regional.scheduled_payment_date_time;
    scheduled_payment.creditor_reference = regional.creditor_reference;
    scheduled_payment.debtor_reference = regional.debtor_reference;
    scheduled_payment.instructed_amount = regional.instructed_amount.map(money);
    scheduled_payment.creditor_agent = regional.creditor_agent.filter(|_| is_detailed).map(agent);
    scheduled_payment.creditor_account = account.map(|account| vec![cash_account(account)]);
    Some(scheduled_payment)
}
