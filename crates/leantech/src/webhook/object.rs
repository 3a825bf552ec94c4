//! Reading a type only from a JSON object.
//!
//! What serde derives for a struct takes a list as well, and reads it by position: `["e-1"]` would
//! be an entity of that id. A payload that comes as a list is not what Lean documents.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

/// A `T` that was read from an object.
pub(super) struct ObjectOf<T>(pub(super) T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for ObjectOf<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer
            .deserialize_map(ObjectVisitor(PhantomData))
            .map(Self)
    }
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ObjectVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map))
    }
}

/// The value of a field with two names: the first that is not empty is used.
pub(super) fn either<T: AsRef<str>>(first: Option<T>, second: Option<T>) -> Option<T> {
    let says_something = |text: &T| !text.as_ref().is_empty();
    first
        .filter(says_something)
        .or(second.filter(says_something))
}

/// Reads a field that holds an object or null.
pub(super) fn object<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    let object = Option::<ObjectOf<T>>::deserialize(deserializer)?;
    Ok(object.map(|object| object.0))
}

/// Reads a field that holds a list of objects or null.
pub(super) fn objects<'de, D, T>(deserializer: D) -> Result<Option<Vec<T>>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    let objects = Option::<Vec<ObjectOf<T>>>::deserialize(deserializer)?;
    Ok(objects.map(|objects| objects.into_iter().map(|object| object.0).collect()))
}
