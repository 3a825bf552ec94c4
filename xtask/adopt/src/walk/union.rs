//! The branches of unions in three documents.

use xtask_openapi::effective::{Part, Schema, Tree, Types};
use xtask_openapi::pointer;

use super::Walk;
use super::schema::{At, Three, Views, with_keyword};
use crate::alike::alike;
use crate::point::{Context, Fact};

impl<'d> Walk<'d> {
    pub(super) fn unions(
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
        let pairs = Self::paired((self.old, &was), (self.new, &is));
        let list = with_keyword(ours, "oneOf")
            .map(|node| pointer::child(&node, "oneOf"))
            .or_else(|| with_keyword(ours, "anyOf").map(|node| pointer::child(&node, "anyOf")));
        let of_ours = Self::paired((self.old, &was), (self.ours, &mine));
        let twin = |index: usize| {
            let found = of_ours.iter().find(|(left, _)| *left == index);
            found.and_then(|(_, right)| mine.get(*right))
        };
        let place = list
            .clone()
            .unwrap_or_else(|| pointer::child(&at.node, "oneOf"));
        for (index, branch) in was.iter().enumerate() {
            let ours = twin(index);
            let twin_now = pairs.iter().find(|(left, _)| *left == index);
            if let Some(other) = twin_now.and_then(|(_, right)| is.get(*right)) {
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
                self.wait(next, context.clone());
            } else {
                let fact = Fact::Branch {
                    list: list.clone(),
                    ours: ours.map(|part| part.pointer.clone()),
                    lean: Vec::new(),
                    name: at.name.clone(),
                };
                self.push(place.clone(), context, fact, (true, false, ours.is_some()));
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
