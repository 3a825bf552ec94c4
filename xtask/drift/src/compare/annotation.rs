//! What a schema says next to its type: defaults, marks, who may write it.

use crate::compare::{Comparison, Context};
use crate::report::quoting::{list, value};
use xtask_openapi::effective::Schema;

impl<'d> Comparison<'d> {
    pub(crate) fn annotations(&mut self, old: &Schema<'d>, new: &Schema<'d>, context: &Context) {
        let place = context.place(&new.pointer);
        let mut say = |kind: &str, what: String| {
            self.found(kind, context, Some(&old.pointer), Some(&new.pointer), what);
        };
        match (old.deprecated, new.deprecated) {
            (false, true) => say("schema-deprecated", format!("{place} is deprecated now")),
            (true, false) => say(
                "schema-reactivated",
                format!("{place} is no longer deprecated"),
            ),
            _ => {}
        }
        match (old.read_only, new.read_only) {
            (false, true) => say("read-only-added", format!("{place} is only answered now")),
            (true, false) => say("read-only-removed", format!("{place} may be sent now")),
            _ => {}
        }
        match (old.write_only, new.write_only) {
            (false, true) => say("write-only-added", format!("{place} is only sent now")),
            (true, false) => say("write-only-removed", format!("{place} may be answered now")),
            _ => {}
        }
        let defaults = |schema: &Schema<'d>| -> Vec<&'d serde_json::Value> {
            let said = schema.said.get("default").into_iter().flatten();
            said.map(|part| part.value).collect()
        };
        let (was, is) = (defaults(old), defaults(new));
        if was.len() != is.len() || was.iter().any(|value| !is.contains(value)) {
            let always = |schema: &Schema<'_>| {
                schema.marks.get("x-lean-always-sent") == Some(&&serde_json::Value::Bool(true))
            };
            let kind = if !context.received && (always(old) || always(new)) {
                "always-sent-changed"
            } else {
                "default-changed"
            };
            let shown = |values: &[&serde_json::Value]| match values {
                [] => "none".to_owned(),
                values => values
                    .iter()
                    .map(|known| value(known))
                    .collect::<Vec<_>>()
                    .join(" and "),
            };
            say(
                kind,
                format!(
                    "the default of {place} was {} and is {} now",
                    shown(&was),
                    shown(&is)
                ),
            );
        }
        let marks: Vec<&str> = old
            .marks
            .keys()
            .chain(
                new.marks
                    .keys()
                    .filter(|mark| !old.marks.contains_key(*mark)),
            )
            .filter(|mark| old.marks.get(*mark) != new.marks.get(*mark))
            .copied()
            .collect();
        if !marks.is_empty() {
            say(
                "mark-changed",
                format!("{place} is marked otherwise ({})", list(marks)),
            );
        }
    }
}
