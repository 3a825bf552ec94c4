//! The envelope around every answer of the open-banking family.

use chrono::NaiveTime;
use leantech_core::{CustomerId, Timestamp};
use leantech_open_banking::types::{Links, Meta, TransactionsMeta};

use super::view::View;
use crate::exchange::Exchange;
use crate::wire::instant;
use crate::wire::paging::PageRequest;

/// What every envelope with data holds.
pub(super) struct Envelope {
    pub(super) customer_id: Option<CustomerId>,
    pub(super) now: Timestamp,
    pub(super) refreshed_at: Option<Timestamp>,
    pub(super) links: Links,
    total_pages: i64,
    /// The first and the last moment of which there are transactions.
    available: Option<(Timestamp, Timestamp)>,
}

impl Envelope {
    /// The envelope of a page of a list that is so long.
    pub(super) fn new(
        exchange: &Exchange<'_>,
        view: &View,
        page: PageRequest,
        total: usize,
    ) -> Self {
        let midnight =
            |day: chrono::NaiveDate| Timestamp::from(day.and_time(NaiveTime::MIN).and_utc());
        let total_pages = page.place(total).total_pages;
        // Of several connections the data is as old as the oldest.
        let refreshed_at = view.parts.iter().map(|part| part.view.refreshed_at).min();
        let available = view.parts.first().map(|part| part.available);
        Self {
            customer_id: view.customer_id.clone(),
            now: instant::nanos(exchange.now),
            refreshed_at: refreshed_at.map(instant::millis),
            links: links(&start(exchange), page, total_pages),
            total_pages,
            available: available.map(|(first, last)| (midnight(first), midnight(last))),
        }
    }

    pub(super) fn meta(&self) -> Meta {
        Meta::new().total_pages(self.total_pages)
    }

    pub(super) fn transactions_meta(&self) -> TransactionsMeta {
        let (first, last) = self.available.clone().unzip();
        let mut transactions_meta = TransactionsMeta::new().total_pages(self.total_pages);
        transactions_meta.first_available_date_time = first;
        transactions_meta.last_available_date_time = last;
        transactions_meta
    }
}

/// The address of the call without its page, so that the words for one can follow.
fn start(exchange: &Exchange<'_>) -> String {
    let mut start = format!("{}{}?", exchange.base_url, exchange.path);
    for parameter in exchange.query.text().split('&') {
        let name = parameter.split('=').next().unwrap_or_default();
        if !name.is_empty()
            && !["page", "size"]
                .iter()
                .any(|it| it.eq_ignore_ascii_case(name))
        {
            start.push_str(parameter);
            start.push('&');
        }
    }
    start
}

/// The pages around one. The documents write `page` and `size` in lower case here, unlike in a call;
/// a call takes both.
fn links(start: &str, page: PageRequest, total_pages: i64) -> Links {
    let size = page.size;
    let number = i64::from(page.number);
    let last = (total_pages - 1).max(0);
    let to = |number: i64| Some(format!("{start}page={number}&size={size}"));
    let mut made = Links::new();
    made.self_ = to(number);
    made.first = to(0);
    made.prev = if number > 0 {
        to((number - 1).min(last))
    } else {
        None
    };
    made.next = if number < last { to(number + 1) } else { None };
    made.last = to(last);
    made
}

/// Puts a page into one of the documents' result types, which differ in `Data` and `Meta` alone.
macro_rules! result {
    ($kind:ident, $envelope:expr, $meta:expr, $data:expr) => {{
        let meta = $meta;
        let envelope = $envelope;
        let mut result = leantech_open_banking::types::$kind::new()
            .status(leantech_open_banking::types::ResultStatus::Ok)
            .message("Data successfully retrieved")
            .timestamp(envelope.now)
            .meta(meta)
            .links(envelope.links)
            .data($data);
        result.refreshed_at = envelope.refreshed_at;
        $crate::wire::answer::Answer::ok(&result)
    }};
}
pub(super) use result;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_lead_to_the_pages_around() {
        let links = |number, pages| {
            let links = links("?", PageRequest { number, size: 2 }, pages);
            (links.prev, links.next, links.last)
        };
        let to = |number: i64| Some(format!("?page={number}&size=2"));
        assert_eq!(links(0, 3), (None, to(1), to(2)));
        assert_eq!(links(1, 3), (to(0), to(2), to(2)));
        assert_eq!(links(2, 3), (to(1), None, to(2)));
        assert_eq!(links(9, 3), (to(2), None, to(2)));
        assert_eq!(links(0, 0), (None, None, to(0)));
    }
}
