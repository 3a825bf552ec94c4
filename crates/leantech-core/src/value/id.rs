//! Ids as distinct types, so that one kind is never mistaken for another.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::conversions::from_texts;
use crate::value::path_segment::{PathIdError, check_path_id};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $shown:expr) => {
        $(#[$doc])*
        ///
        /// Made from text it is checked to be safe in a path; read from an answer it is accepted as
        /// it is, and checked when it goes into a path.
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Box<str>);

        impl $name {
            /// The id as Lean writes it.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = PathIdError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                check_path_id(text).map(|()| Self(text.into()))
            }
        }

        from_texts!($name, PathIdError);

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                self.as_str() == other
            }
        }

        impl PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                self.as_str() == *other
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let shown: Option<&str> = $shown;
                f.write_str(shown.unwrap_or(self.as_str()))
            }
        }

        #[cfg(feature = "schemars")]
        impl schemars::JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "string" })
            }
        }
    };
}

id!(
    /// The id that Lean gives a customer.
    CustomerId,
    None
);

id!(
    /// The id that the application gives its customer: any text of 1 to 255 characters.
    ///
    /// It is often an e-mail address or a telephone number, so `Debug` does not show it.
    AppUserId,
    Some("[redacted]")
);

id!(
    /// The id of an entity: the connection of a customer to a bank.
    EntityId,
    None
);

id!(
    /// The id that Lean gives a consent; the bank has another one.
    ConsentId,
    None
);

id!(
    /// The id of an account within an entity.
    AccountId,
    None
);

id!(
    /// The id of a refresh of an entity's data.
    RefreshId,
    None
);

id!(
    /// The id of the result of a data call.
    ResultsId,
    None
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_that_would_change_the_path_is_refused() {
        for text in ["", ".", ".."] {
            assert!(text.parse::<CustomerId>().is_err(), "{text:?}");
        }
    }

    #[test]
    fn an_id_of_an_answer_is_kept_whatever_it_is() {
        let json = "\"not-a-uuid/..\"";
        let id = serde_json::from_str::<AccountId>(json).map(|id| serde_json::to_string(&id));
        assert_eq!(id.ok().and_then(Result::ok).as_deref(), Some(json));
    }

    #[test]
    fn the_application_s_own_id_of_a_customer_is_not_shown() {
        let id = "canary@example.com".parse::<AppUserId>();
        assert!(!format!("{id:?}").contains("canary"));
    }
}
