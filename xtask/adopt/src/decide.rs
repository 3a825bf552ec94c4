//! What becomes of each of Lean's changes: taken over, known already, or a conflict.

use indexmap::IndexMap;
use serde_json::Value;

use crate::point::{Context, Fact, Point};
use crate::walk::{Visits, Walked};

/// Why a change of Lean's cannot be taken over without a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// Ours said something else than Lean before.
    Corrected,
    /// Ours has nothing there, on purpose.
    LeftOut,
    /// Ours is shared by places of which Lean changed only some.
    Shared,
    /// Lean says different things at places that share one place of ours.
    Divided,
    /// The place serves another region too.
    Regions,
}

impl Reason {
    pub(crate) fn words(self) -> &'static str {
        match self {
            Self::Corrected => "our document already differed from Lean's here",
            Self::LeftOut => "our document leaves this out",
            Self::Shared => "our document shares this place with others that Lean did not change",
            Self::Divided => "Lean says different things at places that ours shares",
            Self::Regions => "the place serves another region as well",
        }
    }
}

/// A change that needs a decision.
#[derive(Debug, Clone)]
pub(crate) struct Undecided<'p> {
    pub(crate) point: &'p Point,
    pub(crate) reason: Reason,
    /// The other places that share it.
    pub(crate) others: Vec<&'p Context>,
}

/// What becomes of all changes.
#[derive(Debug, Default)]
pub(crate) struct Decided<'p> {
    /// To be taken over, with the places that share it unchanged.
    pub(crate) apply: Vec<(&'p Point, Vec<&'p Context>)>,
    /// Lean says now what ours said already.
    pub(crate) known: Vec<&'p Point>,
    pub(crate) conflicts: Vec<Undecided<'p>>,
}

/// Decides about every change among the points.
pub(crate) fn decide(walked: &Walked) -> Decided<'_> {
    let points = &walked.points;
    let mut groups: IndexMap<(&str, String), Vec<&Point>> = IndexMap::new();
    for point in points {
        let key = (point.place.as_str(), point.fact.kind());
        groups.entry(key).or_default().push(point);
    }
    let mut decided = Decided::default();
    for group in groups.values() {
        let changed: Vec<&Point> = group
            .iter()
            .copied()
            .filter(|point| point.changed())
            .collect();
        if let Some((first, rest)) = changed.split_first() {
            decide_one((first, rest), group, &walked.visits, &mut decided);
        }
    }
    decided
}

fn decide_one<'p>(
    (first, rest): (&'p Point, &[&'p Point]),
    group: &[&'p Point],
    visits: &'p Visits,
    decided: &mut Decided<'p>,
) {
    if matches!(first.fact, Fact::LeftOut { .. }) {
        return decided.conflicts.push(Undecided {
            point: first,
            reason: Reason::LeftOut,
            others: Vec::new(),
        });
    }
    if rest
        .iter()
        .chain([&first])
        .all(|point| point.ours == point.new)
    {
        return decided.known.push(first);
    }
    if rest.iter().any(|point| point.new != first.new) {
        return decided.conflicts.push(Undecided {
            point: first,
            reason: Reason::Divided,
            others: rest.iter().map(|point| &point.context).collect(),
        });
    }
    if rest
        .iter()
        .chain([&first])
        .any(|point| point.ours != point.old)
    {
        return decided.conflicts.push(Undecided {
            point: first,
            reason: if first.ours == Value::Null {
                Reason::LeftOut
            } else {
                Reason::Corrected
            },
            others: Vec::new(),
        });
    }
    let agree: Vec<&Context> = group
        .iter()
        .filter(|point| point.new == first.new)
        .map(|point| &point.context)
        .collect();
    // Where Lean says nothing of the kind there is no point of its own.
    let users = first.fact.holder().and_then(|holder| visits.get(holder));
    let others: Vec<&Context> = users
        .into_iter()
        .flatten()
        .filter(|user| !agree.contains(user))
        .collect();
    if others.is_empty() || first.fact.only_adds(&first.new) {
        return decided.apply.push((first, others));
    }
    decided.conflicts.push(Undecided {
        point: first,
        reason: Reason::Shared,
        others,
    });
}

#[cfg(test)]
mod tests;
