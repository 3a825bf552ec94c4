//! `cargo xtask schemas`: writes the JSON Schemas, or compares them.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use xtask_schemas::{Change, Folder, all};

const DIFFERENT: u8 = 1;
const REFUSED: u8 = 2;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let only_compare = match arguments.as_slice() {
        [] => false,
        [word] if word == "--check" => true,
        _ => return refused("schemas takes no argument except --check"),
    };
    let (files, folder) = (all(), Folder::of(&root()));
    let changes = if only_compare {
        folder.compare(&files)
    } else {
        folder.write(&files)
    };
    let changes = match changes {
        Ok(changes) => changes,
        Err(error) => return refused(&error.to_string()),
    };
    let line = |change: &Change| {
        if only_compare {
            change.to_string()
        } else {
            change.as_made()
        }
    };
    let mut lines: Vec<String> = changes.iter().map(line).collect();
    if !only_compare {
        lines.push(format!("{} files, {} changed", files.len(), changes.len()));
    } else if changes.is_empty() {
        lines.push(format!(
            "{} files, all up to date with their types",
            files.len()
        ));
    } else {
        lines.push("to fix it: cargo xtask schemas".to_owned());
    }
    // Without a reader of the output there is nobody to tell.
    let _ = writeln!(io::stdout(), "{}", lines.join("\n"));
    if only_compare && !changes.is_empty() {
        ExitCode::from(DIFFERENT)
    } else {
        ExitCode::SUCCESS
    }
}

/// The root of the checkout. Cargo names the folder of this crate when it runs the program; what it
/// was at build time may be another checkout, where two of them share a target folder.
fn root() -> PathBuf {
    let built = Path::new(env!("CARGO_MANIFEST_DIR"));
    let here = std::env::var_os("CARGO_MANIFEST_DIR")
        .map(PathBuf::from)
        .filter(|run| run.file_name() == built.file_name())
        .unwrap_or_else(|| built.to_owned());
    here.ancestors().nth(2).unwrap_or(&here).to_owned()
}

fn refused(what: &str) -> ExitCode {
    let _ = writeln!(io::stderr(), "{what}");
    ExitCode::from(REFUSED)
}
