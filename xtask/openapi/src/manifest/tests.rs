#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a test that meets something else should fail"
)]

use super::*;
use proptest::prelude::*;

const BANKS: &str = "openapi: 3.1.0\n";

fn row(area: &str) -> String {
    let hash = sha256_hex(BANKS.as_bytes());
    format!(
        "[[api]]\nregion = \"sa\"\narea = \"{area}\"\ncrate = \"leantech-{area}\"\n\
         current = \"1.0.0\"\nversions = [\n  \
         {{ version = \"1.0.0\", file = \"sa/{area}/1.0.0.yaml\", sha256 = \"{hash}\" }},\n]\n"
    )
}

fn refusals(text: &str) -> Vec<String> {
    let problems = Manifest::parse(text, "specs/manifest.toml").expect_err("refused");
    problems.iter().map(ToString::to_string).collect()
}

/// A folder with a manifest of one document, and that document.
fn published() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let document = folder.path().join("sa/banks/1.0.0.yaml");
    fs::create_dir_all(document.parent().unwrap()).unwrap();
    fs::write(&document, BANKS).unwrap();
    fs::write(folder.path().join(FILE), row("banks")).unwrap();
    (folder, document)
}

#[test]
fn manifest_finds_an_api_by_its_area() {
    let text = row("auth") + &row("banks");
    let manifest = Manifest::parse(&text, "m").unwrap();
    assert_eq!(manifest.areas().collect::<Vec<_>>(), ["auth", "banks"]);
    let banks = manifest.api("banks").unwrap();
    assert_eq!(banks.crate_name, "leantech-banks");
    let current = banks.current_version().unwrap();
    assert_eq!(
        current.path(Path::new("specs")),
        Path::new("specs/sa/banks/1.0.0.yaml")
    );
    assert_eq!(manifest.api("payouts"), None);
    assert_eq!(banks.version("2.0.0"), None);
}

#[test]
fn empty_manifest_has_no_areas() {
    assert_eq!(Manifest::parse("", "m").unwrap().areas().count(), 0);
}

#[test]
fn unknown_or_missing_field_is_refused_in_its_line() {
    let unknown = row("auth") + &row("banks").replace("region", "regoin");
    let messages = refusals(&unknown);
    assert!(
        messages[0].starts_with("specs/manifest.toml:10: unknown field `regoin`"),
        "{messages:?}"
    );
    let missing = refusals(&row("banks").replace("current = \"1.0.0\"\n", ""));
    assert!(
        missing[0].contains("missing field `current`"),
        "{missing:?}"
    );
    let version = refusals(&row("banks").replace("sha256 =", "hash ="));
    assert!(version[0].contains("unknown field `hash`"), "{version:?}");
}

#[test]
fn text_that_is_no_toml_is_refused() {
    assert_eq!(refusals("[[api]\n").len(), 1);
    assert_eq!(refusals("api = 3").len(), 1);
}

#[test]
fn each_contradiction_is_refused_at_its_place() {
    let row_of_banks = row("banks");
    let with = |from: &str, to: &str| row_of_banks.replace(from, to);
    for (text, place) in [
        (
            with("current = \"1.0.0\"", "current = \"1.1.0\""),
            "/api/0/current",
        ),
        (
            with("sa/banks/1.0.0.yaml", "sa/../banks/1.0.0.yaml"),
            "/api/0/versions/0/file",
        ),
        (
            with("sa/banks/1.0.0.yaml", "/sa/banks/1.0.0.yaml"),
            "/api/0/versions/0/file",
        ),
        (
            with("sha256 = \"", "sha256 = \"0"),
            "/api/0/versions/0/sha256",
        ),
        (with("1.0.0", "1.0"), "/api/0/versions/0/version"),
        (with("1.0.0", "01.0.0"), "/api/0/versions/0/version"),
    ] {
        let messages = refusals(&text);
        assert_eq!(messages.len(), 1, "{messages:?}");
        assert!(messages[0].contains(&format!(" {place}: ")), "{messages:?}");
    }
    let twice = refusals(&(row("banks") + &row("banks")));
    assert!(
        twice[0].contains("/api/1/area") && twice[1].contains("/api/1/crate"),
        "{twice:?}"
    );
    let one = row_of_banks
        .lines()
        .find(|line| line.contains("sha256"))
        .unwrap();
    let version = refusals(&row_of_banks.replace(one, &format!("{one}\n{one}")));
    assert!(
        version[0].contains("/api/0/versions/1/version"),
        "{version:?}"
    );
}

#[test]
fn history_is_in_the_order_of_the_versions_and_ends_at_the_current_one() {
    let hash = sha256_hex(BANKS.as_bytes());
    let rows = ["1.10.0", "0.9.0", "2.0.0", "1.9.0"].map(|version| {
        format!(
            "{{ version = \"{version}\", file = \"sa/banks/{version}.yaml\", sha256 = \"{hash}\" }}"
        )
    });
    let text = format!(
        "[[api]]\nregion = \"sa\"\narea = \"banks\"\ncrate = \"leantech-banks\"\n\
         current = \"1.10.0\"\nversions = [{}]\n",
        rows.join(", ")
    );
    let manifest = Manifest::parse(&text, "m").unwrap();
    let history = manifest.api("banks").unwrap().history();
    let versions: Vec<_> = history.iter().map(|row| row.version.as_str()).collect();
    assert_eq!(versions, ["0.9.0", "1.9.0", "1.10.0"]);
}

#[test]
fn a_release_is_a_version_of_a_crate() {
    let released = |version: &str| {
        row("banks").replace(" },\n]", &format!(", released = \"{version}\" }},\n]"))
    };
    let manifest = Manifest::parse(&released("0.1.0"), "m").unwrap();
    let version = manifest.api("banks").unwrap().current_version().unwrap();
    assert_eq!(version.released.as_deref(), Some("0.1.0"));
    let refused = refusals(&released("soon"));
    assert!(
        refused[0].contains("/api/0/versions/0/released"),
        "{refused:?}"
    );
}

#[test]
fn a_new_version_is_one_more_row_and_leaves_the_rest_as_it_was() {
    let text = format!("# Comment.\n\n{}\n{}", row("auth"), row("banks"));
    let manifest = Manifest::parse(&text, "m").unwrap();
    let version = Version {
        version: "1.1.0".to_owned(),
        file: "sa/auth/1.1.0.yaml".to_owned(),
        sha256: sha256_hex(b"other"),
        released: None,
    };
    let changed = with_version(&text, "m", manifest.api("auth").unwrap(), &version).unwrap();

    let hash = sha256_hex(b"other");
    let row_of_it = format!(
        "  {{ version = \"1.1.0\", file = \"sa/auth/1.1.0.yaml\", sha256 = \"{hash}\" }},\n]"
    );
    let expected = text.replacen("current = \"1.0.0\"", "current = \"1.1.0\"", 1);
    let (head, tail) = expected.split_once(" },\n]").unwrap();
    assert_eq!(changed, format!("{head} }},\n{row_of_it}{tail}"));
    let read = Manifest::parse(&changed, "m").unwrap();
    assert_eq!(read.api("auth").unwrap().current_version(), Some(&version));
}

#[test]
fn unchanged_document_has_its_hash() {
    let (folder, _) = published();
    let manifest = Manifest::load(folder.path()).unwrap();
    assert_eq!(manifest.check_hashes(folder.path()), Problems::new());
}

#[test]
fn changed_document_is_named_with_its_version_and_hash() {
    let (folder, document) = published();
    fs::write(document, "openapi: 3.1.1\n").unwrap();
    let manifest = Manifest::load(folder.path()).unwrap();
    let problems = manifest.check_hashes(folder.path()).to_string();
    assert!(
        problems.contains("1.0.0.yaml: version 1.0.0 has changed"),
        "{problems}"
    );
    assert!(
        problems.contains(&sha256_hex(b"openapi: 3.1.1\n")),
        "{problems}"
    );
}

#[test]
fn missing_document_and_missing_manifest_are_problems() {
    let (folder, document) = published();
    let manifest = Manifest::load(folder.path()).unwrap();
    fs::remove_file(document).unwrap();
    assert_eq!(manifest.check_hashes(folder.path()).len(), 1);
    fs::remove_file(folder.path().join(FILE)).unwrap();
    assert!(Manifest::load(folder.path()).is_err());
}

#[test]
fn hash_is_that_of_the_standard() {
    assert_eq!(
        sha256_hex(b"abc"),
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    );
}

proptest! {
    #[test]
    fn no_text_makes_the_manifest_panic(text in "[\\[\\]api=\"\\n{}., crate0-9]{0,80}") {
        let _ = Manifest::parse(&text, "m");
    }
}
