//! The tables.

use std::path::Path;
use std::str::FromStr;
use std::time::Duration;

use leantech::data::types::Transaction;
use leantech::{CustomerId, EntityId, Money, Region};
use serde::Serialize;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions};
use sqlx::{Error, Row};

const TABLES: &str = "
create table if not exists customers (
  application text not null, user text not null, customer_id text not null,
  primary key (application, user));
create table if not exists attempts (
  application text not null, state text not null, customer_id text not null, bank_consent_id text not null,
  primary key (application, state));
create table if not exists connections (
  application text not null, entity_id text not null, customer_id text not null,
  primary key (application, entity_id));
create table if not exists transactions (
  application text not null, entity_id text not null, account_id text not null, transaction_id text not null,
  day text, amount text, primary key (application, entity_id, account_id, transaction_id));
create table if not exists inbox (
  number integer primary key autoincrement, application text not null, key text not null, order_key text,
  bytes blob not null, due integer not null, attempts integer not null default 0, claim integer,
  state text not null default 'waiting', reason text, unique (application, key));
";

/// The service's database.
#[derive(Debug, Clone)]
pub struct Store {
    pub(crate) pool: SqlitePool,
}

/// A customer who was sent to the bank.
#[derive(Debug)]
pub struct Attempt {
    /// Lean's id of the customer.
    pub customer_id: CustomerId,
    /// The consent that the connect link was for.
    pub bank_consent_id: String,
}

/// A transaction as the service shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Booked {
    /// The account's id.
    pub account_id: String,
    /// Lean's id.
    pub transaction_id: String,
    /// The bank's day, in Riyadh.
    pub day: Option<String>,
    /// The amount with its sign and currency.
    pub amount: Option<String>,
}

impl Store {
    /// Opens a database file, and makes it and its tables where they are missing.
    ///
    /// # Errors
    ///
    /// Fails when the file cannot be opened.
    pub async fn open(path: &Path) -> Result<Self, Error> {
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .busy_timeout(Duration::from_secs(10));
        let pool = SqlitePoolOptions::new()
            .max_connections(4)
            .connect_with(options)
            .await?;
        sqlx::raw_sql(TABLES).execute(&pool).await?;
        Ok(Self { pool })
    }

    /// Remembers who a user of ours is for Lean.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn set_customer(
        &self,
        application: &str,
        user: &str,
        id: &CustomerId,
    ) -> Result<(), Error> {
        sqlx::query("insert or replace into customers values (?, ?, ?)")
            .bind(application)
            .bind(user)
            .bind(id.as_str())
            .execute(&self.pool)
            .await
            .map(drop)
    }

    /// Who a user of ours is for Lean.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn customer(
        &self,
        application: &str,
        user: &str,
    ) -> Result<Option<CustomerId>, Error> {
        let select = "select customer_id from customers where application = ? and user = ?";
        self.found_id(select, application, user).await
    }

    async fn found_id<T: FromStr<Err: std::error::Error + Send + Sync + 'static>>(
        &self,
        select: &'static str,
        application: &str,
        key: &str,
    ) -> Result<Option<T>, Error> {
        let row = sqlx::query(select)
            .bind(application)
            .bind(key)
            .fetch_optional(&self.pool)
            .await?;
        row.map(|row| id(&row, 0)).transpose()
    }

    /// Remembers that a customer was sent to the bank, under a state that only they know.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn set_attempt(
        &self,
        application: &str,
        state: &str,
        attempt: &Attempt,
    ) -> Result<(), Error> {
        sqlx::query("insert into attempts values (?, ?, ?, ?)")
            .bind(application)
            .bind(state)
            .bind(attempt.customer_id.as_str())
            .bind(&attempt.bank_consent_id)
            .execute(&self.pool)
            .await
            .map(drop)
    }

    /// The attempt of a state.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn attempt(&self, application: &str, state: &str) -> Result<Option<Attempt>, Error> {
        let row = sqlx::query(
            "select customer_id, bank_consent_id from attempts where application = ? and state = ?",
        )
        .bind(application)
        .bind(state)
        .fetch_optional(&self.pool)
        .await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(Attempt {
            customer_id: id(&row, 0)?,
            bank_consent_id: row.try_get(1)?,
        }))
    }

    /// Remembers a connection.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn set_connection(
        &self,
        application: &str,
        entity: &EntityId,
        customer: &CustomerId,
    ) -> Result<(), Error> {
        sqlx::query("insert or replace into connections values (?, ?, ?)")
            .bind(application)
            .bind(entity.as_str())
            .bind(customer.as_str())
            .execute(&self.pool)
            .await
            .map(drop)
    }

    /// The connections of a customer.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn connections(
        &self,
        application: &str,
        customer: &CustomerId,
    ) -> Result<Vec<EntityId>, Error> {
        let rows = sqlx::query(
            "select entity_id from connections where application = ? and customer_id = ?",
        )
        .bind(application)
        .bind(customer.as_str())
        .fetch_all(&self.pool)
        .await?;
        rows.iter().map(|row| id(row, 0)).collect()
    }

    /// Whose connection it is.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn customer_of(
        &self,
        application: &str,
        entity: &EntityId,
    ) -> Result<Option<CustomerId>, Error> {
        let select = "select customer_id from connections where application = ? and entity_id = ?";
        self.found_id(select, application, entity.as_str()).await
    }

    /// The consent for which somebody was sent to the bank last, for the demonstration.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn latest_consent(&self, application: &str) -> Result<Option<String>, Error> {
        let row = sqlx::query("select bank_consent_id from attempts where application = ? order by rowid desc limit 1")
            .bind(application)
            .fetch_optional(&self.pool)
            .await?;
        row.map(|row| row.try_get(0)).transpose()
    }

    /// Deletes a connection and all of its data.
    ///
    /// # Errors
    ///
    /// Fails when the database does; then nothing is deleted.
    pub async fn forget(&self, application: &str, entity: &EntityId) -> Result<(), Error> {
        let mut change = self.pool.begin().await?;
        for delete in [
            "delete from transactions where application = ? and entity_id = ?",
            "delete from connections where application = ? and entity_id = ?",
        ] {
            sqlx::query(delete)
                .bind(application)
                .bind(entity.as_str())
                .execute(&mut *change)
                .await?;
        }
        change.commit().await
    }

    /// Replaces the transactions of a connection.
    ///
    /// # Errors
    ///
    /// Fails when the database does; then the former ones stay.
    pub async fn set_transactions(
        &self,
        application: &str,
        entity: &EntityId,
        all: &[Transaction],
    ) -> Result<(), Error> {
        let mut change = self.pool.begin().await?;
        sqlx::query("delete from transactions where application = ? and entity_id = ?")
            .bind(application)
            .bind(entity.as_str())
            .execute(&mut *change)
            .await?;
        for transaction in all {
            let day = transaction.booking_date_time.as_ref();
            let day = day.map(|at| at.day_in(Region::SaudiArabia).to_string());
            let amount = Money::of_transaction(transaction).ok().flatten();
            sqlx::query("insert or replace into transactions values (?, ?, ?, ?, ?, ?)")
                .bind(application)
                .bind(entity.as_str())
                .bind(
                    transaction
                        .account_id
                        .as_ref()
                        .map(leantech::AccountId::as_str)
                        .unwrap_or_default(),
                )
                .bind(&transaction.transaction_id)
                .bind(day)
                .bind(amount.map(|money| money.to_string()))
                .execute(&mut *change)
                .await?;
        }
        change.commit().await
    }

    /// The transactions of a connection, the newest first.
    ///
    /// # Errors
    ///
    /// Fails when the database does.
    pub async fn transactions(
        &self,
        application: &str,
        entity: &EntityId,
    ) -> Result<Vec<Booked>, Error> {
        let rows = sqlx::query(
            "select account_id, transaction_id, day, amount from transactions \
             where application = ? and entity_id = ? order by day desc, account_id, transaction_id",
        )
        .bind(application)
        .bind(entity.as_str())
        .fetch_all(&self.pool)
        .await?;
        rows.iter()
            .map(|row| {
                Ok(Booked {
                    account_id: row.try_get(0)?,
                    transaction_id: row.try_get(1)?,
                    day: row.try_get(2)?,
                    amount: row.try_get(3)?,
                })
            })
            .collect()
    }
}

/// One of Lean's ids out of a column.
fn id<T: FromStr<Err: std::error::Error + Send + Sync + 'static>>(
    row: &sqlx::sqlite::SqliteRow,
    column: usize,
) -> Result<T, Error> {
    let text: String = row.try_get(column)?;
    text.parse().map_err(|error| Error::Decode(Box::new(error)))
}
