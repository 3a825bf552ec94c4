//! The programs that are measured: ours, and its peers in Rust.

mod bank;
mod bodies;
mod call;
mod clock;
mod drive;
mod flood;
mod page;
mod serve;
mod serve_hyper;
mod token;
mod webhook;

use std::future::Future;
use std::time::Duration;

pub use bank::Bank;
pub use bodies::{banks, token_text};
pub use call::{Caller, Kind};
pub use clock::cpu_time;

use crate::trouble::Trouble;

/// What one run of a program is measured by.
pub trait Meter {
    /// Runs the work and says what it cost.
    fn cost(&self, work: &mut dyn FnMut()) -> u64;
}

/// Runs a program by its words, and prints what came of it.
///
/// # Errors
///
/// Fails when the words are not understood, and when the program cannot do its work.
pub fn run(words: &[&str], meter: &dyn Meter) -> Result<(), Trouble> {
    let outcome = match words {
        ["serve", rest @ ..] => return serve::run(rest),
        ["serve-hyper", size] => return serve_hyper::run(number(size)?),
        ["calls", kind, url, count] => call::run(kind.parse()?, url, number(count)?, meter)?,
        ["pages", url, count] => page::run(url, number(count)?, meter)?,
        ["flood", kind, url, in_flight, waves] => {
            flood::run(kind.parse()?, url, number(in_flight)?, number(waves)?)?
        }
        ["hits", customers, count] => token::hits(number(customers)?, number(count)?, meter)?,
        ["herd", state, callers] => token::herd(state, number(callers)?)?,
        ["waiters", what, callers] => token::waiters(what, number(callers)?, meter)?,
        ["verify", signature, size, count] => {
            webhook::verify(signature, number(size)?, number(count)?, meter)?
        }
        ["drive", url, request, connections, "requests", count] => {
            let until = drive::Until::Requests(number(count)?);
            drive::run(url, request, number(connections)?, until)?
        }
        ["drive", url, request, connections, "seconds", count] => {
            let until = drive::Until::Elapsed(Duration::from_secs(number(count)? as u64));
            drive::run(url, request, number(connections)?, until)?
        }
        _ => return Err(Trouble::new(format!("there is no program `{words:?}`"))),
    };
    println!("{outcome}");
    Ok(())
}

fn number(word: &str) -> Result<usize, Trouble> {
    word.parse()
        .map_err(|_| Trouble::new(format!("`{word}` is not a number")))
}

/// Runs a future on one thread, so that everything it does is counted.
pub(crate) fn alone<T>(work: impl Future<Output = T>) -> Result<T, Trouble> {
    Ok(runtime()?.block_on(work))
}

pub(crate) fn runtime() -> Result<tokio::runtime::Runtime, Trouble> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Trouble::because("start a runtime", &error))
}
