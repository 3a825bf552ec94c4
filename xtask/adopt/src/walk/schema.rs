//! The schemas of three documents, side by side.

use std::collections::BTreeSet;

use indexmap::IndexSet;
use serde_json::Value;
use xtask_openapi::effective::{Part, Schema, Tree, Types};
use xtask_openapi::pointer;

use super::Walk;
use crate::alike::{alike, keywords, values};
use crate::point::{Context, Fact, Point};

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
                self.push(
                    three.anchor.clone(),
                    context,
                    fact,
                    (false, true, Value::Null),
                );
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
        let site = ours
            .first()
            .map_or_else(String::new, |part| part.pointer.clone());
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
        let (one, other) = (Self::kinds(self.old, old), Self::kinds(self.new, new));
        let mine = Self::kinds(self.ours, ours);
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
        let mut words = mine.words();
        let fact = if one != other && says_more(ours, old) {
            // A type is said by more than its name here: with values or a format of our own.
            words.push_str(" with values or limits of ours");
            Fact::Shape {
                site: at.site.clone(),
                lean: at.lean.clone(),
                name: at.name.clone(),
            }
        } else {
            fact
        };
        self.push(place, context, fact, (one.words(), other.words(), words));
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
    fn kinds(tree: Tree<'d>, schema: &Schema<'d>) -> Types {
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
                values
                    .iter()
                    .map(|value| Value::from(value.as_str()))
                    .collect()
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
            return self.push(
                place,
                context,
                fact,
                (list(&one), list(&other), list(&mine)),
            );
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
            self.push(
                pointer::child(&node, name),
                context,
                fact,
                (one, other, mine),
            );
        }
    }
}

pub(super) type Views<'v, 'd> = (&'v Schema<'d>, &'v Schema<'d>, &'v Schema<'d>);

/// Where a schema stands in our document.
#[derive(Debug)]
pub(super) struct At {
    /// Where it is used.
    pub(super) site: String,
    /// Where its type is said.
    pub(super) node: String,
    pub(super) name: String,
    pub(super) lean: Vec<String>,
}

fn has_union(old: &Schema<'_>, new: &Schema<'_>) -> bool {
    !old.unions.is_empty() || !new.unions.is_empty()
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
pub(super) fn with_keyword(ours: &Schema<'_>, keyword: &str) -> Option<String> {
    let node = ours
        .nodes
        .iter()
        .find(|part| part.value.get(keyword).is_some());
    node.map(|part| part.pointer.clone())
}

/// Whether ours has values, a format or a limit where Lean had none.
fn says_more(ours: &Schema<'_>, lean: &Schema<'_>) -> bool {
    let said = keywords(lean);
    // These go with any type.
    let fits_all = ["deprecated", "readOnly", "writeOnly", "discriminator"];
    let is_new = |(name, value): (&String, &Value)| {
        let goes_with_type = name == "format" && value.as_str().is_some_and(is_of_a_number);
        !said.contains_key(name) && !fits_all.contains(&name.as_str()) && !goes_with_type
    };
    values(ours).is_some() && values(lean).is_none() || keywords(ours).iter().any(is_new)
}

/// Whether a format says how long a number is, which sets no type of ours.
pub(crate) fn is_of_a_number(format: &str) -> bool {
    matches!(
        format,
        "int32" | "int64" | "uint32" | "uint64" | "float" | "double"
    )
}
