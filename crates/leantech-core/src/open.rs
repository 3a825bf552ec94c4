//! Enums that Lean may extend at any time: an unknown word is kept and written back.

use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A word that Lean sends: one that its documents name, or one that they do not name yet.
///
/// ```
/// use leantech_core::Open;
/// # #[derive(Debug, Clone, Copy, PartialEq)] enum Status { Active }
/// # impl std::str::FromStr for Status { type Err = (); fn from_str(s: &str) -> Result<Self, ()> { if s == "ACTIVE" { Ok(Self::Active) } else { Err(()) } } }
/// # impl std::fmt::Display for Status { fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str("ACTIVE") } }
///
/// let known: Open<Status> = serde_json::from_str("\"ACTIVE\"")?;
/// assert_eq!(known, Status::Active);
///
/// let new: Open<Status> = serde_json::from_str("\"PAUSED\"")?;
/// assert_eq!(new.known(), None);
/// assert_eq!(serde_json::to_string(&new)?, "\"PAUSED\"");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Open<T> {
    /// A word of the document.
    Known(T),
    /// A word that the document does not name, as it came.
    Unknown(Word),
}

/// A word outside the document, as it came.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Word(Box<str>);

impl Word {
    /// The word itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<T> Open<T> {
    /// The word of the document, or `None` for one that it does not name.
    pub fn known(&self) -> Option<&T> {
        match self {
            Self::Known(word) => Some(word),
            Self::Unknown(_) => None,
        }
    }

    /// The word that the document does not name, if it is one.
    pub fn unknown(&self) -> Option<&str> {
        match self {
            Self::Known(_) => None,
            Self::Unknown(word) => Some(word.as_str()),
        }
    }
}

impl<T: FromStr> Open<T> {
    fn read(word: &str) -> Self {
        T::from_str(word).map_or_else(|_| Self::Unknown(Word(word.into())), Self::Known)
    }
}

impl<T> From<T> for Open<T> {
    fn from(word: T) -> Self {
        Self::Known(word)
    }
}

impl<T: FromStr> FromStr for Open<T> {
    type Err = std::convert::Infallible;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Ok(Self::read(word))
    }
}

impl<T: PartialEq> PartialEq<T> for Open<T> {
    fn eq(&self, other: &T) -> bool {
        self.known() == Some(other)
    }
}

impl<T: fmt::Display> fmt::Display for Open<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Known(word) => word.fmt(f),
            Self::Unknown(word) => word.fmt(f),
        }
    }
}

impl<T: fmt::Display> Serialize for Open<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Known(word) => serializer.collect_str(word),
            Self::Unknown(word) => serializer.serialize_str(word.as_str()),
        }
    }
}

impl<'de, T: FromStr> Deserialize<'de> for Open<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct WordVisitor<T>(PhantomData<T>);

        impl<T: FromStr> Visitor<'_> for WordVisitor<T> {
            type Value = Open<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a word")
            }

            fn visit_str<E: de::Error>(self, word: &str) -> Result<Self::Value, E> {
                Ok(Open::read(word))
            }
        }

        deserializer.deserialize_str(WordVisitor(PhantomData))
    }
}

#[cfg(feature = "schemars")]
impl<T: schemars::JsonSchema> schemars::JsonSchema for Open<T> {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        format!("Open_{}", T::schema_name()).into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let known = generator.subschema_for::<T>();
        schemars::json_schema!({ "anyOf": [known, { "type": "string" }] })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Clone, Copy, PartialEq)]
    enum Colour {
        Red,
    }

    impl FromStr for Colour {
        type Err = ();

        fn from_str(word: &str) -> Result<Self, ()> {
            if word == "RED" {
                Ok(Self::Red)
            } else {
                Err(())
            }
        }
    }

    impl fmt::Display for Colour {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("RED")
        }
    }

    #[test]
    fn a_word_of_the_document_is_known() {
        assert_eq!(
            serde_json::from_str::<Open<Colour>>("\"RED\"").ok(),
            Some(Open::Known(Colour::Red))
        );
    }

    #[test]
    fn an_unknown_word_is_written_back_as_it_came() {
        for word in ["\"red\"", "\"\"", "\" RED\"", "\"\\u0001\"", "\"أحمر\""] {
            let open =
                serde_json::from_str::<Open<Colour>>(word).map(|w| serde_json::to_string(&w));
            assert_eq!(open.ok().and_then(Result::ok).as_deref(), Some(word));
        }
    }

    #[test]
    fn a_number_is_no_word() {
        assert!(serde_json::from_str::<Open<Colour>>("1").is_err());
    }
}
