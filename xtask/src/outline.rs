//! The surface of a generated crate on a page, for reviewers: one line a member.

use std::fmt::Write as _;

use syn::{Fields, File, FnArg, ImplItem, Item, ItemImpl, ItemStruct, ReturnType, Type};

use crate::generate::tree;

/// The client's calls with their setters, then the types with their members.
pub fn outline(file: &File) -> String {
    let mut text = String::from("calls\n");
    let calls = items_of(file, "builder");
    for item in &file.items {
        let Item::Impl(found) = item else { continue };
        if found.trait_.is_some() || tree::last_name(&found.self_ty) != "Client" {
            continue;
        }
        for method in &found.items {
            let ImplItem::Fn(method) = method else {
                continue;
            };
            let ReturnType::Type(_, output) = &method.sig.output else {
                continue;
            };
            let builder = tree::last_name(output);
            if let Some(call) = structure(calls, &builder) {
                write_call(&mut text, &method.sig.ident.to_string(), call, calls);
            }
        }
    }
    text.push_str("\ntypes\n");
    for item in tree::types(file) {
        match item {
            Item::Struct(found) => write_struct(&mut text, found),
            Item::Enum(found) => {
                let words: Vec<String> = found
                    .variants
                    .iter()
                    .map(|variant| {
                        tree::renamed(&variant.attrs).unwrap_or_else(|| variant.ident.to_string())
                    })
                    .collect();
                let _ = writeln!(text, "  enum {}: {}", found.ident, words.join(" | "));
            }
            _ => {}
        }
    }
    text
}

fn write_call(text: &mut String, method: &str, call: &ItemStruct, items: &[Item]) {
    let inherent = items.iter().find_map(|item| match item {
        Item::Impl(found)
            if found.trait_.is_none() && call.ident == tree::last_name(&found.self_ty) =>
        {
            Some(found)
        }
        _ => None,
    });
    let answer = inherent.and_then(answer_of).unwrap_or_default();
    let is_list = inherent.is_some_and(|found| has_method(found, "pages"));
    let pages = if is_list { ", in pages" } else { "" };
    let _ = writeln!(text, "  {method}() -> {answer}{pages}");
    for field in &call.fields {
        let Some(kind) = tree::argument(&field.ty, "Result") else {
            continue;
        };
        let name = tree::rust_name(field);
        let _ = writeln!(text, "    .{name}: {}", short(kind));
    }
}

fn answer_of(found: &ItemImpl) -> Option<String> {
    let send = found.items.iter().find_map(|item| match item {
        ImplItem::Fn(method) if method.sig.ident == "send" => Some(method),
        _ => None,
    })?;
    let takes_itself = matches!(send.sig.inputs.first(), Some(FnArg::Receiver(_)));
    let ReturnType::Type(_, output) = &send.sig.output else {
        return None;
    };
    let answer = tree::argument(tree::argument(output, "Result")?, "ResponseValue")?;
    takes_itself.then(|| short(answer))
}

fn has_method(found: &ItemImpl, name: &str) -> bool {
    found
        .items
        .iter()
        .any(|item| matches!(item, ImplItem::Fn(method) if method.sig.ident == name))
}

fn write_struct(text: &mut String, found: &ItemStruct) {
    match &found.fields {
        Fields::Named(fields) => {
            let _ = writeln!(text, "  struct {}", found.ident);
            for field in &fields.named {
                let (wire, name) = (tree::wire_name(field), tree::rust_name(field));
                let name = if wire == name {
                    name
                } else {
                    format!("{wire} -> {name}")
                };
                let _ = writeln!(text, "    {name}: {}", short(&field.ty));
            }
        }
        Fields::Unnamed(_) => {
            let _ = writeln!(text, "  text {}", found.ident);
        }
        Fields::Unit => {}
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
        "types::builder::",
        "types::",
    ] {
        text = text.replace(path, "");
    }
    text.replace(",>", ">").replace(',', ", ")
}

fn items_of<'f>(file: &'f File, name: &str) -> &'f [Item] {
    file.items
        .iter()
        .find_map(|item| match item {
            Item::Mod(found) if found.ident == name => {
                found.content.as_ref().map(|(_, items)| items.as_slice())
            }
            _ => None,
        })
        .unwrap_or_default()
}

fn structure<'i>(items: &'i [Item], name: &str) -> Option<&'i ItemStruct> {
    items.iter().find_map(|item| match item {
        Item::Struct(found) if found.ident == name => Some(found),
        _ => None,
    })
}
