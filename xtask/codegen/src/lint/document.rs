//! Rules for the document as a whole: version, title, servers, names of components.

use std::collections::HashMap;

use serde_json::Value;
use xtask_openapi::{Series, pointer};

use super::{Lint, letters, text};

impl Lint<'_> {
    pub(super) fn whole_document(&mut self) {
        self.version();
        self.info();
        self.schema_names();
        let root = self.root();
        self.security("/security", root.get("security"));
    }

    fn version(&mut self) {
        if self.series != Series::Unknown {
            return;
        }
        let found = match self.root().get("openapi") {
            None => "no `openapi` version".to_owned(),
            Some(version) => format!("`openapi: {version}`"),
        };
        self.report(
            "/openapi",
            found,
            "only OpenAPI 3.0.x and 3.1.x are understood",
            "write `openapi: 3.1.0`",
        );
    }

    fn info(&mut self) {
        let info = self.root().get("info").unwrap_or(&Value::Null);
        if text(info, "title").is_none() {
            self.report(
                "/info/title",
                "no title",
                "it is the heading of the crate's documentation",
                "name the API in a few words",
            );
        }
        let Some(version) = info.get("version") else {
            return self.report(
                "/info/version",
                "no version",
                "a published document is identified by its version",
                "write `version: '1.0.0'`",
            );
        };
        if text(info, "version").is_none() {
            self.report(
                "/info/version",
                format!("the version {version} is not a text"),
                "`1.10` and `1.1` are the same number, but not the same version",
                "write it in quotation marks",
            );
        }
    }

    /// Security requirements, of the document or of an operation, name schemes that exist.
    pub(super) fn security(&mut self, at: &str, requirements: Option<&Value>) {
        let Some(requirements) = requirements else {
            return;
        };
        let schemes = self.root().pointer("/components/securitySchemes");
        let malformed = requirements
            .as_array()
            .is_none_or(|all| all.iter().any(|one| !one.is_object()));
        if malformed {
            return self.report(
                at,
                "`security` is not a list of mappings",
                "it cannot be read",
                "write `security: [{bearerAuth: []}]`, or `security: []` for none",
            );
        }
        for (index, requirement) in requirements.as_array().into_iter().flatten().enumerate() {
            for name in requirement
                .as_object()
                .into_iter()
                .flatten()
                .map(|(name, _)| name)
            {
                if schemes.and_then(|schemes| schemes.get(name)).is_none() {
                    self.report(
                        &pointer::child(&pointer::item(at, index), name),
                        format!("the security scheme `{name}` is not defined"),
                        "it cannot be satisfied",
                        "define it below `components/securitySchemes`, or correct the name",
                    );
                }
            }
        }
    }

    fn schema_names(&mut self) {
        let section = "/components/schemas";
        let schemas = self.root().pointer(section).and_then(Value::as_object);
        let mut seen: HashMap<String, &str> = HashMap::new();
        for name in schemas.into_iter().flatten().map(|(name, _)| name) {
            let letters = letters(name);
            let at = pointer::child(section, name);
            if !letters.starts_with(char::is_alphabetic) {
                self.report(
                    &at,
                    format!("the schema's name `{name}` does not start with a letter"),
                    "it becomes the name of a Rust type",
                    "rename it, in PascalCase",
                );
            }
            if let Some(other) = seen.insert(letters, name) {
                self.report(
                    &at,
                    format!("the schema names `{name}` and `{other}` differ only in case or signs"),
                    "both become the name of a Rust type, and can become the same",
                    "rename one of them",
                );
            }
        }
    }
}
