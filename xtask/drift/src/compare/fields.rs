//! The fields and items of two schemas.

use serde_json::Value;

use crate::compare::sets::is_closed;
use crate::compare::{Comparison, Context};
use crate::report::quoting::quoted;
use xtask_openapi::effective::Part;
use xtask_openapi::effective::Schema;

impl<'d> Comparison<'d> {
    pub(crate) fn members(&mut self, old: &Schema<'d>, new: &Schema<'d>, context: &Context) {
        let mut respelt: Vec<&str> = Vec::new();
        for (wire, parts) in &old.members {
            let was_required = old.required.contains(wire);
            if let Some(others) = new.members.get(wire) {
                let is_required = new.required.contains(wire);
                let context = context.member_of(&old.pointer, &new.pointer, wire);
                self.member(wire, (parts, was_required), (others, is_required), context);
                continue;
            }
            let twin = new.members.keys().find(|other| {
                !old.members.contains_key(**other)
                    && self.names.of_field(other) == self.names.of_field(wire)
            });
            if let Some(twin) = twin {
                respelt.push(twin);
                let place = new.members.get(twin).and_then(|parts| parts.first());
                self.found(
                    "member-respelt",
                    &context.member_of(&old.pointer, &new.pointer, wire),
                    parts.first().map(|part| part.pointer.as_str()),
                    place.map(|part| part.pointer.as_str()),
                    format!(
                        "the member {} is written {} now",
                        quoted(wire),
                        quoted(twin)
                    ),
                );
                continue;
            }
            let schema = self.read_old(parts);
            // A closed schema refuses what it does not name.
            let kind = if is_closed(new) && !context.received {
                "member-refused"
            } else if was_required {
                "required-member-removed"
            } else {
                "optional-member-removed"
            };
            let mut context = context.member_of(&old.pointer, &new.pointer, wire);
            context.muted |= self.ignores_limits_of_direction(&schema, &schema, &context);
            self.found(
                kind,
                &context,
                parts.first().map(|part| part.pointer.as_str()),
                None,
                format!(
                    "the member {} is gone from {}",
                    quoted(wire),
                    context.holder(&old.pointer)
                ),
            );
        }
        self.new_members(old, new, &respelt, context);
        self.undescribed(old, new, context);
        self.branches_of_all(old, new, context);
    }

    fn new_members(
        &mut self,
        old: &Schema<'d>,
        new: &Schema<'d>,
        respelt: &[&str],
        context: &Context,
    ) {
        for (wire, parts) in &new.members {
            if old.members.contains_key(wire) || respelt.contains(wire) {
                continue;
            }
            let schema = self.read_new(parts);
            let required = new.required.contains(wire) && !old.required.contains(wire);
            let kind = if required {
                "required-member-added"
            } else {
                "optional-member-added"
            };
            let mut context = context.member_of(&old.pointer, &new.pointer, wire);
            context.muted |= self.ignores_limits_of_direction(&schema, &schema, &context);
            let must = if required { "required " } else { "" };
            self.found(
                kind,
                &context,
                None,
                parts.first().map(|part| part.pointer.as_str()),
                format!(
                    "the {must}member {} is new in {}",
                    quoted(wire),
                    context.holder(&new.pointer)
                ),
            );
        }
    }

    /// What is required without being described.
    fn undescribed(&mut self, old: &Schema<'d>, new: &Schema<'d>, context: &Context) {
        for wire in new.required.difference(&old.required) {
            if !new.members.contains_key(wire) && !old.members.contains_key(wire) {
                self.found(
                    "member-became-required",
                    context,
                    Some(&old.pointer),
                    Some(&new.pointer),
                    format!("the member {} is required now", quoted(wire)),
                );
            }
        }
        for wire in old.required.difference(&new.required) {
            if !new.members.contains_key(wire) && !old.members.contains_key(wire) {
                self.found(
                    "member-became-optional",
                    context,
                    Some(&old.pointer),
                    Some(&new.pointer),
                    format!("the member {} is no longer required", quoted(wire)),
                );
            }
        }
    }

    fn branches_of_all(&mut self, old: &Schema<'d>, new: &Schema<'d>, context: &Context) {
        let (more, fewer) = (
            new.members
                .keys()
                .any(|wire| !old.members.contains_key(wire)),
            old.members
                .keys()
                .any(|wire| !new.members.contains_key(wire)),
        );
        if more && old.branches_of_all > 0 && new.branches_of_all > old.branches_of_all {
            self.found(
                "all-of-added",
                context,
                Some(&old.pointer),
                Some(&new.pointer),
                format!(
                    "{} must also be what a new branch of `allOf` says",
                    context.place(&new.pointer)
                ),
            );
        }
        if fewer && new.branches_of_all > 0 && new.branches_of_all < old.branches_of_all {
            self.found(
                "all-of-removed",
                context,
                Some(&old.pointer),
                Some(&new.pointer),
                format!(
                    "{} no longer has a branch of its `allOf`",
                    context.place(&new.pointer)
                ),
            );
        }
    }

    fn member(
        &mut self,
        wire: &str,
        (old, was_required): (&[Part<'d>], bool),
        (new, is_required): (&[Part<'d>], bool),
        mut context: Context,
    ) {
        // Most fields say nothing of a direction, and need not be read for it.
        if was_required != is_required || may_have_direction(old) || may_have_direction(new) {
            self.direction(wire, (old, was_required), (new, is_required), &context);
        }
        if self.is_ours() {
            context.field = Some((was_required, is_required));
        }
        self.wait(old.to_vec(), new.to_vec(), context);
    }

    /// Whether a field must be there, and whether it travels this way.
    fn direction(
        &mut self,
        wire: &str,
        (old, was_required): (&[Part<'d>], bool),
        (new, is_required): (&[Part<'d>], bool),
        context: &Context,
    ) {
        let (one, other) = (self.read_old(old), self.read_new(new));
        let travels = |schema: &Schema<'_>| {
            if context.received {
                !schema.write_only
            } else {
                !schema.read_only
            }
        };
        if travels(&one) != travels(&other) {
            self.changed_direction(wire, (&one, was_required), (&other, is_required), context);
        }
        if !self.is_ours() && was_required != is_required {
            let (kind, what) = if is_required {
                ("member-became-required", "is required now")
            } else {
                ("member-became-optional", "is no longer required")
            };
            let mut context = context.clone();
            context.muted |= self.ignores_limits_of_direction(&one, &other, &context);
            self.found(
                kind,
                &context,
                old.first().map(|part| part.pointer.as_str()),
                new.first().map(|part| part.pointer.as_str()),
                format!("the member {} {what}", quoted(wire)),
            );
        }
    }

    /// A field that is only sent or only answered now, or no longer.
    fn changed_direction(
        &mut self,
        wire: &str,
        (old, was_required): (&Schema<'d>, bool),
        (new, is_required): (&Schema<'d>, bool),
        context: &Context,
    ) {
        let has_gone = if context.received {
            new.write_only
        } else {
            new.read_only
        };
        let wire = quoted(wire);
        let (kind, what) = match (has_gone, context.received) {
            (true, true) if was_required => (
                "required-member-hidden",
                format!("the member {wire} is not answered any more"),
            ),
            (true, true) => (
                "optional-member-hidden",
                format!("the member {wire} is not answered any more"),
            ),
            (true, false) => (
                "member-no-longer-sent",
                format!("the member {wire} need not be sent any more"),
            ),
            (false, false) if is_required => (
                "required-member-shown",
                format!("the member {wire} must be sent now"),
            ),
            (false, _) => (
                "member-shown",
                format!("the member {wire} travels this way too now"),
            ),
        };
        self.found(kind, context, Some(&old.pointer), Some(&new.pointer), what);
    }

    pub(crate) fn unnamed_members(
        &mut self,
        old: &Schema<'d>,
        new: &Schema<'d>,
        context: &Context,
    ) {
        let closed =
            |parts: &[Part<'_>]| parts.iter().any(|part| part.value == &Value::Bool(false));
        let open = |parts: &[Part<'_>]| {
            parts.iter().all(|part| {
                part.value == &Value::Bool(true)
                    || part
                        .value
                        .as_object()
                        .is_some_and(serde_json::Map::is_empty)
            })
        };
        let place = context.place(&new.pointer);
        let places = (Some(old.pointer.as_str()), Some(new.pointer.as_str()));
        match (closed(&old.extra), closed(&new.extra)) {
            (true, true) => {}
            (false, true) => self.found(
                "unnamed-members-closed",
                context,
                places.0,
                places.1,
                format!("{place} takes no members any more that the document does not name"),
            ),
            (true, false) => self.found(
                "unnamed-members-opened",
                context,
                places.0,
                places.1,
                format!("{place} may have members now that the document does not name"),
            ),
            (false, false) => match (open(&old.extra), open(&new.extra)) {
                (true, true) => {}
                (false, false) => {
                    self.wait(old.extra.clone(), new.extra.clone(), context.member("*"));
                }
                (was_open, _) => {
                    let kind = if was_open {
                        "type-narrowed"
                    } else {
                        "type-widened"
                    };
                    let what = if was_open {
                        "a type now"
                    } else {
                        "any type now"
                    };
                    self.found(
                        kind,
                        context,
                        places.0,
                        places.1,
                        format!("the unnamed members of {place} have {what}"),
                    );
                }
            },
        }
    }

    pub(crate) fn items(&mut self, old: &Schema<'d>, new: &Schema<'d>, context: &Context) {
        match (old.items.is_empty(), new.items.is_empty()) {
            (true, true) => {}
            (false, false) => self.wait(old.items.clone(), new.items.clone(), context.member("[]")),
            (was_open, _) => {
                let kind = if was_open {
                    "type-narrowed"
                } else {
                    "type-widened"
                };
                let what = if was_open {
                    "a type now"
                } else {
                    "any type now"
                };
                self.found(
                    kind,
                    context,
                    Some(&old.pointer),
                    Some(&new.pointer),
                    format!("the items of {} have {what}", context.place(&new.pointer)),
                );
            }
        }
    }
}

/// Whether a schema says, or may say behind a reference, that it travels one way alone.
fn may_have_direction(parts: &[Part<'_>]) -> bool {
    let keywords = ["readOnly", "writeOnly", "$ref", "allOf", "anyOf", "oneOf"];
    let says = |part: &Part<'_>| keywords.iter().any(|key| part.value.get(key).is_some());
    parts.iter().any(says)
}
