//! Comparing two schemas: what may be sent or answered now that could not be before.

use crate::compare::{Comparison, Context};
use crate::report::quoting::quoted;
use xtask_openapi::effective::Schema;
use xtask_openapi::effective::Types;

impl<'d> Comparison<'d> {
    /// Compares everything that waits, until nothing does.
    pub(crate) fn drain(&mut self) {
        while let Some((old, new, context)) = self.waiting.pop_front() {
            let key = (
                homes(&self.old.home_all(&old)),
                homes(&self.new.home_all(&new)),
                context.received,
                context.muted,
                context.field,
            );
            if !self.seen.insert(key) {
                continue;
            }
            let (one, other) = (self.old.schema(&old), self.new.schema(&new));
            self.pairs
                .push((one.pointer.clone(), other.pointer.clone()));
            self.schemas(&one, &other, &context);
        }
    }

    fn schemas(&mut self, old: &Schema<'d>, new: &Schema<'d>, context: &Context) {
        let mut context = context.clone();
        if self.ignores_limits_of_direction(old, new, &context) {
            context.muted = true;
        }
        let context = &context;
        self.names(old, new, context);
        self.annotations(old, new, context);
        if !self.unions(old, new, context) {
            return;
        }
        let same_kind = self.types(old, new, context);
        self.null(old, new, context);
        if same_kind {
            self.words(old, new, context);
            self.limits(old, new, context);
            self.keywords(old, new, context);
            self.members(old, new, context);
            self.unnamed_members(old, new, context);
            self.items(old, new, context);
        }
    }

    /// A field that only travels the other way binds nobody in this one.
    pub(crate) fn ignores_limits_of_direction(
        &self,
        old: &Schema<'_>,
        new: &Schema<'_>,
        context: &Context,
    ) -> bool {
        if self.is_ours() {
            return false;
        }
        if context.received {
            old.write_only || new.write_only
        } else {
            old.read_only || new.read_only
        }
    }

    fn names(&mut self, old: &Schema<'d>, new: &Schema<'d>, context: &Context) {
        if let (Some(one), Some(other)) = (&old.name, &new.name)
            && one != other
        {
            let makes_type = |schema: &Schema<'_>| {
                schema.words.is_some() || !schema.members.is_empty() || !schema.unions.is_empty()
            };
            let kept = self
                .old
                .root
                .pointer("/components/schemas")
                .is_some_and(|schemas| schemas.get(other).is_some());
            let kind = if self.names.of_type(one) == self.names.of_type(other)
                || !(makes_type(old) && makes_type(new))
            {
                "rewritten"
            } else {
                "schema-renamed"
            };
            let what = if kept {
                format!(
                    "the schema {} stands where {} stood",
                    quoted(other),
                    quoted(one)
                )
            } else {
                format!("the schema {} is now called {}", quoted(one), quoted(other))
            };
            self.found(kind, context, Some(&old.pointer), Some(&new.pointer), what);
        }
    }

    fn types(&mut self, old: &Schema<'d>, new: &Schema<'d>, context: &Context) -> bool {
        let (one, other) = (old.kinds(), new.kinds());
        if one == other {
            self.formats(old, new, context);
            return true;
        }
        let widened =
            other.has(one) || (context.as_text && is_plain(one) && other.has(Types::STRING));
        let narrowed =
            one.has(other) || (context.as_text && is_plain(other) && one.has(Types::STRING));
        let kind = match (widened, narrowed) {
            (true, _) => "type-widened",
            (_, true) => "type-narrowed",
            _ => "type-changed",
        };
        let what = format!(
            "{} was {} and is {} now",
            context.place(&new.pointer),
            one.words(),
            other.words()
        );
        self.found(kind, context, Some(&old.pointer), Some(&new.pointer), what);
        // What both have in common is still compared.
        let common = one.both(other);
        common.has(Types::OBJECT) || common.has(Types::ARRAY)
    }

    fn formats(&mut self, old: &Schema<'d>, new: &Schema<'d>, context: &Context) {
        if old.format == new.format {
            return;
        }
        let kinds = new.kinds();
        let plain = |format: Option<&str>| format.is_none_or(|format| !makes_type(format, kinds));
        let both_plain = plain(old.format) && plain(new.format);
        let kind = match (old.format, new.format) {
            (None, _) if both_plain => "plain-format-added",
            (_, None) if both_plain => "plain-format-removed",
            (None, _) => "format-added",
            (_, None) => "format-removed",
            (Some(one), Some(other)) if holds(other, one) => "format-widened",
            (Some(one), Some(other)) if holds(one, other) => "format-narrowed",
            _ if both_plain => "plain-format-changed",
            _ => "format-changed",
        };
        let say = |format: Option<&str>| format.map_or("no format".to_owned(), quoted);
        let what = format!(
            "the format of {} was {} and is {} now",
            context.place(&new.pointer),
            say(old.format),
            say(new.format)
        );
        self.found(kind, context, Some(&old.pointer), Some(&new.pointer), what);
    }

    fn null(&mut self, old: &Schema<'d>, new: &Schema<'d>, context: &Context) {
        let (one, other) = (old.nullable(), new.nullable());
        let place = context.place(&new.pointer);
        let said = |schema: &Schema<'_>| schema.says_type || schema.nullable();
        if self.is_ours()
            && let Some((was_required, is_required)) = context.field
        {
            // A field that may be null and one that may be absent are one type.
            let (was_sure, is_sure) = (was_required && !one, is_required && !other);
            let kind = match (was_sure, is_sure) {
                (true, false) => "member-became-optional",
                (false, true) => "member-became-required",
                _ if one != other && other => "null-beside-absence",
                _ if one != other => "null-no-longer-beside-absence",
                _ => return,
            };
            let what = match (was_sure, is_sure) {
                (true, false) if !other && !context.received => {
                    format!("{place} need not be sent now")
                }
                (true, false) if !other => format!("{place} may be absent now"),
                (true, false) => format!("{place} may be null now"),
                (false, true) if !context.received => format!("{place} must be sent now"),
                (false, true) => format!("{place} is always there now"),
                _ if other => format!("{place} may be null now, besides being absent"),
                _ => format!("{place} is no longer null, but may be absent"),
            };
            self.found(kind, context, Some(&old.pointer), Some(&new.pointer), what);
            return;
        }
        if one == other || !said(old) || !said(new) {
            return;
        }
        let (kind, what) = if other {
            ("null-allowed", format!("{place} may be null now"))
        } else {
            ("null-refused", format!("{place} may no longer be null"))
        };
        self.found(kind, context, Some(&old.pointer), Some(&new.pointer), what);
    }
}

fn homes(pointers: &[String]) -> String {
    pointers.join("\n")
}

/// Whether a value of these types is written as one text in an address, a header or a form.
fn is_plain(types: Types) -> bool {
    types != Types::NONE && types.both(Types::OBJECT.and(Types::ARRAY)) == Types::NONE
}

/// Whether a format decides the Rust type of what it stands at.
fn makes_type(format: &str, kinds: Types) -> bool {
    if kinds.has(Types::STRING) {
        return matches!(
            format,
            "date-time"
                | "date"
                | "time"
                | "uuid"
                | "byte"
                | "binary"
                | "ip"
                | "ipv4"
                | "ipv6"
                | "decimal"
        );
    }
    kinds.has(Types::INTEGER)
}

/// Whether every value of the format `other` is one of `format` too.
fn holds(format: &str, other: &str) -> bool {
    matches!(
        (format, other),
        (
            "int64",
            "int32" | "int16" | "int8" | "uint32" | "uint16" | "uint8"
        ) | ("int32", "int16" | "int8" | "uint16" | "uint8")
            | ("bigint", "int32" | "int64")
            | ("double", "float")
            | ("date-time", "date" | "time")
    )
}
