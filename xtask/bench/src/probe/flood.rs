//! Many calls in flight at once: the processor time that one of them takes.

use std::sync::Arc;

use tokio::task::JoinSet;

use super::alone;
use super::call::{Caller, Kind};
use super::clock::cpu_time;
use crate::trouble::Trouble;

/// Nanoseconds of processor time a call, over the waves after the first two: in those the
/// connections are made.
pub(super) fn run(kind: Kind, url: &str, in_flight: usize, waves: usize) -> Result<u64, Trouble> {
    alone(async {
        let caller = Arc::new(Caller::new(kind, url).await?);
        for _ in 0..2 {
            wave(&caller, in_flight).await?;
        }
        let before = cpu_time();
        for _ in 0..waves {
            wave(&caller, in_flight).await?;
        }
        let spent = cpu_time().saturating_sub(before);
        let each = spent.as_nanos() / (in_flight * waves).max(1) as u128;
        Ok(u64::try_from(each).unwrap_or(u64::MAX))
    })?
}

/// So many calls at once, each by a task of its own.
async fn wave(caller: &Arc<Caller>, in_flight: usize) -> Result<(), Trouble> {
    let mut calls = JoinSet::new();
    for _ in 0..in_flight {
        let caller = Arc::clone(caller);
        calls.spawn(async move { caller.call().await.map(|_| ()) });
    }
    while let Some(ended) = calls.join_next().await {
        ended.map_err(|error| Trouble::because("wait for a call", &error))??;
    }
    Ok(())
}
