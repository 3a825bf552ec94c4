//! What two schemas say of the same value, place by place, so that they can be compared.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use crate::answers::{Schema, Type};

/// Every place of a schema with a word for what may stand there.
pub type Places = BTreeMap<String, String>;

/// Who sends what a schema describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// We do.
    Sent,
    /// Lean does.
    Received,
}

/// The places of a document's schema, in the words of the generated types. What is not the same
/// is said here, and nowhere else:
///
/// - What may be absent may be null, and in an answer what may be null may be absent.
/// - An enum of an answer is open.
/// - A decimal number may stand in quotes.
/// - The formats uuid and uri, the widths of integers and bounds are gone.
/// - A lenient lifetime is a whole number; a date or instant is a text.
/// - What is anything may be null.
/// - A value of two forms has both below it, numbered.
/// - A reference is what it refers to.
pub fn of_document(schema: &Schema, direction: Direction) -> Places {
    let mut places = Places::new();
    document_place("", schema, direction, schema.is_nullable, &mut places);
    places
}

fn document_place(
    path: &str,
    schema: &Schema,
    direction: Direction,
    is_nullable: bool,
    places: &mut Places,
) {
    let kind = match &schema.kind {
        Type::Any => "anything".to_owned(),
        Type::Bool => "boolean".to_owned(),
        Type::Integer | Type::Seconds => "integer".to_owned(),
        Type::Decimal => "number or quoted".to_owned(),
        Type::Text | Type::DateOrInstant => "text".to_owned(),
        Type::Instant => "text/date-time".to_owned(),
        Type::Date => "text/date".to_owned(),
        Type::Word(words) => match direction {
            Direction::Sent => words_of(words),
            Direction::Received => format!("{} or another", words_of(words)),
        },
        Type::OpenWord(words) => format!("{} or another", words_of(words)),
        Type::Either(first, second) => {
            for (form, schema) in [first, second].into_iter().enumerate() {
                let path = format!("{path}|{form}");
                document_place(&path, schema, direction, schema.is_nullable, places);
            }
            "either".to_owned()
        }
        Type::List(items) => {
            document_place(
                &format!("{path}[]"),
                items,
                direction,
                items.is_nullable,
                places,
            );
            "list".to_owned()
        }
        Type::Map(values) => {
            document_place(
                &format!("{path}{{}}"),
                values,
                direction,
                values.is_nullable,
                places,
            );
            "map".to_owned()
        }
        Type::Struct(members) => {
            for member in members {
                let name = format!("{path}.{}", member.name);
                let may_be_null = member.schema.is_nullable && direction == Direction::Received;
                let may_be_absent = !member.is_required || may_be_null;
                document_place(&name, &member.schema, direction, may_be_absent, places);
                if !may_be_absent {
                    require(&name, places);
                }
            }
            "object".to_owned()
        }
    };
    put(path, &kind, is_nullable, places);
}

fn words_of(words: &[String]) -> String {
    let words: BTreeSet<&str> = words.iter().map(String::as_str).collect();
    format!("word {words:?}")
}

fn put(path: &str, kind: &str, is_nullable: bool, places: &mut Places) {
    let null = if is_nullable && kind != "anything" {
        " or null"
    } else {
        ""
    };
    places.insert(path.to_owned(), format!("{kind}{null}"));
}

fn require(path: &str, places: &mut Places) {
    places
        .get_mut(path)
        .expect("the member was just put there")
        .push_str(", required");
}

/// The places of a generated type's schema.
pub fn of_type(schema: &Value) -> Places {
    let mut places = Places::new();
    let nothing = Map::new();
    let definitions = schema
        .get("$defs")
        .and_then(Value::as_object)
        .unwrap_or(&nothing);
    Reader { definitions }.place("", schema, &mut places);
    places
}

struct Reader<'s> {
    definitions: &'s Map<String, Value>,
}

/// What a generated type's schema is made of; anything else would go unnoticed.
const KNOWN: [&str; 13] = [
    "$schema",
    "$defs",
    "$ref",
    "title",
    "description",
    "type",
    "format",
    "properties",
    "required",
    "items",
    "additionalProperties",
    "anyOf",
    "enum",
];

impl<'s> Reader<'s> {
    fn followed(&self, schema: &'s Value) -> &'s Value {
        let Some(reference) = schema.get("$ref").and_then(Value::as_str) else {
            return schema;
        };
        let name = reference
            .strip_prefix("#/$defs/")
            .expect("a reference to a definition");
        self.followed(self.definitions.get(name).expect("the definition is there"))
    }

    fn place(&self, path: &str, schema: &'s Value, places: &mut Places) {
        let mut is_nullable = false;
        let mut schema = self.followed(schema);
        if let [only, null] = branches(schema, "anyOf")
            && null.get("type").is_some_and(|kind| kind == "null")
        {
            is_nullable = true;
            schema = self.followed(only);
        }
        for key in schema.as_object().into_iter().flat_map(Map::keys) {
            assert!(
                KNOWN.contains(&key.as_str()),
                "{path}: the comparison does not read `{key}`"
            );
        }
        let mut types = types(schema);
        is_nullable |= types.remove("null");
        let kind = self.kind(path, schema, &types, places);
        put(path, &kind, is_nullable, places);
    }

    fn kind(
        &self,
        path: &str,
        schema: &'s Value,
        types: &BTreeSet<&str>,
        places: &mut Places,
    ) -> String {
        if let [first, second] = branches(schema, "anyOf") {
            let known = self.followed(first);
            if types_of(second) == ["string"] && known.get("enum").is_some() {
                return format!("{} or another", words(known));
            }
            for (form, schema) in [first, second].into_iter().enumerate() {
                self.place(&format!("{path}|{form}"), schema, places);
            }
            return "either".to_owned();
        }
        if schema.get("enum").is_some() {
            return words(schema);
        }
        let format = schema.get("format").and_then(Value::as_str);
        match types.iter().copied().collect::<Vec<_>>().as_slice() {
            [] => "anything".to_owned(),
            ["boolean"] => "boolean".to_owned(),
            ["integer"] => "integer".to_owned(),
            ["number", "string"] => "number or quoted".to_owned(),
            ["string"] => format.map_or("text".to_owned(), |format| format!("text/{format}")),
            ["array"] => {
                let items = schema.get("items").expect("a list has items");
                self.place(&format!("{path}[]"), items, places);
                "list".to_owned()
            }
            ["object"] => self.object(path, schema, places),
            others => panic!("{path}: {others:?}"),
        }
    }

    fn object(&self, path: &str, schema: &'s Value, places: &mut Places) -> String {
        let members = schema.get("properties");
        let Some(values) = schema.get("additionalProperties") else {
            self.members(path, schema, places);
            return "object".to_owned();
        };
        assert!(members.is_none(), "{path}: members beside a map");
        self.place(&format!("{path}{{}}"), values, places);
        "map".to_owned()
    }

    fn members(&self, path: &str, schema: &'s Value, places: &mut Places) {
        let members = schema.get("properties").and_then(Value::as_object);
        for (name, member) in members.into_iter().flatten() {
            self.place(&format!("{path}.{name}"), member, places);
        }
        let required = schema.get("required").and_then(Value::as_array);
        for name in required.into_iter().flatten().filter_map(Value::as_str) {
            require(&format!("{path}.{name}"), places);
        }
    }
}

fn branches<'s>(schema: &'s Value, keyword: &str) -> &'s [Value] {
    schema
        .get(keyword)
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .unwrap_or_default()
}

fn types(schema: &Value) -> BTreeSet<&str> {
    match schema.get("type") {
        Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).collect(),
        kind => kind.and_then(Value::as_str).into_iter().collect(),
    }
}

fn types_of(schema: &Value) -> Vec<&str> {
    types(schema).into_iter().collect()
}

/// The values of an enum.
fn words(schema: &Value) -> String {
    let values = branches(schema, "enum").iter();
    let texts = values.map(|value| value.as_str().expect("a value is a text").to_owned());
    words_of(&texts.collect::<Vec<_>>())
}

/// What differs, a line each.
pub fn differences(document: &Places, generated: &Places) -> Vec<String> {
    let paths: BTreeSet<&String> = document.keys().chain(generated.keys()).collect();
    let differing = paths
        .into_iter()
        .filter(|path| document.get(*path) != generated.get(*path));
    let shown = |places: &Places, path: &String| {
        places
            .get(path)
            .cloned()
            .unwrap_or_else(|| "nothing".to_owned())
    };
    differing
        .map(|path| {
            let (here, there) = (shown(document, path), shown(generated, path));
            format!("{path}: {here} in the document, {there} in the type")
        })
        .collect()
}
