//! The state of a consent at an instant: given, revoked, rejected, or past its end.

use chrono::{DateTime, Days, NaiveTime, Utc};

use crate::memory::rows::{ConsentRow, EntityRow, Standing};
use crate::memory::state::State;

/// A consent's two states and when they last changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Life {
    pub(crate) status: Status,
    pub(crate) standard: StandardStatus,
    pub(crate) changed: DateTime<Utc>,
}

/// Lean's own word for a consent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Status {
    Active,
    Revoked,
    Rejected,
}

/// The Saudi standard's word for a consent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StandardStatus {
    Authorised,
    Revoked,
    Rejected,
    Expired,
}

impl ConsentRow {
    /// The state of the consent now.
    pub(crate) fn life(&self, now: DateTime<Utc>) -> Life {
        let life = |status, standard, changed| Life {
            status,
            standard,
            changed,
        };
        match self.standing {
            Standing::Revoked => life(Status::Revoked, StandardStatus::Revoked, self.changed),
            Standing::Rejected => life(Status::Rejected, StandardStatus::Rejected, self.changed),
            Standing::Expired => life(Status::Revoked, StandardStatus::Expired, self.changed),
            Standing::Active => {
                let ends = self.expires.utc();
                let swept = nightly_job_after(ends);
                if now < ends {
                    life(Status::Active, StandardStatus::Authorised, self.changed)
                } else if now < swept {
                    // For the rest of the day the consent still reads ACTIVE.
                    life(Status::Active, StandardStatus::Expired, ends)
                } else {
                    life(Status::Revoked, StandardStatus::Expired, swept)
                }
            }
        }
    }

    /// Whether data may be read under the consent.
    pub(crate) fn is_usable(&self, now: DateTime<Utc>) -> bool {
        self.standing == Standing::Active && now < self.expires.utc()
    }
}

/// The first run of Lean's nightly job after an instant. Recorded: a consent that ended at
/// 13:34 was marked at 00:00:03 of the next day (UTC).
fn nightly_job_after(at: DateTime<Utc>) -> DateTime<Utc> {
    let Some(at_night) = NaiveTime::from_hms_opt(0, 0, 3) else {
        return at;
    };
    at.date_naive()
        .checked_add_days(Days::new(1))
        .map_or(at, |day| day.and_time(at_night).and_utc())
}

impl State {
    /// The consent under which an entity's data may be read.
    pub(crate) fn usable_consent<'s>(
        &'s self,
        entity: &'s EntityRow,
        now: DateTime<Utc>,
    ) -> Option<&'s ConsentRow> {
        self.consents_of(entity)
            .rev()
            .find(|consent| consent.is_usable(now))
    }

    /// Ends a consent for good; whether it still read as active.
    pub(crate) fn end_consent(
        &mut self,
        position: usize,
        standing: Standing,
        now: DateTime<Utc>,
    ) -> bool {
        let Some(consent) = self.consents.at_mut(position) else {
            return false;
        };
        if consent.standing != Standing::Active {
            return false;
        }
        let life = consent.life(now);
        // What has expired stays expired, whoever ends it afterwards.
        consent.standing = match life.standard {
            StandardStatus::Expired => Standing::Expired,
            _ => standing,
        };
        if life.status != Status::Active {
            consent.changed = life.changed;
            return false;
        }
        consent.changed = now;
        let entity = consent.entity;
        if let Some(entity) = entity.and_then(|entity| self.entities.at_mut(entity)) {
            entity.updated = now;
        }
        true
    }
}
