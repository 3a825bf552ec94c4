//! Webhooks in a table: what was accepted survives a crash.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use leantech::webhook::{Accepted, Claimed, Delivery, Inbox, Settled};
use sqlx::{Error, Row};

use crate::store::Store;

/// The webhooks of one application.
#[derive(Debug, Clone)]
pub struct SqliteInbox {
    store: Store,
    application: String,
}

impl SqliteInbox {
    /// The inbox of an application.
    pub fn new(store: Store, application: impl Into<String>) -> Self {
        Self {
            store,
            application: application.into(),
        }
    }

    /// How many deliveries are in a state: `waiting`, `done` or `dead`.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn count(&self, state: &str) -> Result<i64, Error> {
        sqlx::query("select count(*) from inbox where application = ? and state = ?")
            .bind(&self.application)
            .bind(state)
            .fetch_one(&self.store.pool)
            .await?
            .try_get(0)
    }

    /// Ends a claim, unless its lease has run out or somebody else has the delivery.
    async fn settle(
        &self,
        claimed: &Claimed,
        state: &str,
        due: i64,
        reason: Option<&str>,
    ) -> Result<Settled, Error> {
        let changed = sqlx::query(
            "update inbox set state = ?, due = ?, reason = ?, claim = null, \
             bytes = case when ? = 'done' then x'' else bytes end \
             where application = ? and key = ? and state = 'waiting' and claim = ? and due > ?",
        )
        .bind(state)
        .bind(due)
        .bind(reason)
        .bind(state)
        .bind(&self.application)
        .bind(claimed.delivery().key.as_str())
        .bind(i64::try_from(claimed.claim()).unwrap_or(i64::MAX))
        .bind(now())
        .execute(&self.store.pool)
        .await?;
        Ok(if changed.rows_affected() == 1 {
            Settled::Yes
        } else {
            Settled::LeaseLost
        })
    }
}

impl Inbox for SqliteInbox {
    type Error = Error;

    async fn accept(&self, delivery: Delivery) -> Result<Accepted, Error> {
        let stored = sqlx::query(
            "insert into inbox (application, key, order_key, bytes, due) values (?, ?, ?, ?, ?) \
             on conflict (application, key) do nothing",
        )
        .bind(&self.application)
        .bind(delivery.key.as_str())
        .bind(&delivery.order_key)
        .bind(&delivery.bytes)
        .bind(now())
        .execute(&self.store.pool)
        .await?;
        Ok(if stored.rows_affected() == 1 {
            Accepted::New
        } else {
            Accepted::Duplicate
        })
    }

    async fn next(&self, lease: Duration) -> Result<Option<Claimed>, Error> {
        let now = now();
        // One statement, so that two workers cannot claim the same one. The number of the attempt is the claim.
        let row = sqlx::query(
            "update inbox set attempts = attempts + 1, claim = attempts + 1, due = ? where number = ( \
               select number from inbox as own \
               where application = ? and state = 'waiting' and due <= ? and not exists ( \
                 select 1 from inbox as earlier \
                 where earlier.application = own.application and earlier.order_key = own.order_key \
                   and earlier.state = 'waiting' and earlier.number < own.number) \
               order by number limit 1) \
             returning key, order_key, bytes, attempts",
        )
        .bind(now.saturating_add(milliseconds(lease)))
        .bind(&self.application)
        .bind(now)
        .fetch_optional(&self.store.pool)
        .await?;
        let Some(row) = row else { return Ok(None) };
        let key: String = row.try_get(0)?;
        let delivery = Delivery::new(&key, row.try_get(1)?, row.try_get::<Vec<u8>, _>(2)?)
            .map_err(|error| Error::Decode(Box::new(error)))?;
        let attempt: u32 = row.try_get(3)?;
        Ok(Some(Claimed::new(delivery, attempt, attempt.into())))
    }

    async fn done(&self, claimed: Claimed) -> Result<Settled, Error> {
        self.settle(&claimed, "done", 0, None).await
    }

    async fn again(&self, claimed: Claimed, after: Duration) -> Result<Settled, Error> {
        let due = now().saturating_add(milliseconds(after));
        self.settle(&claimed, "waiting", due, None).await
    }

    async fn dead_letter(&self, claimed: Claimed, reason: &str) -> Result<Settled, Error> {
        self.settle(&claimed, "dead", 0, Some(reason)).await
    }
}

/// Milliseconds since 1970.
fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    milliseconds(since.unwrap_or_default())
}

fn milliseconds(time: Duration) -> i64 {
    i64::try_from(time.as_millis()).unwrap_or(i64::MAX)
}
