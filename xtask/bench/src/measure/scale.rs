//! How cost grows with work: what one unit costs where there is little and where there is much.

use std::fmt::Write;
use std::fs;
use std::process::Command;
use std::time::Duration;

use super::{call, generation};
use crate::figure::Reading;
use crate::probe::{Kind, banks};
use crate::trouble::Trouble;
use crate::workbench::{OneProcessor, Workbench, children_cpu_time, finish};

fn points<W: Copy + Into<f64>>(
    amounts: &[W],
    cost: impl Fn(W) -> Result<f64, Trouble>,
) -> Result<Reading, Trouble> {
    let points = amounts
        .iter()
        .map(|&amount| Ok((amount.into(), cost(amount)?)))
        .collect::<Result<_, Trouble>>()?;
    Reading::growth(points)
}

/// Processor time a call, with so many in flight.
fn flood(bench: &Workbench, kind: Kind, amount: u32) -> Result<f64, Trouble> {
    let waves = (10_000 / amount).clamp(3, 2_000).to_string();
    let amount = amount.to_string();
    // An answer comes when all of a wave are asked for, so that all are in flight at once.
    let server = bench.serve(&["banks", "7", "gather", &amount])?;
    bench.measured(&["flood", kind.word(), server.url(), &amount, &waves])
}

/// How often each amount is in flight; the least counts.
const ROUNDS: usize = 3;

/// The same of us and of raw reqwest, in turn, with their server on one processor.
fn floods(bench: &Workbench, amount: u32) -> Result<Reading, Trouble> {
    let _one = OneProcessor::enter();
    let flood = |kind: Kind| move || flood(bench, kind, amount);
    call::in_turn(ROUNDS, flood(Kind::Facade), flood(Kind::Reqwest))
}

/// The growth of raw reqwest is the machine's; what is ours is how much faster we grow than it.
pub(crate) fn in_flight(bench: &Workbench) -> Result<Reading, Trouble> {
    let (mut ours, mut peers) = (Vec::new(), Vec::new());
    for amount in [1_u32, 10, 100, 1_000, 10_000] {
        let reading = floods(bench, amount)?;
        ours.push((amount.into(), reading.ours));
        peers.extend(reading.peer.map(|peer| (amount.into(), peer)));
    }
    Reading::growth_beside(ours, peers)
}

/// Instructions a call: whether it is more work, or the same work that waits for memory.
pub(crate) fn in_flight_instructions(bench: &Workbench) -> Result<Reading, Trouble> {
    points(&[10_u32, 100, 1_000], |amount| {
        let text = amount.to_string();
        let server = bench.serve(&["banks", "7", "gather", &text])?;
        let program = |waves: &str| {
            bench.program(&["flood", Kind::Facade.word(), server.url(), &text, waves])
        };
        let few = 1;
        let many = few + (1_000 / amount as usize).max(2);
        Ok(Workbench::instructions(program, (few, many))? / f64::from(amount))
    })
}

pub(crate) fn in_flight_reqwest(bench: &Workbench) -> Result<Reading, Trouble> {
    floods(bench, 10_000)
}

pub(crate) fn page(bench: &Workbench) -> Result<Reading, Trouble> {
    points(&[10_u32, 100, 1_000], |amount| {
        let server = bench.serve(&["transactions", &amount.to_string(), "delay", "1500"])?;
        let program = |count: &str| bench.program(&["pages", server.url(), count]);
        Ok(Workbench::instructions(program, (2, 7))? / f64::from(amount))
    })
}

pub(crate) fn answer(bench: &Workbench) -> Result<Reading, Trouble> {
    let growth = points(&[7_u32, 70, 700, 7_000], |amount| {
        let server = bench.serve(&["banks", &amount.to_string(), "delay", "1500"])?;
        let program =
            |count: &str| bench.program(&["calls", Kind::Facade.word(), server.url(), count]);
        let counts = if amount > 100 { (1, 3) } else { (5, 25) };
        Ok(Workbench::instructions(program, counts)? / length(amount))
    })?;
    let in_bytes = |(amount, cost): (f64, f64)| {
        // The amounts are whole and small.
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "see above"
        )]
        let amount = amount as u32;
        (length(amount), cost)
    };
    Reading::growth(growth.points.into_iter().map(in_bytes).collect())
}

/// The bytes of an answer with so many banks.
fn length(count: u32) -> f64 {
    banks(count as usize).len() as f64
}

pub(crate) fn customers(bench: &Workbench) -> Result<Reading, Trouble> {
    points(&[1_u32, 10, 100, 1_000, 10_000], |amount| {
        let amount = amount.to_string();
        let program = |count: &str| bench.program(&["hits", &amount, count]);
        Workbench::instructions(program, (10_000, 30_000))
    })
}

/// The document of which copies are generated.
const DOCUMENT: &str = "specs/sa/customers/1.0.0.yaml";

pub(crate) fn documents(bench: &Workbench) -> Result<Reading, Trouble> {
    let program = generation::xtask(bench)?;
    let folder = bench.folder("documents")?;
    points(&[1_u32, 10, 50, 200], |amount| {
        let root = folder.join(amount.to_string());
        write_documents(bench, &root, amount)
            .map_err(|error| Trouble::because("write documents", &error))?;
        // Short runs are many, because the kernel counts in hundredths of a second.
        let rounds = (100 / amount).max(1);
        let before = children_cpu_time()?;
        for _ in 0..rounds {
            let mut command = Command::new(&program);
            command
                .arg("generate")
                .env("CARGO_MANIFEST_DIR", root.join("xtask"));
            finish(command, Duration::from_secs(300))?;
        }
        let spent = children_cpu_time()? - before;
        Ok(spent * 1e3 / f64::from(rounds) / f64::from(amount))
    })
}

fn write_documents(bench: &Workbench, root: &std::path::Path, count: u32) -> std::io::Result<()> {
    let document = fs::read_to_string(bench.root().join(DOCUMENT))?;
    let manifest = fs::read_to_string(bench.root().join("specs/manifest.toml"))?;
    let hash = manifest
        .lines()
        .find(|line| line.contains("sa/customers/1.0.0.yaml"))
        .and_then(|line| line.split('"').nth(5))
        .unwrap_or_default()
        .to_owned();
    let mut rows = String::new();
    for number in 0..count {
        let area = format!("copy{number:03}");
        let at = root.join("specs/sa").join(&area);
        fs::create_dir_all(&at)?;
        fs::write(at.join("1.0.0.yaml"), &document)?;
        // Writing into a text does not fail.
        let _ = write!(
            rows,
            "[[api]]\nregion = \"sa\"\narea = \"{area}\"\ncrate = \"leantech-{area}\"\n\
             current = \"1.0.0\"\nversions = [\n  {{ version = \"1.0.0\", \
             file = \"sa/{area}/1.0.0.yaml\", sha256 = \"{hash}\" }},\n]\n\n"
        );
    }
    fs::create_dir_all(root.join("crates"))?;
    fs::write(root.join("specs/manifest.toml"), rows)
}
