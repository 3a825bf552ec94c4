//! The operations that the sandbox serves, and how often each was called.

use std::sync::atomic::{AtomicU64, Ordering};

macro_rules! operations {
    ($($name:ident = $id:literal,)*) => {
        /// An operation of Lean's API.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Operation { $($name,)* }

        impl Operation {
            pub(crate) const ALL: &[Self] = &[$(Self::$name,)*];

            /// Lean's operation id.
            pub(crate) fn id(self) -> &'static str {
                match self { $(Self::$name => $id,)* }
            }
        }
    };
}

operations! {
    GenerateAccessToken = "generateAccessToken",
    CreateCustomer = "createCustomer",
    GetCustomers = "getCustomers",
    GetCustomerById = "getCustomerById",
    GetCustomerByAppUserId = "getCustomerByAppUserId",
    ListBanks = "listBanks",
    CreateConnectLink = "createConnectLink",
    GetCustomerConsents = "getCustomerConsents",
    GetCustomerConsentById = "getCustomerConsentById",
    DeleteConsent = "deleteConsent",
    GetEntities = "getEntities",
    GetEntityById = "getEntityById",
    ListEntities = "listEntities",
    DeleteEntity = "deleteEntity",
    FetchAccounts = "fetchAccounts",
    FetchBalances = "fetchBalances",
    FetchTransactions = "fetchTransactions",
    FetchCurrentIdentity = "fetchCurrentIdentity",
    FetchAllIdentities = "fetchAllIdentities",
    FetchBeneficiaries = "fetchBeneficiaries",
    FetchDirectDebits = "fetchDirectDebits",
    FetchScheduledPayments = "fetchScheduledPayments",
    GetStandingOrders = "getStandingOrders",
    TriggerDataRefresh = "trigger_data_refresh_v2",
    GetDataRefreshes = "getDataRefreshes",
    GetDataRefreshStatus = "getDataRefreshStatus",
    GetResults = "getResults",
}

/// How often the sandbox was called, its own controls left out.
#[derive(Debug)]
pub(crate) struct Calls {
    all: AtomicU64,
    each: Vec<AtomicU64>,
}

impl Calls {
    pub(crate) fn none() -> Self {
        Self {
            all: AtomicU64::new(0),
            each: Operation::ALL.iter().map(|_| AtomicU64::new(0)).collect(),
        }
    }

    /// Counts a call; one of a path that Lean does not have has no operation.
    pub(crate) fn count(&self, operation: Option<Operation>) {
        self.all.fetch_add(1, Ordering::Relaxed);
        if let Some(count) = operation.and_then(|operation| self.each.get(operation as usize)) {
            count.fetch_add(1, Ordering::Relaxed);
        }
    }

    pub(crate) fn all(&self) -> u64 {
        self.all.load(Ordering::Relaxed)
    }

    /// The calls of the operation with that id of Lean's.
    pub(crate) fn of(&self, id: &str) -> u64 {
        self.each()
            .find(|(known, _)| *known == id)
            .map_or(0, |(_, count)| count)
    }

    pub(crate) fn each(&self) -> impl Iterator<Item = (&'static str, u64)> {
        Operation::ALL
            .iter()
            .zip(&self.each)
            .map(|(operation, count)| (operation.id(), count.load(Ordering::Relaxed)))
    }

    pub(crate) fn reset(&self) {
        self.all.store(0, Ordering::Relaxed);
        self.each
            .iter()
            .for_each(|count| count.store(0, Ordering::Relaxed));
    }
}
