//! `cargo xtask`: the commands of a maintainer.

use std::io;
use std::path::Path;
use std::process::ExitCode;

use xtask::command::{self, Outcome, Place};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let root = here.parent().unwrap_or(here);
    let mut place = Place {
        root,
        output: &mut io::stdout(),
        errors: &mut io::stderr(),
    };
    // Without a reader of the output there is nobody to tell.
    let outcome = command::run(&arguments, &mut place).unwrap_or(Outcome::Refused);
    ExitCode::from(outcome.code())
}
