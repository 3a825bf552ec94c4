//! The grammar of an `OpenAPI` document: which kind of object stands at which place.

mod walk;

pub use walk::{Spot, references, walk, walk_part};

/// A kind of object in an `OpenAPI` document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The document itself.
    Document,
    /// `info`.
    Info,
    /// A server.
    Server,
    /// A tag.
    Tag,
    /// `components`.
    Components,
    /// What stands at one path.
    PathItem,
    /// One method of one path.
    Operation,
    /// A parameter.
    Parameter,
    /// A header of an answer.
    Header,
    /// The body of a request.
    RequestBody,
    /// One answer.
    Response,
    /// One media type of a body.
    MediaType,
    /// How one part of a form is written.
    Encoding,
    /// A link from an answer to an operation.
    Link,
    /// Path items called back, by run-time expression.
    Callback,
    /// A schema.
    Schema,
    /// A named example.
    Example,
    /// A security scheme.
    SecurityScheme,
}

/// What a field of an object holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// One object.
    One(Kind),
    /// Objects by name.
    Map(Kind),
    /// Objects by name; a name that starts with `x-` is an extension instead.
    Table(Kind),
    /// A list of objects.
    List(Kind),
    /// Anything else, which has no place of its own.
    Data,
}

/// Which kind of object the grammar has at a pointer; `None` where it has none, as in data.
pub fn kind_at(pointer: &str) -> Option<Kind> {
    let tokens = crate::pointer::tokens(pointer)?;
    let mut kind = Kind::Document;
    let mut tokens = tokens.iter();
    while let Some(field) = tokens.next() {
        kind = match kind.field_of_any_series(field)? {
            Field::One(kind) => kind,
            Field::Map(kind) | Field::List(kind) => tokens.next().map(|_| kind)?,
            Field::Table(kind) => {
                let name = tokens.next()?;
                if name.starts_with("x-") {
                    return None;
                }
                kind
            }
            Field::Data => return None,
        };
    }
    Some(kind)
}

/// The methods an operation can have.
pub const METHODS: [&str; 8] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

use Field::{Data, List, Map, One, Table};

impl Kind {
    /// What the field `name` of such an object holds, in `OpenAPI` 3.0 and 3.1 alike;
    /// `None` when the object has no such field. Of a schema these are the keywords of 3.0.
    pub fn field(self, name: &str) -> Option<Field> {
        if name.starts_with("x-") {
            return Some(Data);
        }
        match self {
            Self::Document => document_field(name),
            Self::Info => data(
                name,
                "title summary description termsOfService contact license version",
            ),
            Self::Server => data(name, "url description variables"),
            Self::Tag => data(name, "name description externalDocs"),
            Self::Components => components_field(name),
            Self::PathItem => path_item_field(name),
            Self::Operation => operation_field(name),
            Self::Parameter | Self::Header => parameter_field(name),
            Self::RequestBody => match name {
                "content" => Some(Map(Self::MediaType)),
                _ => data(name, "$ref summary description required"),
            },
            Self::Response => match name {
                "headers" => Some(Map(Self::Header)),
                "content" => Some(Map(Self::MediaType)),
                "links" => Some(Map(Self::Link)),
                _ => data(name, "$ref summary description"),
            },
            Self::MediaType => match name {
                "schema" => Some(One(Self::Schema)),
                "examples" => Some(Map(Self::Example)),
                "encoding" => Some(Map(Self::Encoding)),
                _ => data(name, "example"),
            },
            Self::Encoding => match name {
                "headers" => Some(Map(Self::Header)),
                _ => data(name, "contentType style explode allowReserved"),
            },
            Self::Link => match name {
                "server" => Some(One(Self::Server)),
                _ => data(
                    name,
                    "$ref summary operationRef operationId parameters requestBody description",
                ),
            },
            Self::Callback => match name {
                "$ref" | "summary" | "description" => Some(Data),
                _ => Some(One(Self::PathItem)),
            },
            Self::Schema => schema_field(name),
            Self::Example => data(name, "$ref summary description value externalValue"),
            Self::SecurityScheme => data(
                name,
                "$ref summary type description name in scheme bearerFormat flows openIdConnectUrl",
            ),
        }
    }

    /// What the field `name` of such an object holds in any series, the keywords of 3.1 included.
    pub fn field_of_any_series(self, name: &str) -> Option<Field> {
        self.field(name).or_else(|| match self {
            Self::Schema => newer_schema_field(name),
            _ => None,
        })
    }

    /// The section of `components` that holds such objects; `None` when a `$ref` cannot
    /// stand in their place.
    pub fn section(self) -> Option<&'static str> {
        Some(match self {
            Self::Schema => "schemas",
            Self::Response => "responses",
            Self::Parameter => "parameters",
            Self::Example => "examples",
            Self::RequestBody => "requestBodies",
            Self::Header => "headers",
            Self::SecurityScheme => "securitySchemes",
            Self::Link => "links",
            Self::Callback => "callbacks",
            Self::PathItem => "pathItems",
            _ => return None,
        })
    }

    /// The kind of the objects that a section of `components` holds.
    pub fn of_section(section: &str) -> Option<Self> {
        match components_field(section)? {
            Field::Map(kind) => Some(kind),
            _ => None,
        }
    }

    /// The kind in a reader's words, with its article.
    pub fn words(self) -> &'static str {
        match self {
            Self::Document => "the document",
            Self::Info => "`info`",
            Self::Server => "a server",
            Self::Tag => "a tag",
            Self::Components => "`components`",
            Self::PathItem => "a path item",
            Self::Operation => "an operation",
            Self::Parameter => "a parameter",
            Self::Header => "a header",
            Self::RequestBody => "a request body",
            Self::Response => "a response",
            Self::MediaType => "a media type",
            Self::Encoding => "an encoding",
            Self::Link => "a link",
            Self::Callback => "a callback",
            Self::Schema => "a schema",
            Self::Example => "an example",
            Self::SecurityScheme => "a security scheme",
        }
    }
}

/// A field of no place, when it is one of the `known` ones, which are written with spaces.
fn data(name: &str, known: &str) -> Option<Field> {
    // Asked of every field several times; bytes are faster to split than text.
    let mut known = known.as_bytes().split(|sign| *sign == b' ');
    known.any(|known| known == name.as_bytes()).then_some(Data)
}

fn document_field(name: &str) -> Option<Field> {
    match name {
        "info" => Some(One(Kind::Info)),
        "servers" => Some(List(Kind::Server)),
        "paths" => Some(Table(Kind::PathItem)),
        "webhooks" => Some(Map(Kind::PathItem)),
        "components" => Some(One(Kind::Components)),
        "tags" => Some(List(Kind::Tag)),
        _ => data(name, "openapi jsonSchemaDialect security externalDocs"),
    }
}

fn components_field(name: &str) -> Option<Field> {
    [
        Kind::Schema,
        Kind::Response,
        Kind::Parameter,
        Kind::Example,
        Kind::RequestBody,
        Kind::Header,
        Kind::SecurityScheme,
        Kind::Link,
        Kind::Callback,
        Kind::PathItem,
    ]
    .into_iter()
    .find(|kind| kind.section() == Some(name))
    .map(Map)
}

fn path_item_field(name: &str) -> Option<Field> {
    match name {
        "servers" => Some(List(Kind::Server)),
        "parameters" => Some(List(Kind::Parameter)),
        method if METHODS.contains(&method) => Some(One(Kind::Operation)),
        _ => data(name, "$ref summary description"),
    }
}

fn operation_field(name: &str) -> Option<Field> {
    match name {
        "parameters" => Some(List(Kind::Parameter)),
        "requestBody" => Some(One(Kind::RequestBody)),
        "responses" => Some(Table(Kind::Response)),
        "callbacks" => Some(Map(Kind::Callback)),
        "servers" => Some(List(Kind::Server)),
        _ => data(
            name,
            "tags summary description externalDocs operationId deprecated security",
        ),
    }
}

fn parameter_field(name: &str) -> Option<Field> {
    match name {
        "schema" => Some(One(Kind::Schema)),
        "content" => Some(Map(Kind::MediaType)),
        "examples" => Some(Map(Kind::Example)),
        _ => data(
            name,
            "$ref summary name in description required deprecated allowEmptyValue style explode \
             allowReserved example",
        ),
    }
}

fn schema_field(name: &str) -> Option<Field> {
    match name {
        "properties" => Some(Map(Kind::Schema)),
        "items" | "not" | "additionalProperties" => Some(One(Kind::Schema)),
        "allOf" | "anyOf" | "oneOf" => Some(List(Kind::Schema)),
        _ => data(
            name,
            "$ref title multipleOf maximum exclusiveMaximum minimum exclusiveMinimum maxLength \
             minLength pattern maxItems minItems uniqueItems maxProperties minProperties required \
             enum type description format default nullable discriminator readOnly writeOnly xml \
             externalDocs example deprecated",
        ),
    }
}

/// What the keywords of a schema hold that 3.0 does not have.
fn newer_schema_field(name: &str) -> Option<Field> {
    match name {
        "patternProperties" | "dependentSchemas" | "$defs" | "definitions" => {
            Some(Map(Kind::Schema))
        }
        "prefixItems" => Some(List(Kind::Schema)),
        "if"
        | "then"
        | "else"
        | "contains"
        | "propertyNames"
        | "unevaluatedProperties"
        | "unevaluatedItems"
        | "additionalItems"
        | "contentSchema" => Some(One(Kind::Schema)),
        _ => data(
            name,
            "const examples minContains maxContains dependentRequired dependencies contentEncoding \
             contentMediaType $id $anchor $schema $comment $vocabulary $dynamicRef $dynamicAnchor \
             $recursiveRef $recursiveAnchor",
        ),
    }
}
