//! One call: instructions, allocations, processor time.

use crate::figure::Reading;
use crate::peer::{middleware, node};
use crate::probe::Kind;
use crate::trouble::Trouble;
use crate::workbench::{Workbench, number_of};

/// The banks of the guide's list.
const BANKS: &[&str] = &["banks", "7"];

/// The answer comes a little late, so that every client goes the way of waiting for it.
const LATE: &[&str] = &["banks", "7", "delay", "1500"];

/// The calls of the short and of the long run.
const CALLS: (usize, usize) = (20, 120);

const IN_FLIGHT: &str = "64";
/// Waves of so many calls in a round, and rounds, of which the least is taken.
const WAVES: &str = "40";
const ROUNDS: usize = 7;

pub(crate) fn instructions(bench: &Workbench, kind: Kind) -> Result<f64, Trouble> {
    bench.once(&format!("call/instructions/{}", kind.word()), || {
        let server = bench.serve(LATE)?;
        let program = |count: &str| bench.program(&["calls", kind.word(), server.url(), count]);
        Workbench::instructions(program, CALLS)
    })
}

pub(crate) fn instructions_reqwest(bench: &Workbench) -> Result<Reading, Trouble> {
    let peer = instructions(bench, Kind::Reqwest)?;
    Ok(Reading::beside(instructions(bench, Kind::Facade)?, peer))
}

pub(crate) fn instructions_hyper(bench: &Workbench) -> Result<Reading, Trouble> {
    let peer = instructions(bench, Kind::Hyper)?;
    Ok(Reading::beside(instructions(bench, Kind::Facade)?, peer))
}

pub(crate) fn instructions_middleware(bench: &Workbench) -> Result<Reading, Trouble> {
    let peer = middleware::program(bench).map_err(Trouble::or_absent)?;
    let server = bench.serve(LATE)?;
    let program = |count: &str| {
        let mut command = std::process::Command::new(&peer);
        command.args([server.url(), count]);
        command
    };
    let peer = Workbench::instructions(program, CALLS)?;
    Ok(Reading::beside(instructions(bench, Kind::Facade)?, peer))
}

pub(crate) fn allocations(bench: &Workbench) -> Result<Reading, Trouble> {
    let server = bench.serve(LATE)?;
    // One allocation more or less in all calls together comes from buffers that grow.
    let each = |kind: Kind| {
        let total = bench.counted(&["calls", kind.word(), server.url(), "100"])?;
        Ok((total / 100.0).round())
    };
    let peer = each(Kind::Reqwest)?;
    Ok(Reading::beside(each(Kind::Facade)?, peer))
}

/// Processor time a call, of both in turn, the least of each.
pub(super) fn in_turn(
    rounds: usize,
    ours: impl Fn() -> Result<f64, Trouble>,
    theirs: impl Fn() -> Result<f64, Trouble>,
) -> Result<Reading, Trouble> {
    let (mut our_least, mut their_least) = (f64::INFINITY, f64::INFINITY);
    for _ in 0..rounds {
        our_least = our_least.min(ours()?);
        their_least = their_least.min(theirs()?);
    }
    Ok(Reading::beside(our_least, their_least))
}

pub(crate) fn cpu_reqwest(bench: &Workbench) -> Result<Reading, Trouble> {
    let server = bench.serve(BANKS)?;
    let flood =
        |kind: Kind| bench.measured(&["flood", kind.word(), server.url(), IN_FLIGHT, WAVES]);
    in_turn(ROUNDS, || flood(Kind::Facade), || flood(Kind::Reqwest))
}

pub(crate) fn cpu_node_sdk(bench: &Workbench) -> Result<Reading, Trouble> {
    let server = bench.serve(BANKS)?;
    let node = node::sdk(bench).map_err(Trouble::or_absent)?;
    in_turn(
        ROUNDS,
        || bench.measured(&["flood", Kind::Facade.word(), server.url(), IN_FLIGHT, WAVES]),
        || number_of(node.flood(server.url(), IN_FLIGHT), node::LIMIT),
    )
}
