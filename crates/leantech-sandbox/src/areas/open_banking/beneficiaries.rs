//! The payees saved for an account.

use leantech_core::AccountId;
use leantech_data::types as data;
use leantech_open_banking::types::{BeneficiariesData, Beneficiary, BeneficiaryType};

use super::call::Call;
use super::envelope::{Envelope, result};
use super::ksa_spelling::word;
use super::resource::Resource;
use super::values::{agent, cash_account};
use super::view::Part;
use crate::areas::data::whole_lists;
use crate::wire::answer::Answer;

pub(super) struct Beneficiaries;

impl Resource for Beneficiaries {
    type Row = Beneficiary;

    fn rows(part: &Part, _: &Call<'_>) -> Vec<Beneficiary> {
        let all = whole_lists::beneficiaries(&part.view).into_iter();
        all.filter_map(|payee| one(part, payee)).collect()
    }

    fn answer(envelope: Envelope, _: Option<AccountId>, rows: Vec<Beneficiary>) -> Answer {
        let mut data = BeneficiariesData::new().beneficiary(rows);
        data.customer_id.clone_from(&envelope.customer_id);

        result!(BeneficiariesResult, envelope, envelope.meta(), data)
    }
}

fn one(part: &Part, payee: data::Beneficiary) -> Option<Beneficiary> {
    let regional = payee.regional_data?.data?;
    let is_detailed = part.holds("ReadBeneficiariesDetail");
    let accounts = regional.creditor_account.filter(|_| is_detailed);
    let mut beneficiary = Beneficiary::new();
    beneficiary.beneficiary_id = regional.beneficiary_id;
    beneficiary.beneficiary_type = word(
        regional.beneficiary_type.as_ref(),
        BeneficiaryType::KsaobNotActivated,
    );
    beneficiary.account_holder_name = regional.account_holder_name;
    beneficiary.account_holder_short_name = regional.account_holder_short_name;
    beneficiary.reference = regional.reference;
    beneficiary.creditor_agent = regional.creditor_agent.filter(|_| is_detailed).map(agent);
    beneficiary.creditor_account = accounts.map(|all| all.into_iter().map(cash_account).collect());
    Some(beneficiary)
}
