//! A list that some of Lean's documents and answers write as a single value.

use std::fmt;
use std::marker::PhantomData;
use std::ops::Deref;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer, StringDeserializer};
use serde::de::{self, DeserializeSeed, IntoDeserializer, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::json::literal::NUMBER;

/// A list, or one text or object instead of a list; it is written back as received.
///
/// It reads like a slice: `types.iter()`, `types.first()`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OneOrMany<T> {
    items: Vec<T>,
    is_single: bool,
}

impl<T> OneOrMany<T> {
    /// One value instead of a list.
    pub fn one(item: T) -> Self {
        Self {
            items: vec![item],
            is_single: true,
        }
    }

    /// The items.
    pub fn into_vec(self) -> Vec<T> {
        self.items
    }
}

impl<T> From<Vec<T>> for OneOrMany<T> {
    fn from(items: Vec<T>) -> Self {
        Self {
            items,
            is_single: false,
        }
    }
}

impl<T: Clone> From<&[T]> for OneOrMany<T> {
    fn from(items: &[T]) -> Self {
        items.to_vec().into()
    }
}

impl<T, const N: usize> From<[T; N]> for OneOrMany<T> {
    fn from(items: [T; N]) -> Self {
        Vec::from(items).into()
    }
}

impl<T: Clone> From<&Self> for OneOrMany<T> {
    fn from(list: &Self) -> Self {
        list.clone()
    }
}

impl<T> Deref for OneOrMany<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.items
    }
}

impl<'a, T> IntoIterator for &'a OneOrMany<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.iter()
    }
}

impl<T: Serialize> Serialize for OneOrMany<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.items.first() {
            Some(item) if self.is_single => item.serialize(serializer),
            _ => self.items.serialize(serializer),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for OneOrMany<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ItemsVisitor(PhantomData))
    }
}

/// Takes a list, a text or an object; what is in them is read by the type of the items, so that
/// no number goes through a buffer.
struct ItemsVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ItemsVisitor<T> {
    type Value = OneOrMany<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list or one item")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Self::Value, A::Error> {
        Vec::deserialize(SeqAccessDeserializer::new(list)).map(OneOrMany::from)
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
        T::deserialize(text.into_deserializer()).map(OneOrMany::one)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Self::Value, A::Error> {
        let first = object.next_key::<String>()?;
        // With `serde_json/arbitrary_precision` a number is read as a map.
        if first.as_deref() == Some(NUMBER) {
            return Err(de::Error::custom(
                "a number, and neither a list nor one item",
            ));
        }
        let first = first.map(String::into_deserializer);
        let object = MapAccessDeserializer::new(Object { first, object });
        T::deserialize(object).map(OneOrMany::one)
    }
}

/// An object whose first key was looked at.
struct Object<A, E> {
    first: Option<StringDeserializer<E>>,
    object: A,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Object<A, A::Error> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, A::Error> {
        match self.first.take() {
            Some(key) => seed.deserialize(key).map(Some),
            None => self.object.next_key_seed(seed),
        }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        self.object.next_value_seed(seed)
    }
}

#[cfg(feature = "schemars")]
impl<T: schemars::JsonSchema> schemars::JsonSchema for OneOrMany<T> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        format!("OneOrMany_{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let item = generator.subschema_for::<T>();
        schemars::json_schema!({ "type": "array", "items": item })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::RawJson;

    #[test]
    fn a_list_and_a_single_word_both_go_back_as_they_came() {
        for text in [r#"["A","B"]"#, r#"["A"]"#, "[]", r#""A""#] {
            let read =
                serde_json::from_str::<OneOrMany<String>>(text).map(|l| serde_json::to_string(&l));
            assert_eq!(read.ok().and_then(Result::ok).as_deref(), Some(text));
        }
    }

    #[test]
    fn an_object_in_the_place_of_a_list_goes_back_as_it_came() {
        type Objects = OneOrMany<std::collections::BTreeMap<String, crate::ExactDecimal>>;
        for text in [r#"{"a":10.000}"#, r#"[{"a":10.000}]"#] {
            let read = serde_json::from_str::<Objects>(text).map(|l| serde_json::to_string(&l));
            assert_eq!(read.ok().and_then(Result::ok).as_deref(), Some(text));
        }
    }

    #[test]
    fn anything_else_is_an_error() {
        for text in ["1", "{}", "true", "[1]", "null", "1.5"] {
            assert!(
                serde_json::from_str::<OneOrMany<String>>(text).is_err(),
                "{text}"
            );
        }
    }

    #[test]
    fn a_number_is_no_object() {
        type Objects = OneOrMany<std::collections::BTreeMap<String, RawJson>>;
        /// It would take an object of any other fields.
        #[derive(Debug, serde::Deserialize)]
        struct Lax {
            #[expect(dead_code, reason = "only reading it is looked at")]
            name: Option<String>,
        }
        for text in ["1", "1.5", "-0", "\"a\"", "null"] {
            assert!(serde_json::from_str::<Objects>(text).is_err(), "{text}");
            assert!(
                serde_json::from_str::<OneOrMany<Lax>>(text).is_err(),
                "{text}"
            );
        }
    }
}
