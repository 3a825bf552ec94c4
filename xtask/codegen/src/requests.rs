//! The request side of a document, from which the sandbox checks what it is sent.

use serde_json::{Map, Value, json};
use xtask_openapi::{Document, Problems, pointer, reference};

use crate::render::{GeneratedFile, Origin};

/// Where the sandbox keeps the request sides.
pub const FOLDER: &str = "crates/leantech-sandbox";

const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

/// What a schema may hold and a check needs; the rest is for people and for the generator.
const KEYWORDS: [&str; 18] = [
    "type",
    "format",
    "enum",
    "const",
    "pattern",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "uniqueItems",
    "required",
    "minProperties",
    "maxProperties",
];

// Schemas that lie deeper are a circle of references.
const DEEPEST: usize = 32;

/// The sandbox's file of a document.
///
/// # Errors
///
/// Fails when a reference points to nothing, or round in a circle.
pub fn render(origin: &Origin, document: &Document) -> Result<GeneratedFile, Problems> {
    let mut operations = Map::new();
    let paths = document.value.get("paths").and_then(Value::as_object);
    for (path, item) in paths.into_iter().flatten() {
        let at = pointer::join(["paths", path]);
        for method in METHODS {
            let Some(operation) = item.get(method) else {
                continue;
            };
            let at = pointer::child(&at, method);
            let shared = item.get("parameters");
            let mut request = of_operation(document, &at, operation, shared)?;
            request.insert("method".into(), method.to_uppercase().into());
            request.insert("path".into(), path.clone().into());
            let id = operation.get("operationId").and_then(Value::as_str);
            operations.insert(id.unwrap_or_default().into(), Value::Object(request));
        }
    }
    let text = Value::Object(operations).to_string();
    Ok(GeneratedFile {
        path: format!(
            "{FOLDER}/src/documents/{}.rs",
            origin.area.replace('-', "_")
        ),
        content: format!(
            "{}\n//! What Lean's document says of requests to `{}`, as JSON.\n\n\
             pub(super) const REQUESTS: &str = r#\"{text}\"#;\n",
            origin.mark(),
            origin.area,
        ),
    })
}

fn of_operation(
    document: &Document,
    at: &str,
    operation: &Value,
    shared: Option<&Value>,
) -> Result<Map<String, Value>, Problems> {
    let mut request = Map::new();
    let own = operation.get("parameters");
    let listed = [shared, own].into_iter().flatten();
    let listed = listed.flat_map(|list| list.as_array().into_iter().flatten());
    let mut parameters = Vec::new();
    for (index, parameter) in listed.enumerate() {
        let at = pointer::item(&pointer::child(at, "parameters"), index);
        let (at, parameter) = followed(document, &at, parameter)?;
        let schema = parameter.get("schema").unwrap_or(&Value::Null);
        parameters.push(json!({
            "name": parameter.get("name"),
            "in": parameter.get("in"),
            "required": parameter.get("required").and_then(Value::as_bool).unwrap_or(false),
            "schema": compact(document, &pointer::child(&at, "schema"), schema, 0)?,
        }));
    }
    request.insert("parameters".into(), parameters.into());
    if let Some(body) = operation.get("requestBody") {
        let (at, body) = followed(document, &pointer::child(at, "requestBody"), body)?;
        let content = body.get("content").and_then(Value::as_object);
        for (media_type, content) in content.into_iter().flatten().take(1) {
            let at = pointer::child(&pointer::child(&at, "content"), media_type);
            let schema = content.get("schema").unwrap_or(&Value::Null);
            let body = json!({
                "media_type": media_type,
                "required": body.get("required").and_then(Value::as_bool).unwrap_or(false),
                "schema": compact(document, &pointer::child(&at, "schema"), schema, 0)?,
            });
            request.insert("body".into(), body);
        }
    }
    let responses = operation.get("responses").and_then(Value::as_object);
    let statuses: Vec<u16> = responses
        .into_iter()
        .flat_map(|responses| responses.keys())
        .filter_map(|status| status.parse().ok())
        .collect();
    request.insert("statuses".into(), statuses.into());
    Ok(request)
}

fn followed<'d>(
    document: &'d Document,
    at: &str,
    value: &'d Value,
) -> Result<(String, &'d Value), Problems> {
    match reference::follow(&document.value, at, value) {
        Some(found) => Ok((found.pointer, found.value)),
        None => Err(nowhere(document, at)),
    }
}

fn nowhere(document: &Document, at: &str) -> Problems {
    document
        .problem(
            at,
            "a reference points to nothing, or round in a circle",
            "the sandbox checks requests against what stands there",
            "correct the reference",
        )
        .into()
}

/// A schema without references and without what no check needs.
fn compact(document: &Document, at: &str, schema: &Value, depth: usize) -> Result<Value, Problems> {
    if depth > DEEPEST {
        return Err(nowhere(document, at));
    }
    let (at, schema) = followed(document, at, schema)?;
    let deeper = |keyword: &str, schema: &Value| {
        compact(document, &pointer::child(&at, keyword), schema, depth + 1)
    };
    let mut compacted = Map::new();
    for (keyword, value) in schema.as_object().into_iter().flatten() {
        let value = match keyword.as_str() {
            known if KEYWORDS.contains(&known) => value.clone(),
            "items" | "not" | "additionalProperties" if value.is_object() => {
                deeper(keyword, value)?
            }
            "additionalProperties" => value.clone(),
            "properties" => {
                let members = value.as_object().into_iter().flatten();
                let members = members.map(|(name, schema)| {
                    let at = pointer::child(&pointer::child(&at, keyword), name);
                    Ok((name.clone(), compact(document, &at, schema, depth + 1)?))
                });
                Value::Object(members.collect::<Result<_, Problems>>()?)
            }
            "allOf" | "anyOf" | "oneOf" => {
                let schemas = value.as_array().into_iter().flatten();
                let schemas = schemas.map(|schema| deeper(keyword, schema));
                Value::Array(schemas.collect::<Result<_, Problems>>()?)
            }
            _ => continue,
        };
        compacted.insert(keyword.clone(), value);
    }
    bound_by_width(&mut compacted);
    Ok(Value::Object(compacted))
}

/// Writes the bounds out that an integer's width sets, which validators leave to the reader.
fn bound_by_width(schema: &mut Map<String, Value>) {
    let bounds = match schema.get("format").and_then(Value::as_str) {
        Some("int32") => (i64::from(i32::MIN), i64::from(i32::MAX)),
        Some("int64") => (i64::MIN, i64::MAX),
        _ => return,
    };
    schema.shift_remove("format");
    schema.entry("minimum").or_insert(bounds.0.into());
    schema.entry("maximum").or_insert(bounds.1.into());
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    reason = "a test that meets something else should fail"
)]
mod tests {
    use super::*;

    fn origin() -> Origin {
        Origin {
            area: "banks".into(),
            crate_name: "leantech-banks".into(),
            document: "specs/sa/banks/1.0.0.yaml".into(),
            version: "1.0.0".into(),
            sha256: "0".into(),
        }
    }

    fn document(schema: &str) -> Document {
        let text = format!(
            "paths:\n  /banks:\n    get:\n      operationId: list\n      parameters:\n        \
             - $ref: '#/components/parameters/Kind'\n      responses: {{'200': {{}}, '400': {{}}}}\n\
             components:\n  parameters:\n    Kind:\n      name: kind\n      in: query\n      \
             schema: {{$ref: '#/components/schemas/Kind'}}\n  schemas:\n    Kind: {schema}\n"
        );
        Document::parse(text, "banks.yaml").unwrap()
    }

    #[test]
    fn request_side_is_without_references_and_without_words_for_people() {
        let document = document("{type: string, description: words, x-lean-id: bank, enum: [A]}");
        let file = render(&origin(), &document).unwrap();
        assert_eq!(file.path, "crates/leantech-sandbox/src/documents/banks.rs");
        assert!(file.content.starts_with("// Generated by `cargo xtask"));
        let json = file.content.split("r#\"").nth(1).unwrap();
        assert_eq!(
            json.trim_end_matches("\"#;\n"),
            r#"{"list":{"parameters":[{"name":"kind","in":"query","required":false,"schema":{"type":"string","enum":["A"]}}],"statuses":[200,400],"method":"GET","path":"/banks"}}"#
        );
    }

    #[test]
    fn width_of_an_integer_becomes_its_bounds() {
        let document = document("{type: integer, format: int32, minimum: 0}");
        let file = render(&origin(), &document).unwrap();
        let schema = r#""schema":{"type":"integer","minimum":0,"maximum":2147483647}"#;
        assert!(file.content.contains(schema), "{}", file.content);
    }

    #[test]
    fn circle_of_references_is_a_problem_of_the_document() {
        let document = document("{type: array, items: {$ref: '#/components/schemas/Kind'}}");
        assert!(render(&origin(), &document).is_err());
    }
}
