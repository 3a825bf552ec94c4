//! What an answer lost or changed on its way through the generated type.

use std::collections::HashMap;

use serde_json::value::RawValue;

use crate::finding::{Kind, Step, Values};
use crate::json::raw::{self, Object};
use crate::json::{instant, number};

/// How deep two values are compared member by member. The decoder gives up earlier, except in
/// places that it keeps as they are, and those are equal as a whole.
const DEEPEST: usize = 160;

/// One place where the written answer is not the recorded one.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Difference {
    /// What kind of difference.
    pub(crate) kind: Kind,
    /// The place.
    pub(crate) path: Vec<Step>,
    /// What happened, without values.
    pub(crate) words: String,
    /// Both values, where they may be shown.
    pub(crate) values: Option<(String, String)>,
}

/// Every difference between the answer as `recorded` and as `written` again.
pub(crate) fn compare(recorded: &RawValue, written: &RawValue, values: Values) -> Vec<Difference> {
    let mut comparison = Comparison {
        path: Vec::new(),
        found: Vec::new(),
        values,
    };
    comparison.values(recorded, written);
    comparison.found
}

struct Comparison {
    path: Vec<Step>,
    found: Vec<Difference>,
    values: Values,
}

impl Comparison {
    fn report(
        &mut self,
        kind: Kind,
        words: impl Into<String>,
        recorded: Option<&RawValue>,
        written: Option<&RawValue>,
    ) {
        let shown = |value: Option<&RawValue>| {
            value.map_or("nothing".to_owned(), |value| excerpt(value.get()))
        };
        let values = (self.values == Values::Shown).then(|| (shown(recorded), shown(written)));
        self.found.push(Difference {
            kind,
            path: self.path.clone(),
            words: words.into(),
            values,
        });
    }

    fn values(&mut self, recorded: &RawValue, written: &RawValue) {
        if recorded.get() == written.get() {
            return;
        }
        let kinds = (raw::kind(recorded), raw::kind(written));
        let (kind, words) = match kinds {
            (raw::Kind::Object, raw::Kind::Object) if self.path.len() < DEEPEST => {
                return self.objects(recorded, written);
            }
            (raw::Kind::List, raw::Kind::List) if self.path.len() < DEEPEST => {
                return self.lists(recorded, written);
            }
            (raw::Kind::Null, raw::Kind::Null) => return,
            (before, raw::Kind::Null) => (Kind::Lost, format!("{before} is written back as null")),
            (raw::Kind::Number, raw::Kind::Number) => {
                match number::compare(recorded.get(), written.get()) {
                    number::Likeness::Same => return,
                    number::Likeness::OtherScale => (
                        Kind::Changed,
                        "the number is written back with another scale".to_owned(),
                    ),
                    number::Likeness::OtherValue => (
                        Kind::Changed,
                        "the number is written back with another value".to_owned(),
                    ),
                }
            }
            (raw::Kind::Text, raw::Kind::Text) => match texts(recorded, written) {
                Some((kind, words)) => (kind, words.to_owned()),
                None => return,
            },
            (before, after) if before == after => (
                Kind::Changed,
                format!("{before} is written back as another one"),
            ),
            (before, after) => (
                Kind::Changed,
                format!("{before} is written back as {after}"),
            ),
        };
        self.report(kind, words, Some(recorded), Some(written));
    }

    fn objects(&mut self, recorded: &RawValue, written: &RawValue) {
        let (Some(before), Some(after)) = (Object::read(recorded), Object::read(written)) else {
            let words = "an object whose names are not Unicode is written back as another one";
            return self.report(Kind::Changed, words, Some(recorded), Some(written));
        };
        let (before, after) = (before.members(), after.members());
        let ours: HashMap<&str, &RawValue> =
            after.iter().map(|(key, value)| (&**key, *value)).collect();
        let last: HashMap<&str, usize> = before
            .iter()
            .enumerate()
            .map(|(nth, (key, _))| (&**key, nth))
            .collect();
        for (nth, (key, value)) in before.iter().enumerate() {
            self.path.push(Step::Member(key.to_string()));
            match ours.get(&**key) {
                None => {
                    let words = format!(
                        "the document does not name this field ({})",
                        raw::kind(value)
                    );
                    self.report(Kind::UnknownField, words, Some(value), None);
                }
                Some(written) if last.get(&**key) == Some(&nth) => self.values(value, written),
                Some(written) => {
                    let words = "the field is here more than once, and one of them is kept";
                    self.report(Kind::Lost, words, Some(value), Some(written));
                }
            }
            self.path.pop();
        }
        for (key, value) in &after {
            if last.contains_key(&**key) || raw::kind(value) == raw::Kind::Null {
                continue;
            }
            self.path.push(Step::Member(key.to_string()));
            let words = format!(
                "{} is written although the recording has no such field",
                raw::kind(value)
            );
            self.report(Kind::Changed, words, None, Some(value));
            self.path.pop();
        }
    }

    fn lists(&mut self, recorded: &RawValue, written: &RawValue) {
        let before = raw::items(recorded).unwrap_or_default();
        let after = raw::items(written).unwrap_or_default();
        if after.is_empty() && !before.is_empty() {
            let words = "a list is written back empty";
            return self.report(Kind::Lost, words, Some(recorded), Some(written));
        }
        for nth in 0..before.len().max(after.len()) {
            self.path.push(Step::Item(nth));
            match (before.get(nth), after.get(nth)) {
                (Some(recorded), Some(written)) => self.values(recorded, written),
                (Some(recorded), None) => {
                    self.report(
                        Kind::Lost,
                        "the item is not written back",
                        Some(recorded),
                        None,
                    );
                }
                (None, written) => {
                    let words = "an item is written that is not in the recording";
                    self.report(Kind::Changed, words, None, written.copied());
                }
            }
            self.path.pop();
        }
    }
}

fn texts(recorded: &RawValue, written: &RawValue) -> Option<(Kind, &'static str)> {
    let (Some(before), Some(after)) = (raw::text(recorded), raw::text(written)) else {
        return Some((
            Kind::Changed,
            "a text that is not Unicode is written back as another one",
        ));
    };
    if before == after {
        return None;
    }
    if after.is_empty() {
        return Some((Kind::Lost, "a text is written back empty"));
    }
    let words = match instant::compare(&before, &after) {
        Some(instant::Likeness::Same) => return None,
        Some(instant::Likeness::LostOffset) => "the instant lost its offset",
        Some(instant::Likeness::OtherOffset) => "the instant is written back in another offset",
        Some(instant::Likeness::OtherTime) => "the instant is written back as another one",
        None => "the text is written back as another one",
    };
    Some((Kind::Changed, words))
}

/// The most of a value that is shown.
const LONGEST_EXCERPT: usize = 200;

/// The beginning of a value.
pub(crate) fn excerpt(text: &str) -> String {
    match text.char_indices().nth(LONGEST_EXCERPT) {
        Some((end, _)) => format!("{}...", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests;
