//! Reads a report: pending for a while or a few looks, then there, as JSON or as a file.

use http::{HeaderMap, StatusCode, header};
use leantech_core::codegen::OpenEnum;
use leantech_reports::types::{
    BankStatements, BankStatementsReport, BankStatementsWindow, CreatedReport, GranularStatusCode,
    IncomeReport, ReportStatus, ReportWindow, StatusDetail, VerificationOfIncomeReport,
};

use super::create::customer_of;
use super::{file, income, print, statements};
use crate::exchange::Exchange;
use crate::life::refresh::LAST_READING;
use crate::memory::rows::reports::{Outcome, ReportKind, ReportRow, Source};
use crate::memory::state::State;
use crate::wire::answer::Answer;
use crate::wire::segment::decode_segment;

impl ReportRow {
    pub(super) fn is_ready(&self, exchange: &Exchange<'_>) -> bool {
        self.due <= exchange.now || self.reads >= LAST_READING
    }
}

/// Looks at a customer's report, which brings it nearer to its end; with an id of another
/// customer there is none.
fn look(
    exchange: &Exchange<'_>,
    state: &mut State,
    kind: Option<ReportKind>,
    customer: &str,
    id: &str,
) -> Result<ReportRow, Answer> {
    let customer = customer_of(exchange, state, customer)?;
    let id = decode_segment(id).unwrap_or_default();
    let number = state.reports.entries().rev().find_map(|(number, row)| {
        let is_asked_kind = kind.is_none_or(|kind| row.kind == kind);
        (row.id == id && row.customer == customer && is_asked_kind).then_some(number)
    });
    let unknown = || exchange.not_found("UNKNOWN_REPORT", "Report not found");
    let number = number.ok_or_else(unknown)?;
    let is_ready = state
        .reports
        .at(number)
        .is_some_and(|row| row.is_ready(exchange));
    if !is_ready && let Some(row) = state.reports.at_mut(number) {
        row.reads = row.reads.saturating_add(1);
    }
    state.reports.at(number).cloned().ok_or_else(unknown)
}

/// How far a report is.
enum Stage<'r> {
    Pending,
    Ready(&'r [Source]),
    Failed(&'r str),
}

fn how_far<'r>(exchange: &Exchange<'_>, row: &'r ReportRow) -> Stage<'r> {
    if !row.is_ready(exchange) {
        return Stage::Pending;
    }
    match &row.outcome {
        Outcome::Ready(sources) => Stage::Ready(sources),
        Outcome::Failed(word) => Stage::Failed(word),
    }
}

/// `GET /insights/v2/customers/{customer_id}/reports/…/{report_id}`: as JSON, or as PDF where that
/// is asked for and there is one.
pub(super) fn answer(
    exchange: &Exchange<'_>,
    kind: ReportKind,
    customer: &str,
    id: &str,
) -> Result<Answer, Answer> {
    let mut state = exchange.shared.state();
    let row = look(exchange, &mut state, Some(kind), customer, id)?;
    let progress = how_far(exchange, &row);
    if let Stage::Ready(sources) = progress
        && wants_pdf(exchange.headers)
    {
        return Ok(file::pdf(&printed(&state, &row, sources)));
    }
    let status = match progress {
        Stage::Pending => ReportStatus::Pending,
        Stage::Ready(_) => ReportStatus::Ok,
        Stage::Failed(_) => ReportStatus::Failed,
    };
    let status_detail = match progress {
        Stage::Failed(word) => Some(detail(word)),
        Stage::Pending | Stage::Ready(_) => None,
    };
    let sources = match progress {
        Stage::Ready(sources) => Some(sources),
        Stage::Pending => Some(&[][..]),
        Stage::Failed(_) => None,
    };
    let (report_id, created_at) = (Some(row.id.clone()), Some(row.created.into()));
    Ok(match kind {
        ReportKind::BankStatements => {
            let mut report = BankStatementsReport::new().status(status);
            report.report_id = report_id;
            report.status_detail = status_detail;
            report.created_at = created_at;
            report.report = sources.map(|sources| bank_statements(&state, &row, sources));
            Answer::ok(&report)
        }
        ReportKind::Income => {
            let mut verification_of_income_report =
                VerificationOfIncomeReport::new().status(status);
            verification_of_income_report.report_id = report_id;
            verification_of_income_report.status_detail = status_detail;
            verification_of_income_report.created_at = created_at;
            verification_of_income_report.report =
                sources.map(|sources| income_report(&state, &row, sources));
            Answer::ok(&verification_of_income_report)
        }
    })
}

/// `GET /reports/v2/customers/{customer_id}/reports/{report_id}`: the file. No source says how Lean
/// answers where there is none yet, or never will be.
pub(super) fn file(exchange: &Exchange<'_>, customer: &str, id: &str) -> Result<Answer, Answer> {
    let mut state = exchange.shared.state();
    let row = look(exchange, &mut state, None, customer, id)?;
    match how_far(exchange, &row) {
        Stage::Ready(sources) => Ok(file::pdf(&printed(&state, &row, sources))),
        Stage::Pending => {
            let pending = CreatedReport::new()
                .report_id(row.id.clone())
                .status(ReportStatus::Pending);
            Ok(Answer::json(StatusCode::ACCEPTED, &pending))
        }
        Stage::Failed(word) => Err(exchange.not_found(word, "The report could not be made")),
    }
}

/// Whether a request asks for a file and not for JSON.
fn wants_pdf(headers: &HeaderMap) -> bool {
    let accepted = headers.get_all(header::ACCEPT).iter();
    let accepted: Vec<&str> = accepted
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(|range| range.split(';').next().unwrap_or_default().trim())
        .collect();
    let has = |wanted: &str| accepted.iter().any(|it| it.eq_ignore_ascii_case(wanted));
    has("application/pdf") && !has("application/json")
}

fn detail(word: &str) -> StatusDetail {
    let mut detail = StatusDetail::new().status_additional_info("The report could not be made");
    detail.granular_status_code = GranularStatusCode::known(word);
    detail
}

fn bank_statements(state: &State, row: &ReportRow, sources: &[Source]) -> BankStatements {
    let mut window = BankStatementsWindow::new()
        .end_date(row.end)
        .start_date(row.start);
    window.account_sub_types.clone_from(&row.account_sub_types);
    BankStatements::new()
        .properties(window)
        .banks(statements::banks(state, row, sources))
}

fn income_report(state: &State, row: &ReportRow, sources: &[Source]) -> IncomeReport {
    let found = income::Found::of(state, row, sources);
    let mut report = IncomeReport::new()
        .properties(ReportWindow::new().start_date(row.start).end_date(row.end))
        .accounts(found.accounts)
        .income_sources(found.sources);
    report.income_summary = found.summary;
    report
}

fn printed(state: &State, row: &ReportRow, sources: &[Source]) -> Vec<String> {
    match row.kind {
        ReportKind::BankStatements => print::statements(&bank_statements(state, row, sources)),
        ReportKind::Income => print::income(&income_report(state, row, sources)),
    }
}
