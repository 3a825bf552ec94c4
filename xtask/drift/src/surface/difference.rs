//! The items of the generated code that are not the same in both versions.

use std::collections::HashSet;

use crate::report::quoting::quoted;
use crate::surface::{Entry, Surface};

/// One item that is not the same in both versions.
#[derive(Debug)]
pub(crate) struct Difference {
    pub(crate) path: String,
    /// The path in the version that has it under another name.
    pub(crate) shown: String,
    pub(crate) breaks: bool,
    /// Its places in the documents.
    pub(crate) places: Vec<String>,
    /// The operations whose method or setter it is, by place.
    pub(crate) operations: Vec<String>,
    /// The types that it mentions, by place.
    pub(crate) mentions: Vec<String>,
    pub(crate) said: String,
}

/// An inline schema and the component that says the same are one type: a document is adopted with
/// the names of its components.
pub(crate) fn keep_names(old: &mut Surface, new: &mut Surface, pairs: &[(String, String)]) {
    let is_component =
        |place: &str| place.starts_with("/components/schemas/") && place.split('/').count() == 4;
    let mut renamed: HashSet<String> = HashSet::new();
    for (one, other) in pairs {
        let (Some(was), Some(is)) = (old.types.get(one).cloned(), new.types.get(other).cloned())
        else {
            continue;
        };
        let kept = is_component(one);
        if was == is || (kept && is_component(other)) {
            continue;
        }
        if !renamed.insert(was.clone()) || !renamed.insert(is.clone()) && !kept {
            continue;
        }
        if kept || !is_component(other) {
            new.rename(&is, &was);
        } else {
            old.rename(&was, &is);
        }
    }
}

/// Where an item stands, and what else decides on it. A method takes the parameters of its path, and
/// those may stand at the path item, next to the operation. A setter begins with `body_` for the
/// sake of what has the name without that.
fn places_of(surface: &Surface, path: &str, entry: &Entry) -> Vec<String> {
    let mut places = vec![entry.pointer.clone()];
    if let Some((owner, name)) = path.rsplit_once("::")
        && let Some(name) = name.strip_prefix("body_")
        && owner.starts_with("calls::")
        && let Some(first) = surface.items.get(&format!("{owner}::{name}"))
    {
        places.push(first.pointer.clone());
    }
    if path.starts_with("Client::")
        && let Some((item, _)) = entry.pointer.rsplit_once('/')
    {
        places.push(format!("{item}/parameters"));
    }
    places
}

pub(crate) fn differences(old: &Surface, new: &Surface, used: &HashSet<String>) -> Vec<Difference> {
    let mut found = Vec::new();
    let mention = |surface: &Surface, signature: &str| -> Vec<String> {
        let words = signature.split(|sign: char| !sign.is_alphanumeric() && sign != '_');
        let words: HashSet<&str> = words.collect();
        surface
            .types
            .iter()
            .filter(|(_, name)| words.contains(name.as_str()))
            .map(|(place, _)| place.clone())
            .collect()
    };
    let parent_differs = |path: &str, other: &Surface| {
        let parent = path.rsplit_once("::").map(|(parent, _)| parent);
        match parent {
            Some(parent) if parent.starts_with("types::") => !other.items.contains_key(parent),
            _ => false,
        }
    };
    // The setters of a call come and go with it.
    let calls = |surface: &Surface, other: &Surface| -> HashSet<String> {
        let gone = surface
            .items
            .iter()
            .filter(|(path, _)| path.starts_with("Client::") && !other.items.contains_key(*path));
        gone.map(|(_, entry)| entry.operation.clone()).collect()
    };
    let (gone, come) = (calls(old, new), calls(new, old));
    let is_setter = |path: &str| path.starts_with("calls::");
    for (path, entry) in &old.items {
        let twin = new.items.get(path);
        if is_setter(path) && gone.contains(&entry.operation) {
            continue;
        }
        let breaks = match twin {
            Some(twin) if twin.signature == entry.signature => continue,
            // What other operations still bring is still there.
            None if used.contains(&entry.pointer) && path.matches("::").count() == 1 => continue,
            None if parent_differs(path, new) => continue,
            _ => true,
        };
        let said = match twin {
            Some(twin) => format!(
                "{} was {} and is {}",
                quoted(path),
                quoted(&entry.signature),
                quoted(&twin.signature)
            ),
            None => format!("{} is no longer generated", quoted(path)),
        };
        let mut mentions = mention(old, &entry.signature);
        let mut places = places_of(old, path, entry);
        let mut operations = vec![entry.operation.clone()];
        if let Some(twin) = twin {
            mentions.extend(mention(new, &twin.signature));
            places.extend(places_of(new, path, twin));
            operations.push(twin.operation.clone());
        }
        found.push(Difference {
            path: path.clone(),
            shown: old.own_name(path),
            breaks,
            places,
            operations,
            mentions,
            said,
        });
    }
    for (path, entry) in &new.items {
        let with_call = is_setter(path) && come.contains(&entry.operation);
        if with_call || old.items.contains_key(path) || parent_differs(path, old) {
            continue;
        }
        found.push(Difference {
            path: path.clone(),
            shown: new.own_name(path),
            breaks: false,
            places: places_of(new, path, entry),
            operations: vec![entry.operation.clone()],
            mentions: mention(new, &entry.signature),
            said: format!("{} is new", quoted(path)),
        });
    }
    found
}
