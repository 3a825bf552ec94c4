//! The codes of the Saudi standard: those behind each of Lean's permissions, those that a consent
//! holds, and those that a call needs.

use super::permission_set::Access;
use super::rows::ConsentRow;
use crate::routing::operation::{Area, Operation};

/// The codes of a permission, as the guide's table for the standard 2022.11.01-final-errata2 has
/// them.
pub(crate) fn of(access: Access) -> &'static [&'static str] {
    match access {
        Access::Accounts => &["ReadAccountsBasic", "ReadAccountsDetail"],
        Access::Balance => &["ReadBalances"],
        Access::Transactions => &[
            "ReadTransactionsBasic",
            "ReadTransactionsDetail",
            "ReadTransactionsCredits",
            "ReadTransactionsDebits",
        ],
        Access::Identity | Access::Identities => {
            &["ReadParty", "ReadPartyPSU", "ReadPartyPSUIdentity"]
        }
        Access::Beneficiaries => &["ReadBeneficiariesBasic", "ReadBeneficiariesDetail"],
        Access::ScheduledPayments => &["ReadScheduledPaymentsBasic", "ReadScheduledPaymentsDetail"],
        Access::StandingOrders => &["ReadStandingOrdersBasic", "ReadStandingOrdersDetail"],
        Access::DirectDebits => &["ReadDirectDebits"],
    }
}

/// Whether a word is one of the seventeen codes.
pub(crate) fn is_known(code: &str) -> bool {
    Access::ALL
        .into_iter()
        .any(|access| of(access).contains(&code))
}

/// What the documents say that a consent must hold for a call: all of the lists, of each any one.
fn needed(operation: Operation) -> &'static [&'static [&'static str]] {
    let all = match operation.area() {
        Area::Data => leantech_data::operations::ALL,
        #[cfg(feature = "insights")]
        Area::Insights => leantech_insights::operations::ALL,
        #[cfg(feature = "open-banking")]
        Area::OpenBanking => leantech_open_banking::operations::ALL,
        _ => return &[],
    };
    let id = operation.id();
    all.iter()
        .find(|known| known.id == id)
        .map_or(&[], |known| known.ksa_scopes)
}

impl ConsentRow {
    /// Whether the bank granted a code.
    pub(crate) fn holds(&self, code: &str) -> bool {
        !self.withheld.iter().any(|withheld| withheld == code)
            && self
                .permissions
                .iter()
                .any(|access| of(access).contains(&code))
    }

    /// The codes that the bank granted; one that several permissions ask for comes several times.
    pub(crate) fn codes(&self) -> impl Iterator<Item = &'static str> {
        let asked = self.permissions.iter().flat_map(of).copied();
        asked.filter(|code| self.holds(code))
    }

    /// The codes that the consent lacks for a call; of alternatives the first.
    pub(crate) fn lacks(&self, operation: Operation) -> Vec<&'static str> {
        needed(operation)
            .iter()
            .filter(|codes| !codes.iter().any(|code| self.holds(code)))
            .filter_map(|codes| codes.first().copied())
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(feature = "open-banking")]
    #[test]
    fn every_operation_of_the_standard_needs_codes_that_there_are() {
        let area = |operation: &&Operation| operation.area() == Area::OpenBanking;
        for operation in Operation::ALL.iter().filter(area) {
            let codes = needed(*operation);
            assert!(!codes.is_empty(), "{operation:?}");
            assert!(codes.iter().copied().flatten().all(|code| is_known(code)));
        }
        assert!(!is_known("ReadPAN"));
    }
}
