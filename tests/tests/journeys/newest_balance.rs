//! The newest balance of a type, among balances of several types on several pages.

use std::time::Duration;

use leantech::data::types::BalanceType;
use leantech_tests::hostile::{HostileServer, Reply, within};

/// One balance; a time of `null` is none.
fn balance(kind: &str, amount: &str, time: &str) -> String {
    let amount = format!(r#"{{"amount":{amount},"currency":"SAR"}}"#);
    format!(r#"{{"type":"{kind}","amount":{amount},"date_time":{time}}}"#)
}

fn page(number: u32, balances: &[String]) -> Reply {
    let page = format!(r#"{{"number":{number},"size":3,"total_elements":5,"total_pages":2}}"#);
    let data = format!(r#"{{"balances":[{}],"page":{page}}}"#, balances.join(","));
    Reply::json(200, format!(r#"{{"status":"OK","data":{data}}}"#))
}

#[tokio::test]
async fn the_latest_moment_of_the_type_wins_whatever_its_offset_and_its_page() {
    within(Duration::from_secs(20), async {
        let server = HostileServer::start();
        let first = [
            balance("INTERIM_BOOKED", "1", "null"),
            // 22:30 in UTC: later on the clock on the wall, earlier in time than the next one.
            balance("INTERIM_BOOKED", "2", "\"2026-01-02T01:30:00+03:00\""),
            balance("EXPECTED", "3", "\"2026-12-31T00:00:00Z\""),
        ];
        let second = [
            balance("INTERIM_BOOKED", "40.50", "\"2026-01-01T23:00:00Z\""),
            balance("INTERIM_BOOKED", "5", "\"2025-01-01T00:00:00Z\""),
        ];
        server.on_each(
            "GET",
            "/data/v2/accounts/a-1/balances",
            move |seen| match seen.query("page") {
                Some("0") => page(0, &first),
                _ => page(1, &second),
            },
        );
        let lean = server.client_with_token().build().unwrap();
        let (entity, account) = ("e-1".parse().unwrap(), "a-1".parse().unwrap());
        let of = BalanceType::InterimBooked;
        let newest = lean.newest_balance(&entity, &account, of).await.unwrap();
        let amount = newest.and_then(|balance| balance.amount).unwrap().amount;
        assert_eq!(amount.to_string(), "40.50");
        let none = BalanceType::OpeningBooked;
        assert!(
            lean.newest_balance(&entity, &account, none)
                .await
                .unwrap()
                .is_none()
        );
    })
    .await;
}
