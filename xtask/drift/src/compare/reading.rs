//! Schemas as the comparison reads them: one set of values that is written in several ways is one.

use serde_json::Value;
use xtask_openapi::effective::{Part, Schema, Tree, Types, Union};

use crate::rules::Judge;

/// Unions within unions below this depth are left as they are written.
const DEEPEST: usize = 4;

/// Reads the schema that all `parts` together make.
pub(crate) fn read<'d>(tree: Tree<'d>, parts: &[Part<'d>], judge: Judge) -> Schema<'d> {
    read_at(tree, parts, judge, 0)
}

fn read_at<'d>(tree: Tree<'d>, parts: &[Part<'d>], judge: Judge, depth: usize) -> Schema<'d> {
    let mut schema = tree.schema(parts);
    if judge == Judge::Anybody && schema.guessed_type {
        // `properties` alone say nothing about a value that is not an object.
        let null = schema.nullable();
        schema.says_type = false;
        schema.allowed = Types::ANY;
        schema.null_by_union |= null;
    }
    if let Some(said) = schema.said.get_mut("pattern") {
        said.retain(|part| !part.value.as_str().is_some_and(matches_all));
    }
    if depth < DEEPEST {
        let unions = std::mem::take(&mut schema.unions);
        for union in unions {
            if !folded(tree, &mut schema, &union, judge, depth) {
                schema.unions.push(union);
            }
        }
    }
    schema
}

/// Whether every text matches a pattern.
fn matches_all(pattern: &str) -> bool {
    matches!(pattern, "" | ".*" | "^.*$" | "^.*" | ".*$" | "^" | "$")
}

/// Takes a union into the schema that has it, where its branches are only types, or only values.
fn folded<'d>(
    tree: Tree<'d>,
    schema: &mut Schema<'d>,
    union: &Union<'d>,
    judge: Judge,
    depth: usize,
) -> bool {
    if union.branches.is_empty() {
        return false;
    }
    let branches: Vec<Schema<'d>> = union
        .branches
        .iter()
        .map(|branch| read_at(tree, std::slice::from_ref(branch), judge, depth + 1))
        .collect();
    if !branches.iter().all(says_only_what_it_is) {
        return false;
    }
    let with_words = branches
        .iter()
        .filter(|branch| branch.words.is_some())
        .count();
    let mut types = branches
        .iter()
        .fold(Types::NONE, |all, branch| all.and(branch.allowed));
    if with_words == branches.len() {
        let all = branches.iter().filter_map(|branch| branch.words.as_ref());
        let mut words: Vec<&'d Value> = Vec::new();
        let mut twice: Vec<&'d Value> = Vec::new();
        for word in all.flatten() {
            if words.contains(word) {
                twice.push(word);
            } else {
                words.push(word);
            }
        }
        if union.exactly_one {
            words.retain(|word| !twice.contains(word));
        }
        schema.narrow_words(words);
    } else if with_words > 0 || (union.exactly_one && overlap(&branches)) {
        return false;
    }
    if schema.null_by_union || schema.nullable() {
        types = types.and(Types::NULL);
    }
    schema.narrow_types(types);
    true
}

/// Whether a schema says which types or values there are, and nothing else.
fn says_only_what_it_is(schema: &Schema<'_>) -> bool {
    schema.says_type
        && !schema.guessed_type
        && schema.unions.is_empty()
        && schema.members.is_empty()
        && schema.required.is_empty()
        && schema.items.is_empty()
        && schema.extra.is_empty()
        && schema.limits.is_empty()
        && schema.said.is_empty()
        && !schema.read_only
        && !schema.write_only
}

fn overlap(branches: &[Schema<'_>]) -> bool {
    branches.iter().enumerate().any(|(index, one)| {
        let mut others = branches.iter().skip(index + 1);
        others.any(|other| one.allowed.both(other.allowed) != Types::NONE)
    })
}
