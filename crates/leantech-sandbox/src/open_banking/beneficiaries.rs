//! The payees saved for an account.

use leantech_core::AccountId;
use leantech_data::types as data;
use leantech_open_banking::types::{BeneficiariesData, Beneficiary, BeneficiaryType};

use super::Resource;
use super::call::Call;
use super::envelope::{Envelope, result};
use super::sight::Part;
use super::values::{agent, cash_account};
use super::words::word;
use crate::answer::Answer;
use crate::data::whole;

pub(super) struct Beneficiaries;

impl Resource for Beneficiaries {
    type Row = Beneficiary;

    fn rows(part: &Part, _: &Call<'_>) -> Vec<Beneficiary> {
        let all = whole::beneficiaries(&part.view).into_iter();
        all.filter_map(|payee| one(part, payee)).collect()
    }

    fn answer(envelope: Envelope, _: Option<AccountId>, rows: Vec<Beneficiary>) -> Answer {
        let data = BeneficiariesData {
            customer_id: envelope.customer_id.clone(),
            beneficiary: Some(rows),
        };
        result!(BeneficiariesResult, envelope, envelope.meta(), data)
    }
}

fn one(part: &Part, payee: data::Beneficiary) -> Option<Beneficiary> {
    let regional = payee.regional_data?.data?;
    let is_detailed = part.holds("ReadBeneficiariesDetail");
    let accounts = regional.creditor_account.filter(|_| is_detailed);
    Some(Beneficiary {
        beneficiary_id: regional.beneficiary_id,
        beneficiary_type: word(
            regional.beneficiary_type.as_ref(),
            BeneficiaryType::KsaobNotActivated,
        ),
        account_holder_name: regional.account_holder_name,
        account_holder_short_name: regional.account_holder_short_name,
        reference: regional.reference,
        creditor_agent: regional.creditor_agent.filter(|_| is_detailed).map(agent),
        creditor_account: accounts.map(|all| all.into_iter().map(cash_account).collect()),
        supplementary_data: None,
    })
}
