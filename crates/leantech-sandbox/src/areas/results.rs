//! Results of asynchronous calls, read once they are ready.

use http::{Method, StatusCode};
use leantech_data::types::{ResultStatus, ResultsEnvelope};

use super::data;
#[cfg(feature = "insights")]
use super::insights;
use crate::exchange::Exchange;
use crate::life::refresh::LAST_READING;
#[cfg(feature = "insights")]
use crate::routing::operation::Area;
use crate::routing::router::{self, Segments, Target};
use crate::wire::answer::{Answer, short_with_results};
use crate::wire::instant;
use crate::wire::query::Query;

/// `GET /data/v2/results/{results_id}`
pub(crate) fn get(exchange: &Exchange<'_>, id: &str) -> Result<Answer, Answer> {
    let id = exchange.path_uuid("results_id", id)?;
    let unknown = || {
        let message = "Result not found";
        short_with_results(
            StatusCode::NOT_FOUND,
            "UNKNOWN_RESULTS_ID",
            message,
            exchange.now,
            &id,
        )
    };
    let (results_id, path, query, body, is_ready) = {
        let mut state = exchange.shared.state();
        let position = state.results.position(&id).ok_or_else(unknown)?;
        let row = state.results.at_mut(position).ok_or_else(unknown)?;
        row.reads = row.reads.saturating_add(1);
        let is_ready = row.due <= exchange.now || row.reads >= LAST_READING;
        (
            row.id.clone(),
            row.path.clone(),
            row.query.clone(),
            row.body.clone(),
            is_ready,
        )
    };
    if !is_ready {
        return Ok(Answer::ok(
            &ResultsEnvelope::new()
                .status(ResultStatus::Pending)
                .results_id(results_id)
                .message("The result is not ready yet")
                .timestamp(instant::nanos(exchange.now)),
        ));
    }
    let later = Exchange {
        shared: exchange.shared,
        base_url: exchange.base_url,
        headers: exchange.headers,
        path: &path,
        query: Query::new(&query),
        body: body.as_bytes(),
        now: exchange.now,
        style: exchange.style,
    };
    let segments = Segments::of(&path);
    let method = if body.is_empty() {
        Method::GET
    } else {
        Method::POST
    };
    let Target::Lean(operation, [account, ..]) = router::find(&method, segments.as_slice()) else {
        return Err(unknown());
    };
    if let Some(area) = operation.area().left_out() {
        return Err(exchange.left_out(area));
    }
    let answer = match operation.area() {
        #[cfg(feature = "insights")]
        Area::Insights => insights::read(&later, operation, Some(&results_id))?,
        _ => data::fetch(&later, operation, account, Some(&results_id))?,
    };
    // The same envelope, in the type that this operation has in the documents.
    let envelope = serde_json::from_slice::<ResultsEnvelope>(answer.body.known());
    envelope
        .map(|envelope| Answer::ok(&envelope))
        .map_err(|_| unknown())
}
