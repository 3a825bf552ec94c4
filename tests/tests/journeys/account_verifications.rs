//! The request of a verification of an account: what each country wants is checked before sending.

use leantech::AccountVerification as Request;
use leantech::verifications::types::{
    AccountIdentificationType as Id, AccountRequest, AccountType,
};
use leantech_tests::verification_countries::{Bank, ROWS, Row};
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

/// A request as a row of the table says, with one of its lists of facts.
fn of_row(row: &Row, form: &str, facts: &[&str], is_company: bool) -> Request {
    let mut request = Request::country(row.code);
    request = match form {
        "IBAN" => request.iban("I"),
        _ => request.account_id("A"),
    };
    if is_company {
        request = request.company();
    }
    for fact in facts {
        let kind = serde_json::from_value::<Id>(json!(fact)).unwrap();
        request = request.identification(kind, "V");
    }
    if row.wants_account_type {
        request = request.account_type(AccountType::Savings);
    }
    match row.bank {
        Bank::Bic => request.bic("B"),
        Bank::ClearingId => request.clearing_id("C"),
        Bank::Unnamed | Bank::BicOrUnnamed => request,
    }
}

/// Every request that a row shows.
fn shown(row: &Row) -> Vec<(Request, Vec<&'static str>, bool)> {
    let mut shown = Vec::new();
    for form in row.forms {
        for (lists, is_company) in [(row.person, false), (row.company, true)] {
            for facts in lists {
                let request = of_row(row, form, facts, is_company);
                shown.push((request, facts.to_vec(), is_company));
            }
        }
    }
    shown
}

#[test]
fn every_request_that_lean_shows_for_a_country_can_be_made() {
    for row in &ROWS {
        for (request, facts, is_company) in shown(row) {
            let made = body(request);
            assert_eq!(made["country_code"], row.code);
            let holder = if is_company { "BUSINESS" } else { "PERSONAL" };
            assert_eq!(made["type"], holder, "{}", row.code);
            let told: Vec<_> = made["identifications"].as_array().unwrap().clone();
            let told: Vec<_> = told.iter().map(|one| one["type"].as_str()).collect();
            let facts: Vec<_> = facts.into_iter().map(Some).collect();
            assert_eq!(told, facts, "{}", row.code);
            let has_bank = matches!(row.bank, Bank::Bic | Bank::ClearingId);
            assert_eq!(
                made.get("bank_identifier").is_some(),
                has_bank,
                "{}",
                row.code
            );
        }
        if row.bank == Bank::BicOrUnnamed {
            let request = of_row(row, row.forms[0], row.person[0], false).bic("B");
            assert!(request.check().is_ok(), "{}", row.code);
        }
    }
}

#[test]
fn what_a_country_wants_is_missed_by_its_name() {
    let member = |request: &Request| request.check().err().map(|error| error.member());
    for row in &ROWS {
        let code = row.code;
        let (form, person) = (row.forms[0], row.person[0]);
        // Of two lists that do, the shorter one is what must be there.
        let least = row.person.iter().min_by_key(|facts| facts.len()).unwrap();
        for left_out in *least {
            let mut facts: Vec<_> = least.iter().filter(|fact| *fact != left_out).collect();
            facts.push(&"EMIRATES_ID");
            let facts: Vec<_> = facts.into_iter().copied().collect();
            let request = of_row(row, form, &facts, false);
            assert_eq!(
                member(&request),
                Some("identifications"),
                "{code} {left_out}"
            );
        }
        if let [form] = *row.forms {
            let other = if form == "IBAN" { "ACCOUNT_ID" } else { "IBAN" };
            let request = of_row(row, other, person, false);
            assert_eq!(member(&request), Some("account_details.type"), "{code}");
        }
        let without = Row {
            bank: Bank::Unnamed,
            ..*row
        };
        let without = of_row(&without, form, person, false);
        let wrong = match row.bank {
            Bank::Unnamed => vec![without.clone().bic("B"), without.clone().clearing_id("C")],
            Bank::Bic => vec![without.clone(), without.clone().clearing_id("C")],
            Bank::BicOrUnnamed => vec![without.clone().clearing_id("C")],
            Bank::ClearingId => vec![without.clone(), without.clone().bic("B")],
        };
        for request in wrong {
            assert_eq!(member(&request), Some("bank_identifier"), "{code}");
        }
        if row.wants_account_type {
            let plain = Row {
                wants_account_type: false,
                ..*row
            };
            let request = of_row(&plain, form, person, false);
            let missing = Some("account_details.account_type");
            assert_eq!(member(&request), missing, "{code}");
        }
    }
}
