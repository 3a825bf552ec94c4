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
    pub(super) entity: usize,
    /// The days that may be seen, both ends included.
    pub(super) from: NaiveDate,
    pub(super) to: NaiveDate,
    pub(super) has_identity: bool,
    pub(super) has_balance: bool,
}

/// What comes of a report; known from the beginning, told when its time has come.
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
    pub(super) id: String,
    /// Position of the customer.
    pub(super) customer: usize,
    pub(super) kind: ReportKind,
    pub(super) created: DateTime<Utc>,
    pub(super) due: DateTime<Utc>,
    /// How often it was read while it was pending.
    pub(super) reads: u32,
    pub(super) start: NaiveDate,
    pub(super) end: NaiveDate,
    /// The kinds of account that were asked for; all if none were.
    pub(super) account_sub_types: Option<Vec<String>>,
    pub(super) outcome: Outcome,
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
