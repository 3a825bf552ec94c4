//! Rules for parameters: plain, once each, and in step with the path.

use std::collections::{HashMap, HashSet};

use serde_json::Value;
use xtask_openapi::place::{Kind, Spot};
use xtask_openapi::reference::Found;
use xtask_openapi::{pointer, reference};

use super::{Lint, letters, text};

const PLACES: [&str; 3] = ["path", "query", "header"];

/// A parameter of an operation.
#[derive(Debug, Clone, Copy)]
pub(super) struct Declared<'v> {
    pub(super) name: &'v str,
    pub(super) within: &'v str,
}

impl<'d> Lint<'d> {
    pub(super) fn parameter(&mut self, spot: Spot<'_, '_>) {
        let parameter = spot.value;
        if spot.kind != Kind::Parameter || reference::of(parameter).is_some() {
            return;
        }
        let at = |field: &str| pointer::child(spot.pointer, field);
        if text(parameter, "name").is_none() {
            self.report(
                &at("name"),
                "a parameter without a name",
                "it cannot be sent",
                "name it",
            );
        }
        match parameter.get("in").and_then(Value::as_str) {
            Some(within) if PLACES.contains(&within) => {}
            found => self.report(
                &at("in"),
                format!("a parameter in `{}`", found.unwrap_or("nothing")),
                "the generator writes paths, queries and headers only",
                "write `in: path`, `in: query` or `in: header`",
            ),
        }
        if parameter.get("schema").is_none() {
            self.report(
                spot.pointer,
                "a parameter without a schema",
                "its type would be unknown",
                "write its `schema`",
            );
        }
        if parameter
            .get("style")
            .is_some_and(|style| style == "deepObject")
        {
            self.report(
                &at("style"),
                "a parameter in the style `deepObject`",
                "the generator cannot write it",
                "write one parameter for each of its properties",
            );
        }
        let is_path = parameter.get("in").is_some_and(|within| within == "path");
        if is_path && parameter.get("required") != Some(&Value::Bool(true)) {
            self.report(
                &at("required"),
                "a path parameter that is not `required: true`",
                "a path without it is another path",
                "write `required: true`",
            );
        }
    }

    /// The parameters of a path item or an operation, references followed.
    pub(super) fn declared(&mut self, owner: &'d Value, at: &str) -> Vec<(String, Declared<'d>)> {
        let list = pointer::child(at, "parameters");
        let mut declared: Vec<(String, Declared<'d>)> = Vec::new();
        let mut seen = HashSet::new();
        let parameters = owner.get("parameters").and_then(Value::as_array);
        for (index, parameter) in parameters.into_iter().flatten().enumerate() {
            let at = pointer::item(&list, index);
            let Some(Found { value, .. }) = reference::follow(self.root(), &at, parameter) else {
                continue;
            };
            let (Some(name), Some(within)) = (
                value.get("name").and_then(Value::as_str),
                value.get("in").and_then(Value::as_str),
            ) else {
                continue;
            };
            if !seen.insert((name, within)) {
                self.report(
                    &at,
                    format!("the {within} parameter `{name}` is declared a second time"),
                    "only one of the two can apply",
                    "leave one of them",
                );
                continue;
            }
            declared.push((at, Declared { name, within }));
        }
        declared
    }

    /// Parameters of one operation whose names become the same setter.
    pub(super) fn setters(&mut self, declared: &[(String, Declared<'d>)]) {
        let mut seen: HashMap<String, &str> = HashMap::new();
        for (at, parameter) in declared {
            if let Some(other) = seen.insert(letters(parameter.name), parameter.name) {
                self.report(
                    at,
                    format!(
                        "the parameters `{}` and `{other}` differ only in case, signs or place",
                        parameter.name
                    ),
                    "both become a setter, and can become the same",
                    "leave one of them",
                );
            }
        }
    }

    /// Path parameters and the places for them in the path are the same.
    pub(super) fn path_parameters(
        &mut self,
        path: &str,
        operation: &str,
        declared: &[(String, Declared<'d>)],
    ) {
        // A template that cannot be read is reported with the path.
        let Some(places) = template(path) else {
            return;
        };
        let in_path = |name: &str| {
            declared
                .iter()
                .any(|(_, parameter)| parameter.within == "path" && parameter.name == name)
        };
        for name in places.iter().filter(|name| !in_path(name)) {
            self.report(
                operation,
                format!("`{{{name}}}` in the path is not declared"),
                "a call could not fill it in",
                format!("add a parameter `{name}` with `in: path`"),
            );
        }
        for (at, parameter) in declared {
            if parameter.within == "path" && !places.contains(&parameter.name) {
                self.report(
                    at,
                    format!("the path has no `{{{}}}`", parameter.name),
                    "the parameter would never be sent",
                    "correct the name, or leave the parameter out",
                );
            }
        }
    }
}

/// The names in braces in a path; `None` when the braces do not match.
pub(super) fn template(path: &str) -> Option<Vec<&str>> {
    let mut pieces = path.split('{');
    if pieces.next()?.contains('}') {
        return None;
    }
    pieces
        .map(|piece| {
            let (name, rest) = piece.split_once('}')?;
            let readable = !name.is_empty() && !name.contains('/') && !rest.contains('}');
            readable.then_some(name)
        })
        .collect()
}
