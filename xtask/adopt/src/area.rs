//! An area with its documents: ours, and what Lean published before.

use xtask_openapi::Document;
use xtask_openapi::manifest::Api;

/// An area with its documents.
#[derive(Debug, Clone)]
pub struct Area<'a> {
    /// Its row of the manifest.
    pub api: &'a Api,
    /// Our current document.
    pub ours: Document,
    /// What Lean published before, by region.
    pub baselines: Vec<(String, Document)>,
}

impl Area<'_> {
    pub(crate) fn baseline(&self, region: &str) -> Option<&Document> {
        let found = self.baselines.iter().find(|(known, _)| known == region);
        found.map(|(_, document)| document)
    }
}
