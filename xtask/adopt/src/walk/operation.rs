//! The operations of three documents, side by side: parameters, bodies, answers.

use std::collections::BTreeSet;

use serde_json::Value;
use xtask_openapi::effective::{Part, Tree};
use xtask_openapi::place::Kind;
use xtask_openapi::pointer;

use super::schema::Three;
use super::{Walk, context, security};
use crate::alike::alike;
use crate::facts::{facts, ordered};
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
                if value == Value::Bool(false) { Value::Null } else { value }
            });
            let fact = Fact::OfOperation {
                operation: ours.pointer.clone(),
                field: name.to_owned(),
            };
            self.push(pointer::child(&ours.pointer, name), context, fact, said.into());
        }
        if old.key != new.key {
            let fact = Fact::OfOperation {
                operation: ours.pointer.clone(),
                field: "path".to_owned(),
            };
            let said = [old, new, ours].map(|operation| operation.path.to_owned());
            self.push(pointer::child(&ours.pointer, "path"), context, fact, said.into());
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
        self.push(pointer::child(&ours.pointer, "security"), context, fact, said);
    }

    fn parameters(
        &mut self,
        old: &Operation<'d>,
        new: &Operation<'d>,
        ours: &Operation<'d>,
        context: &Context,
    ) {
        let was = parameters(self.old, old);
        let is = parameters(self.new, new);
        let mine = parameters(self.ours, ours);
        let keys: BTreeSet<&(String, String)> =
            [&was, &is, &mine].into_iter().flatten().map(|(key, _)| key).collect();
        let find = |list: &[Parameter<'d>], key: &(String, String)| {
            let found = list.iter().find(|(known, _)| known == key);
            found.map(|(_, part)| part.clone())
        };
        for key in keys {
            let (was, is, mine) = (find(&was, key), find(&is, key), find(&mine, key));
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
            };
            let said = (was.is_some(), is.is_some(), mine.is_some());
            self.push(place.clone(), &context, fact, said);
            if let (Some(was), Some(is)) = (was, is) {
                self.parameter(&was, &is, mine.as_ref(), place, &context);
            }
        }
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
        for keyword in ["style", "explode", "allowReserved", "allowEmptyValue", "deprecated"] {
            let said = [old, new, ours].map(|part| {
                let value = part.value.get(keyword).cloned().unwrap_or_default();
                if value == Value::Bool(false) { Value::Null } else { value }
            });
            let fact = Fact::Keyword {
                node: ours.pointer.clone(),
                keyword: keyword.to_owned(),
            };
            self.push(pointer::child(&ours.pointer, keyword), context, fact, said.into());
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

    fn must_be_sent(&mut self, (old, new, ours): Triple<'_, 'd>, context: &Context) {
        let said = [old, new, ours].map(|part| part.is_set("required"));
        let fact = Fact::MustBeSent {
            node: ours.pointer.clone(),
        };
        self.push(pointer::child(&ours.pointer, "required"), context, fact, said.into());
    }

    fn request_body(
        &mut self,
        old: &Operation<'d>,
        new: &Operation<'d>,
        ours: &Operation<'d>,
        context: &Context,
    ) {
        let body = |tree: Tree<'d>, operation: &Operation<'d>| {
            let part = whole(operation).child("requestBody")?;
            Some(tree.follow(part))
        };
        let (was, is) = (body(self.old, old), body(self.new, new));
        let mine = body(self.ours, ours);
        let context = Context {
            part: "request".to_owned(),
            ..context.clone()
        };
        if was.is_none() && is.is_none() && mine.is_none() {
            return;
        }
        let fact = Fact::Body {
            operation: ours.pointer.clone(),
            lean: is.as_ref().map(|is| is.pointer.clone()),
            ours: mine.is_some(),
        };
        let said = (was.is_some(), is.is_some(), mine.is_some());
        self.push(pointer::child(&ours.pointer, "requestBody"), &context, fact, said);
        match (&was, &is, &mine) {
            (Some(was), Some(is), Some(mine)) => {
                self.must_be_sent((was, is, mine), &context);
                self.content((was, is, mine), "Request", &context);
            }
            (Some(was), Some(is), None) => {
                let is_same = was.is_set("required") == is.is_set("required")
                    && self.same_content(was, is);
                if !is_same {
                    let place = pointer::child(&ours.pointer, "requestBody");
                    self.left_out(place, vec![is.pointer.clone()], &context);
                }
            }
            _ => {}
        }
    }

    fn answers(
        &mut self,
        old: &Operation<'d>,
        new: &Operation<'d>,
        ours: &Operation<'d>,
        context: &Context,
    ) {
        let statuses = |tree: Tree<'d>, operation: &Operation<'d>| -> Vec<(String, Part<'d>)> {
            let parts = whole(operation).members("responses").into_iter();
            parts
                .filter(|(status, _)| !status.starts_with("x-"))
                .map(|(status, part)| (status.to_uppercase(), tree.follow(part)))
                .collect()
        };
        let was = statuses(self.old, old);
        let is = statuses(self.new, new);
        let mine = statuses(self.ours, ours);
        let all: BTreeSet<&String> =
            [&was, &is, &mine].into_iter().flatten().map(|(status, _)| status).collect();
        let find = |list: &[(String, Part<'d>)], status: &String| {
            let found = list.iter().find(|(known, _)| known == status);
            found.map(|(_, part)| part.clone())
        };
        for status in all {
            let (was, is, mine) = (find(&was, status), find(&is, status), find(&mine, status));
            let context = Context {
                part: format!("answer {}", status.to_lowercase().replace("xx", "XX")),
                received: true,
                failure: !status.starts_with('2'),
                ..context.clone()
            };
            let place = pointer::child(&pointer::child(&ours.pointer, "responses"), status);
            let fact = Fact::Answer {
                operation: ours.pointer.clone(),
                status: status.clone(),
                lean: is.as_ref().map(|is| is.pointer.clone()),
                ours: mine.as_ref().map(|_| place.clone()),
            };
            let said = (was.is_some(), is.is_some(), mine.is_some());
            self.push(place.clone(), &context, fact, said);
            match (&was, &is, &mine) {
                (Some(was), Some(is), Some(mine)) => {
                    self.visit(&mine.pointer, &context);
                    self.headers((was, is, mine), &context);
                    let name = if context.failure { "Error" } else { "Answer" };
                    self.content((was, is, mine), name, &context);
                }
                (Some(was), Some(is), None) if !self.same_content(was, is) => {
                    self.left_out(place, vec![is.pointer.clone()], &context);
                }
                _ => {}
            }
        }
    }

    fn same_content(&self, old: &Part<'d>, new: &Part<'d>) -> bool {
        let schemas = |part: &Part<'d>| -> Vec<(String, Vec<Part<'d>>)> {
            let media = part.members("content").into_iter();
            let mut found: Vec<(String, Vec<Part<'d>>)> = media
                .map(|(name, media)| (essence(name), media.child("schema").into_iter().collect()))
                .collect();
            found.sort_by(|(one, _), (other, _)| one.cmp(other));
            found
        };
        let (was, is) = (schemas(old), schemas(new));
        was.len() == is.len()
            && was.iter().zip(&is).all(|((name, was), (other, is))| {
                name == other && alike(self.old, was, self.new, is)
            })
    }

    fn headers(&mut self, (old, new, ours): Triple<'_, 'd>, context: &Context) {
        let names = |part: &Part<'d>| -> Vec<(String, Part<'d>)> {
            let headers = part.members("headers").into_iter();
            headers.map(|(name, part)| (name.to_lowercase(), part)).collect()
        };
        let (was, is, mine) = (names(old), names(new), names(ours));
        let all: BTreeSet<&String> =
            [&was, &is, &mine].into_iter().flatten().map(|(name, _)| name).collect();
        for name in all {
            let find = |list: &[(String, Part<'d>)]| {
                let found = list.iter().find(|(known, _)| known == name);
                found.map(|(_, part)| part.clone())
            };
            let (was, is, mine) = (find(&was), find(&is), find(&mine));
            let is_same = match (&was, &is) {
                (Some(was), Some(is)) => same_schema((self.old, was), (self.new, is)),
                _ => true,
            };
            let [is_there, is, mine] =
                [was, is, mine].map(|part| part.map(|part| part.pointer));
            let place = mine.clone().unwrap_or_else(|| {
                pointer::child(&pointer::child(&ours.pointer, "headers"), name)
            });
            let said = (is_there.is_some(), is.is_some(), mine.is_some());
            if !is_same {
                self.left_out(place.clone(), is.iter().cloned().collect(), context);
            }
            let fact = Fact::Header {
                answer: ours.pointer.clone(),
                header: name.clone(),
                lean: is,
                ours: mine,
            };
            self.push(place, context, fact, said);
        }
    }

    fn left_out(&mut self, place: String, lean: Vec<String>, context: &Context) {
        let fact = Fact::LeftOut { lean, owner: None };
        self.push(place, context, fact, (false, true, Value::Null));
    }

    fn content(&mut self, (old, new, ours): Triple<'_, 'd>, name: &str, context: &Context) {
        let media = |part: &Part<'d>| -> Vec<(String, Part<'d>)> {
            let media = part.members("content").into_iter();
            media.map(|(name, part)| (essence(name), part)).collect()
        };
        let (was, mut is, mut mine) = (media(old), media(new), media(ours));
        // One media type on each side is the same body, whatever it is called.
        if let ([(was, _)], [(is, _)]) = (was.as_slice(), is.as_mut_slice())
            && (was == "*/*" || is == "*/*")
        {
            is.clone_from(was);
        }
        if let ([(was, _)], [(mine, _)]) = (was.as_slice(), mine.as_mut_slice())
            && (was == "*/*" || mine == "*/*")
        {
            mine.clone_from(was);
        }
        let all: BTreeSet<&String> =
            [&was, &is, &mine].into_iter().flatten().map(|(name, _)| name).collect();
        let content = pointer::child(&ours.pointer, "content");
        self.visit(&content, context);
        for essence in all {
            let find = |list: &[(String, Part<'d>)]| {
                let found = list.iter().find(|(known, _)| known == essence);
                found.map(|(_, part)| part.clone())
            };
            let (was, is, mine) = (find(&was), find(&is), find(&mine));
            let said = (was.is_some(), is.is_some(), mine.is_some());
            let place = mine
                .as_ref()
                .map_or_else(|| pointer::child(&content, essence), |mine| mine.pointer.clone());
            let fact = Fact::Media {
                content: content.clone(),
                media: essence.clone(),
                lean: is.as_ref().map(|is| is.pointer.clone()),
                ours: mine.as_ref().map(|mine| mine.pointer.clone()),
            };
            self.push(place.clone(), context, fact, said);
            let (Some(was), Some(is)) = (was, is) else {
                continue;
            };
            if plain(&was, "encoding") != plain(&is, "encoding") {
                self.left_out(place.clone(), vec![is.pointer.clone()], context);
            }
            let schema = |part: &Part<'d>| part.child("schema");
            let (was, is, mine) = (schema(&was), schema(&is), mine.as_ref().and_then(schema));
            match (was, is) {
                (Some(was), Some(is)) => {
                    let three = Three {
                        old: vec![was],
                        new: vec![is],
                        ours: mine.into_iter().collect(),
                        anchor: place,
                        name: name.to_owned(),
                        owner: None,
                    };
                    self.wait(three, context.clone());
                }
                (None, None) => {}
                (was, is) => {
                    let fact = Fact::SchemaKeyword {
                        node: place.clone(),
                        keyword: "schema".to_owned(),
                        lean: is.iter().map(|is| is.pointer.clone()).collect(),
                        name: name.to_owned(),
                    };
                    let said = (was.is_some(), is.is_some(), mine.is_some());
                    self.push(pointer::child(&place, "schema"), context, fact, said);
                }
            }
        }
    }
}

/// A field of a place without what only people read.
fn plain(part: &Part<'_>, key: &str) -> Value {
    let value = part.value.get(key).unwrap_or(&Value::Null);
    ordered(Kind::Encoding, &facts(Kind::Encoding, value))
}

/// Whether two headers or parameters have the same schema.
fn same_schema((old, was): (Tree<'_>, &Part<'_>), (new, is): (Tree<'_>, &Part<'_>)) -> bool {
    match (schema_of(&old.follow(was.clone())), schema_of(&new.follow(is.clone()))) {
        (Some(was), Some(is)) => {
            alike(old, std::slice::from_ref(&was), new, std::slice::from_ref(&is))
        }
        (was, is) => was.is_some() == is.is_some(),
    }
}

type Triple<'p, 'd> = (&'p Part<'d>, &'p Part<'d>, &'p Part<'d>);

fn whole<'d>(operation: &Operation<'d>) -> Part<'d> {
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
    let all = whole(operation).items("parameters").into_iter().chain(item.items("parameters"));
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

fn essence(media: &str) -> String {
    let essence = media.split(';').next().unwrap_or_default();
    essence.trim().to_ascii_lowercase()
}
