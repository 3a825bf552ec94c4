//! Our own marks that name fields and parameters, after these got another name or went.

use serde_json::Value;
use xtask_openapi::edit::{Edit, edit};
use xtask_openapi::effective::{Part, Tree, Types};
use xtask_openapi::place::{Kind, walk};
use xtask_openapi::{Document, Problems, pointer};

use crate::operation::{Operation, operations};

/// The document with marks that name what is there: renamed with it, or taken away.
pub(super) fn marks(
    document: &Document,
    renamed: &[(String, String)],
    recognised: &mut Vec<String>,
) -> Result<Document, Problems> {
    let mut edits = Vec::new();
    for operation in operations(&document.value) {
        let Some(paging) = operation.value.get("x-lean-paging") else {
            continue;
        };
        let place = pointer::child(&operation.pointer, "x-lean-paging");
        let mut changes = Vec::new();
        let mut holds = true;
        for key in ["number", "size", "items", "page"] {
            let Some(way) = paging.get(key).and_then(Value::as_str) else {
                continue;
            };
            let has = |way: &str| match key {
                "number" | "size" => has_parameter(document, &operation, way),
                "page" => successes(document, &operation, way, counts_are_whole),
                _ => successes(document, &operation, way, |_, _| true),
            };
            if has(way) {
                continue;
            }
            let other = with_new_names(way, renamed);
            if has(&other) {
                changes.push(Edit::Replace {
                    place: pointer::child(&place, key),
                    value: other.into(),
                });
            } else {
                holds = false;
            }
        }
        if holds {
            edits.extend(changes);
        } else {
            recognised.push(format!(
                "`{}` is no longer read as a list in pages",
                operation.key
            ));
            edits.push(Edit::Remove { place });
        }
    }
    envelopes(document, renamed, recognised, &mut edits);
    edit(document, &edits)
}

/// Envelopes name the field that holds the data.
fn envelopes(
    document: &Document,
    renamed: &[(String, String)],
    recognised: &mut Vec<String>,
    edits: &mut Vec<Edit>,
) {
    walk(&document.value, &mut |spot| {
        let Some(mark) = spot
            .value
            .get("x-lean-envelope")
            .filter(|_| spot.kind == Kind::Schema)
        else {
            return;
        };
        let name = mark.as_str().unwrap_or("data");
        let part = Part {
            value: spot.value,
            pointer: spot.pointer.to_owned(),
        };
        let has = |name: &str| {
            let schema = Tree::new(&document.value).schema(std::slice::from_ref(&part));
            schema.members.contains_key(name)
        };
        if has(name) {
            return;
        }
        let place = pointer::child(spot.pointer, "x-lean-envelope");
        let other = with_new_names(name, renamed);
        edits.push(if has(&other) {
            Edit::Replace {
                place,
                value: other.into(),
            }
        } else {
            recognised.push(format!("{} is no longer read as an envelope", spot.pointer));
            Edit::Remove { place }
        });
    });
}

fn with_new_names(way: &str, renamed: &[(String, String)]) -> String {
    let names = way.split('.').map(|name| {
        let found = renamed.iter().find(|(old, _)| old == name);
        found.map_or(name, |(_, new)| new)
    });
    names.collect::<Vec<_>>().join(".")
}

fn has_parameter(document: &Document, operation: &Operation<'_>, name: &str) -> bool {
    crate::baseline::parameters(&document.value, operation.item, operation.value)
        .iter()
        .any(|parameter| parameter.get("name").and_then(Value::as_str) == Some(name))
}

/// Whether what a success of the operation has on this way is as `fits` asks.
fn successes(
    document: &Document,
    operation: &Operation<'_>,
    way: &str,
    fits: fn(Tree<'_>, &[Part<'_>]) -> bool,
) -> bool {
    let tree = Tree::new(&document.value);
    let answer = Part {
        value: operation.value,
        pointer: operation.pointer.clone(),
    };
    let responses = answer.members("responses").into_iter();
    let successes = responses.filter(|(status, _)| status.starts_with('2'));
    let media = successes.flat_map(|(_, answer)| tree.follow(answer).members("content"));
    let mut schemas = media.filter_map(|(_, media)| media.child("schema"));
    schemas.any(|schema| {
        let mut parts = vec![schema];
        for name in way.split('.').filter(|name| !name.is_empty()) {
            parts = fields(tree, &parts, name);
        }
        !parts.is_empty() && fits(tree, &parts)
    })
}

/// Whether all that a page counts is a whole number, since anything else cannot be read as one.
fn counts_are_whole(tree: Tree<'_>, page: &[Part<'_>]) -> bool {
    const COUNTS: [&str; 6] = [
        "number",
        "size",
        "total_elements",
        "totalElements",
        "total_pages",
        "totalPages",
    ];
    COUNTS.iter().all(|name| {
        let count = fields(tree, page, name);
        count.is_empty() || Types::INTEGER.has(tree.schema(&count).kinds().without(Types::NULL))
    })
}

/// A field of a schema, or of any branch of its unions.
fn fields<'d>(tree: Tree<'d>, parts: &[Part<'d>], name: &str) -> Vec<Part<'d>> {
    if parts.is_empty() {
        return Vec::new();
    }
    let schema = tree.schema(parts);
    if let Some(found) = schema.members.get(name) {
        return found.clone();
    }
    let mut branches = schema.unions.iter().flat_map(|union| &union.branches);
    branches
        .find_map(|branch| {
            let branch = tree.schema(std::slice::from_ref(branch));
            branch.members.get(name).cloned()
        })
        .unwrap_or_default()
}
