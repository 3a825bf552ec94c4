//! Beneficiaries: whom an account's holder has saved to pay again.

use leantech_core::AccountId;
use leantech_data::types::{
    AccountScheme, BeneficiariesData, Beneficiary, BeneficiaryType, RegionalBeneficiaryData,
    RegionalBeneficiaryType,
};
use serde::Serialize;

use super::envelope::{Envelope, typed_result};
use super::regional::regional;
use super::resource::Resource;
use super::view::View;
use crate::memory::permission_set::Access;
use crate::mock::parties::{PARTIES, Party};

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
        BeneficiariesData::new()
            .type_(Self::TYPE)
            .page(view.page(all.len()))
            .beneficiaries(view.page.part(&all).to_vec())
    }

    fn result(envelope: Envelope<BeneficiariesData>) -> impl Serialize {
        typed_result!(BeneficiariesResult, envelope)
    }
}

fn one(view: &View, id: &AccountId, number: u32, party: &Party) -> Beneficiary {
    let beneficiary_id = format!("{number:04}");
    let regional = regional!(
        view,
        RegionalBeneficiary,
        RegionalBeneficiaryData::new()
            .account_id(id.clone())
            .account_holder_name(party.name)
            .beneficiary_id(beneficiary_id.clone())
            .beneficiary_type(RegionalBeneficiaryType::Activated)
            .reference(format!("REF{number:04}"))
            .creditor_agent(party.regional_agent())
            .creditor_account(vec![party.regional_account()])
    );
    let mut beneficiary = Beneficiary::new()
        .account_id(id.clone())
        .account_holder_name(party.name)
        .beneficiary_type(BeneficiaryType::Other)
        .creditor_agent(party.agent())
        .creditor_account(party.account(Some(AccountScheme::Iban)))
        .reference(format!("REF{number:04}"))
        .beneficiary_id(beneficiary_id);
    beneficiary.regional_data = regional;
    beneficiary
}
