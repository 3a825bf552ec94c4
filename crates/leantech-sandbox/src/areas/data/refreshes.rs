//! Refreshes: started, listed, read.

use http::StatusCode;
use leantech_core::{DateOrTime, ResultsId};
use leantech_data::types::{
    AccountRefreshStatus, DataRefresh, DataRefreshesPage, Page, RefreshDataStatus, RefreshStatus,
    ResultStatus, TransactionAvailability, TriggerDataRefreshRequest, TriggeredRefresh,
};

use crate::exchange::Exchange;
use crate::life::data_status::{self, DataStatus};
use crate::life::refresh;
use crate::memory::rows::RefreshRow;
use crate::memory::state::{IdKind, State};
use crate::wire::answer::{Answer, short_with_results};
use crate::wire::instant;
use crate::wire::paging::PageRules;

/// `POST /data/v2/refreshes`
pub(crate) fn trigger(exchange: &Exchange<'_>) -> Result<Answer, Answer> {
    let request: TriggerDataRefreshRequest = exchange.read_body()?;
    let id = request.entity_id;
    let mut state = exchange.shared.state();
    let results_id: ResultsId = state.new_id(IdKind::Results);
    refresh::settle(exchange.shared, &mut state, exchange.now);
    let (position, entity) = state
        .live_entity(id.as_str())
        .ok_or_else(|| unknown(exchange, &results_id, "UNKNOWN_ENTITY", "Entity not found"))?;
    if state.usable_consent(entity, exchange.now).is_none() {
        return Err(exchange.error(
            StatusCode::FORBIDDEN,
            "CONSENT_EXPIRED",
            "The consent has expired or was revoked",
        ));
    }
    if data_status::is_pending(&state, entity) {
        return Err(exchange.error(
            StatusCode::TOO_MANY_REQUESTS,
            "DUPLICATED_REQUEST",
            "A refresh of this entity is already pending",
        ));
    }
    let refresh = refresh::start(exchange.shared, &mut state, position, exchange.now);
    let answer = state.refreshes.at(refresh).map(|row| {
        TriggeredRefresh::new(row.id.clone())
            .status(ResultStatus::Ok)
            .message("Refresh successfully triggered")
            .timestamp(instant::nanos(exchange.now))
    });
    drop(state);
    Ok(Answer::ok(&answer))
}

/// `GET /data/v2/refreshes`: the newest first.
pub(crate) fn list(exchange: &Exchange<'_>) -> Result<Answer, Answer> {
    let id: String = exchange
        .query
        .required("entity_id")
        .map_err(|_| exchange.missing("/query/entity_id", "entity_id is required"))?;
    let rules = PageRules {
        number: "page",
        size: "size",
        default_size: 50,
        largest: 100,
    };
    let page = exchange.page(rules)?;
    let mut state = exchange.shared.state();
    let results_id: ResultsId = state.new_id(IdKind::Results);
    refresh::settle(exchange.shared, &mut state, exchange.now);
    let (_, entity) = state
        .live_entity(&id)
        .ok_or_else(|| unknown(exchange, &results_id, "UNKNOWN_ENTITY", "Entity not found"))?;
    let positions: Vec<usize> = entity.refreshes.iter().rev().copied().collect();
    let content: Vec<DataRefresh> = page
        .part(&positions)
        .iter()
        .filter_map(|position| typed(&state, state.refreshes.at(*position)?, false))
        .collect();
    drop(state);
    let place = page.place(positions.len());
    Ok(Answer::ok(
        &DataRefreshesPage::new().content(content).page(
            Page::new()
                .number(place.number)
                .size(place.size)
                .total_elements(place.total_elements)
                .total_pages(place.total_pages),
        ),
    ))
}

/// `GET /data/v2/refreshes/{refresh_id}`
pub(crate) fn get(exchange: &Exchange<'_>, id: &str) -> Result<Answer, Answer> {
    let id = exchange.path_uuid("refresh_id", id)?;
    let mut state = exchange.shared.state();
    let results_id: ResultsId = state.new_id(IdKind::Results);
    // No source names the code for this.
    let unknown = || {
        unknown(
            exchange,
            &results_id,
            "UNKNOWN_REFRESH_ID",
            "Refresh not found",
        )
    };
    let position = state.refreshes.position(&id).ok_or_else(unknown)?;
    refresh::look(exchange.shared, &mut state, position, exchange.now);
    let refresh = state
        .refreshes
        .at(position)
        .and_then(|row| typed(&state, row, true));
    drop(state);
    refresh
        .map(|refresh| Answer::ok(&refresh))
        .ok_or_else(unknown)
}

/// The answer to something that does not exist; as recorded it has an id of its own.
fn unknown(exchange: &Exchange<'_>, results_id: &ResultsId, word: &str, message: &str) -> Answer {
    let (status, id) = (StatusCode::NOT_FOUND, results_id.as_str());
    short_with_results(status, word, message, exchange.now, id)
}

/// A refresh; the list leaves out how far each resource is.
fn typed(state: &State, row: &RefreshRow, is_whole: bool) -> Option<DataRefresh> {
    let entity = state.entities.at(row.entity)?;
    let status = if row.finished.is_some() {
        RefreshStatus::Finished
    } else {
        RefreshStatus::Pending
    };
    let data_status = is_whole.then(|| data_status(data_status::data_status(state, row, entity)));
    let mut refresh = DataRefresh::new(row.id.clone())
        .entity_id(entity.id.clone())
        .status(status)
        .created_at(instant::micros(row.started))
        .updated_at(instant::micros(row.finished.unwrap_or(row.started)));
    refresh.customer_id = state
        .customers
        .at(entity.customer)
        .map(|customer| customer.id.clone());
    refresh.data_status = data_status;
    Some(refresh)
}

fn data_status(status: DataStatus) -> RefreshDataStatus {
    let accounts = status.account_data.into_iter().map(|account| {
        let mut account_refresh_status = AccountRefreshStatus::new().account_id(account.account_id);
        account_refresh_status.balance = Some(account.balance.into());
        account_refresh_status.identity = Some(account.identity.into());
        account_refresh_status.transactions = Some(account.transactions.into());
        account_refresh_status.scheduled_payments = Some(account.scheduled_payments.into());
        account_refresh_status.direct_debits = Some(account.direct_debits.into());
        account_refresh_status.standing_orders = Some(account.standing_orders.into());
        account_refresh_status.beneficiaries = Some(account.beneficiaries.into());
        // The API spells it in camel case and does not count the months.
        account_refresh_status.transaction_availability_respelt =
            account.transaction_availability.map(|days| {
                TransactionAvailability::new()
                    .start(DateOrTime::from(days.start))
                    .end(DateOrTime::from(days.end))
            });
        account_refresh_status
    });
    let mut refresh_data_status =
        RefreshDataStatus::new().account_data(accounts.collect::<Vec<_>>());
    refresh_data_status.accounts = Some(status.accounts.into());
    refresh_data_status.identity = Some(status.identity.into());
    refresh_data_status
}
