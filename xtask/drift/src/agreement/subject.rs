//! Whether a crate is generated from a document, and which.

use serde_json::Value;
use xtask_openapi::Document;

use crate::Options;

/// The areas of Lean's API, as they stand first in its paths.
const AREAS: [&str; 16] = [
    "auth",
    "banks",
    "consents",
    "customers",
    "data",
    "entities",
    "insights",
    "verifications",
    "reports",
    "payments",
    "payouts",
    "connect",
    "open-banking",
    "oauth2",
    "payment-intents",
    "beneficiaries",
];

/// The crate that is generated from the documents; `None` when they are not Lean's, so that
/// nobody compiles against one.
pub(crate) fn crate_of(old: &Document, new: &Document, options: &Options) -> Option<String> {
    if let Some(name) = &options.crate_name {
        return Some(name.clone());
    }
    [new, old].into_iter().find_map(|document| {
        is_of_lean(&document.value).then(|| {
            let area = area_of(&document.value)
                .or_else(|| title_of(&document.value))
                .unwrap_or_else(|| "api".to_owned());
            format!("leantech-{area}")
        })
    })
}

/// A document of Lean's names Lean's hosts, our marks, Lean itself in its title, or has paths of
/// Lean's form.
fn is_of_lean(document: &Value) -> bool {
    has_a_path(document)
        || names_a_host(document)
        || has_a_mark(document)
        || title(document).is_some_and(says_lean)
}

fn title(document: &Value) -> Option<&str> {
    document.pointer("/info/title")?.as_str()
}

fn says_lean(title: &str) -> bool {
    title
        .split(|sign: char| !sign.is_alphanumeric())
        .any(|word| word.eq_ignore_ascii_case("lean") || word.eq_ignore_ascii_case("leantech"))
}

/// Whether a path begins as Lean's do: an area, then its version.
fn has_a_path(document: &Value) -> bool {
    let paths = document.get("paths").and_then(Value::as_object);
    paths
        .into_iter()
        .flat_map(serde_json::Map::keys)
        .any(|path| {
            let mut parts = path.trim_start_matches('/').split('/');
            let is_area = parts.next().is_some_and(|area| AREAS.contains(&area));
            let version = parts.next().and_then(|part| part.strip_prefix('v'));
            is_area && version.is_some_and(|number| number.parse::<u8>().is_ok())
        })
}

fn names_a_host(document: &Value) -> bool {
    let mut waiting = vec![document];
    while let Some(value) = waiting.pop() {
        match value {
            Value::Object(object) => {
                for (key, value) in object {
                    let is_address = matches!(
                        key.as_str(),
                        "url" | "tokenUrl" | "authorizationUrl" | "refreshUrl" | "termsOfService"
                    );
                    if is_address && value.as_str().is_some_and(|url| url.contains("leantech")) {
                        return true;
                    }
                    waiting.push(value);
                }
            }
            Value::Array(items) => waiting.extend(items),
            _ => {}
        }
    }
    false
}

fn has_a_mark(document: &Value) -> bool {
    let mut waiting = vec![document];
    while let Some(value) = waiting.pop() {
        match value {
            Value::Object(object) => {
                if object.keys().any(|key| key.starts_with("x-lean-")) {
                    return true;
                }
                waiting.extend(object.values());
            }
            Value::Array(items) => waiting.extend(items),
            _ => {}
        }
    }
    false
}

/// The area that most paths begin with.
fn area_of(document: &Value) -> Option<String> {
    let paths = document.get("paths")?.as_object()?;
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for path in paths.keys() {
        let Some(first) = path.split('/').find(|part| !part.is_empty()) else {
            continue;
        };
        match counts.iter_mut().find(|(known, _)| *known == first) {
            Some((_, count)) => *count += 1,
            None => counts.push((first, 1)),
        }
    }
    let (area, _) = counts
        .iter()
        .filter(|(area, _)| AREAS.contains(area))
        .max_by_key(|(_, count)| *count)
        .or(counts.iter().max_by_key(|(_, count)| *count))?;
    let area = if *area == "oauth2" { "auth" } else { area };
    Some(plain(area)).filter(|area| !area.is_empty())
}

fn title_of(document: &Value) -> Option<String> {
    Some(plain(title(document)?)).filter(|name| !name.is_empty())
}

/// A text as a part of a crate's name.
fn plain(text: &str) -> String {
    let letters: String = text
        .chars()
        .map(|sign| {
            if sign.is_ascii_alphanumeric() {
                sign.to_ascii_lowercase()
            } else {
                '-'
            }
        })
        .collect();
    let parts: Vec<&str> = letters.split('-').filter(|part| !part.is_empty()).collect();
    parts.join("-")
}
