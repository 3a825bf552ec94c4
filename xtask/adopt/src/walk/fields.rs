//! The fields and items of schemas in three documents.

use indexmap::IndexSet;
use xtask_openapi::effective::{Part, Schema};
use xtask_openapi::pointer;

use super::Walk;
use super::schema::{At, Three, Views, places, with_keyword};
use crate::alike::{Extra, alike};
use crate::point::{Context, Fact, FieldFact};

impl<'d> Walk<'d> {
    pub(super) fn fields(&mut self, (old, new, ours): Views<'_, 'd>, at: &At, context: &Context) {
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

    pub(super) fn items(&mut self, (old, new, ours): Views<'_, 'd>, at: &At, context: &Context) {
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

    pub(super) fn extra(&mut self, (old, new, ours): Views<'_, 'd>, at: &At, context: &Context) {
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
}

fn was_required(schema: &Schema<'_>, name: &str) -> bool {
    schema.required.contains(name)
}

fn field(owner: &str, name: &str) -> String {
    pointer::child(&pointer::child(owner, "properties"), name)
}

/// The fields that stand before one, the nearest first.
fn before(schema: &Schema<'_>, name: &str) -> Vec<String> {
    let names: Vec<&str> = schema
        .members
        .keys()
        .copied()
        .take_while(|other| *other != name)
        .collect();
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
