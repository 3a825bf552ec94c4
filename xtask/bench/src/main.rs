//! `cargo xtask bench`: measures the crates next to their peers.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use xtask_bench::probe::{self, Meter, cpu_time};
use xtask_bench::{Arguments, USAGE, run};

/// The word before a program that is to be measured; the command starts itself with it.
const PROBE: &str = "probe";

/// Processor time, in nanoseconds.
struct Processor;

impl Meter for Processor {
    fn cost(&self, work: &mut dyn FnMut()) -> u64 {
        let before = cpu_time();
        work();
        let spent = cpu_time().saturating_sub(before);
        u64::try_from(spent.as_nanos()).unwrap_or(u64::MAX)
    }
}

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    if let Some((&PROBE, program)) = words.split_first() {
        return match probe::run(program, &Processor) {
            Ok(()) => ExitCode::SUCCESS,
            Err(trouble) => refused(&trouble.to_string(), ExitCode::FAILURE),
        };
    }
    if words.iter().any(|word| matches!(*word, "--help" | "-h")) {
        // Without a reader of the output there is nobody to tell.
        let _ = writeln!(io::stdout(), "{USAGE}");
        return ExitCode::SUCCESS;
    }
    let arguments = match Arguments::read(words) {
        Ok(arguments) => arguments,
        Err(what) => return refused(&format!("{what}\n\n{USAGE}"), ExitCode::from(2)),
    };
    match run(&root(), &arguments, &mut io::stdout(), &mut io::stderr()) {
        Ok(code) => ExitCode::from(code),
        Err(error) => refused(
            &format!("the report cannot be written ({error})"),
            ExitCode::from(2),
        ),
    }
}

fn refused(what: &str, code: ExitCode) -> ExitCode {
    let _ = writeln!(io::stderr(), "{what}");
    code
}

/// The root of the repository.
fn root() -> PathBuf {
    let built = Path::new(env!("CARGO_MANIFEST_DIR"));
    // Cargo names the folder when it runs the program; what it was at build time may be another
    // checkout, where two of them share a target folder.
    let here = std::env::var_os("CARGO_MANIFEST_DIR")
        .map(PathBuf::from)
        .filter(|run| run.file_name() == built.file_name())
        .unwrap_or_else(|| built.to_owned());
    here.ancestors().nth(2).unwrap_or(&here).to_owned()
}
