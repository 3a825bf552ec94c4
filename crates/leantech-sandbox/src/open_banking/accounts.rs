//! The accounts that the customer picked.

use leantech_core::{AccountId, DateOrTime};
use leantech_data::types::{self as data, RegionalAccountIdentifier, RegionalServicer};
use leantech_open_banking::types::{
    Account, AccountIdentificationType, AccountIdentifier, AccountStatus, AccountSubType,
    AccountType, AccountsData, Servicer, ServicerIdentificationType,
};

use super::Resource;
use super::call::Call;
use super::envelope::{Envelope, result};
use super::sight::Part;
use super::words::word;
use crate::answer::Answer;
use crate::data::whole;

pub(super) struct Accounts;

impl Resource for Accounts {
    type Row = Account;

    fn rows(part: &Part, _: &Call<'_>) -> Vec<Account> {
        let accounts = whole::accounts(&part.view).into_iter();
        accounts.filter_map(|account| one(part, account)).collect()
    }

    fn answer(envelope: Envelope, _: Option<AccountId>, rows: Vec<Account>) -> Answer {
        let data = AccountsData {
            customer_id: envelope.customer_id.clone(),
            account: Some(rows),
        };
        result!(AccountsResult, envelope, envelope.meta(), data)
    }
}

fn one(part: &Part, account: data::Account) -> Option<Account> {
    let regional = account.regional_data?.data?;
    // Without it the numbers that name an account stay away.
    let is_detailed = part.holds("ReadAccountsDetail");
    let identifiers = regional.account_identifiers.filter(|_| is_detailed);
    Some(Account {
        entity_id: account.entity_id,
        account_id: Some(account.account_id),
        account_holder_name: regional.account_holder_name,
        account_holder_short_name: regional.account_holder_short_name,
        status: word(regional.status.as_ref(), AccountStatus::NotActive),
        status_update_date_time: regional.status_update_date_time,
        currency: regional.currency,
        account_type: word(regional.account_type.as_ref(), AccountType::KsaobRetail),
        account_sub_type: word(regional.account_sub_type.as_ref(), AccountSubType::Other),
        description: regional.description,
        nickname: regional.nickname,
        opening_date: regional.opening_date,
        maturity_date: regional.maturity_date.map(DateOrTime::from),
        account_identifiers: identifiers.map(|all| all.into_iter().map(identifier).collect()),
        servicer: regional.servicer.filter(|_| is_detailed).map(servicer),
    })
}

fn identifier(identifier: RegionalAccountIdentifier) -> AccountIdentifier {
    AccountIdentifier {
        identification_type: word(
            identifier.identification_type.as_ref(),
            AccountIdentificationType::KsaobAccountNumber,
        ),
        identification: identifier.identification,
        name: identifier.name,
    }
}

fn servicer(servicer: RegionalServicer) -> Servicer {
    Servicer {
        identification_type: word(
            servicer.identification_type.as_ref(),
            ServicerIdentificationType::KsaobOther,
        ),
        identification: servicer.identification,
    }
}
