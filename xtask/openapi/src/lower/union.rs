//! `anyOf` and `oneOf`: a branch that is null becomes `nullable`.

use serde_json::{Map, Value};

use super::Lowering;
use super::keyword::{self, Fate};
use super::schema::Draft;
use crate::pointer;

// What a schema says about itself only; the outer schema's word counts when both say it.
const ANNOTATIONS: [&str; 6] = [
    "description",
    "title",
    "deprecated",
    "example",
    "readOnly",
    "writeOnly",
];

impl Lowering<'_> {
    pub(super) fn union(&mut self, at: &str, name: &str, branches: &Value, draft: &mut Draft<'_>) {
        let Some(branches) = branches.as_array().filter(|branches| !branches.is_empty()) else {
            self.refuse(
                at,
                format!("`{name}` without a list of schemas"),
                "no value can match it",
                "list at least one schema",
            );
            return;
        };
        let kept: Vec<(usize, &Value)> = branches
            .iter()
            .enumerate()
            .filter(|(_, branch)| !is_null(branch))
            .collect();
        let has_null = kept.len() < branches.len();
        // `type: string` next to the branches rules null out, whatever they say.
        let forbidden = has_null && forbids_null(draft.source);
        if has_null {
            self.note(at, note(name, &kept, forbidden));
            draft.nullable |= !forbidden;
        }
        match kept.as_slice() {
            [] => {
                draft
                    .lowered
                    .insert("enum".to_owned(), Value::from(vec![Value::Null]));
            }
            [(index, branch)] if has_null => {
                let branch = self.schema(&pointer::item(at, *index), branch);
                merge(name, branch, draft);
            }
            _ => {
                let schemas = kept
                    .iter()
                    .map(|(index, branch)| self.schema(&pointer::item(at, *index), branch))
                    .collect();
                draft.lowered.insert(name.to_owned(), Value::Array(schemas));
            }
        }
    }
}

fn note(name: &str, kept: &[(usize, &Value)], forbidden: bool) -> String {
    let rest = match kept {
        [] => "only null is left",
        [(_, branch)] if is_bare_reference(branch) => "the reference moved into `allOf`",
        [_] => "the other branch took its place",
        _ => "the other branches stayed",
    };
    if forbidden {
        format!("null branch of `{name}` dropped, `type` rules null out; {rest}")
    } else {
        format!("null branch of `{name}` became `nullable`; {rest}")
    }
}

/// Puts the only branch that is left into the schema around it.
fn merge(name: &str, branch: Value, draft: &mut Draft<'_>) {
    let fits = |(keyword, _): (&String, &Value)| {
        // An `allOf` of the branch joins the one there is.
        keyword == "allOf"
            || ANNOTATIONS.contains(&keyword.as_str())
            || keyword == "nullable"
            || !draft.source.contains_key(keyword) && !draft.lowered.contains_key(keyword)
    };
    let Value::Object(branch) = branch else {
        return;
    };
    if is_reference(&branch) || !branch.iter().all(fits) || around_constrains(name, draft) {
        draft.also(Value::Object(branch));
        return;
    }
    for (keyword, value) in branch {
        match keyword.as_str() {
            "nullable" => draft.nullable |= value == true,
            "allOf" => {
                for schema in value.as_array().into_iter().flatten() {
                    draft.also(schema.clone());
                }
            }
            said if draft.source.contains_key(said) || draft.lowered.contains_key(said) => {}
            _ => {
                draft.lowered.insert(keyword, value);
            }
        }
    }
}

fn is_reference(branch: &Map<String, Value>) -> bool {
    branch.contains_key("$ref")
}

/// Whether the schema around the union says more than annotations and extensions.
fn around_constrains(name: &str, draft: &Draft<'_>) -> bool {
    draft.source.keys().any(|keyword| {
        keyword != name
            && keyword != "default"
            && keyword != "examples"
            && keyword::fate(keyword) != Fate::Dropped
            && !keyword.starts_with("x-")
            && !ANNOTATIONS.contains(&keyword.as_str())
    })
}

fn is_bare_reference(branch: &Value) -> bool {
    branch
        .as_object()
        .is_some_and(|branch| branch.len() == 1 && is_reference(branch))
}

/// Whether a branch allows null and nothing else.
fn is_null(branch: &Value) -> bool {
    let Some(branch) = branch.as_object() else {
        return false;
    };
    let says_null = |keyword: &str, value: &Value| match keyword {
        "type" => value == "null" || is_list_of(value, |word| word == "null"),
        "const" => value.is_null(),
        "enum" => is_list_of(value, Value::is_null),
        _ => false,
    };
    let mut constraints = branch
        .iter()
        .filter(|(keyword, _)| *keyword != "$comment" && !ANNOTATIONS.contains(&keyword.as_str()));
    let mut null = false;
    let only_null = constraints.all(|(keyword, value)| {
        null = true;
        says_null(keyword, value)
    });
    null && only_null
}

fn is_list_of(value: &Value, wanted: impl Fn(&Value) -> bool) -> bool {
    value
        .as_array()
        .is_some_and(|items| !items.is_empty() && items.iter().all(wanted))
}

fn forbids_null(schema: &Map<String, Value>) -> bool {
    match schema.get("type") {
        Some(Value::String(name)) => name != "null",
        Some(Value::Array(names)) => names.iter().all(|name| name != "null"),
        _ => false,
    }
}
