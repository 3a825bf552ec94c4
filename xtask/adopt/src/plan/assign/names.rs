//! Which of Lean's files a given file is, whatever it is called.

use std::collections::{BTreeMap, HashMap};

use serde_json::Value;

use super::{Area, changed_since};
use crate::baseline;
use crate::given::{Given, is_called};
use crate::operation::{Key, Operation, operations};

/// What the files are called in the manifest: a file under another name, or a part of one, is
/// known by where most of the operations that are as before came from.
#[derive(Debug)]
pub(super) struct Names {
    by_file: HashMap<String, String>,
}

impl Names {
    pub(super) fn new(files: &[&Given], areas: &[Area<'_>], region: &str) -> Self {
        let is_listed = |file: &str| {
            let lists = areas.iter().flat_map(|area| &area.api.lean);
            lists.into_iter().any(|name| is_called(file, name))
        };
        let mut before: HashMap<Key, (&Value, Operation<'_>)> = HashMap::new();
        for document in areas.iter().filter_map(|area| area.baseline(region)) {
            for operation in operations(&document.value) {
                before.insert(operation.key.clone(), (&document.value, operation));
            }
        }
        let mut by_file = HashMap::new();
        for file in files.iter().filter(|file| !is_listed(&file.name)) {
            let mut counts: BTreeMap<String, usize> = BTreeMap::new();
            for operation in file.operations() {
                let Some((root, known)) = before.get(&operation.key) else {
                    continue;
                };
                if changed_since((root, known), (&file.raised, &operation)).is_empty() {
                    let source = baseline::source_of(root, known.value);
                    *counts.entry(source.name).or_default() += 1;
                }
            }
            let most = counts.into_iter().max_by_key(|(_, count)| *count);
            if let Some((source, _)) = most {
                by_file.insert(file.name.clone(), source);
            }
        }
        Self { by_file }
    }

    pub(super) fn of<'n>(&'n self, file: &'n str) -> &'n str {
        self.by_file.get(file).map_or(file, String::as_str)
    }
}
