//! Instructions, counted by valgrind's callgrind.

use std::process::Command;
use std::time::Duration;

use super::process::complete;
use crate::trouble::Trouble;

/// How long a program may take under it, which is about fifty times as slow.
const LIMIT: Duration = Duration::from_secs(300);

/// How many instructions a program carries out, the kernel's not counted.
pub(super) fn instructions(program: &Command) -> Result<u64, Trouble> {
    let mut command = Command::new("valgrind");
    command
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(program.get_program())
        .args(program.get_args());
    let (_, report) = complete(command, LIMIT)?;
    collected(&report).ok_or_else(|| Trouble::new("callgrind's report has no count"))
}

/// The count in callgrind's report: `==1234== Collected : 5678`.
fn collected(report: &str) -> Option<u64> {
    report
        .lines()
        .find_map(|line| line.split_once("Collected :"))
        .and_then(|(_, count)| count.trim().parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn count_is_read_from_the_report() {
        let report = "==7== Events    : Ir\n==7== Collected : 281930\n==7==\n";
        assert_eq!(collected(report), Some(281_930));
        assert_eq!(collected("==7== Events    : Ir"), None);
    }
}
