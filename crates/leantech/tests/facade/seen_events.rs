//! Which events are news: first, duplicate, given back, forgotten.

use std::sync::Arc;

use hmac::{Hmac, KeyInit, Mac};
use leantech::webhook::{Claim, EventKey, MemorySeenEvents, SeenEvents, WebhookVerifier};

/// The key of an event of that id.
fn key(id: &str) -> EventKey {
    let body = format!(r#"{{"type":"a","event_id":"{id}"}}"#);
    let mut mac = Hmac::<sha2::Sha512>::new_from_slice(b"made-up").unwrap();
    mac.update(body.as_bytes());
    let digits: Vec<_> = (mac.finalize().into_bytes().iter())
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let verifier = WebhookVerifier::new("made-up").unwrap();
    let signed = format!("sha512={}", digits.concat());
    let event = verifier.receive_signed(signed, body.as_bytes()).unwrap();
    event.key().clone()
}

async fn claim(seen: &MemorySeenEvents, id: &str) -> Claim {
    seen.claim(&key(id)).await.unwrap()
}

#[tokio::test]
async fn the_second_delivery_is_a_duplicate() {
    let seen = MemorySeenEvents::default();
    assert_eq!(claim(&seen, "a").await, Claim::First);
    assert_eq!(claim(&seen, "a").await, Claim::Duplicate);
    assert_eq!(claim(&seen, "b").await, Claim::First);
    assert_eq!(seen.len(), 2);
}

#[tokio::test]
async fn an_event_that_was_given_back_is_news_again() {
    let seen = MemorySeenEvents::default();
    assert_eq!(claim(&seen, "a").await, Claim::First);
    seen.release(&key("a")).await.unwrap();
    assert!(seen.is_empty());
    assert_eq!(claim(&seen, "a").await, Claim::First);
    assert_eq!(claim(&seen, "a").await, Claim::Duplicate);
    // One that is not there is none to complain about.
    seen.release(&key("b")).await.unwrap();
}

#[tokio::test]
async fn the_memory_is_bounded_and_the_eldest_is_forgotten_first() {
    let seen = MemorySeenEvents::new(2);
    for id in ["a", "b", "c"] {
        assert_eq!(claim(&seen, id).await, Claim::First);
    }
    assert_eq!(seen.len(), 2);
    assert_eq!(claim(&seen, "c").await, Claim::Duplicate);
    assert_eq!(claim(&seen, "b").await, Claim::Duplicate);
    assert_eq!(claim(&seen, "a").await, Claim::First);
    // What was given back and taken anew is as young as its second taking.
    let seen = MemorySeenEvents::new(2);
    let _ = claim(&seen, "a").await;
    let _ = claim(&seen, "b").await;
    seen.release(&key("a")).await.unwrap();
    let _ = claim(&seen, "a").await;
    let _ = claim(&seen, "c").await;
    assert_eq!(claim(&seen, "a").await, Claim::Duplicate);
    assert_eq!(MemorySeenEvents::new(0).len(), 0);
    assert_eq!(claim(&MemorySeenEvents::new(0), "a").await, Claim::First);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_many_callers_at_once_one_is_the_first() {
    let seen = Arc::new(MemorySeenEvents::default());
    let callers: Vec<_> = (0..100)
        .map(|_| {
            let seen = Arc::clone(&seen);
            tokio::spawn(async move { claim(&seen, "a").await.is_first() })
        })
        .collect();
    let mut firsts = 0;
    for caller in callers {
        firsts += u32::from(caller.await.unwrap());
    }
    assert_eq!(firsts, 1);
}
