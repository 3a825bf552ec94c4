//! The surface of a generated crate on a page, for reviewers: one line a field.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use syn::Type;

use crate::generate::{Answer, Call, Client, Place, tree};

/// One public item of a generated crate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Its path below the crate, such as `types::Bank::swift_code`.
    pub path: String,
    /// Its type, as short as the outline writes it; of a type what it is, of a variant nothing.
    pub signature: String,
}

/// The client's calls with their setters, then the types with their fields.
pub fn outline(client: &Client) -> String {
    let mut text = String::from("calls\n");
    for call in &client.calls {
        let arguments = call.arguments.iter();
        let arguments: Vec<String> = arguments
            .map(|argument| format!("{}: {}", argument.name, short(&argument.kind)))
            .collect();
        let _ = writeln!(
            text,
            "  {}({}) -> {}",
            call.facts.rust_name,
            arguments.join(", "),
            answer(call)
        );
        for setter in &call.setters {
            let _ = writeln!(
                text,
                "    .{}: {}",
                setter.name,
                optional(setter.is_required, &setter.kind)
            );
        }
        if let Some(body) = call.body.as_ref().filter(|_| !call.has_fields) {
            let _ = writeln!(text, "    .body: {}", short(body));
        }
    }
    text.push_str("\ntypes\n");
    let types = &client.types;
    let names = types
        .structs
        .keys()
        .chain(types.enums.keys())
        .chain(types.texts.keys());
    let mut names: Vec<&String> = names.collect();
    names.sort_unstable();
    for name in names {
        if let Some(found) = types.structs.get(name) {
            let _ = writeln!(text, "  struct {name}");
            for field in &found.fields {
                let (wire, kind) = (&field.wire, short(&field.kind));
                let _ = if *wire == field.name {
                    writeln!(text, "    {wire}: {kind}")
                } else {
                    writeln!(text, "    {wire} -> {}: {kind}", field.name)
                };
            }
        }
        if let Some(found) = types.enums.get(name) {
            let values: Vec<&str> = found
                .variants
                .iter()
                .map(|(_, value)| value.as_str())
                .collect();
            let kind = if found.is_open { "open enum" } else { "enum" };
            let _ = writeln!(text, "  {kind} {name}: {}", values.join(" | "));
        }
        if types.texts.contains_key(name) {
            let _ = writeln!(text, "  text {name}");
        }
    }
    text
}

/// Every item that the outline shows: methods as `Client::list_banks`, setters as
/// `calls::ListBanks::account_types`, types, fields and variants.
pub fn items(client: &Client) -> Vec<Item> {
    let mut found = Vec::new();
    let mut add = |path: String, signature: String| found.push(Item { path, signature });
    for call in &client.calls {
        // Callers do not write the names of arguments.
        let arguments = call.arguments.iter();
        let arguments: Vec<String> = arguments.map(|argument| short(&argument.kind)).collect();
        let signature = format!("({}) -> {}", arguments.join(", "), answer(call));
        add(format!("Client::{}", call.facts.rust_name), signature);
        let owner = &call.facts.builder;
        for setter in &call.setters {
            // A setter takes the value itself, whether it must be called or not.
            let kind = short(&setter.kind);
            let signature = match setter.place {
                Place::Field | Place::End | Place::Lasting => format!("{kind} in the body"),
                Place::Query | Place::Header => kind,
            };
            add(format!("calls::{owner}::{}", setter.name), signature);
        }
        if let Some(body) = &call.body {
            add(format!("calls::{owner}::body"), short(body));
        }
    }
    for (name, made) in &client.types.structs {
        add(format!("types::{name}"), "struct".to_owned());
        for field in &made.fields {
            add(format!("types::{name}::{}", field.name), short(&field.kind));
        }
    }
    for (name, made) in &client.types.enums {
        let kind = if made.is_open { "open enum" } else { "enum" };
        add(format!("types::{name}"), kind.to_owned());
        for (variant, _) in &made.variants {
            add(format!("types::{name}::{variant}"), String::new());
        }
    }
    for name in client.types.texts.keys() {
        add(format!("types::{name}"), "text".to_owned());
    }
    found
}

/// The ids of the operations that need each struct: that take it or answer with it, alone or in
/// another one.
pub fn users(client: &Client) -> BTreeMap<&str, BTreeSet<&str>> {
    let structs = &client.types.structs;
    let mut users: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for call in &client.calls {
        let mut next: Vec<&Type> = kinds(call).collect();
        while let Some(kind) = next.pop() {
            let text = short(kind);
            let names = text.split(|c: char| !c.is_alphanumeric() && c != '_');
            for (name, found) in names.filter_map(|name| structs.get_key_value(name)) {
                if users.entry(name).or_default().insert(&call.facts.id) {
                    next.extend(found.fields.iter().map(|field| &field.kind));
                }
            }
        }
    }
    users
}

/// Every type that a call names.
fn kinds(call: &Call) -> impl Iterator<Item = &Type> {
    let arguments = call.arguments.iter().map(|argument| &argument.kind);
    let setters = call.setters.iter().map(|setter| &setter.kind);
    let envelope = match &call.answer {
        Answer::Result { envelope, .. } => Some(&**envelope),
        _ => None,
    };
    let list = call.list.iter().flat_map(|(page, item)| [page, item]);
    let whole = [call.body.as_ref(), envelope, call.answer.given()];
    arguments
        .chain(setters)
        .chain(whole.into_iter().flatten())
        .chain(list)
}

fn answer(call: &Call) -> String {
    let given = match call.answer.given() {
        Some(kind) => short(kind),
        None if call.facts.is_file => "Download".to_owned(),
        None => "()".to_owned(),
    };
    let pages = if call.facts.paging.is_some() {
        ", in pages"
    } else {
        ""
    };
    format!("{given}{pages}")
}

fn optional(is_required: bool, kind: &Type) -> String {
    let kind = short(kind);
    if is_required {
        kind
    } else {
        format!("Option<{kind}>")
    }
}

/// A type without the paths that every reader knows.
fn short(kind: &Type) -> String {
    let mut text = tree::text(kind);
    for path in [
        "::std::option::",
        "::std::vec::",
        "::std::string::",
        "::std::collections::",
        "::leantech_core::",
        "::chrono::naive::",
        "types::",
    ] {
        text = text.replace(path, "");
    }
    text.replace(",>", ">").replace(',', ", ")
}
