//! The workflows can be read, are given little, and call commands that exist.

use std::fs;
use std::path::PathBuf;

use leantech_tests::repository::root;
use serde_json::{Map, Value};
use xtask::command::Place;
use xtask_openapi::load;

/// Every workflow: its file's name, and what it says.
fn workflows() -> Vec<(String, Value)> {
    let folder = root().join(".github/workflows");
    let mut found: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            let document = load(&path, &name).unwrap_or_else(|problems| panic!("{problems}"));
            (name, document.value)
        })
        .collect();
    found.sort_by(|(one, _), (other, _)| one.cmp(other));
    found
}

fn jobs(workflow: &Value) -> &Map<String, Value> {
    workflow["jobs"].as_object().unwrap()
}

fn steps(workflow: &Value) -> impl Iterator<Item = &Value> {
    jobs(workflow)
        .values()
        .flat_map(|job| job["steps"].as_array().unwrap())
}

/// The lines of the scripts.
fn lines(workflow: &Value) -> impl Iterator<Item = &str> {
    steps(workflow)
        .filter_map(|step| step["run"].as_str())
        .flat_map(str::lines)
}

fn usage() -> String {
    let mut output = Vec::new();
    let root = root();
    let mut place = Place {
        root: &root,
        output: &mut output,
        errors: &mut Vec::new(),
    };
    xtask::command::run(&["--help".to_owned()], &mut place).unwrap();
    String::from_utf8(output).unwrap()
}

#[test]
fn there_are_the_three_workflows_that_the_readme_names() {
    let names: Vec<_> = workflows().into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["ci.yml", "drift-comment.yml", "drift.yml"]);
}

#[test]
fn a_workflow_may_only_read_unless_a_job_says_what_it_writes() {
    for (name, workflow) in workflows() {
        let permissions = workflow["permissions"].as_object().unwrap();
        let is_little = permissions
            .iter()
            .all(|(what, how)| what == "contents" && how == "read");
        assert!(is_little, "{name}");
        for (job, says) in jobs(&workflow) {
            let writes = says["permissions"].as_object().into_iter().flatten();
            let writes: Vec<_> = writes.filter(|(_, how)| *how == "write").collect();
            let may_write = name == "drift-comment.yml";
            assert!(may_write || writes.is_empty(), "{name}: {job}");
            assert!(
                says["timeout-minutes"].is_u64(),
                "{name}: {job} has no limit"
            );
        }
    }
}

#[test]
fn what_may_write_neither_checks_out_nor_builds_what_a_pull_request_brings() {
    for (name, workflow) in workflows() {
        assert!(
            workflow["on"].get("pull_request_target").is_none(),
            "{name}"
        );
        if workflow["on"].get("workflow_run").is_some() {
            assert!(
                lines(&workflow).all(|line| !line.contains("cargo")),
                "{name}"
            );
            let uses = steps(&workflow).filter_map(|step| step["uses"].as_str());
            assert!(
                uses.into_iter().all(|action| !action.contains("checkout")),
                "{name}"
            );
        }
    }
}

#[test]
fn no_script_holds_what_somebody_else_wrote() {
    for (name, workflow) in workflows() {
        for line in lines(&workflow) {
            for part in line.split("${{").skip(1) {
                let value = part.split("}}").next().unwrap().trim();
                assert!(value.starts_with("matrix."), "{name}: {value}");
            }
        }
    }
}

#[test]
fn every_action_is_pinned_by_a_tag() {
    for (name, workflow) in workflows() {
        for action in steps(&workflow).filter_map(|step| step["uses"].as_str()) {
            let tag = action.split_once('@').map(|(_, tag)| tag);
            let is_tag = tag.is_some_and(|tag| {
                let number = tag.strip_prefix('v').unwrap_or_default();
                number.starts_with(|sign: char| sign.is_ascii_digit())
            });
            assert!(is_tag, "{name}: {action}");
        }
    }
}

#[test]
fn every_command_of_ours_exists_with_its_flags() {
    let usage = usage();
    let mut called = 0;
    for (name, workflow) in workflows() {
        for line in lines(&workflow) {
            let Some((_, call)) = line.split_once("cargo xtask ") else {
                continue;
            };
            called += 1;
            let mut words = call.split([' ', '"']);
            let command = words.next().unwrap();
            let known = usage
                .lines()
                .find(|known| known.trim_start().starts_with(&format!("{command} ")));
            let known = known.unwrap_or_else(|| panic!("{name}: there is no `{command}`"));
            for flag in words.filter(|word| word.starts_with("--")) {
                assert!(known.contains(flag), "{name}: `{command}` has no {flag}");
            }
        }
    }
    assert_eq!(called, 5);
}

#[test]
fn tests_run_with_the_oldest_compiler_that_the_crates_promise() {
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let oldest = manifest
        .lines()
        .find_map(|line| line.strip_prefix("rust-version = "))
        .unwrap();
    let (_, ci) = workflows().remove(0);
    let more = &ci["jobs"]["test"]["strategy"]["matrix"]["include"][0]["toolchain"];
    assert_eq!(format!("{more}"), oldest);
}

#[test]
fn nothing_is_fetched_from_lean() {
    for (name, workflow) in workflows() {
        assert!(!workflow.to_string().contains("leantech.me"), "{name}");
        let fetches = |line: &str| line.contains("curl") || line.contains("wget");
        assert!(!lines(&workflow).any(fetches), "{name}");
    }
}

#[test]
fn the_tests_that_ci_selects_are_there() {
    let tests = root().join("tests/tests");
    let programs: Vec<_> = fs::read_dir(&tests)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    let mut selected = 0;
    for script in [".ci/run", ".ci/night"] {
        let text = fs::read_to_string(root().join(script)).unwrap();
        for file in text
            .split_whitespace()
            .filter_map(|word| word.strip_suffix("::"))
        {
            let is_there = |program: &PathBuf| program.join(format!("{file}.rs")).exists();
            assert!(
                programs.iter().any(is_there),
                "{script}: there is no {file}"
            );
            selected += 1;
        }
    }
    assert!(selected >= 6, "{selected}");
}
