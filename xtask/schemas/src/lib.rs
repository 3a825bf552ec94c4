//! JSON Schemas of what a back end exchanges with others: written to `specs/schemas/`, or compared.
//!
//! `cargo xtask schemas` is the command. A schema comes from the type that the facade reads or
//! writes with, so that teams in other languages can check what they exchange with a Rust back end.

mod catalogue;
mod folder;
mod text;
mod wording;

pub use catalogue::{SchemaFile, all};
pub use folder::{Change, Folder, FolderError};
