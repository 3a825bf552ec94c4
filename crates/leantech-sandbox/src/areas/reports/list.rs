//! `GET /reports/v2/customers/{customer_id}/reports/`: the reports that are there, the newest first.

use leantech_core::EitherForm;
use leantech_reports::types::{CustomerReports, ListedReport, ReportsList};

use super::create::customer_of;
use crate::exchange::Exchange;
use crate::memory::rows::reports::{Outcome, ReportRow};
use crate::wire::answer::Answer;
use crate::wire::paging::PageRules;

pub(super) fn answer(exchange: &Exchange<'_>, customer: &str) -> Result<Answer, Answer> {
    let page = exchange.page(PageRules {
        number: "page",
        size: "size",
        default_size: 50,
        largest: 100,
    })?;
    let state = exchange.shared.state();
    let customer = customer_of(exchange, &state, customer)?;
    let reports: Vec<&ReportRow> = state
        .reports
        .entries()
        .rev()
        .map(|(_, row)| row)
        .filter(|row| row.customer == customer && row.is_ready(exchange))
        .filter(|row| matches!(row.outcome, Outcome::Ready(_)))
        .collect();
    let place = page.place(reports.len());
    let content = page.part(&reports).iter().map(|row| {
        ListedReport::new()
            .id(EitherForm::First(row.id.clone()))
            .timestamp(row.created)
    });
    let list = CustomerReports::new().reports(
        ReportsList::new()
            .total_pages(place.total_pages)
            .total_elements(place.total_elements)
            .content(content.collect::<Vec<_>>()),
    );
    drop(state);
    Ok(Answer::ok(&list))
}
