//! Scheduled payments: single payments ordered for a later day.

use chrono::Days;
use leantech_core::{AccountId, Timestamp};
use leantech_data::types::{
    AccountScheme, RegionalScheduledPaymentData, ScheduledPayment, ScheduledPaymentsData,
    ScheduledType,
};
use serde::Serialize;

use super::Resource;
use super::envelope::{Envelope, typed_result};
use super::money::amount;
use super::parties::{self, Party};
use super::regional::regional;
use super::view::View;
use crate::permission_set::Access;

pub(super) struct ScheduledPayments;

impl Resource for ScheduledPayments {
    const TYPE: &'static str = "scheduled-payments";
    const ACCESS: Access = Access::ScheduledPayments;
    type Data = ScheduledPaymentsData;

    fn data(view: &View) -> ScheduledPaymentsData {
        let all: Vec<ScheduledPayment> = match &view.account {
            Some((facts, id)) if facts.kind.has_orders() => [
                (1, ScheduledType::Execution, parties::at(2)),
                (2, ScheduledType::Arrival, parties::at(3)),
            ]
            .into_iter()
            .map(|(number, kind, party)| one(view, id, number, kind, party))
            .collect(),
            _ => Vec::new(),
        };
        ScheduledPaymentsData {
            type_: Some(Self::TYPE.into()),
            page: Some(view.page(all.len())),
            scheduled_payments: Some(view.page.part(&all).to_vec()),
        }
    }

    fn result(envelope: Envelope<ScheduledPaymentsData>) -> impl Serialize {
        typed_result!(ScheduledPaymentsResult, envelope)
    }
}

fn one(
    view: &View,
    id: &AccountId,
    number: u64,
    kind: ScheduledType,
    party: &Party,
) -> ScheduledPayment {
    /// The topic of scheduled payments.
    const TOPIC: u64 = 3;
    let mut random = view.persona.stream(TOPIC, number);
    let payment_id = random.digits(8);
    let reference = format!("INV{}", random.digits(5));
    let halalas = i64::try_from(random.between(20_000, 90_000)).unwrap_or(0);
    let today = view.now.date_naive();
    let day = today
        .checked_add_days(Days::new(number * 7))
        .unwrap_or(today);
    let due = Timestamp::from(day.and_time(chrono::NaiveTime::MIN).and_utc());
    ScheduledPayment {
        entity_id: Some(view.entity_id.clone()),
        account_id: Some(id.clone()),
        account_holder_name: Some(view.persona.full_name()),
        account_holder_short_name: Some(view.persona.short_name()),
        scheduled_type: Some(kind.into()),
        reference: None,
        instructed_amount: Some(amount(halalas)),
        creditor_agent: Some(party.payment_agent()),
        creditor_account: {
            let mut account = party.account(Some(AccountScheme::Iban));
            // Recorded as null.
            account.name = None;
            Some(account)
        },
        regional_data: regional!(
            view,
            RegionalScheduledPayment,
            RegionalScheduledPaymentData {
                account_id: Some(id.clone()),
                account_holder_name: Some(view.persona.full_name()),
                account_holder_shortname: Some(view.persona.short_name()),
                account_holder_short_name: None,
                scheduled_payment_id: Some(payment_id.clone()),
                scheduled_type: Some(kind.as_str().into()),
                scheduled_payment_date_time: Some(due.clone()),
                creditor_reference: Some(reference.clone()),
                debtor_reference: Some(reference.clone()),
                instructed_amount: Some(amount(halalas)),
                creditor_agent: Some(party.regional_agent()),
                creditor_account: Some(party.regional_account()),
            }
        ),
        scheduled_payment_id: Some(payment_id),
        scheduled_payment_date_time: Some(due),
        debtor_reference: Some(reference),
    }
}
