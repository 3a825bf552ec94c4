//! How an action of an overlay changes what it matched.

use serde_json::Value;
use xtask_openapi::pointer;

/// Merges an update into what an action matched: of an object the members, one by one and all the
/// way down; to a list it is appended.
///
/// Overlay 1.0 leaves open what lists in both do; as 1.1 says, they are joined.
pub(super) fn update(node: &mut Value, update: &Value) -> Result<(), String> {
    match (node, update) {
        (Value::Object(members), Value::Object(updates)) => {
            for (name, update) in updates {
                match members.get_mut(name) {
                    Some(member) => {
                        merge(member, update).map_err(|what| format!("`{name}`: {what}"))?;
                    }
                    None => {
                        members.insert(name.clone(), update.clone());
                    }
                }
            }
            Ok(())
        }
        (Value::Array(items), Value::Array(more)) => {
            items.extend(more.iter().cloned());
            Ok(())
        }
        (Value::Array(items), entry) => {
            items.push(entry.clone());
            Ok(())
        }
        (Value::Object(_), other) => Err(format!(
            "there is an object, and the update is {}",
            kind(other)
        )),
        (other, _) => Err(format!(
            "there is {}, and a target selects objects and lists",
            kind(other)
        )),
    }
}

/// One member of an object that is in both.
fn merge(member: &mut Value, with: &Value) -> Result<(), String> {
    let is_single = |value: &Value| !value.is_object() && !value.is_array();
    let both_hold_others =
        member.is_object() && with.is_object() || member.is_array() && with.is_array();
    if both_hold_others {
        return update(member, with);
    }
    if is_single(member) && is_single(with) {
        *member = with.clone();
        return Ok(());
    }
    Err(format!(
        "there is {}, and the update is {}",
        kind(member),
        kind(with)
    ))
}

/// Takes the object or list at `place` out of what holds it.
pub(super) fn remove(document: &mut Value, place: &str) -> Result<(), String> {
    let node = document.pointer(place).ok_or("the place is gone")?;
    if !node.is_object() && !node.is_array() {
        return Err(format!(
            "there is {}, and only objects and lists can be removed",
            kind(node)
        ));
    }
    let mut tokens = pointer::tokens(place).ok_or("the place is gone")?;
    let Some(last) = tokens.pop() else {
        return Err("there is the whole document, which cannot be removed".to_owned());
    };
    match document.pointer_mut(&pointer::join(&tokens)) {
        Some(Value::Object(members)) => {
            // The keys after it stay in their order.
            members.shift_remove(&last);
        }
        Some(Value::Array(items)) => {
            let index = last.parse().map_err(|_| "the place is gone")?;
            if index < items.len() {
                items.remove(index);
            }
        }
        _ => return Err("the place is gone".to_owned()),
    }
    Ok(())
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a switch",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
