//! Postman collections v2: the saved answers of each request.

use std::borrow::Cow;

use http::StatusCode;
use serde_json::value::RawValue;
use xtask_openapi::{Problem, Problems};

use crate::json::raw::{self, Kind, Object};
use crate::recording::{Body, Exchange, Taker};
use crate::route::address::{self, Segment};

/// How deep folders may lie in one another; nobody's are deeper than a few.
const DEEPEST_FOLDER: usize = 64;

/// The status of a saved answer that names none, as Postman itself shows it.
const USUAL_STATUS: u16 = 200;

/// The most often that variables are looked for inside of variables.
const VARIABLE_ROUNDS: usize = 4;

/// The longest address that variables may grow to.
const LONGEST_ADDRESS: usize = 4096;

/// The collection in `root`, which may stand in the wrapper of Postman's API.
pub(crate) fn find(root: Object<'_>) -> Option<Object<'_>> {
    let is_collection = |object: &Object<'_>| object.items("item").is_some();
    if is_collection(&root) {
        return Some(root);
    }
    root.object("collection").filter(is_collection)
}

/// Hands out every saved answer.
pub(crate) fn read(
    file: &str,
    collection: &Object<'_>,
    take: &mut Taker<'_>,
) -> Result<(), Problems> {
    let variables = Variables::read(collection);
    let items = collection.items("item").unwrap_or_default();
    let mut waiting: Vec<(&RawValue, usize)> =
        items.into_iter().rev().map(|item| (item, 1)).collect();
    while let Some((item, depth)) = waiting.pop() {
        let Some(item) = Object::read(item) else {
            continue;
        };
        if let Some(children) = item.items("item") {
            if depth >= DEEPEST_FOLDER {
                return Err(Problem::new(
                    file,
                    format!("its folders are nested more than {DEEPEST_FOLDER} deep"),
                    "a collection that a person made is not like that",
                    "export the collection again, or take folders out",
                )
                .into());
            }
            waiting.extend(children.into_iter().rev().map(|child| (child, depth + 1)));
        }
        let answers = item.items("response").unwrap_or_default();
        for answer in answers.into_iter().filter_map(Object::read) {
            take(exchange(&item, &answer, &variables));
        }
    }
    Ok(())
}

fn exchange<'a>(item: &Object<'a>, answer: &Object<'a>, variables: &Variables<'_>) -> Exchange<'a> {
    // The request as it was when the answer was saved, then the one that is shown in the editor.
    let requests = [answer.get("originalRequest"), item.get("request")];
    let mut method = None;
    let mut addresses: Vec<Cow<'_, str>> = Vec::new();
    for request in requests.into_iter().flatten() {
        match Object::read(request) {
            Some(request) => {
                method = method.or_else(|| request.text("method"));
                addresses.extend(request.get("url").map(written).unwrap_or_default());
            }
            None => addresses.extend(raw::text(request)),
        }
    }
    let mut paths: Vec<Vec<Segment>> = Vec::new();
    let filled: Vec<Cow<'_, str>> = addresses
        .iter()
        .filter_map(|address| variables.fill(address))
        .map(Cow::Owned)
        .collect();
    for address in addresses.iter().chain(&filled) {
        let path = address::segments(address);
        if !paths.contains(&path) {
            paths.push(path);
        }
    }
    if paths.is_empty() {
        paths.push(Vec::new());
    }
    Exchange {
        request: item
            .text("name")
            .or_else(|| answer.text("name"))
            .unwrap_or(Cow::Borrowed("(no name)")),
        method: method.unwrap_or(Cow::Borrowed("GET")),
        paths,
        status: status(answer),
        body: answer
            .get("body")
            .map_or(Body::Absent, Body::of)
            .unless_empty(),
    }
}

/// Every way in which a request's `url` says where it goes.
fn written(url: &RawValue) -> Vec<Cow<'_, str>> {
    if let Some(url) = raw::text(url) {
        return vec![url];
    }
    let Some(url) = Object::read(url) else {
        return Vec::new();
    };
    let path = url.get("path").map(|path| match raw::items(path) {
        Some(parts) => {
            let parts: Vec<_> = parts.into_iter().filter_map(part).collect();
            format!("/{}", parts.join("/"))
        }
        None => format!("/{}", raw::text(path).unwrap_or_default()),
    });
    let raw = url.text("raw").filter(|raw| !raw.trim().is_empty());
    raw.into_iter().chain(path.map(Cow::Owned)).collect()
}

/// A part of a path is a text, or an object that holds one.
fn part(raw: &RawValue) -> Option<Cow<'_, str>> {
    raw::text(raw).or_else(|| Object::read(raw)?.text("value"))
}

fn status(answer: &Object<'_>) -> u16 {
    let by_name = || {
        let name = answer.text("status")?;
        (100..600).find(|code| {
            let reason = StatusCode::from_u16(*code)
                .ok()
                .and_then(|code| code.canonical_reason());
            reason.is_some_and(|reason| reason.eq_ignore_ascii_case(name.trim()))
        })
    };
    let code = answer.get("code").and_then(raw::number);
    code.or_else(by_name).unwrap_or(USUAL_STATUS)
}

/// The variables of the collection itself; those of an environment are in no recording.
struct Variables<'a>(Vec<(Cow<'a, str>, Cow<'a, str>)>);

impl<'a> Variables<'a> {
    fn read(collection: &Object<'a>) -> Self {
        let rows = collection.items("variable").unwrap_or_default();
        let rows = rows.into_iter().filter_map(Object::read).filter_map(|row| {
            let name = row.text("key").or_else(|| row.text("id"))?;
            let value = row.get("value")?;
            let value = match raw::kind(value) {
                Kind::Text => raw::text(value)?,
                _ => Cow::Borrowed(value.get()),
            };
            (!name.is_empty() && !value.is_empty()).then_some((name, value))
        });
        Self(rows.collect())
    }

    /// The address with the variables filled in; `None` when there are none in it.
    fn fill(&self, address: &str) -> Option<String> {
        let mut filled = address.to_owned();
        for _ in 0..VARIABLE_ROUNDS {
            let before = filled.clone();
            for (name, value) in &self.0 {
                filled = filled.replace(&format!("{{{{{name}}}}}"), value);
                if filled.len() > LONGEST_ADDRESS {
                    return None;
                }
            }
            if filled == before {
                break;
            }
        }
        (filled != address).then_some(filled)
    }
}
