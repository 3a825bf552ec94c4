//! Which payments of a list are wanted.

use std::str::FromStr;

use chrono::{DateTime, Utc};
use leantech_core::{Decimal, ExactDecimal, Timestamp};

use crate::exchange::Exchange;
use crate::memory::rows::payouts::PayoutRow;
use crate::wire::answer::Answer;

/// The bounds of a query; each end belongs to what is wanted.
#[derive(Debug)]
pub(super) struct Filter {
    amount: (Option<Decimal>, Option<Decimal>),
    created: (Option<DateTime<Utc>>, Option<DateTime<Utc>>),
    updated: (Option<DateTime<Utc>>, Option<DateTime<Utc>>),
    now: DateTime<Utc>,
}

fn is_within<T: PartialOrd + Copy>(value: T, (least, most): (Option<T>, Option<T>)) -> bool {
    least.is_none_or(|least| value >= least) && most.is_none_or(|most| value <= most)
}

impl Filter {
    pub(super) fn read(exchange: &Exchange<'_>) -> Result<Self, Answer> {
        let instant = |name| {
            let read: Option<Timestamp> = parameter(exchange, name)?;
            Ok(read.map(|at| at.utc()))
        };
        let amount = |name| {
            let read: Option<ExactDecimal> = parameter(exchange, name)?;
            Ok(read.map(|amount| amount.decimal()))
        };
        Ok(Self {
            amount: (amount("amount_min")?, amount("amount_max")?),
            created: (instant("from")?, instant("to")?),
            updated: (instant("from_updated_at")?, instant("to_updated_at")?),
            now: exchange.now,
        })
    }

    pub(super) fn takes(&self, row: &PayoutRow) -> bool {
        let updated = row.latest(self.now).map_or(row.created(), |step| step.at);
        is_within(row.amount.decimal(), self.amount)
            && is_within(row.created(), self.created)
            && is_within(updated, self.updated)
    }
}

fn parameter<T: FromStr>(exchange: &Exchange<'_>, name: &str) -> Result<Option<T>, Answer> {
    exchange.query.optional(name).map_err(|_| {
        exchange.invalid(
            &format!("/query/{name}"),
            &format!("{name} has a value of the wrong form"),
        )
    })
}
