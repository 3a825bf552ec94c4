//! Words, limits, patterns, and the keywords that only narrow.

use serde_json::Value;
use xtask_openapi::place::{Field, Kind};
use xtask_openapi::pointer;

use crate::compare::{Comparison, Context};
use crate::report::quoting::{list, quoted, value};
use xtask_openapi::effective::{Limit, Schema};
use xtask_openapi::effective::{Part, is_prose};

impl<'d> Comparison<'d> {
    pub(crate) fn words(&mut self, old: &Schema<'d>, new: &Schema<'d>, context: &Context) {
        let place = context.place(&new.pointer);
        let places = (Some(old.pointer.as_str()), Some(new.pointer.as_str()));
        let (one, other) = match (&old.words, &new.words) {
            (None, None) => return,
            (None, Some(words)) => {
                let words = texts(words);
                let what = format!(
                    "{place} takes only {} now",
                    list(words.iter().map(String::as_str))
                );
                self.found("enum-added", context, places.0, places.1, what);
                return;
            }
            (Some(_), None) => {
                let what = format!("{place} may be any value of its type now");
                self.found("enum-removed", context, places.0, places.1, what);
                return;
            }
            (Some(one), Some(other)) => (one, other),
        };
        let gone: Vec<&Value> = one
            .iter()
            .filter(|word| !other.contains(word))
            .copied()
            .collect();
        let come: Vec<&Value> = other
            .iter()
            .filter(|word| !one.contains(word))
            .copied()
            .collect();
        if gone.is_empty() && come.is_empty() {
            return;
        }
        if gone.len() == one.len()
            && !one.is_empty()
            && !come.is_empty()
            && !self.all_respelt(&gone, &come)
        {
            let what = format!(
                "the words of {place} were {} and are {} now",
                list(texts(&gone).iter().map(String::as_str)),
                list(texts(&come).iter().map(String::as_str))
            );
            self.found("words-replaced", context, places.0, places.1, what);
            return;
        }
        let mut taken: Vec<&Value> = Vec::new();
        for word in &gone {
            let twin = come
                .iter()
                .find(|other| !taken.contains(other) && self.is_respelt(word, other));
            if let Some(twin) = twin {
                taken.push(twin);
                let what = format!(
                    "the word {} of {place} is written {} now",
                    value(word),
                    value(twin)
                );
                self.found("word-respelt", context, places.0, places.1, what);
            } else {
                let what = format!("the word {} is gone from {place}", value(word));
                self.found("word-removed", context, places.0, places.1, what);
            }
        }
        let is_closed = new
            .marks
            .get("x-lean-enum")
            .is_some_and(|mark| **mark == "closed");
        for word in come.iter().filter(|word| !taken.contains(word)) {
            let kind = if is_closed {
                "word-of-closed-enum-added"
            } else {
                "word-added"
            };
            let what = format!("the word {} is new in {place}", value(word));
            self.found(kind, context, places.0, places.1, what);
        }
    }

    fn all_respelt(&self, gone: &[&Value], come: &[&Value]) -> bool {
        gone.iter()
            .all(|word| come.iter().any(|other| self.is_respelt(word, other)))
    }

    /// Two words that become one variant.
    fn is_respelt(&self, one: &Value, other: &Value) -> bool {
        match (one.as_str(), other.as_str()) {
            (Some(one), Some(other)) => self.names.of_variant(one) == self.names.of_variant(other),
            _ => false,
        }
    }

    pub(crate) fn limits(&mut self, old: &Schema<'d>, new: &Schema<'d>, context: &Context) {
        let place = context.place(&new.pointer);
        let places = (Some(old.pointer.as_str()), Some(new.pointer.as_str()));
        let names: Vec<&'static str> = old
            .limits
            .keys()
            .chain(
                new.limits
                    .keys()
                    .filter(|name| !old.limits.contains_key(*name)),
            )
            .copied()
            .collect();
        for limit in names {
            let (one, other) = (old.limits.get(limit), new.limits.get(limit));
            if one == other {
                continue;
            }
            let is_least = limit.starts_with("min");
            let tighter = match (one, other) {
                (None, _) => true,
                (_, None) => false,
                (Some(one), Some(other)) if is_equal(one.value, other.value) => other.excluded,
                (Some(one), Some(other)) => (other.value > one.value) == is_least,
            };
            let kind = if tighter {
                "limit-tightened"
            } else {
                "limit-loosened"
            };
            let say = |limit: Option<&Limit>| {
                limit.map_or("none".to_owned(), |limit| {
                    let excluded = if limit.excluded {
                        " (itself not allowed)"
                    } else {
                        ""
                    };
                    format!("{}{excluded}", limit.value)
                })
            };
            let what = format!(
                "{} of {place} was {} and is {} now",
                quoted(limit),
                say(one),
                say(other)
            );
            self.found(kind, context, places.0, places.1, what);
        }
        self.pattern(old, new, context);
        let step = |schema: &Schema<'_>| {
            schema
                .other
                .get("multipleOf")
                .and_then(|step| step.as_f64())
        };
        let kind = match (step(old), step(new)) {
            (None, None) => None,
            (Some(one), Some(other)) if is_equal(one, other) => None,
            (None, _) => Some("limit-tightened"),
            (_, None) => Some("limit-loosened"),
            (Some(one), Some(other)) if is_whole(other / one) => Some("limit-tightened"),
            (Some(one), Some(other)) if is_whole(one / other) => Some("limit-loosened"),
            _ => Some("limit-changed"),
        };
        if let Some(kind) = kind {
            let what = format!("`multipleOf` of {place} has changed");
            self.found(kind, context, places.0, places.1, what);
        }
        let unique = |schema: &Schema<'_>| schema.other.contains_key("uniqueItems");
        if unique(old) != unique(new) {
            let (kind, must) = if unique(new) {
                ("limit-tightened", "must")
            } else {
                ("limit-loosened", "need not")
            };
            let what = format!("the items of {place} {must} differ now");
            self.found(kind, context, places.0, places.1, what);
        }
    }

    fn pattern(&mut self, old: &Schema<'d>, new: &Schema<'d>, context: &Context) {
        let pattern =
            |schema: &Schema<'d>| schema.other.get("pattern").and_then(|text| text.as_str());
        let any = |text: &str| matches!(text, ".*" | "^.*$" | "");
        let place = context.place(&new.pointer);
        let (kind, what) = match (pattern(old), pattern(new)) {
            (one, other) if one == other => return,
            (None, Some(text)) => (
                "pattern-added",
                format!("{place} must match {} now", quoted(text)),
            ),
            (Some(_), None) => (
                "pattern-removed",
                format!("{place} need not match a pattern now"),
            ),
            (_, Some(text)) if any(text) => {
                ("pattern-removed", format!("{place} may be any text now"))
            }
            (_, other) => (
                "pattern-changed",
                format!(
                    "{place} must match {} now",
                    quoted(other.unwrap_or_default())
                ),
            ),
        };
        self.found(kind, context, Some(&old.pointer), Some(&new.pointer), what);
    }

    /// Keywords that 3.0 does not know, and `not`.
    pub(crate) fn keywords(&mut self, old: &Schema<'d>, new: &Schema<'d>, context: &Context) {
        let names: Vec<&str> = old
            .other
            .keys()
            .chain(
                new.other
                    .keys()
                    .filter(|name| !old.other.contains_key(*name)),
            )
            .filter(|name| !matches!(**name, "pattern" | "multipleOf" | "uniqueItems"))
            .copied()
            .collect();
        for keyword in names {
            let (one, other) = (old.other.get(keyword), new.other.get(keyword));
            if one == other {
                continue;
            }
            self.keyword(keyword, (one.copied(), old), (other.copied(), new), context);
        }
    }

    fn keyword(
        &mut self,
        keyword: &str,
        (one, old): (Option<&'d Value>, &Schema<'d>),
        (other, new): (Option<&'d Value>, &Schema<'d>),
        context: &Context,
    ) {
        let place = context.place(&new.pointer);
        let (kind, what) = match (keyword, one, other) {
            ("contentEncoding" | "contentMediaType", ..) => (
                "content-changed",
                format!("{} of {place} has changed", quoted(keyword)),
            ),
            ("$ref", ..) => (
                "reference-changed",
                format!("{place} refers to something else"),
            ),
            ("prefixItems", Some(one), Some(other)) => {
                self.tuple((one, old), (other, new), context);
                return;
            }
            ("prefixItems", one, _) => (
                if one.is_none() {
                    "tuple-grown"
                } else {
                    "tuple-shrunk"
                },
                format!("the first items of {place} are described otherwise"),
            ),
            (_, None, _) => (
                "keyword-added",
                format!("{place} must fulfil {} now", quoted(keyword)),
            ),
            (_, _, None) => (
                "keyword-removed",
                format!("{place} need not fulfil {} now", quoted(keyword)),
            ),
            (_, Some(one), Some(other)) => {
                if without_prose(one) == without_prose(other) {
                    return;
                }
                (
                    "keyword-changed",
                    format!("{} of {place} has changed", quoted(keyword)),
                )
            }
        };
        self.found(kind, context, Some(&old.pointer), Some(&new.pointer), what);
    }

    fn tuple(
        &mut self,
        (one, old): (&'d Value, &Schema<'d>),
        (other, new): (&'d Value, &Schema<'d>),
        context: &Context,
    ) {
        let (Some(one), Some(other)) = (one.as_array(), other.as_array()) else {
            return;
        };
        if one.len() != other.len() {
            let kind = if other.len() > one.len() {
                "tuple-grown"
            } else {
                "tuple-shrunk"
            };
            let what = format!(
                "{} first items of {} were described, and {} are now",
                one.len(),
                context.place(&new.pointer),
                other.len()
            );
            self.found(kind, context, Some(&old.pointer), Some(&new.pointer), what);
        }
        let part = |value: &'d Value, holder: &str, index: usize| Part {
            value,
            pointer: pointer::item(&pointer::child(holder, "prefixItems"), index),
        };
        for (index, (one, other)) in one.iter().zip(other).enumerate() {
            self.wait(
                vec![part(one, &old.pointer, index)],
                vec![part(other, &new.pointer, index)],
                context.member("[]"),
            );
        }
    }
}

fn is_equal(one: f64, other: f64) -> bool {
    one.total_cmp(&other).is_eq()
}

fn is_whole(quotient: f64) -> bool {
    (quotient - quotient.round()).abs() < 1e-9 && quotient.round() >= 1.0
}

fn texts(words: &[&Value]) -> Vec<String> {
    words
        .iter()
        .map(|word| match word {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        })
        .collect()
}

/// The schema without what only speaks to people.
pub(crate) fn without_prose(schema: &Value) -> Value {
    plain(Kind::Schema, schema)
}

fn plain(kind: Kind, value: &Value) -> Value {
    let Value::Object(object) = value else {
        return value.clone();
    };
    object
        .iter()
        // In one order, so that texts can be compared.
        .collect::<std::collections::BTreeMap<_, _>>()
        .into_iter()
        .filter(|(key, _)| kind != Kind::Schema || !is_prose(key))
        .map(|(key, value)| (key.clone(), plain_field(kind, key, value)))
        .collect()
}

fn plain_field(kind: Kind, key: &str, value: &Value) -> Value {
    match (kind.field_of_any_series(key), value) {
        (Some(Field::One(kind)), value) => plain(kind, value),
        (Some(Field::Map(kind) | Field::Table(kind)), Value::Object(named)) => named
            .iter()
            .collect::<std::collections::BTreeMap<_, _>>()
            .into_iter()
            .map(|(name, value)| (name.clone(), plain(kind, value)))
            .collect(),
        (Some(Field::List(kind)), Value::Array(items)) => {
            items.iter().map(|value| plain(kind, value)).collect()
        }
        (_, other) => other.clone(),
    }
}
