//! From a method and a path to the operation there.

use http::Method;

use super::operation::{Area, Operation};
use super::own;
use super::routes::{self, Allowed, Found};
use super::table::ROUTES;
use crate::wire::error_style::ErrorStyle;

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
    if own::is_page(segments) {
        return Target::Page;
    }
    if let ["_sandbox", ..] = segments {
        return Target::Control;
    }
    match routes::find(ROUTES, method, segments) {
        Some(Found::Operation(operation, ids)) => Target::Lean(operation, ids),
        Some(Found::WrongMethod(allowed)) => Target::WrongMethod(allowed),
        None => Target::Nowhere,
    }
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
    fn a_path_says_which_methods_it_takes() {
        for (path, methods) in [
            ("/oauth2/token", "POST"),
            ("/banks/v1", "GET, HEAD"),
            ("/customers/v1", "GET, HEAD, POST"),
            ("/customers/v1/entities", "GET, HEAD"),
            ("/customers/v1/a/entities/b", "GET, HEAD, DELETE"),
            ("/customers/v1/a/entities/b/consent/c", "DELETE"),
            ("/data/v2/refreshes", "GET, HEAD, POST"),
            ("/data/v2/accounts/a/balances", "GET, HEAD"),
            ("/verifications/v2/iban/banks", "GET, HEAD, PUT"),
            ("/verifications/v2/iban", "POST"),
        ] {
            let found = find(&Method::PATCH, Segments::of(path).as_slice());
            assert!(
                matches!(found, Target::WrongMethod(allowed) if allowed == methods),
                "{path}: {found:?}"
            );
        }
    }

    #[test]
    fn an_id_does_not_hide_a_path_that_is_written_out() {
        let found = |method| find(&method, Segments::of("/customers/v1/entities").as_slice());
        let listed = found(Method::GET);
        assert!(matches!(
            listed,
            Target::Lean(Operation::ListEntities, ["", "", ""])
        ));
        assert!(matches!(
            found(Method::POST),
            Target::WrongMethod("GET, HEAD")
        ));
    }

    #[test]
    fn a_path_that_is_too_long_or_unknown_leads_nowhere() {
        for path in [
            "/",
            "",
            "//",
            "/customers/v1/a/entities/b/consent/c/d",
            "/customers/v2",
            "/data/v2/accounts/a/cards",
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
