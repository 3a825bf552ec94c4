//! The machine and the tools that the figures were taken with.

use std::fmt;
use std::process::Command;

use serde::Serialize;

/// The machine and the tools that the figures were taken with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Machine {
    /// The processor's name, as the kernel gives it.
    pub processor: String,
    /// How many processors this process may use.
    pub processors: usize,
    /// The kernel.
    pub system: String,
    /// The compiler.
    pub rustc: String,
}

impl Machine {
    /// This machine.
    pub fn here() -> Self {
        let cpus = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
        let processor = cpus
            .lines()
            .find_map(|line| line.strip_prefix("model name")?.split_once(':'))
            .map_or_else(unknown, |(_, name)| name.trim().to_owned());
        Self {
            processor,
            processors: std::thread::available_parallelism().map_or(1, usize::from),
            system: said("uname", &["-sr"]),
            rustc: said("rustc", &["--version"]),
        }
    }
}

impl fmt::Display for Machine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}, {} processors, {}, {}",
            self.processor, self.processors, self.system, self.rustc
        )
    }
}

/// Today, as year, month and day.
pub(crate) fn today() -> String {
    said("date", &["-u", "+%Y-%m-%d"])
}

fn said(program: &str, words: &[&str]) -> String {
    Command::new(program)
        .args(words)
        .output()
        .ok()
        .and_then(|output| String::from_utf8(output.stdout).ok())
        .map(|text| text.trim().to_owned())
        .filter(|text| !text.is_empty())
        .unwrap_or_else(unknown)
}

fn unknown() -> String {
    "unknown".to_owned()
}
