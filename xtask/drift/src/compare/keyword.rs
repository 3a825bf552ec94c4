//! The keywords of a schema that hold schemas of their own, and those without a rule.

use serde_json::Value;
use xtask_openapi::effective::{Part, Schema, Types};
use xtask_openapi::place::Kind;
use xtask_openapi::pointer;

use crate::compare::{Comparison, Context};
use crate::report::quoting::quoted;

/// What is compared elsewhere.
const ELSEWHERE: [&str; 6] = [
    "format",
    "default",
    "discriminator",
    "pattern",
    "multipleOf",
    "uniqueItems",
];

/// How many branches each side says by one keyword.
type Sides<'s, 'd> = (&'s [Part<'d>], &'s [Part<'d>]);

/// The parts of two sides: those that mean the same, and what is left.
#[derive(Debug, Default)]
struct Matched<'d> {
    same: Vec<(Part<'d>, Part<'d>)>,
    gone: Vec<Part<'d>>,
    come: Vec<Part<'d>>,
}

impl<'d> Comparison<'d> {
    /// Every keyword that says something of a type that both schemas have.
    pub(crate) fn keywords(
        &mut self,
        old: &Schema<'d>,
        new: &Schema<'d>,
        common: Types,
        context: &Context,
    ) {
        let more = new.said.keys();
        let names: Vec<&str> = old
            .said
            .keys()
            .chain(more.filter(|name| !old.said.contains_key(*name)))
            .filter(|name| !ELSEWHERE.contains(name))
            .filter(|name| of_types(name).both(common) != Types::NONE)
            .copied()
            .collect();
        for keyword in names {
            let said = |schema: &Schema<'d>| schema.said.get(keyword).cloned().unwrap_or_default();
            let (one, other) = (said(old), said(new));
            self.keyword(keyword, (&one, &other), (old, new), context);
        }
    }

    fn keyword(
        &mut self,
        keyword: &str,
        sides: Sides<'_, 'd>,
        schemas: (&Schema<'d>, &Schema<'d>),
        context: &Context,
    ) {
        match keyword {
            "prefixItems" => self.tuples(sides, schemas, context),
            "patternProperties" | "dependentSchemas" => {
                self.tables(keyword, sides, schemas, context);
            }
            "contains"
            | "propertyNames"
            | "unevaluatedProperties"
            | "unevaluatedItems"
            | "additionalItems"
            | "then"
            | "else"
            | "contentSchema" => {
                self.parts(keyword, sides, schemas, context);
            }
            "not" => self.negated(sides, schemas, context),
            _ => self.others(keyword, sides, schemas, context),
        }
    }

    /// Pairs the parts of both sides that count and mean the same. What is left of each side means
    /// something else.
    fn matched_parts(
        &mut self,
        (old, new): Sides<'_, 'd>,
        counts: fn(&Part<'d>) -> bool,
    ) -> Matched<'d> {
        let mut matched = Matched::default();
        for part in new.iter().filter(|part| counts(part)) {
            matched.come.push(part.clone());
        }
        for part in old.iter().filter(|part| counts(part)) {
            let meaning = self.meaning_of_old(part);
            let twin = matched
                .come
                .iter()
                .position(|twin| self.meaning_of_new(twin) == meaning);
            match twin {
                Some(at) => matched.same.push((part.clone(), matched.come.remove(at))),
                None => matched.gone.push(part.clone()),
            }
        }
        matched
    }

    /// The parts that mean something else, where meanings are all that is compared.
    fn differing(&mut self, sides: Sides<'_, 'd>) -> (Vec<Part<'d>>, Vec<Part<'d>>) {
        for part in sides.0 {
            self.judge_below(self.old, part);
        }
        for part in sides.1 {
            self.judge_below(self.new, part);
        }
        let matched = self.matched_parts(sides, |_| true);
        (matched.gone, matched.come)
    }

    /// Schemas that a value, or a part of it, has to keep to: compared as such.
    fn parts(
        &mut self,
        keyword: &str,
        sides: Sides<'_, 'd>,
        schemas: (&Schema<'d>, &Schema<'d>),
        context: &Context,
    ) {
        let matched = self.matched_parts(sides, says_something);
        let is_closed = |parts: &[Part<'d>]| {
            keyword == "unevaluatedProperties"
                && parts.iter().any(|part| part.value == &Value::Bool(false))
        };
        let (removed, added) = (
            if is_closed(&matched.gone) {
                "unnamed-members-opened"
            } else {
                "keyword-removed"
            },
            if is_closed(&matched.come) {
                "unnamed-members-closed"
            } else {
                "keyword-added"
            },
        );
        let place = context.place(&schemas.1.pointer);
        let inner = context.member(&format!("{keyword} of {place}").replace('`', ""));
        let left = matched
            .gone
            .iter()
            .cloned()
            .zip(matched.come.iter().cloned());
        for (one, other) in matched.same.into_iter().chain(left) {
            self.wait(vec![one], vec![other], inner.clone());
        }
        let (gone, come) = (matched.gone.len(), matched.come.len());
        if gone > come {
            self.say(removed, keyword, schemas, context);
        }
        if come > gone {
            self.say(added, keyword, schemas, context);
        }
    }

    /// Schemas by name: of a pattern, or of the field that asks for them.
    fn tables(
        &mut self,
        keyword: &str,
        (old, new): Sides<'_, 'd>,
        schemas: (&Schema<'d>, &Schema<'d>),
        context: &Context,
    ) {
        let below = |parts: &[Part<'d>], name: &str| -> Vec<Part<'d>> {
            let found = parts.iter().filter_map(|part| part.child(name));
            found.collect()
        };
        let mut names: Vec<&str> = Vec::new();
        for part in old.iter().chain(new) {
            for (name, _) in part.members_of() {
                if !names.contains(&name) {
                    names.push(name);
                }
            }
        }
        for name in names {
            let sides = (&*below(old, name), &*below(new, name));
            self.parts(keyword, sides, schemas, context);
        }
    }

    fn tuples(
        &mut self,
        (old, new): Sides<'_, 'd>,
        schemas: (&Schema<'d>, &Schema<'d>),
        context: &Context,
    ) {
        let items = |parts: &[Part<'d>]| -> Vec<Part<'d>> {
            let lists = parts
                .iter()
                .filter_map(|part| Some((part, part.value.as_array()?)));
            lists
                .flat_map(|(part, items)| {
                    let items = items.iter().enumerate();
                    items.map(|(index, value)| Part {
                        value,
                        pointer: pointer::item(&part.pointer, index),
                    })
                })
                .collect()
        };
        let (one, other) = (items(old), items(new));
        if one.len() != other.len() {
            let (old, new) = schemas;
            let is_closed = |schema: &Schema<'d>| {
                let mut items = schema.items.iter();
                items.any(|part| part.value == &Value::Bool(false))
            };
            // Where nothing may follow, a longer tuple allows more; else it only says more.
            let kind = match (is_closed(old) && is_closed(new), other.len() > one.len()) {
                (true, true) => "tuple-grown",
                (true, false) => "tuple-shrunk",
                (false, true) => "keyword-added",
                (false, false) => "keyword-removed",
            };
            let what = format!(
                "{} first items of {} were described, and {} are now",
                one.len(),
                context.place(&new.pointer),
                other.len()
            );
            self.found(kind, context, Some(&old.pointer), Some(&new.pointer), what);
        }
        for (one, other) in one.into_iter().zip(other) {
            self.wait(vec![one], vec![other], context.member("[]"));
        }
    }

    /// What must not be: the more it holds, the less is left.
    fn negated(
        &mut self,
        sides: Sides<'_, 'd>,
        schemas: (&Schema<'d>, &Schema<'d>),
        context: &Context,
    ) {
        let (gone, come) = self.differing(sides);
        let kind = match (gone.as_slice(), come.as_slice()) {
            ([], []) => return,
            ([], _) => "keyword-added",
            (_, []) => "keyword-removed",
            ([one], [other]) => {
                let (one, other) = (
                    self.read_old(std::slice::from_ref(one)),
                    self.read_new(std::slice::from_ref(other)),
                );
                let strict = !has_fields(&one) && !has_fields(&other);
                if strict && self.is_widened(&one, &other) {
                    "keyword-tightened"
                } else if strict && self.is_narrowed(&one, &other) {
                    "keyword-loosened"
                } else {
                    "keyword-changed"
                }
            }
            _ => "keyword-changed",
        };
        self.say(kind, "not", schemas, context);
    }

    fn others(
        &mut self,
        keyword: &str,
        sides: Sides<'_, 'd>,
        schemas: (&Schema<'d>, &Schema<'d>),
        context: &Context,
    ) {
        let (gone, come) = self.differing(sides);
        let is_known = Kind::Schema.field_of_any_series(keyword).is_some();
        let kind = match (keyword, gone.is_empty(), come.is_empty()) {
            (_, true, true) => return,
            ("contentEncoding" | "contentMediaType", ..) => "content-changed",
            ("$ref", ..) => "reference-changed",
            _ if !is_known => "unknown-keyword-changed",
            (_, true, _) => "keyword-added",
            (_, _, true) => "keyword-removed",
            _ => "keyword-changed",
        };
        self.say(kind, keyword, schemas, context);
    }

    fn say(
        &mut self,
        kind: &str,
        keyword: &str,
        (old, new): (&Schema<'d>, &Schema<'d>),
        context: &Context,
    ) {
        let place = context.place(&new.pointer);
        let keyword = quoted(keyword);
        let what = match kind {
            "keyword-added" => format!("{place} must fulfil {keyword} now"),
            "keyword-removed" => format!("{place} need not fulfil {keyword} now"),
            "unnamed-members-closed" => {
                format!("{place} takes no members any more that the document does not name")
            }
            "unnamed-members-opened" => {
                format!("{place} may have members now that the document does not name")
            }
            "keyword-tightened" => format!("{keyword} of {place} rules out more now"),
            "keyword-loosened" => format!("{keyword} of {place} rules out less now"),
            "reference-changed" => format!("{place} refers to something else"),
            "unknown-keyword-changed" => {
                format!("{keyword} of {place} has changed, which the standard does not know")
            }
            _ => format!("{keyword} of {place} has changed"),
        };
        self.found(kind, context, Some(&old.pointer), Some(&new.pointer), what);
    }
}

/// Whether a schema is more than `{}` or `true`.
fn says_something(part: &Part<'_>) -> bool {
    let is_empty = part
        .value
        .as_object()
        .is_some_and(serde_json::Map::is_empty);
    part.value != &Value::Bool(true) && !is_empty
}

/// Whether a schema describes fields, of which each value may have more.
fn has_fields(schema: &Schema<'_>) -> bool {
    !schema.members.is_empty() || !schema.unions.is_empty() || !schema.items.is_empty()
}

/// The types of which a keyword says something.
pub(crate) fn of_types(keyword: &str) -> Types {
    match keyword {
        "minimum" | "maximum" | "multipleOf" => Types::NUMBER,
        "minLength" | "maxLength" | "pattern" | "contentEncoding" | "contentMediaType"
        | "contentSchema" => Types::STRING,
        "minItems" | "maxItems" | "uniqueItems" | "contains" | "minContains" | "maxContains"
        | "prefixItems" | "unevaluatedItems" | "additionalItems" => Types::ARRAY,
        "minProperties"
        | "maxProperties"
        | "patternProperties"
        | "propertyNames"
        | "unevaluatedProperties"
        | "dependentSchemas"
        | "dependentRequired" => Types::OBJECT,
        _ => Types::ANY,
    }
}
