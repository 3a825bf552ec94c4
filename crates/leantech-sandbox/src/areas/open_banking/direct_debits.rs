//! Who may take money from an account.

use leantech_core::AccountId;
use leantech_data::types as data;
use leantech_open_banking::types::{DirectDebit, DirectDebitStatus, DirectDebitsData, Frequency};

use super::call::Call;
use super::envelope::{Envelope, result};
use super::ksa_spelling::word;
use super::resource::Resource;
use super::values::money;
use super::view::Part;
use crate::areas::data::whole_lists;
use crate::wire::answer::Answer;

pub(super) struct DirectDebits;

impl Resource for DirectDebits {
    type Row = DirectDebit;

    fn rows(part: &Part, _: &Call<'_>) -> Vec<DirectDebit> {
        let debits = whole_lists::direct_debits(&part.view).into_iter();
        debits.map(one).collect()
    }

    fn answer(envelope: Envelope, _: Option<AccountId>, rows: Vec<DirectDebit>) -> Answer {
        let mut data = DirectDebitsData::new().direct_debit(rows);
        data.customer_id.clone_from(&envelope.customer_id);

        result!(DirectDebitsResult, envelope, envelope.meta(), data)
    }
}

fn one(debit: data::DirectDebit) -> DirectDebit {
    let mut direct_debit = DirectDebit::new();
    direct_debit.direct_debit_id = debit.direct_debit_id;
    direct_debit.mandate_identification = debit.mandate_identification;
    direct_debit.direct_debit_status_code =
        word(debit.status_code.as_ref(), DirectDebitStatus::Inactive);
    direct_debit.name = debit.name;
    direct_debit.frequency = word(debit.frequency.as_ref(), Frequency::KsaobNotKnown);
    direct_debit.previous_payment_date_time = debit.previous_payment_date_time;
    direct_debit.previous_payment_amount = debit.previous_payment_amount.map(money);
    direct_debit
}
