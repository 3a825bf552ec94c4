//! The bodies of three documents, side by side: requests, answers, their media types and headers.

use std::collections::BTreeSet;

use serde_json::Value;
use xtask_openapi::effective::{Part, Tree};
use xtask_openapi::place::Kind;
use xtask_openapi::pointer;

use super::Walk;
use super::operation::{Triple, same_schema, whole};
use super::schema::Three;
use crate::alike::alike;
use crate::facts::{facts, ordered};
use crate::operation::Operation;
use crate::point::{Context, Fact};

impl<'d> Walk<'d> {
    pub(super) fn request_body(
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
        self.push(
            pointer::child(&ours.pointer, "requestBody"),
            &context,
            fact,
            said,
        );
        match (&was, &is, &mine) {
            (Some(was), Some(is), Some(mine)) => {
                self.must_be_sent((was, is, mine), &context);
                self.content((was, is, mine), "Request", &context);
            }
            (Some(was), Some(is), None) => {
                let is_same =
                    was.is_set("required") == is.is_set("required") && self.same_content(was, is);
                if !is_same {
                    let place = pointer::child(&ours.pointer, "requestBody");
                    self.left_out(place, vec![is.pointer.clone()], &context);
                }
            }
            _ => {}
        }
    }

    pub(super) fn answers(
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
        let all: BTreeSet<&String> = [&was, &is, &mine]
            .into_iter()
            .flatten()
            .map(|(status, _)| status)
            .collect();
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
            headers
                .map(|(name, part)| (name.to_lowercase(), part))
                .collect()
        };
        let (was, is, mine) = (names(old), names(new), names(ours));
        let all: BTreeSet<&String> = [&was, &is, &mine]
            .into_iter()
            .flatten()
            .map(|(name, _)| name)
            .collect();
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
            let [is_there, is, mine] = [was, is, mine].map(|part| part.map(|part| part.pointer));
            let place = mine
                .clone()
                .unwrap_or_else(|| pointer::child(&pointer::child(&ours.pointer, "headers"), name));
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

    pub(super) fn left_out(&mut self, place: String, lean: Vec<String>, context: &Context) {
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
        let all: BTreeSet<&String> = [&was, &is, &mine]
            .into_iter()
            .flatten()
            .map(|(name, _)| name)
            .collect();
        let holder = pointer::child(&ours.pointer, "content");
        self.visit(&holder, context);
        for essence in all {
            let find = |list: &[(String, Part<'d>)]| {
                let found = list.iter().find(|(known, _)| known == essence);
                found.map(|(_, part)| part.clone())
            };
            let (was, is, mine) = (find(&was), find(&is), find(&mine));
            let said = (was.is_some(), is.is_some(), mine.is_some());
            let place = mine.as_ref().map_or_else(
                || pointer::child(&holder, essence),
                |mine| mine.pointer.clone(),
            );
            let fact = Fact::Media {
                content: holder.clone(),
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

fn essence(media: &str) -> String {
    let essence = media.split(';').next().unwrap_or_default();
    essence.trim().to_ascii_lowercase()
}
