//! The newest balance of one type, and all accounts with their balances.

use futures_util::TryStreamExt;
use leantech_core::{AccountId, EntityId, Error};
use leantech_data::types::{Account, Balance, BalanceType};

use crate::client::Client;

/// How many accounts are read at once.
const CONCURRENCY: usize = 4;

/// The largest page that Lean gives.
const PAGE_SIZE: u32 = 100;

/// An account with what is on it.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct AccountBalances {
    /// The account.
    pub account: Account,
    /// Its balances, in Lean's order; banks send several of one type.
    pub balances: Vec<Balance>,
}

impl Client {
    /// All accounts of an entity, in Lean's order, each with all its balances. Four accounts are read at once.
    ///
    /// # Errors
    ///
    /// Fails when a page of accounts or balances cannot be fetched; see [`Error`].
    pub async fn accounts_with_balances(
        &self,
        entity_id: &EntityId,
    ) -> Result<Vec<AccountBalances>, Error> {
        let accounts = self.data().fetch_accounts().entity_id(entity_id);
        accounts
            .size(PAGE_SIZE)
            .stream()
            .map_ok(|account| async move {
                let balances = self.data().fetch_balances(&account.account_id);
                let balances = balances.entity_id(entity_id).size(PAGE_SIZE).stream();
                let balances = balances.try_collect().await?;
                Ok(AccountBalances { account, balances })
            })
            .try_buffered(CONCURRENCY)
            .try_collect()
            .await
    }

    /// The newest balance of a type for an account, or `None` if it has none.
    ///
    /// Banks send several balances of the same type; the one with the latest `date_time` is the newest,
    /// and one without a time counts as older than any with a time.
    ///
    /// # Errors
    ///
    /// Fails when a page of balances cannot be fetched; see [`Error`].
    pub async fn newest_balance(
        &self,
        entity_id: &EntityId,
        account_id: &AccountId,
        of: impl Into<BalanceType>,
    ) -> Result<Option<Balance>, Error> {
        let of = of.into();
        let mut balances = self
            .data()
            .fetch_balances(account_id)
            .entity_id(entity_id)
            .stream();
        let mut newest: Option<Balance> = None;
        while let Some(balance) = balances.try_next().await? {
            let is_newer = newest
                .as_ref()
                .is_none_or(|newest| balance.date_time > newest.date_time);
            if is_newer && balance.type_.as_ref().is_some_and(|word| *word == of) {
                newest = Some(balance);
            }
        }
        Ok(newest)
    }
}
