//! Reading a document together with the files that its references lead to.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

use crate::load::{Document, load};
use crate::pointer;
use crate::problem::{Problem, Problems};

/// So many files may belong to one document.
const MOST_FILES: usize = 500;

/// Reads the document in the file `path`, which is called `name` in every message, with every
/// other local file that it refers to. What such a file gives stands among the components then.
///
/// A reference to another host is left as it is, and compared as a text.
///
/// # Errors
///
/// Fails when one of the files cannot be read, or does not have what is referred to.
pub fn read(path: &Path, name: &str) -> Result<Document, Problems> {
    let document = load(path, name)?;
    if !refers_elsewhere(&document.value) {
        return Ok(document);
    }
    let mut bundle = Bundle {
        name,
        root: plain(path),
        files: HashMap::new(),
        places: BTreeMap::new(),
        waiting: VecDeque::new(),
        components: document
            .value
            .get("components")
            .and_then(Value::as_object)
            .cloned()
            .unwrap_or_default(),
        problems: Problems::new(),
    };
    let mut value = document.value.clone();
    let root = bundle.root.clone();
    bundle.settle(&mut value, &root, "schemas");
    // The components were copied before their own references were followed.
    if let Some(Value::Object(own)) = value.get("components").cloned() {
        for (section, members) in own {
            let known = bundle
                .components
                .entry(section)
                .or_insert_with(|| Value::Object(Map::new()));
            if let (Some(known), Value::Object(members)) = (known.as_object_mut(), members) {
                known.extend(members);
            }
        }
    }
    while let Some(next) = bundle.waiting.pop_front() {
        bundle.take(&next);
    }
    if let Value::Object(object) = &mut value {
        object.insert("components".to_owned(), Value::Object(bundle.components));
    }
    bundle.problems.or(document.with_value(value))
}

/// Something of another file, and where it goes.
#[derive(Debug)]
struct Taken {
    file: PathBuf,
    place: String,
    section: String,
    name: String,
}

#[derive(Debug)]
struct Bundle<'n> {
    name: &'n str,
    root: PathBuf,
    files: HashMap<PathBuf, Value>,
    /// Where each place of another file has gone.
    places: BTreeMap<(PathBuf, String), String>,
    waiting: VecDeque<Taken>,
    components: Map<String, Value>,
    problems: Problems,
}

impl Bundle<'_> {
    /// Turns the references of a value that stands in `file` into references within the document.
    fn settle(&mut self, value: &mut Value, file: &Path, section: &str) {
        match value {
            Value::Object(object) => {
                if let Some(Value::String(reference)) = object.get("$ref")
                    && let Some(settled) = self.reference(&reference.clone(), file, section)
                {
                    object.insert("$ref".to_owned(), Value::String(settled));
                }
                for (key, value) in object.iter_mut() {
                    if !matches!(
                        key.as_str(),
                        "example" | "examples" | "default" | "enum" | "const"
                    ) {
                        let section = section_of(key).unwrap_or(section);
                        self.settle(value, file, section);
                    }
                }
            }
            Value::Array(items) => {
                for item in items {
                    self.settle(item, file, section);
                }
            }
            _ => {}
        }
    }

    /// The reference within the document; `None` when it is one already, or leads to another host.
    fn reference(&mut self, reference: &str, file: &Path, section: &str) -> Option<String> {
        if reference.contains("://") {
            return None;
        }
        let (path, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let target = if path.is_empty() {
            file.to_owned()
        } else {
            plain(&file.parent().unwrap_or(Path::new("")).join(decoded(path)))
        };
        if target == self.root {
            return (file != self.root || !path.is_empty()).then(|| format!("#{fragment}"));
        }
        let place = pointer::from_fragment(&format!("#{fragment}"))?;
        let key = (target.clone(), place.clone());
        if let Some(known) = self.places.get(&key) {
            return Some(known.clone());
        }
        let tokens = pointer::tokens(&place).unwrap_or_default();
        let section = match tokens.as_slice() {
            [first, section, _] if first == "components" => section.clone(),
            _ => section.to_owned(),
        };
        let wanted = tokens
            .last()
            .cloned()
            .or_else(|| {
                target
                    .file_stem()
                    .map(|stem| stem.to_string_lossy().into_owned())
            })
            .unwrap_or_else(|| "Part".to_owned());
        let name = self.free_name(&section, &wanted);
        let settled = format!(
            "#/components/{section}/{}",
            pointer::escape(&name)
                .replace('%', "%25")
                .replace(' ', "%20")
        );
        self.places.insert(key, settled.clone());
        self.waiting.push_back(Taken {
            file: target,
            place,
            section,
            name,
        });
        Some(settled)
    }

    /// A name in a section that nothing else has; it is taken from now on.
    fn free_name(&mut self, section: &str, wanted: &str) -> String {
        let holder = self
            .components
            .entry(section.to_owned())
            .or_insert_with(|| Value::Object(Map::new()));
        let Some(holder) = holder.as_object_mut() else {
            return wanted.to_owned();
        };
        let numbered = (2..10_000).map(|number| format!("{wanted}{number}"));
        let name = std::iter::once(wanted.to_owned())
            .chain(numbered)
            .find(|name| !holder.contains_key(name))
            .unwrap_or_else(|| wanted.to_owned());
        holder.insert(name.clone(), Value::Null);
        name
    }

    fn take(&mut self, taken: &Taken) {
        let Some(mut value) = self.part(taken) else {
            return;
        };
        self.settle(&mut value, &taken.file, &taken.section);
        if let Some(Value::Object(holder)) = self.components.get_mut(&taken.section) {
            holder.insert(taken.name.clone(), value);
        }
    }

    fn part(&mut self, taken: &Taken) -> Option<Value> {
        if !self.files.contains_key(&taken.file) {
            if self.files.len() >= MOST_FILES {
                self.problem(taken, "too many files", "leave some of them out");
                return None;
            }
            let shown = taken.file.display().to_string();
            match load(&taken.file, &shown) {
                Ok(document) => self.files.insert(taken.file.clone(), document.value),
                Err(problems) => {
                    self.problems.extend(problems);
                    // Said once.
                    self.files.insert(taken.file.clone(), Value::Null)
                }
            };
        }
        let file = self.files.get(&taken.file)?;
        let found = file.pointer(&taken.place).cloned();
        if found.is_none() && !file.is_null() {
            let what = format!("nothing at `{}` of {}", taken.place, taken.file.display());
            self.problem(taken, &what, "correct the reference, or the other file");
        }
        found
    }

    fn problem(&mut self, taken: &Taken, what: &str, mend: &str) {
        let _ = taken;
        let problem = Problem::new(self.name, what, "a reference points there", mend);
        self.problems.push(problem);
    }
}

/// The section of `components` for what stands under a keyword.
fn section_of(key: &str) -> Option<&'static str> {
    Some(match key {
        "parameters" => "parameters",
        "responses" => "responses",
        "headers" => "headers",
        "requestBody" | "requestBodies" => "requestBodies",
        "links" => "links",
        "callbacks" => "callbacks",
        "paths" | "webhooks" | "pathItems" => "pathItems",
        "securitySchemes" => "securitySchemes",
        "schema"
        | "schemas"
        | "properties"
        | "items"
        | "allOf"
        | "anyOf"
        | "oneOf"
        | "not"
        | "additionalProperties" => "schemas",
        _ => return None,
    })
}

fn refers_elsewhere(value: &Value) -> bool {
    let mut waiting = vec![value];
    while let Some(value) = waiting.pop() {
        match value {
            Value::Object(object) => {
                let reference = object.get("$ref").and_then(Value::as_str);
                if reference.is_some_and(|to| !to.starts_with('#') && !to.contains("://")) {
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

/// A path without `.` and `..`, so that one file has one name.
fn plain(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

fn decoded(path: &str) -> String {
    path.replace("%20", " ")
}
