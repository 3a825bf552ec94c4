//! The accounts that the customer picked.

use leantech_core::{AccountId, DateOrTime};
use leantech_data::types as data;
use leantech_data::types::{RegionalAccountIdentifier, RegionalServicer};
use leantech_open_banking::types::{
    Account, AccountIdentificationType, AccountIdentifier, AccountStatus, AccountSubType,
    AccountType, AccountsData, Servicer, ServicerIdentificationType,
};

use super::call::Call;
use super::envelope::{Envelope, result};
use super::ksa_spelling::word;
use super::resource::Resource;
use super::view::Part;
use crate::areas::data::whole_lists;
use crate::wire::answer::Answer;

pub(super) struct Accounts;

impl Resource for Accounts {
    type Row = Account;

    fn rows(part: &Part, _: &Call<'_>) -> Vec<Account> {
        let accounts = whole_lists::accounts(&part.view).into_iter();
        accounts.filter_map(|account| one(part, account)).collect()
    }

    fn answer(envelope: Envelope, _: Option<AccountId>, rows: Vec<Account>) -> Answer {
        let mut data = AccountsData::new().account(rows);
        data.customer_id.clone_from(&envelope.customer_id);

        result!(AccountsResult, envelope, envelope.meta(), data)
    }
}

fn one(part: &Part, account: data::Account) -> Option<Account> {
    let regional = account.regional_data?.data?;
    // Without it the numbers that name an account stay away.
    let is_detailed = part.holds("ReadAccountsDetail");
    let identifiers = regional.account_identifiers.filter(|_| is_detailed);
    let mut made = Account::new().account_id(account.account_id);
    made.entity_id = account.entity_id;
    made.account_holder_name = regional.account_holder_name;
    made.account_holder_short_name = regional.account_holder_short_name;
    made.status = word(regional.status.as_ref(), AccountStatus::NotActive);
    made.status_update_date_time = regional.status_update_date_time;
    made.currency = regional.currency;
    made.account_type = word(regional.account_type.as_ref(), AccountType::KsaobRetail);
    made.account_sub_type = word(regional.account_sub_type.as_ref(), AccountSubType::Other);
    made.description = regional.description;
    made.nickname = regional.nickname;
    made.opening_date = regional.opening_date;
    made.maturity_date = regional.maturity_date.map(DateOrTime::from);
    made.account_identifiers = identifiers.map(|all| all.into_iter().map(identifier).collect());
    made.servicer = regional.servicer.filter(|_| is_detailed).map(servicer);
    Some(made)
}

fn identifier(identifier: RegionalAccountIdentifier) -> AccountIdentifier {
    let mut account_identifier = AccountIdentifier::new();
    account_identifier.identification_type = word(
        identifier.identification_type.as_ref(),
        AccountIdentificationType::KsaobAccountNumber,
    );
    account_identifier.identification = identifier.identification;
    account_identifier.name = identifier.name;
    account_identifier
}

fn servicer(servicer: RegionalServicer) -> Servicer {
    let mut made = Servicer::new();
    made.identification_type = word(
        servicer.identification_type.as_ref(),
        ServicerIdentificationType::KsaobOther,
    );
    made.identification = servicer.identification;
    made
}
