//! What a data call asks for, and what of an entity it may see.

use chrono::{DateTime, NaiveDate, Utc};
use http::StatusCode;
use leantech_core::{AccountId, EntityId, RawJson, ResultsId};
use leantech_data::types::Page;

use crate::exchange::{Exchange, pointed};
use crate::life::data_status::history_start;
use crate::memory::permission_set::Access;
use crate::memory::rows::{ConsentRow, EntityRow};
use crate::memory::state::State;
use crate::mock::persona::{AccountFacts, Persona};
use crate::routing::operation::Operation;
use crate::wire::answer::{Answer, short_with_results};
use crate::wire::paging::{PageRequest, PageRules};
use crate::wire::segment::decode_segment;

/// The parameters of a data call.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a parameter of Lean's"
)]
pub(super) struct Call {
    entity_id: String,
    account_id: Option<String>,
    page: PageRequest,
    pub(super) is_async: bool,
    is_verbose: bool,
    is_forced: bool,
    wants_insights: bool,
    start: Option<NaiveDate>,
    end: Option<NaiveDate>,
    pub(super) meta: Option<RawJson>,
}

/// Why nothing may be seen although everything exists.
pub(super) enum Closed {
    ConsentEnded,
    NotGranted,
}

/// What a resource is made from.
pub(crate) struct View {
    pub(super) persona: Persona,
    pub(crate) entity_id: EntityId,
    /// Tells entities of the same mock customer apart.
    pub(super) entity_number: u64,
    /// The accounts that the customer picked; none where the path names one.
    pub(super) accounts: Vec<(AccountFacts, AccountId)>,
    /// The account of the path, if the path has one.
    pub(crate) account: Option<(AccountFacts, AccountId)>,
    pub(super) page: PageRequest,
    pub(super) is_verbose: bool,
    pub(super) wants_insights: bool,
    /// The first day of the mock bank's history.
    pub(super) history_start: NaiveDate,
    /// The days that were asked for and may be seen.
    pub(crate) window: (NaiveDate, NaiveDate),
    pub(super) now: DateTime<Utc>,
    pub(crate) refreshed_at: DateTime<Utc>,
}

/// Refuses a call in the form of data v2's errors.
fn refuse(
    exchange: &Exchange<'_>,
    results_id: &ResultsId,
    status: StatusCode,
    word: &str,
    message: &str,
) -> Answer {
    short_with_results(status, word, message, exchange.now, results_id.as_str())
}

impl Call {
    /// Reads the parameters; `account` is the segment of the path.
    pub(super) fn read(
        exchange: &Exchange<'_>,
        account: Option<&str>,
        results_id: &ResultsId,
    ) -> Result<Self, Answer> {
        let query = &exchange.query;
        // What the documents say was checked before; what is left are days and their order.
        let bad = |name: &str| {
            let message = format!("{name} has a value of the wrong form");
            let status = StatusCode::BAD_REQUEST;
            let answer = refuse(exchange, results_id, status, "INVALID_PARAMETERS", &message);
            pointed(answer, &format!("/query/{name}"))
        };
        let flag = |name| {
            query
                .optional::<bool>(name)
                .map(Option::unwrap_or_default)
                .map_err(|_| bad(name))
        };
        let date = |name| query.optional::<NaiveDate>(name).map_err(|_| bad(name));
        let entity_id: String = query.required("entity_id").map_err(|_| bad("entity_id"))?;
        let account_id = match account {
            None => None,
            Some(segment) => Some(
                decode_segment(segment)
                    .ok_or_else(|| bad("account_id"))?
                    .into_owned(),
            ),
        };
        let rules = PageRules {
            number: "page",
            size: "size",
            default_size: 50,
            largest: 100,
        };
        let page = rules.read(query).map_err(|name| bad(name.0))?;
        let (start, end) = (date("start_date")?, date("end_date")?);
        if start.zip(end).is_some_and(|(start, end)| start > end) {
            return Err(bad("end_date"));
        }
        Ok(Self {
            entity_id,
            account_id,
            page,
            is_async: flag("async")?,
            is_verbose: flag("verbose")?,
            is_forced: flag("force_refresh")?,
            wants_insights: flag("insights")?,
            start,
            end,
            meta: query.value("meta").and_then(|meta| echo(meta.into_owned())),
        })
    }
}

/// The caller's own text as JSON; what is not JSON comes back as a string.
fn echo(meta: String) -> Option<RawJson> {
    let quoted = serde_json::Value::from(meta.as_str()).to_string();
    RawJson::try_from(meta)
        .or_else(|_| RawJson::try_from(quoted))
        .ok()
}

impl View {
    /// Finds what a call asks for. The outer error is an answer by itself; the inner one says why
    /// the envelope stays empty.
    pub(super) fn open(
        exchange: &Exchange<'_>,
        state: &State,
        call: &Call,
        (access, operation): (Access, Operation),
        results_id: &ResultsId,
    ) -> Result<Result<Self, Closed>, Answer> {
        let not_found =
            |word, message| refuse(exchange, results_id, StatusCode::NOT_FOUND, word, message);
        let (position, entity) = state
            .live_entity(&call.entity_id)
            .ok_or_else(|| not_found("UNKNOWN_ENTITY", "Entity not found"))?;
        let account = match &call.account_id {
            None => None,
            Some(id) => Some(
                account(state, entity, id)
                    .ok_or_else(|| not_found("UNKNOWN_ACCOUNT", "Account not found"))?,
            ),
        };
        let Some(consent) = state.usable_consent(entity, exchange.now) else {
            return Ok(Err(Closed::ConsentEnded));
        };
        if !consent.permissions.contains(access) || !consent.lacks(operation).is_empty() {
            return Ok(Err(Closed::NotGranted));
        }
        let whole = Self::whole(state, (position, entity), consent, account, exchange.now);
        let refreshed_at = if call.is_forced {
            exchange.now
        } else {
            whole.refreshed_at
        };
        Ok(Ok(Self {
            page: call.page,
            is_verbose: call.is_verbose,
            wants_insights: call.wants_insights,
            refreshed_at,
            ..whole.between(call.start, call.end)
        }))
    }

    /// Everything that a consent shows of an entity, or of one account of it: on one page, with
    /// the blocks in the standard's words.
    pub(crate) fn whole(
        state: &State,
        (position, entity): (usize, &EntityRow),
        consent: &ConsentRow,
        account: Option<(AccountFacts, AccountId)>,
        now: DateTime<Utc>,
    ) -> Self {
        let persona = persona(state, entity);
        Self {
            persona,
            entity_id: entity.id.clone(),
            entity_number: u64::try_from(position).unwrap_or(u64::MAX),
            accounts: if account.is_some() {
                Vec::new()
            } else {
                entity
                    .picked()
                    .map(|row| (persona.account(row.kind), row.id.clone()))
                    .collect()
            },
            account,
            page: PageRequest {
                number: 0,
                size: u32::MAX,
            },
            is_verbose: true,
            wants_insights: false,
            history_start: history_start(entity.created),
            window: (
                consent.transactions_from.utc().date_naive(),
                now.date_naive(),
            ),
            now,
            refreshed_at: last_refresh(state, entity).unwrap_or(now),
        }
    }

    /// The same with no other days than these.
    pub(crate) fn between(mut self, start: Option<NaiveDate>, end: Option<NaiveDate>) -> Self {
        let (first, last) = self.window;
        self.window = (
            start.unwrap_or(first).max(first),
            end.unwrap_or(last).min(last),
        );
        self
    }

    /// The first and the last of the view's days of which there may be transactions.
    pub(crate) fn available(&self) -> (NaiveDate, NaiveDate) {
        let (first, last) = self.window;
        (first.max(self.history_start), last)
    }

    /// What a page says of itself.
    pub(super) fn page(&self, total: usize) -> Page {
        let place = self.page.place(total);
        Page::new()
            .number(place.number)
            .size(place.size)
            .total_elements(place.total_elements)
            .total_pages(place.total_pages)
    }
}

fn persona(state: &State, entity: &EntityRow) -> Persona {
    Persona::of(state.seed, &entity.bank_identifier, entity.persona)
}

/// The account of an entity with that id, if the customer picked it.
pub(crate) fn account(
    state: &State,
    entity: &EntityRow,
    id: &str,
) -> Option<(AccountFacts, AccountId)> {
    let row = entity.picked().find(|row| row.id.as_str() == id)?;
    Some((persona(state, entity).account(row.kind), row.id.clone()))
}

fn last_refresh(state: &State, entity: &EntityRow) -> Option<DateTime<Utc>> {
    entity
        .refreshes
        .iter()
        .rev()
        .find_map(|position| state.refreshes.at(*position)?.finished)
}
