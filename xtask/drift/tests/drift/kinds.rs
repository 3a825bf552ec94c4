//! Tables of small changes: what is said of each one in a request and in an answer, there and
//! back, inline and behind `$ref`, in both series of the format.

mod documents;
mod lost;
mod quiet;
mod reading;

use serde_json::{Value, json};
use xtask::surface::Generated;
use xtask_drift::{Level, Options, Report, compare};
use xtask_openapi::Document;

/// What a report says at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Said {
    Breaking,
    Risk,
    Compatible,
    /// Only words, or nothing.
    Nothing,
}

pub(crate) use Said::{Breaking as B, Compatible as C, Nothing as N, Risk as R};

/// In which series the schemas can be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum In {
    Both,
    Older,
    Newer,
}

/// Two schemas, and what is said of the change: sent and received, there and then back.
pub(crate) struct Row {
    pub(crate) name: &'static str,
    pub(crate) series: In,
    pub(crate) old: Value,
    pub(crate) new: Value,
    pub(crate) there: [Said; 2],
    pub(crate) back: [Said; 2],
}

pub(crate) fn row(
    name: &'static str,
    old: Value,
    new: Value,
    there: [Said; 2],
    back: [Said; 2],
) -> Row {
    Row {
        name,
        series: In::Both,
        old,
        new,
        there,
        back,
    }
}

/// A row that only 3.1 can say.
pub(crate) fn newer(
    name: &'static str,
    old: Value,
    new: Value,
    there: [Said; 2],
    back: [Said; 2],
) -> Row {
    Row {
        series: In::Newer,
        ..row(name, old, new, there, back)
    }
}

/// A row of which nothing is said in any direction.
pub(crate) fn same(name: &'static str, old: Value, new: Value) -> Row {
    row(name, old, new, [N, N], [N, N])
}

pub(crate) fn document(value: &Value) -> Document {
    Document::parse(value.to_string(), "made-up.json").expect("a document")
}

pub(crate) fn report(old: &Value, new: &Value) -> Report {
    compare(
        &document(old),
        &document(new),
        &Options::default(),
        &Generated,
    )
    .expect("both can be read")
}

pub(crate) fn said(report: &Report) -> Said {
    match report.changes.first().map(|change| change.level) {
        Some(Level::Breaking) => B,
        Some(Level::Risk) => R,
        Some(Level::Compatible) => C,
        Some(Level::Docs) | None => N,
    }
}

pub(crate) fn text(report: &Report) -> String {
    let lines = report.changes.iter().map(|change| {
        format!(
            "    {} {} {}: {}\n",
            change.level.word(),
            change.kind,
            change.pointer,
            change.message
        )
    });
    lines.collect()
}

/// The ways in which a schema can stand in a body.
const FORMS: [&str; 4] = [
    "inline",
    "behind `$ref`",
    "in a field",
    "in an item behind `$ref`",
];

/// A document whose only call sends or receives a schema.
fn with(schema: &Value, version: &str, received: bool, form: &str) -> Value {
    let reference = json!({"$ref": "#/components/schemas/Made"});
    let (body, named) = match form {
        "inline" => (schema.clone(), json!({"type": "string"})),
        "behind `$ref`" => (reference, schema.clone()),
        "in a field" => (
            json!({"type": "object", "properties": {"made": schema}}),
            json!({"type": "string"}),
        ),
        _ => (
            json!({"type": "object", "properties": {"list": {"type": "array", "items": reference}}}),
            schema.clone(),
        ),
    };
    let content = json!({"application/json": {"schema": body}});
    let mut call = json!({"responses": {"204": {"description": ""}}});
    if received {
        call["responses"] = json!({"200": {"description": "", "content": content}});
    } else {
        call["requestBody"] = json!({"required": true, "content": content});
    }
    json!({
        "openapi": version,
        "info": {"title": "made up", "version": "1"},
        "paths": {"/a": {"post": call}},
        "components": {"schemas": {
            "Made": named,
            "Text": {"type": "string"},
            "Whole": {"type": "integer"},
            "Cat": {"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string"}}},
            "Dog": {"type": "object", "required": ["kind", "legs"], "properties": {"kind": {"type": "string"}, "legs": {"type": "integer"}}},
        }},
    })
}

/// Holds rows that only 3.0 can say.
pub(crate) fn hold_older(rows: &[Row]) {
    let older = rows.iter().map(|row| Row {
        series: In::Older,
        old: row.old.clone(),
        new: row.new.clone(),
        ..*row
    });
    hold(&older.collect::<Vec<_>>());
}

/// Holds every row in every form, and shows all that are wrong at once.
pub(crate) fn hold(rows: &[Row]) {
    let mut wrong = Vec::new();
    for row in rows {
        for version in ["3.0.3", "3.1.0"] {
            let other = match row.series {
                In::Both => "",
                In::Older => "3.1.0",
                In::Newer => "3.0.3",
            };
            if version == other {
                continue;
            }
            for form in FORMS {
                for received in [false, true] {
                    let side = usize::from(received);
                    let old = with(&row.old, version, received, form);
                    let new = with(&row.new, version, received, form);
                    for (old, new, expected, way) in [
                        (&old, &new, row.there[side], "there"),
                        (&new, &old, row.back[side], "back"),
                    ] {
                        let report = report(old, new);
                        if said(&report) != expected {
                            let side = if received { "received" } else { "sent" };
                            wrong.push(format!(
                                "{} ({version}, {form}, {side}, {way}): {expected:?} expected\n{}",
                                row.name,
                                text(&report)
                            ));
                        }
                    }
                }
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

/// Two whole documents, and what is said of the change there and back.
pub(crate) struct Pair {
    pub(crate) name: &'static str,
    pub(crate) old: Value,
    pub(crate) new: Value,
    pub(crate) there: Said,
    pub(crate) back: Said,
}

pub(crate) fn pair(name: &'static str, old: Value, new: Value, there: Said, back: Said) -> Pair {
    Pair {
        name,
        old,
        new,
        there,
        back,
    }
}

/// Holds every pair of documents in both series.
pub(crate) fn hold_pairs(pairs: &[Pair]) {
    let mut wrong = Vec::new();
    for pair in pairs {
        for version in ["3.0.3", "3.1.0"] {
            let versioned = |value: &Value| {
                let mut value = value.clone();
                value["openapi"] = version.into();
                value
            };
            let (old, new) = (versioned(&pair.old), versioned(&pair.new));
            for (old, new, expected, way) in [
                (&old, &new, pair.there, "there"),
                (&new, &old, pair.back, "back"),
            ] {
                let report = report(old, new);
                if said(&report) != expected {
                    wrong.push(format!(
                        "{} ({version}, {way}): {expected:?} expected\n{}",
                        pair.name,
                        text(&report)
                    ));
                }
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
