//! Starts the crates of a maintainer that stand apart, because this one writes the crates that they
//! depend on.

use std::ffi::OsString;
use std::io;
use std::process::{Command, Output, Stdio};

use super::{Outcome, Place};

/// `cargo WORD --quiet --package PACKAGE` in the checkout.
pub(super) fn cargo(word: &str, package: &str, place: &Place<'_>) -> Command {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
    let mut command = Command::new(cargo);
    command
        .args([word, "--quiet", "--package", package, "--manifest-path"])
        .arg(place.root.join("Cargo.toml"))
        .stdin(Stdio::null());
    command
}

/// Passes the arguments on to a crate as they are, and hands back what comes out.
pub(super) fn run(
    package: &str,
    arguments: &[String],
    place: &mut Place<'_>,
) -> io::Result<Outcome> {
    let mut command = cargo("run", package, place);
    hand_back(command.arg("--").args(arguments).output(), place)
}

/// Hands back what came out of a crate.
pub(super) fn hand_back(started: io::Result<Output>, place: &mut Place<'_>) -> io::Result<Outcome> {
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
