//! What came out: counts, findings, and the same findings in groups.

pub(crate) mod text;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::finding::{Finding, Kind, Step};
use crate::recording::Exchange;
use crate::route::catalogue::Operation;

/// Everything that is to be said about some recordings.
///
/// As JSON it is
/// `{"responses", "matched", "exact", "unmatched": [...], "findings": [...]}`, with
/// `"skipped": [...]` where a folder holds other JSON.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Report {
    /// Answers in the recordings.
    pub responses: usize,
    /// Answers of operations in our documents.
    pub matched: usize,
    /// Matched answers without a finding; one whose body was not recorded is among them.
    pub exact: usize,
    /// Answers of other operations, one entry an answer.
    pub unmatched: Vec<Unmatched>,
    /// What is wrong, one entry a place of an answer.
    pub findings: Vec<Finding>,
    /// Files of the folders that are JSON and no recordings.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub skipped: Vec<String>,
    #[serde(skip)]
    groups: BTreeMap<GroupKey, Group>,
}

/// An answer of an operation that is in none of our documents.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[non_exhaustive]
pub struct Unmatched {
    /// The method of the request.
    pub method: String,
    /// The path of the request, with its ids left out unless values are shown.
    pub path: String,
    /// The HTTP status of the answer.
    pub status: u16,
}

/// What the findings of a group have in common.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct GroupKey {
    /// `fetchAccounts (GET /data/v2/accounts)`.
    pub(crate) operation: String,
    /// The place, with `*` for any item.
    pub(crate) pattern: String,
    pub(crate) kind: Kind,
    /// What is wrong, without values.
    pub(crate) words: String,
}

/// Findings of the same kind at the same place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Group {
    pub(crate) count: usize,
    /// What to change.
    pub(crate) hint: String,
    /// The first finding, as an index into the findings.
    pub(crate) first: usize,
}

impl Report {
    /// Whether there is nothing to fix.
    pub fn is_clean(&self) -> bool {
        self.findings.is_empty()
    }

    pub(crate) fn groups(&self) -> &BTreeMap<GroupKey, Group> {
        &self.groups
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "each is a part of the one finding"
    )]
    pub(crate) fn take(
        &mut self,
        operation: &Operation,
        exchange: &Exchange<'_>,
        kind: Kind,
        path: &[Step],
        words: String,
        detail: String,
        hint: impl FnOnce() -> String,
    ) {
        let key = GroupKey {
            operation: format!("{} ({} {})", operation.id, operation.method, operation.path),
            pattern: Step::pattern(path),
            kind,
            words,
        };
        let first = self.findings.len();
        let group = self.groups.entry(key).or_insert_with(|| Group {
            count: 0,
            hint: hint(),
            first,
        });
        group.count += 1;
        self.findings.push(Finding {
            operation_id: operation.id.clone(),
            request: exchange.request.to_string(),
            status: exchange.status,
            kind,
            pointer: Step::pointer(path),
            detail,
        });
    }
}
