//! `cargo xtask replay`: starts the crate that compares recorded answers with the generated types.

use std::io;

use super::{Outcome, Place, apart};

const PACKAGE: &str = "xtask-replay";

/// Passes the arguments on as they are, and hands back what comes out.
pub(super) fn run(arguments: &[String], place: &mut Place<'_>) -> io::Result<Outcome> {
    apart::run(PACKAGE, arguments, place)
}
