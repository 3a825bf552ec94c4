//! One fact that is compared three ways: what Lean said, what Lean says, what our document says.

use serde_json::Value;

/// A fact at a place.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Point {
    /// JSON pointer into our document: where the fact stands, or would stand.
    pub(crate) place: String,
    /// Where Lean says it: the operation and the way through it.
    pub(crate) context: Context,
    pub(crate) fact: Fact,
    /// What Lean said; null when nothing.
    pub(crate) old: Value,
    /// What Lean says now.
    pub(crate) new: Value,
    /// What our document says.
    pub(crate) ours: Value,
}

impl Point {
    /// Whether Lean changed it.
    pub(crate) fn changed(&self) -> bool {
        self.old != self.new
    }
}

/// Where in an operation a fact stands.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Context {
    /// Method and path as Lean writes them; empty for the whole document.
    pub(crate) operation: String,
    /// The part of it, such as `answer 200`.
    pub(crate) part: String,
    /// The way through the fields, such as `data[].name`.
    pub(crate) way: String,
    /// Whether the client receives it.
    pub(crate) received: bool,
    /// Whether it is a failure's body, which no code is generated from.
    pub(crate) failure: bool,
}

impl Context {
    pub(crate) fn words(&self) -> String {
        [&self.operation, &self.part, &self.way]
            .into_iter()
            .filter(|text| !text.is_empty())
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join(", ")
    }

    /// The same, one field further.
    pub(crate) fn field(&self, name: &str) -> Self {
        let dot = if self.way.is_empty() { "" } else { "." };
        Self {
            way: format!("{}{dot}{name}", self.way),
            ..self.clone()
        }
    }

    /// The same, for an item of the list.
    pub(crate) fn item(&self) -> Self {
        Self {
            way: format!("{}[]", self.way),
            ..self.clone()
        }
    }
}

/// What kind of fact it is, with what is needed to make ours say what Lean says.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Fact {
    /// Whether an object has a field.
    Field(Box<FieldFact>),
    /// Whether a field is required. `owner` holds `properties` in our document.
    Required { owner: String, name: String },
    /// The types of a schema, without null. `node` says them in our document, `site` is where the
    /// schema is used.
    Types {
        node: String,
        site: String,
        lean: Vec<String>,
        name: String,
    },
    /// Whether null is allowed, where the schema is used.
    Null { site: String },
    /// Whether an enum has a value. `node` holds the enum in our document.
    EnumValue { node: String, value: Value },
    /// Whether there is an enum, or the shape as a whole: all of the schema where it is used.
    Shape {
        site: String,
        lean: Vec<String>,
        name: String,
    },
    /// A keyword with a plain value.
    Keyword { node: String, keyword: String },
    /// A keyword with a schema: `items`, `additionalProperties`.
    SchemaKeyword {
        node: String,
        keyword: String,
        lean: Vec<String>,
        name: String,
    },
    /// Whether a union has a branch. `list` is `oneOf` or `anyOf` in our document.
    Branch {
        list: Option<String>,
        ours: Option<String>,
        lean: Vec<String>,
        name: String,
    },
    /// Whether an operation has a parameter.
    Parameter {
        operation: String,
        ours: Option<String>,
        lean: Option<String>,
        /// The parameter that disappeared where this one appeared in the same shape.
        renamed_from: Option<String>,
    },
    /// Whether a parameter or a body must be sent. `node` holds `required`.
    MustBeSent { node: String },
    /// Whether an operation takes a body.
    Body {
        operation: String,
        lean: Option<String>,
        ours: bool,
    },
    /// Whether a body has a media type.
    Media {
        content: String,
        media: String,
        lean: Option<String>,
        ours: Option<String>,
    },
    /// Whether an operation has an answer of a status.
    Answer {
        operation: String,
        status: String,
        lean: Option<String>,
        ours: Option<String>,
    },
    /// Whether an answer has a header.
    Header {
        answer: String,
        header: String,
        lean: Option<String>,
        ours: Option<String>,
    },
    /// A field of an operation with a plain value: its id, its deprecation.
    OfOperation { operation: String, field: String },
    /// What proves who calls.
    Security { operation: String, lean: Value },
    /// Whether the document has a server.
    Server { url: String, ours: Option<usize> },
    /// Whether there is an operation.
    Operation {
        ours: Option<String>,
        lean: Option<String>,
    },
    /// Lean changed something below a place that our document leaves out.
    LeftOut {
        lean: Vec<String>,
        owner: Option<(String, String)>,
    },
}

/// A field of an object.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct FieldFact {
    /// The node of our document that holds `properties`, or would.
    pub(crate) owner: String,
    pub(crate) name: String,
    pub(crate) required: bool,
    /// Lean's schema of it now, by place in Lean's document.
    pub(crate) lean: Vec<String>,
    /// The field it stands after in Lean's document, nearest first.
    pub(crate) after: Vec<String>,
    /// The field that disappeared where this one appeared in the same shape.
    pub(crate) renamed_from: Option<String>,
}

impl Fact {
    /// The name of the kind, under which the same facts of one place come together.
    pub(crate) fn kind(&self) -> String {
        match self {
            Self::Field(_) => "field".to_owned(),
            Self::Required { .. } => "required".to_owned(),
            Self::Types { .. } => "type".to_owned(),
            Self::Null { .. } => "null".to_owned(),
            Self::EnumValue { value, .. } => format!("value {value}"),
            // It is written where the schema is used, whatever says it there.
            Self::Shape { site, .. } => format!("shape {site}"),
            Self::Keyword { keyword, .. } | Self::SchemaKeyword { keyword, .. } => keyword.clone(),
            Self::Branch { lean, ours, .. } => {
                format!(
                    "branch {} {}",
                    lean.join(" "),
                    ours.as_deref().unwrap_or("")
                )
            }
            Self::Parameter { .. } => "parameter".to_owned(),
            Self::MustBeSent { .. } => "must be sent".to_owned(),
            Self::Body { .. } => "body".to_owned(),
            Self::Media { media, .. } => format!("media type {media}"),
            Self::Answer { status, .. } => format!("answer {status}"),
            Self::Header { header, .. } => format!("header {header}"),
            Self::OfOperation { field, .. } => field.clone(),
            Self::Security { .. } => "security".to_owned(),
            Self::Server { url, .. } => format!("server {url}"),
            Self::Operation { .. } => "operation".to_owned(),
            Self::LeftOut { .. } => "left out".to_owned(),
        }
    }

    /// The place of ours that the fact is said in, which others may use too.
    pub(crate) fn holder(&self) -> Option<&str> {
        match self {
            Self::Field(field) => Some(&field.owner),
            Self::Required { owner, .. } => Some(owner),
            Self::Types { node, .. }
            | Self::EnumValue { node, .. }
            | Self::Keyword { node, .. }
            | Self::SchemaKeyword { node, .. }
            | Self::MustBeSent { node } => Some(node),
            Self::Null { site } | Self::Shape { site, .. } => Some(site),
            Self::Header { answer, .. } => Some(answer),
            Self::Media { content, .. } => Some(content),
            _ => None,
        }
    }

    /// Whether nobody who uses the place otherwise is hit when `new` is said there.
    pub(crate) fn only_adds(&self, new: &Value) -> bool {
        let appears = new == &Value::Bool(true);
        match self {
            Self::Field(field) => appears && !field.required && field.renamed_from.is_none(),
            Self::EnumValue { .. } | Self::Header { .. } | Self::Media { .. } => appears,
            _ => false,
        }
    }
}
