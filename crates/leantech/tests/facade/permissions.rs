//! Lean's nine permissions, the seventeen Saudi codes, and the table between them.

use std::error::Error;

use leantech::{KsaScope, KsaScopes, Permission, PermissionSet};

/// Each of the 512 sets of permissions, once.
fn every_permission_set() -> impl Iterator<Item = PermissionSet> {
    (0_u32..512).map(|bits| {
        Permission::ALL
            .into_iter()
            .enumerate()
            .filter_map(|(position, permission)| (bits >> position & 1 == 1).then_some(permission))
            .collect()
    })
}

/// Each of the 131072 sets of codes, once.
fn every_scope_set() -> impl Iterator<Item = KsaScopes> {
    (0_u32..1 << 17).map(|bits| {
        KsaScope::ALL
            .into_iter()
            .enumerate()
            .filter_map(|(position, scope)| (bits >> position & 1 == 1).then_some(scope))
            .collect()
    })
}

#[test]
fn d07_the_table_is_the_one_of_the_guide() {
    let guide: [(&str, &[&str]); 9] = [
        ("accounts", &["ReadAccountsBasic", "ReadAccountsDetail"]),
        ("balance", &["ReadBalances"]),
        (
            "transactions",
            &[
                "ReadTransactionsDetail",
                "ReadTransactionsBasic",
                "ReadTransactionsCredits",
                "ReadTransactionsDebits",
            ],
        ),
        (
            "identity",
            &["ReadParty", "ReadPartyPSU", "ReadPartyPSUIdentity"],
        ),
        (
            "identities",
            &["ReadParty", "ReadPartyPSU", "ReadPartyPSUIdentity"],
        ),
        (
            "beneficiaries",
            &["ReadBeneficiariesBasic", "ReadBeneficiariesDetail"],
        ),
        (
            "scheduled_payments",
            &["ReadScheduledPaymentsBasic", "ReadScheduledPaymentsDetail"],
        ),
        (
            "standing_orders",
            &["ReadStandingOrdersBasic", "ReadStandingOrdersDetail"],
        ),
        ("direct_debits", &["ReadDirectDebits"]),
    ];
    let mut seen = PermissionSet::new();
    for (word, codes) in guide {
        let permission: Permission = word.parse().unwrap();
        let expected: KsaScopes = codes
            .iter()
            .map(|code| code.parse::<KsaScope>().unwrap())
            .collect();
        assert_eq!(expected.len(), codes.len(), "{word}");
        assert_eq!(permission.ksa_scopes(), expected, "{word}");
        seen.insert(permission);
    }
    assert_eq!(seen, PermissionSet::ALL);
}

#[test]
fn d07_every_code_is_asked_for_by_exactly_the_permissions_that_hold_it() {
    for scope in KsaScope::ALL {
        assert!(!scope.permissions().is_empty(), "{scope}");
        for permission in Permission::ALL {
            assert_eq!(
                scope.permissions().contains(permission),
                permission.ksa_scopes().contains(scope),
                "{scope} and {permission}"
            );
        }
    }
}

#[test]
fn d07_identity_and_identities_share_the_three_party_codes_and_nothing_else_is_shared() {
    let party: KsaScopes = [
        KsaScope::ReadParty,
        KsaScope::ReadPartyPsu,
        KsaScope::ReadPartyPsuIdentity,
    ]
    .into_iter()
    .collect();
    assert_eq!(Permission::Identity.ksa_scopes(), party);
    assert_eq!(Permission::Identities.ksa_scopes(), party);
    let both = PermissionSet::from([Permission::Identity, Permission::Identities]);
    for scope in KsaScope::ALL {
        let owners = scope.permissions();
        if party.contains(scope) {
            assert_eq!(owners, both, "{scope}");
        } else {
            assert_eq!(owners.len(), 1, "{scope}");
        }
    }
}

#[test]
fn d07_permissions_to_codes_and_back_is_the_set_with_both_identity_words() {
    let words = [Permission::Identity, Permission::Identities];
    let mut sets = 0;
    for asked in every_permission_set() {
        let mut expected = asked;
        if words.iter().any(|word| asked.contains(*word)) {
            expected.extend(words);
        }
        let scopes = KsaScopes::from(asked);
        assert_eq!(scopes.granted_permissions(), expected, "{asked}");
        assert_eq!(KsaScopes::from(expected), scopes, "{asked}");
        sets += 1;
    }
    assert_eq!(sets, 512);
    assert_eq!(KsaScopes::from(PermissionSet::ALL), KsaScopes::ALL);
}

#[test]
fn d07_a_permission_is_granted_only_when_all_its_codes_are_there() {
    let mut sets = 0;
    for scopes in every_scope_set() {
        let granted = scopes.granted_permissions();
        for permission in Permission::ALL {
            let mut codes = permission.ksa_scopes().iter();
            assert_eq!(
                granted.contains(permission),
                codes.all(|code| scopes.contains(code)),
                "{permission} of {scopes}"
            );
        }
        assert!(scopes.contains_all(granted.ksa_scopes()), "{scopes}");
        sets += 1;
    }
    assert_eq!(sets, 131_072);
}

#[test]
fn d07_an_unknown_permission_is_a_typed_error_that_keeps_the_word() {
    for word in [
        "",
        "Accounts",
        "ACCOUNTS",
        " accounts",
        "account",
        "payments",
        "accounts, payments",
        "scheduled-payments",
        "ReadBalances",
        "accounts\0",
        "ａccounts",
    ] {
        let error = word.parse::<Permission>().unwrap_err();
        assert_eq!(error.word(), word);
        assert!(error.source().is_none());
    }
    let error = "pay\nments".parse::<Permission>().unwrap_err();
    assert_eq!(
        error.to_string(),
        r#"could not read the permission "pay\nments""#
    );
    let error = "balance,pension".parse::<PermissionSet>().unwrap_err();
    assert_eq!(error.word(), "pension");
    let words = ["balance", "pension"].map(str::parse::<Permission>);
    let error = words
        .into_iter()
        .collect::<Result<PermissionSet, _>>()
        .unwrap_err();
    assert_eq!(error.word(), "pension");
}

#[test]
fn a_long_unknown_word_is_kept_whole_and_shown_cut() {
    let word = "ä".repeat(5_000);
    let error = word.parse::<Permission>().unwrap_err();
    assert_eq!(error.word(), word);
    assert_eq!(
        error.to_string(),
        format!("could not read the permission \"{}\"…", "ä".repeat(64))
    );
    let error = word.parse::<KsaScope>().unwrap_err();
    assert_eq!(error.code(), word);
    assert!(error.to_string().chars().count() < 120);
}

#[test]
fn d07_an_unknown_word_inside_json_is_refused_and_named() {
    let error = serde_json::from_str::<PermissionSet>(r#"["accounts","pension"]"#).unwrap_err();
    assert!(error.to_string().contains("pension"), "{error}");
    for json in [
        r#""accounts""#,
        "null",
        "{}",
        "[null]",
        "[1]",
        r#"["accounts, balance"]"#,
    ] {
        assert!(
            serde_json::from_str::<PermissionSet>(json).is_err(),
            "{json}"
        );
    }
    let error = serde_json::from_str::<KsaScopes>(r#"["ReadPAN"]"#).unwrap_err();
    assert!(error.to_string().contains("ReadPAN"), "{error}");
}

#[test]
fn every_word_and_every_code_reads_back_as_itself() {
    for permission in Permission::ALL {
        let json = format!("\"{permission}\"");
        assert_eq!(permission.as_str().parse(), Ok(permission));
        assert_eq!(serde_json::to_string(&permission).unwrap(), json);
        assert_eq!(
            serde_json::from_str::<Permission>(&json).unwrap(),
            permission
        );
    }
    for scope in KsaScope::ALL {
        let json = format!("\"{scope}\"");
        assert_eq!(scope.as_str().parse(), Ok(scope));
        assert_eq!(serde_json::to_string(&scope).unwrap(), json);
        assert_eq!(serde_json::from_str::<KsaScope>(&json).unwrap(), scope);
    }
}

#[test]
fn the_constant_lists_hold_each_member_once_in_order() {
    assert!(Permission::ALL.is_sorted());
    assert_eq!(PermissionSet::from(Permission::ALL).len(), 9);
    assert!(KsaScope::ALL.is_sorted());
    assert_eq!(KsaScope::ALL.into_iter().collect::<KsaScopes>().len(), 17);
    assert!(PermissionSet::ALL.iter().eq(Permission::ALL));
    assert!(KsaScopes::ALL.iter().eq(KsaScope::ALL));
}

#[test]
fn a_set_survives_each_of_its_shapes() {
    for set in every_permission_set() {
        assert_eq!(PermissionSet::from_flags(set.to_flags().map(Some)), set);
        let json = serde_json::to_string(&set).unwrap();
        assert_eq!(serde_json::from_str::<PermissionSet>(&json).unwrap(), set);
        assert_eq!(set.to_string().parse(), Ok(set));
        assert_eq!(PermissionSet::from(Vec::from(set)), set);
        assert_eq!(set.iter().len(), set.len());
        assert_eq!(set.is_empty(), set.iter().next().is_none());
    }
}

#[test]
fn a_set_of_codes_survives_json() {
    for set in every_permission_set().map(KsaScopes::from) {
        let json = serde_json::to_string(&set).unwrap();
        assert_eq!(serde_json::from_str::<KsaScopes>(&json).unwrap(), set);
    }
    let json = r#"["ReadParty","ReadBalances"]"#;
    let set: KsaScopes = serde_json::from_str(json).unwrap();
    assert_eq!(
        serde_json::to_string(&set).unwrap(),
        r#"["ReadBalances","ReadParty"]"#
    );
}

#[test]
fn a_flag_that_is_absent_or_false_grants_nothing() {
    let mut flags = [None; 9];
    assert!(PermissionSet::from_flags(flags).is_empty());
    flags = [Some(false); 9];
    assert!(PermissionSet::from_flags(flags).is_empty());
    for permission in Permission::ALL {
        let one = Permission::ALL.map(|other| (other == permission).then_some(true));
        assert_eq!(PermissionSet::from_flags(one), permission.into());
    }
}

#[test]
fn the_array_of_a_webhook_is_read_in_any_order_and_written_in_leans() {
    let json = r#"["transactions","accounts","identity","accounts"]"#;
    let set: PermissionSet = serde_json::from_str(json).unwrap();
    assert_eq!(
        serde_json::to_string(&set).unwrap(),
        r#"["identity","accounts","transactions"]"#
    );
    assert_eq!(set.to_string(), "identity,accounts,transactions");
    assert_eq!(format!("{set:?}"), "{Identity, Accounts, Transactions}");
}

#[test]
fn a_list_of_words_is_read_with_blanks_around_them() {
    let set: PermissionSet = " balance , accounts".parse().unwrap();
    assert_eq!(set.to_string(), "accounts,balance");
    assert_eq!("  ".parse(), Ok(PermissionSet::EMPTY));
    assert_eq!(
        "balance,"
            .parse::<PermissionSet>()
            .map_err(|error| error.word().to_owned()),
        Err(String::new())
    );
}

#[test]
fn insert_and_remove_tell_whether_they_changed_the_set() {
    let mut set = PermissionSet::new();
    assert!(set.insert(Permission::Balance));
    assert!(!set.insert(Permission::Balance));
    assert!(set.contains(Permission::Balance));
    assert!(set.remove(Permission::Balance));
    assert!(!set.remove(Permission::Balance));
    assert!(set.is_empty());
}

#[test]
fn advice_is_given_exactly_when_account_data_is_asked_without_accounts() {
    for set in every_permission_set() {
        let only_identity = set.is_empty() || set == Permission::Identity.into();
        let is_fine = only_identity || set.contains(Permission::Accounts);
        assert_eq!(set.advice().is_none(), is_fine, "{set}");
    }
}

#[test]
fn codes_can_be_collected_from_permissions_and_from_codes() {
    let from_permissions: KsaScopes = [Permission::Accounts, Permission::Balance]
        .into_iter()
        .collect();
    let from_codes: KsaScopes = [
        KsaScope::ReadBalances,
        KsaScope::ReadAccountsDetail,
        KsaScope::ReadAccountsBasic,
    ]
    .into_iter()
    .collect();
    assert_eq!(from_permissions, from_codes);
    assert_eq!(
        from_codes.to_string(),
        "ReadAccountsBasic,ReadAccountsDetail,ReadBalances"
    );
}
