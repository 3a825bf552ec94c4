//! Direct debits: who may take money from an account.

use leantech_core::{AccountId, Timestamp};
use leantech_data::types::{
    DirectDebit, DirectDebitFrequency, DirectDebitStatus, DirectDebitsData, RegionalDirectDebitData,
};
use serde::Serialize;

use super::envelope::{Envelope, typed_result};
use super::regional::regional;
use super::resource::Resource;
use super::view::View;
use crate::memory::permission_set::Access;
use crate::mock::money::amount;

pub(super) struct DirectDebits;

impl Resource for DirectDebits {
    const TYPE: &'static str = "direct-debits";
    const ACCESS: Access = Access::DirectDebits;
    type Data = DirectDebitsData;

    fn data(view: &View) -> DirectDebitsData {
        let all: Vec<DirectDebit> = match &view.account {
            Some((facts, id)) if facts.kind.has_orders() => all(view, id),
            _ => Vec::new(),
        };
        DirectDebitsData::new()
            .type_(Self::TYPE)
            .page(view.page(all.len()))
            .direct_debits(view.page.part(&all).to_vec())
    }

    fn result(envelope: Envelope<DirectDebitsData>) -> impl Serialize {
        typed_result!(DirectDebitsResult, envelope)
    }
}

fn all(view: &View, id: &AccountId) -> Vec<DirectDebit> {
    use DirectDebitFrequency as Frequency;
    use DirectDebitStatus as Status;
    [
        ("Example Electricity", Status::Active, Frequency::Monthly),
        ("Sample Insurance", Status::Active, Frequency::HalfYearly),
        ("Model Fitness Club", Status::Inactive, Frequency::Monthly),
    ]
    .into_iter()
    .zip(1..)
    .map(|((name, status, frequency), number)| one(view, id, number, name, status, frequency))
    .collect()
}

fn one(
    view: &View,
    id: &AccountId,
    number: u64,
    name: &str,
    status: DirectDebitStatus,
    frequency: DirectDebitFrequency,
) -> DirectDebit {
    /// The topic of direct debits.
    const TOPIC: u64 = 2;
    let mut random = view.persona.stream(TOPIC, number);
    let debit_id = random.uuid();
    let mandate = format!("MANDATE-{}", random.digits(6));
    let halalas = i64::try_from(random.between(5_000, 40_000)).unwrap_or(0);
    let paid = view
        .history_start
        .and_time(chrono::NaiveTime::MIN)
        .and_utc();
    let regional = regional!(
        view,
        RegionalDirectDebit,
        RegionalDirectDebitData::new()
            .account_id(id.clone())
            .direct_debit_id(debit_id.clone())
            .direct_debit_status_code(status.as_str())
            .frequency(frequency.as_str())
            .mandate_identification(mandate.clone())
            .name(name)
            .previous_payment_date_time(Timestamp::from(paid))
            .previous_payment_amount(amount(halalas))
    );
    let mut debit = DirectDebit::new()
        .account_id(id.clone())
        .name(name)
        .status_code(status)
        .frequency(frequency)
        .previous_payment_date_time(Timestamp::from(paid))
        .previous_payment_amount(amount(halalas))
        .direct_debit_id(debit_id)
        .mandate_identification(mandate);
    debit.regional_data = regional;
    debit
}
