//! Writing Rust: documentation lines, short names with the imports that they need.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use quote::ToTokens;
use syn::visit_mut::{self, VisitMut};
use syn::{Path, Type};

/// Documentation lines with `indent` before each.
pub(super) fn docs(text: &str, indent: &str) -> String {
    let mut lines = String::new();
    for line in text.trim().lines().map(str::trim_end) {
        let _ = if line.is_empty() {
            writeln!(lines, "{indent}///")
        } else {
            writeln!(lines, "{indent}/// {line}")
        };
    }
    lines
}

/// A name as an identifier.
pub(super) fn ident(name: &str) -> String {
    if syn::parse_str::<syn::Ident>(name).is_ok() {
        name.to_owned()
    } else {
        format!("r#{name}")
    }
}

/// The names that a file imports.
pub(super) struct Imports {
    /// By module, the names.
    names: BTreeMap<String, BTreeSet<String>>,
    /// Names that the file has itself.
    own: BTreeSet<String>,
}

impl Imports {
    pub(super) fn besides(own: impl IntoIterator<Item = String>) -> Self {
        Self {
            names: BTreeMap::new(),
            own: own.into_iter().collect(),
        }
    }

    pub(super) fn add(&mut self, module: &str, name: &str) {
        let names = self.names.entry(module.to_owned()).or_default();
        names.insert(name.to_owned());
    }

    /// The type in short, its names imported.
    pub(super) fn short(&mut self, kind: &Type) -> String {
        let mut kind = kind.clone();
        Shortener(self).visit_type_mut(&mut kind);
        written(&kind)
    }

    /// Shortens every name of a file, and imports it.
    pub(super) fn shorten(&mut self, file: &mut syn::File) {
        Shortener(self).visit_file_mut(file);
    }

    /// The `use` lines: the standard library's, those of other crates, our own.
    pub(super) fn lines(&self) -> String {
        let mut lines = String::new();
        let rank = |module: &str| match module.split("::").next() {
            Some("std") => 0,
            Some("super") => 2,
            _ => 1,
        };
        let mut modules: Vec<_> = self.names.iter().collect();
        modules.sort_by_key(|(module, _)| rank(module));
        for (module, names) in modules {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let _ = match names.as_slice() {
                [only] => writeln!(lines, "use {module}::{only};"),
                names => writeln!(lines, "use {module}::{{{}}};", names.join(", ")),
            };
        }
        lines
    }
}

struct Shortener<'i>(&'i mut Imports);

impl VisitMut for Shortener<'_> {
    fn visit_path_mut(&mut self, found: &mut Path) {
        visit_mut::visit_path_mut(self, found);
        if found.leading_colon.is_none() || found.segments.len() < 2 {
            return;
        }
        let names: Vec<String> = found
            .segments
            .iter()
            .map(|it| it.ident.to_string())
            .collect();
        let Some((name, module)) = names.split_last() else {
            return;
        };
        if self.0.own.contains(name) {
            return;
        }
        if !["Option", "Vec", "String"].contains(&name.as_str()) {
            // The run time's types stand at its root, and the calendar's at its own.
            let module = match module {
                [first, ..] if first == "chrono" => "chrono".to_owned(),
                module => module.join("::"),
            };
            self.0.add(&module, name);
        }
        let last = found.segments.last().cloned();
        found.leading_colon = None;
        found.segments = last.into_iter().collect();
    }
}

/// Tokens as a person would write them.
fn written(kind: &Type) -> String {
    let text = kind.to_token_stream().to_string();
    text.replace(" :: ", "::")
        .replace(":: ", "::")
        .replace(" < ", "<")
        .replace(" >", ">")
        .replace(" ,", ",")
        .replace(",>", ">")
}

/// Code as the formatter has it, with blank lines between items.
pub(super) fn formatted(code: &str) -> String {
    let Ok(file) = syn::parse_file(code) else {
        // What does not parse does not compile either, and is seen there.
        return code.to_owned();
    };
    let code = prettyplease::unparse(&file);
    progenitor_impl::space_out_items(code.clone()).unwrap_or(code)
}
