//! Calls that compile, for the documentation.

use std::fmt::Write as _;

use serde_json::Value;
use syn::Type;

use super::Origin;
use crate::generate::{Answer, Call, Client, tree};

/// The simplest call of the client with everything that it needs.
pub(super) fn simplest(client: &Client) -> Option<String> {
    let calls = client.calls.iter().filter_map(|call| {
        let text = of(call, client)?;
        let weight = (call.body.is_some(), call.facts.method != "GET", text.len());
        Some((weight, text))
    });
    calls
        .min_by_key(|(weight, _)| *weight)
        .map(|(_, text)| text)
}

/// A call as an example in documentation.
pub(super) fn documented(origin: &Origin, call: &Call, client: &Client) -> Option<String> {
    let library = origin.crate_name.replace('-', "_");
    let text = of(call, client)?;
    let names = if text.contains("types::") {
        "{Client, Error, types}"
    } else {
        "{Client, Error}"
    };
    let code =
        format!("async fn example(client: &Client) -> Result<(), Error> {{\n{text}\nOk(()) }}");
    let code = syn::parse_file(&code).map_or(code, |file| prettyplease::unparse(&file));
    // The frame is hidden, and what is in it stands at the margin.
    let lines: Vec<&str> = code.lines().collect();
    let inner = lines
        .get(1..lines.len().saturating_sub(2))
        .unwrap_or_default();
    let inner: Vec<&str> = inner
        .iter()
        .map(|line| line.strip_prefix("    ").unwrap_or(line))
        .collect();
    Some(format!(
        "```no_run\n# use {library}::{names};\n# async fn example(client: &Client) -> Result<(), Error> {{\n{}\n\
         # Ok(())\n# }}\n```",
        inner.join("\n")
    ))
}

fn of(call: &Call, client: &Client) -> Option<String> {
    let mut arguments = Vec::new();
    for argument in &call.arguments {
        arguments.push(value(
            &argument.kind,
            argument.example.as_ref(),
            client,
            true,
        )?);
    }
    let mut steps = String::new();
    for setter in call.setters.iter().filter(|setter| setter.is_required) {
        let value = value(&setter.kind, setter.example.as_ref(), client, true)?;
        let _ = write!(steps, ".{}({value})", setter.name);
    }
    if let Some(body) = call.body.as_ref().filter(|_| !call.has_fields) {
        let _ = write!(steps, ".body({})", value(body, None, client, true)?);
    }
    let name = match call.answer {
        Answer::Empty => "",
        Answer::File => "let file = ",
        _ => "let answer = ",
    };
    Some(format!(
        "{name}client.{}({}){steps}.send().await?;",
        call.facts.rust_name,
        arguments.join(", ")
    ))
}

/// A value of a type, as a person would write it; what converts need not be the type itself.
fn value(kind: &Type, example: Option<&Value>, client: &Client, converts: bool) -> Option<String> {
    let kind = tree::argument(kind, "Option").unwrap_or(kind);
    if let Some(item) = tree::argument(kind, "Vec") {
        let example = example.and_then(|list| list.get(0));
        return Some(format!("vec![{}]", value(item, example, client, false)?));
    }
    let name = tree::last_name(kind);
    let text = |usual: &str| {
        let text = example
            .and_then(Value::as_str)
            .filter(|text| !text.contains(['"', '\\']));
        let text = format!("{:?}", text.unwrap_or(usual));
        match (converts, name.as_str()) {
            (true, _) => text,
            (false, "String" | "Secret") => format!("{text}.into()"),
            (false, _) => format!("{text}.try_into()?"),
        }
    };
    Some(match name.as_str() {
        "AppUserId" => text("prod_usr_1246"),
        "CustomerId" | "EntityId" | "ConsentId" | "AccountId" | "RefreshId" | "ResultsId" => {
            text("7d5c1f6e-3c1a-4a52-9a8f-1c2d3e4f5a6b")
        }
        "Timestamp" => text("2026-01-31T12:00:00+03:00"),
        "NaiveDate" => {
            "chrono::NaiveDate::from_ymd_opt(2026, 1, 31).unwrap_or_default()".to_owned()
        }
        "ExactDecimal" if converts => text("100.00"),
        "ExactDecimal" => "100".to_owned(),
        "RawJson" => text("{}"),
        "String" | "Secret" => text("made-up"),
        "u32" | "u64" | "i64" => format!("{}_{name}", example.and_then(Value::as_u64).unwrap_or(0)),
        "bool" => "true".to_owned(),
        _ => {
            if let Some(found) = client.types.enums.get(&name) {
                let (variant, _) = found.variants.first()?;
                return Some(format!("types::{name}::{variant}"));
            }
            if client.types.texts.contains_key(&name) {
                let text = text("made-up").replace(".try_into()?", "");
                return Some(if converts {
                    text
                } else {
                    format!("types::{name}::try_from({text})?")
                });
            }
            let found = client.types.structs.get(&name)?;
            let required = found.fields.iter();
            let required = required.filter(|field| !field.is_optional() && field.initial.is_none());
            let values: Option<Vec<String>> = required
                .map(|field| {
                    let is_text = client
                        .types
                        .texts
                        .contains_key(&tree::last_name(&field.kind))
                        || tree::last_name(&field.kind).ends_with("Id")
                        || tree::last_name(&field.kind) == "ExactDecimal";
                    value(&field.kind, None, client, !is_text)
                })
                .collect();
            format!("types::{name}::new({})", values?.join(", "))
        }
    })
}
