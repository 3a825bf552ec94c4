//! The part of a document that a change concerns, as a document that can be generated from.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use serde_json::{Map, Value, json};
use xtask_openapi::place::{Kind, METHODS, references};
use xtask_openapi::pointer;

use xtask_openapi::effective::Tree;

/// A method of a path.
pub(crate) type Key = (String, &'static str);

/// What a document's operations refer to.
#[derive(Debug)]
pub(crate) struct Reach<'d> {
    tree: Tree<'d>,
    /// The components that each component refers to, by pointer.
    of_components: HashMap<String, Vec<String>>,
    /// What each operation refers to itself.
    of_operations: BTreeMap<Key, Vec<String>>,
}

impl<'d> Reach<'d> {
    pub(crate) fn new(tree: Tree<'d>) -> Self {
        let mut of_components = HashMap::new();
        if let Some(components) = tree.whole().child("components") {
            for (section, _) in components.members_of() {
                for (_, component) in components.members(section) {
                    let kind = Kind::of_section(section).unwrap_or(Kind::Schema);
                    let found = components_of(kind, component.value);
                    of_components.insert(component.pointer, found);
                }
            }
        }
        let mut of_operations = BTreeMap::new();
        for (path, item) in tree.whole().members("paths") {
            let item = tree.follow(item);
            for method in METHODS {
                if let Some(operation) = item.value.get(method) {
                    let mut found = references_of_call(operation);
                    let shared = item.value.get("parameters");
                    let shared = shared.and_then(Value::as_array).into_iter().flatten();
                    found.extend(shared.flat_map(|one| components_of(Kind::Parameter, one)));
                    of_operations.insert((path.to_owned(), method), found);
                }
            }
        }
        Self {
            tree,
            of_components,
            of_operations,
        }
    }

    /// Every operation.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &Key> {
        self.of_operations.keys()
    }

    /// The components that some operations reach, by pointer.
    pub(crate) fn reached<'k>(&self, keys: impl IntoIterator<Item = &'k Key>) -> HashSet<String> {
        let mut waiting: Vec<&String> = keys
            .into_iter()
            .filter_map(|key| self.of_operations.get(key))
            .flatten()
            .collect();
        let mut reached: HashSet<String> = HashSet::new();
        while let Some(place) = waiting.pop() {
            if reached.insert(place.clone()) {
                waiting.extend(self.of_components.get(place).into_iter().flatten());
            }
        }
        reached
    }

    /// Every component that any operation reaches.
    pub(crate) fn reached_by_all(&self) -> HashSet<String> {
        self.reached(self.of_operations.keys())
    }

    /// The operations that one of the places is in, or that reach one of them.
    pub(crate) fn concerned(&self, places: &[String]) -> BTreeSet<Key> {
        let mut users: HashMap<&str, Vec<&str>> = HashMap::new();
        for (user, used) in &self.of_components {
            for place in used {
                users.entry(place).or_default().push(user);
            }
        }
        let mut touched: HashSet<&str> = HashSet::new();
        let mut waiting: Vec<&str> = Vec::new();
        for place in places {
            let component = self.of_components.get_key_value(&component_of(place));
            if let Some((component, _)) = component
                && touched.insert(component)
            {
                waiting.push(component);
            }
        }
        while let Some(component) = waiting.pop() {
            for user in users.get(component).into_iter().flatten() {
                if touched.insert(user) {
                    waiting.push(user);
                }
            }
        }
        let direct: HashSet<(String, String)> =
            places.iter().filter_map(|place| in_path(place)).collect();
        self.of_operations
            .iter()
            .filter(|((path, method), used)| {
                used.iter().any(|place| touched.contains(place.as_str()))
                    || direct.contains(&(path.clone(), (*method).to_owned()))
                    || direct.contains(&(path.clone(), String::new()))
                    || direct.contains(&(path.clone(), "parameters".to_owned()))
                    || direct.contains(&(path.clone(), "$ref".to_owned()))
            })
            .map(|(key, _)| key.clone())
            .collect()
    }

    /// A document of these operations and what they reach, with the places of its path items.
    pub(crate) fn document(&self, keys: &BTreeSet<Key>) -> (Value, Vec<(String, String)>) {
        let mut paths = Map::new();
        let mut moved = Vec::new();
        for (path, written) in self.tree.whole().members("paths") {
            let item = self.tree.follow(written.clone());
            if item.pointer != written.pointer {
                moved.push((written.pointer.clone(), item.pointer.clone()));
            }
            let mut kept = Map::new();
            for (field, value) in item.value.as_object().into_iter().flatten() {
                let method = METHODS.iter().find(|method| *method == field);
                match method {
                    Some(method) if keys.contains(&(path.to_owned(), *method)) => {
                        kept.insert(field.clone(), generated_part(value));
                    }
                    None if field == "parameters" => {
                        kept.insert(field.clone(), value.clone());
                    }
                    _ => {}
                }
            }
            if kept.keys().any(|field| field != "parameters") {
                paths.insert(path.to_owned(), Value::Object(kept));
            }
        }
        let reached = self.reached(keys);
        let mut components = Map::new();
        if let Some(all) = self.tree.whole().child("components") {
            for (section, _) in all.members_of() {
                let kept: Map<String, Value> = all
                    .members(section)
                    .into_iter()
                    .filter(|(_, component)| reached.contains(&component.pointer))
                    .map(|(name, component)| (name.to_owned(), component.value.clone()))
                    .collect();
                if !kept.is_empty() {
                    components.insert(section.to_owned(), Value::Object(kept));
                }
            }
        }
        let root = self.tree.root;
        let document = json!({
            "openapi": root.get("openapi"),
            "info": {"title": "compared", "version": "0.0.0"},
            "paths": paths,
            "components": components,
        });
        (document, moved)
    }
}

/// An operation without what is not generated: failures, callbacks, servers of its own.
fn generated_part(operation: &Value) -> Value {
    let mut kept = Map::new();
    for (field, value) in operation.as_object().into_iter().flatten() {
        match field.as_str() {
            "callbacks" | "servers" | "security" => {}
            "responses" => {
                let successes: Map<String, Value> = value
                    .as_object()
                    .into_iter()
                    .flatten()
                    .filter(|(code, _)| code.starts_with('2'))
                    .map(|(code, answer)| (code.clone(), answer.clone()))
                    .collect();
                kept.insert(field.clone(), Value::Object(successes));
            }
            _ => {
                kept.insert(field.clone(), value.clone());
            }
        }
    }
    Value::Object(kept)
}

/// The components that the generated part of an operation refers to, by pointer.
fn references_of_call(operation: &Value) -> Vec<String> {
    components_of(Kind::Operation, &generated_part(operation))
}

/// The components that a part of a document refers to, by pointer.
fn components_of(kind: Kind, value: &Value) -> Vec<String> {
    references(kind, "", value)
        .into_iter()
        .filter_map(|(_, reference)| pointer::from_fragment(reference))
        .map(|place| component_of(&place))
        .collect()
}

/// The component that a place is in: `/components/<section>/<name>`.
fn component_of(place: &str) -> String {
    place.split('/').take(4).collect::<Vec<_>>().join("/")
}

/// The path and the field of its item that a place is in.
fn in_path(place: &str) -> Option<(String, String)> {
    let tokens = pointer::tokens(place)?;
    let mut tokens = tokens.into_iter();
    (tokens.next()? == "paths").then_some(())?;
    let path = tokens.next()?;
    Some((path, tokens.next().unwrap_or_default()))
}
