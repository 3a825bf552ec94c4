//! Single payments that are ordered for a later day.

use leantech_core::AccountId;
use leantech_data::types as data;
use leantech_open_banking::types::{ScheduledPayment, ScheduledPaymentsData, ScheduledType};

use super::Resource;
use super::call::Call;
use super::envelope::{Envelope, result};
use super::sight::Part;
use super::values::{agent, cash_account, money};
use super::words::word;
use crate::answer::Answer;
use crate::data::whole;

pub(super) struct ScheduledPayments;

impl Resource for ScheduledPayments {
    type Row = ScheduledPayment;

    fn rows(part: &Part, _: &Call<'_>) -> Vec<ScheduledPayment> {
        let all = whole::scheduled_payments(&part.view).into_iter();
        all.filter_map(|payment| one(part, payment)).collect()
    }

    fn answer(envelope: Envelope, _: Option<AccountId>, rows: Vec<ScheduledPayment>) -> Answer {
        let data = ScheduledPaymentsData {
            customer_id: envelope.customer_id.clone(),
            scheduled_payment: Some(rows),
        };
        result!(ScheduledPaymentsResult, envelope, envelope.meta(), data)
    }
}

fn one(part: &Part, payment: data::ScheduledPayment) -> Option<ScheduledPayment> {
    let regional = payment.regional_data?.data?;
    let is_detailed = part.holds("ReadScheduledPaymentsDetail");
    let account = regional.creditor_account.filter(|_| is_detailed);
    Some(ScheduledPayment {
        scheduled_payment_id: regional.scheduled_payment_id,
        account_holder_name: payment.account_holder_name,
        account_holder_short_name: payment.account_holder_short_name,
        scheduled_type: word(
            payment.scheduled_type.as_ref(),
            ScheduledType::KsaobExecution,
        ),
        scheduled_payment_date_time: regional.scheduled_payment_date_time,
        creditor_reference: regional.creditor_reference,
        debtor_reference: regional.debtor_reference,
        instructed_amount: regional.instructed_amount.map(money),
        creditor_agent: regional.creditor_agent.filter(|_| is_detailed).map(agent),
        creditor_account: account.map(|account| vec![cash_account(account)]),
    })
}
