//! Which calls lead to which compared pair of schemas.

use std::collections::{BTreeSet, HashMap};

/// From where something was met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct User {
    /// The pair of schemas that it is in.
    pub(crate) pair: Option<usize>,
    /// The call that led there first.
    pub(crate) call: Option<String>,
}

/// The pairs of schemas with what leads to each of them.
#[derive(Debug, Default)]
pub(crate) struct Users {
    /// For each pair the pairs that have it as a part.
    above: Vec<Vec<usize>>,
    /// For each pair the calls that have it as their body or parameter.
    calls: Vec<BTreeSet<String>>,
}

impl Users {
    /// Takes a new pair, and gives its number.
    pub(crate) fn add(&mut self) -> usize {
        self.above.push(Vec::new());
        self.calls.push(BTreeSet::new());
        self.above.len() - 1
    }

    /// Notes that a pair is a part of another one, or else of a call.
    pub(crate) fn link(&mut self, pair: usize, above: Option<usize>, call: Option<&str>) {
        if let (Some(above), Some(known)) = (above, self.above.get_mut(pair)) {
            known.push(above);
        } else if let (Some(call), Some(known)) = (call, self.calls.get_mut(pair)) {
            known.insert(call.to_owned());
        }
    }

    /// The calls that something concerns; what was worked out for one pair is kept in `known`.
    pub(crate) fn of(
        &self,
        users: &[User],
        known: &mut HashMap<usize, BTreeSet<String>>,
    ) -> BTreeSet<String> {
        let mut calls: BTreeSet<String> = BTreeSet::new();
        for user in users {
            match user.pair {
                Some(pair) => {
                    let found = known.entry(pair).or_insert_with(|| self.leading_to(pair));
                    calls.extend(found.iter().cloned());
                }
                None => calls.extend(user.call.clone()),
            }
        }
        calls
    }

    fn leading_to(&self, pair: usize) -> BTreeSet<String> {
        let mut calls: BTreeSet<String> = BTreeSet::new();
        let mut seen = vec![false; self.above.len()];
        let mut waiting = vec![pair];
        while let Some(pair) = waiting.pop() {
            match seen.get_mut(pair) {
                Some(seen) if !*seen => *seen = true,
                _ => continue,
            }
            calls.extend(self.calls.get(pair).into_iter().flatten().cloned());
            waiting.extend(self.above.get(pair).into_iter().flatten());
        }
        calls
    }
}
