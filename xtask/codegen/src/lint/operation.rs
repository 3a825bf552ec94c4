//! Rules for paths and operations: named, sourced, answered.

use std::collections::HashMap;

use serde_json::Value;
use xtask_openapi::place::METHODS;
use xtask_openapi::pointer;

use super::parameter::{Declared, template};
use super::{Lint, letters, text};

/// Operation ids met so far, by their letters: the id, and where it stands.
type Ids<'d> = HashMap<String, &'d str>;

impl<'d> Lint<'d> {
    pub(super) fn operations(&mut self) {
        let mut ids = Ids::new();
        let mut shapes: HashMap<String, &str> = HashMap::new();
        let paths = self.root().get("paths").and_then(Value::as_object);
        for (path, item) in paths.into_iter().flatten() {
            if path.starts_with("x-") {
                continue;
            }
            let at = pointer::child("/paths", path);
            self.path(path, &at, &mut shapes);
            let shared = self.declared(item, &at);
            for method in METHODS {
                let Some(operation) = item.get(method).filter(|value| value.is_object()) else {
                    continue;
                };
                let at = pointer::child(&at, method);
                self.operation_id(operation, &at, &mut ids);
                self.sourced(operation, &at);
                self.answers(operation, &at);
                self.request_body(operation, &at);
                let declared = self.all_parameters(operation, &at, &shared);
                self.path_parameters(path, &at, &declared);
                self.setters(&declared);
                self.paging(operation, &at, &declared);
                self.security(&pointer::child(&at, "security"), operation.get("security"));
            }
        }
    }

    fn path<'p>(&mut self, path: &'p str, at: &str, shapes: &mut HashMap<String, &'p str>) {
        let Some(names) = template(path).filter(|_| path.starts_with('/')) else {
            return self.report(
                at,
                format!("the path `{path}`"),
                "a path starts with `/`, and has each name in one pair of braces",
                "write it as `/customers/v1/{customer_id}`",
            );
        };
        let mut once = names.clone();
        once.sort_unstable();
        once.dedup();
        if once.len() < names.len() {
            self.report(
                at,
                format!("the path `{path}` has a name twice"),
                "the same value would be sent in both places",
                "rename one of them",
            );
        }
        let shape = names.iter().fold(path.to_owned(), |shape, name| {
            shape.replace(&format!("{{{name}}}"), "{}")
        });
        if let Some(other) = shapes.insert(shape, path) {
            self.report(
                at,
                format!("the paths `{path}` and `{other}` differ only in the names in braces"),
                "they are the same path",
                "move the operations of both below one of them",
            );
        }
    }

    fn operation_id(&mut self, operation: &'d Value, at: &str, ids: &mut Ids<'d>) {
        let field = pointer::child(at, "operationId");
        let Some(id) = text(operation, "operationId") else {
            return self.report(
                at,
                "an operation without an `operationId`",
                "it becomes the name of a method",
                "write the id from Lean's reference",
            );
        };
        let letters = letters(id);
        if !letters.starts_with(char::is_alphabetic) {
            self.report(
                &field,
                format!("the operation id `{id}` does not start with a letter"),
                "it becomes the name of a method",
                "write the id from Lean's reference",
            );
        }
        match ids.insert(letters, id) {
            Some(other) if other == id => self.report(
                &field,
                format!("the operation id `{id}` is used a second time"),
                "it becomes the name of a method",
                "rename one of them",
            ),
            Some(other) => self.report(
                &field,
                format!("the operation ids `{id}` and `{other}` differ only in case or signs"),
                "both become the name of a method, and can become the same",
                "rename one of them",
            ),
            None => {}
        }
    }

    fn sourced(&mut self, operation: &Value, at: &str) {
        // One that is there, but no text, is reported with the extensions.
        if operation.get("x-source").is_none() {
            self.report(
                at,
                "an operation without an `x-source`",
                "a reader could not check it",
                "name the page of Lean's documents it is from",
            );
        }
    }

    /// The parameters of an operation: its own, and those of the path that it does not replace.
    fn all_parameters(
        &mut self,
        operation: &'d Value,
        at: &str,
        shared: &[(String, Declared<'d>)],
    ) -> Vec<(String, Declared<'d>)> {
        let own = self.declared(operation, at);
        let replaced = |parameter: &Declared<'_>| {
            own.iter()
                .any(|(_, own)| own.name == parameter.name && own.within == parameter.within)
        };
        let mut all: Vec<_> = shared
            .iter()
            .filter(|(_, parameter)| !replaced(parameter))
            .cloned()
            .collect();
        all.extend(own.iter().cloned());
        all
    }
}
