//! Which area and file an operation is taken from.
#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use serde_json::json;
use xtask_openapi::manifest::Api;
use xtask_openapi::yaml;

use super::*;

fn document(value: &Value, name: &str) -> Document {
    yaml::write(value, &[], name).unwrap_or_else(|problems| panic!("{problems}"))
}

/// A document with these operations: method, path, id, and the longest answer.
fn openapi(rows: &[(&str, &str, &str, u64)]) -> Value {
    let mut paths = serde_json::Map::new();
    for (method, path, id, longest) in rows {
        let schema = json!({"type": "string", "maxLength": longest});
        let operation = json!({
            "operationId": id,
            "responses": {"200": {"content": {"application/json": {"schema": schema}}}},
        });
        let item = paths.entry((*path).to_owned()).or_insert(json!({}));
        item[*method] = operation;
    }
    json!({
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1.0.0"},
        "servers": [{"url": "https://api2.sa.leantech.me"}],
        "paths": paths,
    })
}

fn given(name: &str, value: &Value) -> Given {
    let document = document(value, name);
    let bytes = document.text.clone().into_bytes();
    Given::new(document, name, &bytes).unwrap_or_else(|problems| panic!("{problems}"))
}

fn api(area: &str, lean: &[&str]) -> Api {
    let names: Vec<String> = lean.iter().map(|name| format!("\"{name}\"")).collect();
    let text = format!(
        "[[api]]\nregion = \"sa\"\narea = \"{area}\"\ncrate = \"leantech-{area}\"\nlean = [{}]\n\
         current = \"1.0.0\"\nversions = [\n  {{ version = \"1.0.0\", file = \"sa/{area}/1.0.0.yaml\", \
         sha256 = \"{}\" }},\n]\n",
        names.join(", "),
        "0".repeat(64),
    );
    let manifest = xtask_openapi::manifest::Manifest::parse(&text, "manifest.toml");
    let manifest = manifest.unwrap_or_else(|problems| panic!("{problems}"));
    manifest
        .apis
        .into_iter()
        .next()
        .unwrap_or_else(|| panic!("{text}"))
}

/// An area whose baseline came from the file of that name.
fn area<'a>(api: &'a Api, ours: &Value, baseline: Option<(&str, &Value)>) -> Area<'a> {
    let baselines = baseline.map(|(file, value)| {
        let taken: Vec<Taken<'_>> = operations(value)
            .into_iter()
            .map(|operation| Taken {
                operation,
                root: value,
                source: source(file),
            })
            .collect();
        let value = baseline::compose("a", "sa", &taken, &[]);
        ("sa".to_owned(), document(&value, "baseline.yaml"))
    });
    Area {
        api,
        ours: document(ours, "ours.yaml"),
        baselines: baselines.into_iter().collect(),
    }
}

fn source(file: &str) -> Source {
    Source {
        name: file.to_owned(),
        sha256: String::new(),
        day: String::new(),
    }
}

/// Each operation's file, area and key before, as one line.
fn assigned(
    files: &[&Given],
    areas: &[Area<'_>],
    options: &Options,
) -> Result<Vec<String>, String> {
    let assigned = assign(files, areas, "sa", options).map_err(|problems| problems.to_string())?;
    let mut lines = Vec::new();
    for area in areas {
        for (taken, before) in assigned.of(&area.api.area) {
            let key = &taken.operation.key;
            let before = before
                .as_ref()
                .map(|key| format!(", was {key}"))
                .unwrap_or_default();
            lines.push(format!(
                "{} {}: {key}{before}",
                area.api.area, taken.source.name
            ));
        }
    }
    Ok(lines)
}

#[test]
fn the_owner_is_found_however_the_path_is_written() {
    let (banks, cards) = (api("banks", &[]), api("cards", &[]));
    let areas = [
        area(
            &banks,
            &openapi(&[("get", "/banks/v1/{id}", "getBank", 1)]),
            None,
        ),
        area(
            &cards,
            &openapi(&[("get", "/cards/v1", "getCards", 1)]),
            None,
        ),
    ];
    let file = given(
        "a.yml",
        &openapi(&[("get", "/banks/v1/{{bank_id}}/", "other", 1)]),
    );
    let found = assigned(&[&file], &areas, &Options::default());
    assert_eq!(found, Ok(vec!["banks a.yml: GET /banks/v1/{}".to_owned()]));
}

#[test]
fn an_operation_that_moved_is_known_by_its_id() {
    let api = api("banks", &[]);
    let before = openapi(&[("get", "/banks/v1", "listBanks", 1)]);
    let areas = [area(&api, &before, Some(("a.yml", &before)))];
    let file = given(
        "a.yml",
        &openapi(&[("get", "/institutions/v2", "listBanks", 1)]),
    );
    assert_eq!(
        assigned(&[&file], &areas, &Options::default()),
        Ok(vec![
            "banks a.yml: GET /institutions/v2, was GET /banks/v1".to_owned()
        ])
    );
    // Where the old path is given too, the new one is another operation.
    let both = openapi(&[
        ("get", "/banks/v1", "listBanks", 1),
        ("get", "/banks/v2", "listBanks", 1),
    ]);
    let file = given("a.yml", &both);
    assert_eq!(
        assigned(&[&file], &areas, &Options::default()),
        Ok(vec![
            "banks a.yml: GET /banks/v1".to_owned(),
            "banks a.yml: GET /banks/v2".to_owned(),
        ])
    );
}

#[test]
fn a_new_operation_goes_to_the_area_whose_paths_begin_like_it() {
    let (banks, cards) = (api("banks", &[]), api("cards", &[]));
    let areas = [
        area(
            &banks,
            &openapi(&[("get", "/banks/v1", "listBanks", 1)]),
            None,
        ),
        area(
            &cards,
            &openapi(&[("get", "/cards/v1", "getCards", 1)]),
            None,
        ),
    ];
    let file = given(
        "a.yml",
        &openapi(&[("get", "/cards/v2/{id}", "getCard", 1)]),
    );
    let found = assigned(&[&file], &areas, &Options::default());
    assert_eq!(found, Ok(vec!["cards a.yml: GET /cards/v2/{}".to_owned()]));
}

#[test]
fn an_operation_that_nobody_owns_needs_an_area() {
    let api = api("banks", &[]);
    let areas = [area(
        &api,
        &openapi(&[("get", "/v1/banks", "listBanks", 1)]),
        None,
    )];
    // A version says nothing about the area.
    let file = given("a.yml", &openapi(&[("get", "/v1/loans", "getLoans", 1)]));
    let refused = assigned(&[&file], &areas, &Options::default());
    let told = refused.err().unwrap_or_default();
    assert!(told.contains("no area owns `/v1/loans`"), "{told}");
    let options = Options {
        area: Some("banks".to_owned()),
        ..Options::default()
    };
    let found = assigned(&[&file], &areas, &options);
    assert_eq!(found, Ok(vec!["banks a.yml: GET /v1/loans".to_owned()]));
}

#[test]
fn the_file_that_the_row_names_first_is_taken() {
    let api = api("banks", &["first", "second"]);
    let ours = openapi(&[("get", "/banks/v1", "listBanks", 1)]);
    let areas = [area(&api, &ours, None)];
    let one = given(
        "ksa-first.yml",
        &openapi(&[("get", "/banks/v1", "listBanks", 1)]),
    );
    let other = given(
        "ksa-second.yml",
        &openapi(&[("get", "/banks/v1", "listBanks", 2)]),
    );
    for files in [[&one, &other], [&other, &one]] {
        let found = assigned(&files, &areas, &Options::default());
        assert_eq!(
            found,
            Ok(vec!["banks ksa-first.yml: GET /banks/v1".to_owned()])
        );
    }
}

#[test]
fn files_that_disagree_and_that_no_row_names_are_refused() {
    let api = api("banks", &[]);
    let areas = [area(
        &api,
        &openapi(&[("get", "/banks/v1", "listBanks", 1)]),
        None,
    )];
    let one = given("one.yml", &openapi(&[("get", "/banks/v1", "listBanks", 1)]));
    let same = given(
        "same.yml",
        &openapi(&[("get", "/banks/v1", "listBanks", 1)]),
    );
    let other = given(
        "other.yml",
        &openapi(&[("get", "/banks/v1", "listBanks", 2)]),
    );
    assert!(assigned(&[&one, &same], &areas, &Options::default()).is_ok());
    let refused = assigned(&[&one, &other], &areas, &Options::default());
    let told = refused.err().unwrap_or_default();
    assert!(
        told.contains("describe GET /banks/v1 differently"),
        "{told}"
    );
}

#[test]
fn a_file_of_less_rank_does_not_replace_what_came_from_a_better_one() {
    let api = api("banks", &["first", "second"]);
    let before = openapi(&[("get", "/banks/v1", "listBanks", 1)]);
    let areas = [area(&api, &before, Some(("ksa-first.yml", &before)))];
    let file = given(
        "ksa-second.yml",
        &openapi(&[("get", "/banks/v1", "listBanks", 2)]),
    );
    assert_eq!(assigned(&[&file], &areas, &Options::default()), Ok(vec![]));
    let file = given(
        "ksa-first.yml",
        &openapi(&[("get", "/banks/v1", "listBanks", 2)]),
    );
    let found = assigned(&[&file], &areas, &Options::default());
    assert_eq!(
        found,
        Ok(vec!["banks ksa-first.yml: GET /banks/v1".to_owned()])
    );
}

/// A part of a file, or a file that was renamed, has the rank of the one it was.
#[test]
fn a_file_of_another_name_is_known_by_its_operations() {
    let api = api("banks", &["first", "second"]);
    let before = openapi(&[
        ("get", "/banks/v1", "listBanks", 1),
        ("get", "/banks/v1/{id}", "getBank", 1),
        ("get", "/banks/v1/{id}/logo", "getLogo", 1),
    ]);
    let areas = [area(&api, &before, Some(("ksa-first.yml", &before)))];
    let part = openapi(&[
        ("get", "/banks/v1", "listBanks", 1),
        ("get", "/banks/v1/{id}", "getBank", 2),
    ]);
    let (part, second) = (given("part.yml", &part), given("ksa-second.yml", &part));
    let found = assigned(&[&second, &part], &areas, &Options::default());
    assert_eq!(
        found,
        Ok(vec![
            "banks part.yml: GET /banks/v1".to_owned(),
            "banks part.yml: GET /banks/v1/{}".to_owned(),
        ])
    );
}

#[test]
fn a_file_of_the_listed_name_comes_before_one_known_by_its_operations() {
    let api = api("banks", &["first"]);
    let before = openapi(&[
        ("get", "/banks/v1", "listBanks", 1),
        ("get", "/banks/v1/{id}", "getBank", 1),
    ]);
    let areas = [area(&api, &before, Some(("ksa-first.yml", &before)))];
    let changed = openapi(&[
        ("get", "/banks/v1", "listBanks", 1),
        ("get", "/banks/v1/{id}", "getBank", 2),
    ]);
    let (other, first) = (given("copy.yml", &changed), given("ksa-first.yml", &before));
    let found = assigned(&[&other, &first], &areas, &Options::default());
    let files: Vec<bool> = found
        .iter()
        .flatten()
        .map(|line| line.contains("ksa-first.yml"))
        .collect();
    assert_eq!(files, [true, true]);
}

/// Two parts of one file that both hold an operation cannot both be right.
#[test]
fn files_of_one_rank_that_disagree_are_refused() {
    let api = api("banks", &["first"]);
    let ours = openapi(&[("get", "/banks/v1", "listBanks", 1)]);
    let areas = [area(&api, &ours, None)];
    let one = given(
        "ksa-first.yml",
        &openapi(&[("get", "/banks/v1", "listBanks", 1)]),
    );
    let other = given(
        "ksa-first-new.yml",
        &openapi(&[("get", "/banks/v1", "listBanks", 2)]),
    );
    let refused = assigned(&[&one, &other], &areas, &Options::default());
    assert!(refused.is_err(), "{refused:?}");
}
