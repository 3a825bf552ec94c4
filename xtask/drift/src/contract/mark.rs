//! What a schema is marked as.

use serde_json::Value;

pub(super) fn sign(required: bool) -> &'static str {
    if required { ", required" } else { "" }
}

/// The branch that is left of a union when `null` is taken off, if it is the only one.
pub(super) fn only_branch(schema: &Value) -> Option<&Value> {
    ["allOf", "anyOf", "oneOf"].into_iter().find_map(|keyword| {
        let branches = schema.get(keyword)?.as_array()?;
        let mut real = branches.iter().filter(|branch| !is_null(branch));
        let only = real.next()?;
        (real.next().is_none() && schema.get("properties").is_none()).then_some(only)
    })
}

fn is_null(schema: &Value) -> bool {
    schema.get("type").is_some_and(|kind| kind == "null")
}

pub(super) fn is_nullable(schema: &Value) -> bool {
    let in_list = |value: &Value| {
        value
            .as_array()
            .is_some_and(|kinds| kinds.iter().any(|kind| kind == "null"))
    };
    let in_union = |keyword: &str| {
        schema
            .get(keyword)
            .and_then(Value::as_array)
            .is_some_and(|branches| branches.iter().any(is_null))
    };
    schema.get("nullable") == Some(&Value::Bool(true))
        || schema.get("type").is_some_and(in_list)
        || in_union("anyOf")
        || in_union("oneOf")
}

pub(super) fn marks(schema: &Value) -> Vec<String> {
    let mut marks = Vec::new();
    let is_set = |key: &str| schema.get(key) == Some(&Value::Bool(true));
    if let Some(id) = schema.get("x-lean-id").and_then(Value::as_str) {
        marks.push(format!(" [id {id}]"));
    }
    for (key, mark) in [
        ("x-lean-money", " [money]"),
        ("x-lean-secret", " [secret]"),
        ("x-lean-sensitive", " [sensitive]"),
        ("x-lean-envelope", " [envelope]"),
        ("x-lean-always-sent", " [always sent]"),
        ("deprecated", " [deprecated]"),
    ] {
        if is_set(key) {
            marks.push(mark.to_owned());
        }
    }
    for key in ["x-lean-time", "x-lean-lenient", "x-lean-enum"] {
        if let Some(word) = schema.get(key).and_then(Value::as_str) {
            marks.push(format!(" [{word}]"));
        }
    }
    marks
}
