//! Each kind of finding, at its place, with a hint.

use crate::bench::{BALANCES, CUSTOMER, answer, balances_url, customer, found};
use xtask_openapi::manifest::{Api, Manifest};
use xtask_replay::{Kind, Report, Text, specs};

fn balances(status: u16, body: &str) -> Report {
    answer("GET", &balances_url(), status, body)
}

fn token(body: &str) -> Report {
    answer("POST", "{{auth}}/oauth2/token", 200, body)
}

#[test]
fn file_is_exact_and_json_in_the_place_of_a_file_is_not() {
    let report = |body| answer("GET", "/reports/v2/customers/x/reports/y", 200, body);
    assert_eq!(found(&report("%PDF-1.7 made up")), vec![]);
    assert_eq!(
        found(&report("{}")).len(),
        1,
        "the document promises no JSON there"
    );
    let statements = "/insights/v2/customers/x/reports/bank-statements/y";
    for body in [
        "%PDF-1.7 made up",
        r#"{"report_id":"y","status":"PENDING"}"#,
    ] {
        assert_eq!(found(&answer("GET", statements, 200, body)), vec![]);
    }
}

#[test]
fn exact_answers_have_no_finding() {
    let fractions = BALANCES.replace("57.640Z", "57+00:00");
    for report in [
        balances(200, BALANCES),
        balances(200, &fractions),
        answer("GET", "/customers/v1/x", 200, &customer()),
        answer(
            "DELETE",
            &format!("/customers/v1/x/entities/{CUSTOMER}"),
            200,
            "{}",
        ),
        answer("GET", "/customers/v1/x/entities", 200, "[]"),
        answer("GET", "/banks/v1/", 200, "[]"),
        answer(
            "GET",
            "/data/v2/accounts",
            202,
            r#"{"status":"PENDING","results_id":null}"#,
        ),
    ] {
        assert_eq!(
            (found(&report), report.exact),
            (vec![], 1),
            "{:?}",
            report.findings
        );
    }
}

#[test]
fn member_that_the_document_does_not_name_is_unknown() {
    let body = BALANCES.replace(r#""currency": "SAR""#, r#""currency": "SAR", "odd": null"#);
    let report = balances(200, &body);
    let place = |index| format!("/data/balances/{index}/amount/odd");
    let places: Vec<_> = found(&report)
        .into_iter()
        .map(|(kind, at)| (kind, at.to_owned()))
        .collect();
    assert_eq!(
        places,
        [0, 1, 2].map(|index| (Kind::UnknownField, place(index)))
    );
    assert_eq!((report.matched, report.exact), (1, 0));
    let text = Text(&report).to_string();
    assert!(
        text.contains("unknown_field /data/balances/*/amount/odd"),
        "{text}"
    );
    assert!(
        text.contains("3 times") && text.contains("1 group"),
        "{text}"
    );
    let manifest = Manifest::load(&specs()).expect("the manifest");
    let current = manifest.api("data").and_then(Api::current_version);
    let file = &current.expect("a version").file;
    assert!(text.contains(&format!("specs/{file}:")), "{text}");
    assert!(text.contains("add property `odd` to schema `"), "{text}");
    assert!(text.contains("in a new version of the document"), "{text}");
    assert!(text.contains("cargo xtask generate data"), "{text}");
}

#[test]
fn unknown_member_is_found_at_the_root_and_in_a_bare_list() {
    let report = balances(200, &BALANCES.replace(r#""meta""#, r#""metta""#));
    assert_eq!(found(&report), [(Kind::UnknownField, "/metta")]);
    let report = answer("GET", "/banks/v1/", 200, r#"[{"identifier":"A","odd":[]}]"#);
    assert_eq!(found(&report), [(Kind::UnknownField, "/0/odd")]);
}

#[test]
fn value_that_is_written_as_null_is_lost() {
    let report =
        token(r#"{"access_token":"t","token_type":"Bearer","scope":"api","expires_in":"soon"}"#);
    assert_eq!(found(&report), [(Kind::Lost, "/expires_in")]);
    let text = Text(&report).to_string();
    assert!(
        text.contains("property `expires_in` of schema `AccessToken`"),
        "{text}"
    );
    assert!(text.contains("a text is written back as null"), "{text}");
}

#[test]
fn value_that_is_written_as_another_one_is_changed() {
    for lifetime in [r#""3599""#, "3599.7", "3599.0", "-5"] {
        let body = format!(
            r#"{{"access_token":"t","token_type":"Bearer","scope":"api","expires_in":{lifetime}}}"#
        );
        assert_eq!(
            found(&token(&body)),
            [(Kind::Changed, "/expires_in")],
            "{lifetime}"
        );
    }
}

#[test]
fn answer_that_the_type_cannot_read_is_undecodable_at_its_place() {
    for (body, pointer, words) in [
        ("<html>".to_owned(), "", "not JSON"),
        (
            BALANCES.replace("10.000", r#"{"value": 1}"#),
            "/data/balances/0/amount/amount",
            "an object for number",
        ),
        (
            BALANCES.replace("2026-05-10T12:34:57.640Z", "yesterday"),
            "/timestamp",
            "a text for",
        ),
        (
            BALANCES.replace(r#""page": {"#, r#""page": 7, "other": {"#),
            "/data/page",
            "a number for object",
        ),
    ] {
        let report = balances(200, &body);
        assert_eq!(found(&report), [(Kind::Undecodable, pointer)], "{body}");
        assert!(
            report.findings[0].detail.contains(words),
            "{:?}",
            report.findings
        );
    }
}

#[test]
fn missing_member_is_named() {
    let report = answer("GET", "/customers/v1/x", 200, r#"{"app_user_id":"u"}"#);
    assert_eq!(found(&report), [(Kind::Undecodable, "")]);
    assert!(
        report.findings[0]
            .detail
            .contains("`customer_id` is missing"),
        "{:?}",
        report.findings
    );
}

#[test]
fn every_known_shape_of_an_error_is_understood() {
    for body in [
        "",
        "  \n",
        r#"{"status":"UNKNOWN_ENTITY","message":"m","timestamp":"t","metadata":null}"#,
        r#"{"status_code":401,"message":"Authentication failed"}"#,
        r#"{"status":"FAILED","status_detail":{"granular_status_code":"BANK_ISSUE"}}"#,
        r#"{"Status":"FAILED","StatusDetail":{"GranularStatusCode":"ENTITY_NOT_FOUND"}}"#,
        r#"{"error":"invalid_client","error_description":"d"}"#,
        r#"{"timestamp":"t","status":404,"error":"Not Found","path":"/x"}"#,
    ] {
        let report = balances(401, body);
        assert_eq!((found(&report), report.exact), (vec![], 1), "{body}");
    }
}

#[test]
fn error_without_code_and_shape_is_unparsed() {
    for body in [
        "<html>502</html>",
        "[]",
        "{}",
        r#"{"code":"UNKNOWN_ENTITY","description":"m"}"#,
        r#"{"errors":[{"status":"X"}]}"#,
        r#"{"status":null}"#,
        r#"{"status":{"a":1}}"#,
        r#"{"stat"#,
    ] {
        let report = balances(502, body);
        assert_eq!(found(&report), [(Kind::ErrorUnparsed, "")], "{body}");
        assert!(
            Text(&report).to_string().contains("error_body.rs"),
            "{body}"
        );
    }
}

/// The run time keeps the code of a body that ends too early.
#[test]
fn error_that_is_cut_behind_its_code_is_understood() {
    let report = balances(502, r#"{"status":"X""#);
    assert_eq!(found(&report), []);
}

#[test]
fn report_as_json_has_exactly_the_promised_members() {
    let body = BALANCES.replace(r#""meta": null"#, r#""odd": 1"#);
    let report = balances(200, &body);
    let json = serde_json::to_string(&report).expect("it is JSON");
    let expected = concat!(
        r#"{"responses":1,"matched":1,"exact":0,"unmatched":[],"findings":[{"#,
        r#""operation_id":"fetchBalances","request":"answer","status":200,"#,
        r#""kind":"unknown_field","pointer":"/odd","#,
        r#""detail":"the document does not name this field (a number)"}]}"#,
    );
    assert_eq!(json, expected);
    let report = answer("GET", "/insights/v2/income", 200, "{}");
    let json = serde_json::to_string(&report).expect("it is JSON");
    let expected = concat!(
        r#"{"responses":1,"matched":0,"exact":0,"#,
        r#""unmatched":[{"method":"GET","path":"/insights/v2/income","status":200}],"findings":[]}"#,
    );
    assert_eq!(json, expected);
}
