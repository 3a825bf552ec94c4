#![allow(
    clippy::panic,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that meets something else should fail"
)]

use serde_json::json;

use super::*;

mod examples;
mod random;

fn insert(mapping: &str, key: &str, value: Value, position: Position) -> Edit {
    let (mapping, key) = (mapping.to_owned(), key.to_owned());
    Edit::Insert {
        mapping,
        key,
        value,
        position,
    }
}

fn append(list: &str, value: Value) -> Edit {
    let list = list.to_owned();
    Edit::Append {
        list,
        value,
        position: Position::Last,
    }
}

fn remove(place: &str) -> Edit {
    Edit::Remove {
        place: place.to_owned(),
    }
}

fn replace(place: &str, value: Value) -> Edit {
    Edit::Replace {
        place: place.to_owned(),
        value,
    }
}

fn rename(place: &str, key: &str) -> Edit {
    Edit::Rename {
        place: place.to_owned(),
        key: key.to_owned(),
    }
}

fn after(key: &str) -> Position {
    Position::After(key.to_owned())
}

fn parsed(text: &str) -> Document {
    Document::parse(text, "a.yaml").unwrap_or_else(|problems| panic!("{problems}\n{text}"))
}

fn edited(text: &str, edits: &[Edit]) -> String {
    edit(&parsed(text), edits)
        .unwrap_or_else(|problems| panic!("{problems}\n{text}"))
        .text
}

fn refusal(text: &str, edits: &[Edit]) -> String {
    edit(&parsed(text), edits)
        .expect_err("the changes are refused")
        .to_string()
}
