//! Each call of the open-banking family tells which codes its consent must hold.

use std::collections::BTreeSet;

use leantech::open_banking::operations;
use leantech::{KsaScope, KsaScopes, Operation, Permission, PermissionSet};
use leantech_tests::all_operations;

fn of(id: &str) -> &'static Operation {
    let mut all = all_operations();
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
        ("GetAccountsV1", "fetchAccounts", Permission::Accounts),
        ("GetAccountBalancesV1", "fetchBalances", Permission::Balance),
        (
            "GetAccountTransactionsV1",
            "fetchTransactions",
            Permission::Transactions,
        ),
        (
            "GetAccountBeneficiariesV1",
            "fetchBeneficiaries",
            Permission::Beneficiaries,
        ),
        (
            "GetAccountDirectDebitsV1",
            "fetchDirectDebits",
            Permission::DirectDebits,
        ),
        (
            "GetAccountScheduledPaymentsV1",
            "fetchScheduledPayments",
            Permission::ScheduledPayments,
        ),
        (
            "GetAccountStandingOrdersV1",
            "getStandingOrders",
            Permission::StandingOrders,
        ),
        (
            "GetAccountPartiesV1",
            "fetchAllIdentities",
            Permission::Identities,
        ),
        ("GetPartiesV1", "fetchCurrentIdentity", Permission::Identity),
    ];
    assert_eq!(table.len(), operations::ALL.len());
    let all: PermissionSet = Permission::ALL.into_iter().collect();
    // The standard's words and Lean's own for the same facts need the same.
    for (operation, own) in table
        .into_iter()
        .flat_map(|(standard, data, own)| [(of(standard), own), (of(data), own)])
    {
        for permission in Permission::ALL {
            // The two words for identity ask for the same codes.
            let is_own = permission.ksa_scopes() == own.ksa_scopes();
            assert_eq!(
                permission.permits(operation),
                is_own,
                "{permission:?} {}",
                operation.id
            );
            let others = all.iter().filter(|it| it.ksa_scopes() != own.ksa_scopes());
            let others: PermissionSet = others.collect();
            assert!(others.missing_for(operation).contains(own));
            assert!(!others.permit(operation));
        }
        assert!(all.permit(operation));
        assert!(all.missing_for(operation).is_empty());
        assert!(!PermissionSet::default().permit(operation));
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
