//! What a call of the open-banking family asks for.

use std::borrow::Cow;

use chrono::{DateTime, NaiveDateTime};

use crate::exchange::Exchange;
use crate::wire::answer::Answer;
use crate::wire::paging::{PageRequest, PageRules};
use crate::wire::segment::decode_segment;

/// The parameters of a call; what the documents say of each was checked before.
#[derive(Debug)]
pub(super) struct Call<'r> {
    pub(super) entity_id: Option<Cow<'r, str>>,
    pub(super) customer_id: Option<Cow<'r, str>>,
    /// The account of the path, if the path has one.
    pub(super) account_id: Option<Cow<'r, str>>,
    pub(super) page: PageRequest,
    /// Booked at or after this; without an offset, since Lean ignores it.
    pub(super) from: Option<NaiveDateTime>,
    /// Booked at or before this.
    pub(super) to: Option<NaiveDateTime>,
}

impl<'r> Call<'r> {
    /// Reads the parameters; `account` is the segment of the path.
    pub(super) fn read(exchange: &Exchange<'r>, account: Option<&'r str>) -> Result<Self, Answer> {
        // The links of an answer have them in lower case.
        let spelt = |call, link| match exchange.query.value(link) {
            Some(_) if exchange.query.value(call).is_none() => link,
            _ => call,
        };
        let rules = PageRules {
            number: spelt("Page", "page"),
            size: spelt("Size", "size"),
            default_size: 50,
            largest: 100,
        };
        let (from, to) = ("fromBookingDateTime", "toBookingDateTime");
        let call = Self {
            entity_id: exchange.query.value("EntityId"),
            customer_id: exchange.query.value("CustomerId"),
            account_id: account.and_then(decode_segment),
            page: exchange.page(rules)?,
            from: moment(exchange, from)?,
            to: moment(exchange, to)?,
        };
        if call.entity_id.is_none() && call.customer_id.is_none() {
            let message = "one of EntityId and CustomerId is required";
            return Err(exchange.invalid("/query/EntityId", message));
        }
        if call.from.zip(call.to).is_some_and(|(from, to)| from > to) {
            let message = "toBookingDateTime lies before fromBookingDateTime";
            return Err(exchange.invalid("/query/toBookingDateTime", message));
        }
        Ok(call)
    }
}

/// The local part of an instant.
fn moment(exchange: &Exchange<'_>, name: &str) -> Result<Option<NaiveDateTime>, Answer> {
    let Some(text) = exchange.query.value(name) else {
        return Ok(None);
    };
    DateTime::parse_from_rfc3339(&text)
        .map(|at| Some(at.naive_local()))
        .map_err(|_| {
            let message = format!("{name} is not a date with a time");
            exchange.invalid(&format!("/query/{name}"), &message)
        })
}
