//! What the documents say and what the generated code says, put together.
//!
//! A difference of the code needs a finding that explains it, and a finding that says the source
//! changes needs a difference of the code. Where one is missing the report says `unknown`, which
//! counts as breaking.

pub(crate) mod subject;
pub(crate) mod verdict;

use std::collections::{BTreeSet, HashMap, HashSet};

use xtask_openapi::Document;

use crate::agreement::verdict::{message, step, verdict};
use crate::compare::Comparison;
use crate::compare::finding::Finding;
use crate::compare::link::{explains, is_shown, is_whole, is_within, reaches, refers_to};
use crate::report::quoting::list;
use crate::report::{Change, Level, Side};
use crate::rules::{UNKNOWN, Verdict, rule};
use crate::surface::difference::{Difference, differences, keep_names};
use crate::surface::prune::{Key, Reach};
use crate::surface::rust::{RustNames, RustSurface};
use crate::surface::{MOST, Surface, surfaces};

/// The generated sides of both versions.
#[derive(Debug)]
pub(super) struct Sides {
    /// The crate as Rust spells it.
    pub(super) library: String,
    old: Surface,
    new: Surface,
    differences: Vec<Difference>,
}

impl Sides {
    /// Generates what the findings concern, in both versions.
    pub(super) fn new<R: RustSurface>(
        rust: &R,
        documents: [&Document; 2],
        comparison: &Comparison<'_>,
        changed: &[String],
        crate_name: &str,
    ) -> Self {
        let reaches = [Reach::new(comparison.old), Reach::new(comparison.new)];
        let [old_reach, new_reach] = &reaches;
        let (mut old_keys, mut new_keys) =
            (old_reach.concerned(changed), new_reach.concerned(changed));
        complete(&mut old_keys, &mut new_keys, &reaches);
        let reaches = [old_reach, new_reach];
        let [mut old, mut new] = surfaces(rust, documents, reaches, [&old_keys, &new_keys]);
        // What one version cannot generate is compared in neither.
        let lost = |surface: &Surface| -> HashSet<(String, &'static str)> {
            surface.left_out.iter().map(plain).collect()
        };
        let (lost_old, lost_new) = (lost(&old), lost(&new));
        if lost_old != lost_new {
            let both = |keys: &BTreeSet<Key>| -> BTreeSet<Key> {
                keys.iter()
                    .filter(|key| {
                        !lost_old.contains(&plain(key)) && !lost_new.contains(&plain(key))
                    })
                    .cloned()
                    .collect()
            };
            let without: BTreeSet<Key> = old.left_out.union(&new.left_out).cloned().collect();
            [old, new] = surfaces(
                rust,
                documents,
                reaches,
                [&both(&old_keys), &both(&new_keys)],
            );
            old.left_out = without;
        }
        keep_names(&mut old, &mut new, &comparison.pairs);
        let used = new_reach.reached_by_all();
        let differences = differences(&old, &new, &used);
        Self {
            library: crate_name.replace('-', "_"),
            old,
            new,
            differences,
        }
    }

    fn item(&self, path: &str) -> String {
        format!("{}::{path}", self.library)
    }

    /// The changes that the findings and the differences amount to together.
    pub(super) fn changes(&self, comparison: &Comparison<'_>) -> Vec<Change> {
        let judged: Vec<Verdict> = comparison
            .findings
            .iter()
            .map(|finding| verdict(comparison, finding))
            .collect();
        let links: Vec<Vec<usize>> = comparison
            .findings
            .iter()
            .zip(&judged)
            .map(|(finding, judged)| self.explained_by(finding, *judged, comparison))
            .collect();
        // Where the documents say of one finding that the source changes, the others next to it
        // are not to blame.
        let mut explained = vec![false; self.differences.len()];
        let mut blamed = vec![false; self.differences.len()];
        for (links, judged) in links.iter().zip(&judged) {
            for link in links {
                if let (Some(explained), Some(blamed)) =
                    (explained.get_mut(*link), blamed.get_mut(*link))
                {
                    *explained = true;
                    *blamed |= judged.hits_source();
                }
            }
        }
        let mut changes = Vec::new();
        let mut known = HashMap::new();
        for ((finding, links), judged) in comparison.findings.iter().zip(&links).zip(judged) {
            let to_blame = links.iter().any(|link| {
                let breaks = self
                    .differences
                    .get(*link)
                    .is_some_and(|difference| difference.breaks);
                breaks && blamed.get(*link) == Some(&false)
            });
            let judged = if to_blame {
                with_source(judged)
            } else {
                judged
            };
            let mut rust: BTreeSet<String> = links
                .iter()
                .filter_map(|link| self.differences.get(*link))
                .map(|difference| self.item(&difference.shown))
                .collect();
            let nearest = self.nearest(finding, comparison.names);
            if rust.is_empty() {
                rust.extend(nearest.iter().map(|path| self.item(path)));
            }
            let is_missed = is_shown(finding)
                && judged.hits_source()
                && links.is_empty()
                && nearest.is_some()
                && self.new.beyond == 0
                && self.is_one(finding);
            let calls = comparison.users.of(&finding.users, &mut known);
            changes.push(change(finding, judged, rust, &calls, is_missed));
        }
        self.unexplained(&explained, &mut changes);
        self.not_generated(comparison, &mut changes);
        changes.extend(too_much(self.new.beyond));
        changes
    }

    /// The differences that a finding explains.
    fn explained_by(
        &self,
        finding: &Finding,
        judged: Verdict,
        comparison: &Comparison<'_>,
    ) -> Vec<usize> {
        if judged == Verdict::Docs || finding.muted || !explains(finding) {
            return Vec::new();
        }
        let differences = self.differences.iter().enumerate();
        differences
            .filter(|(_, difference)| self.belongs(finding, difference, comparison))
            .map(|(index, _)| index)
            .collect()
    }

    fn unexplained(&self, explained: &[bool], changes: &mut Vec<Change>) {
        for (difference, explained) in self.differences.iter().zip(explained) {
            if *explained || !difference.breaks {
                continue;
            }
            let what = format!(
                "{}, and nothing in the documents explains it",
                difference.said
            );
            changes.push(Change {
                level: Level::Breaking,
                kind: UNKNOWN.kind,
                side: Side::Document,
                operation: None,
                operation_id: None,
                operations: Vec::new(),
                bump: Level::Breaking.step(),
                pointer: difference.places.last().cloned().unwrap_or_default(),
                rust: vec![self.item(&difference.shown)],
                message: format!(
                    "{what}; code changes when it is compiled against the new crate; what to do: {}",
                    UNKNOWN.advice
                ),
            });
        }
    }

    fn not_generated(&self, comparison: &Comparison<'_>, changes: &mut Vec<Change>) {
        let lost: BTreeSet<String> = self
            .old
            .left_out
            .union(&self.new.left_out)
            .map(|(path, method)| format!("{} {path}", method.to_uppercase()))
            .collect();
        let matters = comparison.findings.iter().any(|finding| {
            let call = finding.call.as_ref().map(|call| &call.name);
            verdict(comparison, finding) != Verdict::Docs
                && call.is_none_or(|call| lost.contains(call))
                && explains(finding)
        });
        if lost.is_empty() || !matters {
            return;
        }
        let shown = list(lost.iter().map(String::as_str));
        let rule = rule("not-generated");
        changes.push(Change {
            level: Level::Risk,
            kind: rule.kind,
            side: Side::Document,
            operation: None,
            operation_id: None,
            operations: Vec::new(),
            bump: Level::Risk.step(),
            pointer: String::new(),
            rust: Vec::new(),
            message: format!(
                "{shown} cannot be generated in both versions, so only the documents decide there; \
                 nobody fails by that; what to do: {}",
                rule.advice
            ),
        });
    }

    /// Whether a finding explains a difference.
    fn belongs(
        &self,
        finding: &Finding,
        difference: &Difference,
        comparison: &Comparison<'_>,
    ) -> bool {
        if let Some(owner) = &finding.owner {
            let names = [
                self.old.types.get(&owner.old),
                self.new.types.get(&owner.new),
            ];
            let field = comparison.names.of_field(&owner.wire);
            if names
                .into_iter()
                .flatten()
                .any(|name| difference.path == format!("types::{name}::{field}"))
            {
                return true;
            }
        }
        let places = [finding.old.as_deref(), finding.new.as_deref()];
        let roots = [comparison.old.root, comparison.new.root];
        for (place, root) in places.into_iter().zip(roots) {
            let Some(place) = place.filter(|place| !place.is_empty()) else {
                continue;
            };
            let at = difference.places.iter().any(|known| {
                is_within(place, known) || (is_whole(finding) && is_within(known, place))
            });
            let of_call =
                is_whole(finding) && difference.operations.iter().any(|known| known == place);
            if at || of_call || difference.mentions.iter().any(|known| known == place) {
                return true;
            }
            let refers = difference
                .places
                .iter()
                .filter_map(|known| Some((known, root.pointer(known)?)))
                .any(|(known, value)| refers_to(known, value, place));
            if refers {
                return true;
            }
            // A type goes with the last thing that brought it.
            let gone =
                difference.path.starts_with("types::") && finding.rule.kind.ends_with("removed");
            if (gone || is_whole(finding))
                && let Some(value) = root.pointer(place)
                && difference
                    .places
                    .iter()
                    .any(|known| reaches(root, place, value, known))
            {
                return true;
            }
        }
        false
    }

    /// Whether both versions make one type of what a finding is about.
    fn is_one(&self, finding: &Finding) -> bool {
        let name = |surface: &Surface, place: Option<&String>| {
            place.and_then(|place| surface.types.get(place).cloned())
        };
        let owner = finding.owner.as_ref();
        let (one, other) = (
            name(
                &self.old,
                finding.old.as_ref().or(owner.map(|owner| &owner.old)),
            ),
            name(
                &self.new,
                finding.new.as_ref().or(owner.map(|owner| &owner.new)),
            ),
        );
        let owners = owner.is_none_or(|owner| {
            name(&self.old, Some(&owner.old)) == name(&self.new, Some(&owner.new))
        });
        owners && (one == other || one.is_none() || other.is_none())
    }

    /// The item that a finding is about, if it is generated in both versions.
    fn nearest(&self, finding: &Finding, names: &dyn RustNames) -> Option<String> {
        if finding.muted {
            return None;
        }
        let both =
            |path: &String| self.old.items.contains_key(path) && self.new.items.contains_key(path);
        let either =
            |path: &String| self.old.items.contains_key(path) || self.new.items.contains_key(path);
        let of_type = |place: &Option<String>, surface: &Surface| {
            let name = surface.types.get(place.as_ref()?)?;
            Some(format!("types::{name}"))
        };
        let own = of_type(&finding.new, &self.new).or_else(|| of_type(&finding.old, &self.old));
        let member = finding.owner.as_ref().and_then(|owner| {
            let name = self
                .new
                .types
                .get(&owner.new)
                .or_else(|| self.old.types.get(&owner.old))?;
            Some(format!("types::{name}::{}", names.of_field(&owner.wire)))
        });
        let surfaces = [(&self.new, &finding.new), (&self.old, &finding.old)];
        let by_place = surfaces.into_iter().find_map(|(surface, place)| {
            let place = place.as_deref().filter(|place| !place.is_empty())?;
            surface
                .items
                .iter()
                .filter(|(_, entry)| !entry.pointer.is_empty() && is_within(place, &entry.pointer))
                .max_by_key(|(path, entry)| (entry.pointer.len(), std::cmp::Reverse(path.len())))
                .map(|(path, _)| path.clone())
        });
        let candidates = [own, member, by_place];
        let found = candidates.iter().flatten().find(|path| both(path));
        found
            .or_else(|| candidates.iter().flatten().find(|path| either(path)))
            .cloned()
    }
}

/// Adds to each side the operations that the other one has on its list.
fn complete(old: &mut BTreeSet<Key>, new: &mut BTreeSet<Key>, reaches: &[Reach<'_>; 2]) {
    let [old_reach, new_reach] = reaches;
    let wanted: HashSet<(String, &'static str)> = old.iter().chain(new.iter()).map(plain).collect();
    old.extend(
        old_reach
            .keys()
            .filter(|key| wanted.contains(&plain(key)))
            .cloned(),
    );
    new.extend(
        new_reach
            .keys()
            .filter(|key| wanted.contains(&plain(key)))
            .cloned(),
    );
}

/// What is said when more differs than is generated for a comparison.
fn too_much(beyond: usize) -> Option<Change> {
    let rule = rule("not-generated");
    (beyond > 0).then(|| Change {
        level: Level::Risk,
        kind: rule.kind,
        side: Side::Document,
        operation: None,
        operation_id: None,
        operations: Vec::new(),
        bump: Level::Risk.step(),
        pointer: String::new(),
        rust: Vec::new(),
        message: format!(
            "{beyond} calls and types differ beyond the {MOST} of each that are generated, so only the documents \
             decide there; this breaks nobody; what to do: {}",
            rule.advice
        ),
    })
}

fn plain(key: &Key) -> (String, &'static str) {
    (crate::compare::operation::without_names(&key.0), key.1)
}

fn change(
    finding: &Finding,
    verdict: Verdict,
    rust: BTreeSet<String>,
    calls: &BTreeSet<String>,
    is_missed: bool,
) -> Change {
    let text = message(finding, verdict, calls);
    let (kind, message) = if is_missed {
        let text = format!(
            "{} ({}), but the generated code is the same; counted as breaking; what to do: {}",
            finding.what, finding.rule.kind, UNKNOWN.advice
        );
        (UNKNOWN.kind, text)
    } else {
        (finding.rule.kind, text)
    };
    Change {
        level: verdict.level(),
        kind,
        side: finding.side,
        operation: finding.call.as_ref().map(|call| call.name.clone()),
        operation_id: finding.call.as_ref().and_then(|call| call.id.clone()),
        operations: calls.iter().cloned().collect(),
        bump: step(finding, verdict),
        pointer: finding
            .new
            .clone()
            .or_else(|| finding.old.clone())
            .unwrap_or_default(),
        rust: rust.into_iter().collect(),
        message,
    }
}

fn with_source(verdict: Verdict) -> Verdict {
    match verdict {
        Verdict::Wire | Verdict::Both => Verdict::Both,
        _ => Verdict::Source,
    }
}

#[cfg(test)]
mod tests;
