//! Each call of the open-banking family tells which codes its consent must hold.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;

use leantech::open_banking::operations;
use leantech::{KsaScope, KsaScopes, Operation, Permission, PermissionSet};
use leantech_tests::all_operations;

fn of(id: &str) -> &'static Operation {
    let mut all = operations::ALL.iter();
    all.find(|operation| operation.id == id).unwrap()
}

#[test]
fn every_operation_of_the_family_names_codes_and_all_of_them_are_known() {
    for operation in operations::ALL {
        assert!(!operation.ksa_scopes.is_empty(), "{}", operation.id);
    }
    for operation in all_operations() {
        for code in operation.ksa_scopes.iter().copied().flatten() {
            assert!(code.parse::<KsaScope>().is_ok(), "{code}");
        }
    }
}

#[test]
fn a_consent_permits_what_its_permissions_are_for() {
    let table = [
        ("GetAccountsV1", Permission::Accounts),
        ("GetAccountBalancesV1", Permission::Balance),
        ("GetAccountTransactionsV1", Permission::Transactions),
        ("GetAccountBeneficiariesV1", Permission::Beneficiaries),
        ("GetAccountDirectDebitsV1", Permission::DirectDebits),
        (
            "GetAccountScheduledPaymentsV1",
            Permission::ScheduledPayments,
        ),
        ("GetAccountStandingOrdersV1", Permission::StandingOrders),
        ("GetAccountPartiesV1", Permission::Identities),
        ("GetPartiesV1", Permission::Identity),
    ];
    assert_eq!(table.len(), operations::ALL.len());
    for (id, own) in table {
        for permission in Permission::ALL {
            // The two words for identity ask for the same codes.
            let is_own = permission.ksa_scopes() == own.ksa_scopes();
            assert_eq!(permission.permits(of(id)), is_own, "{permission:?} {id}");
        }
        let all: PermissionSet = Permission::ALL.into_iter().collect();
        assert!(all.permit(of(id)));
        assert!(!PermissionSet::default().permit(of(id)));
    }
}

#[test]
fn either_of_two_codes_is_enough_and_what_lacks_is_told() {
    let accounts = of("GetAccountsV1");
    assert!(KsaScope::ReadAccountsBasic.permits(accounts));
    assert!(KsaScope::ReadAccountsDetail.permits(accounts));
    assert!(!KsaScope::ReadBalances.permits(accounts));
    let lacking = KsaScopes::EMPTY.missing_for(accounts);
    assert!(lacking.iter().eq([KsaScope::ReadAccountsBasic]));
}

#[test]
fn insights_need_accounts_and_transactions() {
    for operation in leantech::insights::operations::ALL {
        let both: PermissionSet = [Permission::Accounts, Permission::Transactions]
            .into_iter()
            .collect();
        assert!(both.permit(operation), "{}", operation.id);
        assert!(!Permission::Transactions.permits(operation));
    }
}

#[test]
fn operation_that_names_no_codes_is_left_to_lean() {
    assert!(KsaScopes::EMPTY.permit(&leantech::banks::operations::LIST_BANKS));
}

#[test]
fn ids_of_all_operations_differ() {
    let ids: BTreeSet<_> = all_operations().map(|operation| operation.id).collect();
    assert_eq!(ids.len(), all_operations().count());
}
