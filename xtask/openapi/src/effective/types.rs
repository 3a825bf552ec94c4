//! Sets of JSON types.

use serde_json::Value;

/// A set of JSON types.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Types(u8);

impl Types {
    /// No type.
    pub const NONE: Self = Self(0);
    /// Null.
    pub const NULL: Self = Self(1);
    /// An object.
    pub const OBJECT: Self = Self(2);
    /// A list.
    pub const ARRAY: Self = Self(4);
    /// A text.
    pub const STRING: Self = Self(8);
    /// A truth value.
    pub const BOOLEAN: Self = Self(16);
    /// A whole number.
    pub const INTEGER: Self = Self(32);
    /// Numbers hold the integers.
    pub const NUMBER: Self = Self(32 + 64);
    /// Every type.
    pub const ANY: Self = Self(127);

    /// The type that a document calls `name`.
    pub fn named(name: &str) -> Self {
        match name {
            "null" => Self::NULL,
            "object" => Self::OBJECT,
            "array" => Self::ARRAY,
            "string" => Self::STRING,
            "boolean" => Self::BOOLEAN,
            "integer" => Self::INTEGER,
            "number" => Self::NUMBER,
            _ => Self::NONE,
        }
    }

    /// The type of a value.
    pub fn of(value: &Value) -> Self {
        match value {
            Value::Null => Self::NULL,
            Value::Bool(_) => Self::BOOLEAN,
            // 1.0 is an integer as well.
            Value::Number(number)
                if number.as_f64().is_some_and(|number| number.fract() != 0.0) =>
            {
                Self::NUMBER
            }
            Value::Number(_) => Self::INTEGER,
            Value::String(_) => Self::STRING,
            Value::Array(_) => Self::ARRAY,
            Value::Object(_) => Self::OBJECT,
        }
    }

    /// Whether all of `other` is in it.
    pub fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// Both sets together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// What is in both sets.
    #[must_use]
    pub fn both(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// All but `other`.
    #[must_use]
    pub fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// The types in a reader's words.
    pub fn words(self) -> String {
        if self.without(Self::NULL) == Self::ANY.without(Self::NULL) {
            return "any value".to_owned();
        }
        let mut names = Vec::new();
        for (types, name) in [
            (Self::OBJECT, "object"),
            (Self::ARRAY, "array"),
            (Self::STRING, "string"),
            (Self::BOOLEAN, "boolean"),
            (Self::NULL, "null"),
        ] {
            if self.has(types) {
                names.push(name);
            }
        }
        if self.has(Self::NUMBER) {
            names.push("number");
        } else if self.has(Self::INTEGER) {
            names.push("integer");
        }
        if names.is_empty() {
            return "nothing".to_owned();
        }
        names.join(" or ")
    }
}
