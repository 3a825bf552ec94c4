//! Waiting for what Lean makes later: a refresh, a report, an insight.
//!
//! It uses the client, and nothing from webhooks: their handler calls a [`Notifier`].

#[cfg(all(feature = "insights", feature = "data"))]
pub(crate) mod insight;
#[cfg(any(feature = "data", feature = "reports"))]
pub(crate) mod notifier;
#[cfg(feature = "data")]
pub(crate) mod refresh;
#[cfg(feature = "reports")]
pub(crate) mod report;
