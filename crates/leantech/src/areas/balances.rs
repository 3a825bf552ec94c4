//! The newest balance of one type.

use futures_util::TryStreamExt;
use leantech_core::{AccountId, EntityId, Error};
use leantech_data::types::{Balance, BalanceType};

use crate::client::Client;

impl Client {
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
