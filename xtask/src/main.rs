//! `cargo xtask`: the commands of a maintainer.

use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use mimalloc::MiMalloc;
use xtask::command::{self, Outcome, Place};

/// Syntax trees are small pieces by the million, which this one gives and takes faster.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let here = here();
    let root = here.parent().unwrap_or(&here);
    let mut place = Place {
        root,
        output: &mut io::stdout(),
        errors: &mut io::stderr(),
    };
    // Without a reader of the output there is nobody to tell.
    let outcome = command::run(&arguments, &mut place).unwrap_or(Outcome::Refused);
    ExitCode::from(outcome.code())
}

/// The folder of this crate. Cargo names it when it runs the program; what it was at build time
/// may be another checkout, where two of them share a target folder.
fn here() -> PathBuf {
    let built = Path::new(env!("CARGO_MANIFEST_DIR"));
    std::env::var_os("CARGO_MANIFEST_DIR")
        .map(PathBuf::from)
        .filter(|run| run.file_name() == built.file_name())
        .unwrap_or_else(|| built.to_owned())
}
