//! Rules for `x-lean-paging`: it names parameters and parts of the answer that exist.

use serde_json::Value;
use xtask_openapi::reference::Found;
use xtask_openapi::{pointer, reference};

use super::parameter::Declared;
use super::schema::has_type;
use super::{Lint, text};

const FIELDS: [&str; 4] = ["number", "size", "items", "page"];

// So many schemas are looked into on the way to one property.
const MOST_SCHEMAS: usize = 64;

impl<'d> Lint<'d> {
    pub(super) fn paging(
        &mut self,
        operation: &'d Value,
        at: &str,
        declared: &[(String, Declared<'d>)],
    ) {
        let Some(paging) = operation.get("x-lean-paging") else {
            return;
        };
        let at = pointer::child(at, "x-lean-paging");
        for name in paging
            .as_object()
            .into_iter()
            .flatten()
            .map(|(name, _)| name)
        {
            if !FIELDS.contains(&name.as_str()) {
                self.report(
                    &pointer::child(&at, name),
                    format!("`x-lean-paging` has no field `{name}`"),
                    "the generator would ignore it",
                    format!("write {}", FIELDS.join(", ")),
                );
            }
        }
        for field in FIELDS {
            // An answer that tells of the page at its root has no part for it.
            if field == "page" && paging.get(field).is_some_and(|page| page == "") {
                continue;
            }
            let Some(named) = text(paging, field) else {
                self.report(
                    &at,
                    format!("`x-lean-paging` does not name `{field}`"),
                    "all pages can be fetched only when the four are known",
                    "write `{number: page_number, size: page_size, items: data, page: page}`, \
                     with the names of this operation",
                );
                continue;
            };
            let at = pointer::child(&at, field);
            match field {
                "number" | "size" => self.paging_parameter(&at, named, declared),
                _ => self.paging_part(&at, field, named, operation),
            }
        }
    }

    fn paging_parameter(&mut self, at: &str, named: &str, declared: &[(String, Declared<'d>)]) {
        let exists = declared
            .iter()
            .any(|(_, parameter)| parameter.within == "query" && parameter.name == named);
        if !exists {
            self.report(
                at,
                format!("the operation has no query parameter `{named}`"),
                "the next page could not be requested",
                "name a query parameter of this operation",
            );
        }
    }

    fn paging_part(&mut self, at: &str, field: &str, named: &str, operation: &'d Value) {
        let Some(answer) = self.success_schema(operation) else {
            // An operation without an answer is reported with its answers.
            return;
        };
        let found = named
            .split('.')
            .try_fold(answer, |schema, name| self.property(schema, name));
        let Some(schema) = found else {
            return self.report(
                at,
                format!("the answer has no `{named}`"),
                "the parts of a page could not be found",
                "write the names of the properties that lead there, with dots between them",
            );
        };
        let schemas = self.parts(schema);
        if field == "items" && !schemas.iter().any(|schema| has_type(schema, "array")) {
            self.report(
                at,
                format!("`{named}` in the answer is not a list"),
                "a page has a list of items",
                "name the property that holds the list",
            );
        }
    }

    fn success_schema(&self, operation: &'d Value) -> Option<&'d Value> {
        let responses = operation.get("responses")?.as_object()?;
        let (_, response) = responses
            .iter()
            .find(|(status, _)| status.starts_with('2'))?;
        let Found { value, .. } = reference::follow(self.root(), "", response)?;
        value
            .get("content")?
            .as_object()?
            .values()
            .next()?
            .get("schema")
    }

    fn property(&self, schema: &'d Value, name: &str) -> Option<&'d Value> {
        self.parts(schema)
            .into_iter()
            .find_map(|schema| schema.get("properties")?.get(name))
    }

    /// The schemas a schema is made of: what its reference points at, and its branches.
    fn parts(&self, schema: &'d Value) -> Vec<&'d Value> {
        let mut parts = Vec::new();
        let mut waiting = vec![schema];
        while let Some(schema) = waiting.pop() {
            if parts.len() == MOST_SCHEMAS {
                break;
            }
            parts.push(schema);
            if let Some(reference) = reference::of(schema)
                && let Some(place) = pointer::from_fragment(reference)
            {
                waiting.extend(self.root().pointer(&place));
            }
            for keyword in ["oneOf", "anyOf", "allOf"] {
                let branches = schema.get(keyword).and_then(Value::as_array);
                waiting.extend(branches.into_iter().flatten().rev());
            }
        }
        parts
    }
}
