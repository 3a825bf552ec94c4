//! The client of all areas: one connection pool per tokio runtime, one token source.
//!
//! It uses tokens and permissions, and nothing from single areas, waits, redirects and webhooks.

pub(crate) mod base_url;
pub(crate) mod builder;
pub(crate) mod environment;
#[cfg(feature = "mtls")]
pub(crate) mod mutual_tls;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use leantech_core::{
    CustomerId, Deadlines, Error, RetryPolicy, Scope, Session, SessionBuilder, Token, TokenSource,
};

use crate::client::builder::ClientBuilder;
use crate::client::environment::Environment;

/// How long a token must live to be of use to the `LinkSDK`, which refuses one that has ten
/// minutes or less. Source: Lean's `LinkSDK` configuration reference.
pub(crate) const LINK_TOKEN_LIFE: Duration = Duration::from_secs(10 * 60 + 30);

/// Lean's APIs. Cloning it is cheap, and clones share connections and tokens.
///
/// It can be used from several tokio runtimes. Each has its own connections, because a connection is
/// driven by the runtime that opened it; tokens are shared by all.
///
/// ```no_run
/// use leantech::{Client, ClientCredentials, Environment};
///
/// # async fn run() -> Result<(), Box<dyn std::error::Error>> {
/// let lean = Client::builder(Environment::SANDBOX)
///     .credentials(ClientCredentials::from_env()?)
///     .build()?;
/// for bank in lean.banks().list_banks().send().await? {
///     println!("{}", bank.identifier);
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Client(Arc<Inner>);

pub(crate) struct Inner {
    pub(crate) environment: Environment,
    pub(crate) session: Session,
    pub(crate) tokens: Arc<dyn TokenSource>,
    #[cfg(feature = "customers")]
    customers: leantech_customers::Client,
    #[cfg(feature = "banks")]
    banks: leantech_banks::Client,
    #[cfg(feature = "consents")]
    consents: leantech_consents::Client,
    #[cfg(feature = "entities")]
    entities: leantech_entities::Client,
    #[cfg(feature = "data")]
    data: leantech_data::Client,
    #[cfg(feature = "insights")]
    insights: leantech_insights::Client,
    #[cfg(feature = "open-banking")]
    open_banking: leantech_open_banking::Client,
    #[cfg(feature = "reports")]
    reports: leantech_reports::Client,
    #[cfg(feature = "payouts")]
    payouts: leantech_payouts::Client,
    #[cfg(feature = "verifications")]
    verifications: leantech_verifications::Client,
}

impl Client {
    /// Begins a client of an environment; [`Environment::SANDBOX`] is the KSA sandbox.
    pub fn builder(environment: Environment) -> ClientBuilder {
        ClientBuilder::new(environment)
    }

    pub(crate) fn assemble(
        environment: Environment,
        session: Session,
        tokens: Arc<dyn TokenSource>,
    ) -> Self {
        Self(Arc::new(Inner {
            environment,
            #[cfg(feature = "customers")]
            customers: leantech_customers::Client::new(session.clone()),
            #[cfg(feature = "banks")]
            banks: leantech_banks::Client::new(session.clone()),
            #[cfg(feature = "consents")]
            consents: leantech_consents::Client::new(session.clone()),
            #[cfg(feature = "entities")]
            entities: leantech_entities::Client::new(session.clone()),
            #[cfg(feature = "data")]
            data: leantech_data::Client::new(session.clone()),
            #[cfg(feature = "insights")]
            insights: leantech_insights::Client::new(session.clone()),
            #[cfg(feature = "open-banking")]
            open_banking: leantech_open_banking::Client::new(session.clone()),
            #[cfg(feature = "reports")]
            reports: leantech_reports::Client::new(session.clone()),
            #[cfg(feature = "payouts")]
            payouts: leantech_payouts::Client::new(session.clone()),
            #[cfg(feature = "verifications")]
            verifications: leantech_verifications::Client::new(session.clone()),
            session,
            tokens,
        }))
    }

    /// The environment that the client was built for.
    pub fn environment(&self) -> &Environment {
        &self.0.environment
    }

    /// Customers: create, list and look up.
    #[cfg(feature = "customers")]
    pub fn customers(&self) -> &leantech_customers::Client {
        &self.0.customers
    }

    /// Banks that a customer can connect.
    #[cfg(feature = "banks")]
    pub fn banks(&self) -> &leantech_banks::Client {
        &self.0.banks
    }

    /// Connect links and consents.
    #[cfg(feature = "consents")]
    pub fn consents(&self) -> &leantech_consents::Client {
        &self.0.consents
    }

    /// Entities: the connections of customers to banks.
    #[cfg(feature = "entities")]
    pub fn entities(&self) -> &leantech_entities::Client {
        &self.0.entities
    }

    /// Accounts, balances, transactions and the other data that a bank holds.
    #[cfg(feature = "data")]
    pub fn data(&self) -> &leantech_data::Client {
        &self.0.data
    }

    /// Figures computed from transactions: income, expenses, cashflows and more.
    #[cfg(feature = "insights")]
    pub fn insights(&self) -> &leantech_insights::Client {
        &self.0.insights
    }

    /// Bank data in the format of the Saudi standard.
    #[cfg(feature = "open-banking")]
    pub fn open_banking(&self) -> &leantech_open_banking::Client {
        &self.0.open_banking
    }

    /// Reports on accounts and income, as JSON or as files.
    #[cfg(feature = "reports")]
    pub fn reports(&self) -> &leantech_reports::Client {
        &self.0.reports
    }

    /// Payouts from the application's own account, and their destinations.
    #[cfg(feature = "payouts")]
    pub fn payouts(&self) -> &leantech_payouts::Client {
        &self.0.payouts
    }

    /// Checks of accounts, companies, freelancers, bank connections and properties.
    #[cfg(feature = "verifications")]
    pub fn verifications(&self) -> &leantech_verifications::Client {
        &self.0.verifications
    }

    #[cfg(any(feature = "data", feature = "reports"))]
    pub(crate) fn time(&self) -> &leantech_core::Time {
        self.0.session.time()
    }

    /// The source of this client's tokens, for requests that are made without the client.
    pub fn token_source(&self) -> Arc<dyn TokenSource> {
        Arc::clone(&self.0.tokens)
    }

    /// A client with another retry policy, for one call or for many. Connections, tokens and the
    /// retry budget stay shared.
    #[must_use]
    pub fn with_retry(&self, policy: RetryPolicy) -> Self {
        self.with_session(self.0.session.to_builder().retry(policy))
    }

    /// A client with other deadlines, for one call or for many. Connections and tokens stay
    /// shared.
    #[must_use]
    pub fn with_deadlines(&self, deadlines: Deadlines) -> Self {
        self.with_session(self.0.session.to_builder().deadlines(deadlines))
    }

    /// A client that sends this `lean-correlation-id` with every call, including streams and helpers, so
    /// that Lean's support can find them by your id. Connections and tokens stay shared.
    ///
    /// ```
    /// # fn of_request(lean: &leantech::Client) -> Result<(), leantech::Error> {
    /// let lean = lean.with_correlation_id("5f0c2a1e-order-7")?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Fails unless it is 1 to 128 letters, digits, `-`, `_`, `.` and `:`.
    pub fn with_correlation_id(&self, id: &str) -> Result<Self, Error> {
        Ok(self.with_session(self.0.session.to_builder().correlation_id(id)?))
    }

    /// A client that sends one more header with every call, for example one that a gateway needs. A call
    /// that sets the same header itself keeps its own value. Token requests do not carry it. Connections
    /// and tokens stay shared. `Debug` does not show the value.
    ///
    /// # Errors
    ///
    /// Fails when the name or the value is not valid in a header, and for headers that the call sets
    /// itself: those for credentials, idempotency, content and connection.
    pub fn with_header(&self, name: &str, value: &str) -> Result<Self, Error> {
        Ok(self.with_session(self.0.session.to_builder().header(name, value)?))
    }

    /// The same client with another session; environment and tokens stay.
    fn with_session(&self, session: SessionBuilder) -> Self {
        Self::assemble(
            self.0.environment.clone(),
            session.build(),
            Arc::clone(&self.0.tokens),
        )
    }

    /// A token for the `LinkSDK` of one customer, with more than ten minutes to live.
    ///
    /// Pass it to the front end as `access_token`, without the prefix `Bearer`. It cannot be used on
    /// the API. A cached token that lives long enough is used again, so this can be
    /// called for every page view.
    ///
    /// # Errors
    ///
    /// Fails when no token can be obtained, or when it would not live that long; see the predicates
    /// of [`Error`].
    pub async fn customer_token(&self, customer: &CustomerId) -> Result<Token, Error> {
        let scope = Scope::customer(customer.clone()).map_err(Error::invalid_request)?;
        let tokens = self.0.tokens.as_ref();
        leantech_core::token_of(tokens, |tokens| tokens.token_for(&scope, LINK_TOKEN_LIFE)).await
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("environment", &self.0.environment)
            .field("session", &self.0.session)
            .field("tokens", &self.0.tokens)
            .finish()
    }
}
