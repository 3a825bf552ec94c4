//! Accounts: one of each kind behind every entity.

use chrono::{DateTime, Months, NaiveTime, Utc};
use leantech_core::{AccountId, DateOrTime, Timestamp};
use leantech_data::types::{
    Account, AccountIdentification, AccountScheme, AccountStatus, AccountSubType, AccountType,
    AccountsData, AgentScheme, RegionalAccountData, RegionalAccountIdentifier,
    RegionalAccountStatus, RegionalAccountSubType, RegionalAccountType, RegionalIdentifierType,
    RegionalServicer, Servicer,
};
use serde::Serialize;

use super::envelope::{Envelope, typed_result};
use super::regional::regional;
use super::resource::Resource;
use super::view::View;
use crate::memory::permission_set::Access;
use crate::mock::money::CURRENCY;
use crate::mock::persona::{AccountFacts, AccountKind};

pub(super) struct Accounts;

impl Resource for Accounts {
    const TYPE: &'static str = "accounts";
    const ACCESS: Access = Access::Accounts;
    type Data = AccountsData;

    fn data(view: &View) -> AccountsData {
        let all = &view.accounts;
        let accounts = view
            .page
            .part(all)
            .iter()
            .map(|(facts, id)| account(view, facts, id));
        AccountsData::new()
            .type_(Self::TYPE)
            .accounts(accounts.collect::<Vec<_>>())
            .page(view.page(all.len()))
    }

    fn result(envelope: Envelope<AccountsData>) -> impl Serialize {
        typed_result!(AccountsResult, envelope)
    }
}

fn account(view: &View, facts: &AccountFacts, id: &AccountId) -> Account {
    let (nickname, description) = names(facts.kind);
    let opened = facts.opened.and_time(NaiveTime::MIN).and_utc();
    let mut account = Account::new(id.clone())
        .entity_id(view.entity_id.clone())
        .account_holder_name(view.persona.full_name())
        .account_holder_short_name(view.persona.short_name())
        .status(AccountStatus::Enabled)
        .status_update_date_time(Timestamp::from(opened))
        .currency(CURRENCY)
        .account_type(AccountType::Personal)
        .account_sub_type(match facts.kind {
            AccountKind::Current => AccountSubType::Current,
            AccountKind::Savings => AccountSubType::Savings,
            AccountKind::Credit => AccountSubType::Credit,
            AccountKind::ChargeCard => AccountSubType::ChargeCard,
            AccountKind::Emoney => AccountSubType::Emoney,
            AccountKind::Prepaid => AccountSubType::Prepaid,
            AccountKind::Unsupported => AccountSubType::Unsupported,
        })
        .nickname(nickname)
        .description(description)
        .opening_date(DateOrTime::from(facts.opened))
        .account(identifications(view, facts))
        .servicer(
            Servicer::new()
                .scheme_name(AgentScheme::Bicfi)
                .identification(view.persona.servicer),
        );
    account.maturity_date = maturity(facts, opened);
    account.regional_data = regional!(view, RegionalAccount, regional_data(view, facts, id));
    account
}

pub(crate) fn names(kind: AccountKind) -> (&'static str, &'static str) {
    match kind {
        AccountKind::Current => ("Daily", "Current account"),
        AccountKind::Savings => ("Rainy days", "Savings account"),
        AccountKind::Credit => ("Credit card", "Credit card account"),
        AccountKind::ChargeCard => ("Charge card", "Charge card account"),
        AccountKind::Emoney => ("Wallet", "Electronic money"),
        AccountKind::Prepaid => ("Travel card", "Prepaid card"),
        AccountKind::Unsupported => ("Other", "An account of another kind"),
    }
}

/// Cards end; other accounts do not.
fn maturity(facts: &AccountFacts, opened: DateTime<Utc>) -> Option<Timestamp> {
    /// Ten years.
    const LIFE: Months = Months::new(120);
    facts
        .kind
        .is_card()
        .then(|| opened.checked_add_months(LIFE))
        .flatten()
        .map(Timestamp::from)
}

fn identifications(view: &View, facts: &AccountFacts) -> Vec<AccountIdentification> {
    let name = view.persona.full_name();
    let one = |scheme: AccountScheme, identification, name| {
        let mut account_identification = AccountIdentification::new()
            .scheme_name(scheme)
            .identification(identification);
        account_identification.name = name;
        account_identification
    };
    let number = one(AccountScheme::Bban, facts.account_number(), None);
    if facts.kind.is_card() {
        return vec![
            one(AccountScheme::Pan, facts.masked_pan(), Some(name)),
            number,
        ];
    }
    vec![one(AccountScheme::Iban, facts.iban(), Some(name)), number]
}

fn regional_data(view: &View, facts: &AccountFacts, id: &AccountId) -> RegionalAccountData {
    let (nickname, description) = names(facts.kind);
    let opened = facts.opened.and_time(NaiveTime::MIN).and_utc();
    let one = |kind: RegionalIdentifierType, identification, name| {
        let mut regional_account_identifier = RegionalAccountIdentifier::new()
            .identification_type(kind)
            .identification(identification);
        regional_account_identifier.name = name;
        regional_account_identifier
    };
    let name = Some(view.persona.full_name());
    let identifier = if facts.kind.is_card() {
        one(RegionalIdentifierType::MaskedPan, facts.masked_pan(), name)
    } else {
        one(RegionalIdentifierType::Iban, facts.iban(), name)
    };
    let mut data = RegionalAccountData::new()
        .account_id(id.clone())
        .status(RegionalAccountStatus::Active)
        .status_update_date_time(Timestamp::from(opened))
        .currency(CURRENCY)
        .account_type(RegionalAccountType::Retail)
        .account_sub_type(match facts.kind {
            AccountKind::Current => RegionalAccountSubType::CurrentAccount,
            AccountKind::Savings => RegionalAccountSubType::Savings,
            AccountKind::Credit => RegionalAccountSubType::CreditCard,
            AccountKind::ChargeCard => RegionalAccountSubType::ChargeCard,
            AccountKind::Emoney => RegionalAccountSubType::EMoney,
            AccountKind::Prepaid => RegionalAccountSubType::PrePaidCard,
            AccountKind::Unsupported => RegionalAccountSubType::Unsupported,
        })
        .description(description)
        .nickname(nickname)
        .opening_date(DateOrTime::from(Timestamp::from(opened)))
        .servicer(
            RegionalServicer::new()
                .identification_type(AgentScheme::Bicfi)
                .identification(view.persona.servicer),
        )
        .account_identifiers(vec![
            identifier,
            one(
                RegionalIdentifierType::AccountNumber,
                facts.account_number(),
                None,
            ),
        ])
        .account_holder_name(view.persona.full_name())
        .account_holder_short_name(view.persona.short_name());
    data.maturity_date = maturity(facts, opened);
    data
}
