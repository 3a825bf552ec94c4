//! Every operation of account access, called through the facade on the sandbox.

use futures_util::TryStreamExt;
use leantech::banks::types::AccountType;
use leantech::consents::types::{DeleteReason, Permission as Word};
use leantech::data::types::{Account, BalanceType, DataType, Transaction};
use leantech::{
    AppUserId, Client, CustomerId, Date, EntityId, ErrorCode, ErrorKind, Permission, PermissionSet,
    Redirect, RefreshNotifier,
};
use leantech_sandbox::Sandbox;
use leantech_tests::sandbox::client_of;

async fn sandbox() -> (Sandbox, Client) {
    let sandbox = Sandbox::start().await.unwrap();
    let lean = client_of(&sandbox).build().unwrap();
    (sandbox, lean)
}

/// A customer who has connected a bank with these permissions.
async fn connected(
    sandbox: &Sandbox,
    lean: &Client,
    who: &str,
    asked: PermissionSet,
) -> (CustomerId, EntityId) {
    let id: AppUserId = who.parse().unwrap();
    let customer = lean.get_or_create_customer(&id).await.unwrap().customer_id;
    let words: Vec<Word> = asked.into();
    let link = lean
        .consents()
        .create_connect_link()
        .customer_id(customer.clone())
        .bank_identifier("LEA1_SAMAOB_SAU")
        .success_redirect_url("https://example.com/back?success=true")
        .failure_redirect_url("https://example.com/back?success=false")
        .permissions(words)
        .send()
        .await
        .unwrap();
    let back = sandbox.approve(&link.bank_consent_id.unwrap()).unwrap();
    let entity = Redirect::parse(&back)
        .unwrap()
        .entity_id()
        .unwrap()
        .parse()
        .unwrap();
    (customer, entity)
}

fn all() -> PermissionSet {
    Permission::ALL.into_iter().collect()
}

#[tokio::test]
async fn every_operation_of_account_access_is_answered_by_the_sandbox() {
    let (sandbox, lean) = sandbox().await;
    let (customer, entity) = connected(&sandbox, &lean, "everything@example.com", all()).await;

    let customers = lean.customers();
    let page = customers.get_customers().send().await.unwrap();
    assert_eq!(
        page.page.as_ref().and_then(|page| page.total_elements),
        Some(1)
    );
    let found = customers
        .get_customer_by_id(&customer)
        .send()
        .await
        .unwrap();
    assert_eq!(found.app_user_id, "everything@example.com");
    let by_own_id = customers.get_customer_by_app_user_id("everything@example.com");
    assert_eq!(by_own_id.send().await.unwrap().customer_id, customer);
    let banks = lean
        .banks()
        .list_banks()
        .account_types(AccountType::Personal)
        .send()
        .await
        .unwrap();
    assert_eq!(banks.len(), 2);

    let consents = lean.consents();
    let listed: Vec<_> = consents
        .get_customer_consents(&customer)
        .stream()
        .try_collect()
        .await
        .unwrap();
    let consent = listed.first().unwrap().id.clone();
    let one = consents.get_customer_consent_by_id(&customer, &consent);
    let granted = one.send().await.unwrap().permissions.unwrap();
    assert_eq!(PermissionSet::from(&granted), all());

    let entities = lean.entities();
    assert_eq!(
        entities.get_entities(&customer).send().await.unwrap().len(),
        1
    );
    let one = entities.get_entity_by_id(&customer, &entity);
    assert_eq!(one.send().await.unwrap().id, entity);
    let today = sandbox.now().date_naive();
    let yesterday = today.pred_opt().unwrap();
    let tomorrow = today.succ_opt().unwrap();
    let ranged = entities
        .list_entities()
        .start_date(yesterday)
        .end_date(tomorrow)
        .stream();
    assert_eq!(ranged.try_collect::<Vec<_>>().await.unwrap().len(), 1);

    read_all_data(&lean, &entity).await;

    let deleted = consents
        .delete_consent(&customer, &entity, &consent)
        .reason(DeleteReason::UserRequested);
    deleted.send().await.unwrap();
    let reason = leantech::entities::types::DeleteReason::UserRequested;
    let deleted = entities.delete_entity(&customer, &entity).reason(reason);
    deleted.send().await.unwrap();

    let all = leantech_tests::all_operations();
    for operation in all.filter(|one| leantech_tests::is_account_access(one)) {
        assert!(
            sandbox.requests_of(operation.id) > 0,
            "{} was not called",
            operation.id
        );
    }
}

/// Calls each operation of the data area at least once.
async fn read_all_data(lean: &Client, entity: &EntityId) {
    let data = lean.data();
    let refreshes = data.get_data_refreshes().entity_id(entity).stream();
    let refreshes: Vec<_> = refreshes.try_collect().await.unwrap();
    let first = &refreshes.first().unwrap().refresh_id;
    lean.wait_for_refresh(first)
        .told_by(&RefreshNotifier::default())
        .wait()
        .await
        .unwrap();
    let types = vec![DataType::Accounts, DataType::Balance];
    let begun = data
        .trigger_data_refresh_v2()
        .entity_id(entity)
        .data_types(types);
    let begun = begun.send().await.unwrap();
    lean.wait_for_refresh(&begun.refresh_id)
        .wait()
        .await
        .unwrap();

    let accounts: Vec<Account> = data
        .fetch_accounts()
        .entity_id(entity)
        .verbose(true)
        .stream()
        .try_collect()
        .await
        .unwrap();
    assert!(
        accounts
            .iter()
            .all(|account| account.regional_data.is_some())
    );
    let account = &accounts.first().unwrap().account_id;
    let of = BalanceType::InterimAvailable;
    assert!(
        lean.newest_balance(entity, account, of)
            .await
            .unwrap()
            .is_some()
    );
    let everyone = data
        .fetch_current_identity()
        .entity_id(entity)
        .send()
        .await
        .unwrap();
    assert!(!everyone.identities.unwrap().is_empty());

    macro_rules! read {
        ($($call:ident),+) => {$(
            let items = data.$call(account).entity_id(entity).stream();
            let items: Vec<_> = items.try_collect().await.unwrap();
            assert!(!items.is_empty(), stringify!($call));
        )+};
    }
    read!(
        fetch_transactions,
        fetch_all_identities,
        fetch_beneficiaries,
        fetch_direct_debits,
        fetch_scheduled_payments,
        get_standing_orders
    );

    let later = data.fetch_accounts().entity_id(entity).async_(true);
    let error = later.send().await.unwrap_err();
    assert!(error.is_pending() && error.is_retryable(), "{error}");
    let results = data.get_results(error.results_id().unwrap());
    let results = results.send_envelope().await.unwrap();
    assert_eq!(results.results_id.as_ref(), error.results_id());
}

#[tokio::test]
async fn the_transactions_of_all_accounts_are_one_stream_within_its_dates() {
    let (sandbox, lean) = sandbox().await;
    let (_, entity) = connected(&sandbox, &lean, "stream", all()).await;
    let everything: Vec<Transaction> = lean
        .entity_transactions(&entity)
        .concurrency(3)
        .stream()
        .try_collect()
        .await
        .unwrap();
    let mut one_by_one = 0;
    let accounts = lean.data().fetch_accounts().entity_id(&entity).stream();
    for account in accounts.try_collect::<Vec<_>>().await.unwrap() {
        let call = lean.data().fetch_transactions(&account.account_id);
        let items = call.entity_id(&entity).size(7_u32).stream();
        one_by_one += items.try_collect::<Vec<_>>().await.unwrap().len();
    }
    assert_eq!(everything.len(), one_by_one);

    let end: Date = sandbox.now().date_naive();
    let start = end - chrono::TimeDelta::days(30);
    let month = lean
        .entity_transactions(&entity)
        .start_date(start)
        .end_date(end)
        .stream();
    let month: Vec<_> = month.try_collect().await.unwrap();
    assert!(!month.is_empty() && month.len() < everything.len());
    for transaction in &month {
        let day = transaction
            .booking_date_time
            .as_ref()
            .unwrap()
            .utc()
            .date_naive();
        assert!((start..=end).contains(&day), "{day}");
    }
}

#[tokio::test]
async fn a_permission_that_was_not_given_gives_no_data() {
    let (sandbox, lean) = sandbox().await;
    let asked = [Permission::Accounts, Permission::Transactions]
        .into_iter()
        .collect();
    let (_, entity) = connected(&sandbox, &lean, "no balance", asked).await;
    let accounts: Vec<_> = lean
        .data()
        .fetch_accounts()
        .entity_id(&entity)
        .stream()
        .try_collect()
        .await
        .unwrap();
    let account = &accounts.first().unwrap().account_id;
    let call = lean.data().fetch_balances(account).entity_id(&entity);
    let refused = call.send().await.unwrap_err();
    assert_eq!(
        refused.code(),
        Some(&ErrorCode::UserPermissionsNotGranted),
        "{refused}"
    );
}

#[tokio::test]
async fn a_dead_consent_is_a_typed_outcome_with_http_200() {
    let (sandbox, lean) = sandbox().await;
    let (customer, entity) = connected(&sandbox, &lean, "expired", all()).await;
    let consents = lean.consents().get_customer_consents(&customer).stream();
    let consents: Vec<_> = consents.try_collect().await.unwrap();
    sandbox
        .expire_consent(consents.first().unwrap().id.as_str())
        .unwrap();

    let call = lean.data().fetch_accounts().entity_id(&entity);
    let error = call.send().await.unwrap_err();
    assert!(
        error.is_consent_expired() && !error.is_retryable(),
        "{error}"
    );
    assert_eq!(error.kind(), ErrorKind::Result);
    assert_eq!(error.status().map(|status| status.as_u16()), Some(200));
    assert!(error.correlation_id().is_some());

    let first = lean
        .data()
        .fetch_accounts()
        .entity_id(&entity)
        .stream()
        .try_next()
        .await;
    let error = first.unwrap_err();
    assert!(error.is_consent_expired(), "{error}");
    assert_eq!(
        error.operation().map(|operation| operation.id),
        Some("fetchAccounts")
    );
}

#[tokio::test]
async fn a_notifier_ends_the_wait_for_a_refresh_at_once() {
    let (sandbox, lean) = sandbox().await;
    let (_, entity) = connected(&sandbox, &lean, "notifier", all()).await;
    let refreshes = lean.data().get_data_refreshes().entity_id(&entity).stream();
    let refreshes: Vec<_> = refreshes.try_collect().await.unwrap();
    let id = refreshes.first().unwrap().refresh_id.clone();
    let notifier = RefreshNotifier::default();
    let waiting = lean.wait_for_refresh(&id).told_by(&notifier).wait();
    let ringing = async {
        loop {
            notifier.notify(&id);
            tokio::task::yield_now().await;
        }
    };
    let began = std::time::Instant::now();
    tokio::select! {
        refresh = waiting => drop(refresh.unwrap()),
        () = ringing => {}
    }
    // The first look without a notifier comes after a second, the next after two more.
    assert!(began.elapsed() < std::time::Duration::from_secs(1));
}

#[tokio::test]
async fn h08_the_customer_who_exists_already_is_found() {
    let (_sandbox, lean) = sandbox().await;
    let id: AppUserId = "twice/../@example.com".parse().unwrap();
    let (one, other) = tokio::join!(
        lean.get_or_create_customer(&id),
        lean.get_or_create_customer(&id)
    );
    assert_eq!(one.unwrap().customer_id, other.unwrap().customer_id);
}
