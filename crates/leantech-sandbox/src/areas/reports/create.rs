//! Begins a report: from which connections it is made, and when it is ready.

use chrono::{DateTime, Months, NaiveDate, TimeDelta, Utc};
use http::StatusCode;
use leantech_reports::types::{CreateBankStatementsReportRequest, CreatedReport, ReportStatus};

use crate::areas::customers;
use crate::exchange::Exchange;
use crate::life::data_status::history_start;
use crate::memory::permission_set::Access;
use crate::memory::rows::reports::{Outcome, ReportKind, ReportRow, Source};
use crate::memory::state::{IdKind, State};
use crate::wire::answer::Answer;

/// How far back a report on income looks.
const INCOME_WINDOW: Months = Months::new(12);

/// The position of the customer that a path names.
pub(super) fn customer_of(
    exchange: &Exchange<'_>,
    state: &State,
    segment: &str,
) -> Result<usize, Answer> {
    let id = crate::wire::segment::decode_segment(segment);
    id.and_then(|id| state.customers.position(&id))
        .ok_or_else(|| customers::unknown(exchange))
}

/// `POST /insights/v2/customers/{customer_id}/reports/bank-statements`
pub(super) fn bank_statements(exchange: &Exchange<'_>, customer: &str) -> Result<Answer, Answer> {
    let request: CreateBankStatementsReportRequest = exchange.read_body()?;
    let (start, end) = (request.start_date, request.end_date);
    if end < start {
        return Err(exchange.invalid("/body/end_date", "end_date comes before start_date"));
    }
    if start > exchange.now.date_naive() {
        return Err(exchange.invalid("/body/start_date", "start_date lies in the future"));
    }
    let mut state = exchange.shared.state();
    let customer = customer_of(exchange, &state, customer)?;
    let words = request.account_sub_types;
    let words = words.map(|words| words.iter().map(ToString::to_string).collect());
    let report = ReportRow {
        id: state.new_id(IdKind::Report),
        customer,
        kind: ReportKind::BankStatements,
        created: exchange.now,
        due: due(exchange),
        reads: 0,
        start,
        end,
        account_sub_types: words,
        outcome: outcome(&state, customer, start, end, exchange.now),
    };
    Ok(begun(&mut state, report))
}

/// `POST /insights/v2/customers/{customer_id}/reports/verification-of-income`
pub(super) fn income(exchange: &Exchange<'_>, customer: &str) -> Result<Answer, Answer> {
    let mut state = exchange.shared.state();
    let customer = customer_of(exchange, &state, customer)?;
    let end = exchange.now.date_naive();
    let earliest = end.checked_sub_months(INCOME_WINDOW).unwrap_or(end);
    let outcome = outcome(&state, customer, earliest, end, exchange.now);
    // The window begins where there is something to see.
    let start = match &outcome {
        Outcome::Ready(sources) => sources.iter().map(|source| source.from).min(),
        Outcome::Failed(_) => None,
    };
    let report = ReportRow {
        id: state.new_id(IdKind::Report),
        customer,
        kind: ReportKind::Income,
        created: exchange.now,
        due: due(exchange),
        reads: 0,
        start: start.unwrap_or(earliest),
        end,
        account_sub_types: None,
        outcome,
    };
    Ok(begun(&mut state, report))
}

fn due(exchange: &Exchange<'_>) -> DateTime<Utc> {
    let time = TimeDelta::from_std(exchange.shared.settings.refresh_time).ok();
    time.and_then(|time| exchange.now.checked_add_signed(time))
        .unwrap_or(DateTime::<Utc>::MAX_UTC)
}

fn begun(state: &mut State, report: ReportRow) -> Answer {
    let created = CreatedReport::new()
        .report_id(report.id.clone())
        .status(ReportStatus::Pending);
    state.reports.add(report);
    Answer::json(StatusCode::CREATED, &created)
}

/// What will come of a report on these days. The words are those of Lean's insights.
fn outcome(
    state: &State,
    customer: usize,
    start: NaiveDate,
    end: NaiveDate,
    now: DateTime<Utc>,
) -> Outcome {
    let entities = state.customers.at(customer).map(|row| &*row.entities);
    let mut reason = "DATA_NOT_FOUND";
    let mut sources = Vec::new();
    for position in entities.unwrap_or_default() {
        let entity = state.entities.at(*position).filter(|it| !it.deleted);
        let Some(entity) = entity else { continue };
        let Some(consent) = state.usable_consent(entity, now) else {
            reason = "CONSENT_EXPIRED";
            continue;
        };
        let allows = |access| consent.permissions.contains(access);
        if !allows(Access::Accounts) || !allows(Access::Transactions) {
            reason = "USER_PERMISSIONS_NOT_GRANTED";
            continue;
        }
        let granted = consent.transactions_from.utc().date_naive();
        sources.push(Source {
            entity: *position,
            from: start.max(granted).max(history_start(entity.created)),
            to: end.min(now.date_naive()),
            has_identity: allows(Access::Identity),
            has_balance: allows(Access::Balance),
        });
    }
    if sources.is_empty() {
        Outcome::Failed(reason.into())
    } else {
        Outcome::Ready(sources)
    }
}
