//! Row H13 of the reliability table: lists that come in pages always end.

use futures_util::{StreamExt, TryStreamExt};
use leantech::ErrorKind;
use leantech_tests::hostile::{HostileServer, LIMIT, Reply, Seen, within};

const CUSTOMERS: &str = "/customers/v1";

/// The customers of a page, numbered through all pages.
fn page(number: usize, size: usize, rest: &str) -> Reply {
    let customers: Vec<String> = (number * size..(number + 1) * size)
        .map(|n| format!(r#"{{"customer_id":"c-{n}","app_user_id":"u-{n}"}}"#))
        .collect();
    Reply::json(
        200,
        format!(r#"{{"data":[{}]{rest}}}"#, customers.join(",")),
    )
}

fn asked(seen: &Seen) -> usize {
    seen.query("page_number")
        .and_then(|number| number.parse().ok())
        .unwrap_or_default()
}

/// The ids that a walk through all pages brings, or the kind of its failure.
async fn walk(server: &HostileServer) -> Result<Vec<String>, ErrorKind> {
    let client = server.client_with_token().build().unwrap();
    let customers = client.customers().get_customers().stream();
    customers
        .map_ok(|customer| customer.customer_id.as_str().to_owned())
        .map_err(|error| error.kind())
        .try_collect()
        .await
}

fn ids(count: usize) -> Vec<String> {
    (0..count).map(|n| format!("c-{n}")).collect()
}

/// The numbers of the pages that were asked for, each in order and none twice.
fn assert_asked_in_order(server: &HostileServer, count: usize) {
    let numbers: Vec<usize> = server.seen_at("GET", CUSTOMERS).iter().map(asked).collect();
    assert_eq!(numbers, (0..count).collect::<Vec<_>>());
}

#[tokio::test]
async fn h13_a_thousand_pages_bring_each_element_once() {
    within(LIMIT, async {
        let server = HostileServer::start();
        server.on_each("GET", CUSTOMERS, |seen| {
            let number = asked(seen);
            let rest = format!(
                r#","page":{{"number":{number},"size":3,"total_elements":3000,"total_pages":1000}}"#
            );
            page(number, 3, &rest)
        });
        assert_eq!(walk(&server).await, Ok(ids(3_000)));
        assert_asked_in_order(&server, 1_000);
    })
    .await;
}

#[tokio::test]
async fn h13_pages_end_however_the_server_counts() {
    within(LIMIT, async {
        // What each page says of itself beside its number; the elements and requests to expect.
        let table = [
            (r#","size":2,"total_elements":6,"total_pages":3"#, 6, 3),
            // The count of elements alone divides by the size.
            (r#","size":2,"total_elements":6"#, 6, 3),
            // A count of pages that is too high ends at the empty page.
            (
                r#","size":2,"total_elements":6,"total_pages":1000000"#,
                6,
                4,
            ),
            (r#","size":2,"total_elements":9223372036854775807"#, 6, 4),
            // One that is too low, nothing or less than nothing ends the list.
            (r#","size":2,"total_elements":6,"total_pages":1"#, 2, 1),
            (r#","size":2,"total_elements":6,"total_pages":0"#, 2, 1),
            (r#","size":2,"total_elements":6,"total_pages":-1"#, 2, 1),
            (r#","size":2,"total_elements":-1"#, 2, 1),
            // Sizes that are no sizes.
            (r#","size":0,"total_elements":6,"total_pages":3"#, 6, 3),
            (r#","size":-2,"total_elements":6,"total_pages":3"#, 6, 3),
            (r#","size":2"#, 6, 4),
            ("", 2, 1),
        ];
        for (said, elements, requests) in table {
            let server = HostileServer::start();
            server.on_each("GET", CUSTOMERS, move |seen| {
                let number = asked(seen);
                let rest = format!(r#","page":{{"number":{number}{said}}}"#);
                // There are three pages in truth.
                if number < 3 {
                    page(number, 2, &rest)
                } else {
                    page(0, 0, &rest)
                }
            });
            assert_eq!(walk(&server).await, Ok(ids(elements)), "{said}");
            assert_asked_in_order(&server, requests);
        }
    })
    .await;
}

#[tokio::test]
async fn h13_lists_without_a_page_or_without_a_list_end() {
    within(LIMIT, async {
        for (body, elements) in [
            (r#"{"data":[{"customer_id":"c-0","app_user_id":"u"}]}"#, 1),
            (r#"{"data":null,"page":{"number":0,"total_pages":9}}"#, 0),
            (r#"{"page":{"number":0,"total_pages":9}}"#, 0),
            ("{}", 0),
        ] {
            let server = HostileServer::start();
            server.on("GET", CUSTOMERS, [Reply::json(200, body)]);
            assert_eq!(walk(&server).await, Ok(ids(elements)), "{body}");
            assert_eq!(server.count("GET", CUSTOMERS), 1);
        }
    })
    .await;
}

#[tokio::test]
async fn h13_page_that_comes_again_is_an_error() {
    within(LIMIT, async {
        // The same page for ever, and pages that go round.
        for modulus in [1, 3] {
            let server = HostileServer::start();
            server.on_each("GET", CUSTOMERS, move |seen| {
                let number = asked(seen) % modulus;
                let rest = format!(r#","page":{{"number":{number},"size":2,"total_pages":1000}}"#);
                page(number, 2, &rest)
            });
            assert_eq!(walk(&server).await, Err(ErrorKind::Paging));
            assert_asked_in_order(&server, modulus + 1);
        }
    })
    .await;
}

#[tokio::test]
async fn h13_stream_ends_after_its_error() {
    within(LIMIT, async {
        let server = HostileServer::start();
        let good = page(0, 2, r#","page":{"number":0,"size":2,"total_pages":9}"#);
        server.on("GET", CUSTOMERS, [good, Reply::json(400, "{}")]);
        let client = server.client_with_token().build().unwrap();
        let mut customers = client.customers().get_customers().stream();
        assert!(customers.next().await.unwrap().is_ok() && customers.next().await.unwrap().is_ok());
        assert!(customers.next().await.unwrap().is_err());
        assert!(customers.next().await.is_none());
        assert_eq!(server.count("GET", CUSTOMERS), 2);
    })
    .await;
}

#[tokio::test]
async fn h13_no_page_is_fetched_long_before_it_is_wanted() {
    within(LIMIT, async {
        let server = HostileServer::start();
        server.on_each("GET", CUSTOMERS, |seen| {
            let number = asked(seen);
            page(
                number,
                10,
                &format!(r#","page":{{"number":{number},"size":10,"total_pages":100}}"#),
            )
        });
        let client = server.client_with_token().build().unwrap();
        let mut customers = client.customers().get_customers().stream();
        assert_eq!(server.count("GET", CUSTOMERS), 0);
        for taken in 1..=35_usize {
            assert!(customers.next().await.unwrap().is_ok());
            let fetched = server.count("GET", CUSTOMERS);
            assert!(
                fetched <= taken.div_ceil(10) + 1,
                "{fetched} pages for {taken} elements"
            );
        }
        drop(customers);
        assert!(server.count("GET", CUSTOMERS) <= 5);
    })
    .await;
}
