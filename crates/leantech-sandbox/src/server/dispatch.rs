//! From what a path leads to, to its answer.

use http::{HeaderValue, Method, StatusCode, header};

use super::absent;
use crate::areas::data::refreshes;
use crate::areas::{self, banks, consents, customers, data, entities, links, results, token};
#[cfg(feature = "jsonschema")]
use crate::documents::checks::{self, Parts};
use crate::exchange::{Exchange, authorization};
use crate::routing::operation::{Area, Operation};
use crate::routing::router::Target;
use crate::wire::answer::Answer;
use crate::{control, pages};

/// Answers a request.
pub(crate) fn answer(exchange: &Exchange<'_>, method: &Method, target: Target<'_>) -> Answer {
    let answer = match target {
        Target::Lean(operation, ids) => dispatch(exchange, operation, ids),
        Target::Control => control::answer(exchange, method),
        Target::Page => Ok(pages::answer(exchange, method)),
        Target::WrongMethod(allowed) => Err(exchange
            .error(
                StatusCode::METHOD_NOT_ALLOWED,
                "INVALID_HTTP_METHOD",
                "This path does not allow this method",
            )
            .header(header::ALLOW, HeaderValue::from_static(allowed))),
        Target::Nowhere => Err(exchange.not_found("INVALID_URL", "The path does not exist")),
    };
    answer.unwrap_or_else(|error| error)
}

fn dispatch(
    exchange: &Exchange<'_>,
    operation: Operation,
    ids: [&str; 3],
) -> Result<Answer, Answer> {
    use Operation as Op;
    if operation != Op::GenerateAccessToken {
        authorization::check(exchange, operation)?;
    }
    if let Some(area) = operation.area().left_out() {
        return Err(exchange.left_out(area));
    }
    #[cfg(feature = "jsonschema")]
    check(exchange, operation, ids)?;
    answered(exchange, operation, ids)
        .map(|answer| absent::left_out(operation, answer))
        .map_err(|refusal| absent::left_out_of_refusal(operation, refusal))
}

/// Answers a request that is as Lean's documents say.
fn answered(
    exchange: &Exchange<'_>,
    operation: Operation,
    ids: [&str; 3],
) -> Result<Answer, Answer> {
    use Operation as Op;
    let [first, second, third] = ids;
    match operation {
        Op::GenerateAccessToken => token::issue(exchange),
        Op::CreateCustomer => customers::create(exchange),
        Op::GetCustomers => customers::list(exchange),
        Op::GetCustomerById => customers::get(exchange, first),
        Op::GetCustomerByAppUserId => customers::get_by_app_user_id(exchange, first),
        Op::ListBanks => banks::list(exchange),
        Op::CreateConnectLink => links::create(exchange),
        Op::GetCustomerConsents => consents::list(exchange, first),
        Op::GetCustomerConsentById => consents::get(exchange, first, second),
        Op::DeleteConsent => consents::delete(exchange, first, second, third),
        Op::GetEntities => entities::list(exchange, first),
        Op::GetEntityById => entities::get(exchange, first, second),
        Op::ListEntities => entities::range(exchange),
        Op::DeleteEntity => entities::delete(exchange, first, second),
        Op::TriggerDataRefresh => refreshes::trigger(exchange),
        Op::GetDataRefreshes => refreshes::list(exchange),
        Op::GetDataRefreshStatus => refreshes::get(exchange, first),
        Op::GetResults => results::get(exchange, first),
        fetch => match fetch.area() {
            #[cfg(feature = "insights")]
            Area::Insights => areas::insights::answer(exchange, fetch),
            #[cfg(feature = "open-banking")]
            Area::OpenBanking => areas::open_banking::answer(exchange, fetch, ids),
            #[cfg(feature = "payouts")]
            Area::Payouts => areas::payouts::answer(exchange, fetch, ids),
            #[cfg(feature = "reports")]
            Area::Reports => areas::reports::answer(exchange, fetch, ids),
            #[cfg(feature = "verifications")]
            Area::Verifications => areas::verifications::answer(exchange, fetch, ids),
            _ => data::fetch(exchange, fetch, first, None),
        },
    }
}

/// Checks a request against Lean's documents.
#[cfg(feature = "jsonschema")]
fn check(exchange: &Exchange<'_>, operation: Operation, ids: [&str; 3]) -> Result<(), Answer> {
    let parts = Parts {
        ids,
        query: &exchange.query,
        headers: exchange.headers,
        body: exchange.body,
    };
    checks::check(operation, &parts).map_err(|finding| exchange.refused(&finding))
}
