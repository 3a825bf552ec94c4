//! The inbox in memory: nothing twice, nothing lost, in order, and a claim that ran out changes nothing.

use std::time::Duration;

use leantech::webhook::{
    Accepted, Claimed, Delivery, Inbox, MemoryInbox, Payload, Settled, Verdict, Worked, work_once,
};

const LEASE: Duration = Duration::from_secs(60);

fn delivery(id: &str, order_key: Option<&str>) -> Delivery {
    let body = format!(r#"{{"type":"results.ready","payload":{{"id":"{id}"}},"event_id":"{id}"}}"#);
    Delivery::new(&format!("id:{id}"), order_key.map(str::to_owned), body).unwrap()
}

async fn accept(inbox: &MemoryInbox, id: &str, order_key: Option<&str>) -> Accepted {
    inbox.accept(delivery(id, order_key)).await.unwrap()
}

async fn next(inbox: &MemoryInbox) -> Option<Claimed> {
    inbox.next(LEASE).await.unwrap()
}

fn key(claimed: Option<&Claimed>) -> Option<&str> {
    claimed.map(|claimed| claimed.delivery().key.as_str())
}

#[tokio::test(start_paused = true)]
async fn a_delivery_is_accepted_once_also_after_it_was_done() {
    let inbox = MemoryInbox::default();
    assert_eq!(accept(&inbox, "a", None).await, Accepted::New);
    assert_eq!(accept(&inbox, "a", None).await, Accepted::Duplicate);
    let claimed = next(&inbox).await.unwrap();
    assert_eq!(next(&inbox).await, None);
    assert_eq!(accept(&inbox, "a", None).await, Accepted::Duplicate);
    assert_eq!(inbox.done(claimed).await, Ok(Settled::Yes));
    assert_eq!(accept(&inbox, "a", None).await, Accepted::Duplicate);
    assert_eq!(next(&inbox).await, None);
    assert!(inbox.is_empty());
}

#[tokio::test(start_paused = true)]
async fn what_is_not_done_within_its_lease_comes_again_and_the_old_claim_changes_nothing() {
    let inbox = MemoryInbox::default();
    accept(&inbox, "a", Some("lane")).await;
    let lost = next(&inbox).await.unwrap();
    tokio::time::advance(LEASE).await;
    // Even before somebody else has it.
    assert_eq!(inbox.done(lost.clone()).await, Ok(Settled::LeaseLost));
    let held = next(&inbox).await.unwrap();
    assert_eq!((lost.attempt(), held.attempt()), (1, 2));
    for settled in [
        inbox.done(lost.clone()).await,
        inbox.again(lost.clone(), Duration::ZERO).await,
        inbox.dead_letter(lost, "no").await,
    ] {
        assert_eq!(settled, Ok(Settled::LeaseLost));
    }
    assert!(inbox.dead_letters().is_empty());
    assert_eq!(inbox.done(held.clone()).await, Ok(Settled::Yes));
    assert_eq!(inbox.done(held).await, Ok(Settled::LeaseLost));
}

#[tokio::test(start_paused = true)]
async fn those_of_one_order_key_come_one_after_the_other() {
    let inbox = MemoryInbox::default();
    for (id, lane) in [("a1", "a"), ("b1", "b"), ("a2", "a"), ("a3", "a")] {
        accept(&inbox, id, Some(lane)).await;
    }
    let a1 = next(&inbox).await;
    let b1 = next(&inbox).await;
    assert_eq!(
        (key(a1.as_ref()), key(b1.as_ref())),
        (Some("id:a1"), Some("id:b1"))
    );
    assert_eq!(next(&inbox).await, None);
    // A failure keeps its place.
    let again = inbox.again(a1.unwrap(), Duration::from_secs(5)).await;
    assert_eq!(again, Ok(Settled::Yes));
    assert_eq!(next(&inbox).await, None);
    tokio::time::advance(Duration::from_secs(5)).await;
    let a1 = next(&inbox).await;
    assert_eq!(key(a1.as_ref()), Some("id:a1"));
    assert_eq!(
        inbox.dead_letter(a1.unwrap(), "for a test").await,
        Ok(Settled::Yes)
    );
    for expected in ["id:a2", "id:a3"] {
        let claimed = next(&inbox).await;
        assert_eq!(key(claimed.as_ref()), Some(expected));
        assert_eq!(next(&inbox).await, None);
        assert_eq!(inbox.done(claimed.unwrap()).await, Ok(Settled::Yes));
    }
    let dead = inbox.dead_letters();
    assert_eq!(dead.len(), 1);
    assert_eq!(dead[0].1, "for a test");
}

#[tokio::test(start_paused = true)]
async fn a_full_inbox_refuses_and_takes_again_when_there_is_room() {
    let inbox = MemoryInbox::new(2);
    accept(&inbox, "a", None).await;
    accept(&inbox, "b", None).await;
    let refused = inbox.accept(delivery("c", None)).await.unwrap_err();
    assert!(refused.to_string().contains("2 others wait"), "{refused}");
    // What is there already is still a duplicate.
    assert_eq!(accept(&inbox, "a", None).await, Accepted::Duplicate);
    let claimed = next(&inbox).await.unwrap();
    assert_eq!(inbox.done(claimed).await, Ok(Settled::Yes));
    assert_eq!(accept(&inbox, "c", None).await, Accepted::New);
}

#[tokio::test(start_paused = true)]
async fn work_is_settled_by_its_verdict() {
    let inbox = MemoryInbox::default();
    accept(&inbox, "a", None).await;
    let failed = Verdict::Again(Duration::from_secs(1));
    let worked = work_once(&inbox, LEASE, |_| std::future::ready(failed.clone())).await;
    assert!(matches!(worked, Ok(Worked::On(_, verdict)) if verdict == failed));
    let idle = work_once(&inbox, LEASE, |_| std::future::ready(Verdict::Done)).await;
    assert_eq!(idle, Ok(Worked::Idle));
    tokio::time::advance(Duration::from_secs(1)).await;
    let slow = work_once(&inbox, LEASE, |event| async move {
        assert!(matches!(&event.payload, Payload::ResultsReady(results) if results.id == "a"));
        tokio::time::advance(LEASE).await;
        Verdict::Done
    });
    assert!(matches!(slow.await, Ok(Worked::LeaseLost(key)) if key.as_str() == "id:a"));
    let done = work_once(&inbox, LEASE, |_| std::future::ready(Verdict::Done)).await;
    assert!(matches!(done, Ok(Worked::On(_, Verdict::Done))));
    let nonsense = Delivery::new("sha512:00", None, "[]").unwrap();
    inbox.accept(nonsense).await.unwrap();
    let dead = work_once(&inbox, LEASE, |_| std::future::ready(Verdict::Done)).await;
    assert!(matches!(dead, Ok(Worked::On(_, Verdict::DeadLetter(_)))));
    assert!(Delivery::new("a", None, "{}").is_err());
}

#[tokio::test(start_paused = true)]
async fn workers_side_by_side_share_without_loss() {
    let inbox = std::sync::Arc::new(MemoryInbox::default());
    for number in 0..500 {
        let lane = format!("lane {}", number % 7);
        accept(&inbox, &number.to_string(), Some(&lane)).await;
    }
    let done = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let mut workers = tokio::task::JoinSet::new();
    for _ in 0..8 {
        let (inbox, done) = (std::sync::Arc::clone(&inbox), std::sync::Arc::clone(&done));
        workers.spawn(async move {
            while !inbox.is_empty() {
                let noted = std::sync::Arc::clone(&done);
                work_once(&*inbox, LEASE, |event| async move {
                    tokio::task::yield_now().await;
                    let id = event.event_id.clone().unwrap();
                    noted.lock().unwrap().push(id.parse::<usize>().unwrap());
                    Verdict::Done
                })
                .await
                .unwrap();
                tokio::task::yield_now().await;
            }
        });
    }
    workers.join_all().await;
    let mut done = done.lock().unwrap().clone();
    for lane in 0..7 {
        let of_lane: Vec<_> = done.iter().filter(|number| *number % 7 == lane).collect();
        assert!(of_lane.is_sorted(), "{of_lane:?}");
    }
    done.sort_unstable();
    assert_eq!(done, (0..500).collect::<Vec<_>>());
}
