//! Enums that Lean may extend at any time: a value that is not known is kept and written back.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;

use serde::Deserializer;
use serde::de::{self, Visitor};

use super::closed_enum::NotOneOf;

/// A value of the enum `E` that this version does not know, as it was sent.
///
/// It is only made by reading a text, so it is never one of the known values.
pub struct UnknownValue<E> {
    text: Box<str>,
    of: PhantomData<fn() -> E>,
}

impl<E> UnknownValue<E> {
    /// The value as it was sent.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

impl<E> Clone for UnknownValue<E> {
    fn clone(&self) -> Self {
        Self {
            text: self.text.clone(),
            of: PhantomData,
        }
    }
}

impl<E> PartialEq for UnknownValue<E> {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl<E> Eq for UnknownValue<E> {}

impl<E> PartialOrd for UnknownValue<E> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<E> Ord for UnknownValue<E> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.text.cmp(&other.text)
    }
}

impl<E> Hash for UnknownValue<E> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.text.hash(state);
    }
}

impl<E> AsRef<str> for UnknownValue<E> {
    fn as_ref(&self) -> &str {
        &self.text
    }
}

impl<E> fmt::Display for UnknownValue<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.text)
    }
}

impl<E> fmt::Debug for UnknownValue<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.text, f)
    }
}

/// An enum made by [`open_enum!`](crate::open_enum).
pub trait OpenEnum: Sized {
    /// The variant of a text, if it is known.
    fn known(text: &str) -> Option<Self>;

    /// The variant of every other text.
    fn unknown(value: UnknownValue<Self>) -> Self;
}

/// The value for a text.
#[inline]
pub fn open_of<E: OpenEnum>(text: &str) -> E {
    E::known(text).unwrap_or_else(|| unknown(text.into()))
}

/// The value for an owned text.
#[inline]
pub fn open_of_string<E: OpenEnum>(text: String) -> E {
    E::known(&text).unwrap_or_else(|| unknown(text.into()))
}

fn unknown<E: OpenEnum>(text: Box<str>) -> E {
    E::unknown(UnknownValue {
        text,
        of: PhantomData,
    })
}

/// Reads a text as a value.
///
/// # Errors
///
/// Fails for anything other than a text.
#[inline]
pub fn read_open<'de, E: OpenEnum, D: Deserializer<'de>>(deserializer: D) -> Result<E, D::Error> {
    deserializer.deserialize_str(TextVisitor(|text| Ok(open_of(text))))
}

/// Reads a text as a value of an enum, open or closed.
pub(super) struct TextVisitor<E>(pub(super) fn(&str) -> Result<E, NotOneOf>);

impl<E> Visitor<'_> for TextVisitor<E> {
    type Value = E;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text")
    }

    fn visit_str<F: de::Error>(self, text: &str) -> Result<E, F> {
        (self.0)(text).map_err(|error| F::custom(format_args!("a value {error}")))
    }
}

/// The schema of an enum; open is one that allows other texts as well.
#[cfg(feature = "schemars")]
pub fn enum_schema(docs: &[&str], texts: &[&str], is_open: bool) -> schemars::Schema {
    let known = serde_json::json!({ "type": "string", "enum": texts });
    let mut schema = if is_open {
        schemars::json_schema!({ "anyOf": [known, { "type": "string" }] })
    } else {
        schemars::json_schema!({ "type": "string", "enum": texts })
    };
    let lines = docs
        .iter()
        .map(|line| line.strip_prefix(' ').unwrap_or(line));
    let description = lines.collect::<Vec<_>>().join("\n");
    if !description.trim().is_empty() {
        schema.insert("description".to_owned(), description.trim().into());
    }
    schema
}

/// Makes enums whose values Lean may extend at any time.
///
/// Each has a variant `Unknown` for a value that is not in the list: it is kept and written back as
/// it was sent.
///
/// ```
/// leantech_core::open_enum! {
///     /// Whether a thing works.
///     pub enum Status {
///         Active = "ACTIVE",
///         /// It may work again.
///         Paused = "PAUSED",
///     }
/// }
///
/// let status: Status = serde_json::from_str("\"ACTIVE\"")?;
/// assert_eq!(status, Status::Active);
///
/// let status: Status = serde_json::from_str("\"ENDED\"")?;
/// assert!(matches!(&status, Status::Unknown(value) if value.as_str() == "ENDED"));
/// assert_eq!(serde_json::to_string(&status)?, "\"ENDED\"");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! open_enum {
    ($(
        $(#[doc = $doc:expr])*
        $vis:vis enum $name:ident {
            $($(#[$about:meta])* $variant:ident = $text:literal),+ $(,)?
        }
    )+) => {$(
        $(#[doc = $doc])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[non_exhaustive]
        $vis enum $name {
            $(
                $(#[$about])*
                #[doc = ""]
                #[doc = concat!("`", $text, "`")]
                $variant,
            )+
            /// A value that this version does not know, as it was sent.
            Unknown($crate::UnknownValue<$name>),
        }

        #[allow(dead_code, unreachable_pub, reason = "not all is needed where the enum is private")]
        impl $name {
            /// The values that this version knows.
            pub const KNOWN: &'static [Self] = &[$(Self::$variant),+];

            /// The value as Lean spells it.
            #[inline]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)+
                    Self::Unknown(value) => value.as_str(),
                }
            }

            /// Whether this version does not know the value.
            #[inline]
            pub fn is_unknown(&self) -> bool {
                matches!(self, Self::Unknown(_))
            }
        }

        impl $crate::codegen::OpenEnum for $name {
            #[inline]
            fn known(text: &str) -> Option<Self> {
                match text {
                    $($text => Some(Self::$variant),)+
                    _ => None,
                }
            }

            #[inline]
            fn unknown(value: $crate::UnknownValue<Self>) -> Self {
                Self::Unknown(value)
            }
        }

        // By the text, so that a value keeps its place when a later version knows it.
        impl Ord for $name {
            #[inline]
            fn cmp(&self, other: &Self) -> ::std::cmp::Ordering {
                self.as_str().cmp(other.as_str())
            }
        }

        impl PartialOrd for $name {
            #[inline]
            fn partial_cmp(&self, other: &Self) -> Option<::std::cmp::Ordering> {
                Some(self.cmp(other))
            }
        }

        impl ::std::hash::Hash for $name {
            #[inline]
            fn hash<H: ::std::hash::Hasher>(&self, state: &mut H) {
                self.as_str().hash(state);
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = ::std::convert::Infallible;

            #[inline]
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Ok($crate::codegen::open_of(text))
            }
        }

        impl From<&str> for $name {
            #[inline]
            fn from(text: &str) -> Self {
                $crate::codegen::open_of(text)
            }
        }

        impl From<&String> for $name {
            #[inline]
            fn from(text: &String) -> Self {
                $crate::codegen::open_of(text)
            }
        }

        impl From<String> for $name {
            #[inline]
            fn from(text: String) -> Self {
                $crate::codegen::open_of_string(text)
            }
        }

        impl<'de> $crate::codegen::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::codegen::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                $crate::codegen::read_open(deserializer)
            }
        }

        $crate::enum_texts!($name, open: [$($doc),*], [$($text),+]);
    )+};
}

/// What open and closed enums have in common: they are written as their texts.
#[doc(hidden)]
#[macro_export]
macro_rules! enum_texts {
    ($name:ident, $kind:ident: $docs:expr, $texts:expr) => {
        impl From<&Self> for $name {
            #[inline]
            fn from(value: &Self) -> Self {
                value.clone()
            }
        }

        impl AsRef<str> for $name {
            #[inline]
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl ::std::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl $crate::codegen::serde::Serialize for $name {
            fn serialize<S: $crate::codegen::serde::Serializer>(
                &self,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        #[cfg(feature = "schemars")]
        impl $crate::codegen::schemars::JsonSchema for $name {
            fn schema_name() -> ::std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(
                _: &mut $crate::codegen::schemars::SchemaGenerator,
            ) -> $crate::codegen::schemars::Schema {
                $crate::codegen::enum_schema(&$docs, &$texts, $crate::enum_texts!(@is_open $kind))
            }
        }
    };
    (@is_open open) => { true };
    (@is_open closed) => { false };
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    crate::open_enum! {
        /// A colour.
        ///
        /// Of paint.
        enum Colour {
            Red = "RED",
            /// The best one.
            Green = "GREEN",
        }
        enum Size { Small = "SMALL" }
    }

    fn read(json: &str) -> Option<Colour> {
        serde_json::from_str(json).ok()
    }

    #[test]
    fn a_value_of_the_document_is_known_however_it_comes() {
        let red = [
            read("\"RED\""),
            read("\"\\u0052ED\""),
            "RED".parse().ok(),
            Some(Colour::from("RED")),
            Some(Colour::from("RED".to_owned())),
            Some(Colour::from(&"RED".to_owned())),
            Some(Colour::from(&Colour::Red)),
        ];
        for red in red {
            assert_eq!(red, Some(Colour::Red));
        }
        assert!(!Colour::Red.is_unknown());
        assert_eq!(Colour::KNOWN, [Colour::Red, Colour::Green]);
        assert_eq!(Size::KNOWN.first().map(Size::as_str), Some("SMALL"));
    }

    #[test]
    fn an_unknown_value_is_written_back_as_it_was_sent() {
        for json in ["\"red\"", "\"\"", "\" RED\"", "\"\\u0001\"", "\"أحمر\""] {
            let value = read(json);
            assert_eq!(value.as_ref().map(Colour::is_unknown), Some(true), "{json}");
            let back = value.and_then(|value| serde_json::to_string(&value).ok());
            assert_eq!(back.as_deref(), Some(json));
        }
    }

    #[test]
    fn anything_but_a_text_is_refused() {
        for json in ["1", "null", "true", "[\"RED\"]", "{\"RED\":1}"] {
            assert_eq!(read(json), None, "{json}");
        }
    }

    #[test]
    fn it_is_shown_as_it_is_spelled_and_takes_a_width() {
        assert_eq!(
            format!("{:>5}|{:<4}", Colour::Red, Colour::from("X")),
            "  RED|X   "
        );
        let shown = format!("{:?}", [Colour::Red, Colour::from("X")]);
        assert_eq!(shown, "[Red, Unknown(\"X\")]");
        assert_eq!(Colour::from("X").as_ref(), "X");
    }

    #[test]
    fn values_are_told_apart_and_in_the_order_of_their_texts() {
        let mut values = ["b", "RED", "a", "GREEN", "b"].map(Colour::from);
        assert_eq!(values.iter().collect::<HashSet<_>>().len(), 4);
        values.sort();
        let sorted: Vec<&str> = values.iter().map(Colour::as_str).collect();
        assert_eq!(sorted, ["GREEN", "RED", "a", "b", "b"]);
    }

    #[cfg(feature = "schemars")]
    #[test]
    fn its_schema_says_that_it_is_open() {
        let schema = schemars::schema_for!(Colour).to_value();
        let expected = serde_json::json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": "Colour",
            "description": "A colour.\n\nOf paint.",
            "anyOf": [{ "type": "string", "enum": ["RED", "GREEN"] }, { "type": "string" }]
        });
        assert_eq!(schema, expected);
    }
}
