//! Lean changed what our document had corrected, left out, or shares.

use serde_json::{Value, json};
use xtask::command::Outcome;
use xtask_openapi::load;

use crate::change::{at, parameter_at, remove, set};
use crate::copy::{Copy, touched};
use crate::lean::{areas, document};
use crate::row::step;

const FILE: &str = "ksa-core-resources.yml";
const THEME: &str = "banks:/components/schemas/BankTheme/type";

/// What Lean types as plain text is an enum of ours.
fn corrected(lean: &mut Value) {
    set(
        lean,
        "/components/schemas/BankResponse/properties/theme",
        "type",
        "integer".into(),
    );
}

/// Ours has no `lean-app-token`.
fn left_out(lean: &mut Value) {
    let list = "/paths/~1customers~1v1/get/parameters";
    set(
        parameter_at(lean, list, "lean-app-token"),
        "",
        "required",
        true.into(),
    );
}

/// Ours has one schema of a customer, Lean two.
fn shared(lean: &mut Value) {
    let answer = "/paths/~1customers~1v1/post/responses/200/content/application~1json/schema";
    remove(lean, answer, "app_user_id");
}

fn changed(changes: &[fn(&mut Value)]) -> Value {
    let mut lean = document(FILE);
    for change in changes {
        change(&mut lean);
    }
    lean
}

/// The places to decide about, as the report prints them.
fn places(output: &str) -> Vec<String> {
    let lines = output
        .lines()
        .filter_map(|line| line.trim().strip_prefix("Lean's side: --take "));
    lines
        .map(|place| place.trim_matches('\'').to_owned())
        .collect()
}

#[test]
fn every_conflict_is_told_in_one_run_and_nothing_is_written() {
    let copy = Copy::of(areas(FILE));
    let before = copy.files();
    let given = copy.give(FILE, &changed(&[corrected, left_out, shared]));
    let ran = copy.adopt(&[given], &[]);
    assert_eq!(ran.outcome, Outcome::Refused, "{}", ran.said());
    assert_eq!(touched(&before, &copy.files()), [""; 0]);
    let places = places(&ran.output);
    assert_eq!(
        places,
        [
            "customers:/paths/~1customers~1v1/get/parameters/lean-app-token",
            "customers:/components/schemas/Customer/properties/app_user_id",
            THEME,
        ],
        "{}",
        ran.said()
    );
    for reason in [
        "our document already differed from Lean's here",
        "our document leaves this out",
        "our document shares this place with others that Lean did not change",
        "Lean before: string; Lean now: integer; ours: string with values or limits of ours",
        "our reason: The reference types it as plain text",
        "shared with: GET /customers/v1, answer 200, data[]",
    ] {
        assert!(ran.output.contains(reason), "{reason}: {}", ran.said());
    }
    assert!(ran.errors.contains("--take or --keep"), "{}", ran.errors);
}

#[test]
fn a_decision_for_lean_takes_its_side() {
    let copy = Copy::of(areas(FILE));
    let given = copy.give(FILE, &changed(&[shared]));
    let (old, _) = copy.current("customers");
    let place = "customers:/components/schemas/Customer/properties/app_user_id";
    let ran = copy.adopt(&[given], &["--take", place]);
    assert_eq!(ran.outcome, Outcome::Different, "{}", ran.said());
    let (new, file) = copy.current("customers");
    assert_eq!(step(&old, &new), xtask_drift::Bump::Major);
    let ours = load(&copy.path(&file), &file).unwrap().value;
    assert!(ours["components"]["schemas"]["Customer"]["properties"]["app_user_id"].is_null());
    let check = copy.run(&["generate", "customers", "--check"]);
    assert_eq!(check.outcome, Outcome::Fine, "{}", check.said());
}

#[test]
fn a_decision_for_ours_is_on_record_and_not_asked_again() {
    let copy = Copy::of(areas(FILE));
    let before = copy.files();
    let given = copy.give(FILE, &changed(&[corrected]));
    let ran = copy.adopt(std::slice::from_ref(&given), &["--keep", THEME]);
    assert_eq!(ran.outcome, Outcome::Fine, "{}", ran.said());
    let after = copy.files();
    assert_eq!(touched(&before, &after), ["specs/sa/banks/baseline.yaml"]);
    let file = "specs/sa/banks/baseline.yaml";
    let baseline = load(&copy.path(file), file).unwrap().value;
    let kept = &baseline["x-kept"][0];
    assert_eq!(
        Some(kept["place"].as_str().unwrap()),
        THEME.strip_prefix("banks:")
    );
    assert_eq!(kept["lean"], "type: string is integer now");

    let again = copy.adopt(&[given], &[]);
    assert_eq!(again.outcome, Outcome::Fine, "{}", again.said());
    assert!(again.output.contains("nothing to do"), "{}", again.said());
    assert_eq!(touched(&after, &copy.files()), [""; 0]);
}

#[test]
fn a_kept_decision_stays_on_record_when_something_else_changes() {
    let copy = Copy::of(areas(FILE));
    let mut lean = changed(&[corrected]);
    let given = copy.give(FILE, &lean);
    copy.adopt(&[given], &["--keep", THEME]);
    at(
        &mut lean,
        "/components/schemas/BankResponse/properties/name",
    )["maxLength"] = 100.into();
    let given = copy.give(FILE, &lean);
    let ran = copy.adopt(&[given], &[]);
    assert_eq!(ran.outcome, Outcome::Fine, "{}", ran.said());
    let file = "specs/sa/banks/baseline.yaml";
    let baseline = load(&copy.path(file), file).unwrap().value;
    assert_eq!(baseline["x-kept"].as_array().unwrap().len(), 1);
}

#[test]
fn a_decision_that_fits_no_conflict_is_refused() {
    for (flag, place) in [
        (
            "--take",
            "banks:/components/schemas/Bank/properties/nothing",
        ),
        (
            "--keep",
            "customers:/components/schemas/Bank/properties/theme",
        ),
    ] {
        let copy = Copy::of(areas(FILE));
        let before = copy.files();
        let given = copy.give(FILE, &changed(&[corrected]));
        let ran = copy.adopt(&[given], &["--keep", THEME, flag, place]);
        assert_eq!(ran.outcome, Outcome::Refused, "{}", ran.said());
        assert!(
            ran.errors.contains(&format!("{flag} {place}")),
            "{}",
            ran.errors
        );
        assert!(
            ran.errors.contains("there is no conflict at this place"),
            "{}",
            ran.errors
        );
        assert_eq!(touched(&before, &copy.files()), [""; 0]);
    }
}

/// What is added to one of the places goes into the schema of all, and that is told.
#[test]
fn an_optional_field_goes_into_the_schema_that_several_places_share() {
    let copy = Copy::of(areas(FILE));
    let mut lean = document(FILE);
    let schema = "/paths/~1customers~1v1/post/responses/200/content/application~1json/schema";
    set(
        &mut lean,
        &format!("{schema}/properties"),
        "sort_code",
        json!({"type": "string"}),
    );
    let given = copy.give(FILE, &lean);
    let ran = copy.adopt(&[given], &[]);
    assert_eq!(ran.outcome, Outcome::Fine, "{}", ran.said());
    let line = "- customers:/components/schemas/Customer/properties/sort_code \
                (POST /customers/v1, answer 200): field `sort_code`: new";
    let told = ran
        .output
        .find(line)
        .unwrap_or_else(|| panic!("{}", ran.said()));
    let next = ran.output[told..].lines().nth(1).unwrap();
    assert!(
        next.starts_with("  also used by: GET /customers/v1"),
        "{next}"
    );
}

/// A change that nobody is asked about can be left out too: where it breaks a rule of our
/// documents, that is the way on.
#[test]
fn a_change_without_a_conflict_can_be_kept_out() {
    let copy = Copy::of(areas(FILE));
    let place = "banks:/components/schemas/Bank/properties/sort_code";
    let mut lean = document(FILE);
    crate::change::sort_code(&mut lean, "/components/schemas/BankResponse");
    let before = copy.files();
    let given = copy.give(FILE, &lean);
    let ran = copy.adopt(&[given], &["--keep", place]);
    assert_eq!(ran.outcome, Outcome::Fine, "{}", ran.said());
    assert_eq!(
        touched(&before, &copy.files()),
        ["specs/sa/banks/baseline.yaml"]
    );
}

/// What our document said before Lean did is no new version.
#[test]
fn what_we_said_already_changes_the_baseline_alone() {
    let copy = Copy::of(areas(FILE));
    let mut lean = document(FILE);
    set(
        &mut lean,
        "/components/schemas/BankResponse/properties/arabic_name",
        "type",
        json!(["string", "null"]),
    );
    let before = copy.files();
    let given = copy.give(FILE, &lean);
    let ran = copy.adopt(&[given], &[]);
    assert_eq!(ran.outcome, Outcome::Fine, "{}", ran.said());
    assert!(
        ran.output
            .contains("Lean now says what our document already said"),
        "{}",
        ran.said()
    );
    assert_eq!(
        touched(&before, &copy.files()),
        ["specs/sa/banks/baseline.yaml"]
    );
}
