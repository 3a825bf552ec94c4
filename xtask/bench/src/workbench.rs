//! Where figures are taken: the programs, the servers, the tools, and what was measured already.

mod callgrind;
pub(crate) mod http;
mod process;
mod processor;
mod server;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

pub(crate) use process::{children_cpu_time, finish, lines_of};
pub(crate) use processor::OneProcessor;
pub(crate) use server::Server;

use crate::trouble::Trouble;

/// How long a program of ours may take.
const PROGRAM: Duration = Duration::from_secs(120);

/// How long building one may take.
const BUILD: Duration = Duration::from_secs(1_800);

/// Where figures are taken.
#[derive(Debug)]
pub struct Workbench {
    root: PathBuf,
    folder: PathBuf,
    program: PathBuf,
    known: RefCell<BTreeMap<String, Result<f64, Trouble>>>,
}

impl Workbench {
    /// Makes the folder in which the peers are set up.
    ///
    /// # Errors
    ///
    /// Fails when it cannot be made, or when this program does not know where it is.
    pub fn new(root: &Path) -> Result<Self, Trouble> {
        let program =
            env::current_exe().map_err(|error| Trouble::because("find this program", &error))?;
        // Beside the programs, wherever cargo was told to build.
        let built = program.ancestors().nth(2).unwrap_or(root);
        let folder = built.join("bench");
        fs::create_dir_all(&folder)
            .map_err(|error| Trouble::because("make the folder of the peers", &error))?;
        Ok(Self {
            root: root.to_owned(),
            folder,
            program,
            known: RefCell::default(),
        })
    }

    /// The root of the repository.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// A folder of a peer's own.
    pub(crate) fn folder(&self, name: &str) -> Result<PathBuf, Trouble> {
        let folder = self.folder.join(name);
        fs::create_dir_all(&folder)
            .map_err(|error| Trouble::because("make a peer's folder", &error))?;
        Ok(folder)
    }

    /// Measures something once, however many figures want it.
    pub(crate) fn once(
        &self,
        name: &str,
        measure: impl FnOnce() -> Result<f64, Trouble>,
    ) -> Result<f64, Trouble> {
        if let Some(known) = self.known.borrow().get(name) {
            return known.clone();
        }
        let measured = measure();
        self.known
            .borrow_mut()
            .insert(name.to_owned(), measured.clone());
        measured
    }

    /// One of our programs, ready to start.
    pub(crate) fn program(&self, words: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        command.arg("probe").args(words);
        command
    }

    /// What one of our programs measures of itself.
    pub(crate) fn measured(&self, words: &[&str]) -> Result<f64, Trouble> {
        number_of(self.program(words), PROGRAM)
    }

    /// The same program under the allocator that counts.
    pub(crate) fn counted(&self, words: &[&str]) -> Result<f64, Trouble> {
        let mut command = Command::new(self.program.with_file_name("bench-allocations"));
        command.args(words);
        number_of(command, PROGRAM)
    }

    /// A program of the workspace, built for release.
    pub(crate) fn built(&self, package: &str, program: &str) -> Result<PathBuf, Trouble> {
        let mut build = Command::new(cargo());
        build
            .args([
                "build",
                "--quiet",
                "--release",
                "--package",
                package,
                "--bin",
                program,
            ])
            .arg("--manifest-path")
            .arg(self.root.join("Cargo.toml"));
        finish(build, BUILD)?;
        Ok(self.program.with_file_name(program))
    }

    /// A server of ours that answers everything alike.
    pub(crate) fn serve(&self, words: &[&str]) -> Result<Server, Trouble> {
        let words: Vec<&str> = std::iter::once("serve")
            .chain(words.iter().copied())
            .collect();
        Server::start(self.program(&words), "")
    }

    /// The instructions of one of `count` pieces of work: those of a long run less those of a
    /// short one, so that what surrounds the work is not in it.
    pub(crate) fn instructions(
        program: impl Fn(&str) -> Command,
        counts: (usize, usize),
    ) -> Result<f64, Trouble> {
        let (few, many) = counts;
        let of_few = callgrind::instructions(&program(&few.to_string()))?;
        let of_many = callgrind::instructions(&program(&many.to_string()))?;
        Ok(of_many.saturating_sub(of_few) as f64 / many.saturating_sub(few).max(1) as f64)
    }
}

/// The number that a program prints.
pub(crate) fn number_of(command: Command, limit: Duration) -> Result<f64, Trouble> {
    let shown = format!("{command:?}");
    let output = finish(command, limit)?;
    output
        .trim()
        .parse()
        .map_err(|_| Trouble::new(format!("{shown} printed no number")))
}

/// The cargo that started this program.
pub(crate) fn cargo() -> OsString {
    env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"))
}
