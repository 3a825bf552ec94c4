//! The path to the place where reading a text failed: `data.accounts[0].currency`, `[3].Limits[2]`.
//!
//! An error of `serde_json` has a line and a column. They may come after the fault: an object is read
//! to its end before a missing field is reported, and a malformed amount is reported by the object
//! around it. So the text is read again up to a token before that place: the first token with which
//! it fails is the one at fault. None of this depends on the type that is read.

use serde_json::error::Category;

use super::walk::Walk;

/// Reads a text as some type.
pub(crate) type Reads<'r> = dyn FnMut(&str) -> Result<(), serde_json::Error> + 'r;

/// Among how many tokens up to the place that an error tells the fault is: a value, the comma after
/// it or the end of the object around it, and what was looked at to see that.
const NEAR: usize = 5;

/// The path to the place where reading `text` failed with `error`.
pub(crate) fn of(text: &str, error: &serde_json::Error, reads: &mut Reads<'_>) -> String {
    let mut walk = Walk::new(text);
    if error.classify() == Category::Eof {
        while walk.next().is_some() {}
        return walk.path();
    }
    let Some(number) = fault(text, error, reads) else {
        return ".".to_owned();
    };
    walk.nth(number);
    walk.path()
}

/// The number of the token at fault; none if the error has no place.
fn fault(text: &str, error: &serde_json::Error, reads: &mut Reads<'_>) -> Option<usize> {
    let place = offset_of(text, error);
    let tokens = || Walk::new(text).map(|token| token.range);
    let count = tokens().take_while(|range| range.start <= place).count();
    let first = count.saturating_sub(NEAR);
    let ends = tokens().take(count).skip(first).map(|range| range.end);
    let mut number = None;
    for (near, end) in ends.collect::<Vec<_>>().into_iter().enumerate().rev() {
        let is_fault = |error: serde_json::Error| error.classify() != Category::Eof;
        if !reads(text.get(..end)?).is_err_and(is_fault) {
            break;
        }
        number = Some(first + near);
    }
    number
}

/// The place of an error in bytes.
pub(crate) fn offset_of(text: &str, error: &serde_json::Error) -> usize {
    let line = error.line().saturating_sub(1);
    let lines = text.split_inclusive('\n').take(line);
    let start: usize = lines.map(str::len).sum();
    text.len().min(start + error.column())
}

/// The longest path that is shown.
const LONGEST: usize = 200;

/// A path in which the characters of a map's keys that are not plain are replaced.
pub fn shown_path(path: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "_-.[]".contains(c);
    path.chars()
        .take(LONGEST)
        .map(|c| if is_plain(c) { c } else { '?' })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::Deserialize;
    use serde::de::DeserializeOwned;

    use crate::json::read;
    use crate::{EitherForm, ExactDecimal, OneOrMany, RawJson, Timestamp};

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "PascalCase")]
    #[expect(dead_code, reason = "only reading it is looked at")]
    struct Account {
        id: String,
        holder: Option<String>,
        limits: Option<Vec<u8>>,
        extra: Option<BTreeMap<String, u8>>,
        amount: Option<ExactDecimal>,
        amounts: Option<Vec<ExactDecimal>>,
        since: Option<Timestamp>,
        month: Option<EitherForm<u8, String>>,
        parts: Option<Vec<Account>>,
        owners: Option<OneOrMany<Owner>>,
        note: Option<RawJson>,
    }

    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "only reading it is looked at")]
    struct Owner {
        name: String,
        shares: Option<OneOrMany<String>>,
    }

    fn place_of<T: DeserializeOwned>(text: &str) -> Option<String> {
        read::<T>(text.as_bytes()).err().map(|failure| failure.path)
    }

    fn assert_places(rows: &[(&str, &str)]) {
        for (text, place) in rows {
            // The place does not depend on what surrounds it, or comes before and after it.
            let spaced = text.replace(',', " ,\n\t ").replace('}', "\n } ");
            for text in [(*text).to_owned(), spaced] {
                assert_eq!(
                    place_of::<Account>(&text).as_deref(),
                    Some(*place),
                    "{text}"
                );
                let inner = if *place == "." {
                    "[1]".to_owned()
                } else {
                    format!("[1].{place}")
                };
                let list = format!(r#"[{{"Id":"a"}} , {text}, 7]"#);
                assert_eq!(place_of::<Vec<Account>>(&list), Some(inner), "{list}");
            }
        }
    }

    #[test]
    fn a_wrong_value_is_the_place() {
        assert_places(&[
            (r#"{"Id":"a","Limits":[1,2,"x"]}"#, "Limits[2]"),
            (r#"{"Id":"a","Limits":[1,256,3],"Holder":1}"#, "Limits[1]"),
            (r#"{"Id":"a","Limits":[[1]]}"#, "Limits[0]"),
            (r#"{"Id":"a","Limits":{"a":1},"Holder":1}"#, "Limits"),
            (r#"{"Id":"a","Limits":7.5}"#, "Limits"),
            (r#"{"Extra":{"one":1,"two":"x"},"Id":"a"}"#, "Extra.two"),
            (r#"{"Extra":{"o\u006ee":-1}}"#, "Extra.one"),
            (r#"{"Extra":{"à la carte":true}}"#, "Extra.??la?carte"),
            (r#"{"Holder":1}"#, "Holder"),
            (r#"{"Holder":[],"Id":"a"}"#, "Holder"),
            (r#"{"Id":null}"#, "Id"),
            (r#"{"Id":true,"Holder":"}"}"#, "Id"),
            (
                r#"{"Id":"a","Parts":[{"Id":"a"},{"Id":"a","Parts":[{"Id":1.5}]}]}"#,
                "Parts[1].Parts[0].Id",
            ),
            (r#"{"Id":"a","Parts":[null,7]}"#, "Parts[0]"),
            (r#"{"Id":"a","Parts":7,"Holder":1}"#, "Parts"),
            (r#"{"Id":"a","Since":"yesterday","Holder":1}"#, "Since"),
            (r#"{"Since":"\ud800"}"#, "Since"),
            (r#"{"Id":"a","New":[{"x":{}},"]"],"Holder":1}"#, "Holder"),
        ]);
    }

    #[test]
    fn a_value_that_is_read_from_its_text_is_the_place() {
        assert_places(&[
            (r#"{"Amount":"1,5","Id":"a"}"#, "Amount"),
            (r#"{"Id":"a","Amount":"1,5"}"#, "Amount"),
            (r#"{"Id":"a","Amount":{"x":[1]}}"#, "Amount"),
            (r#"{"Id":"a","Amount":[1,{}],"Holder":"b"}"#, "Amount"),
            (r#"{"Id":"a","Amount":1e400}"#, "Amount"),
            (r#"{"Id":"a","Amounts":[1,"x",2]}"#, "Amounts[1]"),
            (r#"{"Id":"a","Amounts":[1,true]}"#, "Amounts[1]"),
            (r#"{"Id":"a","Amounts":[[]],"Holder":"b"}"#, "Amounts[0]"),
            (r#"{"Id":"a","Month":[1],"Holder":"b"}"#, "Month"),
            (r#"{"Id":"a","Month":256}"#, "Month"),
            (
                r#"{"Id":"a","Parts":[{"Id":"a","Amount":""}]}"#,
                "Parts[0].Amount",
            ),
        ]);
    }

    #[test]
    fn the_way_goes_on_into_an_item_that_is_read_from_its_text() {
        assert_places(&[
            (r#"{"Owners":7,"Id":"a"}"#, "Owners"),
            (r#"{"Owners":{"name":7},"Id":"a"}"#, "Owners.name"),
            (r#"{"Id":"a","Owners":{}}"#, "Owners"),
            (
                r#"{"Id":"a","Owners":[{"name":"b"},{"name":[]}]}"#,
                "Owners[1].name",
            ),
            (r#"{"Id":"a","Owners":[{"name":"b"},{}]}"#, "Owners[1]"),
            (
                r#"{"Id":"a","Owners":[{"name":"b","shares":["a",1]}],"Holder":"b"}"#,
                "Owners[0].shares[1]",
            ),
        ]);
        assert_eq!(
            place_of::<OneOrMany<Owner>>(r#"[{"name":1}]"#).as_deref(),
            Some("[0].name")
        );
        for text in ["7", "{}"] {
            assert_eq!(place_of::<OneOrMany<Owner>>(text).as_deref(), Some("."));
        }
    }

    #[test]
    fn an_object_is_the_place_of_what_it_lacks_or_repeats() {
        assert_places(&[
            ("{}", "."),
            (r#"{"Holder":null,"New":{"Id":"a"}}"#, "."),
            (r#"{"Id":"a","Holder":null,"Holder":"b"}"#, "."),
            (r#"{"Id":"a","Amount":1,"Amount":"x"}"#, "."),
            (
                r#"{"Id":"a","Parts":[{"Id":"a"},{"Holder":"b"}],"Holder":"b"}"#,
                "Parts[1]",
            ),
            (r#"{"Id":"a","Parts":[{"Id":"a","Id":[]}]}"#, "Parts[0]"),
        ]);
    }

    #[test]
    fn what_is_no_json_is_told_where_it_ends_to_be() {
        for (text, place) in [
            ("", "."),
            ("{", "."),
            ("x", "."),
            ("{} x", "."),
            (r#"{"Id":"a"} x"#, "."),
            (r#"{"Id":tru}"#, "Id"),
            (r#"{"Id":}"#, "Id"),
            (r#"{"Id" "a"}"#, "Id"),
            (r#"{"Id":"a","Holder"#, "."),
            (r#"{"Id":"a","Holder""#, "Holder"),
            (r#"{"Id":"a","Holder":"b"#, "Holder"),
            (r#"{"Id":"a","Holder":"b","#, "."),
            (r#"{"Id":"a",}"#, "."),
            (r#"{"Id":"a" "Holder":1}"#, "."),
            (r#"{Id:"a"}"#, "."),
            (r#"{"Id":"a","Limits":[1,]}"#, "Limits[1]"),
            (r#"{"Id":"a","Limits":[1,2"#, "Limits[2]"),
            (r#"{"Id":"a","Limits":[1 2]}"#, "Limits[1]"),
            (r#"{"Id":"a","Limits":[01]}"#, "Limits[0]"),
            (r#"{"Id":"a","Limits":[1}}"#, "Limits[1]"),
            (r#"{"Id":"a","Amounts":[1,2"#, "Amounts[2]"),
            (r#"{"Id":"a","Note":{"x":["#, "Note.x[0]"),
            (r#"{"Id":"é","Limits":[é]}"#, "Limits[0]"),
            ("{\"Id\":\"a\nb\"}", "Id"),
        ] {
            assert_eq!(place_of::<Account>(text).as_deref(), Some(place), "{text}");
        }
        let deep = format!(r#"{{"Id":"a","New":{}"#, "[".repeat(100_000));
        assert_eq!(
            place_of::<Account>(&deep).map(|path| path.len()),
            Some(super::LONGEST)
        );
    }

    #[test]
    fn line_and_column_are_those_of_the_text_that_was_sent() {
        let text = b"{\"Id\":\"a\",\"Limits\":[1e2,2.0,\n5e1, \"x\"]}";
        let failure = read::<Account>(text).err();
        let told = failure.map(|failure| (failure.path, failure.line, failure.column));
        assert_eq!(told, Some(("Limits[3]".to_owned(), 2, 8)));
        let text = br#"{"Id":"a","Limits":[1e1,1e2],"Extra":{"a":1e2,"b":"x"}}"#;
        let failure = read::<Account>(text).err();
        let told = failure.map(|failure| (failure.path, failure.line, failure.column));
        assert_eq!(told, Some(("Extra.b".to_owned(), 1, 53)));
    }
}
