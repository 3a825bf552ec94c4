//! Going through three documents at once: Lean's before, Lean's now, and ours.
//!
//! Schemas are found by where they stand in operations, never by the names of components, which
//! differ between Lean and us.

mod body;
mod fields;
mod operation;
mod schema;
mod union;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};

use serde_json::Value;
use xtask_openapi::effective::Tree;

pub(crate) use self::fields::singular;
use self::schema::Three;
pub(crate) use self::schema::is_of_a_number;
use crate::baseline::{scheme, scheme_name};
use crate::operation::{Key, Operation, operations};
use crate::point::{Context, Fact, Point};

/// A schema is compared once in a part of an operation.
type Seen = (Vec<String>, Vec<String>, Vec<String>, String, String);

/// What a walk found.
#[derive(Debug, Default)]
pub(crate) struct Walked {
    pub(crate) points: Vec<Point>,
    /// The schemas of ours that stand where the schemas of Lean's new document do, by home.
    pub(crate) pairs: HashMap<String, String>,
    /// From where each place of our document is used, as far as Lean's documents say.
    pub(crate) visits: Visits,
}

/// The contexts in which a place of our document is used.
pub(crate) type Visits = HashMap<String, BTreeSet<Context>>;

/// Three documents.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Documents<'d> {
    pub(crate) old: &'d Value,
    pub(crate) new: &'d Value,
    pub(crate) ours: &'d Value,
}

/// One walk.
#[derive(Debug)]
struct Walk<'d> {
    old: Tree<'d>,
    new: Tree<'d>,
    ours: Tree<'d>,
    points: Vec<Point>,
    pairs: HashMap<String, String>,
    visits: Visits,
    seen: HashSet<Seen>,
    waiting: VecDeque<(Three<'d>, Context)>,
}

/// Goes through all operations. `moved` says which key an operation had in the old document.
pub(crate) fn walk(documents: Documents<'_>, moved: &HashMap<Key, Key>) -> Walked {
    let mut walk = Walk {
        old: Tree::new(documents.old),
        new: Tree::new(documents.new),
        ours: Tree::new(documents.ours),
        points: Vec::new(),
        pairs: HashMap::new(),
        visits: Visits::new(),
        seen: HashSet::new(),
        waiting: VecDeque::new(),
    };
    walk.servers();
    let by_key = |value| -> BTreeMap<Key, Operation<'_>> {
        operations(value)
            .into_iter()
            .map(|operation| (operation.key.clone(), operation))
            .collect()
    };
    let (old, new) = (by_key(documents.old), by_key(documents.new));
    let ours = by_key(documents.ours);
    let before = |key: &Key| moved.get(key).unwrap_or(key).clone();
    let gone: Vec<&Key> = old
        .keys()
        .filter(|key| !new.contains_key(*key) && !moved.values().any(|before| before == *key))
        .collect();
    for (key, is) in &new {
        let was = old.get(&before(key));
        let mine = ours.get(&before(key)).or_else(|| ours.get(key));
        walk.operation(was, is, mine);
        walk.drain();
    }
    for key in gone {
        let (Some(was), mine) = (old.get(key), ours.get(key)) else {
            continue;
        };
        let fact = Fact::Operation {
            ours: mine.map(|mine| mine.pointer.clone()),
            lean: None,
        };
        let place = mine.map_or("/paths".to_owned(), |mine| mine.pointer.clone());
        let said = (true, false, mine.is_some());
        walk.push(place, &context(was), fact, said);
    }
    for (key, mine) in &ours {
        let is_known =
            new.keys().any(|new| before(new) == *key || new == key) || old.contains_key(key);
        if !is_known {
            let fact = Fact::Operation {
                ours: Some(mine.pointer.clone()),
                lean: None,
            };
            walk.push(
                mine.pointer.clone(),
                &context(mine),
                fact,
                (false, false, true),
            );
        }
    }
    Walked {
        points: walk.points,
        pairs: walk.pairs,
        visits: walk.visits,
    }
}

fn context(operation: &Operation<'_>) -> Context {
    Context {
        operation: format!("{} {}", operation.key.method.to_uppercase(), operation.path),
        part: String::new(),
        way: String::new(),
        received: false,
        failure: false,
    }
}

impl Walk<'_> {
    fn visit(&mut self, place: &str, context: &Context) {
        let known = self.visits.entry(place.to_owned()).or_default();
        known.insert(context.clone());
    }

    fn servers(&mut self) {
        let of = |root: &Value| -> Vec<String> {
            let mut found = Vec::new();
            let mut add = |holder: &Value| {
                let servers = holder.get("servers").and_then(Value::as_array);
                for server in servers.into_iter().flatten() {
                    if let Some(url) = server.get("url").and_then(Value::as_str) {
                        let url = url.trim_end_matches('/').to_owned();
                        if !found.contains(&url) {
                            found.push(url);
                        }
                    }
                }
            };
            add(root);
            for operation in operations(root) {
                add(operation.value);
            }
            found
        };
        let (old, new, ours) = (of(self.old.root), of(self.new.root), of(self.ours.root));
        let urls: BTreeSet<&String> = old.iter().chain(&new).chain(&ours).collect();
        let nowhere = Context {
            operation: String::new(),
            part: "servers".to_owned(),
            way: String::new(),
            received: false,
            failure: false,
        };
        for url in urls {
            let place = ours.iter().position(|known| known == url);
            let fact = Fact::Server {
                url: url.clone(),
                ours: place,
            };
            let pointer = place.map_or("/servers".to_owned(), |index| format!("/servers/{index}"));
            let said = (old.contains(url), new.contains(url), ours.contains(url));
            self.push(pointer, &nowhere, fact, said);
        }
    }
}

/// What proves who calls, the same however the schemes are named.
pub(crate) fn security(root: &Value, operation: &Value) -> Value {
    let security = operation.get("security").or_else(|| root.get("security"));
    let mut rows: Vec<String> = security
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .map(|requirement| {
            let mut names: Vec<String> = requirement
                .as_object()
                .into_iter()
                .flatten()
                .map(|(name, _)| scheme_name(&scheme(root, name), name))
                .collect();
            names.sort();
            names.join(" and ")
        })
        .collect();
    rows.sort();
    rows.dedup();
    rows.into()
}
