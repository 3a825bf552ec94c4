//! From what was found to what the report says.

use std::collections::{BTreeSet, HashMap};

use crate::compare::Comparison;
use crate::compare::finding::Finding;
use crate::report::quoting::list;
use crate::report::{Bump, Change, Level};
use crate::rules::{Verdict, asks_for_release};

/// The changes that the findings amount to.
pub(crate) fn changes(comparison: &Comparison<'_>) -> Vec<Change> {
    let mut known = HashMap::new();
    let findings = comparison.findings.iter();
    findings
        .map(|finding| {
            let calls = comparison.users.of(&finding.users, &mut known);
            change(comparison, finding, &calls)
        })
        .collect()
}

fn change(comparison: &Comparison<'_>, finding: &Finding, calls: &BTreeSet<String>) -> Change {
    let verdict = verdict(comparison, finding);
    Change {
        level: verdict.level(),
        kind: finding.rule.kind,
        side: finding.side,
        operation: finding.call.as_ref().map(|call| call.name.clone()),
        operation_id: finding.call.as_ref().and_then(|call| call.id.clone()),
        operations: calls.iter().cloned().collect(),
        bump: step(finding, verdict),
        pointer: finding
            .new
            .clone()
            .or_else(|| finding.old.clone())
            .unwrap_or_default(),
        rust: Vec::new(),
        message: message(finding, verdict, calls),
    }
}

/// The least step of the version that a finding asks for.
pub(crate) fn step(finding: &Finding, verdict: Verdict) -> Bump {
    let level = verdict.level();
    let moves_nothing = matches!(
        finding.rule.kind,
        "schema-removed"
            | "unused-scheme-changed"
            | "unnamed-members-closed"
            | "unnamed-members-opened"
            | "read-only-added"
            | "read-only-removed"
            | "write-only-added"
            | "write-only-removed"
            | "member-no-longer-sent"
            | "member-shown"
    );
    if moves_nothing && level != Level::Breaking {
        return Bump::Patch;
    }
    level.step()
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
pub(crate) fn message(finding: &Finding, verdict: Verdict, calls: &BTreeSet<String>) -> String {
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
    let concerned = if calls.len() > 1 {
        let shown = list(calls.iter().map(String::as_str));
        format!("; {} calls are concerned: {shown}", calls.len())
    } else {
        String::new()
    };
    format!(
        "{}; {who}{concerned}; what to do: {}",
        finding.what,
        advice(finding, verdict.level())
    )
}

/// What to do about a finding. What breaks nobody asks for no breaking version.
fn advice(finding: &Finding, level: Level) -> &'static str {
    let advice = finding.rule.advice;
    match level {
        Level::Breaking => advice,
        _ if !asks_for_release(advice) => advice,
        Level::Risk => "check whether you rely on it",
        Level::Compatible => "mention it in the changelog",
        Level::Docs => "nothing",
    }
}
