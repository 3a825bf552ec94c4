//! Accounts: the endings that ask for an outcome, and each country's answer.

use leantech::verifications::types::{AccountIdentificationType, AccountType};
use leantech::{AccountVerification, ErrorKind};
use leantech_tests::verification_countries::{Bank, ROWS, Row, Told};
use serde_json::json;

use super::{account, checked, iban, word};
use crate::ground::Ground;

#[tokio::test]
async fn the_ending_of_an_account_asks_for_a_state_or_a_failure() {
    let Ground {
        lean,
        sandbox: _sandbox,
        ..
    } = Ground::new().await;
    let of = |ending| AccountVerification::saudi_arabia(iban("01", ending), "0000009999");
    for (ending, state) in [
        ("0002", "BLOCKED"),
        ("0003", "CLOSED"),
        ("0004", "IN_LIQUIDATION"),
    ] {
        let found = account(&lean, of(ending)).await.unwrap();
        assert_eq!(found["account_status"], state);
        assert_eq!(found["account_ownership_verified"], false, "{state}");
        assert_eq!(found["account_holder_name"], "Sa**** Ho****");
    }
    for (ending, code) in [
        ("0005", "BANK_ISSUE"),
        ("0006", "LEAN_ERROR"),
        ("0007", "UNSUPPORTED_BY_BANK"),
        ("0008", "DISABLED_BY_LEAN"),
        ("0009", "GIVEN_INPUT_CANNOT_BE_VERIFIED"),
        ("0010", "DISABLED_BY_CLIENT"),
    ] {
        let error = account(&lean, of(ending)).await.unwrap_err();
        assert_eq!((error.kind(), word(&error)), (ErrorKind::Result, code));
        assert_eq!(error.status().map(|it| it.as_u16()), Some(200));
        assert_eq!(
            error.operation().unwrap().id,
            "internationalAvsVerification"
        );
        assert!(error.results_id().is_some() && error.message().is_some());
        assert!(error.correlation_id().is_some());
    }
}

#[tokio::test]
async fn an_account_that_nobody_has_is_not_found_and_no_iban_is_refused() {
    let Ground {
        lean,
        sandbox: _sandbox,
        ..
    } = Ground::new().await;
    // The check digits are right, so that it could be somebody's; or nobody knows the bank.
    let right = "SA4420000001234567891234".to_owned();
    // Lean's sandbox does not look at the check digits.
    let wrong = right.replace("SA44", "SA45");
    for nobodys in [right.clone(), wrong, iban("01", "0404"), iban("55", "4242")] {
        let request = AccountVerification::saudi_arabia(&*nobodys, "0000009999");
        let error = account(&lean, request).await.unwrap_err();
        assert!(error.is_not_found(), "{nobodys}: {error}");
        assert_eq!(word(&error), "DATA_NOT_FOUND");

        // The other calls have no such refusal, but a failed result.
        let id = json!([{"type": "NATIONAL_ID", "value": "0000009999"}]);
        let body = json!({"type": "PERSONAL", "iban": nobodys, "identifications": id});
        let error = checked(&lean, body).await.unwrap_err();
        assert_eq!(
            (error.kind(), word(&error)),
            (ErrorKind::Result, "DATA_NOT_FOUND")
        );
    }
    let wrong = right.replace("SA44", "SAX4");
    let request = AccountVerification::saudi_arabia(wrong, "0000009999");
    let error = account(&lean, request).await.unwrap_err();
    assert_eq!(word(&error), "INVALID_PARAMETERS");
    let text = error.message().unwrap();
    assert!(text.ends_with("account_details->value"), "{text}");
}

#[tokio::test]
async fn each_country_is_answered_as_it_was_recorded() {
    let Ground {
        lean,
        sandbox: _sandbox,
        ..
    } = Ground::new().await;
    for row in &ROWS {
        for form in row.forms {
            let found = account(&lean, of_row(row, form)).await.unwrap();
            assert_eq!(found["account_ownership_verified"], true, "{}", row.code);
            assert_eq!(found["account_holder_name"], "Sample Holder");
            let (bank, name) = (&found["bank_details"], &found["bank_details"]["bank_name"]);
            let told = match (bank.is_null(), name.is_null()) {
                (true, _) => Told::Nothing,
                (false, true) => Told::Identifier,
                (false, false) => Told::All,
            };
            assert_eq!(told, row.told, "{}", row.code);
        }
    }
    // Lean has no such country.
    let request = AccountVerification::country("JP")
        .account_id("1")
        .full_name("N");
    let error = account(&lean, request).await.unwrap_err();
    assert_eq!(word(&error), "INVALID_PARAMETERS");
}

fn of_row(row: &Row, form: &str) -> AccountVerification {
    use AccountIdentificationType as Id;
    let request = AccountVerification::country(row.code);
    let mut request = match form {
        "IBAN" if row.code == "SA" => request.iban(iban("02", "4242")),
        "IBAN" => request.iban(format!("{}00MADEUP0000004242", row.code)),
        _ => request.account_id("4242"),
    };
    for fact in row.person[0] {
        let kind: Id = serde_json::from_value(json!(fact)).unwrap();
        let value = match kind {
            Id::FullName => "Sample Holder",
            Id::GivenName => "Sample",
            Id::Surname => "Holder",
            _ => "0000009999",
        };
        request = request.identification(kind, value);
    }
    if row.wants_account_type {
        request = request.account_type(AccountType::Savings);
    }
    match row.bank {
        Bank::Bic => request.bic("AAAABBCC"),
        Bank::ClearingId => request.clearing_id("000000"),
        Bank::Unnamed | Bank::BicOrUnnamed => request,
    }
}
