//! Calls of the area `open-banking`.

mod agreement;
mod pages;
mod refusals;
mod scopes;

use leantech::open_banking::types::{
    AccountRole, AccountSubType, AccountType, BalanceType, CreditDebit, DirectDebitStatus,
    Frequency, PartyType, StandingOrderType, TransactionType,
};
use leantech::{AccountId, EntityId, Error, Operation, Permission};

use crate::ground::Ground;

/// Everything that a customer can allow.
const ALL: [Permission; 9] = Permission::ALL;

/// The current account behind an entity, read from data v2.
async fn current_account(ground: &Ground, entity: &EntityId) -> AccountId {
    let call = ground.lean.data().fetch_accounts().entity_id(entity);
    let accounts = call.send().await.unwrap().accounts.unwrap();
    accounts[0].account_id.clone()
}

/// Calls an operation of the area by its id.
async fn call(
    ground: &Ground,
    operation: &Operation,
    entity: &EntityId,
    account: &AccountId,
) -> Result<(), Error> {
    macro_rules! call {
        ($name:ident) => {{
            let call = ground.lean.open_banking().$name().entity_id(entity);
            call.send().await.map(drop)
        }};
        ($name:ident of an account) => {{
            let call = ground.lean.open_banking().$name(account);
            call.entity_id(entity).send().await.map(drop)
        }};
    }
    match operation.id {
        "GetAccountsV1" => call!(get_accounts_v1),
        "GetPartiesV1" => call!(get_parties_v1),
        "GetAccountPartiesV1" => call!(get_account_parties_v1 of an account),
        "GetAccountBalancesV1" => call!(get_account_balances_v1 of an account),
        "GetAccountBeneficiariesV1" => call!(get_account_beneficiaries_v1 of an account),
        "GetAccountDirectDebitsV1" => call!(get_account_direct_debits_v1 of an account),
        "GetAccountScheduledPaymentsV1" => {
            call!(get_account_scheduled_payments_v1 of an account)
        }
        "GetAccountStandingOrdersV1" => call!(get_account_standing_orders_v1 of an account),
        "GetAccountTransactionsV1" => call!(get_account_transactions_v1 of an account),
        other => unreachable!("the test does not know {other}"),
    }
}

/// Calls each operation of the area so that it succeeds.
pub(crate) async fn call_each(ground: &Ground) {
    let (customer, entity) = ground.connected("open-banking", ALL).await;
    let standard = ground.lean.open_banking();

    let accounts = standard.get_accounts_v1().entity_id(&entity);
    let accounts = accounts.send().await.unwrap();
    assert_eq!(accounts.customer_id, Some(customer.clone()));
    let accounts = accounts.account.unwrap();
    assert_eq!(accounts.len(), 7);
    let current = accounts[0].clone();
    assert_eq!(current.entity_id, Some(entity.clone()));
    assert_eq!(current.account_type, Some(AccountType::KsaobRetail));
    assert_eq!(
        current.account_sub_type,
        Some(AccountSubType::CurrentAccount)
    );
    let account = current.account_id.unwrap();

    let balances = standard
        .get_account_balances_v1(&account)
        .entity_id(&entity);
    let balances = balances.send().await.unwrap().balance.unwrap();
    let booked = balances
        .iter()
        .find(|balance| balance.type_ == Some(BalanceType::KsaobClosingBooked))
        .unwrap();
    assert_eq!(
        booked.credit_debit_indicator,
        Some(CreditDebit::KsaobCredit)
    );
    let amount = booked.amount.clone().unwrap().amount.unwrap();
    assert!(amount.is_quoted(), "the standard writes amounts as texts");

    // By the customer alone every connection is read.
    let parties = standard.get_parties_v1().customer_id(&customer);
    let parties = parties.send().await.unwrap().party.unwrap();
    assert_eq!(parties.len(), 1);
    assert_eq!(parties[0].account_role, Some(AccountRole::KsaobPrincipal));

    let parties = standard.get_account_parties_v1(&account);
    let parties = parties.entity_id(&entity).customer_id(&customer);
    let parties = parties.send().await.unwrap();
    assert_eq!(parties.account_id, Some(account.clone()));
    let parties = parties.party.unwrap();
    assert_eq!(parties.len(), 2);
    assert_eq!(parties[1].party_type, Some(PartyType::KsaobJoint));

    let payees = standard
        .get_account_beneficiaries_v1(&account)
        .entity_id(&entity);
    let payees = payees.send().await.unwrap().beneficiary.unwrap();
    assert_eq!(payees.len(), 6);
    assert!(payees.iter().all(|payee| payee.creditor_account.is_some()));

    let debits = standard
        .get_account_direct_debits_v1(&account)
        .entity_id(&entity);
    let debits = debits.send().await.unwrap().direct_debit.unwrap();
    assert_eq!(debits[1].frequency, Some(Frequency::KsaobHalfYearly));
    assert_eq!(
        debits[2].direct_debit_status_code,
        Some(DirectDebitStatus::Inactive)
    );

    let payments = standard
        .get_account_scheduled_payments_v1(&account)
        .entity_id(&entity);
    let payments = payments.send().await.unwrap().scheduled_payment.unwrap();
    assert_eq!(payments.len(), 2);

    let orders = standard
        .get_account_standing_orders_v1(&account)
        .entity_id(&entity);
    let orders = orders.send().await.unwrap().standing_order.unwrap();
    assert_eq!(
        orders[0].standing_order_type,
        Some(StandingOrderType::KsaobCharity)
    );
    assert_eq!(orders[1].number_of_payments.as_deref(), Some("36"));

    let movements = standard
        .get_account_transactions_v1(&account)
        .entity_id(&entity);
    let movements = movements.send().await.unwrap().transaction.unwrap();
    assert_eq!(movements.len(), 50);
    assert!(movements.iter().any(|movement| {
        movement.transaction_type == Some(TransactionType::KsaobPos)
            && movement.merchant_details.is_some()
    }));
}
