//! A call that compiles, for the documentation.

use std::fmt::Write as _;

use serde_json::Value;
use syn::{File, Item, Type};

use crate::generate::tree;
use crate::shape::{Direction, OperationFacts, Shaped};

/// The lines of a call with everything that it needs; the simplest of the document.
pub(super) fn call(shaped: &Shaped, file: &File) -> Option<(String, String)> {
    let calls = shaped.facts.operations.iter().filter_map(|operation| {
        let steps = steps(operation, shaped, file)?;
        let weight = (
            operation.body.is_some(),
            operation.method != "GET",
            steps.len(),
        );
        Some((weight, operation, steps))
    });
    let (_, operation, steps) = calls.min_by_key(|(weight, ..)| *weight)?;
    Some((operation.rust_name.clone(), steps))
}

fn steps(operation: &OperationFacts, shaped: &Shaped, file: &File) -> Option<String> {
    let builder = module(file, "builder")?;
    let mut steps = String::new();
    for parameter in operation
        .parameters
        .iter()
        .filter(|known| known.required && known.initial.is_none() && !known.is_key)
    {
        let kind = argument_type(builder, &operation.builder, &parameter.rust_name)?;
        let value = value(&kind, parameter.example.as_ref(), file)?;
        let _ = write!(steps, ".{}({value})", parameter.rust_name);
    }
    if operation.body.is_some() {
        let kind = argument_type(builder, &operation.builder, "body")?;
        let name = tree::last_name(&kind);
        let known = shaped
            .facts
            .structure(&name)
            .filter(|known| known.direction == Direction::Sent)?;
        let found = structure(tree::types(file), &name)?;
        let mut setters = String::new();
        for member in known
            .members
            .iter()
            .filter(|member| !member.optional && member.initial.is_none())
        {
            let field = found
                .fields
                .iter()
                .find(|field| tree::wire_name(field) == member.wire)?;
            let value = value(&field.ty, member.example.as_ref(), file)?;
            let _ = write!(setters, ".{}({value})", member.rust_name);
        }
        let _ = write!(steps, ".body_map(|body| body{setters})");
    }
    Some(steps)
}

fn module<'f>(file: &'f File, name: &str) -> Option<&'f [Item]> {
    file.items.iter().find_map(|item| match item {
        Item::Mod(found) if found.ident == name => {
            found.content.as_ref().map(|(_, items)| items.as_slice())
        }
        _ => None,
    })
}

fn structure<'i>(items: &'i [Item], name: &str) -> Option<&'i syn::ItemStruct> {
    items.iter().find_map(|item| match item {
        Item::Struct(found) if found.ident == name => Some(found),
        _ => None,
    })
}

/// The type that a setter of a call takes.
fn argument_type(items: &[Item], builder: &str, field: &str) -> Option<Type> {
    let found = structure(items, builder)?;
    let field = found
        .fields
        .iter()
        .find(|known| tree::rust_name(known) == field)?;
    tree::argument(&field.ty, "Result").cloned()
}

/// A value of a type, as a person would write it.
fn value(kind: &Type, example: Option<&Value>, file: &File) -> Option<String> {
    if let Some(item) = tree::argument(kind, "Vec") {
        let example = example.and_then(|list| list.get(0));
        return Some(format!("vec![{}]", value(item, example, file)?));
    }
    let name = tree::last_name(kind);
    let text = |usual: &str| {
        let text = example
            .and_then(Value::as_str)
            .filter(|text| !text.contains(['"', '\\']));
        format!("\"{}\"", text.unwrap_or(usual))
    };
    Some(match name.as_str() {
        "AppUserId" => text("prod_usr_1246"),
        "CustomerId" | "EntityId" | "ConsentId" | "AccountId" | "RefreshId" | "ResultsId" => {
            text("7d5c1f6e-3c1a-4a52-9a8f-1c2d3e4f5a6b")
        }
        "Timestamp" => text("2026-01-31T12:00:00+03:00"),
        "String" | "Secret" => text("made-up"),
        "u32" | "u64" | "i64" => format!("{}_{name}", example.and_then(Value::as_u64).unwrap_or(0)),
        "bool" => "true".to_owned(),
        _ => {
            let variant = tree::types(file).iter().find_map(|item| match item {
                Item::Enum(found) if found.ident == name => found.variants.first(),
                _ => None,
            })?;
            format!("types::{name}::{}", variant.ident)
        }
    })
}
