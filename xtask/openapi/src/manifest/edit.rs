//! A new version's row in the text of the manifest; all else stays as a person wrote it.

use toml_edit::{Array, DocumentMut, InlineTable, Value};

use super::{Api, Version};
use crate::problem::{Problem, Problems};

/// The manifest's text with one more version of `api`, which becomes the current one.
///
/// # Errors
///
/// Fails when the text has no row for the API.
pub fn with_version(
    text: &str,
    name: &str,
    api: &Api,
    version: &Version,
) -> Result<String, Problems> {
    let unreadable = |what: String| {
        Problems::from(Problem::new(
            name,
            what,
            "there is no place for the new version in it",
            "restore the manifest, then run the command again",
        ))
    };
    let mut manifest: DocumentMut = text
        .parse()
        .map_err(|error: toml_edit::TomlError| unreadable(error.message().replace('\n', " ")))?;
    let missing = || unreadable(format!("there is no row for `{}/{}`", api.region, api.area));
    let rows = manifest
        .get_mut("api")
        .and_then(|rows| rows.as_array_of_tables_mut())
        .ok_or_else(missing)?;
    let is_meant = |row: &&mut toml_edit::Table| {
        let says =
            |key: &str, word: &str| row.get(key).and_then(|value| value.as_str()) == Some(word);
        says("region", &api.region) && says("area", &api.area)
    };
    let row = rows.iter_mut().find(is_meant).ok_or_else(missing)?;
    let versions = row
        .get_mut("versions")
        .and_then(|versions| versions.as_array_mut())
        .ok_or_else(missing)?;
    append(versions, version);
    if let Some(current) = row
        .get_mut("current")
        .and_then(|current| current.as_value_mut())
    {
        let decor = current.decor().clone();
        *current = Value::from(version.version.as_str());
        *current.decor_mut() = decor;
    }
    Ok(manifest.to_string())
}

fn append(versions: &mut Array, version: &Version) {
    let mut row = InlineTable::new();
    row.insert("version", version.version.as_str().into());
    row.insert("file", version.file.as_str().into());
    row.insert("sha256", version.sha256.as_str().into());
    let mut row = Value::from(row);
    row.decor_mut().set_prefix("\n  ");
    versions.push_formatted(row);
    versions.set_trailing_comma(true);
    versions.set_trailing("\n");
}
