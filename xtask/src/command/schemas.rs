//! `cargo xtask schemas`: starts the crate that writes JSON Schemas from the facade's types.

use std::ffi::OsString;
use std::io;
use std::process;

use super::{Outcome, Place};

/// The crate stands apart because this one writes the crates that it depends on.
const PACKAGE: &str = "xtask-schemas";

/// Passes the arguments on as they are, and hands back what comes out.
pub(super) fn run(arguments: &[String], place: &mut Place<'_>) -> io::Result<Outcome> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
    let started = process::Command::new(cargo)
        .args(["run", "--quiet", "--package", PACKAGE, "--manifest-path"])
        .arg(place.root.join("Cargo.toml"))
        .arg("--")
        .args(arguments)
        .stdin(process::Stdio::null())
        .output();
    let output = match started {
        Ok(output) => output,
        Err(error) => {
            writeln!(
                place.errors,
                "cargo cannot be started ({error}); check that it is in the PATH"
            )?;
            return Ok(Outcome::Refused);
        }
    };
    place.errors.write_all(&output.stderr)?;
    place.output.write_all(&output.stdout)?;
    Ok(match output.status.code() {
        Some(0) => Outcome::Fine,
        Some(1) => Outcome::Different,
        // 2, or 101 from cargo when the generated crates do not compile.
        _ => Outcome::Refused,
    })
}
