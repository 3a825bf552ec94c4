//! The operations that the sandbox serves, and how often each was called.

use std::sync::atomic::{AtomicU64, Ordering};

macro_rules! operations {
    ($($area:ident { $($name:ident = $id:literal,)* })*) => {
        /// An area of Lean's API: one document.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Area { $($area,)* }

        /// An operation of Lean's API.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Operation { $($($name,)*)* }

        impl Operation {
            pub(crate) const ALL: &[Self] = &[$($(Self::$name,)*)*];

            /// Lean's operation id.
            pub(crate) fn id(self) -> &'static str {
                match self { $($(Self::$name => $id,)*)* }
            }

            /// The area whose document has the operation.
            pub(crate) fn area(self) -> Area {
                match self { $($(Self::$name)|* => Area::$area,)* }
            }
        }
    };
}

operations! {
    Auth {
        GenerateAccessToken = "generateAccessToken",
    }
    Customers {
        CreateCustomer = "createCustomer",
        GetCustomers = "getCustomers",
        GetCustomerById = "getCustomerById",
        GetCustomerByAppUserId = "getCustomerByAppUserId",
    }
    Banks {
        ListBanks = "listBanks",
    }
    Consents {
        CreateConnectLink = "createConnectLink",
        GetCustomerConsents = "getCustomerConsents",
        GetCustomerConsentById = "getCustomerConsentById",
        DeleteConsent = "deleteConsent",
    }
    Entities {
        GetEntities = "getEntities",
        GetEntityById = "getEntityById",
        ListEntities = "listEntities",
        DeleteEntity = "deleteEntity",
    }
    Data {
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
    Insights {
        VerifyIncomeV2 = "verifyIncomeV2",
        GetEmploymentDetailsV2 = "getEmploymentDetailsV2",
        GetExpensesV2 = "getExpensesV2",
        GetCashflowsV2 = "getCashflowsV2",
        GetBalancesV2 = "getBalancesV2",
        GetFreelancersCashflowsV2 = "getFreelancersCashflowsV2",
        GetCreditObligationsV2 = "getCreditObligationsV2",
        GetNonCreditObligationsV2 = "getNonCreditObligationsV2",
        GetAccountControlsV3 = "getAccountControlsV3",
        GetBehavioralInsightsV3 = "getBehavioralInsightsV3",
        GetCashFlowV3 = "getCashFlowV3",
        GetCreditAssessmentsV3 = "getCreditAssessmentsV3",
        GetCreditObligationsV3 = "getCreditObligationsV3",
    }
    OpenBanking {
        GetAccountPartiesV1 = "GetAccountPartiesV1",
        GetAccountsV1 = "GetAccountsV1",
        GetAccountBalancesV1 = "GetAccountBalancesV1",
        GetAccountBeneficiariesV1 = "GetAccountBeneficiariesV1",
        GetAccountDirectDebitsV1 = "GetAccountDirectDebitsV1",
        GetPartiesV1 = "GetPartiesV1",
        GetAccountScheduledPaymentsV1 = "GetAccountScheduledPaymentsV1",
        GetAccountStandingOrdersV1 = "GetAccountStandingOrdersV1",
        GetAccountTransactionsV1 = "GetAccountTransactionsV1",
    }
    Reports {
        CreateCustomerForReports = "createCustomerForReports",
        GetReport = "getReport",
        GetReportsByCustomer = "getReportsByCustomer",
        CreateBankStatementsReport = "createBankStatementsReport",
        GetBankStatementsReport = "getBankStatementsReport",
        CreateVerificationOfIncomeReport = "createVerificationOfIncomeReport",
        GetVerificationOfIncomeReport = "getVerificationOfIncomeReport",
        GetPoaDocument = "getPoaDocument",
    }
    Payouts {
        CreatePayout = "createPayout",
        CreateBulkPayout = "createBulkPayout",
        GetPayouts = "getPayouts",
        GetPaymentHistory = "getPaymentHistory",
        CreatePayoutDestination = "createPayoutDestination",
        GetPayoutDestinationById = "getPayoutDestinationById",
    }
    Verifications {
        BeneficiaryNameVerification = "beneficiaryNameVerification",
        CorporateVerification = "corporateVerification",
        CorporateManagerVerification = "corporateManagerVerification",
        VerifyFreelancer = "verifyFreelancer",
        IbanVerification = "ibanVerification",
        GetIbanVerificationBankConfigurations = "getIbanVerificationBankConfigurations",
        UpdateIbanVerificationBankConfigurations = "updateIbanVerificationBankConfigurations",
        EntityVerification = "entityVerification",
        InternationalAvsVerification = "internationalAvsVerification",
        PropertyVerification = "propertyVerification",
        PropertySearch = "propertySearch",
    }
}

impl Area {
    /// The feature that brings the area, where the sandbox was built without it.
    pub(crate) fn left_out(self) -> Option<&'static str> {
        let (feature, is_there) = match self {
            Self::Insights => ("insights", cfg!(feature = "insights")),
            Self::OpenBanking => ("open-banking", cfg!(feature = "open-banking")),
            Self::Payouts => ("payouts", cfg!(feature = "payouts")),
            Self::Reports => ("reports", cfg!(feature = "reports")),
            Self::Verifications => ("verifications", cfg!(feature = "verifications")),
            Self::Auth
            | Self::Banks
            | Self::Consents
            | Self::Customers
            | Self::Data
            | Self::Entities => return None,
        };
        (!is_there).then_some(feature)
    }
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
