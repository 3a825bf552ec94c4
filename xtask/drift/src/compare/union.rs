//! `oneOf` and `anyOf`: which branch is which, whatever their order.

use serde_json::Value;

use crate::compare::reading::read;
use crate::compare::sets::Sets;
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
                let kind = match (self.is_widened(old, new), self.is_narrowed(old, new)) {
                    (true, true) => return self.same_values(old, new, context),
                    (true, false) => "union-introduced",
                    (false, true) => "union-dissolved",
                    _ => "union-replaced",
                };
                let what = format!("{} is made up of other unions", context.place(&new.pointer));
                self.found(kind, context, Some(&old.pointer), Some(&new.pointer), what);
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
        let kind = match (self.is_widened(old, new), self.is_narrowed(old, new)) {
            (true, true) => return self.same_values(old, new, context),
            (true, false) => "union-introduced",
            _ if was_open => "type-narrowed",
            (false, true) => "type-narrowed",
            _ if union.exactly_one => "one-of-introduced",
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
        let kind = match (self.is_widened(old, new), self.is_narrowed(old, new)) {
            (true, true) => return self.same_values(old, new, context),
            (false, true) => "union-dissolved",
            _ if is_open => "type-widened",
            (true, false) => "type-widened",
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

    /// The same set of values, once as a union and once not. Nothing more is comparable.
    fn same_values(&mut self, old: &Schema<'d>, new: &Schema<'d>, context: &Context) -> bool {
        let what = format!(
            "the same values of {} are written in another way",
            context.place(&new.pointer)
        );
        let places = (Some(old.pointer.as_str()), Some(new.pointer.as_str()));
        self.found("written-otherwise", context, places.0, places.1, what);
        false
    }

    /// Whether a value may be of exactly one branch, where it could be of several before.
    fn exclusiveness(
        &mut self,
        (old, one): (&Schema<'d>, &Union<'d>),
        (new, other): (&Schema<'d>, &Union<'d>),
        context: &Context,
    ) {
        let (tree, strict) = match (one.exactly_one, other.exactly_one) {
            (false, true) => (self.new, other),
            (true, false) => (self.old, one),
            _ => return,
        };
        if self.are_apart(tree, &strict.branches) {
            return;
        }
        let place = context.place(&new.pointer);
        let (kind, what) = if other.exactly_one {
            (
                "union-made-exclusive",
                format!("{place} must be exactly one of its shapes now, and they overlap"),
            )
        } else {
            (
                "union-made-inclusive",
                format!("{place} may be several of its shapes at once now"),
            )
        };
        self.found(kind, context, Some(&old.pointer), Some(&new.pointer), what);
    }

    /// Whether no value surely is of two of the branches.
    fn are_apart(&mut self, tree: Tree<'d>, branches: &[Part<'d>]) -> bool {
        let judge = self.judge;
        let read: Vec<Schema<'d>> = branches
            .iter()
            .map(|branch| read(tree, std::slice::from_ref(branch), judge))
            .collect();
        let [one, other] = &mut self.meanings;
        read.iter().enumerate().all(|(index, branch)| {
            read.iter()
                .skip(index + 1)
                .all(|twin| Sets::new(judge, one, other).disjoint((branch, tree), (twin, tree)))
        })
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
        self.exclusiveness((old, one), (new, other), context);
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

    /// Pairs of branches: by the component's name, by what they say, by title, by the value that
    /// tells them apart, by their only type, and at last by likeness.
    fn matched(&mut self, old: &[Part<'d>], new: &[Part<'d>]) -> Vec<(usize, usize)> {
        let mut pairs: Vec<(usize, usize)> = Vec::new();
        let of_names = |tree: Tree<'d>, parts: &[Part<'d>], of: Trait<'d>| -> Vec<Option<String>> {
            parts.iter().map(|part| of(tree, part)).collect()
        };
        let mut by_trait = |of: Trait<'d>| {
            let (one, other) = (of_names(self.old, old, of), of_names(self.new, new, of));
            pair_by(&one, &other, false, &mut pairs);
        };
        by_trait(component);
        // Several branches may say the same: those are paired in their order.
        let (mut one, mut other) = (vec![None; old.len()], vec![None; new.len()]);
        for (at, part) in old.iter().enumerate() {
            if !pairs.iter().any(|(left, _)| *left == at)
                && let Some(key) = one.get_mut(at)
            {
                *key = Some(self.meaning_of_old(part).to_string());
            }
        }
        for (at, part) in new.iter().enumerate() {
            if !pairs.iter().any(|(_, right)| *right == at)
                && let Some(key) = other.get_mut(at)
            {
                *key = Some(self.meaning_of_new(part).to_string());
            }
        }
        pair_by(&one, &other, true, &mut pairs);
        let mut by_trait = |of: Trait<'d>| {
            let (one, other) = (of_names(self.old, old, of), of_names(self.new, new, of));
            pair_by(&one, &other, false, &mut pairs);
        };
        by_trait(title);
        by_trait(told_apart_by);
        by_trait(only_type);
        self.pair_by_likeness(old, new, &mut pairs);
        pairs
    }

    /// Pairs what is left: those that have most in common first.
    fn pair_by_likeness(
        &self,
        old: &[Part<'d>],
        new: &[Part<'d>],
        pairs: &mut Vec<(usize, usize)>,
    ) {
        /// Two branches with less than this share in common are two things.
        const LEAST: f64 = 0.3;
        let left =
            |taken: Vec<usize>, parts: &[Part<'d>], tree: Tree<'d>| -> Vec<(usize, Vec<String>)> {
                let free = parts
                    .iter()
                    .enumerate()
                    .filter(|(index, _)| !taken.contains(index));
                free.map(|(index, part)| {
                    (
                        index,
                        features(&read(tree, std::slice::from_ref(part), self.judge)),
                    )
                })
                .collect()
            };
        let one = left(pairs.iter().map(|(left, _)| *left).collect(), old, self.old);
        let other = left(
            pairs.iter().map(|(_, right)| *right).collect(),
            new,
            self.new,
        );
        let mut scores: Vec<(f64, usize, usize)> = Vec::new();
        for (left, features) in &one {
            for (right, others) in &other {
                let score = likeness(features, others);
                if score >= LEAST {
                    scores.push((score, *left, *right));
                }
            }
        }
        scores.sort_by(|one, other| {
            other
                .0
                .total_cmp(&one.0)
                .then((one.1, one.2).cmp(&(other.1, other.2)))
        });
        for (_, left, right) in scores {
            if !pairs
                .iter()
                .any(|(taken, twin)| *taken == left || *twin == right)
            {
                pairs.push((left, right));
            }
        }
    }
}

/// Pairs what has a key that nothing else of its side has; all in their order where that is right.
fn pair_by(
    one: &[Option<String>],
    other: &[Option<String>],
    ordered: bool,
    pairs: &mut Vec<(usize, usize)>,
) {
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
            && (ordered || (is_unique(one, key) && is_unique(other, key)))
        {
            pairs.push((left, right));
        }
    }
}

/// What a schema can be told by: its types, its values, its fields with their types.
fn features(schema: &Schema<'_>) -> Vec<String> {
    let mut features: Vec<String> = Vec::new();
    for word in schema.words.iter().flatten() {
        features.push(format!("value {word}"));
    }
    for name in schema.members.keys() {
        features.push(format!("field {name}"));
    }
    if !schema.items.is_empty() {
        features.push("items".to_owned());
    }
    if features.is_empty() && schema.says_type {
        features.push(format!("type {}", schema.kinds().words()));
    }
    features
}

/// How much two have in common: 0 for nothing, 1 for all.
fn likeness(one: &[String], other: &[String]) -> f64 {
    let common = one.iter().filter(|feature| other.contains(feature)).count();
    let all = one.len() + other.len() - common;
    let count = |number: usize| u32::try_from(number).map_or(f64::from(u32::MAX), f64::from);
    if all == 0 {
        0.0
    } else {
        count(common) / count(all)
    }
}

/// What a branch can be known by.
type Trait<'d> = fn(Tree<'d>, &Part<'d>) -> Option<String>;

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
