//! Every operation of the current documents, and the document it stands in.

use std::path::Path;

use serde_json::{Map, Value};
use xtask_openapi::manifest::Manifest;
use xtask_openapi::{Document, Problems, load, pointer};

const METHODS: [&str; 8] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

/// The current documents with their operations.
#[derive(Debug)]
pub(crate) struct Catalogue {
    documents: Vec<Source>,
    operations: Vec<Operation>,
}

/// One document.
#[derive(Debug)]
struct Source {
    area: String,
    document: Document,
}

/// One operation.
#[derive(Debug)]
pub(crate) struct Operation {
    /// Lean's operationId.
    pub(crate) id: String,
    /// The method, in capitals.
    pub(crate) method: String,
    /// The path as the document has it.
    pub(crate) path: String,
    /// The parts of that path.
    pub(crate) parts: Vec<Part>,
    /// Where it stands in its document.
    pub(crate) pointer: String,
    source: usize,
}

/// One segment of a path template.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// A word.
    Literal(String),
    /// A parameter.
    Parameter,
}

impl Catalogue {
    /// Reads the documents that the manifest in `specs` calls current.
    pub(crate) fn load(specs: &Path) -> Result<Self, Problems> {
        let manifest = Manifest::load(specs)?;
        let mut catalogue = Self {
            documents: Vec::new(),
            operations: Vec::new(),
        };
        for api in &manifest.apis {
            let Some(version) = api.current_version() else {
                continue;
            };
            let document = load(&version.path(specs), &format!("specs/{}", version.file))?;
            catalogue.take(&api.area, document)?;
        }
        Ok(catalogue)
    }

    fn take(&mut self, area: &str, document: Document) -> Result<(), Problems> {
        let source = self.documents.len();
        let no_paths = Map::new();
        let paths = document.value.get("paths").and_then(Value::as_object);
        for (path, item) in paths.unwrap_or(&no_paths) {
            let place = pointer::child("/paths", path);
            for method in METHODS {
                let Some(operation) = item.get(method) else {
                    continue;
                };
                let pointer = pointer::child(&place, method);
                let Some(id) = operation.get("operationId").and_then(Value::as_str) else {
                    return Err(document
                        .problem(
                            &pointer,
                            "no operationId",
                            "an answer cannot be decoded without it",
                            "give the operation Lean's operationId",
                        )
                        .into());
                };
                self.operations.push(Operation {
                    id: id.to_owned(),
                    method: method.to_ascii_uppercase(),
                    path: path.clone(),
                    parts: parts(path),
                    pointer,
                    source,
                });
            }
        }
        self.documents.push(Source {
            area: area.to_owned(),
            document,
        });
        Ok(())
    }

    /// The operations, in the order of the documents.
    pub(crate) fn operations(&self) -> &[Operation] {
        &self.operations
    }

    /// The area of an operation.
    pub(crate) fn area(&self, operation: &Operation) -> &str {
        self.documents
            .get(operation.source)
            .map_or("", |source| source.area.as_str())
    }

    /// The document of an operation.
    pub(crate) fn document(&self, operation: &Operation) -> Option<&Document> {
        self.documents
            .get(operation.source)
            .map(|source| &source.document)
    }
}

fn parts(path: &str) -> Vec<Part> {
    path.split('/')
        .filter(|part| !part.is_empty())
        .map(|part| {
            if part.starts_with('{') {
                Part::Parameter
            } else {
                Part::Literal(part.to_owned())
            }
        })
        .collect()
}
