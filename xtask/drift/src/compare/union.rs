//! `oneOf` and `anyOf`: which branch is which, whatever their order.

use serde_json::Value;

use crate::compare::limit::without_prose;
use crate::compare::{Comparison, Context};
use crate::report::quoting::{list, quoted};
use xtask_openapi::effective::{Part, Tree};
use xtask_openapi::effective::{Schema, Union};

impl<'d> Comparison<'d> {
    /// Compares the unions. False when one side has none, so that nothing else is comparable.
    pub(crate) fn unions(&mut self, old: &Schema<'d>, new: &Schema<'d>, context: &Context) -> bool {
        match (old.unions.as_slice(), new.unions.as_slice()) {
            ([], []) => true,
            ([one], [other]) => {
                self.branches((old, one), (new, other), context);
                true
            }
            ([], [union, ..]) => self.union_came(old, (new, union), context),
            ([union, ..], []) => self.union_went((old, union), new, context),
            (several, others) if several.len() == others.len() => {
                let pairs: Vec<(Union<'d>, Union<'d>)> = several
                    .iter()
                    .cloned()
                    .zip(others.iter().cloned())
                    .collect();
                for (one, other) in &pairs {
                    self.branches((old, one), (new, other), context);
                }
                true
            }
            _ => {
                let what = format!("{} is made up of other unions", context.place(&new.pointer));
                self.found(
                    "union-replaced",
                    context,
                    Some(&old.pointer),
                    Some(&new.pointer),
                    what,
                );
                true
            }
        }
    }

    fn union_came(
        &mut self,
        old: &Schema<'d>,
        (new, union): (&Schema<'d>, &Union<'d>),
        context: &Context,
    ) -> bool {
        // The fields that stood there may be named in every branch now.
        if !new.members.is_empty() && same_members(old, new) {
            let kind = "keyword-added";
            let what = format!(
                "{} must be one of several shapes now",
                context.place(&new.pointer)
            );
            self.found(kind, context, Some(&old.pointer), Some(&new.pointer), what);
            return true;
        }
        let was_open = !old.says_type && old.words.is_none() && old.members.is_empty();
        let holds_old = union
            .branches
            .iter()
            .any(|branch| self.is_same(&old.pointer, self.old, &branch.pointer, self.new));
        let kind = match (was_open, holds_old, union.exactly_one) {
            (true, ..) => "type-narrowed",
            (_, true, false) => "union-introduced",
            (_, _, true) => "one-of-introduced",
            _ => "union-replaced",
        };
        let what = format!(
            "{} may be one of {} shapes now",
            context.place(&new.pointer),
            union.branches.len()
        );
        self.found(kind, context, Some(&old.pointer), Some(&new.pointer), what);
        false
    }

    fn union_went(
        &mut self,
        (old, union): (&Schema<'d>, &Union<'d>),
        new: &Schema<'d>,
        context: &Context,
    ) -> bool {
        if !old.members.is_empty() && same_members(old, new) {
            let what = format!(
                "{} need not be one of several shapes now",
                context.place(&new.pointer)
            );
            self.found(
                "keyword-removed",
                context,
                Some(&old.pointer),
                Some(&new.pointer),
                what,
            );
            return true;
        }
        let is_open = !new.says_type && new.words.is_none() && new.members.is_empty();
        let held_new = union
            .branches
            .iter()
            .any(|branch| self.is_same(&branch.pointer, self.old, &new.pointer, self.new));
        let kind = match (is_open, held_new) {
            (true, _) => "type-widened",
            (_, true) => "union-dissolved",
            _ => "union-replaced",
        };
        let what = format!(
            "{} was one of {} shapes and is one alone now",
            context.place(&new.pointer),
            union.branches.len()
        );
        self.found(kind, context, Some(&old.pointer), Some(&new.pointer), what);
        false
    }

    /// Whether the schemas at two places are written alike.
    #[expect(clippy::unused_self, reason = "reads like its siblings")]
    fn is_same(&self, one: &str, old: Tree<'d>, other: &str, new: Tree<'d>) -> bool {
        let read = |tree: Tree<'d>, place: &str| {
            let value = tree.root.pointer(place)?;
            let part = Part {
                value,
                pointer: place.to_owned(),
            };
            Some(without_prose(peeled(tree, part).value))
        };
        let (one, other) = (read(old, one), read(new, other));
        one.is_some() && one == other
    }

    fn branches(
        &mut self,
        (old, one): (&Schema<'d>, &Union<'d>),
        (new, other): (&Schema<'d>, &Union<'d>),
        context: &Context,
    ) {
        let pairs = self.matched(&one.branches, &other.branches);
        let mut gone: Vec<String> = Vec::new();
        let mut come: Vec<String> = Vec::new();
        for (index, branch) in one.branches.iter().enumerate() {
            match pairs.iter().find(|(left, _)| *left == index) {
                Some((_, right)) => {
                    let twin = other.branches.get(*right).cloned();
                    self.wait(
                        vec![branch.clone()],
                        twin.into_iter().collect(),
                        context.member(""),
                    );
                }
                None => gone.push(label(branch, index)),
            }
        }
        for (index, branch) in other.branches.iter().enumerate() {
            if !pairs.iter().any(|(_, right)| *right == index) {
                come.push(label(branch, index));
            }
        }
        let place = context.place(&new.pointer);
        let places = (Some(old.pointer.as_str()), Some(new.pointer.as_str()));
        if !gone.is_empty() {
            let what = format!(
                "{place} is never {} any more",
                list(gone.iter().map(String::as_str))
            );
            self.found("branch-removed", context, places.0, places.1, what);
        }
        if !come.is_empty() {
            let what = format!(
                "{place} may be {} now",
                list(come.iter().map(String::as_str))
            );
            self.found("branch-added", context, places.0, places.1, what);
        }
    }

    /// Pairs of branches: by the component's name, by what they say, by title, by the word that
    /// tells them apart, and at last by their only type.
    fn matched(&self, old: &[Part<'d>], new: &[Part<'d>]) -> Vec<(usize, usize)> {
        // Several branches may say the same: those are paired in their order.
        let traits: [(Trait<'d>, bool); 5] = [
            (component, false),
            (content, true),
            (title, false),
            (told_apart_by, false),
            (only_type, false),
        ];
        let mut pairs: Vec<(usize, usize)> = Vec::new();
        for (of, ordered) in traits {
            let key_of = |tree: Tree<'d>, parts: &[Part<'d>]| -> Vec<Option<String>> {
                parts.iter().map(|part| of(tree, part)).collect()
            };
            let (one, other) = (key_of(self.old, old), key_of(self.new, new));
            let is_unique = |keys: &[Option<String>], key: &Option<String>| {
                keys.iter().filter(|known| *known == key).count() == 1
            };
            for (left, key) in one.iter().enumerate() {
                if key.is_none() || pairs.iter().any(|(taken, _)| *taken == left) {
                    continue;
                }
                let right = other.iter().enumerate().position(|(index, known)| {
                    known == key && !pairs.iter().any(|(_, taken)| *taken == index)
                });
                if let Some(right) = right
                    && (ordered || (is_unique(&one, key) && is_unique(&other, key)))
                {
                    pairs.push((left, right));
                }
            }
        }
        pairs
    }
}

/// What a branch can be known by.
type Trait<'d> = fn(Tree<'d>, &Part<'d>) -> Option<String>;

/// The part without references and lists of a single branch around it.
fn peeled<'d>(tree: Tree<'d>, part: Part<'d>) -> Part<'d> {
    let mut part = tree.follow(part);
    for _ in 0..32 {
        let only = part.value.as_object().filter(|object| object.len() == 1);
        let Some((key, _)) = only.and_then(|object| object.iter().next()) else {
            break;
        };
        if !matches!(key.as_str(), "oneOf" | "anyOf" | "allOf") {
            break;
        }
        let branches = part.items(key);
        let [branch] = branches.as_slice() else {
            break;
        };
        part = tree.follow(branch.clone());
    }
    part
}

fn same_members(old: &Schema<'_>, new: &Schema<'_>) -> bool {
    old.members.len() == new.members.len()
        && old
            .members
            .keys()
            .all(|wire| new.members.contains_key(wire))
}

fn label(branch: &Part<'_>, index: usize) -> String {
    let reference = branch
        .text("$ref")
        .and_then(|target| target.rsplit('/').next());
    let named = reference
        .or_else(|| branch.text("title"))
        .or_else(|| branch.text("type"));
    named.map_or_else(|| format!("shape {}", index + 1), str::to_owned)
}

fn component<'d>(_: Tree<'d>, part: &Part<'d>) -> Option<String> {
    part.text("$ref").map(str::to_owned)
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "one of several that are told apart by it"
)]
fn content<'d>(tree: Tree<'d>, part: &Part<'d>) -> Option<String> {
    Some(without_prose(tree.follow(part.clone()).value).to_string())
}

fn title<'d>(tree: Tree<'d>, part: &Part<'d>) -> Option<String> {
    if part.value.get("$ref").is_some() {
        return None;
    }
    tree.follow(part.clone()).text("title").map(str::to_owned)
}

/// The one-word fields, by which variants are told apart.
fn told_apart_by<'d>(tree: Tree<'d>, part: &Part<'d>) -> Option<String> {
    let schema = tree.schema(std::slice::from_ref(part));
    let mut words: Vec<String> = Vec::new();
    for (wire, member) in &schema.members {
        let member = tree.schema(member);
        if let Some([Value::String(word)]) = member.words.as_deref() {
            words.push(format!("{}={word}", quoted(wire)));
        }
    }
    (!words.is_empty()).then(|| words.join(","))
}

fn only_type<'d>(tree: Tree<'d>, part: &Part<'d>) -> Option<String> {
    if part.value.get("$ref").is_some() {
        return None;
    }
    let schema = tree.schema(std::slice::from_ref(part));
    (schema.says_type && schema.unions.is_empty()).then(|| schema.kinds().words())
}
