//! The field that tells the branches of a union apart, and which of its values means which branch.

use serde_json::Value;
use xtask_openapi::effective::{Part, Schema, Tree};
use xtask_openapi::pointer;

use crate::compare::{Comparison, Context};
use crate::report::quoting::{list, quoted};

/// A value of the field, and the schema that it means.
type Mapping<'d> = Vec<(String, Part<'d>)>;

impl<'d> Comparison<'d> {
    pub(crate) fn discriminators(&mut self, old: &Schema<'d>, new: &Schema<'d>, context: &Context) {
        let said = |schema: &Schema<'d>| schema.said.get("discriminator").cloned();
        let (one, other) = (said(old).unwrap_or_default(), said(new).unwrap_or_default());
        let place = context.place(&new.pointer);
        let places = (Some(old.pointer.as_str()), Some(new.pointer.as_str()));
        match (one.as_slice(), other.as_slice()) {
            ([], []) => {}
            ([], _) => {
                let what = format!("{place} has a discriminator now");
                self.found("discriminator-added", context, places.0, places.1, what);
            }
            (_, []) => {
                let what = format!("{place} has no discriminator any more");
                self.found("discriminator-removed", context, places.0, places.1, what);
            }
            (one, other) => {
                for (one, other) in one.iter().zip(other) {
                    self.discriminator((old, one), (new, other), context);
                }
                if one.len() != other.len() {
                    let what = format!("{place} has {} discriminators now", other.len());
                    self.found("discriminator-changed", context, places.0, places.1, what);
                }
            }
        }
    }

    fn discriminator(
        &mut self,
        (old, one): (&Schema<'d>, &Part<'d>),
        (new, other): (&Schema<'d>, &Part<'d>),
        context: &Context,
    ) {
        let place = context.place(&new.pointer);
        let places = (Some(old.pointer.as_str()), Some(new.pointer.as_str()));
        let (was, is) = (one.text("propertyName"), other.text("propertyName"));
        if was != is {
            let what = format!(
                "the shapes of {place} were told apart by {} and are by {} now",
                quoted(was.unwrap_or("nothing")),
                quoted(is.unwrap_or("nothing"))
            );
            // The standard gives a field that may be absent no say in this.
            let kind = if was.is_some_and(|was| self.must_be_sent(old, was)) {
                "discriminator-changed"
            } else {
                "optional-discriminator-changed"
            };
            self.found(kind, context, places.0, places.1, what);
        }
        let (mapping, mapping_now) = (mapping(self.old, old, one), mapping(self.new, new, other));
        let mut renamed: Vec<String> = Vec::new();
        for (value, target) in &mapping {
            let twin = mapping_now.iter().find(|(known, _)| known == value);
            let has_gone = match twin {
                Some((_, twin)) => !self.is_one_schema(target, twin),
                // A branch that is gone is said as such.
                None => {
                    old.unions.is_empty()
                        || mapping_now
                            .iter()
                            .any(|(_, twin)| self.is_one_schema(target, twin))
                }
            };
            if has_gone {
                renamed.push(value.clone());
            }
        }
        if !renamed.is_empty() {
            let what = format!(
                "{} no longer means the same shape of {place}",
                list(renamed.iter().map(String::as_str))
            );
            self.found("discriminator-changed", context, places.0, places.1, what);
        }
        let come: Vec<&str> = mapping_now
            .iter()
            .filter(|(value, _)| !mapping.iter().any(|(known, _)| known == value))
            .map(|(value, _)| value.as_str())
            .collect();
        if new.unions.is_empty() && !come.is_empty() && renamed.is_empty() {
            let what = format!("{} means a shape of {place} now", list(come));
            self.found(
                "discriminator-value-added",
                context,
                places.0,
                places.1,
                what,
            );
        }
    }

    /// Whether a field is required, by the schema or by each branch of its unions.
    fn must_be_sent(&self, old: &Schema<'d>, field: &str) -> bool {
        let mut branches = old.unions.iter().flat_map(|union| &union.branches);
        old.required.contains(field)
            || (!old.unions.is_empty()
                && branches.all(|branch| {
                    let branch = self.read_old(std::slice::from_ref(branch));
                    branch.required.contains(field)
                }))
    }

    /// Whether two targets of a discriminator are one schema: of one name, or of one meaning.
    fn is_one_schema(&mut self, old: &Part<'d>, new: &Part<'d>) -> bool {
        old.pointer == new.pointer || {
            let (one, other) = (self.meaning_of_old(old), self.meaning_of_new(new));
            one == other
        }
    }
}

/// What each value means: as the mapping says, and by the names of the branches where it does not.
fn mapping<'d>(tree: Tree<'d>, schema: &Schema<'d>, discriminator: &Part<'d>) -> Mapping<'d> {
    let named = discriminator
        .value
        .get("mapping")
        .and_then(Value::as_object);
    let mut mapping: Mapping<'d> = named
        .into_iter()
        .flatten()
        .filter_map(|(value, target)| Some((value.clone(), target_of(tree, target.as_str()?))))
        .collect();
    for branch in schema.unions.iter().flat_map(|union| &union.branches) {
        let Some(reference) = branch.text("$ref") else {
            continue;
        };
        let target = target_of(tree, reference);
        if !mapping
            .iter()
            .any(|(_, known)| known.pointer == target.pointer)
        {
            let name = reference.rsplit('/').next().unwrap_or(reference);
            mapping.push((name.to_owned(), target));
        }
    }
    mapping
}

/// The schema that a mapping names, by its name or by a reference.
fn target_of<'d>(tree: Tree<'d>, text: &str) -> Part<'d> {
    let pointer = pointer::from_fragment(text)
        .unwrap_or_else(|| format!("/components/schemas/{}", pointer::escape(text)));
    Part {
        value: tree.root.pointer(&pointer).unwrap_or(&Value::Null),
        pointer,
    }
}
