//! Which area an operation belongs to: by its path, by its id, by the beginning of its path.

use std::collections::{BTreeMap, HashMap};

use xtask_openapi::Problem;

use super::{Area, Candidate};
use crate::given::Given;
use crate::operation::{Key, operations};

/// Which area owns which operation.
#[derive(Debug)]
pub(super) struct Owners {
    /// By key: our documents first, then what Lean published before.
    known: HashMap<Key, String>,
    /// The operations of the baselines, by id.
    ids: HashMap<String, (String, Key)>,
}

impl Owners {
    pub(super) fn new(areas: &[Area<'_>], region: &str) -> Self {
        let mut known = HashMap::new();
        let mut ids = HashMap::new();
        for area in areas {
            for operation in operations(&area.ours.value) {
                known.insert(operation.key, area.api.area.clone());
            }
        }
        for area in areas {
            for operation in area
                .baseline(region)
                .into_iter()
                .flat_map(|document| operations(&document.value))
            {
                if let Some(id) = operation.id() {
                    let row = (area.api.area.clone(), operation.key.clone());
                    ids.insert(id.to_owned(), row);
                }
                known
                    .entry(operation.key)
                    .or_insert_with(|| area.api.area.clone());
            }
        }
        Self { known, ids }
    }

    /// A file that names other hosts than Lean's and none of our operations.
    pub(super) fn is_of_another_api(&self, file: &Given) -> Option<Problem> {
        let foreign = file.foreign.as_ref()?;
        let knows_one = file
            .operations()
            .iter()
            .any(|operation| self.known.contains_key(&operation.key));
        (!knows_one).then(|| {
            file.document.problem(
                "/servers",
                format!("the host {foreign} is not Lean's, and no path is one of ours"),
                "the file seems to describe another API",
                "give Lean's own files only",
            )
        })
    }

    pub(super) fn owner(&self, key: &Key) -> Option<String> {
        self.known.get(key).cloned()
    }

    /// The operation of this id that stood at another path, when no file has it there any more.
    pub(super) fn moved(
        &self,
        candidates: &[Candidate<'_>],
        given: &BTreeMap<Key, Vec<Candidate<'_>>>,
    ) -> Option<(String, Key)> {
        let (_, operation) = candidates.first()?;
        let (area, before) = self.ids.get(operation.id()?)?;
        let is_given = given.contains_key(before);
        (!is_given && before.method == operation.key.method).then(|| (area.clone(), before.clone()))
    }

    /// The only area whose paths have the longest beginning in common with this one.
    pub(super) fn nearest(&self, key: &Key) -> Option<String> {
        let mut best: (usize, Vec<&str>) = (0, Vec::new());
        for (known, area) in &self.known {
            let common = known
                .segments()
                .zip(key.segments())
                .take_while(|(one, other)| one == other)
                .map(|(segment, _)| segment);
            let common: Vec<&str> = common.collect();
            let says_something = common.iter().any(|segment| !is_version(segment));
            if !says_something || common.len() < best.0 {
                continue;
            }
            if common.len() > best.0 {
                best = (common.len(), Vec::new());
            }
            if !best.1.contains(&area.as_str()) {
                best.1.push(area);
            }
        }
        // Lean's paths begin with the name of their area as a rule.
        let named = key.segments().next();
        match best.1.as_slice() {
            [only] => Some((*only).to_owned()),
            several => several
                .iter()
                .find(|area| Some(**area) == named)
                .map(|area| (*area).to_owned()),
        }
    }
}

fn is_version(segment: &str) -> bool {
    let digits = segment.strip_prefix('v').unwrap_or_default();
    !digits.is_empty() && digits.bytes().all(|sign| sign.is_ascii_digit())
}
