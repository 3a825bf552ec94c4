//! Scheduled payments: single payments ordered for a later day.

use chrono::Days;
use leantech_core::{AccountId, Timestamp};
use leantech_data::types::{
    AccountScheme, RegionalScheduledPaymentData, ScheduledPayment, ScheduledPaymentsData,
    ScheduledType,
};
use serde::Serialize;

use super::envelope::{Envelope, typed_result};
use super::regional::regional;
use super::resource::Resource;
use super::view::View;
use crate::memory::permission_set::Access;
use crate::mock::money::amount;
use crate::mock::parties::{self, Party};

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
        ScheduledPaymentsData::new()
            .type_(Self::TYPE)
            .page(view.page(all.len()))
            .scheduled_payments(view.page.part(&all).to_vec())
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
    let payment_id = random.uuid();
    let reference = format!("INV{}", random.digits(5));
    let halalas = i64::try_from(random.between(20_000, 90_000)).unwrap_or(0);
    let today = view.now.date_naive();
    let day = today
        .checked_add_days(Days::new(number * 7))
        .unwrap_or(today);
    let due = Timestamp::from(day.and_time(chrono::NaiveTime::MIN).and_utc());
    let mut account = party.account(Some(AccountScheme::Iban));
    // Recorded as null.
    account.name = None;
    let regional = regional!(
        view,
        RegionalScheduledPayment,
        RegionalScheduledPaymentData::new()
            .account_id(id.clone())
            .account_holder_name(view.persona.full_name())
            .account_holder_shortname(view.persona.short_name())
            .scheduled_payment_id(payment_id.clone())
            .scheduled_type(kind.as_str())
            .scheduled_payment_date_time(due.clone())
            .creditor_reference(reference.clone())
            .debtor_reference(reference.clone())
            .instructed_amount(amount(halalas))
            .creditor_agent(party.regional_agent())
            .creditor_account(party.regional_account())
    );
    let mut payment = ScheduledPayment::new()
        .account_id(id.clone())
        .scheduled_type(kind)
        .instructed_amount(amount(halalas))
        .creditor_agent(party.payment_agent())
        .creditor_account(account)
        .scheduled_payment_id(payment_id)
        .scheduled_payment_date_time(due)
        .debtor_reference(reference);
    payment.regional_data = regional;
    payment
}
