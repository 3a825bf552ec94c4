//! The files that Lean published, as they were given.

use serde_json::Value;
use xtask_openapi::manifest::sha256_hex;
use xtask_openapi::place::{Field, Kind, walk};
use xtask_openapi::{Document, Problem, Problems, Series, pointer, raise, series};

use crate::operation::{Operation, operations};

/// One of Lean's files.
#[derive(Debug, Clone)]
pub struct Given {
    /// The file's name without its folders.
    pub name: String,
    /// SHA-256 of the file.
    pub sha256: String,
    /// The document as it was read; lines are known for it.
    pub(crate) document: Document,
    /// The same in the forms of `OpenAPI` 3.1.
    pub(crate) raised: Value,
    /// The region its hosts belong to, if it names any of Lean's.
    pub(crate) region: Option<&'static str>,
    /// The hosts, when none of them is Lean's.
    pub(crate) foreign: Option<String>,
}

impl Given {
    /// Takes a document of Lean; `name` is the name of its file, `text` its bytes.
    ///
    /// # Errors
    ///
    /// Fails when it is neither `OpenAPI` 3.0 nor 3.1, and when it has no operation.
    pub fn new(document: Document, name: &str, bytes: &[u8]) -> Result<Self, Problems> {
        if let Some(problem) = not_openapi(&document) {
            return Err(problem.into());
        }
        let raised = raise(&document)?;
        if operations(&raised).is_empty() {
            return Err(document
                .problem(
                    "/paths",
                    "no operation",
                    "there is nothing to import",
                    "give the complete file that holds the paths",
                )
                .into());
        }
        let hosts = hosts(&raised);
        let of_lean: Vec<&String> = hosts.iter().filter(|host| is_of_lean(host)).collect();
        let foreign = (of_lean.is_empty() && !hosts.is_empty()).then(|| hosts.join(", "));
        let region = of_lean.first().map(|_| {
            if of_lean.iter().any(|host| host.contains(".sa.leantech.")) {
                "sa"
            } else {
                "ae"
            }
        });
        Ok(Self {
            name: name.to_owned(),
            sha256: sha256_hex(bytes),
            document,
            raised,
            region,
            foreign,
        })
    }

    pub(crate) fn operations(&self) -> Vec<Operation<'_>> {
        operations(&self.raised)
    }

    /// What a whole file has: an answer for each operation, a target for each reference, and
    /// something at each place that it begins.
    pub(crate) fn missing_parts(&self) -> Problems {
        let mut problems = self.cut_off();
        for operation in operations(&self.document.value) {
            let answers = operation.value.get("responses").and_then(Value::as_object);
            if answers.is_none_or(serde_json::Map::is_empty) {
                problems.push(self.document.problem(
                    &operation.pointer,
                    format!("{} has no answers", operation.key),
                    "the file seems to be cut off there",
                    "give the whole file",
                ));
            }
        }
        walk(&self.document.value, &mut |spot| {
            let Some(reference) = spot.value.get("$ref").and_then(Value::as_str) else {
                return;
            };
            if spot.kind.section().is_none() || reference.contains("://") {
                return;
            }
            let found = pointer::from_fragment(reference)
                .and_then(|target| self.document.value.pointer(&target));
            if found.is_none() {
                problems.push(self.document.problem(
                    &pointer::child(spot.pointer, "$ref"),
                    format!("the reference `{reference}` points to nothing"),
                    "its target would be lost",
                    "give the whole file, or ask Lean for what is missing",
                ));
            }
        });
        problems
    }

    /// Places at which nothing stands, and schemes of security that are not whole.
    fn cut_off(&self) -> Problems {
        let mut problems = Problems::new();
        let mut report = |place: &str, what: String| {
            problems.push(self.document.problem(
                place,
                what,
                "the file seems to be cut off there",
                "give the whole file",
            ));
        };
        walk(&self.document.value, &mut |spot| {
            if spot.value.is_null() {
                report(
                    spot.pointer,
                    format!("there is nothing where {} should be", spot.kind.words()),
                );
            }
            for (name, value) in spot.value.as_object().into_iter().flatten() {
                let place = pointer::child(spot.pointer, name);
                let is_list_or_map = matches!(
                    spot.kind.field(name),
                    Some(Field::Map(kind) | Field::Table(kind) | Field::List(kind))
                        if !matches!(kind, Kind::Tag | Kind::Example)
                );
                let says_what = matches!(name.as_str(), "$ref" | "type" | "required" | "enum");
                if value.is_null() && (is_list_or_map || says_what && !name.starts_with("x-")) {
                    report(&place, format!("there is nothing below `{name}`"));
                }
            }
        });
        let schemes = self.document.value.pointer("/components/securitySchemes");
        for (name, scheme) in schemes.and_then(Value::as_object).into_iter().flatten() {
            let says = |key: &str| scheme.get(key).is_some_and(Value::is_string);
            let is_whole = match scheme.get("type").and_then(Value::as_str) {
                Some("http") => says("scheme"),
                Some("apiKey") => says("name") && says("in"),
                Some(_) => true,
                None => says("$ref") || scheme.is_null(),
            };
            if !is_whole {
                let place = pointer::join(["components", "securitySchemes", name]);
                report(
                    &place,
                    format!("the security scheme `{name}` is incomplete"),
                );
            }
        }
        problems
    }
}

/// Whether a row of the manifest means the file `file` by `name`: the same words, whatever stands
/// around them and however the file ends.
pub(crate) fn is_called(file: &str, name: &str) -> bool {
    let stem = |text: &str| {
        let text = text.to_ascii_lowercase();
        let end = text.find('.').unwrap_or(text.len());
        format!(
            "-{}-",
            text.get(..end).unwrap_or_default().replace('_', "-")
        )
    };
    stem(file).contains(&stem(name))
}

fn not_openapi(document: &Document) -> Option<Problem> {
    let value = &document.value;
    let version = value.get("openapi").and_then(Value::as_str);
    if version.is_some_and(|version| series(version) != Series::Unknown) {
        return None;
    }
    let (place, what) = match (value.get("swagger"), value.get("openapi")) {
        (Some(version), _) => ("/swagger", format!("a Swagger {} document", plain(version))),
        (None, Some(version)) => ("/openapi", format!("OpenAPI version {}", plain(version))),
        (None, None) => ("", "no `openapi` version".to_owned()),
    };
    Some(document.problem(
        place,
        what,
        "only OpenAPI 3.0 and 3.1 are read",
        "ask Lean for the document in one of them, or convert it first",
    ))
}

fn plain(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

/// The hosts of every server of a document.
fn hosts(document: &Value) -> Vec<String> {
    let of = |value: &Value| -> Vec<String> {
        let servers = value.get("servers").and_then(Value::as_array);
        servers
            .into_iter()
            .flatten()
            .filter_map(|server| server.get("url")?.as_str())
            .filter_map(|url| url.split_once("://")?.1.split(['/', ':', '?']).next())
            .map(str::to_ascii_lowercase)
            .collect()
    };
    let mut hosts = of(document);
    for operation in operations(document) {
        hosts.extend(of(operation.item));
        hosts.extend(of(operation.value));
    }
    hosts.sort();
    hosts.dedup();
    hosts
}

fn is_of_lean(host: &str) -> bool {
    host.split('.').any(|label| label == "leantech")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_ends_within_a_place_is_not_whole() {
        let whole = "openapi: 3.1.0\npaths:\n  /a:\n    get:\n      operationId: a\n      responses:\n        '200':\n          description: D\n";
        let parts = [
            ("", None),
            ("components:\n", Some("/components")),
            ("components:\n  schemas:\n", Some("/components/schemas")),
            (
                "components:\n  schemas:\n    A:\n",
                Some("/components/schemas/A"),
            ),
            (
                "components:\n  schemas:\n    A:\n      type:\n",
                Some("/components/schemas/A/type"),
            ),
            (
                "components:\n  schemas:\n    A:\n      type: object\n      properties:\n",
                Some("/components/schemas/A/properties"),
            ),
            (
                "components:\n  securitySchemes:\n    b:\n      type: http\n",
                Some("/components/securitySchemes/b"),
            ),
        ];
        for (end, place) in parts {
            let text = format!("{whole}{end}");
            let document = Document::parse(text.clone(), "a.yml");
            let given =
                document.and_then(|document| Given::new(document, "a.yml", text.as_bytes()));
            let missing = given.map(|given| given.missing_parts().to_string());
            let told = missing.unwrap_or_default();
            match place {
                None => assert_eq!(told, "", "{end}"),
                Some(place) => assert!(told.contains(&format!(": {place}: ")), "{place}: {told}"),
            }
        }
    }

    #[test]
    fn a_row_means_a_file_whatever_stands_around_its_name() {
        for file in [
            "ksa-bank-data.yml",
            "lean-technologies-ksa-bank-data-openapi-original.yml",
            "KSA_bank_data.v2.json",
        ] {
            assert!(is_called(file, "ksa-bank-data"), "{file}");
        }
        for file in ["ksa-bank-data2.yml", "ksa-bank.yml", "data.yml"] {
            assert!(!is_called(file, "ksa-bank-data"), "{file}");
        }
    }
}
