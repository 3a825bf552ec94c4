//! The calls of a generated crate: what is set of each, and how it is sent.

mod send;

use std::fmt::Write as _;

use super::code::{Imports, docs, formatted, ident};
use super::types::mentions;
use crate::generate::{Client, Place, Setter};

/// The calls.
pub(super) fn calls(client: &Client) -> String {
    let mut imports = Imports::besides([]);
    imports.add("leantech_core", "Error");
    imports.add("leantech_core", "ResponseValue");
    imports.add("leantech_core::codegen", "Call");
    let mut code = String::new();
    for call in &client.calls {
        let name = &call.facts.builder;
        let _ = write!(
            code,
            "/// A call of [`Client::{0}`](super::Client::{0}).\n#[derive(Clone, Debug)]\n\
             #[must_use = \"a call does nothing until it is sent\"]\npub struct {name} {{\n    \
             pub(super) call: Call,\n}}\nimpl {name} {{\n",
            call.facts.rust_name
        );
        for setter in &call.setters {
            let text = setter_docs(setter);
            let kind = imports.short(&setter.kind);
            let wire = &setter.wire;
            let (method, generic) = match setter.place {
                Place::End | Place::Lasting => (method(setter.place), String::new()),
                place => (method(place), format!("::<{kind}>")),
            };
            imports.add("std::fmt", "Display");
            let _ = write!(
                code,
                "{}pub fn {}(self, value: impl TryInto<{kind}, Error: Display>) -> Self {{\n\
                 Self {{ call: self.call.{method}{generic}({wire:?}, value) }}\n}}\n",
                docs(&text, ""),
                ident(&setter.name),
            );
        }
        if let Some(body) = &call.body {
            let kind = imports.short(body);
            let what = call.facts.body.clone().unwrap_or_default();
            let text = if call.has_fields {
                format!("Sets every field of the body; single ones can be set after it.\n\n{what}")
            } else {
                format!("Sets the whole body.\n\n{what}")
            };
            imports.add("std::fmt", "Display");
            let _ = write!(
                code,
                "{}pub fn body(self, value: impl TryInto<{kind}, Error: Display>) -> Self {{\n\
                 Self {{ call: self.call.body::<{kind}>(value) }}\n}}\n",
                docs(&text, ""),
            );
        }
        send::send(&mut code, call, &mut imports);
        code.push_str("}\n");
    }
    let code = formatted(&code);
    if mentions(&code, "types") {
        imports.add("super", "types");
    }
    format!(
        "//! What is set of a call, and how it is sent.\n\n{}\n{code}",
        imports.lines()
    )
}

/// What sets a value of this place.
pub(super) fn method(place: Place) -> &'static str {
    match place {
        Place::Query => "query",
        Place::Header => "header",
        Place::Field => "field",
        Place::End => "end",
        Place::Lasting => "end_in",
    }
}

fn setter_docs(setter: &Setter) -> String {
    let place = match setter.place {
        Place::Query => "query parameter",
        Place::Header => "header",
        Place::Field | Place::End | Place::Lasting => "field of the body",
    };
    let required = if setter.is_required { " Required." } else { "" };
    let place = format!("The {place} `{}`.{required}", setter.wire);
    let (first, rest) = first_paragraph(&setter.docs);
    // The field itself has the whole text.
    let rest = match setter.place {
        Place::Field | Place::End | Place::Lasting => "",
        Place::Query | Place::Header => rest,
    };
    let is_sentence = !first.contains('\n') && !first.starts_with(['-', '*', '#', '|']);
    let gap = if is_sentence { " " } else { "\n\n" };
    format!("{first}{gap}{place}\n\n{rest}")
}

/// The first paragraph of a text, and what follows. An example ends with its fence.
fn first_paragraph(text: &str) -> (&str, &str) {
    let mut ends = text.match_indices("\n\n").map(|(end, _)| end);
    let end = ends.find(|end| {
        let first = text.get(..*end).unwrap_or_default();
        first.matches("```").count() % 2 == 0
    });
    let (first, rest) = text.split_at(end.unwrap_or(text.len()));
    (first, rest.trim_start())
}
