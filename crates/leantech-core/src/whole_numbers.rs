//! Whole numbers that are written with a point or an exponent: `50.0` and `5e1` are 50.
//!
//! JSON has one kind of number, and servers that compute in floats write whole ones like that.
//! The reader of a type is given a deserialiser that hands such a number on as the integer it is;
//! everything else passes through as it is.

use std::fmt;

use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor,
};

/// A deserialiser, an access or a visitor below which whole numbers may be written as floats.
#[derive(Debug)]
pub(crate) struct Whole<T>(pub(crate) T);

/// From here on not every whole number has a float of its own, so that one could be another.
const NOT_EXACT: f64 = 4_503_599_627_370_496.0;

macro_rules! forward {
    ($($method:ident($($arg:ident: $type:ty),*);)+) => {
        $(
            #[inline]
            fn $method<V: Visitor<'de>>(
                self,
                $($arg: $type,)*
                visitor: V,
            ) -> Result<V::Value, Self::Error> {
                self.0.$method($($arg,)* Whole(visitor))
            }
        )+
    };
}

macro_rules! forward_as_it_is {
    ($($method:ident)+) => {
        $(
            #[inline]
            fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
                self.0.$method(visitor)
            }
        )+
    };
}

macro_rules! forward_integers {
    ($($method:ident)+) => {
        $(
            #[inline]
            fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
                self.0.$method(Integer(visitor))
            }
        )+
    };
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Whole<D> {
    type Error = D::Error;

    forward! {
        deserialize_any();
        deserialize_option();
        deserialize_seq();
        deserialize_tuple(len: usize);
        deserialize_tuple_struct(name: &'static str, len: usize);
        deserialize_map();
        deserialize_struct(name: &'static str, fields: &'static [&'static str]);
        deserialize_enum(name: &'static str, variants: &'static [&'static str]);
    }

    forward_as_it_is! {
        deserialize_bool deserialize_f32 deserialize_f64 deserialize_char deserialize_str
        deserialize_string deserialize_bytes deserialize_byte_buf deserialize_unit
        deserialize_identifier deserialize_ignored_any
    }

    forward_integers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128
    }

    #[inline]
    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        self.0.deserialize_unit_struct(name, visitor)
    }

    #[inline]
    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        self.0.deserialize_newtype_struct(name, Whole(visitor))
    }

    #[inline]
    fn is_human_readable(&self) -> bool {
        self.0.is_human_readable()
    }
}

macro_rules! hand_on {
    ($($method:ident: $type:ty,)+) => {
        $(
            #[inline]
            fn $method<E: serde::de::Error>(self, value: $type) -> Result<V::Value, E> {
                self.0.$method(value)
            }
        )+
    };
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Whole<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.expecting(f)
    }

    hand_on! {
        visit_bool: bool,
        visit_i64: i64,
        visit_i128: i128,
        visit_u64: u64,
        visit_u128: u128,
        visit_f64: f64,
        visit_char: char,
        visit_str: &str,
        visit_borrowed_str: &'de str,
        visit_string: String,
        visit_bytes: &[u8],
        visit_borrowed_bytes: &'de [u8],
        visit_byte_buf: Vec<u8>,
    }

    #[inline]
    fn visit_none<E: serde::de::Error>(self) -> Result<V::Value, E> {
        self.0.visit_none()
    }

    #[inline]
    fn visit_unit<E: serde::de::Error>(self) -> Result<V::Value, E> {
        self.0.visit_unit()
    }

    #[inline]
    fn visit_some<D: Deserializer<'de>>(self, inner: D) -> Result<V::Value, D::Error> {
        self.0.visit_some(Whole(inner))
    }

    #[inline]
    fn visit_newtype_struct<D: Deserializer<'de>>(self, inner: D) -> Result<V::Value, D::Error> {
        self.0.visit_newtype_struct(Whole(inner))
    }

    #[inline]
    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<V::Value, A::Error> {
        self.0.visit_seq(Whole(seq))
    }

    #[inline]
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<V::Value, A::Error> {
        self.0.visit_map(Whole(map))
    }

    #[inline]
    fn visit_enum<A: EnumAccess<'de>>(self, access: A) -> Result<V::Value, A::Error> {
        self.0.visit_enum(Whole(access))
    }
}

impl<'de, A: SeqAccess<'de>> SeqAccess<'de> for Whole<A> {
    type Error = A::Error;

    #[inline]
    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, A::Error> {
        self.0.next_element_seed(Whole(seed))
    }

    #[inline]
    fn size_hint(&self) -> Option<usize> {
        self.0.size_hint()
    }
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Whole<A> {
    type Error = A::Error;

    #[inline]
    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, A::Error> {
        self.0.next_key_seed(seed)
    }

    #[inline]
    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, A::Error> {
        self.0.next_value_seed(Whole(seed))
    }

    #[inline]
    fn size_hint(&self) -> Option<usize> {
        self.0.size_hint()
    }
}

impl<'de, A: EnumAccess<'de>> EnumAccess<'de> for Whole<A> {
    type Error = A::Error;
    type Variant = Whole<A::Variant>;

    #[inline]
    fn variant_seed<T: DeserializeSeed<'de>>(
        self,
        seed: T,
    ) -> Result<(T::Value, Self::Variant), A::Error> {
        let (value, variant) = self.0.variant_seed(seed)?;
        Ok((value, Whole(variant)))
    }
}

impl<'de, A: VariantAccess<'de>> VariantAccess<'de> for Whole<A> {
    type Error = A::Error;

    #[inline]
    fn unit_variant(self) -> Result<(), A::Error> {
        self.0.unit_variant()
    }

    #[inline]
    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, A::Error> {
        self.0.newtype_variant_seed(Whole(seed))
    }

    #[inline]
    fn tuple_variant<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value, A::Error> {
        self.0.tuple_variant(len, Whole(visitor))
    }

    #[inline]
    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, A::Error> {
        self.0.struct_variant(fields, Whole(visitor))
    }
}

impl<'de, T: DeserializeSeed<'de>> DeserializeSeed<'de> for Whole<T> {
    type Value = T::Value;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T::Value, D::Error> {
        self.0.deserialize(Whole(deserializer))
    }
}

/// A visitor of integers that takes whole floats as well.
struct Integer<V>(V);

impl<'de, V: Visitor<'de>> Visitor<'de> for Integer<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.expecting(f)
    }

    hand_on! {
        visit_i64: i64,
        visit_i128: i128,
        visit_u64: u64,
        visit_u128: u128,
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<V::Value, E> {
        if value.fract() != 0.0 || value.abs() >= NOT_EXACT {
            return self.0.visit_f64(value);
        }
        #[expect(clippy::cast_possible_truncation, reason = "it is whole and in range")]
        self.0.visit_i64(value as i64)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::Deserialize;

    use super::*;
    use crate::{EitherForm, ExactDecimal, OneOrMany, RawJson};

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Choice {
        One(i64),
        Two { a: u8 },
    }

    fn read<'a, T: Deserialize<'a>>(text: &'a str) -> Option<T> {
        let mut reader = serde_json::Deserializer::from_str(text);
        T::deserialize(Whole(&mut reader)).ok()
    }

    #[test]
    fn a_whole_number_may_be_written_as_a_float() {
        for (text, number) in [
            ("50", 50),
            ("50.0", 50),
            ("5e1", 50),
            ("5.0E+1", 50),
            ("500e-1", 50),
            ("-50.000", -50),
            ("0.0", 0),
            ("-0.0", 0),
            ("9223372036854775807", i64::MAX),
        ] {
            assert_eq!(read::<i64>(text), Some(number), "{text}");
            assert_eq!(read::<Option<i64>>(text), Some(Some(number)), "{text}");
        }
    }

    #[test]
    fn another_number_is_no_integer() {
        for text in [
            "50.5",
            "5e-1",
            "1e400",
            "1e300",
            "9007199254740993.0",
            "9223372036854775808",
            "\"50\"",
            "\"50.0\"",
            "true",
            "null",
        ] {
            assert_eq!(read::<i64>(text), None, "{text}");
        }
        assert_eq!((read::<u8>("256.0"), read::<u8>("-1.0")), (None, None));
        assert_eq!(read::<u8>("255.0"), Some(255));
    }

    #[test]
    fn it_is_read_wherever_it_stands() {
        let list = read::<Vec<(u8, Option<i64>)>>("[[1.0,2.0],[3e0,null]]");
        assert_eq!(list, Some(vec![(1, Some(2)), (3, None)]));
        let map = read::<BTreeMap<String, Vec<i64>>>(r#"{"a":[5e1]}"#);
        assert_eq!(map.and_then(|map| map.get("a").cloned()), Some(vec![50]));
        assert_eq!(read::<Choice>(r#"{"one":5.0}"#), Some(Choice::One(5)));
        assert_eq!(
            read::<Choice>(r#"{"two":{"a":5.0}}"#),
            Some(Choice::Two { a: 5 })
        );
        let either = read::<EitherForm<i64, String>>("5e1");
        assert_eq!(either, Some(EitherForm::First(50)));
    }

    #[test]
    fn what_is_exact_stays_exact() {
        let amounts = read::<Vec<ExactDecimal>>(r#"[10.000,"1e3",5e1]"#);
        let amounts = amounts.unwrap_or_default();
        let shown: Vec<String> = amounts.iter().map(ToString::to_string).collect();
        assert_eq!(shown, ["10.000", "1e3", "5e1"]);
        let raw = read::<Vec<RawJson>>("[50.0,{\"b\":1, \"a\":5e1}]").unwrap_or_default();
        let raw: Vec<&str> = raw.iter().map(RawJson::get).collect();
        assert_eq!(raw, ["50.0", "{\"b\":1, \"a\":5e1}"]);
        let many = read::<OneOrMany<String>>("\"a\"").map(OneOrMany::into_vec);
        assert_eq!(many, Some(vec!["a".to_owned()]));
        assert_eq!(read::<f64>("50.0"), Some(50.0));
    }
}
