//! Which schemas hold all values of another, and which have none in common, as far as it is sure.

use serde_json::Value;
use xtask_openapi::effective::{Limit, Part, Schema, Tree, Types, Union};

use crate::compare::meaning::Meanings;
use crate::compare::reading::read;
use crate::rules::Judge;

/// Schemas that lie deeper in each other than this are not looked into.
const DEEPEST: usize = 12;

/// More schemas than this are not looked at for one question.
const MOST: usize = 2_000;

/// A schema and the document that it stands in.
type Of<'s, 'd> = (&'s Schema<'d>, Tree<'d>);

/// The two documents, and what may still be looked at.
#[derive(Debug)]
pub(crate) struct Sets<'m> {
    judge: Judge,
    meanings: &'m mut Meanings,
    other_meanings: &'m mut Meanings,
    depth: usize,
    left: usize,
}

impl<'m> Sets<'m> {
    /// Questions about two schemas: the first one of each is in the document of `meanings`.
    pub(crate) fn new(
        judge: Judge,
        meanings: &'m mut Meanings,
        other_meanings: &'m mut Meanings,
    ) -> Self {
        Self {
            judge,
            meanings,
            other_meanings,
            depth: 0,
            left: MOST,
        }
    }

    fn deeper(&mut self, question: impl FnOnce(&mut Self) -> bool) -> bool {
        if self.depth >= DEEPEST || self.left == 0 {
            return false;
        }
        self.depth += 1;
        self.left -= 1;
        let answer = question(self);
        self.depth -= 1;
        answer
    }

    /// Whether every value of `inner` surely is one of `outer`.
    pub(crate) fn within(&mut self, inner: Of<'_, '_>, outer: Of<'_, '_>) -> bool {
        self.deeper(|sets| sets.is_within(inner, outer))
    }

    fn is_within(&mut self, inner: Of<'_, '_>, outer: Of<'_, '_>) -> bool {
        let ((one, _), (other, _)) = (inner, outer);
        let (types, allowed) = (types_of(inner, self.judge), types_of(outer, self.judge));
        if !allowed.has(types) {
            return false;
        }
        let words_fit = match (&one.words, &other.words) {
            (_, None) => true,
            (Some(words), Some(allowed)) => words.iter().all(|word| allowed.contains(word)),
            (None, Some(_)) => types.without(Types::NULL) == Types::NONE,
        };
        words_fit
            && self.unions_hold(inner, outer)
            && (!types.has(Types::STRING) || texts_fit(one, other))
            && (types.both(Types::NUMBER) == Types::NONE || numbers_fit(one, other))
            && (!types.has(Types::ARRAY) || self.lists_fit(inner, outer))
            && (!types.has(Types::OBJECT) || self.objects_fit(inner, outer))
            && self.others_fit(inner, outer)
    }

    /// Whether what `inner` allows is in every union of `outer`.
    fn unions_hold(&mut self, inner: Of<'_, '_>, outer: Of<'_, '_>) -> bool {
        outer.0.unions.iter().all(|union| {
            if self.is_in_union(inner, union, outer.1) {
                return true;
            }
            // Each value, each type or each branch of its own may be in another one.
            let mut pieces = pieces(inner.0, outer.0);
            let in_pieces = pieces.len() > 1
                && pieces.iter_mut().all(|piece| {
                    self.deeper(|sets| sets.is_in_union((piece, inner.1), union, outer.1))
                });
            in_pieces
                || inner.0.unions.iter().any(|own| {
                    own.branches.iter().all(|branch| {
                        let branch = read(inner.1, std::slice::from_ref(branch), self.judge);
                        self.deeper(|sets| sets.is_in_union((&branch, inner.1), union, outer.1))
                    })
                })
        })
    }

    fn is_in_union<'d>(&mut self, inner: Of<'_, '_>, union: &Union<'d>, tree: Tree<'d>) -> bool {
        let judge = self.judge;
        let branches: Vec<Schema<'d>> = union
            .branches
            .iter()
            .map(|branch| read(tree, std::slice::from_ref(branch), judge))
            .collect();
        let holds = |sets: &mut Self, branch: &Schema<'d>| sets.within(inner, (branch, tree));
        let Some(home) = branches.iter().position(|branch| holds(self, branch)) else {
            return false;
        };
        let mut others = branches.iter().enumerate();
        !union.exactly_one
            || others.all(|(index, branch)| index == home || self.disjoint(inner, (branch, tree)))
    }

    fn lists_fit(&mut self, inner: Of<'_, '_>, outer: Of<'_, '_>) -> bool {
        let ((one, _), (other, _)) = (inner, outer);
        let is_unique = |schema: &Schema<'_>| schema.said.contains_key("uniqueItems");
        limits_fit(one, other, &["minItems", "maxItems"])
            && (!is_unique(other) || is_unique(one))
            && self.parts_fit((&one.items, inner.1), (&other.items, outer.1))
    }

    /// What is not described may be anything.
    fn parts_fit<'i, 'o>(
        &mut self,
        (inner, one): (&[Part<'i>], Tree<'i>),
        (outer, other): (&[Part<'o>], Tree<'o>),
    ) -> bool {
        if outer.is_empty() {
            return true;
        }
        let inner = read(one, inner, self.judge);
        let outer = read(other, outer, self.judge);
        self.within((&inner, one), (&outer, other))
    }

    fn objects_fit(&mut self, inner: Of<'_, '_>, outer: Of<'_, '_>) -> bool {
        let ((one, from), (other, to)) = (inner, outer);
        if !limits_fit(one, other, &["minProperties", "maxProperties"])
            || !other.required.is_subset(&one.required)
        {
            return false;
        }
        if is_closed(other)
            && !(is_closed(one)
                && one
                    .members
                    .keys()
                    .all(|name| other.members.contains_key(name)))
        {
            return false;
        }
        let named = other.members.iter().all(|(name, parts)| {
            // A field that is not described may be anything, and as a rule is not there.
            one.members
                .get(name)
                .is_none_or(|own| self.parts_fit((own, from), (parts, to)))
        });
        named
            && (is_closed(one)
                || is_closed(other)
                || self.parts_fit((&one.extra, from), (&other.extra, to)))
    }

    /// Every other keyword of `outer` must be one of `inner` as well.
    fn others_fit(&mut self, inner: Of<'_, '_>, outer: Of<'_, '_>) -> bool {
        const KNOWN: [&str; 6] = [
            "format",
            "default",
            "discriminator",
            "pattern",
            "multipleOf",
            "uniqueItems",
        ];
        outer.0.said.iter().all(|(keyword, parts)| {
            if KNOWN.contains(keyword) {
                return true;
            }
            let own = inner.0.said.get(keyword).map_or(&[][..], Vec::as_slice);
            parts.iter().all(|part| {
                let wanted = self.other_meanings.of(outer.1, part);
                own.iter()
                    .any(|part| self.meanings.of(inner.1, part) == wanted)
            })
        })
    }

    /// Whether no value surely is one of both.
    pub(crate) fn disjoint(&mut self, one: Of<'_, '_>, other: Of<'_, '_>) -> bool {
        self.deeper(|sets| sets.is_disjoint(one, other))
    }

    fn is_disjoint(&mut self, left: Of<'_, '_>, right: Of<'_, '_>) -> bool {
        let ((one, _), (other, _)) = (left, right);
        let common = types_of(left, self.judge).both(types_of(right, self.judge));
        if common == Types::NONE {
            return true;
        }
        if common.has(Types::NULL) {
            return false;
        }
        if let (Some(words), Some(others)) = (&one.words, &other.words)
            && !words.iter().any(|word| others.contains(word))
        {
            return true;
        }
        let numbers =
            common.both(Types::NUMBER) == common && apart(one, other, "minimum", "maximum");
        let texts = common == Types::STRING && apart(one, other, "minLength", "maxLength");
        let lists = common == Types::ARRAY && apart(one, other, "minItems", "maxItems");
        numbers
            || texts
            || lists
            || (common == Types::OBJECT && self.objects_are_apart(left, right))
            || self.unions_are_apart(left, right)
            || self.unions_are_apart(right, left)
    }

    fn objects_are_apart(&mut self, left: Of<'_, '_>, right: Of<'_, '_>) -> bool {
        let ((one, from), (other, to)) = (left, right);
        let refuses = |closed: &Schema<'_>, open: &Schema<'_>| {
            let mut required = open.required.iter();
            is_closed(closed) && required.any(|name| !closed.members.contains_key(name))
        };
        if refuses(one, other) || refuses(other, one) {
            return true;
        }
        let both = one.required.intersection(&other.required);
        both.into_iter().any(|name| {
            let (Some(own), Some(others)) = (one.members.get(name), other.members.get(name)) else {
                return false;
            };
            let own = read(from, own, self.judge);
            let others = read(to, others, self.judge);
            self.disjoint((&own, from), (&others, to))
        })
    }

    fn unions_are_apart(&mut self, left: Of<'_, '_>, right: Of<'_, '_>) -> bool {
        left.0.unions.iter().any(|union| {
            union.branches.iter().all(|branch| {
                let branch = read(left.1, std::slice::from_ref(branch), self.judge);
                self.disjoint((&branch, left.1), right)
            })
        })
    }
}

/// A schema cut into one for each of its values, or for each of its types. Null that the union of
/// `outer` allows anyway is left out, and stands for one piece.
fn pieces<'d>(schema: &Schema<'d>, outer: &Schema<'_>) -> Vec<Schema<'d>> {
    if !schema.says_type || !schema.unions.is_empty() {
        return Vec::new();
    }
    let only = |types: Types| {
        let mut piece = schema.clone();
        piece.allowed = types;
        piece
    };
    let has_null = schema.allowed.has(Types::NULL);
    let mut pieces: Vec<Schema<'d>> = match &schema.words {
        Some(words) => words
            .iter()
            .map(|word| {
                let mut piece = only(schema.kinds().both(Types::of(word)));
                piece.words = Some(vec![*word]);
                piece
            })
            .collect(),
        None => SINGLE
            .into_iter()
            .map(|kind| schema.allowed.both(kind))
            .filter(|kind| *kind != Types::NONE)
            .map(only)
            .collect(),
    };
    if has_null && !outer.null_by_union {
        pieces.push(only(Types::NULL));
    } else if has_null && pieces.len() == 1 {
        // One piece is a piece all the same, since null was taken from it.
        pieces.extend(pieces.first().cloned());
    }
    pieces
}

/// The types but null, one by one.
const SINGLE: [Types; 5] = [
    Types::OBJECT,
    Types::ARRAY,
    Types::STRING,
    Types::BOOLEAN,
    Types::NUMBER,
];

/// The types that a schema allows together with its unions.
fn types_of((schema, tree): Of<'_, '_>, judge: Judge) -> Types {
    let own = if schema.says_type {
        schema.allowed
    } else {
        Types::ANY
    };
    schema.unions.iter().fold(own, |types, union| {
        let branches = union.branches.iter().map(|branch| {
            let branch = read(tree, std::slice::from_ref(branch), judge);
            if branch.says_type {
                branch.allowed
            } else {
                Types::ANY
            }
        });
        let mut of_union = branches.fold(Types::NONE, Types::and);
        if schema.null_by_union {
            of_union = of_union.and(Types::NULL);
        }
        types.both(of_union)
    })
}

pub(crate) fn is_closed(schema: &Schema<'_>) -> bool {
    let is_false = |part: &Part<'_>| part.value == &Value::Bool(false);
    schema.extra.iter().any(is_false)
}

fn texts_fit(inner: &Schema<'_>, outer: &Schema<'_>) -> bool {
    limits_fit(inner, outer, &["minLength", "maxLength"])
        && all_said(inner, outer, "pattern")
        && all_said(inner, outer, "format")
}

fn numbers_fit(inner: &Schema<'_>, outer: &Schema<'_>) -> bool {
    limits_fit(inner, outer, &["minimum", "maximum"])
        && all_said(inner, outer, "multipleOf")
        && all_said(inner, outer, "format")
}

/// Whether `inner` says everything by a keyword that `outer` says.
fn all_said(inner: &Schema<'_>, outer: &Schema<'_>, keyword: &str) -> bool {
    let own = inner.said.get(keyword).map_or(&[][..], Vec::as_slice);
    let wanted = outer.said.get(keyword).map_or(&[][..], Vec::as_slice);
    wanted
        .iter()
        .all(|part| own.iter().any(|known| known.value == part.value))
}

fn limits_fit(inner: &Schema<'_>, outer: &Schema<'_>, names: &[&str]) -> bool {
    names.iter().all(|name| {
        let Some(wanted) = outer.limits.get(name) else {
            return true;
        };
        inner
            .limits
            .get(name)
            .is_some_and(|own| is_as_strict(own, wanted, name.starts_with("min")))
    })
}

fn is_as_strict(own: &Limit, wanted: &Limit, is_least: bool) -> bool {
    if own.value.total_cmp(&wanted.value).is_eq() {
        return own.excluded || !wanted.excluded;
    }
    (own.value > wanted.value) == is_least
}

/// Whether the greatest of one is below the least of the other.
fn apart(one: &Schema<'_>, other: &Schema<'_>, least: &str, greatest: &str) -> bool {
    let below = |low: &Schema<'_>, high: &Schema<'_>| {
        let (Some(most), Some(least)) = (low.limits.get(greatest), high.limits.get(least)) else {
            return false;
        };
        most.value < least.value
            || (most.value.total_cmp(&least.value).is_eq() && (most.excluded || least.excluded))
    };
    below(one, other) || below(other, one)
}
