//! Traits of generated types that are the same for all of them.
//!
//! They stand here once; written out they were a third of each generated crate.

/// Lets a struct be read: it is an [`Object`](crate::generated::Object).
#[doc(hidden)]
#[macro_export]
macro_rules! read_as_object {
    ($name:ident) => {
        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                $crate::generated::object(deserializer)
            }
        }
    };
}

/// Lets an enum be read and written as its word: it has `as_str` and `FromStr`.
#[doc(hidden)]
#[macro_export]
macro_rules! treat_as_word {
    ($name:ident) => {
        impl ::std::convert::AsRef<str> for $name {
            #[inline]
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl ::std::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl ::std::convert::TryFrom<&str> for $name {
            type Error = <Self as ::std::str::FromStr>::Err;

            #[inline]
            fn try_from(value: &str) -> ::std::result::Result<Self, Self::Error> {
                value.parse()
            }
        }

        impl ::std::convert::TryFrom<::std::string::String> for $name {
            type Error = <Self as ::std::str::FromStr>::Err;

            #[inline]
            fn try_from(value: ::std::string::String) -> ::std::result::Result<Self, Self::Error> {
                value.parse()
            }
        }

        impl ::serde::Serialize for $name {
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                $crate::generated::word(deserializer)
            }
        }
    };
}
