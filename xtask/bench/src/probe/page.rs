//! One page of transactions, through the facade.

use leantech::{AccountId, EntityId};

use super::call::facade;
use super::{Meter, runtime};
use crate::trouble::Trouble;

const ACCOUNT: &str = "22222222-2222-4222-8222-222222222201";
const ENTITY: &str = "33333333-3333-4333-8333-333333333301";

/// The same page so many times, after two that warm up.
pub(super) fn run(url: &str, count: usize, meter: &dyn Meter) -> Result<u64, Trouble> {
    let client = facade(url)?;
    let account: AccountId = id(ACCOUNT.parse())?;
    let entity: EntityId = id(ENTITY.parse())?;
    let runtime = runtime()?;
    let read = || async {
        client
            .data()
            .fetch_transactions(&account)
            .entity_id(&entity)
            .send()
            .await
            .map(|_| ())
            .map_err(|error| Trouble::because("read a page", &error))
    };
    for _ in 0..2 {
        runtime.block_on(read())?;
    }
    let mut failed = None;
    let cost = meter.cost(&mut || {
        for _ in 0..count {
            if let Err(error) = runtime.block_on(read()) {
                failed = Some(error);
            }
        }
    });
    failed.map_or(Ok(cost), Err)
}

fn id<T, E: std::error::Error>(read: Result<T, E>) -> Result<T, Trouble> {
    read.map_err(|error| Trouble::because("make an id", &error))
}
