//! The operations of three documents, side by side: parameters, bodies, answers.

use std::collections::BTreeSet;

use serde_json::Value;
use xtask_openapi::effective::{Part, Tree};
use xtask_openapi::pointer;

use super::schema::Three;
use super::{Walk, context, security};
use crate::alike::alike;
use crate::operation::{Operation, names_in};
use crate::point::{Context, Fact};

/// A parameter with its key: where it is sent, and its name or its number in the path.
type Parameter<'d> = ((String, String), Part<'d>);

impl<'d> Walk<'d> {
    pub(super) fn operation(
        &mut self,
        old: Option<&Operation<'d>>,
        new: &Operation<'d>,
        ours: Option<&Operation<'d>>,
    ) {
        let context = context(new);
        let said = (old.is_some(), true, ours.is_some());
        let place = ours.map_or("/paths".to_owned(), |ours| ours.pointer.clone());
        let fact = Fact::Operation {
            ours: ours.map(|ours| ours.pointer.clone()),
            lean: Some(new.pointer.clone()),
        };
        self.push(place, &context, fact, said);
        let Some(old) = old else {
            return;
        };
        let Some(ours) = ours else {
            if !self.same_operation(old, new) {
                self.left_out("/paths".to_owned(), vec![new.pointer.clone()], &context);
            }
            return;
        };
        self.plain_fields(old, new, ours, &context);
        self.parameters(old, new, ours, &context);
        self.request_body(old, new, ours, &context);
        self.answers(old, new, ours, &context);
    }

    /// Whether nothing changed in an operation that ours lacks.
    fn same_operation(&self, old: &Operation<'d>, new: &Operation<'d>) -> bool {
        let mut pair = Walk {
            old: self.old,
            new: self.new,
            ours: self.old,
            points: Vec::new(),
            pairs: std::collections::HashMap::new(),
            visits: std::collections::HashMap::new(),
            seen: std::collections::HashSet::new(),
            waiting: std::collections::VecDeque::new(),
        };
        pair.operation(Some(old), new, Some(old));
        pair.drain();
        pair.points.iter().all(|point| !point.changed())
    }

    fn plain_fields(
        &mut self,
        old: &Operation<'d>,
        new: &Operation<'d>,
        ours: &Operation<'d>,
        context: &Context,
    ) {
        for name in ["operationId", "deprecated"] {
            let said = [old, new, ours].map(|operation| {
                let value = operation.value.get(name).cloned().unwrap_or_default();
                if value == Value::Bool(false) {
                    Value::Null
                } else {
                    value
                }
            });
            let fact = Fact::OfOperation {
                operation: ours.pointer.clone(),
                field: name.to_owned(),
            };
            self.push(
                pointer::child(&ours.pointer, name),
                context,
                fact,
                said.into(),
            );
        }
        if old.key != new.key {
            let fact = Fact::OfOperation {
                operation: ours.pointer.clone(),
                field: "path".to_owned(),
            };
            let said = [old, new, ours].map(|operation| operation.path.to_owned());
            self.push(
                pointer::child(&ours.pointer, "path"),
                context,
                fact,
                said.into(),
            );
        }
        let said = (
            security(self.old.root, old.value),
            security(self.new.root, new.value),
            security(self.ours.root, ours.value),
        );
        let fact = Fact::Security {
            operation: ours.pointer.clone(),
            lean: new.value.get("security").cloned().unwrap_or_default(),
        };
        self.push(
            pointer::child(&ours.pointer, "security"),
            context,
            fact,
            said,
        );
    }

    fn parameters(
        &mut self,
        old: &Operation<'d>,
        new: &Operation<'d>,
        ours: &Operation<'d>,
        context: &Context,
    ) {
        let before = parameters(self.old, old);
        let now = parameters(self.new, new);
        let of_ours = parameters(self.ours, ours);
        let keys: BTreeSet<&(String, String)> = [&before, &now, &of_ours]
            .into_iter()
            .flatten()
            .map(|(key, _)| key)
            .collect();
        let find = |list: &[Parameter<'d>], key: &(String, String)| {
            let found = list.iter().find(|(known, _)| known == key);
            found.map(|(_, part)| part.clone())
        };
        for key in keys {
            let (was, is) = (find(&before, key), find(&now, key));
            let mine = find(&of_ours, key);
            let named = [&is, &was, &mine].into_iter().flatten().next();
            let name = named.and_then(|part| part.text("name")).unwrap_or_default();
            let context = Context {
                part: format!("{} parameter {name}", key.0),
                ..context.clone()
            };
            let place = mine.as_ref().map_or_else(
                || pointer::child(&pointer::child(&ours.pointer, "parameters"), name),
                |mine| mine.pointer.clone(),
            );
            let fact = Fact::Parameter {
                operation: ours.pointer.clone(),
                ours: mine.as_ref().map(|mine| mine.pointer.clone()),
                lean: is.as_ref().map(|is| is.pointer.clone()),
                renamed_from: self.renamed_parameter((&before, &now), key),
            };
            let said = (was.is_some(), is.is_some(), mine.is_some());
            self.push(place.clone(), &context, fact, said);
            if let (Some(was), Some(is)) = (was, is) {
                self.parameter(&was, &is, mine.as_ref(), place, &context);
            }
        }
    }

    /// The parameter that disappears where this one appears, when the two are alike and the only
    /// ones.
    fn renamed_parameter(
        &self,
        (before, now): (&[Parameter<'d>], &[Parameter<'d>]),
        key: &(String, String),
    ) -> Option<String> {
        let has = |list: &[Parameter<'d>], key: &(String, String)| {
            list.iter().any(|(known, _)| known == key)
        };
        if has(before, key) {
            return None;
        }
        let (_, is) = now.iter().find(|(known, _)| known == key)?;
        let is_alike = |was: &Part<'d>, is: &Part<'d>| {
            was.is_set("required") == is.is_set("required")
                && same_schema((self.old, was), (self.new, is))
        };
        let mut gone = before
            .iter()
            .filter(|(other, was)| other.0 == key.0 && !has(now, other) && is_alike(was, is));
        let (_, was) = gone.next().filter(|_| gone.next().is_none())?;
        let come = now
            .iter()
            .filter(|(other, is)| other.0 == key.0 && !has(before, other) && is_alike(was, is));
        (come.count() == 1).then(|| was.text("name").unwrap_or_default().to_owned())
    }

    fn parameter(
        &mut self,
        old: &Part<'d>,
        new: &Part<'d>,
        ours: Option<&Part<'d>>,
        place: String,
        context: &Context,
    ) {
        let (was, is) = (schema_of(old), schema_of(new));
        let Some(ours) = ours else {
            let is_same = same_schema((self.old, old), (self.new, new));
            if !is_same || old.is_set("required") != new.is_set("required") {
                self.left_out(place, vec![new.pointer.clone()], context);
            }
            return;
        };
        self.visit(&ours.pointer, context);
        self.must_be_sent((old, new, ours), context);
        for keyword in [
            "style",
            "explode",
            "allowReserved",
            "allowEmptyValue",
            "deprecated",
        ] {
            let said = [old, new, ours].map(|part| {
                let value = part.value.get(keyword).cloned().unwrap_or_default();
                if value == Value::Bool(false) {
                    Value::Null
                } else {
                    value
                }
            });
            let fact = Fact::Keyword {
                node: ours.pointer.clone(),
                keyword: keyword.to_owned(),
            };
            self.push(
                pointer::child(&ours.pointer, keyword),
                context,
                fact,
                said.into(),
            );
        }
        if let (Some(was), Some(is)) = (was, is) {
            let name = new.text("name").unwrap_or_default().to_owned();
            let three = Three {
                old: vec![was],
                new: vec![is],
                ours: schema_of(ours).into_iter().collect(),
                anchor: pointer::child(&ours.pointer, "schema"),
                name,
                owner: None,
            };
            self.wait(three, context.clone());
        }
    }

    pub(super) fn must_be_sent(&mut self, (old, new, ours): Triple<'_, 'd>, context: &Context) {
        let said = [old, new, ours].map(|part| part.is_set("required"));
        let fact = Fact::MustBeSent {
            node: ours.pointer.clone(),
        };
        self.push(
            pointer::child(&ours.pointer, "required"),
            context,
            fact,
            said.into(),
        );
    }
}

/// Whether two headers or parameters have the same schema.
pub(super) fn same_schema(
    (old, was): (Tree<'_>, &Part<'_>),
    (new, is): (Tree<'_>, &Part<'_>),
) -> bool {
    match (
        schema_of(&old.follow(was.clone())),
        schema_of(&new.follow(is.clone())),
    ) {
        (Some(was), Some(is)) => alike(
            old,
            std::slice::from_ref(&was),
            new,
            std::slice::from_ref(&is),
        ),
        (was, is) => was.is_some() == is.is_some(),
    }
}

pub(super) type Triple<'p, 'd> = (&'p Part<'d>, &'p Part<'d>, &'p Part<'d>);

pub(super) fn whole<'d>(operation: &Operation<'d>) -> Part<'d> {
    Part {
        value: operation.value,
        pointer: operation.pointer.clone(),
    }
}

/// The parameters of an operation with those of its path, references followed.
fn parameters<'d>(tree: Tree<'d>, operation: &Operation<'d>) -> Vec<Parameter<'d>> {
    let item = Part {
        value: operation.item,
        pointer: pointer::child("/paths", operation.path),
    };
    let names = names_in(operation.path);
    let mut found: Vec<Parameter<'d>> = Vec::new();
    let all = whole(operation)
        .items("parameters")
        .into_iter()
        .chain(item.items("parameters"));
    for part in all {
        let part = tree.follow(part);
        let (Some(place), Some(name)) = (part.text("in"), part.text("name")) else {
            continue;
        };
        let name = match place {
            "path" => match names.iter().position(|known| *known == name) {
                Some(number) => number.to_string(),
                None => name.to_owned(),
            },
            "header" => name.to_lowercase(),
            _ => name.to_owned(),
        };
        let key = (place.to_owned(), name);
        if !found.iter().any(|(known, _)| *known == key) {
            found.push((key, part));
        }
    }
    found
}

/// The schema of a parameter, by `schema` or by its one media type.
fn schema_of<'d>(parameter: &Part<'d>) -> Option<Part<'d>> {
    parameter.child("schema").or_else(|| {
        let (_, media) = parameter.members("content").into_iter().next()?;
        media.child("schema")
    })
}
