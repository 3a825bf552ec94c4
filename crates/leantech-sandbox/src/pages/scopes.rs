//! The codes of the Saudi standard behind each of Lean's permissions.

use crate::permission_set::Access;

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
