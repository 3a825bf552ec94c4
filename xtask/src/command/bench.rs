//! `cargo xtask bench`: builds and starts the crate that measures the others beside their peers.

use std::ffi::OsString;
use std::io;
use std::process::{self, Stdio};

use super::{Outcome, Place};

/// The crate stands apart because this one writes the crates that it depends on.
const PACKAGE: &str = "xtask-bench";

/// Passes the arguments on as they are, and hands back what comes out.
pub(super) fn run(arguments: &[String], place: &mut Place<'_>) -> io::Result<Outcome> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
    let manifest = place.root.join("Cargo.toml");
    let command = |word: &str| {
        let mut command = process::Command::new(&cargo);
        command
            .args([word, "--quiet", "--release", "--package", PACKAGE])
            .arg("--manifest-path")
            .arg(&manifest)
            .stdin(Stdio::null())
            // What is under way is told while it is.
            .stderr(Stdio::inherit());
        command
    };
    // All of its programs, of which `run` would build one.
    let built = command("build").arg("--bins").output();
    let output = built.and_then(|built| {
        if built.status.success() {
            command("run").arg("--").args(arguments).output()
        } else {
            Ok(built)
        }
    });
    let output = match output {
        Ok(output) => output,
        Err(error) => {
            writeln!(
                place.errors,
                "cargo cannot be started ({error}); check that it is in the PATH"
            )?;
            return Ok(Outcome::Refused);
        }
    };
    place.output.write_all(&output.stdout)?;
    Ok(match output.status.code() {
        Some(0) => Outcome::Fine,
        Some(1) => Outcome::Different,
        // 2, or 101 from cargo when the crates do not compile.
        _ => Outcome::Refused,
    })
}
