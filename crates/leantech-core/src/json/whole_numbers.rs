//! Whole numbers that are written with a point or an exponent: `50.0` and `5e1` are 50.
//!
//! JSON has one kind of number, and servers that compute in floats write whole ones like that.
//! `serde_json` refuses them for an integer, and a text that it refused so is read again with the
//! integer in their place. A number that is read as anything else is never touched: it does not
//! fail as a float where an integer is expected.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use super::exact_number::exact_number;
use super::failure_path::{Reads, offset_of};
use super::walk::Walk;

/// From here on, two integers can share one float, so a float is not exact any more.
const NOT_EXACT: i64 = 4_503_599_627_370_496;

/// How often a text is read again at most, which bounds the work for any answer: once for each
/// field with such numbers, and no type has that many.
const MOST_READINGS: usize = 256;

/// How many bytes are read again at most.
const MOST_WORK: usize = 256 << 20;

/// How an error begins that found a float where something else is expected.
const FOUND_FLOAT: &str = "invalid type: floating point";

/// A text with some of its numbers written as integers.
pub(crate) struct Rewritten<'t> {
    sent: &'t str,
    /// Where they end and what they are, by where they begin in the text that was sent.
    numbers: BTreeMap<usize, (usize, i64)>,
    pub(crate) text: Cow<'t, str>,
}

/// Reads a text, also where whole numbers are written as floats. A failure comes with the text
/// that was read last.
pub(crate) fn read<'t>(
    sent: &'t str,
    reads: &mut Reads<'_>,
) -> Result<(), (serde_json::Error, Rewritten<'t>)> {
    let Err(mut error) = reads(sent) else {
        return Ok(());
    };
    let mut rewritten = Rewritten {
        sent,
        numbers: BTreeMap::new(),
        text: Cow::Borrowed(sent),
    };
    let readings = MOST_READINGS.min(MOST_WORK / sent.len().max(1));
    for _ in 0..readings {
        if !rewritten.rewrite(&error) {
            break;
        }
        match reads(&rewritten.text) {
            Ok(()) => return Ok(()),
            Err(next) => error = next,
        }
    }
    Err((error, rewritten))
}

impl Rewritten<'_> {
    /// Writes the number at which reading failed as an integer, and with it all that stand in the
    /// same field of other items; false where there are none.
    fn rewrite(&mut self, error: &serde_json::Error) -> bool {
        if !error.to_string().starts_with(FOUND_FLOAT) {
            return false;
        }
        let place = self.as_sent(offset_of(&self.text, error));
        let mut walk = Walk::new(self.sent);
        let found = walk.find(|token| token.range.end >= place);
        let levels = walk.levels().map(<[_]>::to_vec);
        let (Some(found), Some(levels)) = (found, levels) else {
            return false;
        };
        if found.range.end != place {
            return false;
        }
        let before = self.numbers.len();
        let mut walk = Walk::new(self.sent);
        while let Some(token) = walk.next() {
            let Range { start, end } = token.range;
            let Some(number) = self.sent.get(start..end).and_then(integer) else {
                continue;
            };
            let is_like = walk.levels().is_some_and(|found| {
                found.len() == levels.len()
                    && found.iter().zip(&levels).all(|(one, two)| one.is_like(two))
            });
            if is_like {
                self.numbers.insert(start, (end, number));
            }
        }
        self.text = Cow::Owned(self.written());
        self.numbers.len() > before
    }

    fn written(&self) -> String {
        let mut text = String::with_capacity(self.sent.len());
        let mut from = 0;
        for (start, (end, number)) in &self.numbers {
            text.push_str(self.sent.get(from..*start).unwrap_or_default());
            text.push_str(&written(*number, end - start));
            from = *end;
        }
        text.push_str(self.sent.get(from..).unwrap_or_default());
        text
    }

    /// Where a place of the text was when it was sent.
    pub(crate) fn as_sent(&self, place: usize) -> usize {
        let mut grown = 0;
        for (start, (end, number)) in &self.numbers {
            if place <= start + grown {
                break;
            }
            let width = written(*number, end - start).len();
            if place <= start + grown + width {
                return *end;
            }
            grown += width - (end - start);
        }
        place - grown
    }

    /// The line and the column at which reading failed, in the text that was sent.
    pub(crate) fn position_of(&self, error: &serde_json::Error) -> (usize, usize) {
        if self.numbers.is_empty() || error.line() == 0 {
            return (error.line(), error.column());
        }
        let place = self.as_sent(offset_of(&self.text, error));
        let before = self.sent.get(..place).unwrap_or_default();
        let lines = before.bytes().filter(|byte| *byte == b'\n').count();
        let line = before.rsplit('\n').next().unwrap_or_default();
        (lines + 1, line.len())
    }
}

/// A number, at least as wide as it was, so that what follows keeps its place where it can.
fn written(number: i64, width: usize) -> String {
    format!("{number:<width$}")
}

/// The integer value of a number that is not written as one.
fn integer(token: &str) -> Option<i64> {
    let is_number = token.starts_with(|c: char| c == '-' || c.is_ascii_digit());
    if !is_number || !token.contains(['.', 'e', 'E']) {
        return None;
    }
    let number = exact_number(token).ok()?;
    let is_whole = number.fract().is_zero();
    let number = i64::try_from(number.trunc()).ok().filter(|_| is_whole)?;
    (number.abs() < NOT_EXACT).then_some(number)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::Deserialize;
    use serde::de::DeserializeOwned;

    use crate::{EitherForm, ExactDecimal, OneOrMany, RawJson};

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Choice {
        One(i64),
        Two { a: u8 },
    }

    fn read<T: DeserializeOwned>(text: &str) -> Option<T> {
        crate::json::read(text.as_bytes()).ok()
    }

    #[test]
    fn a_whole_number_may_be_written_as_a_float() {
        for (text, number) in [
            ("50", 50),
            ("50.0", 50),
            ("5e1", 50),
            ("5.0E+1", 50),
            ("500e-1", 50),
            ("-50.000", -50),
            ("0.0", 0),
            ("-0.0", 0),
            ("9223372036854775807", i64::MAX),
        ] {
            assert_eq!(read::<i64>(text), Some(number), "{text}");
            assert_eq!(read::<Option<i64>>(text), Some(Some(number)), "{text}");
        }
    }

    #[test]
    fn another_number_is_no_integer() {
        for text in [
            "50.5",
            "5e-1",
            "1e400",
            "1e300",
            "9007199254740993.0",
            "9223372036854775808",
            "\"50\"",
            "\"50.0\"",
            "true",
            "null",
        ] {
            assert_eq!(read::<i64>(text), None, "{text}");
        }
        assert_eq!((read::<u8>("256.0"), read::<u8>("-1.0")), (None, None));
        assert_eq!(read::<u8>("255.0"), Some(255));
    }

    #[test]
    fn it_is_read_wherever_it_stands() {
        let list = read::<Vec<(u8, Option<i64>)>>("[[1.0,2.0],[3e0,null]]");
        assert_eq!(list, Some(vec![(1, Some(2)), (3, None)]));
        let map = read::<BTreeMap<String, Vec<i64>>>(r#"{"a":[5e1]}"#);
        assert_eq!(map.and_then(|map| map.get("a").cloned()), Some(vec![50]));
        assert_eq!(read::<Choice>(r#"{"one":5.0}"#), Some(Choice::One(5)));
        assert_eq!(
            read::<Choice>(r#"{"two":{"a":5.0}}"#),
            Some(Choice::Two { a: 5 })
        );
        let either = read::<EitherForm<i64, String>>("5e1");
        assert_eq!(either, Some(EitherForm::First(50)));
    }

    #[test]
    fn what_is_exact_stays_exact() {
        let amounts = read::<Vec<ExactDecimal>>(r#"[10.000,"1e3",5e1]"#);
        let amounts = amounts.unwrap_or_default();
        let shown: Vec<String> = amounts.iter().map(ToString::to_string).collect();
        assert_eq!(shown, ["10.000", "1e3", "5e1"]);
        let raw = read::<Vec<RawJson>>("[50.0,{\"b\":1, \"a\":5e1}]").unwrap_or_default();
        let raw: Vec<&str> = raw.iter().map(RawJson::get).collect();
        assert_eq!(raw, ["50.0", "{\"b\":1, \"a\":5e1}"]);
        let many = read::<OneOrMany<String>>("\"a\"").map(OneOrMany::into_vec);
        assert_eq!(many, Some(vec!["a".to_owned()]));
        assert_eq!(read::<f64>("50.0"), Some(50.0));
    }

    #[derive(Debug, PartialEq, Deserialize)]
    struct Row {
        count: i64,
        amount: ExactDecimal,
        other: Option<i64>,
    }

    #[test]
    fn a_list_is_read_twice_and_not_once_for_each_row() {
        let row = r#"{"count":5e1,"amount":10.000,"other":null}"#;
        let text = format!("[{}]", [row; 1_000].join(","));
        let mut times = 0;
        let read = super::read(&text, &mut |text| {
            times += 1;
            serde_json::from_str::<Vec<Row>>(text).map(drop)
        });
        assert!(read.is_ok());
        assert_eq!(times, 2);
    }

    #[test]
    fn an_amount_keeps_its_digits_next_to_a_number_that_is_written_anew() {
        let rows: Option<Vec<Row>> =
            read(r#"[{"count":1.0,"amount":5e1,"other":2.0},{"amount":10.000,"c\u006funt":3e2}]"#);
        let rows = rows.unwrap_or_default();
        let shown: Vec<_> = rows
            .iter()
            .map(|row| (row.count, row.amount.to_string(), row.other))
            .collect();
        let expected = [(1, "5e1", Some(2)), (300, "10.000", None)];
        assert_eq!(
            shown,
            expected.map(|(count, amount, other)| (count, amount.to_owned(), other))
        );
    }

    #[test]
    fn a_number_of_a_value_that_is_read_from_its_text_is_read() {
        type Month = EitherForm<BTreeMap<String, u8>, u8>;
        assert_eq!(
            read::<OneOrMany<Vec<u8>>>("[[5.0],[1e1,2]]").map(OneOrMany::into_vec),
            Some(vec![vec![5], vec![10, 2]])
        );
        assert_eq!(read::<Month>("12.0"), Some(EitherForm::Second(12)));
        let first = read::<Vec<Month>>(r#"[{"a":1.0}]"#).unwrap_or_default();
        let first = first.first().and_then(EitherForm::first);
        assert_eq!(first.and_then(|map| map.get("a")), Some(&1));
    }

    #[test]
    fn what_is_nearly_whole_is_no_integer() {
        assert_eq!(read::<i64>("50.00000000000000000001"), None);
        assert_eq!(read::<i64>("4503599627370496.0"), None);
        assert_eq!(
            read::<i64>("-4503599627370495.0"),
            Some(-4_503_599_627_370_495)
        );
    }

    #[test]
    fn a_map_without_end_is_not_read_without_end() {
        type Counts = BTreeMap<String, i64>;
        let entries = |count: u32| {
            let entries = (0..count).map(|number| format!("\"k{number}\":5.0"));
            format!("{{{}}}", entries.collect::<Vec<_>>().join(","))
        };
        assert_eq!(
            read::<Counts>(&entries(200)).map(|map| map.len()),
            Some(200)
        );
        assert_eq!(read::<Counts>(&entries(300)), None);
    }
}
