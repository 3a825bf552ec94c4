//! What calls send, how they fail before they are sent, and how their answers are judged.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod answers;
#[cfg(feature = "metrics")]
mod observed;
mod paged;
mod requests;
mod server;
#[cfg(feature = "tracing")]
mod traced;

use serde::{Deserialize, Serialize};

use crate::{Envelope, Operation, Region, ResultsId};

/// Stands in every text that must not be shown.
const CANARY: &str = "canary-41c9";

const LIST: Operation = Operation::new("listBanks", "banks", "GET", "/banks/v1/");

const CREATE: Operation = Operation::new(
    "createThing",
    "things",
    "POST",
    "/things/{thing_id}/{part_id}",
)
.with_regions(&[Region::SaudiArabia])
.with_required(&["app_user_id", "amount"])
.with_body();

/// An envelope as generated code makes it.
#[derive(Debug, Deserialize, Serialize)]
struct Wrapped {
    status: Option<String>,
    granular: Option<String>,
    message: Option<String>,
    results_id: Option<ResultsId>,
    data: Option<Vec<u32>>,
}

impl Envelope for Wrapped {
    type Data = Vec<u32>;

    fn status(&self) -> Option<&str> {
        self.status.as_deref()
    }

    fn granular_status_code(&self) -> Option<&str> {
        self.granular.as_deref()
    }

    fn additional_info(&self) -> Option<&str> {
        None
    }

    fn results_id(&self) -> Option<&ResultsId> {
        self.results_id.as_ref()
    }

    fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }

    fn into_data(self) -> Option<Self::Data> {
        self.data
    }
}

const PENDING: &str =
    r#"{"status":"PENDING","message":"canary-41c9 waits","results_id":"r-canary-41c9"}"#;
const FAILED: &str = r#"{"status":"FAILED","granular":"BANK_ISSUE","message":"canary-41c9"}"#;
const GOOD: &str = r#"{"status":"OK","results_id":"r-2","data":[1,2]}"#;
