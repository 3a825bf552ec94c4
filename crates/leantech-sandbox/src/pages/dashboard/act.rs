//! The buttons of the dashboard.

use std::time::Duration;

use http::StatusCode;
use url::form_urlencoded;

use super::super::reply;
use crate::exchange::Exchange;
use crate::life::decision::{self, CONSENT_REJECTED};
use crate::life::{alarm, consent_end};
use crate::memory::rows::Standing;
use crate::wire::answer::{self, Answer};

/// The furthest that one click turns the clock: a year.
const FURTHEST: Duration = Duration::from_secs(366 * 86_400);

/// Does what a button says and leads back to the dashboard, which shows what came of it.
pub(super) fn take(exchange: &Exchange<'_>) -> Answer {
    let (mut action, mut id, mut seconds) = (String::new(), String::new(), None);
    for (name, value) in form_urlencoded::parse(exchange.body) {
        match &*name {
            "action" => action = value.into_owned(),
            "id" => id = value.into_owned(),
            "seconds" => seconds = value.parse().ok(),
            _ => {}
        }
    }
    let shared = exchange.shared;
    let done = match (action.as_str(), seconds) {
        ("advance", Some(seconds)) => {
            let by = Duration::from_secs(seconds);
            if by <= FURTHEST {
                alarm::turn(shared, by);
            }
            by <= FURTHEST
        }
        // The browser stays here, so where Lean would send it does not matter.
        ("approve", _) => decision::approve(shared, &id, None).is_ok(),
        ("reject", _) => decision::reject(shared, &id, CONSENT_REJECTED).is_ok(),
        ("expire", _) => consent_end::end(shared, &id, Standing::Expired),
        ("clear-faults", _) => {
            shared.faults.clear();
            shared.changed();
            true
        }
        _ => return refused(StatusCode::BAD_REQUEST, "the dashboard has no such button"),
    };
    if !done {
        return refused(
            StatusCode::CONFLICT,
            "that cannot be done any more; go back and refresh",
        );
    }
    reply::redirect("/_sandbox/")
        .unwrap_or_else(|| refused(StatusCode::OK, "done; go back and refresh"))
}

fn refused(status: StatusCode, message: &str) -> Answer {
    answer::control(status, message)
}
