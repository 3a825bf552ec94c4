//! Documentation of every public item, from the document's own words.

use std::collections::BTreeMap;

use syn::{Fields, File, ImplItem, Item, Visibility};

use super::{Fault, tree};
use crate::shape::{Facts, OperationFacts, TypeKind};

pub(super) fn write(file: &mut File, facts: &Facts) -> Result<(), Fault> {
    of_client(file, facts);
    of_calls(file, facts)?;
    of_types(tree::module(file, &["types"])?, facts);
    if let Ok(items) = tree::module(file, &["types", "builder"]) {
        of_value_builders(items, facts);
    }
    Ok(())
}

/// The documentation of an operation's `send`.
pub(super) fn of_send(operation: &OperationFacts) -> String {
    let text = format!(
        "Sends `{} {}`.\n\n{}",
        operation.method,
        operation.path,
        of_operation(operation)
    );
    format!(
        "{}\n\n# Errors\n\nFails when a value is missing or wrong, no token can be had, the request \
         times out, or Lean\nrefuses it; see [`Error`](::leantech_core::Error).",
        text.trim_end(),
    )
}

/// The documentation of the method that brings the file of an operation.
pub(super) fn of_download(operation: &OperationFacts, media_type: &str) -> String {
    format!(
        "Sends `{} {}` and asks for the file (`{media_type}`), which comes as a stream.\n\n{}\n\n# \
         Errors\n\nFails as `send` does, and when the answer is not the file: where it is not ready \
         yet,\n[`is_pending`](::leantech_core::Error::is_pending).",
        operation.method, operation.path, operation.summary,
    )
}

fn of_operation(operation: &OperationFacts) -> String {
    format!("{}\n\n{}", operation.summary, operation.description)
        .trim()
        .to_owned()
}

fn of_client(file: &mut File, facts: &Facts) {
    let operations: BTreeMap<&str, &OperationFacts> = facts
        .operations
        .iter()
        .map(|operation| (operation.rust_name.as_str(), operation))
        .collect();
    for item in &mut file.items {
        let Item::Impl(found) = item else { continue };
        if found.trait_.is_some() {
            continue;
        }
        for method in &mut found.items {
            let ImplItem::Fn(method) = method else {
                continue;
            };
            let Some(operation) = operations.get(method.sig.ident.to_string().as_str()) else {
                continue;
            };
            let text = format!(
                "{}\n\n`{} {}`, in Lean's documents `{}`.",
                of_operation(operation),
                operation.method,
                operation.path,
                operation.id,
            );
            tree::set_docs(&mut method.attrs, &text);
        }
    }
}

fn of_calls(file: &mut File, facts: &Facts) -> Result<(), Fault> {
    let items = tree::module(file, &["builder"])?;
    for operation in &facts.operations {
        for item in items.iter_mut() {
            match item {
                Item::Struct(found) if found.ident == operation.builder => {
                    let text = format!(
                        "A call of [`Client::{0}`](super::Client::{0}) that is being put together.",
                        operation.rust_name
                    );
                    tree::set_docs(&mut found.attrs, &text);
                }
                Item::Impl(found)
                    if found.trait_.is_none()
                        && tree::last_name(&found.self_ty) == operation.builder =>
                {
                    for method in &mut found.items {
                        let ImplItem::Fn(method) = method else {
                            continue;
                        };
                        of_setter(method, operation);
                    }
                }
                _ => {}
            }
        }
    }
    Ok(())
}

fn of_setter(method: &mut syn::ImplItemFn, operation: &OperationFacts) {
    let name = method.sig.ident.to_string();
    let parameter = operation
        .parameters
        .iter()
        .find(|parameter| parameter.rust_name == name);
    let text = match (name.as_str(), parameter) {
        ("new", _) => {
            // Only the client begins a call.
            method.vis = syn::parse_quote! { pub(crate) };
            return;
        }
        (_, Some(parameter)) => {
            let place = format!(
                "Sets the {} parameter `{}`.",
                parameter.place, parameter.wire
            );
            format!("{place}\n\n{}", parameter.description)
        }
        ("body", None) => {
            let what = operation.body.clone().unwrap_or_default();
            format!("Sets the whole body.\n\n{what}")
        }
        ("body_map", None) => "Changes the body through its builder.".to_owned(),
        _ => return,
    };
    tree::set_docs(&mut method.attrs, text.trim());
}

fn of_types(items: &mut [Item], facts: &Facts) {
    for item in items {
        match item {
            Item::Struct(found) => {
                let Some(made) = facts.types.get(&found.ident.to_string()) else {
                    continue;
                };
                tree::set_docs(&mut found.attrs, &made.description);
                let TypeKind::Struct(known) = &made.kind else {
                    continue;
                };
                let Fields::Named(fields) = &mut found.fields else {
                    continue;
                };
                for field in &mut fields.named {
                    let wire = tree::wire_name(field);
                    let member = known.members.iter().find(|member| member.wire == wire);
                    let text = member.map_or_else(
                        || format!("`{wire}`, as Lean sends it."),
                        |member| member.description.clone(),
                    );
                    tree::set_docs(&mut field.attrs, &text);
                }
            }
            Item::Enum(found) => {
                let name = found.ident.to_string();
                let Some(made) = facts.types.get(&name) else {
                    continue;
                };
                tree::set_docs(&mut found.attrs, &made.description);
                let TypeKind::Enum(words) = &made.kind else {
                    continue;
                };
                for variant in &mut found.variants {
                    let word = words
                        .words
                        .iter()
                        .find(|word| variant.ident == word.variant);
                    let text = word
                        .map(|word| format!("The word `{}`.", word.word))
                        .unwrap_or_default();
                    tree::set_docs(&mut variant.attrs, &text);
                }
            }
            Item::Impl(found) if found.trait_.is_none() => {
                for method in &mut found.items {
                    let ImplItem::Fn(method) = method else {
                        continue;
                    };
                    if method.sig.ident == "builder" {
                        tree::set_docs(
                            &mut method.attrs,
                            "Begins a value of which nothing is set.",
                        );
                    }
                }
            }
            _ => {}
        }
    }
}

fn of_value_builders(items: &mut [Item], facts: &Facts) {
    for item in items {
        match item {
            Item::Struct(found) => {
                let text = format!(
                    "A [`{0}`](super::{0}) that is being put together.",
                    found.ident
                );
                tree::set_docs(&mut found.attrs, &text);
            }
            Item::Impl(found) if found.trait_.is_none() => {
                let name = tree::last_name(&found.self_ty);
                let Some(known) = facts.structure(&name) else {
                    continue;
                };
                for method in &mut found.items {
                    let ImplItem::Fn(method) = method else {
                        continue;
                    };
                    if !matches!(method.vis, Visibility::Public(_)) {
                        continue;
                    }
                    let setter = method.sig.ident.to_string();
                    let member = known
                        .members
                        .iter()
                        .find(|member| member.rust_name == setter);
                    let Some(member) = member else { continue };
                    // The field has the whole text; the setter its first paragraph.
                    let first = member.description.split("\n\n").next().unwrap_or_default();
                    let text = format!("Sets `{}`.\n\n{first}", member.wire);
                    tree::set_docs(&mut method.attrs, text.trim());
                }
            }
            _ => {}
        }
    }
}
