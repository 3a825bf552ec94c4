//! A document that serves two countries: each has a baseline, and neither changes what both share.

use serde_json::{Value, json};
use xtask::command::Outcome;
use xtask_openapi::manifest::sha256_hex;

use crate::change::{remove, set};
use crate::copy::{Copy, touched};
use crate::lean::{areas, document};

const FILE: &str = "ksa-core-resources.yml";
const BANK: &str = "/components/schemas/BankResponse";

/// A copy in which the document of banks serves the UAE too.
fn copy() -> Copy {
    let copy = Copy::of(areas(FILE));
    let sa = copy.text("specs/sa/banks/baseline.yaml");
    let ae = sa
        .replace("sandbox.sa.leantech.me", "sandbox.leantech.me")
        .replace("api2.sa.leantech.me", "api2.leantech.me");
    std::fs::create_dir_all(copy.path("specs/ae/banks")).unwrap();
    std::fs::write(copy.path("specs/ae/banks/baseline.yaml"), ae).unwrap();
    copy
}

/// Says of a field of banks that one region alone has it.
fn only_in(copy: &Copy, field: &str, region: &str) {
    let (_, file) = copy.current("banks");
    let old = sha256_hex(copy.text(&file).as_bytes());
    let line = format!("\n        {field}:\n");
    copy.rewrite(&file, |text| {
        assert_eq!(text.matches(&line).count(), 1, "{field}");
        text.replace(&line, &format!("{line}          x-regions: [{region}]\n"))
    });
    let new = sha256_hex(copy.text(&file).as_bytes());
    copy.rewrite("specs/manifest.toml", |text| text.replace(&old, &new));
}

fn with_other_country(mut lean: Value) -> Value {
    lean["servers"] =
        json!([{"url": "https://sandbox.leantech.me"}, {"url": "https://api2.leantech.me"}]);
    lean
}

#[test]
fn a_change_of_one_region_in_a_shared_place_is_a_conflict() {
    for region in ["sa", "ae"] {
        let copy = copy();
        let mut lean = document(FILE);
        set(
            &mut lean,
            &format!("{BANK}/properties/active"),
            "type",
            "string".into(),
        );
        if region == "ae" {
            lean = with_other_country(lean);
            lean["paths"]
                .as_object_mut()
                .unwrap()
                .retain(|path, _| path.starts_with("/banks/"));
        }
        let before = copy.files();
        let given = copy.give(FILE, &lean);
        let ran = copy.adopt(&[given], &[]);
        assert_eq!(ran.outcome, Outcome::Refused, "{region}: {}", ran.said());
        assert!(
            ran.output
                .contains("why you are asked: the place serves another region as well"),
            "{region}: {}",
            ran.said()
        );
        assert_eq!(touched(&before, &copy.files()), [""; 0], "{region}");
    }
}

#[test]
fn a_place_of_one_region_alone_follows_it() {
    let copy = copy();
    only_in(&copy, "country_code", "sa");
    let mut lean = document(FILE);
    remove(&mut lean, BANK, "country_code");
    let given = copy.give(FILE, &lean);
    let ran = copy.adopt(&[given], &[]);
    assert_eq!(ran.outcome, Outcome::Different, "{}", ran.said());
    let (_, file) = copy.current("banks");
    assert!(
        !copy.text(&file).contains("        country_code:\n"),
        "{}",
        ran.said()
    );
}

#[test]
fn a_place_of_the_other_region_is_not_touched() {
    let copy = copy();
    only_in(&copy, "country_code", "ae");
    let before = copy.files();
    let mut lean = document(FILE);
    remove(&mut lean, BANK, "country_code");
    let given = copy.give(FILE, &lean);
    let ran = copy.adopt(&[given], &[]);
    assert_eq!(ran.outcome, Outcome::Refused, "{}", ran.said());
    assert_eq!(touched(&before, &copy.files()), [""; 0]);
}

/// What only one region has is marked as such.
#[test]
fn a_new_field_of_one_region_says_so() {
    let copy = copy();
    let mut lean = document(FILE);
    crate::change::sort_code(&mut lean, BANK);
    let given = copy.give(FILE, &lean);
    let ran = copy.adopt(&[given], &[]);
    assert_eq!(ran.outcome, Outcome::Fine, "{}", ran.said());
    let (_, file) = copy.current("banks");
    let text = copy.text(&file);
    let place = text
        .find("        sort_code:\n")
        .unwrap_or_else(|| panic!("{}", ran.said()));
    let lines: Vec<&str> = text[place..].lines().take(6).collect();
    assert!(
        lines
            .iter()
            .any(|line| line.trim() == "x-regions: [sa]" || line.trim() == "x-regions:"),
        "{lines:?}"
    );
    assert!(
        !copy
            .text("specs/ae/banks/baseline.yaml")
            .contains("sort_code")
    );
}
