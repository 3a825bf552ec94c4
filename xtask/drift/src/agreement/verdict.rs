//! From what was found to what the report says.

use crate::compare::Comparison;
use crate::compare::finding::Finding;
use crate::report::{Change, Level};
use crate::rules::Verdict;

/// The changes that the findings amount to.
pub(crate) fn changes(comparison: &Comparison<'_>) -> Vec<Change> {
    comparison
        .findings
        .iter()
        .map(|finding| change(comparison, finding))
        .collect()
}

fn change(comparison: &Comparison<'_>, finding: &Finding) -> Change {
    let verdict = verdict(comparison, finding);
    Change {
        level: verdict.level(),
        kind: finding.rule.kind,
        side: finding.side,
        operation: finding.call.as_ref().map(|call| call.name.clone()),
        operation_id: finding.call.as_ref().and_then(|call| call.id.clone()),
        pointer: finding
            .new
            .clone()
            .or_else(|| finding.old.clone())
            .unwrap_or_default(),
        rust: Vec::new(),
        message: message(finding, verdict),
    }
}

/// What a finding does, as the documents alone tell.
pub(crate) fn verdict(comparison: &Comparison<'_>, finding: &Finding) -> Verdict {
    let verdict = finding.rule.verdict(comparison.judge, finding.received);
    if finding.muted && verdict.level() == Level::Breaking {
        return if comparison.is_ours() {
            Verdict::Risk
        } else {
            Verdict::Fine
        };
    }
    verdict
}

/// What changed, who is hit, what to do.
pub(crate) fn message(finding: &Finding, verdict: Verdict) -> String {
    let who = match verdict {
        Verdict::Wire => "clients already shipped fail on the wire",
        Verdict::Source => {
            "code changes when it is compiled against the new crate; clients already shipped go on"
        }
        Verdict::Both => {
            "clients already shipped fail on the wire, and code changes when it is compiled against the new crate"
        }
        Verdict::Risk => "nobody fails by the documents alone",
        Verdict::Fine => "nobody is hit",
        Verdict::Docs => "nobody is hit, these are words",
    };
    format!(
        "{}; {who}; what to do: {}",
        finding.what, finding.rule.advice
    )
}
