//! Webhooks: verifying a signature.

use std::process::Command;
use std::time::Duration;

use crate::figure::Reading;
use crate::peer::node;
use crate::trouble::Trouble;
use crate::workbench::{Workbench, finish, number_of};

const ROUNDS: usize = 7;
const KB: usize = 1024;

/// The processor time of one verification, in nanoseconds; `openssl speed` takes that too.
fn verify(bench: &Workbench, size: usize) -> Result<f64, Trouble> {
    // About a twentieth of a second.
    let count = (20_000_000 / size).max(10);
    let total = bench.measured(&["verify", "right", &size.to_string(), &count.to_string()])?;
    Ok(total / count as f64)
}

/// Bytes a second of `openssl speed`.
fn openssl(size: usize) -> Result<f64, Trouble> {
    let mut command = Command::new("openssl");
    command.args(["speed", "-mr", "-seconds", "1", "-hmac", "sha512"]);
    command.args(["-bytes", &size.to_string()]);
    let output = finish(command, Duration::from_secs(60)).map_err(Trouble::or_absent)?;
    speed(&output).ok_or_else(|| Trouble::absent("the report of `openssl speed` is another one"))
}

/// The last line is `+F:9:hmac(sha512):260538181.82`.
fn speed(report: &str) -> Option<f64> {
    let line = report.lines().rev().find(|line| line.starts_with("+F:"))?;
    line.rsplit(':').next()?.trim().parse().ok()
}

/// Bytes a second, ours and openssl's in turn, the most of each.
fn beside_openssl(bench: &Workbench, size: usize) -> Result<Reading, Trouble> {
    let (mut ours, mut theirs) = (0.0_f64, 0.0_f64);
    for _ in 0..ROUNDS {
        theirs = theirs.max(openssl(size)?);
        ours = ours.max(size as f64 / verify(bench, size)? * 1e9);
    }
    Ok(Reading::beside(ours / 1e6, theirs / 1e6))
}

pub(crate) fn openssl_1k(bench: &Workbench) -> Result<Reading, Trouble> {
    beside_openssl(bench, KB)
}

pub(crate) fn openssl_16k(bench: &Workbench) -> Result<Reading, Trouble> {
    beside_openssl(bench, 16 * KB)
}

pub(crate) fn openssl_1m(bench: &Workbench) -> Result<Reading, Trouble> {
    beside_openssl(bench, KB * KB)
}

pub(crate) fn node_crypto(bench: &Workbench) -> Result<Reading, Trouble> {
    let node = node::crypto(bench).map_err(Trouble::or_absent)?;
    let (mut ours, mut theirs) = (0.0_f64, 0.0_f64);
    for _ in 0..ROUNDS {
        theirs = theirs.max(1e9 / number_of(node.verify(KB), node::LIMIT)?);
        ours = ours.max(1e9 / verify(bench, KB)?);
    }
    Ok(Reading::beside(ours, theirs))
}

pub(crate) fn allocations(bench: &Workbench) -> Result<Reading, Trouble> {
    bench
        .counted(&["verify", "right", "1024", "1000"])
        .map(Reading::alone)
}

pub(crate) fn first_or_last(bench: &Workbench) -> Result<Reading, Trouble> {
    let of = |signature: &str| {
        let program = |count: &str| bench.program(&["verify", signature, "1024", count]);
        Workbench::instructions(program, (100, 1_100))
    };
    Ok(Reading::beside(of("first-wrong")?, of("last-wrong")?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn speed_is_read_from_the_report() {
        let report = "+H:1024\n+F:9:hmac(sha512):260538181.82\n";
        assert_eq!(speed(report), Some(260_538_181.82));
        assert_eq!(speed("unknown option -mr"), None);
    }
}
