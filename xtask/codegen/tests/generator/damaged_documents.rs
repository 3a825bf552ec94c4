//! Documents with one damaged place: a problem may come of it, a panic never.

use serde_json::{Value, json};
use xtask_codegen::{generate, shape};
use xtask_openapi::{Document, Problems, lower, pointer};

/// The pointers of all nodes below `value`.
fn places(value: &Value, place: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                let place = pointer::child(place, name);
                places(member, &place, found);
                found.push(place);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                let place = pointer::item(place, index);
                places(item, &place, found);
                found.push(place);
            }
        }
        _ => {}
    }
}

fn remove(value: &mut Value, place: &str) {
    let Some((parent, name)) = place.rsplit_once('/') else {
        return;
    };
    let name = name.replace("~1", "/").replace("~0", "~");
    match value.pointer_mut(parent) {
        Some(Value::Object(members)) => {
            members.shift_remove(&name);
        }
        Some(Value::Array(items)) => {
            items.remove(name.parse().expect("an index"));
        }
        _ => {}
    }
}

fn whole_way(value: &Value) -> Result<(), Problems> {
    let document = Document::parse(value.to_string(), "damaged.json")?;
    let shaped = shape(&document, lower(&document)?)?;
    generate(&shaped).map(|_| ())
}

/// Whether damage to the place could reach the generator: most of a document is for people.
fn is_for_the_generator(place: &str) -> bool {
    let prose = [
        "/description",
        "/x-source",
        "/examples",
        "/servers",
        "/summary",
        "/tags",
    ];
    !prose.iter().any(|part| place.contains(part))
}

fn every_damage(text: &str) {
    let sound = Document::parse(text, "sound")
        .expect("it can be read")
        .value;
    whole_way(&sound).unwrap_or_else(|problems| unreachable!("{problems}"));
    let mut found = Vec::new();
    places(&sound, "", &mut found);
    found.retain(|place| is_for_the_generator(place));
    assert!(found.len() > 30, "the test sees its document");
    let mut panics = Vec::new();
    for place in found {
        for damage in [None, Some(json!(null)), Some(json!("x")), Some(json!({}))] {
            let mut damaged = sound.clone();
            match (&damage, damaged.pointer_mut(&place)) {
                (Some(damage), Some(node)) => *node = damage.clone(),
                _ => remove(&mut damaged, &place),
            }
            let problems = whole_way(&damaged).err().unwrap_or_default().to_string();
            if problems.contains("panicked") || problems.contains("report it") {
                panics.push(format!("{place} = {damage:?}: {problems}"));
            }
        }
    }
    assert!(panics.is_empty(), "{}", panics.join("\n"));
}

#[test]
fn a_damaged_place_of_a_small_document_never_makes_the_generator_panic() {
    every_damage(include_str!("../../../openapi/tests/documents/small.yaml"));
}

#[test]
fn a_damaged_place_of_a_rich_document_never_makes_the_generator_panic() {
    every_damage(include_str!(
        "../../../openapi/tests/documents/every_rewrite.json"
    ));
}
