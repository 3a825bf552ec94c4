//! The inbox over `SQLite`: as the one in memory, and it survives `kill -9` at every step.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use leantech::webhook::{Accepted, Delivery, Inbox, Settled};
use small_service::inbox::SqliteInbox;
use small_service::store::Store;

const LEASE: Duration = Duration::from_mins(1);
const SHORT: Duration = Duration::from_millis(300);

/// What a child process is told: the file and the step after which it is killed.
const FILE: &str = "SMALL_SERVICE_TEST_FILE";
const STEP: &str = "SMALL_SERVICE_TEST_STEP";

const STEPS: [&str; 5] = ["open", "accepted", "claimed", "worked", "done"];

fn delivery(id: &str, order_key: Option<&str>) -> Delivery {
    let body = format!(r#"{{"type":"results.ready","payload":{{"id":"{id}"}}}}"#);
    Delivery::new(&format!("id:{id}"), order_key.map(str::to_owned), body).unwrap()
}

async fn inbox(file: &Path) -> SqliteInbox {
    SqliteInbox::new(Store::open(file).await.unwrap(), "shop")
}

#[tokio::test]
async fn a_delivery_is_accepted_once_and_its_claim_ends_with_its_lease() {
    let folder = tempfile::tempdir().unwrap();
    let inbox = inbox(&folder.path().join("a.sqlite")).await;
    let accept = || inbox.accept(delivery("a", Some("lane")));
    assert_eq!(accept().await.unwrap(), Accepted::New);
    assert_eq!(accept().await.unwrap(), Accepted::Duplicate);
    let lost = inbox.next(SHORT).await.unwrap().unwrap();
    assert_eq!(inbox.next(SHORT).await.unwrap(), None);
    tokio::time::sleep(SHORT).await;
    assert_eq!(inbox.done(lost.clone()).await.unwrap(), Settled::LeaseLost);
    let held = inbox.next(LEASE).await.unwrap().unwrap();
    assert_eq!((lost.attempt(), held.attempt()), (1, 2));
    for settled in [
        inbox.done(lost.clone()).await,
        inbox.again(lost.clone(), Duration::ZERO).await,
        inbox.dead_letter(lost, "no").await,
    ] {
        assert_eq!(settled.unwrap(), Settled::LeaseLost);
    }
    let again = inbox.again(held.clone(), Duration::ZERO).await.unwrap();
    assert_eq!(again, Settled::Yes);
    assert_eq!(inbox.done(held).await.unwrap(), Settled::LeaseLost);
    let held = inbox.next(LEASE).await.unwrap().unwrap();
    assert_eq!(inbox.done(held).await.unwrap(), Settled::Yes);
    assert_eq!(accept().await.unwrap(), Accepted::Duplicate);
    assert_eq!(inbox.next(LEASE).await.unwrap(), None);
}

#[tokio::test]
async fn those_of_one_order_key_come_one_after_the_other_and_each_application_has_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("a.sqlite")).await.unwrap();
    let inbox = SqliteInbox::new(store.clone(), "shop");
    for (id, lane) in [("a1", "a"), ("a2", "a"), ("b1", "b")] {
        inbox.accept(delivery(id, Some(lane))).await.unwrap();
    }
    let a1 = inbox.next(LEASE).await.unwrap().unwrap();
    let b1 = inbox.next(LEASE).await.unwrap().unwrap();
    assert_eq!(
        (a1.delivery().key.as_str(), b1.delivery().key.as_str()),
        ("id:a1", "id:b1")
    );
    assert_eq!(inbox.next(LEASE).await.unwrap(), None);
    assert_eq!(
        inbox.dead_letter(a1, "made up").await.unwrap(),
        Settled::Yes
    );
    let a2 = inbox.next(LEASE).await.unwrap().unwrap();
    assert_eq!(a2.delivery().key.as_str(), "id:a2");
    assert_eq!(inbox.count("dead").await.unwrap(), 1);
    let other = SqliteInbox::new(store, "lender");
    assert_eq!(other.next(LEASE).await.unwrap(), None);
    assert_eq!(
        other.accept(delivery("a1", None)).await.unwrap(),
        Accepted::New
    );
}

#[tokio::test]
async fn workers_at_once_never_hold_the_same_delivery() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.sqlite");
    let first = inbox(&file).await;
    for number in 0..60 {
        first
            .accept(delivery(&number.to_string(), None))
            .await
            .unwrap();
    }
    let mut workers = tokio::task::JoinSet::new();
    for _ in 0..4 {
        let inbox = inbox(&file).await;
        workers.spawn(async move {
            let mut held = Vec::new();
            while let Some(claimed) = inbox.next(LEASE).await.unwrap() {
                held.push(claimed.delivery().key.as_str().to_owned());
                assert_eq!(inbox.done(claimed).await.unwrap(), Settled::Yes);
            }
            held
        });
    }
    let mut held: Vec<_> = workers.join_all().await.into_iter().flatten().collect();
    held.sort();
    let count = held.len();
    held.dedup();
    assert_eq!((count, held.len()), (60, 60));
}

/// Not a test of its own: the process that is killed by the next one.
#[tokio::test]
async fn child_that_is_killed() {
    let (Ok(file), Ok(step)) = (std::env::var(FILE), std::env::var(STEP)) else {
        return;
    };
    let inbox = inbox(Path::new(&file)).await;
    let reach = |name: &str| {
        if step == name {
            println!("reached {name}");
            // Until it is killed.
            loop {
                std::thread::park();
            }
        }
    };
    reach("open");
    inbox.accept(delivery("a", None)).await.unwrap();
    reach("accepted");
    let claimed = inbox.next(SHORT).await.unwrap().unwrap();
    reach("claimed");
    std::fs::write(format!("{file}.work"), "done").unwrap();
    reach("worked");
    assert_eq!(inbox.done(claimed).await.unwrap(), Settled::Yes);
    reach("done");
    panic!("it was not stopped at {step}");
}

#[tokio::test]
async fn a_process_that_is_killed_at_any_step_loses_nothing_that_was_accepted() {
    for step in STEPS {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.sqlite");
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "child_that_is_killed", "--nocapture"])
            .env(FILE, &file)
            .env(STEP, step)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let said = BufReader::new(child.stdout.take().unwrap());
        let reached = said
            .lines()
            .map_while(Result::ok)
            .any(|line| line.ends_with(&format!("reached {step}")));
        assert!(reached, "{step}");
        // SIGKILL.
        child.kill().unwrap();
        child.wait().unwrap();

        let inbox = inbox(&file).await;
        let known = inbox.accept(delivery("a", None)).await.unwrap();
        let expected = if step == "open" {
            Accepted::New
        } else {
            Accepted::Duplicate
        };
        assert_eq!(known, expected, "{step}");
        tokio::time::sleep(SHORT).await;
        let claimed = inbox.next(LEASE).await.unwrap();
        assert_eq!(claimed.is_some(), step != "done", "{step}");
        if let Some(claimed) = claimed {
            assert_eq!(
                claimed.delivery().event().unwrap().event_type,
                "results.ready"
            );
            assert_eq!(inbox.done(claimed).await.unwrap(), Settled::Yes);
        }
        assert_eq!(inbox.count("done").await.unwrap(), 1, "{step}");
        assert_eq!(inbox.count("waiting").await.unwrap(), 0, "{step}");
    }
}
