//! All transactions of an entity, across its accounts, as one stream.

use futures_util::{Stream, StreamExt, TryStreamExt};
use leantech_core::paging::Items;
use leantech_core::{AccountId, EntityId, Error};
use leantech_data::types::Transaction;

use crate::Date;
use crate::client::Client;

/// How many accounts are read at once, by default.
const CONCURRENCY: usize = 4;

/// The largest page that Lean gives.
const PAGE_SIZE: u32 = 100;

/// The transactions of all accounts of an entity; see [`Client::entity_transactions`].
#[derive(Debug, Clone)]
#[must_use = "nothing is read before the stream is"]
pub struct EntityTransactions {
    client: Client,
    entity_id: EntityId,
    /// Listed first if there are none.
    accounts: Option<Vec<AccountId>>,
    start_date: Option<Date>,
    end_date: Option<Date>,
    concurrency: usize,
}

impl Client {
    /// All transactions of an entity, across its accounts.
    ///
    /// ```no_run
    /// # use futures_util::TryStreamExt;
    /// # async fn run(lean: leantech::Client, entity: leantech::EntityId) -> Result<(), leantech::Error> {
    /// let mut all = lean.entity_transactions(&entity).concurrency(2).stream();
    /// while let Some(transaction) = all.try_next().await? {
    ///     println!("{}", transaction.transaction_id);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn entity_transactions(&self, entity_id: &EntityId) -> EntityTransactions {
        EntityTransactions {
            client: self.clone(),
            entity_id: entity_id.clone(),
            accounts: None,
            start_date: None,
            end_date: None,
            concurrency: CONCURRENCY,
        }
    }
}

impl EntityTransactions {
    /// The accounts to read, if you have listed them already: then they are not listed again.
    pub fn accounts(mut self, accounts: impl IntoIterator<Item = AccountId>) -> Self {
        self.accounts = Some(accounts.into_iter().collect());
        self
    }

    /// The first day, in UTC.
    pub fn start_date(mut self, day: Date) -> Self {
        self.start_date = Some(day);
        self
    }

    /// The last day, in UTC.
    pub fn end_date(mut self, day: Date) -> Self {
        self.end_date = Some(day);
        self
    }

    /// How many accounts are read at once; 4 by default, 0 counts as 1.
    pub fn concurrency(mut self, accounts: usize) -> Self {
        self.concurrency = accounts.max(1);
        self
    }

    /// The transactions, in Lean's order within an account; the accounts are mixed as their
    /// pages arrive. Each names its account, also where Lean leaves `account_id` out. After a failure the
    /// stream ends.
    ///
    /// # Errors
    ///
    /// An item is an error when a page cannot be fetched; see [`Error`].
    // Compiled where it is used: it brings the reading of two lists.
    #[inline]
    pub fn stream(mut self) -> Items<Transaction> {
        let concurrency = self.concurrency;
        let transactions = self
            .accounts_to_read()
            .map_ok(move |account| self.of_account(account))
            .try_flatten_unordered(concurrency);
        until_error(transactions)
    }

    #[inline]
    fn accounts_to_read(&mut self) -> Items<AccountId> {
        if let Some(accounts) = self.accounts.take() {
            return futures_util::stream::iter(accounts.into_iter().map(Ok)).boxed();
        }
        let accounts = self.client.data().fetch_accounts();
        let accounts = accounts.entity_id(&self.entity_id).size(PAGE_SIZE);
        accounts
            .stream()
            .map_ok(|account| account.account_id)
            .boxed()
    }

    #[inline]
    fn of_account(&self, account: AccountId) -> Items<Transaction> {
        let mut call = self
            .client
            .data()
            .fetch_transactions(&account)
            .entity_id(&self.entity_id)
            .size(PAGE_SIZE);
        if let Some(day) = self.start_date {
            call = call.start_date(day);
        }
        if let Some(day) = self.end_date {
            call = call.end_date(day);
        }
        let transactions = call.stream().map_ok(move |mut transaction| {
            transaction
                .account_id
                .get_or_insert_with(|| account.clone());
            transaction
        });
        transactions.boxed()
    }
}

/// The items up to and with the first error.
fn until_error<T: Send + 'static>(
    items: impl Stream<Item = Result<T, Error>> + Send + 'static,
) -> Items<T> {
    items
        .scan(false, |has_failed, item| {
            let is_over = *has_failed;
            *has_failed |= item.is_err();
            std::future::ready((!is_over).then_some(item))
        })
        .boxed()
}
