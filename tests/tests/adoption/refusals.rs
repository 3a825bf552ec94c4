//! What cannot be taken in: each told with its place and a way on, and nothing written.

use std::path::PathBuf;

use serde_json::{Value, json};
use xtask::command::Outcome;

use crate::change::{at, operation, path, set, sort_code};
use crate::copy::{Copy, Ran, touched};
use crate::lean::{areas, document};

const FILE: &str = "ksa-reports.yml";

/// Runs the command in a copy of reports, and holds that nothing was written.
fn refused(give: impl Fn(&Copy) -> Vec<PathBuf>, more: &[&str]) -> Ran {
    let copy = Copy::of(areas(FILE));
    let given = give(&copy);
    let before = copy.files();
    let ran = copy.adopt(&given, more);
    assert_eq!(ran.outcome, Outcome::Refused, "{}", ran.said());
    assert_eq!(touched(&before, &copy.files()), [""; 0]);
    assert_eq!(ran.output, "", "a refusal has no report");
    ran
}

fn refused_document(change: fn(&mut Value)) -> Ran {
    refused(
        |copy| {
            let mut lean = document(FILE);
            change(&mut lean);
            vec![copy.give(FILE, &lean)]
        },
        &[],
    )
}

/// Each piece stands in the errors.
fn says(ran: &Ran, pieces: &[&str]) {
    for piece in pieces {
        assert!(ran.errors.contains(piece), "{piece}: {}", ran.errors);
    }
}

/// The number of the line at which a text stands.
fn line_of(text: &str, piece: &str) -> usize {
    1 + text.lines().position(|line| line.contains(piece)).unwrap()
}

#[test]
fn a_dangling_reference_has_its_line() {
    let mut lean = document(FILE);
    set(
        &mut lean,
        "/components/schemas/Reports/properties/content/items",
        "$ref",
        "#/components/schemas/Nowhere".into(),
    );
    let text = crate::lean::as_document(&lean, FILE).text;
    let ran = refused(|copy| vec![copy.give_text(FILE, &text)], &[]);
    let line = line_of(&text, "schemas/Nowhere");
    says(
        &ran,
        &[
            &format!("{FILE}:{line}: "),
            "`#/components/schemas/Nowhere` points to nothing",
            "give the whole file",
        ],
    );
}

#[test]
fn a_document_of_another_api_is_refused() {
    let ran = refused_document(|lean| {
        *at(lean, "/servers") = json!([{"url": "https://api.example.com"}]);
        *at(lean, "/paths") = json!({});
        operation(lean, "/pets/{id}", "getPet", &["id"], "Report");
    });
    says(
        &ran,
        &[
            FILE,
            "/servers",
            "api.example.com",
            "another API",
            "give Lean's own files only",
        ],
    );
}

#[test]
fn swagger_is_refused() {
    let ran = refused_document(|lean| {
        let fields = lean.as_object_mut().unwrap();
        fields.remove("openapi");
        fields.insert("swagger".to_owned(), "2.0".into());
    });
    says(
        &ran,
        &[
            FILE,
            "/swagger",
            "Swagger 2.0",
            "OpenAPI 3.0 and 3.1",
            "convert it first",
        ],
    );
}

#[test]
fn a_truncated_file_is_refused_wherever_it_is_cut() {
    let text = crate::lean::as_document(&document(FILE), FILE).text;
    let copy = Copy::of(areas(FILE));
    let before = copy.files();
    for part in 1..24 {
        let mut cut = text.len() * part / 24;
        while !text.is_char_boundary(cut) {
            cut -= 1;
        }
        let given = copy.give_text(FILE, &text[..cut]);
        let ran = copy.adopt(&[given], &[]);
        assert_eq!(
            ran.outcome,
            Outcome::Refused,
            "{cut} of {}: {}",
            text.len(),
            ran.said()
        );
        assert!(ran.errors.contains(FILE), "{}", ran.errors);
        assert_eq!(touched(&before, &copy.files()), [""; 0]);
    }
}

#[test]
fn a_file_that_is_not_there_is_refused() {
    let ran = refused(|copy| vec![copy.path("given/nothing.yml")], &[]);
    says(&ran, &["nothing.yml"]);
}

/// Two files of which no row of the manifest names one.
#[test]
fn two_files_that_disagree_are_refused_where_no_row_names_one() {
    let copy = Copy::of(areas(FILE));
    copy.rewrite("specs/manifest.toml", |text| {
        let lines = text.lines().filter(|line| !line.starts_with("lean = "));
        lines.collect::<Vec<_>>().join("\n")
    });
    let one = copy.give("one.yml", &document(FILE));
    let mut lean = document(FILE);
    sort_code(&mut lean, "/components/schemas/Report");
    let text = crate::lean::as_document(&lean, FILE).text;
    let other = copy.give_text("other.yml", &text);
    let before = copy.files();
    let ran = copy.adopt(&[one, other], &[]);
    assert_eq!(ran.outcome, Outcome::Refused, "{}", ran.said());
    assert_eq!(touched(&before, &copy.files()), [""; 0]);
    let line = text
        .lines()
        .position(|line| line.contains("operationId: getReportsByCustomer"));
    assert!(line.is_some());
    says(
        &ran,
        &[
            "one.yml:",
            "other.yml:",
            "describe GET /reports/v2/customers/{}/reports differently",
            "field `sort_code`",
            "put the name of the right file into `lean` of the row `reports` of specs/manifest.toml",
        ],
    );
}

/// The same two files where the row names one: it is taken, and the difference told.
#[test]
fn of_two_files_that_disagree_the_one_that_the_row_names_is_taken() {
    let copy = Copy::of(areas(FILE));
    let one = copy.give(FILE, &document(FILE));
    let mut lean = document(FILE);
    sort_code(&mut lean, "/components/schemas/Report");
    let other = copy.give("other.yml", &lean);
    let before = copy.files();
    let ran = copy.adopt(&[other, one], &[]);
    assert_eq!(ran.outcome, Outcome::Fine, "{}", ran.said());
    assert_eq!(touched(&before, &copy.files()), [""; 0]);
    let note = format!("taken from {FILE}, as the manifest says; other.yml differs");
    assert!(ran.output.contains(&note), "{}", ran.said());
}

fn homeless(lean: &mut Value) {
    operation(
        lean,
        "/cards/v1/{card_id}",
        "getCard",
        &["card_id"],
        "Report",
    );
}

#[test]
fn an_operation_that_no_area_owns_needs_one() {
    let ran = refused_document(homeless);
    says(
        &ran,
        &[
            FILE,
            "no area owns `/cards/v1/{card_id}`",
            "name the area with --area (one of reports)",
        ],
    );
}

#[test]
fn an_operation_that_no_area_owns_goes_to_the_one_that_is_named() {
    let copy = Copy::of(areas(FILE));
    let mut lean = document(FILE);
    homeless(&mut lean);
    let given = copy.give(FILE, &lean);
    let ran = copy.adopt(&[given], &["--area", "reports"]);
    assert_eq!(ran.outcome, Outcome::Fine, "{}", ran.said());
    let (_, file) = copy.current("reports");
    assert!(
        copy.text(&file).contains("operationId: getCard"),
        "{}",
        ran.said()
    );
}

#[test]
fn an_unknown_area_is_refused() {
    for flag in ["--area", "--complete"] {
        let ran = refused(
            |copy| vec![copy.give(FILE, &document(FILE))],
            &[flag, "cards"],
        );
        says(&ran, &["there is no area `cards`", "name one of reports"]);
    }
}

/// Everything that is wrong is told at once.
#[test]
fn the_problems_of_all_files_are_told_together() {
    let ran = refused(
        |copy| {
            let mut lean = document(FILE);
            let items = "/components/schemas/Reports/properties/content/items";
            set(
                &mut lean,
                items,
                "$ref",
                "#/components/schemas/Nowhere".into(),
            );
            let items = "/components/schemas/ReportsCustomersRequest/properties/identifiers/items";
            set(
                &mut lean,
                items,
                "$ref",
                "#/components/schemas/Neither".into(),
            );
            let mut other = document("ksa-customers.yml");
            let list = "/components/schemas/EntityListResponse/properties/page";
            set(
                &mut other,
                list,
                "$ref",
                "#/components/schemas/Never".into(),
            );
            vec![
                copy.give(FILE, &lean),
                copy.give("ksa-customers.yml", &other),
            ]
        },
        &["--area", "cards"],
    );
    says(
        &ran,
        &[
            "/Nowhere`",
            "/Neither`",
            "/Never`",
            "ksa-customers.yml:",
            "no area `cards`",
        ],
    );
}

/// What a file does not mention is not given; with `--complete` it is gone.
#[test]
fn an_operation_that_is_not_given_stays_unless_the_files_are_complete() {
    let gone = "/reports/v2/customers/{customer_id}/reports/{report_id}";
    let copy = Copy::of(areas(FILE));
    let mut lean = document(FILE);
    at(&mut lean, "/paths")
        .as_object_mut()
        .unwrap()
        .remove(gone)
        .unwrap();
    let given = copy.give(FILE, &lean);
    let before = copy.files();
    let ran = copy.adopt(std::slice::from_ref(&given), &[]);
    assert_eq!(ran.outcome, Outcome::Fine, "{}", ran.said());
    assert!(ran.output.contains("nothing to do"), "{}", ran.said());
    assert_eq!(touched(&before, &copy.files()), [""; 0]);

    let ran = copy.adopt(&[given], &["--complete", "reports"]);
    assert_eq!(ran.outcome, Outcome::Different, "{}", ran.said());
    let (_, file) = copy.current("reports");
    assert!(
        !copy.text(&file).contains("operationId: getReport\n"),
        "{}",
        ran.said()
    );
    assert!(!copy.text("specs/sa/reports/baseline.yaml").contains(gone));
    let check = copy.run(&["generate", "reports", "--check"]);
    assert_eq!(check.outcome, Outcome::Fine, "{}", check.said());
}

/// A path that Lean writes with a slash, other names or doubled braces is the same path.
#[test]
fn another_way_of_writing_a_path_is_nothing_to_do() {
    let copy = Copy::of(areas(FILE));
    let mut lean = document(FILE);
    path(
        &mut lean,
        "/reports/v2/customers/{customer_id}/reports/",
        "/reports/v2/customers/{customer_id}/reports",
    );
    let given = copy.give(FILE, &lean);
    let before = copy.files();
    let ran = copy.adopt(&[given], &[]);
    assert_eq!(ran.outcome, Outcome::Fine, "{}", ran.said());
    assert_eq!(touched(&before, &copy.files()), [""; 0], "{}", ran.said());
}
