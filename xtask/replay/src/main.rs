//! `cargo xtask replay`: compares recorded answers with the generated types.

use std::io::{self, Write};
use std::process::ExitCode;

use xtask_replay::{Arguments, Format, Options, Report, Text, USAGE, run, specs};

const FINDINGS: u8 = 1;
const REFUSED: u8 = 2;

fn main() -> ExitCode {
    let (inputs, format, values) = match Arguments::read(std::env::args_os().skip(1)) {
        Ok(Arguments::Replay {
            inputs,
            format,
            values,
        }) => (inputs, format, values),
        Ok(_) => {
            // Without a reader of the output there is nobody to tell.
            let _ = writeln!(io::stdout(), "{USAGE}");
            return ExitCode::SUCCESS;
        }
        Err(what) => return refused(&format!("{what}\n\n{USAGE}")),
    };
    let report = Options::load(&specs())
        .map(|options| options.values(values))
        .and_then(|options| run(&inputs, &options));
    let report = match report {
        Ok(report) => report,
        Err(problems) => return refused(&problems.to_string()),
    };
    match print(&report, format) {
        // A reader that has seen enough, such as `head`, changes nothing about the result.
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            refused(&format!("the report cannot be written ({error})"))
        }
        _ if report.is_clean() => ExitCode::SUCCESS,
        _ => ExitCode::from(FINDINGS),
    }
}

fn print(report: &Report, format: Format) -> io::Result<()> {
    let mut output = io::BufWriter::new(io::stdout().lock());
    match format {
        Format::Text => write!(output, "{}", Text(report))?,
        Format::Json => {
            serde_json::to_writer(&mut output, report)?;
            output.write_all(b"\n")?;
        }
    }
    output.flush()
}

fn refused(what: &str) -> ExitCode {
    let _ = writeln!(io::stderr(), "{what}");
    ExitCode::from(REFUSED)
}
