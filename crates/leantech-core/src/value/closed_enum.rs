//! Enums whose values we send: Lean accepts only those that its documents list.

use std::fmt;

use serde::Deserializer;

use super::open_enum::TextVisitor;

/// A text that is not one of an enum's values. The error does not contain the text, which can be customer data.
///
/// ```
/// leantech_core::closed_enum! {
///     /// The order of a list.
///     pub enum Sorting { Ascending = "ASC", Descending = "DESC" }
/// }
///
/// let error = "UP".parse::<Sorting>().unwrap_err();
/// assert_eq!(error.to_string(), "is not one of ASC, DESC");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotOneOf {
    texts: &'static [&'static str],
}

impl fmt::Display for NotOneOf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("is not one of ")?;
        for (number, text) in self.texts.iter().enumerate() {
            let comma = if number == 0 { "" } else { ", " };
            write!(f, "{comma}{text}")?;
        }
        Ok(())
    }
}

impl std::error::Error for NotOneOf {}

/// An enum made by [`closed_enum!`](crate::closed_enum).
pub trait ClosedEnum: Sized {
    /// How the values are spelled.
    const TEXTS: &'static [&'static str];

    /// The variant of a text, if there is one.
    fn known(text: &str) -> Option<Self>;
}

/// The value of a text.
///
/// # Errors
///
/// Fails for a text that is not one of the enum's values.
#[inline]
pub fn closed_of<E: ClosedEnum>(text: &str) -> Result<E, NotOneOf> {
    E::known(text).ok_or(NotOneOf { texts: E::TEXTS })
}

/// Reads a text as a value.
///
/// # Errors
///
/// Fails for any other text, and for anything that is not a text.
#[inline]
pub fn read_closed<'de, E: ClosedEnum, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<E, D::Error> {
    deserializer.deserialize_str(TextVisitor(closed_of))
}

/// Makes enums that have no other values than those listed.
///
/// ```
/// leantech_core::closed_enum! {
///     /// The order of a list.
///     pub enum Sorting {
///         /// The oldest first.
///         Ascending = "ASC",
///         Descending = "DESC",
///     }
/// }
///
/// assert_eq!("DESC".parse(), Ok(Sorting::Descending));
/// assert_eq!(Sorting::ALL.map(Sorting::as_str), ["ASC", "DESC"]);
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! closed_enum {
    ($(
        $(#[doc = $doc:expr])*
        $vis:vis enum $name:ident {
            $($(#[$about:meta])* $variant:ident = $text:literal),+ $(,)?
        }
    )+) => {$(
        $(#[doc = $doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        $vis enum $name {
            $(
                $(#[$about])*
                #[doc = ""]
                #[doc = concat!("`", $text, "`")]
                $variant,
            )+
        }

        #[allow(dead_code, unreachable_pub, reason = "not all is needed where the enum is private")]
        impl $name {
            /// All values.
            pub const ALL: [Self; [$($text),+].len()] = [$(Self::$variant),+];

            /// The value as Lean spells it.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)+
                }
            }
        }

        impl $crate::codegen::ClosedEnum for $name {
            const TEXTS: &'static [&'static str] = &[$($text),+];

            fn known(text: &str) -> Option<Self> {
                match text {
                    $($text => Some(Self::$variant),)+
                    _ => None,
                }
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = $crate::NotOneOf;

            /// Reads one of the values; case matters.
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                $crate::codegen::closed_of(text)
            }
        }

        impl TryFrom<&str> for $name {
            type Error = $crate::NotOneOf;

            fn try_from(text: &str) -> Result<Self, Self::Error> {
                $crate::codegen::closed_of(text)
            }
        }

        impl TryFrom<&String> for $name {
            type Error = $crate::NotOneOf;

            fn try_from(text: &String) -> Result<Self, Self::Error> {
                $crate::codegen::closed_of(text)
            }
        }

        impl TryFrom<String> for $name {
            type Error = $crate::NotOneOf;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                $crate::codegen::closed_of(&text)
            }
        }

        impl<'de> $crate::codegen::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::codegen::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                $crate::codegen::read_closed(deserializer)
            }
        }

        $crate::enum_texts!($name, closed: [$($doc),*], [$($text),+]);
    )+};
}

#[cfg(test)]
mod tests {
    use crate::NotOneOf;

    crate::closed_enum! {
        /// A side.
        enum Side { Left = "LEFT", Right = "right-hand" }
    }

    #[test]
    fn a_value_goes_back_as_it_came() {
        for side in Side::ALL {
            let json = serde_json::to_string(&side).unwrap_or_default();
            assert_eq!(json, format!("\"{side}\""));
            assert_eq!(serde_json::from_str::<Side>(&json).ok(), Some(side));
            assert_eq!(Side::try_from(side.as_str()), Ok(side));
            assert_eq!(Side::try_from(side.as_ref().to_owned()), Ok(side));
            assert_eq!(Side::from(&side), side);
        }
        assert_eq!(format!("{:<5}|", Side::Left), "LEFT |");
    }

    #[test]
    fn another_text_is_refused_without_being_told() {
        let error = "canary".parse::<Side>();
        let told = error.map_err(|error: NotOneOf| error.to_string());
        assert_eq!(told, Err("is not one of LEFT, right-hand".to_owned()));
        for json in ["\"canary\"", "\"left\"", "\"\"", "1", "null"] {
            let told = serde_json::from_str::<Side>(json).map_err(|error| error.to_string());
            assert!(told.is_err_and(|told| !told.contains("canary")), "{json}");
        }
    }

    #[cfg(feature = "schemars")]
    #[test]
    fn its_schema_lists_the_values() {
        let schema = schemars::schema_for!(Side).to_value();
        let expected = serde_json::json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": "Side",
            "description": "A side.",
            "type": "string",
            "enum": ["LEFT", "right-hand"]
        });
        assert_eq!(schema, expected);
    }
}
