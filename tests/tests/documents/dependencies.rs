//! Which crate may use which, and what a user of `leantech` gets with it.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Package};
use leantech_tests::repository::{manifest, root};

/// The workspace as its manifests describe it; nothing is resolved or fetched.
fn workspace() -> Metadata {
    let mut command = MetadataCommand::new();
    command.manifest_path(root().join("Cargo.toml")).no_deps();
    command.other_options(vec!["--offline".to_owned()]);
    command.exec().unwrap()
}

fn package<'m>(workspace: &'m Metadata, name: &str) -> &'m Package {
    let mut packages = workspace.packages.iter();
    packages
        .find(|package| package.name == name)
        .unwrap_or_else(|| panic!("no package {name}"))
}

/// What a package needs outside its own tests.
fn needs(package: &Package) -> BTreeSet<&str> {
    let dependencies = package.dependencies.iter();
    dependencies
        .filter(|dependency| dependency.kind != DependencyKind::Development)
        .map(|dependency| dependency.name.as_str())
        .collect()
}

fn ours<'n>(names: &BTreeSet<&'n str>) -> BTreeSet<&'n str> {
    let is_ours = |name: &&str| name.starts_with("leantech") || name.starts_with("xtask");
    names.iter().copied().filter(is_ours).collect()
}

fn area_crates() -> BTreeSet<String> {
    manifest()
        .apis
        .into_iter()
        .map(|api| api.crate_name)
        .collect()
}

#[test]
fn core_depends_on_no_other_crate_of_ours() {
    let workspace = workspace();
    assert_eq!(
        ours(&needs(package(&workspace, "leantech-core"))),
        BTreeSet::new()
    );
}

#[test]
fn area_depends_on_the_core_alone() {
    let workspace = workspace();
    for area in area_crates() {
        assert_eq!(
            ours(&needs(package(&workspace, &area))),
            BTreeSet::from(["leantech-core"])
        );
    }
}

#[test]
fn facade_depends_on_the_areas_and_the_core() {
    let workspace = workspace();
    let areas = area_crates();
    let mut expected: BTreeSet<&str> = areas.iter().map(String::as_str).collect();
    expected.insert("leantech-core");
    assert_eq!(ours(&needs(package(&workspace, "leantech"))), expected);
}

#[test]
fn sandbox_does_not_depend_on_the_facade() {
    let workspace = workspace();
    let needed = ours(&needs(package(&workspace, "leantech-sandbox")));
    assert!(!needed.contains("leantech"), "{needed:?}");
    assert!(
        !needed.iter().any(|name| name.starts_with("xtask")),
        "{needed:?}"
    );
}

#[test]
fn only_the_tools_and_the_tests_see_the_generator() {
    for package in workspace().packages {
        let is_tool = package.name.starts_with("xtask") || package.name == "leantech-tests";
        if is_tool {
            continue;
        }
        let all = package
            .dependencies
            .iter()
            .map(|dependency| dependency.name.as_str());
        let seen: BTreeSet<_> = all
            .filter(|name| {
                name.starts_with("progenitor")
                    || name.starts_with("typify")
                    || name.starts_with("xtask")
            })
            .collect();
        assert!(seen.is_empty(), "{} sees {seen:?}", package.name);
    }
}

/// What each package of the tools may use of the others, and nothing else.
const ARROWS: [(&str, &[&str]); 8] = [
    ("xtask-openapi", &[]),
    ("xtask-codegen", &["xtask-openapi"]),
    ("xtask-drift", &["xtask-openapi"]),
    ("xtask-adopt", &["xtask-drift", "xtask-openapi"]),
    (
        "xtask",
        &[
            "xtask-adopt",
            "xtask-codegen",
            "xtask-drift",
            "xtask-openapi",
        ],
    ),
    ("xtask-bench", &[]),
    ("xtask-replay", &["xtask-openapi"]),
    ("xtask-schemas", &[]),
];

/// The tools that `cargo xtask generate` is built from.
const GENERATION: [&str; 5] = [
    "xtask-openapi",
    "xtask-codegen",
    "xtask-drift",
    "xtask-adopt",
    "xtask",
];

#[test]
fn each_tool_uses_the_tools_that_it_may_and_no_other() {
    let workspace = workspace();
    let mut found: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for package in &workspace.packages {
        if package.name.starts_with("xtask") {
            let mut used = ours(&needs(package));
            used.retain(|name| name.starts_with("xtask"));
            found.insert(&package.name, used);
        }
    }
    let allowed = ARROWS.map(|(name, used)| (name, used.iter().copied().collect()));
    assert_eq!(found, BTreeMap::from(allowed));
}

#[test]
fn only_the_code_generation_sees_progenitor() {
    for package in workspace().packages {
        let mut all = package.dependencies.iter();
        let sees_it = all.any(|dependency| {
            ["progenitor", "typify"]
                .iter()
                .any(|part| dependency.name.starts_with(part))
        });
        assert_eq!(sees_it, package.name == "xtask-codegen", "{}", package.name);
    }
}

#[test]
fn generation_does_not_depend_on_what_it_generates() {
    let workspace = workspace();
    for tool in GENERATION {
        // Not even in its tests: they could not be built while a crate is not as it should be.
        let mut all = package(&workspace, tool).dependencies.iter();
        let found = all.find(|dependency| dependency.name.starts_with("leantech"));
        assert!(found.is_none(), "{tool}: {found:?}");
    }
}

#[test]
fn tests_of_a_tool_use_no_tool_but_the_command_line_besides_its_own() {
    let workspace = workspace();
    for tool in GENERATION {
        let package = package(&workspace, tool);
        let own = ours(&needs(package));
        let in_tests = package.dependencies.iter().filter(|dependency| {
            dependency.kind == DependencyKind::Development && dependency.name.starts_with("xtask")
        });
        let further: BTreeSet<_> = in_tests
            .map(|dependency| dependency.name.as_str())
            .filter(|name| !own.contains(name))
            .collect();
        // The comparison is tested with the Rust code that the command line has made for it.
        let allowed = match tool {
            "xtask-drift" => BTreeSet::from(["xtask"]),
            _ => BTreeSet::new(),
        };
        assert_eq!(further, allowed, "{tool}");
    }
}

#[test]
fn generator_is_pinned() {
    let workspace = workspace();
    for package in &workspace.packages {
        for dependency in &package.dependencies {
            if dependency.name.starts_with("progenitor") {
                let version = dependency.req.to_string();
                assert!(
                    version.starts_with('='),
                    "{}: {} {version}",
                    package.name,
                    dependency.name
                );
            }
        }
    }
}

/// Each package that a user of `leantech` builds, with its features. Unlike the whole workspace's,
/// they are not joined with those of the tools and tests.
fn graph_of_leantech(features: &str) -> BTreeMap<String, BTreeSet<String>> {
    let output = Command::new(env!("CARGO"))
        .current_dir(root())
        .args([
            "tree",
            "--offline",
            "--package",
            "leantech",
            "--edges",
            "normal,build",
        ])
        .args([
            "--prefix",
            "none",
            "--format",
            "{p}|{f}",
            "--features",
            features,
        ])
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let mut graph: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for line in String::from_utf8(output.stdout).unwrap().lines() {
        let (package, features) = line.split_once('|').unwrap_or((line, ""));
        let name = package.split(' ').next().unwrap_or_default().to_owned();
        let features = features
            .trim_end_matches(" (*)")
            .split(',')
            .filter(|name| !name.is_empty());
        graph
            .entry(name)
            .or_default()
            .extend(features.map(str::to_owned));
    }
    graph.remove("");
    graph
}

#[test]
fn leantech_changes_no_ones_numbers() {
    for features in ["", "schemars,tracing,metrics"] {
        let graph = graph_of_leantech(features);
        let json = graph.get("serde_json").unwrap();
        assert!(json.contains("raw_value"), "{json:?}");
        for feature in ["arbitrary_precision", "float_roundtrip", "preserve_order"] {
            assert!(!json.contains(feature), "serde_json has {feature}");
        }
        let decimal = graph.get("rust_decimal").unwrap();
        assert!(
            !decimal.iter().any(|feature| feature.contains("arbitrary")),
            "{decimal:?}"
        );
    }
}

#[test]
fn leantech_comes_with_rustls_and_no_other_tls() {
    let graph = graph_of_leantech("");
    assert!(graph.get("leantech").unwrap().contains("rustls"));
    assert!(graph.contains_key("rustls") && graph.contains_key("hyper-rustls"));
    for other in [
        "native-tls",
        "hyper-tls",
        "tokio-native-tls",
        "openssl",
        "openssl-sys",
    ] {
        assert!(!graph.contains_key(other), "{other} is in the graph");
    }
}

#[test]
fn leantech_brings_nothing_of_the_generator() {
    let graph = graph_of_leantech("schemars,tracing,metrics");
    let from_it = |name: &&String| {
        ["progenitor", "typify", "openapiv3", "xtask"]
            .iter()
            .any(|part| name.starts_with(part))
    };
    let found: Vec<_> = graph.keys().filter(from_it).collect();
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn leantech_decompresses_nothing_by_default() {
    let graph = graph_of_leantech("");
    let reqwest = graph.get("reqwest").unwrap();
    for feature in ["gzip", "brotli", "zstd", "deflate", "cookies"] {
        assert!(!reqwest.contains(feature), "reqwest has {feature}");
    }
}

#[test]
fn leantech_by_default_comes_without_what_a_feature_is_for() {
    let graph = graph_of_leantech("");
    for other in ["axum", "hmac", "sha2", "schemars"] {
        assert!(!graph.contains_key(other), "{other} is in the graph");
    }
    // With ours, and with nine that only help to build; each further one is a decision.
    assert!(graph.len() <= 114, "{} packages", graph.len());
}

#[test]
fn webhooks_bring_no_web_framework_and_no_second_tls() {
    // By default they are verified by what TLS brings.
    let default = graph_of_leantech("");
    assert!(!default.contains_key("axum"));
    assert!(!default.contains_key("hmac") && !default.contains_key("sha2"));
    let graph = graph_of_leantech("webhooks-rustcrypto");
    assert!(graph.contains_key("hmac"));
    let new: Vec<_> = graph
        .keys()
        .filter(|name| !default.contains_key(*name))
        .collect();
    assert!(new.len() <= 12, "{new:?}");
}

#[test]
fn further_areas_bring_their_own_crate_and_nothing_else() {
    let default = graph_of_leantech("");
    let further = [
        "insights",
        "open-banking",
        "payouts",
        "reports",
        "verifications",
    ];
    for area in further.into_iter().chain(["ksa"]) {
        let mut expected = default.clone();
        let areas = further.iter().filter(|one| area == "ksa" || **one == area);
        for own in areas {
            expected.insert(format!("leantech-{own}"), BTreeSet::new());
            let of_the_facade = expected.entry("leantech".to_owned()).or_default();
            of_the_facade.extend([area.to_owned(), (*own).to_owned()]);
        }
        // Neither a package nor a feature of one, and so nobody else's build changes.
        assert_eq!(graph_of_leantech(area), expected, "{area}");
    }
}
