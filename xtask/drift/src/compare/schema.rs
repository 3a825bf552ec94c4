//! Comparing two schemas: what may be sent or answered now that could not be before.

use crate::compare::{Comparison, Context};
use crate::report::quoting::quoted;
use serde_json::Value;
use xtask_openapi::effective::{Part, Schema, Tree, Types};
use xtask_openapi::pointer;

impl<'d> Comparison<'d> {
    /// Compares everything that waits, until nothing does.
    pub(crate) fn drain(&mut self) {
        while let Some((old, new, mut context)) = self.waiting.pop_front() {
            let key = (
                homes(&self.old.home_all(&old)),
                homes(&self.new.home_all(&new)),
                context.received,
                context.muted,
                context.as_text,
                context.field,
            );
            for (tree, parts) in [(self.old, &old), (self.new, &new)] {
                self.judged
                    .extend(parts.iter().flat_map(|part| chain(tree, part)));
            }
            let known = self.seen.get(&key).copied();
            let pair = known.unwrap_or_else(|| self.users.add());
            let call = context.call.as_ref().map(|call| call.name.as_str());
            self.users.link(pair, context.pair, call);
            if known.is_some() {
                continue;
            }
            self.seen.insert(key, pair);
            context.pair = Some(pair);
            let (one, other) = (self.read_old(&old), self.read_new(&new));
            let nodes = one.nodes.iter().chain(&other.nodes);
            self.judged.extend(nodes.map(|node| node.pointer.clone()));
            self.pairs
                .push((one.pointer.clone(), other.pointer.clone()));
            if one.words.is_some() && self.became_union(&other, &new) {
                let what = format!(
                    "{} was one of the listed values and is of one of several types now",
                    context.place(&other.pointer)
                );
                let places = (Some(one.pointer.as_str()), Some(other.pointer.as_str()));
                self.found("enum-became-union", &context, places.0, places.1, what);
            }
            self.schemas(&one, &other, &context);
        }
    }

    /// Whether a schema without listed values is written as a union of plain types.
    fn became_union(&self, read: &Schema<'d>, parts: &[Part<'d>]) -> bool {
        read.words.is_none() && read.unions.is_empty() && !self.new.schema(parts).unions.is_empty()
    }

    fn schemas(&mut self, old: &Schema<'d>, new: &Schema<'d>, context: &Context) {
        let mut context = context.clone();
        if self.ignores_limits_of_direction(old, new, &context) {
            context.muted = true;
        }
        let context = &context;
        self.names(old, new, context);
        self.annotations(old, new, context);
        self.discriminators(old, new, context);
        if !self.unions(old, new, context) {
            return;
        }
        let common = self.types(old, new, context);
        self.null(old, new, context);
        // Of one and the same type everything is compared, even what says nothing of it.
        let common = if old.kinds() == new.kinds() {
            Types::ANY
        } else {
            common
        };
        if common != Types::NONE {
            self.words(old, new, context);
            self.limits(old, new, common, context);
            self.keywords(old, new, common, context);
        }
        if common.has(Types::OBJECT) {
            self.members(old, new, context);
            self.unnamed_members(old, new, context);
        }
        if common.has(Types::ARRAY) {
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

    /// Compares the types. What both have in common is still compared.
    fn types(&mut self, old: &Schema<'d>, new: &Schema<'d>, context: &Context) -> Types {
        let (one, other) = (old.kinds(), new.kinds());
        let common = one.both(other);
        if one != other {
            let as_text = |from: Types, to: &Schema<'_>| {
                context.as_text
                    && is_plain(from)
                    && to.kinds().has(Types::STRING)
                    && is_any_text(to)
            };
            let (widened, narrowed) = (as_text(one, new), as_text(other, old));
            let kind = if other.has(one) {
                "type-widened"
            } else if one.has(other) || (!widened && narrowed) {
                "type-narrowed"
            } else if widened {
                "type-widened"
            } else {
                "type-changed"
            };
            let what = format!(
                "{} was {} and is {} now",
                context.place(&new.pointer),
                one.words(),
                other.words()
            );
            self.found(kind, context, Some(&old.pointer), Some(&new.pointer), what);
        }
        if common != Types::NONE {
            self.formats(old, new, common, context);
        }
        common
    }

    /// Compares the formats that say something of a type that both have.
    fn formats(&mut self, old: &Schema<'d>, new: &Schema<'d>, common: Types, context: &Context) {
        let changed = old.kinds() != new.kinds();
        let formats = |schema: &Schema<'d>| -> Vec<&'d str> {
            let said = schema.said.get("format").into_iter().flatten();
            let mut formats: Vec<&'d str> = said
                .filter_map(|part| part.value.as_str())
                .filter(|format| !changed || common.has(types_of(format).unwrap_or(common)))
                .collect();
            formats.sort_unstable();
            formats
        };
        let (one, other) = (formats(old), formats(new));
        let mut gone = one.iter().filter(|format| !other.contains(format));
        let mut come = other.iter().filter(|format| !one.contains(format));
        loop {
            match (gone.next(), come.next()) {
                (None, None) => return,
                (was, is) => self.format((was.copied(), is.copied()), old, new, context),
            }
        }
    }

    fn format(
        &mut self,
        (was, is): (Option<&str>, Option<&str>),
        old: &Schema<'d>,
        new: &Schema<'d>,
        context: &Context,
    ) {
        let kinds = new.kinds();
        let plain = |format: Option<&str>| format.is_none_or(|format| !makes_type(format, kinds));
        let both_plain = plain(was) && plain(is);
        let kind = match (was, is) {
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
            say(was),
            say(is)
        );
        self.found(kind, context, Some(&old.pointer), Some(&new.pointer), what);
    }

    fn null(&mut self, old: &Schema<'d>, new: &Schema<'d>, context: &Context) {
        // By the standard a list of values decides, even next to 3.0's `nullable`.
        let (one, other) = (
            old.nullable() && !(new.lists_null && old.nullable_beside_values),
            new.nullable() && !(old.lists_null && new.nullable_beside_values),
        );
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

/// The places of a part and of what its references lead to, one after the other.
fn chain(tree: Tree<'_>, part: &Part<'_>) -> Vec<String> {
    let mut places = vec![part.pointer.clone()];
    let mut value = part.value;
    while let Some(target) = value.get("$ref").and_then(Value::as_str)
        && let Some(place) = pointer::from_fragment(target)
        && let Some(next) = tree.root.pointer(&place)
        && !places.contains(&place)
    {
        places.push(place);
        value = next;
    }
    places
}

fn homes(pointers: &[String]) -> String {
    pointers.join("\n")
}

/// Whether a value of these types is written as one text in an address, a header or a form.
fn is_plain(types: Types) -> bool {
    types != Types::NONE && types.both(Types::OBJECT.and(Types::ARRAY)) == Types::NONE
}

/// Whether a schema lets every text through.
fn is_any_text(schema: &Schema<'_>) -> bool {
    schema.words.is_none()
        && !schema.said.contains_key("format")
        && !schema.said.contains_key("pattern")
        && !schema.limits.contains_key("minLength")
        && !schema.limits.contains_key("maxLength")
}

/// The type that a format of the registry is for.
fn types_of(format: &str) -> Option<Types> {
    Some(match format {
        "int8" | "int16" | "int32" | "int64" | "uint8" | "uint16" | "uint32" | "uint64"
        | "bigint" => Types::INTEGER,
        "float" | "double" => Types::NUMBER,
        "date-time" | "date" | "time" | "duration" | "uuid" | "byte" | "binary" | "ip" | "ipv4"
        | "ipv6" | "email" | "uri" | "hostname" | "password" => Types::STRING,
        _ => return None,
    })
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
