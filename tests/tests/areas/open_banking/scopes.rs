//! What the facade says before a call, the sandbox says to the call: the consent is enough or not.

use futures_util::TryStreamExt;
use leantech::open_banking::operations;
use leantech::open_banking::types::CreditDebit;
use leantech::{
    AccountId, EntityId, Error, ErrorCode, KsaScope, KsaScopes, Operation, PermissionSet,
};
use leantech_sandbox::NewConsent;

use super::{ALL, call, current_account};
use crate::ground::Ground;

/// A connection whose bank keeps these codes back, and an account of it.
fn without(ground: &Ground, who: &str, codes: &[KsaScope]) -> (EntityId, AccountId) {
    let new = NewConsent::of(who).withheld_scopes(codes);
    let entity = ground.sandbox.create_consent(&new).unwrap().entity_id;
    let entity = entity.unwrap();
    // The ids of accounts can be had of the sandbox, whatever the consent allows.
    let known = ground.sandbox.entities();
    let record = known.iter().find(|it| it.entity_id == entity).unwrap();
    (entity, record.accounts[0].clone())
}

fn all_but(codes: &[KsaScope]) -> KsaScopes {
    let kept = KsaScope::ALL.into_iter().filter(|it| !codes.contains(it));
    kept.collect()
}

/// Whether facade and sandbox say the same of every operation of the area; how many they refuse.
async fn refused(
    ground: &Ground,
    held: KsaScopes,
    entity: &EntityId,
    account: &AccountId,
) -> usize {
    let mut refused = 0;
    for operation in operations::ALL {
        let outcome = call(ground, operation, entity, account).await;
        let said = (held, operation.id, outcome.as_ref().err());
        assert_eq!(held.permit(operation), outcome.is_ok(), "{said:?}");
        let Err(error) = outcome else { continue };
        refused += 1;
        assert_eq!(error.code(), Some(&ErrorCode::UserPermissionsNotGranted));
        assert!(error.is_forbidden());
        let told = error.body().unwrap().additional_info().unwrap().to_owned();
        for code in held.missing_for(operation) {
            assert!(told.contains(code.as_str()), "{told}");
        }
    }
    refused
}

#[tokio::test]
async fn each_missing_code_is_told_before_the_call_and_refused_by_it() {
    let ground = Ground::new().await;
    let mut refusals = 0;
    for code in KsaScope::ALL {
        let (entity, account) = without(&ground, code.as_str(), &[code]);
        refusals += refused(&ground, all_but(&[code]), &entity, &account).await;
    }
    // The codes without an alternative: balances, direct debits, the two kinds of parties.
    assert_eq!(refusals, 4);
    for operation in operations::ALL {
        for group in operation.ksa_scopes {
            let group: Vec<KsaScope> = group.iter().map(|code| code.parse().unwrap()).collect();
            let (entity, account) = without(&ground, operation.id, &group);
            let count = refused(&ground, all_but(&group), &entity, &account).await;
            assert_eq!(count, 1, "{}", operation.id);
        }
    }
}

/// Reads the same facts in Lean's own words.
async fn read(
    ground: &Ground,
    operation: &Operation,
    entity: &EntityId,
    account: &AccountId,
) -> Result<(), Error> {
    macro_rules! read {
        ($name:ident) => {{
            let call = ground.lean.data().$name().entity_id(entity);
            call.send().await.map(drop)
        }};
        ($name:ident of an account) => {{
            let call = ground.lean.data().$name(account);
            call.entity_id(entity).send().await.map(drop)
        }};
    }
    match operation.id {
        "fetchAccounts" => read!(fetch_accounts),
        "fetchCurrentIdentity" => read!(fetch_current_identity),
        "fetchAllIdentities" => read!(fetch_all_identities of an account),
        "fetchBalances" => read!(fetch_balances of an account),
        "fetchBeneficiaries" => read!(fetch_beneficiaries of an account),
        "fetchDirectDebits" => read!(fetch_direct_debits of an account),
        "fetchScheduledPayments" => read!(fetch_scheduled_payments of an account),
        "getStandingOrders" => read!(get_standing_orders of an account),
        "fetchTransactions" => read!(fetch_transactions of an account),
        other => unreachable!("the test does not know {other}"),
    }
}

#[tokio::test]
async fn data_v2_says_of_each_missing_code_what_the_standard_s_words_say() {
    let ground = Ground::new().await;
    let reading = leantech::data::operations::ALL.iter().copied();
    let reading: Vec<_> = reading.filter(|it| !it.ksa_scopes.is_empty()).collect();
    assert_eq!(reading.len(), operations::ALL.len());
    for operation in reading {
        for group in operation.ksa_scopes {
            let group: Vec<KsaScope> = group.iter().map(|code| code.parse().unwrap()).collect();
            let (entity, account) = without(&ground, operation.id, &group);
            let error = read(&ground, operation, &entity, &account).await;
            let error = error.unwrap_err();
            assert_eq!(error.code(), Some(&ErrorCode::UserPermissionsNotGranted));
            assert!(!all_but(&group).permit(operation));
            // Without any other code it answers.
            let others = all_but(&group).iter().collect::<Vec<_>>();
            let (entity, account) = without(&ground, &format!("{}-only", operation.id), &others);
            read(&ground, operation, &entity, &account).await.unwrap();
            assert!(group.into_iter().collect::<KsaScopes>().permit(operation));
        }
    }
}

#[tokio::test]
async fn each_missing_permission_is_told_before_the_call_and_refused_by_it() {
    let ground = Ground::new().await;
    for (number, permission) in ALL.into_iter().enumerate() {
        let held: PermissionSet = ALL.into_iter().filter(|it| *it != permission).collect();
        let who = format!("permission-{number}");
        let (_, entity) = ground.connected(&who, held).await;
        let known = ground.sandbox.entities();
        let record = known.iter().find(|it| it.entity_id == entity).unwrap();
        let count = refused(&ground, held.ksa_scopes(), &entity, &record.accounts[0]).await;
        let is_shared = permission.as_str().starts_with("identit");
        assert_eq!(count, usize::from(!is_shared), "{permission:?}");
    }
}

#[tokio::test]
async fn a_code_that_is_not_needed_decides_what_is_shown() {
    let ground = Ground::new().await;
    let standard = ground.lean.open_banking();
    let (entity, account) = without(
        &ground,
        "basic",
        &[
            KsaScope::ReadAccountsDetail,
            KsaScope::ReadBeneficiariesDetail,
            KsaScope::ReadTransactionsDetail,
            KsaScope::ReadTransactionsCredits,
            KsaScope::ReadPartyPsuIdentity,
        ],
    );
    let accounts = standard.get_accounts_v1().entity_id(&entity);
    let accounts: Vec<_> = accounts.stream().try_collect().await.unwrap();
    assert!(accounts.iter().all(|it| it.account_identifiers.is_none()));
    let payees = standard.get_account_beneficiaries_v1(&account);
    let payees = payees.entity_id(&entity).send().await.unwrap();
    let payees = payees.beneficiary.unwrap();
    assert!(payees.iter().all(|it| it.creditor_account.is_none()));
    let rows = standard.get_account_transactions_v1(&account);
    let rows = rows.entity_id(&entity).stream();
    let rows: Vec<_> = rows.try_collect().await.unwrap();
    assert!(!rows.is_empty());
    for row in rows {
        assert_eq!(row.credit_debit_indicator, Some(CreditDebit::KsaobDebit));
        assert_eq!(row.creditor_account, None);
    }
    let parties = standard.get_parties_v1().entity_id(&entity).send().await;
    let parties = parties.unwrap().party.unwrap();
    let claimed = &parties[0].verified_claims.as_ref().unwrap()[0];
    assert_eq!(claimed.claims.as_ref().unwrap().birth_date, None);
}

#[tokio::test]
async fn a_customer_s_call_sees_the_connections_that_allow_it() {
    let ground = Ground::new().await;
    let (one, _) = without(&ground, "two-banks", &[]);
    let new = NewConsent::of("two-banks")
        .bank("LEA2_SAMAOB_SAU")
        .withheld_scopes(&[KsaScope::ReadBalances]);
    let consent = ground.sandbox.create_consent(&new).unwrap();
    let (customer, other) = (consent.customer_id, consent.entity_id.unwrap());
    let standard = ground.lean.open_banking();
    let accounts = standard.get_accounts_v1().customer_id(&customer);
    let accounts: Vec<_> = accounts.stream().try_collect().await.unwrap();
    let of = |entity: &EntityId| {
        let id = Some(entity.clone());
        accounts.iter().filter(|it| it.entity_id == id).count()
    };
    assert_eq!((of(&one), of(&other)), (7, 7));

    let account = current_account(&ground, &other).await;
    let balances = standard.get_account_balances_v1(&account);
    let error = balances.customer_id(&customer).send().await.unwrap_err();
    assert_eq!(error.code(), Some(&ErrorCode::UserPermissionsNotGranted));
    let account = current_account(&ground, &one).await;
    let balances = standard.get_account_balances_v1(&account);
    assert!(balances.customer_id(&customer).send().await.is_ok());
}
