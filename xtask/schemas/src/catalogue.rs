//! Which schemas there are, and their files.

use leantech::link_sdk::{CallbackData, ConnectConfiguration, ReconnectConfiguration};
use leantech::webhook::Event;
use leantech::{PermissionSet, Redirect};
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;

use serde_json::Value;

use crate::{text, wording};

/// One file of the folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchemaFile {
    /// Its name in the folder.
    pub name: &'static str,
    /// What it holds.
    pub schema: Value,
}

impl SchemaFile {
    /// The file's text, with a line end at the end; the same in every build.
    pub fn text(&self) -> String {
        text::of(&self.schema)
    }
}

/// Every schema, in the order of the names.
pub fn all() -> Vec<SchemaFile> {
    vec![
        read::<CallbackData>("callback-data.json"),
        sent::<ConnectConfiguration>("connect-configuration.json"),
        sent::<PermissionSet>("permissions.json"),
        sent::<ReconnectConfiguration>("reconnect-configuration.json"),
        read::<Redirect>("redirect.json"),
        read::<Event>("webhook-event.json"),
    ]
}

/// The schema of something that a Rust back end reads.
fn read<T: JsonSchema>(name: &'static str) -> SchemaFile {
    of::<T>(name, SchemaSettings::draft2020_12().for_deserialize())
}

/// The schema of something that a Rust back end writes.
fn sent<T: JsonSchema>(name: &'static str) -> SchemaFile {
    let file = of::<T>(name, SchemaSettings::draft2020_12().for_serialize());
    SchemaFile {
        schema: wording::without_null(file.schema),
        ..file
    }
}

fn of<T: JsonSchema>(name: &'static str, settings: SchemaSettings) -> SchemaFile {
    let mut schema = settings.into_generator().into_root_schema_for::<T>();
    // In the file itself, where whoever is about to edit it looks.
    schema.insert(
        "$comment".to_owned(),
        "Written by `cargo xtask schemas` from the types of the crate leantech; never edited."
            .into(),
    );
    SchemaFile {
        name,
        schema: wording::for_others(schema.to_value()),
    }
}
