//! Texts whose length is checked before they are sent.

use std::fmt;

/// A text that is shorter or longer than Lean accepts. It does not contain the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WrongLength {
    least: usize,
    most: usize,
}

impl WrongLength {
    /// Checks a text's length in characters.
    ///
    /// # Errors
    ///
    /// Fails unless it has `least` to `most` characters.
    #[doc(hidden)]
    pub fn check(text: &str, least: usize, most: usize) -> Result<(), Self> {
        let length = text.chars().count();
        if (least..=most).contains(&length) {
            Ok(())
        } else {
            Err(Self { least, most })
        }
    }
}

impl fmt::Display for WrongLength {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.least, self.most) {
            (least, usize::MAX) => write!(f, "has fewer than {least} characters"),
            (0, most) => write!(f, "has more than {most} characters"),
            (least, most) => write!(f, "does not have {least} to {most} characters"),
        }
    }
}

impl std::error::Error for WrongLength {}

/// A value that does not convert is a request that cannot be made.
/// Declares a text with the fewest and the most characters that it may have.
///
/// It is made from a `&str` or a `String`, which can fail with [`WrongLength`]. Its `Debug` shows only
/// its type's name: the text may name somebody.
#[doc(hidden)]
#[macro_export]
macro_rules! bounded_text {
    ($(#[$docs:meta])* pub struct $name:ident($least:literal..=$most:expr);) => {
        $(#[$docs])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[derive($crate::codegen::serde::Serialize)]
        #[serde(crate = "leantech_core::codegen::serde", transparent)]
        #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
        pub struct $name(String);

        impl $name {
            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl ::std::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.debug_struct(stringify!($name)).finish_non_exhaustive()
            }
        }

        impl ::std::convert::TryFrom<String> for $name {
            type Error = $crate::WrongLength;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                $crate::WrongLength::check(&text, $least, $most)?;
                Ok(Self(text))
            }
        }

        impl ::std::convert::TryFrom<&str> for $name {
            type Error = $crate::WrongLength;

            fn try_from(text: &str) -> Result<Self, Self::Error> {
                text.to_owned().try_into()
            }
        }

        impl ::std::convert::TryFrom<&String> for $name {
            type Error = $crate::WrongLength;

            fn try_from(text: &String) -> Result<Self, Self::Error> {
                text.clone().try_into()
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = $crate::WrongLength;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.try_into()
            }
        }

        impl From<&$name> for $name {
            fn from(text: &$name) -> Self {
                text.clone()
            }
        }

        impl<'de> $crate::codegen::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::codegen::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                let text = <String as $crate::codegen::serde::Deserialize>::deserialize(deserializer)?;
                text.try_into().map_err($crate::codegen::serde::de::Error::custom)
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use super::WrongLength;

    #[test]
    fn a_length_is_counted_in_characters_and_told_without_the_text() {
        assert_eq!(WrongLength::check("بنك", 1, 3), Ok(()));
        let told = WrongLength::check("canary", 1, 3).map_err(|error| error.to_string());
        assert_eq!(told, Err("does not have 1 to 3 characters".to_owned()));
    }
}
