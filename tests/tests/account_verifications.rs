//! The request of a verification of an account: what each country wants is checked before sending.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use leantech::AccountVerification as Request;
use leantech::verifications::types::{AccountRequest, AccountType};
use serde_json::{Value, json};

fn body(request: Request) -> Value {
    serde_json::to_value(AccountRequest::try_from(request).unwrap()).unwrap()
}

#[test]
fn each_country_has_a_constructor_that_makes_a_whole_request() {
    let requests = [
        Request::united_arab_emirates("I", "N"),
        Request::argentina("A", "N"),
        Request::austria("I", "N"),
        Request::australia("A", "C", "N"),
        Request::bangladesh("A", "B", "N"),
        Request::belgium("I", "N", "R"),
        Request::bulgaria("I", "N"),
        Request::brazil("I", "N", "R"),
        Request::chile("A", "B", "N", "R"),
        Request::china("A", "N"),
        Request::colombia("A", "B", "N", "C", AccountType::Savings),
        Request::cyprus("I", "N"),
        Request::germany("I", "N"),
        Request::ecuador("A", "B", "N", "R"),
        Request::estonia("I", "N"),
        Request::spain("I", "N"),
        Request::finland("I", "N"),
        Request::france("I", "N", "R"),
        Request::united_kingdom("A", "C", "N"),
        Request::greece("I", "N"),
        Request::croatia("I", "N"),
        Request::indonesia("A", "B", "N"),
        Request::ireland("I", "N"),
        Request::india("A", "C", "N"),
        Request::italy("I", "N", "R"),
        Request::south_korea("A", "B", "N"),
        Request::lithuania("I", "N"),
        Request::luxembourg("I", "N"),
        Request::latvia("I", "N"),
        Request::malta("I", "N"),
        Request::mexico("A", "N"),
        Request::malaysia("A", "B", "N"),
        Request::nigeria("A", "B", "N"),
        Request::netherlands("I", "N", "R"),
        Request::nepal("A", "B", "N"),
        Request::peru("A", "N"),
        Request::pakistan("A", "B", "N"),
        Request::poland("I", "N", "R"),
        Request::portugal("I", "N"),
        Request::saudi_arabia("I", "1"),
        Request::slovenia("I", "N"),
        Request::slovakia("I", "N"),
        Request::turkey("I", "N"),
        Request::uganda("A", "B", "N"),
        Request::united_states("A", "C", "G", "S"),
        Request::uruguay("A", "C", "N"),
        Request::vietnam("A", "B", "N"),
        Request::south_africa("A", "C", "N"),
    ];
    let mut codes: Vec<_> = requests
        .into_iter()
        .map(|request| body(request)["country_code"].to_string())
        .collect();
    codes.sort();
    codes.dedup();
    assert_eq!(codes.len(), 48);
}

#[test]
fn request_is_written_as_lean_wants_it() {
    let request = Request::saudi_arabia("SA0000000000000000000000", "1000000000");
    let expected = json!({
        "country_code": "SA",
        "type": "PERSONAL",
        "account_details": {"type": "IBAN", "value": "SA0000000000000000000000"},
        "identifications": [
            {"type": "NATIONAL_ID", "value": "1000000000"},
            {"type": "FULL_NAME", "value": "Sample Holder"},
        ],
    });
    assert_eq!(body(request.full_name("Sample Holder")), expected);
    let request = Request::united_states("1", "021000021", "Sample", "Holder");
    let bank = json!({"type": "CLEARING_ID", "value": "021000021"});
    assert_eq!(body(request)["bank_identifier"], bank);
}

#[test]
fn what_is_missing_or_wrong_is_named() {
    let table = [
        (Request::country("France"), "country_code"),
        (Request::country("fr"), "country_code"),
        (Request::country("ZZ"), "account_details"),
        (Request::country("ZZ").account_id("1"), "identifications"),
        (
            Request::country("ZZ").account_id("").full_name("N"),
            "account_details.value",
        ),
        (Request::germany("I", ""), "identifications"),
        (
            Request::germany("I", "N").account_id("1"),
            "account_details.type",
        ),
        (Request::mexico("1", "N").iban("I"), "account_details.type"),
        (Request::germany("I", "N").bic("B"), "bank_identifier"),
        (
            Request::nepal("A", "B", "N").clearing_id("C"),
            "bank_identifier",
        ),
        (Request::nepal("A", "", "N"), "bank_identifier.value"),
        (
            Request::country("FR").iban("I").full_name("N"),
            "identifications",
        ),
        (
            Request::country("US")
                .account_id("1")
                .clearing_id("C")
                .full_name("N"),
            "identifications",
        ),
        (
            Request::country("CO")
                .account_id("1")
                .bic("B")
                .full_name("N")
                .cc("C"),
            "account_details.account_type",
        ),
        (Request::china("A", "N").company(), "identifications"),
    ];
    for (request, member) in table {
        let error = request.check().unwrap_err();
        assert_eq!(error.member(), member, "{request:?}");
        assert!(
            error.to_string().contains(&format!("`{member}`")),
            "{error}"
        );
        assert!(AccountRequest::try_from(request).is_err());
    }
}

#[test]
fn country_that_lean_does_not_list_is_taken() {
    let request = Request::country("JP")
        .account_id("1")
        .full_name("N")
        .bic("B");
    assert_eq!(body(request)["country_code"], "JP");
}

#[test]
fn debug_shows_no_fact_of_the_holder() {
    let request = Request::belgium("canary-iban", "canary-name", "canary-id").bic("canary-bank");
    assert!(!format!("{request:?}").contains("canary"));
}
