//! `cargo xtask bench`: builds and starts the crate that measures the others next to their peers.

use std::io;
use std::process::{Command, Stdio};

use super::{Outcome, Place, apart};

const PACKAGE: &str = "xtask-bench";

/// Passes the arguments on as they are, and hands back what comes out.
pub(super) fn run(arguments: &[String], place: &mut Place<'_>) -> io::Result<Outcome> {
    // All of its programs, of which `run` would build one.
    let built = command("build", place).arg("--bins").output();
    let output = built.and_then(|built| {
        if built.status.success() {
            command("run", place).arg("--").args(arguments).output()
        } else {
            Ok(built)
        }
    });
    apart::hand_back(output, place)
}

fn command(word: &str, place: &Place<'_>) -> Command {
    let mut command = apart::cargo(word, PACKAGE, place);
    // What is under way is told while it is.
    command.arg("--release").stderr(Stdio::inherit());
    command
}
