//! What it takes to build `leantech`, next to what every HTTP client takes.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use crate::figure::Reading;
use crate::peer::base::{self, Package};
use crate::trouble::Trouble;
use crate::workbench::cargo;
use crate::workbench::{Workbench, children_cpu_time, finish, lines_of};

const LIMIT: Duration = Duration::from_secs(1_800);

/// How long everything that is in the workspace may take.
const WHOLE: Duration = Duration::from_secs(7_200);

/// How many packages are built, the probing package itself not counted.
fn count(bench: &Workbench, package: Package) -> Result<f64, Trouble> {
    let folder = base::package(bench, package)?;
    let mut tree = Command::new(cargo());
    tree.args([
        "tree",
        "--edges",
        "normal,build",
        "--prefix",
        "none",
        "--format",
        "{p}",
    ])
    .current_dir(folder);
    let lines = lines_of(tree, LIMIT)?;
    let packages: BTreeSet<&str> = lines
        .iter()
        .map(|line| line.trim_end_matches(" (*)"))
        .collect();
    Ok((packages.len() - 1) as f64)
}

pub(crate) fn packages(bench: &Workbench) -> Result<Reading, Trouble> {
    let peer = count(bench, Package::Base)?;
    Ok(Reading::beside(count(bench, Package::Plain)?, peer))
}

pub(crate) fn packages_of_all(bench: &Workbench) -> Result<Reading, Trouble> {
    let peer = count(bench, Package::Base)?;
    Ok(Reading::beside(count(bench, Package::AwsLc)?, peer))
}

/// The processor time of a cold debug build, in seconds.
fn cpu(bench: &Workbench, package: Package) -> Result<f64, Trouble> {
    bench.once(&format!("build/cpu/{}", package.name()), || {
        let folder = base::package(bench, package)?;
        let built = folder.join("target");
        if built.exists() {
            fs::remove_dir_all(&built)
                .map_err(|error| Trouble::because("clear a build", &error))?;
        }
        let command = |words: &[&str]| {
            let mut command = Command::new(cargo());
            command
                .args(words)
                .env("CARGO_TARGET_DIR", &built)
                .env("CARGO_INCREMENTAL", "0")
                .current_dir(&folder);
            command
        };
        finish(command(&["fetch", "--quiet"]), LIMIT)?;
        let before = children_cpu_time()?;
        finish(command(&["build", "--quiet"]), LIMIT)?;
        let spent = children_cpu_time()? - before;
        // Nothing but the figure is wanted.
        let _ = fs::remove_dir_all(&built);
        Ok(spent)
    })
}

/// Where a clone of the workspace would build.
fn target_of_clone(bench: &Workbench) -> Result<PathBuf, Trouble> {
    bench.folder("clone")
}

/// The processor time of a command of the workspace, in seconds.
fn cpu_of_clone(bench: &Workbench, words: &[&str]) -> Result<f64, Trouble> {
    let mut command = Command::new(cargo());
    command
        .args(words)
        .env("CARGO_TARGET_DIR", target_of_clone(bench)?)
        .current_dir(bench.root());
    let before = children_cpu_time()?;
    finish(command, WHOLE)?;
    Ok(children_cpu_time()? - before)
}

/// The first journey on a target that is empty; what it built stays for [`tests`].
fn cpu_of_journey(bench: &Workbench) -> Result<f64, Trouble> {
    bench.once("build/journey", || {
        fs::remove_dir_all(target_of_clone(bench)?)
            .map_err(|error| Trouble::because("clear a build", &error))?;
        let mut fetch = Command::new(cargo());
        fetch.args(["fetch", "--quiet"]).current_dir(bench.root());
        finish(fetch, LIMIT)?;
        cpu_of_clone(bench, &["run", "--quiet", "--example", "account_access"])
    })
}

pub(crate) fn journey(bench: &Workbench) -> Result<Reading, Trouble> {
    cpu_of_journey(bench).map(Reading::alone)
}

/// Every test, where the journey was built already.
pub(crate) fn tests(bench: &Workbench) -> Result<Reading, Trouble> {
    cpu_of_journey(bench)?;
    let spent = cpu_of_clone(bench, &["test", "--quiet", "--workspace"])?;
    // Nothing but the figure is wanted.
    let _ = fs::remove_dir_all(target_of_clone(bench)?);
    Ok(Reading::alone(spent))
}

/// A program compared with another one, so that what is compiled where it is used is counted as well.
pub(crate) fn cpu_program(bench: &Workbench) -> Result<Reading, Trouble> {
    let peer = cpu(bench, Package::BaseProgram)?;
    Ok(Reading::beside(cpu(bench, Package::Program)?, peer))
}

fn beside_base(bench: &Workbench, package: Package) -> Result<Reading, Trouble> {
    let peer = cpu(bench, Package::Base)?;
    Ok(Reading::beside(cpu(bench, package)?, peer))
}

pub(crate) fn cpu_aws_lc(bench: &Workbench) -> Result<Reading, Trouble> {
    beside_base(bench, Package::AwsLc)
}

pub(crate) fn cpu_ring(bench: &Workbench) -> Result<Reading, Trouble> {
    beside_base(bench, Package::Ring)
}

pub(crate) fn cpu_native_tls(bench: &Workbench) -> Result<Reading, Trouble> {
    beside_base(bench, Package::NativeTls)
}
