//! `cargo xtask schemas`: starts the crate that writes JSON Schemas from the facade's types.

use std::io;

use super::{Outcome, Place, apart};

const PACKAGE: &str = "xtask-schemas";

/// Passes the arguments on as they are, and hands back what comes out.
pub(super) fn run(arguments: &[String], place: &mut Place<'_>) -> io::Result<Outcome> {
    apart::run(PACKAGE, arguments, place)
}
