//! The schemas of three documents, side by side.

use std::collections::BTreeSet;

use indexmap::IndexSet;
use serde_json::Value;
use xtask_openapi::effective::{Part, Schema, Tree, Types};
use xtask_openapi::pointer;

use super::Walk;
use crate::alike::{Extra, alike, keywords, values};
use crate::point::{Context, Fact, FieldFact, Point};

/// A schema in each of the three documents.
#[derive(Debug, Clone)]
pub(super) struct Three<'d> {
    pub(super) old: Vec<Part<'d>>,
    pub(super) new: Vec<Part<'d>>,
    /// Empty when our document has nothing there.
    pub(super) ours: Vec<Part<'d>>,
    /// Where ours would stand.
    pub(super) anchor: String,
    /// What it is called, for the name of a new schema.
    pub(super) name: String,
    /// The object of ours whose field it would be, and the field's name.
    pub(super) owner: Option<(String, String)>,
}

impl<'d> Walk<'d> {
    /// Compares everything that waits, until nothing does.
    pub(super) fn drain(&mut self) {
        while let Some((three, context)) = self.waiting.pop_front() {
            let key = (
                self.old.home_all(&three.old),
                self.new.home_all(&three.new),
                self.ours.home_all(&three.ours),
                context.operation.clone(),
                context.part.clone(),
            );
            if self.seen.insert(key) {
                self.schema(&three, &context);
            }
        }
    }

    pub(super) fn wait(&mut self, three: Three<'d>, context: Context) {
        self.waiting.push_back((three, context));
    }

    pub(super) fn push(
        &mut self,
        place: String,
        context: &Context,
        fact: Fact,
        (old, new, ours): (impl Into<Value>, impl Into<Value>, impl Into<Value>),
    ) {
        self.points.push(Point {
            place,
            context: context.clone(),
            fact,
            old: old.into(),
            new: new.into(),
            ours: ours.into(),
        });
    }

    fn schema(&mut self, three: &Three<'d>, context: &Context) {
        let Three { old, new, ours, .. } = three;
        if ours.is_empty() {
            if !alike(self.old, old, self.new, new) {
                let fact = Fact::LeftOut {
                    lean: places(new),
                    owner: three.owner.clone(),
                };
                self.push(three.anchor.clone(), context, fact, (false, true, Value::Null));
            }
            return;
        }
        let (one, other) = (self.old.schema(old), self.new.schema(new));
        let mine = self.ours.schema(ours);
        let (Some(new_home), Some(home)) = (
            only(&self.new.home_all(new)),
            only(&self.ours.home_all(ours)),
        ) else {
            return;
        };
        self.pairs.entry(new_home).or_insert(home);
        let site = ours.first().map_or_else(String::new, |part| part.pointer.clone());
        for node in &mine.nodes {
            self.visit(&node.pointer, context);
        }
        self.visit(&site, context);
        let at = At {
            site,
            node: node(&mine),
            name: three.name.clone(),
            lean: places(new),
        };
        self.null((&one, &other, &mine), &at, context);
        if !self.types((&one, &other, &mine), three, &at, context) {
            return;
        }
        self.enums((&one, &other, &mine), &at, context);
        self.keywords((&one, &other, &mine), &at, context);
        self.fields((&one, &other, &mine), &at, context);
        self.items((&one, &other, &mine), &at, context);
        self.extra((&one, &other, &mine), &at, context);
        self.unions((&one, &other, &mine), three, &at, context);
    }

    fn null(&mut self, (old, new, ours): Views<'_, 'd>, at: &At, context: &Context) {
        let said = (old.nullable(), new.nullable(), ours.nullable());
        let place = pointer::child(&at.site, "null");
        let fact = Fact::Null {
            site: at.site.clone(),
        };
        self.push(place, context, fact, said);
    }

    /// False when the types leave nothing below to compare.
    fn types(
        &mut self,
        (old, new, ours): Views<'_, 'd>,
        three: &Three<'d>,
        at: &At,
        context: &Context,
    ) -> bool {
        let (one, other) = (self.kinds(self.old, old), self.kinds(self.new, new));
        let mine = self.kinds(self.ours, ours);
        let place = pointer::child(&at.node, "type");
        let is_deep = |types: Types| types.both(Types::OBJECT.and(Types::ARRAY)) != Types::NONE;
        let fact = if one != other && (is_deep(one) || is_deep(other) || has_union(old, new)) {
            Fact::Shape {
                site: at.site.clone(),
                lean: at.lean.clone(),
                name: at.name.clone(),
            }
        } else {
            Fact::Types {
                node: at.node.clone(),
                site: at.site.clone(),
                lean: at.lean.clone(),
                name: at.name.clone(),
            }
        };
        self.push(place, context, fact, (one.words(), other.words(), mine.words()));
        if one != other && (is_deep(one) || is_deep(other)) {
            return false;
        }
        if one == other && !mine.has(one) && is_deep(one) {
            // Ours has another shape: what changed below cannot be put anywhere.
            if !alike(self.old, &three.old, self.new, &three.new) {
                let fact = Fact::Shape {
                    site: at.site.clone(),
                    lean: at.lean.clone(),
                    name: at.name.clone(),
                };
                let said = ("as it was", "changed below", mine.words());
                self.push(at.site.clone(), context, fact, said);
            }
            return false;
        }
        true
    }

    /// The types of a schema; those of a union are its branches' together.
    fn kinds(&self, tree: Tree<'d>, schema: &Schema<'d>) -> Types {
        if schema.says_type || schema.unions.is_empty() {
            return schema.kinds();
        }
        let branches = schema.unions.iter().flat_map(|union| &union.branches);
        branches.fold(Types::NONE, |all, branch| {
            let branch = tree.schema(std::slice::from_ref(branch));
            all.and(branch.kinds())
        })
    }

    fn enums(&mut self, (old, new, ours): Views<'_, 'd>, at: &At, context: &Context) {
        let (one, other, mine) = (values(old), values(new), values(ours));
        let list = |values: &Option<BTreeSet<String>>| -> Value {
            values.as_ref().map_or(Value::Null, |values| {
                values.iter().map(|value| Value::from(value.as_str())).collect()
            })
        };
        let (Some(was), Some(is)) = (&one, &other) else {
            if one.is_none() && other.is_none() && mine.is_none() {
                return;
            }
            let fact = Fact::Shape {
                site: at.site.clone(),
                lean: at.lean.clone(),
                name: at.name.clone(),
            };
            let place = pointer::child(&at.node, "enum");
            return self.push(place, context, fact, (list(&one), list(&other), list(&mine)));
        };
        let node = with_keyword(ours, "enum").unwrap_or_else(|| at.node.clone());
        let place = pointer::child(&node, "enum");
        let all: BTreeSet<&String> = was.iter().chain(is).chain(mine.iter().flatten()).collect();
        for value in all {
            let fact = Fact::EnumValue {
                node: node.clone(),
                value: serde_json::from_str(value).unwrap_or(Value::Null),
            };
            let has = mine.as_ref().map(|mine| mine.contains(value));
            let said = (was.contains(value), is.contains(value), has);
            self.push(place.clone(), context, fact, said);
        }
    }

    fn keywords(&mut self, (old, new, ours): Views<'_, 'd>, at: &At, context: &Context) {
        let (one, other, mine) = (keywords(old), keywords(new), keywords(ours));
        let names: IndexSet<&String> = one.keys().chain(other.keys()).chain(mine.keys()).collect();
        for name in names {
            let node = with_keyword(ours, name).unwrap_or_else(|| at.node.clone());
            let said = [&one, &other, &mine].map(|side| side.get(name).cloned());
            let [one, other, mine] = said.map(Option::unwrap_or_default);
            let fact = Fact::Keyword {
                node: node.clone(),
                keyword: name.clone(),
            };
            self.push(pointer::child(&node, name), context, fact, (one, other, mine));
        }
    }

    fn fields(&mut self, (old, new, ours): Views<'_, 'd>, at: &At, context: &Context) {
        let owner = with_keyword(ours, "properties").unwrap_or_else(|| at.node.clone());
        let names: IndexSet<&str> = new
            .members
            .keys()
            .chain(old.members.keys())
            .chain(ours.members.keys())
            .copied()
            .collect();
        for name in names {
            let mine = ours.members.get(name);
            let place = mine
                .and_then(|parts| parts.first())
                .map_or_else(|| field(&owner, name), |part| part.pointer.clone());
            // A field that stands in one part of an `allOf` has its owner there.
            let owner = place
                .strip_suffix(&field("", name))
                .map_or_else(|| owner.clone(), str::to_owned);
            let (was, is) = (old.members.get(name), new.members.get(name));
            let said = (was.is_some(), is.is_some(), mine.is_some());
            let fact = Fact::Field(Box::new(FieldFact {
                owner: owner.clone(),
                name: name.to_owned(),
                required: new.required.contains(name),
                lean: is.map(|parts| places(parts)).unwrap_or_default(),
                after: before(new, name),
                renamed_from: self.renamed((old, new, ours), name),
            }));
            self.push(place.clone(), context, fact, said);
            let (Some(was), Some(is)) = (was, is) else {
                continue;
            };
            if mine.is_some() {
                let said = [old, new, ours].map(|schema| schema.required.contains(name));
                let fact = Fact::Required {
                    owner: owner.clone(),
                    name: name.to_owned(),
                };
                self.push(place.clone(), context, fact, said.into());
            }
            let three = Three {
                old: was.clone(),
                new: is.clone(),
                ours: mine.cloned().unwrap_or_default(),
                anchor: place,
                name: name.to_owned(),
                owner: Some((owner, name.to_owned())),
            };
            self.wait(three, context.field(name));
        }
    }

    /// The field that disappears where `name` appears, when the two are alike and the only ones.
    fn renamed(&self, (old, new, ours): Views<'_, 'd>, name: &str) -> Option<String> {
        if old.members.contains_key(name) || ours.members.contains_key(name) {
            return None;
        }
        let is = new.members.get(name)?;
        let twin_of = |parts: &[Part<'d>]| {
            let mut gone = old
                .members
                .iter()
                .filter(|(other, _)| !new.members.contains_key(*other))
                .filter(|(_, was)| alike(self.old, was, self.new, parts));
            let first = gone.next();
            first.filter(|_| gone.next().is_none())
        };
        let (twin, was) = twin_of(is)?;
        let mut come = new
            .members
            .iter()
            .filter(|(other, _)| !old.members.contains_key(*other))
            .filter(|(_, is)| alike(self.old, was, self.new, is));
        let only_one = come.next().is_some() && come.next().is_none();
        let known = ours.members.contains_key(twin);
        (only_one && known && was_required(old, twin) == was_required(new, name))
            .then(|| (*twin).to_owned())
    }

    fn items(&mut self, (old, new, ours): Views<'_, 'd>, at: &At, context: &Context) {
        let node = with_keyword(ours, "items").unwrap_or_else(|| at.node.clone());
        let place = pointer::child(&node, "items");
        if old.items.is_empty() != new.items.is_empty() {
            let fact = Fact::SchemaKeyword {
                node,
                keyword: "items".to_owned(),
                lean: places(&new.items),
                name: at.name.clone(),
            };
            let said = [old, new, ours].map(|schema| !schema.items.is_empty());
            return self.push(place, context, fact, said.into());
        }
        if !old.items.is_empty() {
            let three = Three {
                old: old.items.clone(),
                new: new.items.clone(),
                ours: ours.items.clone(),
                anchor: place,
                name: singular(&at.name),
                owner: None,
            };
            self.wait(three, context.item());
        }
    }

    fn extra(&mut self, (old, new, ours): Views<'_, 'd>, at: &At, context: &Context) {
        let said = [old, new, ours].map(Extra::of);
        if said == [Extra::Open; 3] {
            return;
        }
        let keyword = "additionalProperties";
        let node = with_keyword(ours, keyword).unwrap_or_else(|| at.node.clone());
        let place = pointer::child(&node, keyword);
        if said[0] == Extra::Schema && said[1] == Extra::Schema {
            let three = Three {
                old: old.extra.clone(),
                new: new.extra.clone(),
                ours: if said[2] == Extra::Schema {
                    ours.extra.clone()
                } else {
                    Vec::new()
                },
                anchor: place,
                name: at.name.clone(),
                owner: None,
            };
            return self.wait(three, context.field("*"));
        }
        let fact = Fact::SchemaKeyword {
            node,
            keyword: keyword.to_owned(),
            lean: places(&new.extra),
            name: at.name.clone(),
        };
        let words = said.map(|extra| match extra {
            Extra::Open => "open",
            Extra::Closed => "closed",
            Extra::Schema => "a schema",
        });
        self.push(place, context, fact, words.into());
    }

    fn unions(
        &mut self,
        (old, new, ours): Views<'_, 'd>,
        three: &Three<'d>,
        at: &At,
        context: &Context,
    ) {
        let branches = |schema: &Schema<'d>| -> Vec<Part<'d>> {
            let unions = schema.unions.iter();
            unions.flat_map(|union| union.branches.clone()).collect()
        };
        let (was, is, mine) = (branches(old), branches(new), branches(ours));
        if was.is_empty() != is.is_empty() {
            let fact = Fact::Shape {
                site: at.site.clone(),
                lean: at.lean.clone(),
                name: at.name.clone(),
            };
            let said = (!was.is_empty(), !is.is_empty(), !mine.is_empty());
            return self.push(pointer::child(&at.node, "oneOf"), context, fact, said);
        }
        if was.is_empty() {
            // Ours has several forms where Lean has one: the one that is alike goes on.
            if !mine.is_empty() {
                self.through_a_branch_of_ours(&mine, three, context);
            }
            return;
        }
        let pairs = self.paired((self.old, &was), (self.new, &is));
        let list = with_keyword(ours, "oneOf")
            .map(|node| pointer::child(&node, "oneOf"))
            .or_else(|| {
                with_keyword(ours, "anyOf").map(|node| pointer::child(&node, "anyOf"))
            });
        let of_ours = self.paired((self.old, &was), (self.ours, &mine));
        let twin = |index: usize| {
            let found = of_ours.iter().find(|(left, _)| *left == index);
            found.and_then(|(_, right)| mine.get(*right))
        };
        let place = list.clone().unwrap_or_else(|| pointer::child(&at.node, "oneOf"));
        for (index, branch) in was.iter().enumerate() {
            let ours = twin(index);
            match pairs.iter().find(|(left, _)| *left == index) {
                Some((_, right)) => {
                    let Some(other) = is.get(*right) else {
                        continue;
                    };
                    let fallback = if mine.is_empty() {
                        three.ours.clone()
                    } else {
                        Vec::new()
                    };
                    let next = Three {
                        old: vec![branch.clone()],
                        new: vec![other.clone()],
                        ours: ours.map_or(fallback, |part| vec![part.clone()]),
                        anchor: place.clone(),
                        name: at.name.clone(),
                        owner: None,
                    };
                    self.branch(next, context);
                }
                None => {
                    let fact = Fact::Branch {
                        list: list.clone(),
                        ours: ours.map(|part| part.pointer.clone()),
                        lean: Vec::new(),
                        name: at.name.clone(),
                    };
                    self.push(place.clone(), context, fact, (true, false, ours.is_some()));
                }
            }
        }
        for (index, branch) in is.iter().enumerate() {
            if !pairs.iter().any(|(_, right)| *right == index) {
                let fact = Fact::Branch {
                    list: list.clone(),
                    ours: None,
                    lean: vec![branch.pointer.clone()],
                    name: at.name.clone(),
                };
                let has = list.is_some().then_some(false);
                self.push(place.clone(), context, fact, (false, true, has));
            }
        }
    }

    /// One branch of Lean's. What ours merges of several branches is compared field by field only.
    fn branch(&mut self, three: Three<'d>, context: &Context) {
        self.wait(three, context.clone());
    }

    fn through_a_branch_of_ours(
        &mut self,
        mine: &[Part<'d>],
        three: &Three<'d>,
        context: &Context,
    ) {
        let wanted = self.old.schema(&three.old).kinds();
        let found = mine.iter().find(|branch| {
            let branch = self.ours.schema(std::slice::from_ref(*branch));
            branch.kinds().both(wanted) != Types::NONE
        });
        if let Some(branch) = found {
            let next = Three {
                ours: vec![branch.clone()],
                ..three.clone()
            };
            self.wait(next, context.clone());
        }
    }

    /// Which branch of one union is which of another: by name, then by likeness.
    fn paired(
        &self,
        (one, some): (Tree<'d>, &[Part<'d>]),
        (other, others): (Tree<'d>, &[Part<'d>]),
    ) -> Vec<(usize, usize)> {
        let mut scores: Vec<(usize, usize, usize)> = Vec::new();
        for (left, a) in some.iter().enumerate() {
            for (right, b) in others.iter().enumerate() {
                let score = likeness((one, a), (other, b));
                if score > 0 {
                    scores.push((score, left, right));
                }
            }
        }
        scores.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)).then(a.2.cmp(&b.2)));
        let mut pairs: Vec<(usize, usize)> = Vec::new();
        for (_, left, right) in scores {
            if pairs.iter().all(|pair| pair.0 != left && pair.1 != right) {
                pairs.push((left, right));
            }
        }
        pairs
    }
}

type Views<'v, 'd> = (&'v Schema<'d>, &'v Schema<'d>, &'v Schema<'d>);

/// Where a schema stands in our document.
#[derive(Debug)]
struct At {
    /// Where it is used.
    site: String,
    /// Where its type is said.
    node: String,
    name: String,
    lean: Vec<String>,
}

/// How much two branches have in common; 0 when nothing.
fn likeness((one, a): (Tree<'_>, &Part<'_>), (other, b): (Tree<'_>, &Part<'_>)) -> usize {
    let (a, b) = (std::slice::from_ref(a), std::slice::from_ref(b));
    if alike(one, a, other, b) {
        return 10_000;
    }
    let (left, right) = (one.schema(a), other.schema(b));
    if left.kinds().both(right.kinds()) == Types::NONE {
        return 0;
    }
    let common = left
        .members
        .keys()
        .filter(|name| right.members.contains_key(*name))
        .count();
    let named = usize::from(left.name.is_some() && left.name == right.name);
    1 + common * 2 + named * 1_000
}

fn has_union(old: &Schema<'_>, new: &Schema<'_>) -> bool {
    !old.unions.is_empty() || !new.unions.is_empty()
}

fn was_required(schema: &Schema<'_>, name: &str) -> bool {
    schema.required.contains(name)
}

fn only(places: &[String]) -> Option<String> {
    places.first().cloned()
}

pub(super) fn places(parts: &[Part<'_>]) -> Vec<String> {
    parts.iter().map(|part| part.pointer.clone()).collect()
}

/// The node of ours that says the type, or that stands last.
fn node(ours: &Schema<'_>) -> String {
    with_keyword(ours, "type")
        .or_else(|| ours.nodes.last().map(|part| part.pointer.clone()))
        .unwrap_or_else(|| ours.pointer.clone())
}

/// The node of ours that has a keyword.
fn with_keyword(ours: &Schema<'_>, keyword: &str) -> Option<String> {
    let node = ours.nodes.iter().find(|part| part.value.get(keyword).is_some());
    node.map(|part| part.pointer.clone())
}

fn field(owner: &str, name: &str) -> String {
    pointer::child(&pointer::child(owner, "properties"), name)
}

/// The fields that stand before one, the nearest first.
fn before(schema: &Schema<'_>, name: &str) -> Vec<String> {
    let names: Vec<&str> = schema.members.keys().copied().take_while(|other| *other != name).collect();
    names.into_iter().rev().map(str::to_owned).collect()
}

/// What one item of a list is called.
pub(crate) fn singular(name: &str) -> String {
    match name {
        name if name.ends_with("ies") => format!("{}y", name.trim_end_matches("ies")),
        name if name.ends_with("ss") || !name.ends_with('s') => name.to_owned(),
        name => name.trim_end_matches('s').to_owned(),
    }
}
