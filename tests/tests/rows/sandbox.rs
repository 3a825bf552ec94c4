//! The row of the sandbox: many connections for a while, and not one wrong answer.

use leantech_tests::sandbox::client_of;
use std::net::TcpListener;
use std::time::Duration;

use leantech::{AppUserId, Client, EntityId};
use leantech_sandbox::{Fault, NewConsent, Sandbox};
use tokio::time::{Instant, timeout};

const CONNECTIONS: usize = 64;

/// How long they ask.
const TIME: Duration = Duration::from_secs(10);

/// How long the whole may take at most.
const LIMIT: Duration = Duration::from_secs(90);

fn client(sandbox: &Sandbox) -> Client {
    client_of(sandbox).build().unwrap()
}

/// One customer of its own and everything that can be asked about it, again and again; how often.
async fn ask(lean: Client, name: String, entity: EntityId, until: Instant) -> usize {
    let app_user_id: AppUserId = name.parse().unwrap();
    let made = lean.get_or_create_customer(&app_user_id).await.unwrap();
    let mut rounds = 0;
    while Instant::now() < until || rounds == 0 {
        let found = lean
            .customers()
            .get_customer_by_app_user_id(&app_user_id)
            .send()
            .await
            .unwrap();
        assert_eq!(found.customer_id, made.customer_id);
        let banks = lean.banks().list_banks().send().await.unwrap();
        assert_eq!(banks.len(), 2);
        let accounts = lean
            .data()
            .fetch_accounts()
            .entity_id(&entity)
            .send()
            .await
            .unwrap();
        let listed = accounts.accounts.unwrap();
        assert_eq!(listed.len(), 7);
        let account = &listed[rounds % listed.len()];
        assert_eq!(account.entity_id.as_ref(), Some(&entity));
        let balances = lean
            .data()
            .fetch_balances(&account.account_id)
            .entity_id(&entity)
            .send()
            .await
            .unwrap();
        let balances = balances.balances.unwrap();
        assert!(
            balances
                .iter()
                .all(|it| it.account_id.as_ref() == Some(&account.account_id))
        );
        let entities = lean
            .entities()
            .get_entities(&made.customer_id)
            .send()
            .await
            .unwrap();
        assert!(entities.is_empty());
        rounds += 1;
    }
    rounds
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn e01_sixty_four_connections_get_no_wrong_answer_for_ten_seconds() {
    let sandbox = Sandbox::start().await.unwrap();
    let entity = sandbox.create_entity(&NewConsent::of("connected")).unwrap();
    let until = Instant::now() + TIME;
    let asking: Vec<_> = (0..CONNECTIONS)
        .map(|number| {
            // A client each, and so a connection each.
            let (lean, entity) = (client(&sandbox), entity.entity_id.clone());
            tokio::spawn(ask(lean, format!("user-{number}"), entity, until))
        })
        .collect();
    let mut rounds = 0;
    for one in asking {
        rounds += timeout(LIMIT, one).await.unwrap().unwrap();
    }
    assert!(rounds >= CONNECTIONS);
    let bad = sandbox.recorded_requests();
    let bad = bad.iter().filter(|request| {
        // The lookup that comes before a customer is made finds nobody.
        request.status != Some(200) && request.operation != Some("getCustomerByAppUserId")
    });
    assert_eq!(bad.count(), 0);
    assert_eq!(sandbox.customers().len(), CONNECTIONS + 1);
}

#[tokio::test]
async fn e01_ids_depend_on_the_seed_and_on_nothing_else() {
    let ids = async |seed: u64| {
        let sandbox = Sandbox::builder().seed(seed).start().await.unwrap();
        let entity = sandbox.create_entity(&NewConsent::of("someone")).unwrap();
        (entity.entity_id, entity.customer_id, entity.accounts)
    };
    assert_eq!(ids(7).await, ids(7).await);
    assert_ne!(ids(7).await, ids(8).await);
}

#[tokio::test]
async fn e01_instances_share_nothing_and_free_their_ports() {
    let (one, other) = (
        Sandbox::start().await.unwrap(),
        Sandbox::start().await.unwrap(),
    );
    one.create_customer("someone").unwrap();
    one.advance_clock(Duration::from_secs(86_400));
    one.inject(Fault::status("/", 500)).unwrap();
    assert!(other.customers().is_empty() && other.faults().is_empty());
    assert!(one.now() > other.now());
    let banks = client(&other).banks().list_banks().send().await.unwrap();
    assert_eq!(banks.len(), 2);
    let address = one.base_url().trim_start_matches("http://").to_owned();
    assert!(!address.ends_with(":0"));
    drop(one);
    TcpListener::bind(address).unwrap();
}
