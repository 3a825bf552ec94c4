//! What is remembered of a report: what was asked for, and from what it is made.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// What a report is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ReportKind {
    BankStatements,
    Income,
}

/// A connection that a report is made from, and what of it the customer allowed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Source {
    /// Position of the entity.
    pub(crate) entity: usize,
    /// The days that may be seen, both ends included.
    pub(crate) from: NaiveDate,
    pub(crate) to: NaiveDate,
    pub(crate) has_identity: bool,
    pub(crate) has_balance: bool,
}

/// The outcome of a report; known from the start, returned when its time has come.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Outcome {
    Ready(Vec<Source>),
    /// Lean's word for the reason.
    Failed(String),
}

/// A report on a customer.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct ReportRow {
    pub(crate) id: String,
    /// Position of the customer.
    pub(crate) customer: usize,
    pub(crate) kind: ReportKind,
    pub(crate) created: DateTime<Utc>,
    pub(crate) due: DateTime<Utc>,
    /// How often it was read while it was pending.
    pub(crate) reads: u32,
    pub(crate) start: NaiveDate,
    pub(crate) end: NaiveDate,
    /// The kinds of account that were asked for; all if none were.
    pub(crate) account_sub_types: Option<Vec<String>>,
    pub(crate) outcome: Outcome,
}

impl ReportRow {
    /// Whether its references lead somewhere, where there are that many customers and entities.
    pub(crate) fn is_whole(&self, customers: usize, entities: usize) -> bool {
        let sources = match &self.outcome {
            Outcome::Ready(sources) => &**sources,
            Outcome::Failed(_) => &[],
        };
        self.customer < customers && sources.iter().all(|source| source.entity < entities)
    }
}
