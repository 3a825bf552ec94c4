//! The enums of the `LinkSDK`, each from its words.

/// An enum with its words: `as_str`, `Display`, `FromStr`, serde and, with the feature, its schema.
macro_rules! words {
    (
        $(#[$doc:meta])*
        $name:ident {
            $($(#[$variant_doc:meta])* $variant:ident = $word:literal,)+
        }
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[derive(serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
        #[non_exhaustive]
        pub enum $name {
            $(
                $(#[$variant_doc])*
                #[serde(rename = $word)]
                $variant,
            )+
        }

        impl $name {
            /// Every word that Lean's documents name, in their order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word that travels on the wire.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::link_sdk::UnknownWord;

            /// Reads one of the words, letter for letter.
            fn from_str(word: &str) -> Result<Self, Self::Err> {
                Self::ALL
                    .iter()
                    .copied()
                    .find(|known| known.as_str() == word)
                    .ok_or($crate::link_sdk::UnknownWord)
            }
        }
    };
}

pub(super) use words;

/// A word that is none of an enum's. The word itself is not in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownWord;

impl std::fmt::Display for UnknownWord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("read a word that Lean's documents do not name")
    }
}

impl std::error::Error for UnknownWord {}
