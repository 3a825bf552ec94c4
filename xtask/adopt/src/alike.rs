//! Whether two schemas say the same, however they are written.

use std::collections::{BTreeSet, HashSet};

use serde_json::{Map, Value};
use xtask_openapi::effective::{Part, Schema, Tree};
use xtask_openapi::place::Kind;

use crate::facts::facts;

/// Pairs of schemas that are taken for alike while their parts are compared, so that one that
/// holds itself comes to an end.
type Assumed = HashSet<(Vec<String>, Vec<String>)>;

/// Whether the schemas made of `some` and of `others` allow the same values.
pub(crate) fn alike(
    one: Tree<'_>,
    some: &[Part<'_>],
    other: Tree<'_>,
    others: &[Part<'_>],
) -> bool {
    compare((one, some), (other, others), &mut Assumed::new())
}

fn compare(
    (one, some): (Tree<'_>, &[Part<'_>]),
    (other, others): (Tree<'_>, &[Part<'_>]),
    assumed: &mut Assumed,
) -> bool {
    if some.is_empty() || others.is_empty() {
        return some.is_empty() == others.is_empty();
    }
    if !assumed.insert((one.home_all(some), other.home_all(others))) {
        return true;
    }
    let (left, right) = (one.schema(some), other.schema(others));
    left.kinds() == right.kinds()
        && left.nullable() == right.nullable()
        && values(&left) == values(&right)
        && keywords(&left) == keywords(&right)
        && left.required == right.required
        && left.members.len() == right.members.len()
        && left.members.iter().all(|(name, parts)| {
            right
                .members
                .get(name)
                .is_some_and(|others| compare((one, parts), (other, others), assumed))
        })
        && compare((one, &left.items), (other, &right.items), assumed)
        && extra_alike((one, &left), (other, &right), assumed)
        && unions_alike((one, &left), (other, &right), assumed)
}

fn extra_alike(
    (one, left): (Tree<'_>, &Schema<'_>),
    (other, right): (Tree<'_>, &Schema<'_>),
    assumed: &mut Assumed,
) -> bool {
    match (Extra::of(left), Extra::of(right)) {
        (Extra::Schema, Extra::Schema) => {
            compare((one, &left.extra), (other, &right.extra), assumed)
        }
        (left, right) => left == right,
    }
}

/// What is said of fields without a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Extra {
    /// Any of them may come.
    Open,
    /// None may come.
    Closed,
    /// They have a schema.
    Schema,
}

impl Extra {
    pub(crate) fn of(schema: &Schema<'_>) -> Self {
        let says_nothing = |part: &Part<'_>| {
            part.value == &Value::Bool(true)
                || facts(Kind::Schema, part.value)
                    .as_object()
                    .is_some_and(Map::is_empty)
        };
        if schema
            .extra
            .iter()
            .any(|part| part.value == &Value::Bool(false))
        {
            Self::Closed
        } else if schema.extra.iter().all(says_nothing) {
            Self::Open
        } else {
            Self::Schema
        }
    }
}

fn unions_alike(
    (one, left): (Tree<'_>, &Schema<'_>),
    (other, right): (Tree<'_>, &Schema<'_>),
    assumed: &mut Assumed,
) -> bool {
    left.unions.len() == right.unions.len()
        && left.unions.iter().zip(&right.unions).all(|(some, others)| {
            let mut free: Vec<&Part<'_>> = others.branches.iter().collect();
            some.exactly_one == others.exactly_one
                && some.branches.len() == free.len()
                && some.branches.iter().all(|branch| {
                    let found = free.iter().position(|candidate| {
                        let branch = std::slice::from_ref(branch);
                        let candidate = std::slice::from_ref(*candidate);
                        compare((one, branch), (other, candidate), &mut assumed.clone())
                    });
                    found.map(|index| free.remove(index)).is_some()
                })
        })
}

/// The values of an enum or a constant, without null, in one order.
pub(crate) fn values(schema: &Schema<'_>) -> Option<BTreeSet<String>> {
    let values = schema.words.as_ref()?;
    Some(values.iter().map(ToString::to_string).collect())
}

/// Every keyword that is a value and no schema: formats, limits, patterns, defaults, switches.
pub(crate) fn keywords(schema: &Schema<'_>) -> Map<String, Value> {
    let mut found = Map::new();
    let mut set = |name: &str, value: Value| found.insert(name.to_owned(), value);
    if let Some(format) = schema.format {
        set("format", format.into());
    }
    for (name, limit) in &schema.limits {
        let name = match (*name, limit.excluded) {
            ("minimum", true) => "exclusiveMinimum",
            ("maximum", true) => "exclusiveMaximum",
            (name, _) => name,
        };
        set(name, number(limit.value));
    }
    for (name, value) in &schema.other {
        // A reference that leads out of the document stands for itself.
        set(name, facts(Kind::Schema, value));
    }
    if let Some(default) = schema.default {
        set("default", default.clone());
    }
    if let Some(discriminator) = schema.discriminator {
        set("discriminator", discriminator.clone());
    }
    for (name, is_set) in [
        ("readOnly", schema.read_only),
        ("writeOnly", schema.write_only),
        ("deprecated", schema.deprecated),
    ] {
        if is_set {
            set(name, true.into());
        }
    }
    found
}

/// A limit as a document writes it: whole numbers without a fraction.
#[expect(
    clippy::cast_possible_truncation,
    reason = "the range is checked on the line before"
)]
fn number(value: f64) -> Value {
    if value.fract() == 0.0 && value.abs() < 9e15 {
        return (value as i64).into();
    }
    value.into()
}
