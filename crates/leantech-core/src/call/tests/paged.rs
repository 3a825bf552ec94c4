//! Lists that come in pages.

use futures_util::TryStreamExt;
use serde::Deserialize;

use super::server::Server;
use super::{FAILED, LIST, Wrapped};
use crate::call::Call;
use crate::call::paging::{PageInfo, PagedAnswer, items, pages};
use crate::{Envelope, Error, ErrorKind, LenientStream, Row};

/// An envelope that holds a page.
#[derive(Deserialize)]
struct Paged {
    status: Option<String>,
    page: Option<i64>,
    pages: Option<i64>,
    rows: Option<Vec<Item>>,
}

#[derive(Debug, Deserialize, PartialEq)]
struct Item {
    a: u8,
}

impl PagedAnswer for Paged {
    type Item = Item;
    type Page = Vec<Item>;

    fn page_info(&self) -> PageInfo {
        PageInfo {
            number: self.page,
            total_pages: self.pages,
            ..PageInfo::default()
        }
    }

    fn item_count(&self) -> usize {
        self.rows.as_ref().map_or(0, Vec::len)
    }

    fn check(&self) -> Result<(), Error> {
        Envelope::check(&self.envelope())
    }

    fn into_page(self) -> Result<Self::Page, Error> {
        self.rows.ok_or_else(|| Error::result(None, None, None))
    }

    fn into_items(page: Self::Page) -> Vec<Item> {
        page
    }
}

impl Paged {
    fn envelope(&self) -> Wrapped {
        Wrapped {
            status: self.status.clone(),
            granular: None,
            message: None,
            results_id: None,
            data: None,
        }
    }
}

fn first_lines(server: Server) -> Vec<String> {
    let requests = server.requests().into_iter();
    let first = requests.map(|request| request.lines().next().unwrap_or_default().to_owned());
    first.collect()
}

#[tokio::test]
async fn pages_are_payloads_from_the_number_that_is_set() {
    let server = Server::of_json(&[
        r#"{"status":"OK","page":3,"pages":5,"rows":[{"a":1}]}"#,
        r#"{"status":"OK","page":4,"pages":5,"rows":[{"a":2}]}"#,
    ]);
    let call = Call::new(&server.session(), &LIST)
        .query::<u32>("page", 3)
        .query::<u32>("size", 1);
    let found: Vec<_> = pages::<Paged>(call, "page").try_collect().await.unwrap();
    assert_eq!(found, [vec![Item { a: 1 }], vec![Item { a: 2 }]]);
    assert_eq!(
        first_lines(server),
        [
            "GET /banks/v1/?page=3&size=1 HTTP/1.1",
            "GET /banks/v1/?page=4&size=1 HTTP/1.1",
        ]
    );
}

#[tokio::test]
async fn a_list_begins_with_page_0_where_no_number_is_set() {
    let server = Server::of_json(&[r#"{"status":"OK","page":0,"pages":1,"rows":[{"a":1}]}"#]);
    let call = Call::new(&server.session(), &LIST);
    let found: Vec<_> = items::<Paged>(call, "page").try_collect().await.unwrap();
    assert_eq!(found, [Item { a: 1 }]);
    assert_eq!(first_lines(server), ["GET /banks/v1/?page=0 HTTP/1.1"]);
}

#[tokio::test]
async fn a_first_number_that_does_not_convert_fails_the_stream() {
    let session = crate::Session::builder("http://lean.example", reqwest::Client::new()).build();
    let call = Call::new(&session, &LIST).query::<u32>("page", -1);
    let error = items::<Paged>(call, "page").try_next().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
}

#[tokio::test]
async fn a_page_that_is_no_result_or_has_no_data_fails_the_stream() {
    for body in [FAILED, r#"{"status":"OK"}"#] {
        let server = Server::of_json(&[body]);
        let call = Call::new(&server.session(), &LIST);
        let error = items::<Paged>(call, "page").try_next().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Result, "{body}");
        assert_eq!(error.operation(), Some(&LIST));
        assert_eq!((error.correlation_id(), error.attempts()), (Some("c-7"), 1));
    }
}

#[tokio::test]
async fn refused_rows_are_on_the_page_as_well() {
    let server = Server::of_json(&[
        r#"{"status":"OK","page":0,"pages":2,"rows":[{"a":"x"}]}"#,
        r#"{"status":"OK","page":1,"pages":2,"rows":[{"a":2}]}"#,
    ]);
    let call = Call::new(&server.session(), &LIST);
    let rows = items::<Paged>(call, "page").lenient();
    let rows: Vec<Row<Item>> = rows.try_collect().await.unwrap();
    let shown: Vec<_> = rows
        .iter()
        .map(|row| match row {
            Row::Good(item) => item.a.to_string(),
            Row::Refused(row) => row.row().to_owned(),
        })
        .collect();
    assert_eq!(shown, ["rows[0]", "2"]);
}
