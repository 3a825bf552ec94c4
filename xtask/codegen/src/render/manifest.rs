//! The manifest of a generated crate: only what its code needs.

use std::fmt::Write as _;

use super::Origin;
use crate::shape::Shaped;

pub(super) fn cargo(origin: &Origin, shaped: &Shaped, has_dates: bool) -> String {
    let mut dependencies = Vec::new();
    if has_dates {
        dependencies.push("chrono = { workspace = true }".to_owned());
    }
    dependencies.push("leantech-core = { workspace = true }".to_owned());
    let dates = if has_dates {
        ", features = [\"chrono04\"]"
    } else {
        ""
    };
    dependencies.push(format!(
        "schemars = {{ workspace = true, optional = true{dates} }}"
    ));
    dependencies.push("serde = { workspace = true }".to_owned());
    let mut text = origin.comment("#");
    // Writing to a string cannot fail.
    let _ = write!(
        text,
        r#"
[package]
name = "{name}"
description = "Generated client of {title}"
version.workspace = true
edition.workspace = true
rust-version.workspace = true
license.workspace = true
readme = "README.md"

[features]
# JSON Schema of every type.
schemars = ["dep:schemars", "leantech-core/schemars"]
# For the project's own tests: read and write an answer by its operation.
round-trip = []

[dependencies]
{dependencies}

[lints]
workspace = true
"#,
        name = origin.crate_name,
        title = shaped.facts.title.replace(['"', '\\', '\n'], " "),
        dependencies = dependencies.join("\n"),
    );
    text
}
