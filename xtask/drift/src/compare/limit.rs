//! Words, limits, patterns, and the keywords that only narrow.

use serde_json::Value;

use crate::compare::keyword::of_types;
use crate::compare::{Comparison, Context};
use crate::report::quoting::{list, quoted, value};
use xtask_openapi::effective::{Limit, Schema, Types};

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
            .filter(|word| !other.iter().any(|twin| is_one_value(word, twin)))
            .copied()
            .collect();
        let come: Vec<&Value> = other
            .iter()
            .filter(|word| !one.iter().any(|twin| is_one_value(word, twin)))
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

    /// The limits that say something of a type that both schemas have.
    pub(crate) fn limits(
        &mut self,
        old: &Schema<'d>,
        new: &Schema<'d>,
        common: Types,
        context: &Context,
    ) {
        let counts = |name: &str| of_types(name).both(common) != Types::NONE;
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
            .filter(|name| counts(name))
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
        if counts("pattern") {
            self.pattern(old, new, context);
        }
        if counts("multipleOf") {
            self.step(old, new, context);
        }
        let unique = |schema: &Schema<'_>| schema.said.contains_key("uniqueItems");
        if counts("uniqueItems") && unique(old) != unique(new) {
            let (kind, must) = if unique(new) {
                ("limit-tightened", "must")
            } else {
                ("limit-loosened", "need not")
            };
            let what = format!("the items of {place} {must} differ now");
            self.found(kind, context, places.0, places.1, what);
        }
    }

    /// The steps of a number, all of which hold.
    fn step(&mut self, old: &Schema<'d>, new: &Schema<'d>, context: &Context) {
        let steps = |schema: &Schema<'_>| -> Vec<f64> {
            let said = schema.said.get("multipleOf").into_iter().flatten();
            said.filter_map(|part| part.value.as_f64()).collect()
        };
        let (one, other) = (steps(old), steps(new));
        // Each step of one side is kept by a step of the other.
        let keeps = |kept: &[f64], by: &[f64]| {
            kept.iter()
                .all(|step| by.iter().any(|whole| is_whole(whole / step)))
        };
        let kind = match (keeps(&one, &other), keeps(&other, &one)) {
            (true, true) => return,
            (true, false) => "limit-tightened",
            (false, true) => "limit-loosened",
            (false, false) => "limit-changed",
        };
        let what = format!(
            "`multipleOf` of {} has changed",
            context.place(&new.pointer)
        );
        self.found(kind, context, Some(&old.pointer), Some(&new.pointer), what);
    }

    /// The patterns of a text, all of which hold.
    fn pattern(&mut self, old: &Schema<'d>, new: &Schema<'d>, context: &Context) {
        let patterns = |schema: &Schema<'d>| -> Vec<&'d str> {
            let said = schema.said.get("pattern").into_iter().flatten();
            said.filter_map(|part| part.value.as_str()).collect()
        };
        let (one, other) = (patterns(old), patterns(new));
        let gone = one.iter().any(|pattern| !other.contains(pattern));
        let come: Vec<&str> = other
            .iter()
            .filter(|pattern| !one.contains(pattern))
            .copied()
            .collect();
        let place = context.place(&new.pointer);
        let (kind, what) = match (gone, come.as_slice()) {
            (false, []) => return,
            (true, []) if other.is_empty() => (
                "pattern-removed",
                format!("{place} need not match a pattern now"),
            ),
            (true, []) => (
                "pattern-removed",
                format!("{place} need not match one of its patterns now"),
            ),
            (gone, come) => (
                if gone {
                    "pattern-changed"
                } else {
                    "pattern-added"
                },
                format!("{place} must match {} now", list(come.iter().copied())),
            ),
        };
        self.found(kind, context, Some(&old.pointer), Some(&new.pointer), what);
    }
}

/// Whether two values are one; 1 and 1.0 are.
fn is_one_value(one: &Value, other: &Value) -> bool {
    one == other
        || one
            .as_f64()
            .zip(other.as_f64())
            .is_some_and(|(one, other)| is_equal(one, other))
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
