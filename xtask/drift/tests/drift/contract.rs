//! What a reviewer reads in a contract.

use xtask_drift::contract;
use xtask_openapi::Document;

/// A document that has something for every mark.
const DOCUMENT: &str = include_str!("../../../openapi/tests/documents/every_rewrite.json");

#[test]
fn the_contract_shows_members_with_their_marks() {
    let document = Document::parse(DOCUMENT, "made-up.json").expect("it is JSON");
    let table = contract(&document);
    for line in [
        "GET /customers/v1/{customer_id}/accounts listAccounts",
        "  path customer_id: string [id customer], required",
        "    data.accounts[].holderName: string or null [sensitive]",
        "    data.accounts[].balance: number [money]",
        "    status: string (OK | FAILED), required",
        "  200 empty",
    ] {
        assert!(
            table.lines().any(|known| known == line),
            "{line}\n\n{table}"
        );
    }
}
