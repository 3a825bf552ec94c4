//! The states of a payment: computed from its planned steps by the sandbox's clock.

use chrono::{DateTime, TimeDelta, Utc};
use leantech_core::Decimal;
use leantech_payouts::types::PayoutStatus;

use crate::exchange::Exchange;
use crate::memory::rows::payouts::{PayoutRow, Step};

/// The most that the mock bank pays at once, in riyals; what is more fails in the end.
const MOST: Decimal = Decimal::from_parts(1_000_000, 0, 0, false, 0);

/// The steps of a payment that is made now: authorised at once or after a while, then with the
/// bank for as long, then paid or not.
pub(super) fn plan(
    exchange: &Exchange<'_>,
    is_authorized: bool,
    can_be_paid: bool,
    amount: Decimal,
) -> Vec<Step> {
    let pace = TimeDelta::from_std(exchange.shared.settings.refresh_time).unwrap_or_default();
    let end = if can_be_paid && amount <= MOST {
        PayoutStatus::AcceptedByBank
    } else {
        PayoutStatus::Failed
    };
    let mut at = exchange.now;
    let mut steps = Vec::with_capacity(3);
    if !is_authorized {
        let status = PayoutStatus::AwaitingAuthorization;
        steps.push(Step { at, status });
        at = at.checked_add_signed(pace).unwrap_or(at);
    }
    let status = PayoutStatus::PendingWithBank;
    steps.push(Step { at, status });
    at = at.checked_add_signed(pace).unwrap_or(at);
    steps.push(Step { at, status: end });
    steps
}

impl PayoutRow {
    /// The steps that were reached, the earliest first.
    pub(super) fn reached(&self, now: DateTime<Utc>) -> impl DoubleEndedIterator<Item = &Step> {
        self.steps.iter().filter(move |step| step.at <= now)
    }

    /// The state now, and since when.
    pub(super) fn latest(&self, now: DateTime<Utc>) -> Option<&Step> {
        // A clock that was set back shows the first state.
        self.reached(now).next_back().or(self.steps.first())
    }
}
