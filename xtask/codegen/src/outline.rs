//! The surface of a generated crate on a page, for reviewers: one line a member.

use std::fmt::Write as _;

use syn::{Fields, File, FnArg, ImplItem, ItemImpl, ItemStruct, ReturnType, Type};

use crate::generate::tree;

/// The outline of a client by its source.
///
/// # Errors
///
/// Fails when the source is not Rust.
pub fn outline_of_source(source: &str) -> Result<String, syn::Error> {
    syn::parse_file(source).map(|file| outline(&file))
}

/// The client's calls with their setters, then the types with their members.
pub fn outline(file: &File) -> String {
    let mut text = String::from("calls\n");
    let calls = items_of(file, "builder");
    for (method, call) in methods(file) {
        write_call(&mut text, &method, call, calls);
    }
    text.push_str("\ntypes\n");
    for item in tree::types(file) {
        match item {
            syn::Item::Struct(found) => write_struct(&mut text, found),
            syn::Item::Enum(found) => {
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

/// One public item of a generated crate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Its path below the crate, such as `types::Bank::swift_code`.
    pub path: String,
    /// Its type, as short as the outline writes it; of a type what it is, of a variant nothing.
    pub signature: String,
}

/// Every item that the outline shows: methods as `Client::list_banks`, setters as
/// `builder::ListBanks::account_types`, types, fields and variants.
pub fn items(file: &File) -> Vec<Item> {
    let mut found = Vec::new();
    let mut add = |path: String, signature: String| found.push(Item { path, signature });
    let calls = items_of(file, "builder");
    for (method, call) in methods(file) {
        let inherent = inherent_of(calls, call);
        let answer = inherent.and_then(answer_of).unwrap_or_default();
        let is_list = inherent.is_some_and(|found| has_method(found, "pages"));
        let pages = if is_list { ", in pages" } else { "" };
        add(format!("Client::{method}"), format!("{answer}{pages}"));
        for field in &call.fields {
            if let Some(kind) = tree::argument(&field.ty, "Result") {
                let name = tree::rust_name(field);
                add(format!("builder::{}::{name}", call.ident), short(kind));
            }
        }
    }
    for item in tree::types(file) {
        match item {
            syn::Item::Struct(found) => {
                let name = &found.ident;
                let Fields::Named(fields) = &found.fields else {
                    add(format!("types::{name}"), "text".to_owned());
                    continue;
                };
                add(format!("types::{name}"), "struct".to_owned());
                for field in &fields.named {
                    let path = format!("types::{name}::{}", tree::rust_name(field));
                    add(path, short(&field.ty));
                }
            }
            syn::Item::Enum(found) => {
                add(format!("types::{}", found.ident), "enum".to_owned());
                for variant in &found.variants {
                    add(
                        format!("types::{}::{}", found.ident, variant.ident),
                        String::new(),
                    );
                }
            }
            _ => {}
        }
    }
    found
}

/// The client's methods with the structs of their calls.
fn methods(file: &File) -> Vec<(String, &ItemStruct)> {
    let calls = items_of(file, "builder");
    let mut found = Vec::new();
    for item in &file.items {
        let syn::Item::Impl(inherent) = item else {
            continue;
        };
        if inherent.trait_.is_some() || tree::last_name(&inherent.self_ty) != "Client" {
            continue;
        }
        for method in &inherent.items {
            let ImplItem::Fn(method) = method else {
                continue;
            };
            let ReturnType::Type(_, output) = &method.sig.output else {
                continue;
            };
            if let Some(call) = structure(calls, &tree::last_name(output)) {
                found.push((method.sig.ident.to_string(), call));
            }
        }
    }
    found
}

fn inherent_of<'i>(items: &'i [syn::Item], call: &ItemStruct) -> Option<&'i ItemImpl> {
    items.iter().find_map(|item| match item {
        syn::Item::Impl(found)
            if found.trait_.is_none() && call.ident == tree::last_name(&found.self_ty) =>
        {
            Some(found)
        }
        _ => None,
    })
}

fn write_call(text: &mut String, method: &str, call: &ItemStruct, items: &[syn::Item]) {
    let inherent = inherent_of(items, call);
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

fn items_of<'f>(file: &'f File, name: &str) -> &'f [syn::Item] {
    file.items
        .iter()
        .find_map(|item| match item {
            syn::Item::Mod(found) if found.ident == name => {
                found.content.as_ref().map(|(_, items)| items.as_slice())
            }
            _ => None,
        })
        .unwrap_or_default()
}

fn structure<'i>(items: &'i [syn::Item], name: &str) -> Option<&'i ItemStruct> {
    items.iter().find_map(|item| match item {
        syn::Item::Struct(found) if found.ident == name => Some(found),
        _ => None,
    })
}
