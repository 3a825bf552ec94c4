//! Beneficiaries: whom an account's holder has saved to pay again.

use leantech_core::AccountId;
use leantech_data::types::{
    AccountScheme, BeneficiariesData, Beneficiary, BeneficiaryType, RegionalBeneficiaryData,
    RegionalBeneficiaryType,
};
use serde::Serialize;

use super::Resource;
use super::envelope::{Envelope, typed_result};
use super::parties::{PARTIES, Party};
use super::regional::regional;
use super::view::View;
use crate::permission_set::Access;

pub(super) struct Beneficiaries;

impl Resource for Beneficiaries {
    const TYPE: &'static str = "beneficiaries";
    const ACCESS: Access = Access::Beneficiaries;
    type Data = BeneficiariesData;

    fn data(view: &View) -> BeneficiariesData {
        let all: Vec<Beneficiary> = match &view.account {
            Some((facts, id)) if facts.kind.has_orders() => (1..)
                .zip(&PARTIES)
                .map(|(number, party)| one(view, id, number, party))
                .collect(),
            _ => Vec::new(),
        };
        BeneficiariesData {
            type_: Some(Self::TYPE.into()),
            page: Some(view.page(all.len())),
            beneficiaries: Some(view.page.part(&all).to_vec()),
        }
    }

    fn result(envelope: Envelope<BeneficiariesData>) -> impl Serialize {
        typed_result!(BeneficiariesResult, envelope)
    }
}

fn one(view: &View, id: &AccountId, number: u32, party: &Party) -> Beneficiary {
    let beneficiary_id = format!("{number:04}");
    Beneficiary {
        account_id: Some(id.clone()),
        account_holder_name: Some(party.name.into()),
        account_holder_short_name: None,
        beneficiary_type: Some(BeneficiaryType::Other.into()),
        creditor_agent: Some(party.agent()),
        creditor_account: Some(party.account(Some(AccountScheme::Iban))),
        reference: Some(format!("REF{number:04}")),
        supplementary_data: None,
        regional_data: regional!(
            view,
            RegionalBeneficiary,
            RegionalBeneficiaryData {
                account_id: Some(id.clone()),
                account_holder_name: Some(party.name.into()),
                account_holder_short_name: None,
                beneficiary_id: Some(beneficiary_id.clone()),
                beneficiary_type: Some(RegionalBeneficiaryType::Activated.into()),
                reference: Some(format!("REF{number:04}")),
                creditor_agent: Some(party.regional_agent()),
                creditor_account: Some(vec![party.regional_account()]),
                supplementary_data: None,
            }
        ),
        beneficiary_id: Some(beneficiary_id),
    }
}
