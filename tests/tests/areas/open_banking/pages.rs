//! Pages, links, the days that are asked for, and the caller's own id of a call.

use futures_util::TryStreamExt;
use leantech::Envelope;
use leantech::open_banking::types::{Links, Transaction};

use super::{ALL, current_account};
use crate::ground::Ground;

#[tokio::test]
async fn pages_cover_the_list_and_their_links_lead_to_each_other() {
    let ground = Ground::new().await;
    let (_, entity) = ground.connected("pages", ALL).await;
    let account = current_account(&ground, &entity).await;
    let standard = ground.lean.open_banking();
    let page = async |number: u32| {
        let call = standard.get_account_balances_v1(&account);
        let call = call.entity_id(&entity).page(number).size(5_u32);
        call.send_envelope().await.unwrap()
    };
    let (mut seen, mut links) = (Vec::new(), Vec::new());
    for number in 0..3 {
        let answer = page(number).await;
        assert_eq!(answer.meta.as_ref().unwrap().total_pages, Some(3));
        links.push(answer.links.clone().unwrap());
        seen.extend(answer.into_result().unwrap().balance.unwrap());
    }
    let all = standard.get_account_balances_v1(&account);
    let all = all.entity_id(&entity).stream();
    let all: Vec<_> = all.try_collect().await.unwrap();
    let types = |rows: &[leantech::open_banking::types::Balance]| {
        rows.iter().map(|row| row.type_.clone()).collect::<Vec<_>>()
    };
    assert_eq!(types(&seen), types(&all));
    assert_eq!(all.len(), 13);
    let own = links[1].self_.clone().unwrap();
    let (start, _) = own.split_once("page=").unwrap();
    assert!(
        start.starts_with("http://127.0.0.1:") && start.contains("EntityId="),
        "{start}"
    );
    let link = |number: u32| format!("{start}page={number}&size=5");
    assert_eq!(
        links[1],
        Links::new()
            .self_(link(1))
            .first(link(0))
            .prev(link(0))
            .next(link(2))
            .last(link(2))
    );
    assert_eq!((links[0].prev.clone(), links[2].next.clone()), (None, None));
}

#[tokio::test]
async fn transactions_come_from_one_moment_to_another_whatever_the_offset() {
    let ground = Ground::new().await;
    let (_, entity) = ground.connected("days", ALL).await;
    let account = current_account(&ground, &entity).await;
    let between = async |from: &str, to: &str| -> Vec<Transaction> {
        let standard = ground.lean.open_banking();
        let call = standard.get_account_transactions_v1(&account);
        let call = call.entity_id(&entity);
        let call = call.from_booking_date_time(from).to_booking_date_time(to);
        call.stream().try_collect().await.unwrap()
    };
    let today = ground.sandbox.now().date_naive();
    let month = today - chrono::Days::new(40);
    let day = |offset: &str| format!("{month}T00:00:00{offset}");
    let end = format!("{today}T23:59:59Z");

    let some = between(&day("Z"), &end).await;
    assert!(!some.is_empty());
    let booked = |row: &Transaction| row.booking_date_time.clone().unwrap().utc().date_naive();
    assert!(some.iter().all(|row| booked(row) >= month));
    let with_offset = between(&day("+03:00"), &end).await;
    assert_eq!(some, with_offset);
    // Transactions are booked at midnight: a second later that day's are over.
    let later = between(&format!("{month}T00:00:01Z"), &end).await;
    assert!(later.iter().all(|row| booked(row) > month));
    let on_the_day = some.iter().filter(|row| booked(row) == month).count();
    assert_eq!(later.len() + on_the_day, some.len());

    let standard = ground.lean.open_banking();
    let call = standard.get_account_transactions_v1(&account);
    let call = call.entity_id(&entity);
    let call = call.to_booking_date_time("2020-01-01T00:00:00Z");
    let answer = call.send_envelope().await.unwrap();
    // What there is does not depend on what was asked for.
    let meta = answer.meta.clone().unwrap();
    assert_eq!(meta.total_pages, Some(0));
    let last = meta.last_available_date_time.unwrap();
    assert_eq!(last.utc().date_naive(), today);
    assert!(meta.first_available_date_time.unwrap() < last);
}

#[tokio::test]
async fn the_interaction_id_comes_back_on_success_and_refusal() {
    let ground = Ground::new().await;
    let (customer, entity) = ground.connected("named", ALL).await;
    let standard = ground.lean.open_banking();
    let id = "0b7f6a0e-5a57-4c0e-9a53-5d8f5c1a2b3c";
    let named = standard.get_accounts_v1().entity_id(&entity);
    let named = named.x_fapi_interaction_id(id).send_with_head().await;
    let echoed = |answer: &http::HeaderMap| {
        let value = answer.get("x-fapi-interaction-id")?;
        Some(value.to_str().unwrap().to_owned())
    };
    assert_eq!(echoed(named.unwrap().headers()).as_deref(), Some(id));
    let unnamed = standard.get_accounts_v1().entity_id(&entity);
    let unnamed = unnamed.send_with_head().await.unwrap();
    assert_eq!(echoed(unnamed.headers()), None);

    // Also without a token, and in no other area.
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let ask = async |path: &str| {
        let url = format!("{}{path}", ground.sandbox.base_url());
        let request = http.get(url).header("x-fapi-interaction-id", id);
        request.send().await.unwrap()
    };
    let base = "/open-banking/account-information/2022.11.01-final-errata2";
    let refused = ask(&format!("{base}/accounts?CustomerId={customer}")).await;
    assert_eq!(refused.status(), 401);
    assert_eq!(echoed(refused.headers()).as_deref(), Some(id));
    assert_eq!(echoed(ask("/banks/v1/").await.headers()), None);
}
