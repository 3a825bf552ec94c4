//! Generating the crates from every document.

use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::figure::Reading;
use crate::peer::openapi_generator;
use crate::trouble::Trouble;
use crate::workbench::cargo;
use crate::workbench::{Workbench, children_cpu_time, finish};

const LIMIT: Duration = Duration::from_secs(900);
const ROUNDS: u32 = 9;

/// The maintainer's commands, built for release.
pub(crate) fn xtask(bench: &Workbench) -> Result<PathBuf, Trouble> {
    bench.built("xtask", "xtask")
}

/// Generates everything and compares it with what is there.
fn generate(bench: &Workbench) -> Result<Command, Trouble> {
    let mut command = Command::new(xtask(bench)?);
    command
        .args(["generate", "--check"])
        .env("CARGO_MANIFEST_DIR", bench.root().join("xtask"))
        .env("CARGO", cargo());
    Ok(command)
}

pub(crate) fn time(bench: &Workbench) -> Result<Reading, Trouble> {
    let mut least = f64::INFINITY;
    for _ in 0..ROUNDS {
        let command = generate(bench)?;
        let began = Instant::now();
        finish(command, LIMIT)?;
        least = least.min(began.elapsed().as_secs_f64());
    }
    Ok(Reading::alone(least))
}

pub(crate) fn openapi_generator(bench: &Workbench) -> Result<Reading, Trouble> {
    let peer = openapi_generator::cpu_time(bench).map_err(Trouble::or_absent)?;
    xtask(bench)?;
    let before = children_cpu_time()?;
    for _ in 0..ROUNDS {
        finish(generate(bench)?, LIMIT)?;
    }
    let ours = (children_cpu_time()? - before) / f64::from(ROUNDS);
    Ok(Reading::beside(ours, peer))
}
