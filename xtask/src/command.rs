//! The commands of a maintainer, by name.

mod adopt;
mod apart;
mod bench;
mod changes;
mod drift;
mod generate;
mod replay;
mod schemas;

use std::io::{self, Write};
use std::path::Path;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// All is as it should be.
    Fine,
    /// There is a difference that somebody must act on.
    Different,
    /// The input could not be read, or the command was not understood.
    Refused,
}

impl Outcome {
    /// The exit code, on which other people's scripts rely.
    pub fn code(self) -> u8 {
        match self {
            Self::Fine => 0,
            Self::Different => 1,
            Self::Refused => 2,
        }
    }
}

/// Where a command reads and writes.
pub struct Place<'a> {
    /// The root of the repository.
    pub root: &'a Path,
    /// What people and scripts read.
    pub output: &'a mut dyn Write,
    /// What went wrong.
    pub errors: &'a mut dyn Write,
}

impl std::fmt::Debug for Place<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Place")
            .field("root", &self.root)
            .finish_non_exhaustive()
    }
}

/// One command.
struct Command {
    name: &'static str,
    usage: &'static str,
    about: &'static str,
    run: fn(&[String], &mut Place<'_>) -> io::Result<Outcome>,
}

/// Every command; a new one is a row here.
const COMMANDS: &[Command] = &[
    Command {
        name: "bench",
        usage: "bench [NAME...] [--json] [--write] [--check]",
        about: "measures each figure next to its peer; --check takes only repeatable ones, and exits 1 over a limit",
        run: bench::run,
    },
    Command {
        name: "generate",
        usage: "generate [AREA...] [--check]",
        about: "writes the crates of the areas, or of all; --check only compares, and exits 1 on a difference",
        run: generate::run,
    },
    Command {
        name: "drift",
        usage: "drift (OLD NEW | AREA | --all) [--format text|markdown|json] [--crate NAME]",
        about: "says what changed between two documents, or between an area's current version and the one before, \
                and who breaks on the wire or in the source; exits 1 when a client breaks, 2 when a document cannot be read",
        run: drift::run,
    },
    Command {
        name: "adopt",
        usage: "adopt FILE... [--dry-run] [--take POINTER]... [--keep POINTER]... [--complete AREA] [--area AREA] \
                [--format text|markdown|json]",
        about: "imports Lean's files, however Lean splits them: what Lean changed since the last time goes into our \
                documents as their next versions, and the crates are generated again; exits 0 when nobody breaks or \
                there is nothing to do, 1 when users break, 2 when nothing was written",
        run: adopt::run,
    },
    Command {
        name: "replay",
        usage: "replay FILE... [--format text|json] [--show-values]",
        about: "compares recorded answers (Postman, HAR, captures) with the generated types; exits 1 on a finding",
        run: replay::run,
    },
    Command {
        name: "schemas",
        usage: "schemas [--check]",
        about: "writes the JSON Schemas of events, redirects and LinkSDK data; --check only compares, and exits 1 on a difference",
        run: schemas::run,
    },
];

/// Runs the command that `arguments` name.
///
/// # Errors
///
/// Fails when its own output cannot be written.
pub fn run(arguments: &[String], place: &mut Place<'_>) -> io::Result<Outcome> {
    let Some((name, rest)) = arguments.split_first() else {
        usage(place.output)?;
        return Ok(Outcome::Fine);
    };
    if matches!(name.as_str(), "--help" | "-h" | "help") {
        usage(place.output)?;
        return Ok(Outcome::Fine);
    }
    let Some(command) = COMMANDS.iter().find(|command| command.name == name) else {
        writeln!(place.errors, "there is no command `{name}`\n")?;
        usage(place.errors)?;
        return Ok(Outcome::Refused);
    };
    if rest.iter().any(|word| word == "--help" || word == "-h") {
        writeln!(
            place.output,
            "cargo xtask {}\n    {}",
            command.usage, command.about
        )?;
        return Ok(Outcome::Fine);
    }
    (command.run)(rest, place)
}

fn usage(output: &mut dyn Write) -> io::Result<()> {
    writeln!(output, "usage: cargo xtask COMMAND\n")?;
    for command in COMMANDS {
        writeln!(output, "  {}\n      {}", command.usage, command.about)?;
    }
    writeln!(
        output,
        "\nexit code: 0 success, 1 a difference was found, 2 the input was refused"
    )
}
