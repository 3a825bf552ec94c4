//! The table of permissions and KSA scopes, as a snapshot for reviewers.

use std::fmt::Write as _;

use leantech::{KsaScope, Permission};

#[test]
fn d07_the_table_reads_the_same_both_ways() {
    let mut table = format!(
        "Lean permission -> codes of {}\n\n",
        KsaScope::STANDARD_VERSION
    );
    for permission in Permission::ALL {
        writeln!(table, "{permission:<18} {}", permission.ksa_scopes()).unwrap();
    }
    table.push_str("\ncode -> Lean permissions that ask for it\n\n");
    for scope in KsaScope::ALL {
        writeln!(table, "{scope:<27} {}", scope.permissions()).unwrap();
    }
    insta::assert_snapshot!("permission_table", table);
}
