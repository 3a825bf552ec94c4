//! JSON whose shape Lean's documents do not describe, kept as the text that was sent.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

/// A JSON value of unknown shape: the text is kept, so that nothing is rounded or reordered.
///
/// ```
/// let raw: leantech_core::RawJson = serde_json::from_str(r#"{"min":10.000}"#)?;
/// assert_eq!(raw.get(), r#"{"min":10.000}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone)]
pub struct RawJson(Box<RawValue>);

impl RawJson {
    /// The JSON text as received.
    pub fn get(&self) -> &str {
        self.0.get()
    }

    /// Reads the text as a value of the caller's own type.
    ///
    /// # Errors
    ///
    /// Fails when the text is not JSON of that type.
    pub fn read<'a, T: Deserialize<'a>>(&'a self) -> Result<T, serde_json::Error> {
        serde_json::from_str(self.get())
    }
}

impl TryFrom<String> for RawJson {
    type Error = serde_json::Error;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        RawValue::from_string(text).map(Self)
    }
}

impl TryFrom<&str> for RawJson {
    type Error = serde_json::Error;

    fn try_from(text: &str) -> Result<Self, Self::Error> {
        text.to_owned().try_into()
    }
}

impl From<&Self> for RawJson {
    fn from(json: &Self) -> Self {
        json.clone()
    }
}

impl PartialEq for RawJson {
    fn eq(&self, other: &Self) -> bool {
        self.get() == other.get()
    }
}

impl fmt::Debug for RawJson {
    /// Prints only the length: it may hold customer data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[json of {} bytes]", self.get().len())
    }
}

impl Serialize for RawJson {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for RawJson {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Box::<RawValue>::deserialize(deserializer).map(Self)
    }
}

#[cfg(feature = "schemars")]
impl schemars::JsonSchema for RawJson {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "RawJson".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        true.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_is_kept_to_the_letter() {
        for text in ["10.000", "1e400", r#"{"b":1,"a":[ 2 ]}"#, "null"] {
            let raw = serde_json::from_str::<RawJson>(text).map(|raw| serde_json::to_string(&raw));
            assert_eq!(raw.ok().and_then(Result::ok).as_deref(), Some(text));
        }
    }

    #[test]
    fn debug_shows_no_content() {
        let raw = serde_json::from_str::<RawJson>(r#"{"name":"canary"}"#);
        assert!(!format!("{raw:?}").contains("canary"));
    }
}
