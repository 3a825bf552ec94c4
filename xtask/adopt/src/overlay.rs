//! Overlays (`OpenAPI` Overlay 1.0): our corrections of Lean's documents, as data with reasons.
//!
//! Stricter than the specification in two ways: each action says why it is there, and an action
//! that matches nothing is a problem, since what it corrected is no longer there. An action may also
//! say what it corrects, by the extension `x-was`; when something else stands there, that is a
//! problem too, since the correction would hide what Lean has changed.

mod expected;
mod merge;

use serde_json::Value;
use serde_json_path::{JsonPath, PathElement};
use xtask_openapi::{Document, Problems, pointer};

/// One correction.
#[derive(Debug, Clone)]
struct Action {
    /// Where it stands in the overlay.
    at: String,
    target: JsonPath,
    written: String,
    reason: String,
    /// What must stand there: the whole of what is removed, or some members of what is updated.
    was: Option<Value>,
    change: Change,
}

#[derive(Debug, Clone)]
enum Change {
    Update(Value),
    Remove,
}

/// Corrections of a document, in their order.
#[derive(Debug, Clone)]
pub struct Overlay {
    document: Document,
    actions: Vec<Action>,
}

/// One action that was applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applied {
    /// The `JSONPath` that it was applied to, as it is written.
    pub target: String,
    /// Why it is there.
    pub reason: String,
    /// How many places it matched; at least one.
    pub places: usize,
}

impl Overlay {
    /// Reads the overlay that `document` is.
    ///
    /// # Errors
    ///
    /// Fails with everything that is not as Overlay 1.0 has it, and with each action that has no
    /// reason, or that neither updates nor removes.
    pub fn read(document: Document) -> Result<Self, Problems> {
        let mut problems = Problems::new();
        for (at, what, mend) in malformed(&document.value) {
            let why = "an overlay is `overlay: 1.0.0`, `info` and `actions`";
            problems.push(document.problem(&at, what, why, mend));
        }
        let mut actions = Vec::new();
        let written = document.value.get("actions").and_then(Value::as_array);
        for (index, action) in written.into_iter().flatten().enumerate() {
            match read_action(&document, &pointer::item("/actions", index), action) {
                Ok(action) => actions.push(action),
                Err(found) => problems.extend(found),
            }
        }
        problems.or(Self { document, actions })
    }

    /// The name of its file.
    pub fn name(&self) -> &str {
        &self.document.name
    }

    /// Its text, byte for byte.
    pub fn text(&self) -> &str {
        &self.document.text
    }

    /// Applies the actions, one after the other, to `target`.
    ///
    /// # Errors
    ///
    /// Fails at the first action that matches nothing, or whose change does not fit what it
    /// matches; `target` is then half changed.
    pub fn apply(&self, target: &mut Value) -> Result<Vec<Applied>, Problems> {
        self.actions
            .iter()
            .map(|action| {
                let places = self.apply_one(action, target)?;
                Ok(Applied {
                    target: action.written.clone(),
                    reason: action.reason.clone(),
                    places,
                })
            })
            .collect()
    }

    fn apply_one(&self, action: &Action, target: &mut Value) -> Result<usize, Problems> {
        let places = matched(&action.target, target);
        if places.is_empty() {
            return Err(self.document.problem(
                &action.at,
                format!("`{}` matches nothing", action.written),
                "what the action corrects is no longer in Lean's document",
                "look the place up in the document, then correct the target or take the action out",
            )
            .into());
        }
        if let Some(was) = &action.was {
            self.compare(action, was, &places, target)?;
        }
        // The last first: the place of an item of a list depends on those before it.
        for place in places.iter().rev() {
            let found = match &action.change {
                Change::Update(update) => target
                    .pointer_mut(place)
                    .ok_or_else(|| "the place is gone".to_owned())
                    .and_then(|node| merge::update(node, update)),
                Change::Remove => merge::remove(target, place),
            };
            found.map_err(|what| {
                self.document.problem(
                    &action.at,
                    format!("at `{place}` {what}"),
                    "Overlay 1.0 cannot apply it",
                    "remove the object around it in one action, and put it back in the next",
                )
            })?;
        }
        Ok(places.len())
    }
}

impl Overlay {
    /// Fails when something else than `was` stands at one of the places.
    fn compare(
        &self,
        action: &Action,
        was: &Value,
        places: &[String],
        target: &Value,
    ) -> Result<(), Problems> {
        let in_part = matches!(action.change, Change::Update(_));
        let is_other = |place: &&String| {
            target
                .pointer(place)
                .is_none_or(|found| !expected::is_found(was, found, in_part))
        };
        match places.iter().find(is_other) {
            None => Ok(()),
            Some(place) => Err(self
                .document
                .problem(
                    &pointer::child(&action.at, "x-was"),
                    format!(
                        "at `{place}` there is {} now",
                        target.pointer(place).unwrap_or(&Value::Null)
                    ),
                    "Lean has changed it, and the correction would hide that",
                    "look at the change, then correct `x-was`, and the action if need be",
                )
                .into()),
        }
    }
}

/// JSON pointers of what a path selects, in the order of the document, each once.
fn matched(path: &JsonPath, document: &Value) -> Vec<String> {
    let mut places: Vec<String> = Vec::new();
    for found in path.query_located(document) {
        let tokens = found.location().iter().map(|element| match element {
            PathElement::Name(name) => (*name).to_owned(),
            PathElement::Index(index) => index.to_string(),
        });
        let place = pointer::join(tokens);
        if !places.contains(&place) {
            places.push(place);
        }
    }
    places
}

fn is_text(value: Option<&Value>) -> bool {
    value
        .and_then(Value::as_str)
        .is_some_and(|text| !text.trim().is_empty())
}

/// What is wrong with the overlay around its actions: where, what, how to mend it.
fn malformed(overlay: &Value) -> Vec<(String, String, &'static str)> {
    let mut found = Vec::new();
    let version = overlay.get("overlay").and_then(Value::as_str);
    if !version.is_some_and(|version| version == "1.0" || version.starts_with("1.0.")) {
        let version = overlay.get("overlay").unwrap_or(&Value::Null);
        let what = format!("the version {version}");
        found.push(("/overlay".to_owned(), what, "write `overlay: 1.0.0`"));
    }
    for field in ["title", "version"] {
        let place = format!("/info/{field}");
        if !is_text(overlay.pointer(&place)) {
            let what = format!("no `{field}` in `info`");
            found.push((
                place,
                what,
                "write both as texts, in quotation marks if need be",
            ));
        }
    }
    let actions = overlay.get("actions").and_then(Value::as_array);
    if actions.is_none_or(Vec::is_empty) {
        found.push((
            "/actions".to_owned(),
            "no list of actions".to_owned(),
            "write at least one action",
        ));
    }
    for (field, _) in overlay.as_object().into_iter().flatten() {
        let known = ["overlay", "info", "extends", "actions"].contains(&field.as_str());
        if !known && !field.starts_with("x-") {
            found.push((
                pointer::child("", field),
                format!("the field `{field}`"),
                "correct the spelling, or let an extension's name start with `x-`",
            ));
        }
    }
    found
}

fn read_action(document: &Document, at: &str, action: &Value) -> Result<Action, Problems> {
    let problem = |field: &str, what: String, why: &str, mend: &str| {
        let at = if field.is_empty() {
            at.to_owned()
        } else {
            pointer::child(at, field)
        };
        Err(document.problem(&at, what, why, mend).into())
    };
    for (field, _) in action.as_object().into_iter().flatten() {
        let known = ["target", "description", "update", "remove"].contains(&field.as_str());
        if !known && !field.starts_with("x-") {
            return problem(
                field,
                format!("an action has no field `{field}` in Overlay 1.0"),
                "nothing reads it",
                "correct the spelling",
            );
        }
    }
    let Some(written) = action.get("target").and_then(Value::as_str) else {
        return problem(
            "target",
            "an action without a `target`".to_owned(),
            "it says what to change",
            "write a JSONPath such as `$.components.schemas.Bank`",
        );
    };
    let target = match JsonPath::parse(written) {
        Ok(target) => target,
        Err(error) => {
            return problem(
                "target",
                format!("`{written}` is no JSONPath ({})", error.message()),
                "RFC 9535 says how one is written",
                "correct it there; names with other signs go into brackets, as `$.paths['/banks/v1/']`",
            );
        }
    };
    let Some(reason) = action
        .get("description")
        .and_then(Value::as_str)
        .filter(|reason| !reason.trim().is_empty())
    else {
        return problem(
            "description",
            "an action without a `description`".to_owned(),
            "a reader must see why we correct Lean's document there",
            "say why, with its source",
        );
    };
    let change = match (action.get("remove"), action.get("update")) {
        (Some(Value::Bool(true)), _) => Change::Remove,
        (None | Some(Value::Bool(false)), Some(update)) => Change::Update(update.clone()),
        (None | Some(Value::Bool(false)), None) => {
            return problem(
                "",
                "an action that neither updates nor removes".to_owned(),
                "it would change nothing",
                "write `update`, or `remove: true`",
            );
        }
        (Some(other), _) => {
            return problem(
                "remove",
                format!("`remove: {other}`"),
                "it is a switch",
                "write `remove: true`",
            );
        }
    };
    Ok(Action {
        at: at.to_owned(),
        target,
        written: written.to_owned(),
        reason: reason.split_whitespace().collect::<Vec<_>>().join(" "),
        was: action.get("x-was").cloned(),
        change,
    })
}

#[cfg(test)]
mod tests;
