//! The controls' paths and methods, each with what it does.

use super::handlers;
use crate::exchange::Exchange;
use crate::wire::answer::Answer;

/// The handler of a control; the text is the id in its path, if the path has one.
type Act = fn(&Exchange<'_>, &str) -> Result<Answer, Answer>;

/// One control.
#[derive(Debug, Clone, Copy)]
pub(super) struct Route {
    pub(super) method: &'static str,
    /// As in the document, with a segment in braces for an id.
    pub(super) path: &'static str,
    pub(super) act: Act,
}

const fn route(method: &'static str, path: &'static str, act: Act) -> Route {
    Route { method, path, act }
}

/// Every control; a test holds that the document has the same.
pub(super) const ROUTES: &[Route] = &[
    route("GET", "/_sandbox/health", handlers::health),
    route("GET", "/_sandbox/openapi.json", handlers::document),
    route("GET", "/_sandbox/state", handlers::overview),
    route("POST", "/_sandbox/reset", handlers::reset),
    route("POST", "/_sandbox/seed", handlers::seed),
    route("GET", "/_sandbox/customers", handlers::customers),
    route("POST", "/_sandbox/customers", handlers::new_customer),
    route("GET", "/_sandbox/entities", handlers::entities),
    route("POST", "/_sandbox/entities", handlers::new_entity),
    route("GET", "/_sandbox/consents", handlers::consents),
    route("POST", "/_sandbox/consents", handlers::new_consent),
    route("POST", "/_sandbox/consents/{id}/approve", handlers::approve),
    route("POST", "/_sandbox/consents/{id}/reject", handlers::reject),
    route("POST", "/_sandbox/consents/{id}/expire", handlers::expire),
    route("POST", "/_sandbox/consents/{id}/revoke", handlers::revoke),
    route("GET", "/_sandbox/clock", handlers::clock),
    route("POST", "/_sandbox/clock", handlers::turn_clock),
    route("POST", "/_sandbox/tokens/expire", handlers::expire_tokens),
    route("POST", "/_sandbox/tokens/revoke", handlers::revoke_tokens),
    route(
        "POST",
        "/_sandbox/credentials/rotate",
        handlers::rotate_credentials,
    ),
    route("GET", "/_sandbox/faults", handlers::faults),
    route("POST", "/_sandbox/faults", handlers::new_fault),
    route("DELETE", "/_sandbox/faults", handlers::clear_faults),
    route("GET", "/_sandbox/requests", handlers::requests),
    route("DELETE", "/_sandbox/requests", handlers::clear_requests),
    route("GET", "/_sandbox/webhooks", handlers::webhooks),
    route("POST", "/_sandbox/webhooks", handlers::send_webhook),
    route("DELETE", "/_sandbox/webhooks", handlers::clear_webhooks),
    route("GET", "/_sandbox/webhooks/faults", handlers::webhook_faults),
    route(
        "POST",
        "/_sandbox/webhooks/faults",
        handlers::new_webhook_fault,
    ),
];

impl Route {
    /// The id in a path that is this route's; an empty one where the route has none.
    pub(super) fn matches<'p>(&self, segments: &[&'p str]) -> Option<&'p str> {
        let mut own = self.path.split('/').skip(1);
        let mut id = "";
        for segment in segments {
            match own.next()? {
                "{id}" => id = segment,
                word if word == *segment => {}
                _ => return None,
            }
        }
        own.next().is_none().then_some(id)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::control::DOCUMENT;

    #[test]
    fn the_document_has_the_controls_that_there_are() {
        let document: serde_json::Value = serde_json::from_str(DOCUMENT).unwrap_or_default();
        let paths = document.get("paths").and_then(|paths| paths.as_object());
        let documented: BTreeSet<(String, String)> = paths
            .into_iter()
            .flatten()
            .flat_map(|(path, item)| {
                let methods = item.as_object().into_iter().flatten();
                methods.map(|(method, _)| (method.to_uppercase(), path.clone()))
            })
            .collect();
        let routes: BTreeSet<(String, String)> = ROUTES
            .iter()
            .map(|route| (route.method.to_owned(), route.path.to_owned()))
            .collect();
        assert_eq!(documented, routes);
        assert_eq!(routes.len(), ROUTES.len());
    }

    #[test]
    fn a_route_matches_its_own_path_alone() {
        let matches = |path, segments: &[&'static str]| {
            let route = route("GET", path, handlers::health);
            route.matches(segments)
        };
        let approve = "/_sandbox/consents/{id}/approve";
        assert_eq!(
            matches(approve, &["_sandbox", "consents", "7", "approve"]),
            Some("7")
        );
        assert_eq!(matches(approve, &["_sandbox", "consents", "7"]), None);
        let longer = ["_sandbox", "consents", "7", "approve", "x"];
        assert_eq!(matches(approve, &longer), None);
        let health = matches("/_sandbox/health", &["_sandbox", "health"]);
        assert_eq!(health, Some(""));
    }
}
