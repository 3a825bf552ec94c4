//! Tokens: at hand, asked for by a crowd, waited for.

use crate::figure::Reading;
use crate::trouble::Trouble;
use crate::workbench::Workbench;

const LOOK_UPS: usize = 200_000;
const ROUNDS: usize = 15;
const CROWD: &str = "10000";
/// The requests that a failing fetch makes, by default.
const ATTEMPTS: f64 = 2.0;

pub(crate) fn hit_allocations(bench: &Workbench) -> Result<Reading, Trouble> {
    bench.counted(&["hits", "0", "10000"]).map(Reading::alone)
}

pub(crate) fn hit_instructions(bench: &Workbench) -> Result<Reading, Trouble> {
    let program = |count: &str| bench.program(&["hits", "0", count]);
    Workbench::instructions(program, (1_000, 11_000)).map(Reading::alone)
}

pub(crate) fn hit_time(bench: &Workbench) -> Result<Reading, Trouble> {
    let count = LOOK_UPS.to_string();
    let mut least = f64::INFINITY;
    for _ in 0..ROUNDS {
        let total = bench.measured(&["hits", "0", &count])?;
        least = least.min(total / LOOK_UPS as f64);
    }
    Ok(Reading::alone(least))
}

fn herd(bench: &Workbench, state: &str) -> Result<f64, Trouble> {
    bench.measured(&["herd", state, CROWD])
}

pub(crate) fn herd_healthy(bench: &Workbench) -> Result<Reading, Trouble> {
    herd(bench, "healthy").map(Reading::alone)
}

pub(crate) fn herd_failing(bench: &Workbench) -> Result<Reading, Trouble> {
    herd(bench, "failing").map(|requests| Reading::beside(requests, ATTEMPTS))
}

pub(crate) fn herd_hanging(bench: &Workbench) -> Result<Reading, Trouble> {
    herd(bench, "hanging").map(Reading::alone)
}

pub(crate) fn herd_leader_dropped(bench: &Workbench) -> Result<Reading, Trouble> {
    herd(bench, "leader-dropped").map(Reading::alone)
}

fn waiting(bench: &Workbench, what: &str) -> Result<Reading, Trouble> {
    let callers = 1_000;
    let total = bench.counted(&["waiters", what, &callers.to_string()])?;
    Ok(Reading::alone(total / f64::from(callers)))
}

pub(crate) fn waiting_caller(bench: &Workbench) -> Result<Reading, Trouble> {
    waiting(bench, "tokens")
}

pub(crate) fn waiting_call(bench: &Workbench) -> Result<Reading, Trouble> {
    waiting(bench, "calls")
}
