//! How names and values are written in messages.

use serde_json::Value;

/// A name of the document, between marks, cut where it is long.
pub(crate) fn quoted(name: &str) -> String {
    format!("`{}`", short(name))
}

/// A value of the document, cut where it is long.
pub(crate) fn value(value: &Value) -> String {
    match value {
        Value::String(text) => quoted(text),
        other => quoted(&other.to_string()),
    }
}

/// Several names, the first few of them.
pub(crate) fn list<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    const MOST: usize = 6;
    let names: Vec<&str> = names.into_iter().collect();
    let shown: Vec<String> = names.iter().take(MOST).map(|name| quoted(name)).collect();
    let more = names.len().saturating_sub(MOST);
    if more > 0 {
        format!("{} and {more} more", shown.join(", "))
    } else {
        shown.join(", ")
    }
}

fn short(text: &str) -> String {
    const LONGEST: usize = 80;
    let text = text.replace(['\n', '\r', '`'], " ");
    if text.chars().count() <= LONGEST {
        return text;
    }
    let cut: String = text.chars().take(LONGEST).collect();
    format!("{cut}…")
}
