//! Which operation of the old document is which of the new one.

use std::collections::{HashMap, HashSet};

use xtask_openapi::place::METHODS;

use crate::compare::finding::Call;
use crate::compare::{Comparison, Context};
use crate::report::Side;
use crate::report::quoting::{list, quoted};
use xtask_openapi::effective::{Part, Tree};

/// One operation with what its path gives it.
#[derive(Debug, Clone)]
pub(crate) struct Operation<'d> {
    pub(crate) method: &'static str,
    pub(crate) path: &'d str,
    pub(crate) item: Part<'d>,
    pub(crate) part: Part<'d>,
}

impl<'d> Operation<'d> {
    pub(crate) fn call(&self) -> Call {
        Call {
            name: format!("{} {}", self.method.to_uppercase(), self.path),
            id: self.id().map(str::to_owned),
        }
    }

    fn id(&self) -> Option<&'d str> {
        self.part.text("operationId")
    }

    /// Method and path, whatever its parameters are called.
    fn key(&self) -> (String, &'static str) {
        (without_names(self.path), self.method)
    }
}

/// The operations below a table of path items.
pub(crate) fn operations<'d>(tree: Tree<'d>, holder: &Part<'d>, table: &str) -> Vec<Operation<'d>> {
    operations_of(tree, holder.members(table))
}

fn operations_of<'d>(tree: Tree<'d>, items: Vec<(&'d str, Part<'d>)>) -> Vec<Operation<'d>> {
    let mut found = Vec::new();
    for (path, item) in items {
        if path.starts_with("x-") {
            continue;
        }
        let item = tree.follow(item);
        for method in METHODS {
            if let Some(part) = item.child(method)
                && part.value.is_object()
            {
                found.push(Operation {
                    method,
                    path,
                    item: item.clone(),
                    part,
                });
            }
        }
    }
    found
}

impl<'d> Comparison<'d> {
    /// Compares everything that can be called.
    pub(crate) fn operations(&mut self) {
        let old = operations(self.old, &self.old.whole(), "paths");
        let new = operations(self.new, &self.new.whole(), "paths");
        let (pairs, gone, come) = paired(&old, &new);
        for (one, other) in pairs {
            self.operation(one, other);
        }
        for one in gone {
            let context = Context::new(Side::Operation, Some(one.call()));
            self.found(
                "operation-removed",
                &context,
                Some(&one.part.pointer),
                None,
                format!("{} is gone", quoted(&one.call().name)),
            );
        }
        for other in come {
            let context = Context::new(Side::Operation, Some(other.call()));
            self.found(
                "operation-added",
                &context,
                None,
                Some(&other.part.pointer),
                format!("{} is new", quoted(&other.call().name)),
            );
        }
    }

    fn operation(&mut self, old: &Operation<'d>, new: &Operation<'d>) {
        let context = Context::new(Side::Operation, Some(new.call()));
        let places = (
            Some(old.part.pointer.as_str()),
            Some(new.part.pointer.as_str()),
        );
        if old.key() != new.key() {
            self.found(
                "operation-moved",
                &context,
                places.0,
                places.1,
                format!(
                    "{} has moved to {}",
                    quoted(&old.call().name),
                    quoted(&new.call().name)
                ),
            );
        }
        if old.id() != new.id() {
            let say = |id: Option<&str>| id.map_or("none".to_owned(), quoted);
            let method = |id: Option<&str>| id.map(|id| self.names.of_field(id));
            let kind = if method(old.id()) == method(new.id()) {
                "rewritten"
            } else {
                "operation-renamed"
            };
            self.found(
                kind,
                &context,
                places.0,
                places.1,
                format!(
                    "the operationId was {} and is {} now",
                    say(old.id()),
                    say(new.id())
                ),
            );
        }
        match (old.part.is_set("deprecated"), new.part.is_set("deprecated")) {
            (false, true) => self.found(
                "operation-deprecated",
                &context,
                places.0,
                places.1,
                "the operation is deprecated now".to_owned(),
            ),
            (true, false) => self.found(
                "operation-reactivated",
                &context,
                places.0,
                places.1,
                "the operation is no longer deprecated".to_owned(),
            ),
            _ => {}
        }
        self.tags(old, new, &context);
        if old.part.value.get("x-lean-paging") != new.part.value.get("x-lean-paging") {
            self.found(
                "paging-changed",
                &context,
                places.0,
                places.1,
                "how the pages are fetched has changed".to_owned(),
            );
        }
        self.parameters(old, new);
        self.body(old, new);
        self.answers(old, new);
        self.security_of(old, new);
        self.servers_of(old, new);
        self.callbacks(old, new, &context);
    }

    fn tags(&mut self, old: &Operation<'d>, new: &Operation<'d>, context: &Context) {
        let tags = |operation: &Operation<'d>| -> Vec<&'d str> {
            operation
                .part
                .items("tags")
                .into_iter()
                .filter_map(|tag| tag.value.as_str())
                .collect()
        };
        let (one, other) = (tags(old), tags(new));
        if one != other {
            self.found(
                "operation-tags-changed",
                context,
                Some(&old.part.pointer),
                Some(&new.part.pointer),
                format!("the tags are {} now", list(other)),
            );
        }
    }

    /// What the server calls at the client: each expression of each callback.
    fn callbacks(&mut self, old: &Operation<'d>, new: &Operation<'d>, context: &Context) {
        let all = |tree: Tree<'d>, operation: &Operation<'d>| -> Vec<(&'d str, Operation<'d>)> {
            let mut all = Vec::new();
            for (name, callback) in operation.part.members("callbacks") {
                let items = tree.follow(callback).fields();
                let operations = operations_of(tree, items);
                all.extend(operations.into_iter().map(|operation| (name, operation)));
            }
            all
        };
        let (one, other) = (all(self.old, old), all(self.new, new));
        let is = |(name, one): &(&str, Operation<'d>), (known, other): &(&str, Operation<'d>)| {
            name == known && one.path == other.path && one.method == other.method
        };
        let mut changed = one.len() != other.len();
        for callback in &one {
            match other.iter().find(|twin| is(callback, twin)) {
                Some((_, twin)) => self.call_back(&callback.1, twin),
                None => changed = true,
            }
        }
        if changed {
            self.found(
                "callback-changed",
                context,
                Some(&old.part.pointer),
                Some(&new.part.pointer),
                "what is called back has changed".to_owned(),
            );
        }
    }

    /// Webhooks: there the client is the server, so that what is a request reads as an answer.
    pub(crate) fn webhooks(&mut self) {
        let old = operations(self.old, &self.old.whole(), "webhooks");
        let new = operations(self.new, &self.new.whole(), "webhooks");
        let (pairs, gone, come) = paired(&old, &new);
        for (one, other) in pairs {
            self.call_back(one, other);
        }
        for one in gone {
            let context = Context::new(Side::Document, None);
            self.found(
                "webhook-removed",
                &context,
                Some(&one.part.pointer),
                None,
                format!("the webhook {} is gone", quoted(one.path)),
            );
        }
        for other in come {
            let context = Context::new(Side::Document, None);
            self.found(
                "webhook-added",
                &context,
                None,
                Some(&other.part.pointer),
                format!("the webhook {} is new", quoted(other.path)),
            );
        }
    }
}

type Pairs<'o, 'd> = (
    Vec<(&'o Operation<'d>, &'o Operation<'d>)>,
    Vec<&'o Operation<'d>>,
    Vec<&'o Operation<'d>>,
);

/// Pairs by method and path; what is left, by operationId.
fn paired<'o, 'd>(old: &'o [Operation<'d>], new: &'o [Operation<'d>]) -> Pairs<'o, 'd> {
    let mut by_key: HashMap<(String, &str), &Operation<'d>> = HashMap::new();
    let mut by_path: HashMap<(&str, &str), &Operation<'d>> = HashMap::new();
    for operation in new {
        by_key.entry(operation.key()).or_insert(operation);
        by_path.insert((operation.path, operation.method), operation);
    }
    let mut taken: HashSet<&str> = HashSet::new();
    let mut pairs: Vec<(&'o Operation<'d>, &'o Operation<'d>)> = Vec::new();
    let mut left: Vec<&'o Operation<'d>> = Vec::new();
    for one in old {
        let exact = by_path.get(&(one.path, one.method));
        let other = exact.or_else(|| {
            by_key.get(&one.key()).filter(|other| {
                // Another path of the same form that stands in both documents is not this one.
                !old.iter()
                    .any(|known| known.path == other.path && known.method == other.method)
            })
        });
        match other {
            Some(other) if taken.insert(&other.part.pointer) => pairs.push((one, other)),
            _ => left.push(one),
        }
    }
    let free: Vec<&Operation<'d>> = new
        .iter()
        .filter(|other| !taken.contains(other.part.pointer.as_str()))
        .collect();
    let mut gone = Vec::new();
    for one in left {
        let other = free.iter().find(|other| {
            one.id().is_some()
                && other.id() == one.id()
                && !taken.contains(other.part.pointer.as_str())
        });
        match other {
            Some(other) => {
                taken.insert(&other.part.pointer);
                pairs.push((one, other));
            }
            None => gone.push(one),
        }
    }
    let come = free
        .into_iter()
        .filter(|other| !taken.contains(other.part.pointer.as_str()))
        .collect();
    (pairs, gone, come)
}

/// A path without the names of its parameters.
pub(crate) fn without_names(path: &str) -> String {
    let mut plain = String::new();
    let mut inside = false;
    for sign in path.chars() {
        match sign {
            '{' => {
                inside = true;
                plain.push('{');
            }
            '}' => {
                inside = false;
                plain.push('}');
            }
            _ if inside => {}
            other => plain.push(other),
        }
    }
    plain
}
