//! Versions move as far as the changes ask: those of documents, and those of the crates.

use cargo_metadata::MetadataCommand;
use cargo_metadata::semver::Version;
use insta::{Settings, assert_snapshot};
use leantech_tests::repository::{api, manifest, root};
use xtask::surface::Generated;
use xtask_drift::release::{least_version, next_document};
use xtask_drift::{Level, Options, Report, compare};
use xtask_openapi::manifest::Api;
use xtask_openapi::{load, manifest};

/// What changed between two versions of an API.
fn report(api: &Api, old: &manifest::Version, new: &manifest::Version) -> Report {
    let read = |row: &manifest::Version| {
        let name = format!("specs/{}", row.file);
        load(&root().join(&name), &name)
    };
    let options = Options {
        crate_name: Some(api.crate_name.clone()),
    };
    let report = read(old).and_then(|old| compare(&old, &read(new)?, &options, &Generated));
    report.unwrap_or_else(|problems| panic!("{problems}"))
}

/// The version of a crate, as Cargo reads it.
fn version_of(name: &str) -> Version {
    let workspace = MetadataCommand::new()
        .manifest_path(root().join("Cargo.toml"))
        .other_options(["--offline".to_owned()])
        .no_deps()
        .exec()
        .unwrap();
    let package = workspace
        .packages
        .iter()
        .find(|package| package.name == name);
    package.unwrap().version.clone()
}

#[test]
fn each_document_is_as_far_from_the_one_before_as_its_changes_ask() {
    let mut steps = 0;
    for api in manifest().apis {
        for pair in api.history().windows(2) {
            let mut changes = report(&api, pair[0], pair[1]).changes;
            // Failures are told to people alone: the run time reads every shape of error by itself.
            for change in &mut changes {
                if change.kind.starts_with("failure-") && change.level == Level::Compatible {
                    change.level = Level::Docs;
                }
            }
            let bump = Report::new(changes).bump;
            let least = next_document(&Version::parse(&pair[0].version).unwrap(), bump);
            let version = Version::parse(&pair[1].version).unwrap();
            assert!(version >= least, "{} {version} is below {least}", api.area);
            steps += 1;
        }
    }
    assert!(steps >= 2, "banks and consents have a history");
}

#[test]
fn each_crate_is_as_far_from_its_last_release_as_its_changes_ask() {
    // The facade shows the types and calls of every area.
    let facade = version_of("leantech");
    for api in manifest().apis {
        let least = least_version(&api, &root().join("specs"), &Generated);
        let Some(least) = least.unwrap_or_else(|problems| panic!("{problems}")) else {
            continue;
        };
        for (name, version) in [
            (api.crate_name.as_str(), version_of(&api.crate_name)),
            ("leantech", facade.clone()),
        ] {
            assert!(
                version >= least,
                "{name} is {version}; what changed in `{}` since its release asks for {least}",
                api.area
            );
        }
    }
}

/// The area as if a version of it had gone out with this release of its crate.
fn released(area: &str, version: &str, release: &str) -> Option<Version> {
    let mut api = api(area);
    for row in &mut api.versions {
        row.released = (row.version == version).then(|| release.to_owned());
    }
    let least = least_version(&api, &root().join("specs"), &Generated);
    least.unwrap_or_else(|problems| panic!("{problems}"))
}

#[test]
fn a_release_before_a_break_asks_for_the_next_minor_version_before_1_0() {
    for area in ["banks", "consents"] {
        assert_eq!(
            released(area, "0.9.0", "0.1.0"),
            Some(Version::new(0, 2, 0))
        );
        assert_eq!(
            released(area, "0.9.0", "1.4.2"),
            Some(Version::new(2, 0, 0))
        );
        let current = api(area).current;
        assert_eq!(
            released(area, &current, "0.1.0"),
            Some(Version::new(0, 1, 0))
        );
    }
}

#[test]
fn a_crate_that_was_never_released_may_have_any_version() {
    assert_eq!(released("banks", "none", "0.1.0"), None);
}

/// Compares with a snapshot that is named after this file alone.
fn is_as_reviewed(name: &str, report: &Report) {
    let mut settings = Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.bind(|| assert_snapshot!(format!("releases__{name}"), report.text()));
}

#[test]
fn the_reference_of_banks_became_what_the_guide_shows() {
    let api = api("banks");
    let report = report(
        &api,
        api.version("0.9.0").unwrap(),
        api.version("1.0.0").unwrap(),
    );
    is_as_reviewed("drift_of_banks", &report);
}

#[test]
fn the_reference_of_consents_became_what_the_guide_shows() {
    let api = api("consents");
    let report = report(
        &api,
        api.version("0.9.0").unwrap(),
        api.version("1.0.0").unwrap(),
    );
    is_as_reviewed("drift_of_consents", &report);
}
