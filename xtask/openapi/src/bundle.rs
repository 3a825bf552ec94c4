//! Reading a document together with the files that its references lead to.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

use crate::load::{Document, load};
use crate::place::{Field, Kind, walk_part};
use crate::pointer;
use crate::problem::{Problem, Problems};

/// So many files may belong to one document.
const MOST_FILES: usize = 5_000;

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
    bundle.settle(&mut value, &root, Kind::Document);
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
    /// Turns the references of an object that stands in `file` into references within the document.
    ///
    /// Only what is a reference by the grammar is one: examples, defaults, enum values and
    /// extensions are data, and a field may have any name.
    fn settle(&mut self, value: &mut Value, file: &Path, kind: Kind) {
        let Value::Object(object) = value else {
            return;
        };
        if let Some(section) = kind.section()
            && let Some(Value::String(reference)) = object.get("$ref")
            && let Some(settled) = self.reference(&reference.clone(), file, section)
        {
            object.insert("$ref".to_owned(), Value::String(settled));
        }
        if kind == Kind::Schema {
            self.mapping(object, file);
        }
        for (field, value) in object.iter_mut() {
            match (kind.field_of_any_series(field), value) {
                (Some(Field::One(kind)), value) => self.settle(value, file, kind),
                (Some(Field::Map(kind)), Value::Object(named)) => {
                    for value in named.values_mut() {
                        self.settle(value, file, kind);
                    }
                }
                (Some(Field::Table(kind)), Value::Object(named)) => {
                    for (_, value) in named.iter_mut().filter(|(name, _)| !is_extension(name)) {
                        self.settle(value, file, kind);
                    }
                }
                (Some(Field::List(kind)), Value::Array(items)) => {
                    for value in items {
                        self.settle(value, file, kind);
                    }
                }
                _ => {}
            }
        }
    }

    /// The mapping of a discriminator refers to schemas as well.
    fn mapping(&mut self, schema: &mut Map<String, Value>, file: &Path) {
        let mapping = schema
            .get_mut("discriminator")
            .and_then(|discriminator| discriminator.get_mut("mapping"))
            .and_then(Value::as_object_mut);
        for target in mapping.into_iter().flat_map(Map::values_mut) {
            let Some(text) = target.as_str().filter(|text| is_address(text)) else {
                continue;
            };
            if let Some(settled) = self.reference(text, file, "schemas") {
                *target = Value::String(settled);
            }
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
            [first, section, _] if first == "components" && Kind::of_section(section).is_some() => {
                section.clone()
            }
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
        if let Some(kind) = Kind::of_section(&taken.section) {
            self.settle(&mut value, &taken.file, kind);
        }
        if let Some(Value::Object(holder)) = self.components.get_mut(&taken.section) {
            holder.insert(taken.name.clone(), value);
        }
    }

    fn part(&mut self, taken: &Taken) -> Option<Value> {
        if !self.files.contains_key(&taken.file) {
            if self.files.len() >= MOST_FILES {
                let what = format!("more than {MOST_FILES} files");
                self.problem(taken, &what, "put some of them together in one file");
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

fn is_extension(name: &str) -> bool {
    name.starts_with("x-")
}

/// Whether a value of a discriminator's mapping is a reference, and not the name of a schema.
fn is_address(text: &str) -> bool {
    let is_file = |text: &str| {
        let extension = Path::new(text).extension().and_then(|end| end.to_str());
        extension.is_some_and(|end| matches!(end, "yaml" | "yml" | "json"))
    };
    text.contains(['#', '/']) || is_file(text)
}

fn refers_elsewhere(value: &Value) -> bool {
    let leads_out = |to: &str| !to.starts_with('#') && !to.contains("://");
    let mut found = false;
    walk_part(Kind::Document, "", value, &mut |spot| {
        let reference = spot.value.get("$ref").and_then(Value::as_str);
        let mapping = spot
            .value
            .pointer("/discriminator/mapping")
            .and_then(Value::as_object);
        let targets = mapping.into_iter().flat_map(Map::values);
        let mut targets = targets.filter_map(Value::as_str);
        found |= spot.kind.section().is_some() && reference.is_some_and(leads_out);
        found |= spot.kind == Kind::Schema
            && targets.any(|target| is_address(target) && leads_out(target));
        !found
    });
    found
}

/// A path without `.` and `..`, so that one file has one name.
fn plain(path: &Path) -> PathBuf {
    fs::canonicalize(path).unwrap_or_else(|_| path.to_owned())
}

fn decoded(path: &str) -> String {
    path.replace("%20", " ")
}
