//! `cargo xtask drift`: what changed between two documents, and who breaks.

use std::io;
use std::path::Path;

use super::{Outcome, Place};
use crate::drift::{Options, compare};
use crate::load::load;

pub(super) fn run(arguments: &[String], place: &mut Place<'_>) -> io::Result<Outcome> {
    let [old, new, ..] = arguments else {
        return Ok(Outcome::Refused);
    };
    let report = load(Path::new(old), old)
        .and_then(|old| Ok((old, load(Path::new(new), new)?)))
        .and_then(|(old, new)| compare(&old, &new, &Options::default()));
    match report {
        Ok(report) => {
            write!(place.output, "{}", report.json())?;
            Ok(if report.breaking {
                Outcome::Different
            } else {
                Outcome::Fine
            })
        }
        Err(problems) => {
            writeln!(place.errors, "{problems}")?;
            Ok(Outcome::Refused)
        }
    }
}
