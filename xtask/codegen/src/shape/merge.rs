//! `allOf` of several objects as one flat object.

use serde_json::{Map, Value, json};
use xtask_openapi::pointer;

use super::Shaper;

impl Shaper<'_> {
    /// The fields of all branches and of the object itself, as one object.
    pub(super) fn merged(
        &mut self,
        object: &Map<String, Value>,
        branches: &[Value],
        place: &str,
    ) -> Option<Map<String, Value>> {
        let mut properties = Map::new();
        let mut required: Vec<Value> = Vec::new();
        let branches_place = pointer::child(place, "allOf");
        let own: Map<String, Value> = object
            .iter()
            .filter(|(key, _)| key.as_str() != "allOf")
            .map(|(key, value)| (key.clone(), value.clone()))
            .collect();
        let mut parts = Vec::new();
        for (index, branch) in branches.iter().enumerate() {
            let branch_place = pointer::item(&branches_place, index);
            parts.push((self.bare(branch, &branch_place)?.schema, branch_place));
        }
        parts.push((own, place.to_owned()));

        for (part, part_place) in parts {
            let is_object = part.get("type").is_none_or(|kind| kind == "object");
            let foreign = ["enum", "items", "additionalProperties", "not"]
                .iter()
                .find(|key| {
                    part.contains_key(**key) && part.get(**key) != Some(&Value::Bool(true))
                });
            if !is_object || foreign.is_some() {
                self.refuse(
                    &part_place,
                    "an `allOf` of something other than plain objects",
                    "no single type can be all of them",
                    "write the type explicitly",
                );
                return None;
            }
            if let Some(names) = part.get("required").and_then(Value::as_array) {
                required.extend(names.iter().cloned());
            }
            for (name, member) in part
                .get("properties")
                .and_then(Value::as_object)
                .into_iter()
                .flatten()
            {
                let known = properties.insert(name.clone(), member.clone());
                if known.is_some_and(|known| known != *member) {
                    self.refuse(
                        &part_place,
                        format!("two branches that disagree about `{name}`"),
                        "a flat struct has one member of that name",
                        "write the type explicitly",
                    );
                    return None;
                }
            }
        }
        self.note(
            place,
            format!("allOf of {} objects written as one", branches.len()),
        );
        let merged = json!({"type": "object", "properties": properties, "required": required});
        merged.as_object().cloned()
    }
}
