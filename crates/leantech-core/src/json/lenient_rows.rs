//! Which rows of an answer cannot be read: they are taken out of its text, one list at a time.
//!
//! All it needs of a type is that it can be read, or that the error has the path to the fault.

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;
use std::ops::Range;

use super::answer::Reading;
use super::decode_failure::DecodeFailure;
use super::fields::{fields, items};
use super::read::TRUNCATED;
use super::refused_row::RefusedRow;

/// How many bytes are read again at most, which bounds the work for any answer.
const MOST_WORK: usize = 256 << 20;

/// The rows of an answer.
#[derive(Debug, Default)]
pub(crate) struct Rows {
    /// Those that could not be read.
    pub(crate) refused: Vec<RefusedRow>,
    /// For each list that was shortened, by its path, which of its rows are left.
    kept: HashMap<String, Vec<usize>>,
    work: usize,
}

/// A list in a text.
struct List {
    /// The path to it, in the text as it is now.
    path: String,
    /// Where its items are.
    items: Vec<Range<usize>>,
    /// Which item the failure is in.
    failed: usize,
}

impl Rows {
    /// The text without the unreadable rows of the list in which reading failed; none
    /// if the failure is not in a list.
    pub(crate) fn without_refused(
        &mut self,
        text: &[u8],
        failure: &DecodeFailure,
        reading: &mut Reading<'_>,
    ) -> Option<Vec<u8>> {
        if failure.category == TRUNCATED {
            return None;
        }
        let list = list_of(text, &failure.path)?;
        let start = list.items.first()?.start;
        let end = list.items.last()?.end;
        let (before, after) = (text.get(..start)?, text.get(end..)?);
        let mut refused: Vec<(usize, DecodeFailure)> = vec![(list.failed, failure.clone())];
        let mut next = list.failed + 1;
        while let Some(start) = list.items.get(next).map(|item| item.start) {
            let rest = [before, text.get(start..)?].concat();
            self.work = self.work.saturating_add(rest.len());
            if self.work > MOST_WORK {
                return None;
            }
            let Err(failure) = reading(&rest) else {
                break;
            };
            // A failure elsewhere is looked at when this list is done.
            let inner = list_of(&rest, &failure.path).filter(|inner| inner.path == list.path);
            let Some(inner) = inner else { break };
            let number = next + inner.failed;
            refused.push((number, failure));
            next = number + 1;
        }
        self.note(text, &list, &refused);
        let bad: HashSet<usize> = refused.iter().map(|(number, _)| *number).collect();
        let good = (0..list.items.len()).filter(|number| !bad.contains(number));
        let good: Vec<usize> = good.collect();
        self.shorten(&list, &good);
        let good = good.into_iter();
        let good: Vec<&[u8]> = good
            .filter_map(|number| text.get(list.items.get(number)?.clone()))
            .collect();
        Some([before, &good.join(&b','), after].concat())
    }

    /// Notes which rows of a list were refused.
    fn note(&mut self, text: &[u8], list: &List, refused: &[(usize, DecodeFailure)]) {
        for (number, failure) in refused {
            let raw = list.items.get(*number);
            let raw = raw.and_then(|range| text.get(range.clone()));
            let row = format!("{}[{number}]", list.path);
            // Later failures count from the place where reading began again.
            let within = failure.path.get(list.path.len()..);
            let within = within.and_then(|rest| rest.split_once(']'));
            let within = within.map_or("", |(_, within)| within);
            self.refused.push(RefusedRow {
                path: self.as_sent(&format!("{row}{within}")),
                row: self.as_sent(&row),
                reason: failure.category,
                raw: String::from_utf8_lossy(raw.unwrap_or_default()).into(),
            });
        }
    }

    /// Notes which rows of a list are left.
    fn shorten(&mut self, list: &List, good: &[usize]) {
        let path = self.as_sent(&list.path);
        let before = self.kept.remove(&path);
        let as_sent = |number: &usize| match &before {
            Some(before) => before.get(*number).copied(),
            None => Some(*number),
        };
        let kept = good.iter().filter_map(as_sent).collect();
        self.kept.insert(path, kept);
    }

    /// The path to a place in the answer as it was sent, before rows were taken out.
    fn as_sent(&self, path: &str) -> String {
        let mut sent = String::new();
        for step in steps(path) {
            match step {
                Step::Field(name) => {
                    if !sent.is_empty() {
                        sent.push('.');
                    }
                    sent.push_str(name);
                }
                Step::Item(number) => {
                    let kept = self.kept.get(&sent).and_then(|kept| kept.get(number));
                    let number = kept.copied().unwrap_or(number);
                    // Writing into a text does not fail.
                    let _ = write!(sent, "[{number}]");
                }
            }
        }
        sent
    }
}

enum Step<'p> {
    Field(&'p str),
    Item(usize),
}

/// The steps of a path such as `data.accounts[0].name`.
fn steps(path: &str) -> Vec<Step<'_>> {
    let mut steps = Vec::new();
    for part in path.split('.').filter(|part| !part.is_empty()) {
        let (name, mut rest) = part.split_at(part.find('[').unwrap_or(part.len()));
        if !name.is_empty() {
            steps.push(Step::Field(name));
        }
        while let Some((number, after)) = rest.strip_prefix('[').and_then(number_of) {
            steps.push(Step::Item(number));
            rest = after;
        }
    }
    steps
}

/// The number before a closing bracket, and what follows it.
fn number_of(text: &str) -> Option<(usize, &str)> {
    let (number, after) = text.split_once(']')?;
    Some((number.parse().ok()?, after))
}

/// The list whose row a place is in: the innermost one whose item there is an object, or else the
/// outermost one.
fn list_of(text: &[u8], path: &str) -> Option<List> {
    let mut value = 0..text.len();
    let mut way = String::new();
    let mut found: Option<List> = None;
    for step in steps(path) {
        let inner = text.get(value.clone())?;
        let moved = |range: &Range<usize>| value.start + range.start..value.start + range.end;
        match step {
            Step::Field(name) => {
                let field =
                    fields(inner).find(|field| field.name().is_some_and(|found| found == name))?;
                value = moved(&field.value_range());
                if !way.is_empty() {
                    way.push('.');
                }
                way.push_str(name);
            }
            Step::Item(number) => {
                let items: Vec<Range<usize>> = items(inner).iter().map(moved).collect();
                let item = items.get(number)?.clone();
                let is_object = text.get(item.start) == Some(&b'{');
                if is_object || found.is_none() {
                    found = Some(List {
                        path: way.clone(),
                        items,
                        failed: number,
                    });
                }
                let _ = write!(way, "[{number}]");
                value = item;
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;
    use crate::json::read;

    /// A row with a list of rows of its own, and one of plain values.
    #[derive(Debug, Deserialize, PartialEq)]
    struct Account {
        id: Option<i64>,
        parts: Option<Vec<Account>>,
        days: Option<Vec<i64>>,
    }

    /// Places, with what stood there.
    type Refused = Vec<(String, String)>;

    /// The good rows as they are read, and the places of the others with what they were.
    fn rows_of(text: &[u8]) -> Option<(Vec<Account>, Refused)> {
        let (mut rows, mut value) = (Rows::default(), None);
        let mut text = text.to_vec();
        let mut reading = |text: &[u8]| {
            value = Some(read::<Vec<Account>>(text)?);
            Ok(())
        };
        while let Err(failure) = reading(&text) {
            text = rows.without_refused(&text, &failure, &mut reading)?;
        }
        let refused = rows
            .refused
            .into_iter()
            .map(|row| (row.path, row.raw.into()));
        Some((value?, refused.collect()))
    }

    fn ids(accounts: &[Account]) -> Vec<i64> {
        accounts.iter().filter_map(|account| account.id).collect()
    }

    fn refused(pairs: &[(&str, &str)]) -> Refused {
        let owned = |(path, raw): &(&str, &str)| ((*path).to_owned(), (*raw).to_owned());
        pairs.iter().map(owned).collect()
    }

    #[test]
    fn good_rows_stay_and_the_others_are_told_with_their_places() {
        let text = br#" [{"id":0},{"id":"x"},null ,{"id":3},7,{"id":[]},{"id":6} ] "#;
        let (good, bad) = rows_of(text).unwrap_or_default();
        assert_eq!(ids(&good), [0, 3, 6]);
        let expected = [
            ("[1].id", r#"{"id":"x"}"#),
            ("[2]", "null"),
            ("[4]", "7"),
            ("[5].id", r#"{"id":[]}"#),
        ];
        assert_eq!(bad, refused(&expected));
    }

    #[test]
    fn all_rows_may_be_refused() {
        let (good, bad) = rows_of(br#"[{"id":"a"},{"id":"b"},{"id":"c"}]"#).unwrap_or_default();
        assert_eq!((good, bad.len()), (vec![], 3));
    }

    #[test]
    fn the_innermost_row_is_left_out_and_places_are_those_of_the_answer() {
        let text = br#"[{"id":true},{"id":1,"parts":[{"id":2},{"id":"x"},{"id":4},{"id":"y"}]},
            {"id":"z"},{"id":5,"parts":[{"id":"v"},{"id":6}]}]"#;
        let (good, bad) = rows_of(text).unwrap_or_default();
        let parts: Vec<Vec<i64>> = good
            .iter()
            .map(|account| ids(account.parts.as_deref().unwrap_or_default()))
            .collect();
        assert_eq!((ids(&good), parts), (vec![1, 5], vec![vec![2, 4], vec![6]]));
        let mut places: Vec<&str> = bad.iter().map(|(path, _)| path.as_str()).collect();
        places.sort_unstable();
        assert_eq!(
            places,
            [
                "[0].id",
                "[1].parts[1].id",
                "[1].parts[3].id",
                "[2].id",
                "[3].parts[0].id"
            ]
        );
    }

    #[test]
    fn a_row_with_an_odd_value_in_a_plain_list_is_refused_whole() {
        let text = br#"[{"id":1,"days":[1,"x"]},{"id":2,"days":[1]}]"#;
        let (good, bad) = rows_of(text).unwrap_or_default();
        assert_eq!(ids(&good), [2]);
        assert_eq!(
            bad,
            refused(&[("[0].days[1]", r#"{"id":1,"days":[1,"x"]}"#)])
        );
    }

    #[test]
    fn odd_texts_and_bytes_cost_their_row() {
        #[derive(Debug, Deserialize, PartialEq)]
        struct Named {
            name: String,
        }
        let text = b"[{\"name\":\"a\"},{\"name\":\"\\ud800\"},{\"name\":\"\xff\"},{\"name\":\"\n\"},{\"name\":\"b\"}]";
        let (mut rows, mut value) = (Rows::default(), None);
        let mut text = text.to_vec();
        let mut reading = |text: &[u8]| {
            value = Some(read::<Vec<Named>>(text)?);
            Ok(())
        };
        while let Err(failure) = reading(&text) {
            match rows.without_refused(&text, &failure, &mut reading) {
                Some(without) => text = without,
                None => break,
            }
        }
        let names = value
            .unwrap_or_default()
            .into_iter()
            .map(|named| named.name);
        assert_eq!(names.collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(rows.refused.len(), 3);
    }

    #[test]
    fn what_is_cut_or_in_no_list_is_no_row() {
        for text in [
            &br#"[{"id":1},{"id":"x"},{"id"#[..],
            br#"[{"id":1},{"id":2}"#,
            br#"{"id":"x"}"#,
            br#"[{"id":"x"}] x"#,
            b"",
            b"null",
        ] {
            assert_eq!(rows_of(text), None, "{}", String::from_utf8_lossy(text));
        }
    }

    #[test]
    fn a_refused_row_shows_no_text() {
        let row = RefusedRow {
            row: "[0]".to_owned(),
            path: "[0].id".to_owned(),
            reason: "made up",
            raw: "canary".into(),
        };
        let shown = format!("{row} {row:?} {row:#?}");
        assert!(
            shown.contains("[0].id") && !shown.contains("canary"),
            "{shown}"
        );
    }
}
