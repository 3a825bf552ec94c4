//! From a method and a path to an operation and its answer.

use http::{HeaderValue, Method, StatusCode, header};

use crate::answer::Answer;
use crate::checks::{self, Parts};
use crate::data::{self, refreshes, results};
use crate::exchange::{ErrorStyle, Exchange};
use crate::operation::{Area, Operation};
use crate::routes::{self, Found, Route};
use crate::{
    banks, consents, control, customers, entities, gate, insights, links, open_banking, pages,
    payouts, reports, token, verifications,
};

/// The most segments that a path of ours has, one more so that a longer one is seen.
pub(crate) const MOST_SEGMENTS: usize = 9;

/// A path cut at its slashes.
#[derive(Debug, Default)]
pub(crate) struct Segments<'p> {
    parts: [&'p str; MOST_SEGMENTS],
    count: usize,
}

impl<'p> Segments<'p> {
    /// Cuts a path. A slash at the end makes no difference: Lean takes both forms.
    pub(crate) fn of(path: &'p str) -> Self {
        let path = path.strip_prefix('/').unwrap_or(path);
        let path = path.strip_suffix('/').unwrap_or(path);
        let mut segments = Self::default();
        let mut rest = path;
        for place in &mut segments.parts {
            segments.count += 1;
            // Segments are short, so that looking at each byte is the quickest search.
            let Some(end) = rest.bytes().position(|byte| byte == b'/') else {
                *place = rest;
                break;
            };
            *place = rest.get(..end).unwrap_or_default();
            rest = rest.get(end + 1..).unwrap_or_default();
        }
        segments
    }

    pub(crate) fn as_slice(&self) -> &[&'p str] {
        self.parts.get(..self.count).unwrap_or_default()
    }
}

/// The methods that a path of Lean's takes, as the header `allow` writes them.
pub(crate) type Allowed = &'static str;

/// The paths of the areas that are written as tables.
const TABLES: [&[Route]; 5] = [
    insights::ROUTES,
    open_banking::ROUTES,
    payouts::ROUTES,
    reports::ROUTES,
    verifications::ROUTES,
];

/// What a path leads to.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Target<'p> {
    /// One of Lean's operations, with the ids in its path.
    Lean(Operation, [&'p str; 3]),
    /// One of the sandbox's own controls.
    Control,
    /// One of the sandbox's pages for browsers.
    Page,
    /// A path of Lean's without this method; it has these.
    WrongMethod(Allowed),
    Nowhere,
}

/// Finds what a path leads to.
pub(crate) fn find<'p>(method: &Method, segments: &[&'p str]) -> Target<'p> {
    use Operation as Op;
    let (get, post, delete) = (Some(Method::GET), Some(Method::POST), Some(Method::DELETE));
    let is = |wanted: &Option<Method>| wanted.as_ref() == Some(method);
    let pick = |choices: &[(&Option<Method>, Op)], ids: [&'p str; 3]| {
        choices.iter().find(|(wanted, _)| is(wanted)).map_or_else(
            || Target::WrongMethod(allowed(choices.iter().map(|(method, _)| *method))),
            |(_, operation)| Target::Lean(*operation, ids),
        )
    };
    match *segments {
        _ if pages::owns(segments) => Target::Page,
        ["_sandbox", ..] => Target::Control,
        ["oauth2", "token"] => pick(&[(&post, Op::GenerateAccessToken)], [""; 3]),
        ["banks", "v1"] => pick(&[(&get, Op::ListBanks)], [""; 3]),
        ["v2", "accounts-access-consents"] => pick(&[(&post, Op::CreateConnectLink)], [""; 3]),
        ["customers", "v1"] => pick(
            &[(&get, Op::GetCustomers), (&post, Op::CreateCustomer)],
            [""; 3],
        ),
        ["customers", "v1", "entities"] => pick(&[(&get, Op::ListEntities)], [""; 3]),
        ["customers", "v1", "app-user-id", id] => {
            pick(&[(&get, Op::GetCustomerByAppUserId)], [id, "", ""])
        }
        ["customers", "v1", id] => pick(&[(&get, Op::GetCustomerById)], [id, "", ""]),
        ["customers", "v1", id, "consents"] => {
            pick(&[(&get, Op::GetCustomerConsents)], [id, "", ""])
        }
        ["customers", "v1", id, "consents", consent] => {
            pick(&[(&get, Op::GetCustomerConsentById)], [id, consent, ""])
        }
        ["customers", "v1", id, "entities"] => pick(&[(&get, Op::GetEntities)], [id, "", ""]),
        ["customers", "v1", id, "entities", entity] => pick(
            &[(&get, Op::GetEntityById), (&delete, Op::DeleteEntity)],
            [id, entity, ""],
        ),
        [
            "customers",
            "v1",
            id,
            "entities",
            entity,
            "consent",
            consent,
        ] => pick(&[(&delete, Op::DeleteConsent)], [id, entity, consent]),
        ["data", "v2", "accounts"] => pick(&[(&get, Op::FetchAccounts)], [""; 3]),
        ["data", "v2", "identity"] => pick(&[(&get, Op::FetchCurrentIdentity)], [""; 3]),
        ["data", "v2", "refreshes"] => pick(
            &[
                (&get, Op::GetDataRefreshes),
                (&post, Op::TriggerDataRefresh),
            ],
            [""; 3],
        ),
        ["data", "v2", "refreshes", id] => pick(&[(&get, Op::GetDataRefreshStatus)], [id, "", ""]),
        ["data", "v2", "results", id] => pick(&[(&get, Op::GetResults)], [id, "", ""]),
        ["data", "v2", "accounts", id, resource] => match of_account(resource) {
            Some(operation) => pick(&[(&get, operation)], [id, "", ""]),
            None => Target::Nowhere,
        },
        _ => match routes::find(&TABLES, method, segments) {
            Some(Found::Operation(operation, ids)) => Target::Lean(operation, ids),
            Some(Found::WrongMethod(allowed)) => Target::WrongMethod(allowed),
            None => Target::Nowhere,
        },
    }
}

fn allowed<'m>(methods: impl Iterator<Item = &'m Option<Method>>) -> Allowed {
    let methods: Vec<&str> = methods.flatten().map(Method::as_str).collect();
    match *methods {
        ["POST"] => "POST",
        ["DELETE"] => "DELETE",
        ["GET", "POST"] => "GET, POST",
        ["GET", "DELETE"] => "GET, DELETE",
        _ => "GET",
    }
}

fn of_account(resource: &str) -> Option<Operation> {
    Some(match resource {
        "balances" => Operation::FetchBalances,
        "transactions" => Operation::FetchTransactions,
        "identities" => Operation::FetchAllIdentities,
        "beneficiaries" => Operation::FetchBeneficiaries,
        "direct-debits" => Operation::FetchDirectDebits,
        "scheduled-payments" => Operation::FetchScheduledPayments,
        "standing-orders" => Operation::GetStandingOrders,
        _ => return None,
    })
}

impl Target<'_> {
    /// How errors look where this leads.
    pub(crate) fn style(&self) -> ErrorStyle {
        match self {
            Self::Lean(
                Operation::CreateConnectLink
                | Operation::GetCustomerConsents
                | Operation::GetCustomerConsentById,
                _,
            ) => ErrorStyle::Consent,
            Self::Lean(
                Operation::FetchAccounts
                | Operation::FetchBalances
                | Operation::FetchTransactions
                | Operation::FetchCurrentIdentity
                | Operation::FetchAllIdentities
                | Operation::FetchBeneficiaries
                | Operation::FetchDirectDebits
                | Operation::FetchScheduledPayments
                | Operation::GetStandingOrders,
                _,
            ) => ErrorStyle::Results,
            Self::Lean(operation, _) if operation.area() == Area::OpenBanking => {
                ErrorStyle::OpenBanking
            }
            Self::Lean(
                Operation::GetAccountControlsV3
                | Operation::GetBehavioralInsightsV3
                | Operation::GetCashFlowV3
                | Operation::GetCreditAssessmentsV3
                | Operation::GetCreditObligationsV3,
                _,
            ) => ErrorStyle::Insight,
            _ => ErrorStyle::Short,
        }
    }
}

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
                "This path does not take this method",
            )
            .header(header::ALLOW, HeaderValue::from_static(allowed))),
        Target::Nowhere => Err(exchange.not_found("INVALID_URL", "There is no such path")),
    };
    answer.unwrap_or_else(|error| error)
}

fn dispatch(
    exchange: &Exchange<'_>,
    operation: Operation,
    [first, second, third]: [&str; 3],
) -> Result<Answer, Answer> {
    use Operation as Op;
    if operation != Op::GenerateAccessToken {
        gate::check(exchange)?;
    }
    let parts = Parts {
        ids: [first, second, third],
        query: &exchange.query,
        headers: exchange.headers,
        body: exchange.body,
    };
    checks::check(operation, &parts).map_err(|finding| exchange.refused(&finding))?;
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
            Area::Insights => insights::answer(exchange, fetch),
            Area::OpenBanking => open_banking::answer(exchange, fetch, parts.ids),
            Area::Payouts => payouts::answer(exchange, fetch, parts.ids),
            Area::Reports => reports::answer(exchange, fetch, parts.ids),
            Area::Verifications => verifications::answer(exchange, fetch, parts.ids),
            _ => data::fetch(exchange, fetch, first, None),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn operation(method: &Method, path: &str) -> Option<Operation> {
        match find(method, Segments::of(path).as_slice()) {
            Target::Lean(operation, _) => Some(operation),
            _ => None,
        }
    }

    #[test]
    fn both_forms_of_a_path_lead_to_the_same_operation() {
        for path in ["/customers/v1", "/customers/v1/"] {
            assert_eq!(
                operation(&Method::POST, path),
                Some(Operation::CreateCustomer)
            );
            assert_eq!(operation(&Method::GET, path), Some(Operation::GetCustomers));
        }
        assert_eq!(
            operation(&Method::GET, "/banks/v1"),
            operation(&Method::GET, "/banks/v1/")
        );
    }

    #[test]
    fn a_path_that_is_too_long_or_unknown_leads_nowhere() {
        for path in [
            "/",
            "",
            "//",
            "/customers/v1/a/entities/b/consent/c/d",
            "/customers/v2",
            "/a/b/c/d/e/f/g/h/i/j",
        ] {
            assert!(
                matches!(
                    find(&Method::GET, Segments::of(path).as_slice()),
                    Target::Nowhere
                ),
                "{path}"
            );
        }
    }
}
