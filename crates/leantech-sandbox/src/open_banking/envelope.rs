//! The envelope around every answer of the open-banking family.

use chrono::{DateTime, NaiveTime, Utc};
use http::StatusCode;
use leantech_core::codegen::OpenEnum;
use leantech_core::{CustomerId, Timestamp};
use leantech_open_banking::types::{
    AccountsResult, Links, Meta, ResultStatus, StatusDetail, TransactionsMeta,
};

use super::sight::Sight;
use crate::answer::{self, Answer};
use crate::paging::PageRequest;

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
    pub(super) fn new(sight: &Sight, page: PageRequest, total: usize, now: DateTime<Utc>) -> Self {
        let midnight =
            |day: chrono::NaiveDate| Timestamp::from(day.and_time(NaiveTime::MIN).and_utc());
        let total_pages = page.place(total).total_pages;
        // Of several connections the data is as old as the oldest.
        let refreshed_at = sight.parts.iter().map(|part| part.view.refreshed_at).min();
        let available = sight.parts.first().map(|part| part.available);
        Self {
            customer_id: sight.customer_id.clone(),
            now: now.into(),
            refreshed_at: refreshed_at.map(Into::into),
            links: links(page, total_pages),
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

/// The pages around one. Their query is in lower case, unlike that of the call.
fn links(page: PageRequest, total_pages: i64) -> Links {
    let size = page.size;
    let number = i64::from(page.number);
    let last = (total_pages - 1).max(0);
    let to = |number: i64| Some(format!("?page={number}&size={size}"));
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
        $crate::answer::Answer::ok(&result)
    }};
}
pub(super) use result;

/// A call that came to nothing, with the word for it.
///
/// A word of the envelope itself (`PENDING`, `CONSENT_EXPIRED`) stands in `Status`, any other in
/// the detail of `FAILED`. What the gateway refuses before the call begins has the short body of
/// Lean's other areas.
pub(crate) fn failed(
    status: StatusCode,
    word: &str,
    message: &str,
    info: Option<String>,
    now: DateTime<Utc>,
) -> Answer {
    if is_gateways(status, word) {
        return answer::short(status, word, message, now);
    }
    let own = ResultStatus::known(word);
    // Every envelope looks like this one without its data.
    let mut result = AccountsResult::new().message(message).timestamp(now);
    if let Some(status) = own {
        result.status = Some(status);
    } else {
        // A code of the documents, or another one that the caller wants to see.
        let mut detail = StatusDetail::new().granular_status_code(word);
        detail.status_additional_info = info;
        result = result.status(ResultStatus::Failed).status_detail(detail);
    }
    Answer::json(status, &result)
}

fn is_gateways(status: StatusCode, word: &str) -> bool {
    match status {
        StatusCode::FORBIDDEN => word != "USER_PERMISSIONS_NOT_GRANTED",
        StatusCode::UNAUTHORIZED
        | StatusCode::METHOD_NOT_ALLOWED
        | StatusCode::REQUEST_TIMEOUT
        | StatusCode::PAYLOAD_TOO_LARGE
        | StatusCode::TOO_MANY_REQUESTS => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use leantech_core::{ErrorBody, ErrorCode};

    #[test]
    fn links_lead_to_the_pages_around() {
        let links = |number, pages| {
            let links = links(PageRequest { number, size: 2 }, pages);
            (links.prev, links.next, links.last)
        };
        let to = |number: i64| Some(format!("?page={number}&size=2"));
        assert_eq!(links(0, 3), (None, to(1), to(2)));
        assert_eq!(links(1, 3), (to(0), to(2), to(2)));
        assert_eq!(links(2, 3), (to(1), None, to(2)));
        assert_eq!(links(9, 3), (to(2), None, to(2)));
        assert_eq!(links(0, 0), (None, None, to(0)));
    }

    #[test]
    fn a_word_stands_where_the_documents_have_it() {
        let read = |status, word| {
            let answer = failed(status, word, "m", None, DateTime::UNIX_EPOCH);
            let body = ErrorBody::read(answer.body.known());
            let said = |code: Option<&ErrorCode>| code.map(ToString::to_string);
            (said(body.code()), said(body.granular_code()))
        };
        let some = |word: &str| Some(word.to_owned());
        for (status, word, said) in [
            (
                StatusCode::OK,
                "CONSENT_EXPIRED",
                (some("CONSENT_EXPIRED"), None),
            ),
            (
                StatusCode::OK,
                "BANK_ISSUE",
                (some("FAILED"), some("BANK_ISSUE")),
            ),
            (
                StatusCode::NOT_FOUND,
                "NEW_WORD",
                (some("FAILED"), some("NEW_WORD")),
            ),
            (
                StatusCode::FORBIDDEN,
                "USER_PERMISSIONS_NOT_GRANTED",
                (some("FAILED"), some("USER_PERMISSIONS_NOT_GRANTED")),
            ),
            (
                StatusCode::FORBIDDEN,
                "INCORRECT_ACCESS_LEVEL",
                (some("INCORRECT_ACCESS_LEVEL"), None),
            ),
            (
                StatusCode::UNAUTHORIZED,
                "NEW_WORD",
                (some("NEW_WORD"), None),
            ),
        ] {
            assert_eq!(read(status, word), said);
        }
    }
}
