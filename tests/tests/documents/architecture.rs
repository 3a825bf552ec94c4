//! The page on the architecture: the rooms that it names, and the order of their imports.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use leantech_tests::repository::root;

/// Files of a crate's root that stand in no room and serve all of them.
const ROOTS: [&str; 4] = ["lib", "main", "codegen", "error"];

/// The programs of a package, which stand in no room.
const PROGRAMS: [&str; 2] = ["bin", "program"];

/// A module of a crate, or an item in it, from the root of the crate on.
type Place = Vec<String>;

/// The page.
fn page() -> String {
    fs::read_to_string(root().join(".github/ARCHITECTURE.md")).unwrap()
}

/// The rooms of each crate, from above to below, as the page has them.
fn rooms(page: &str) -> BTreeMap<String, Vec<String>> {
    let mut rooms: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut folder = None;
    for line in page.lines() {
        if line.starts_with('#') {
            let title = line.trim_start_matches('#').trim();
            folder = title
                .strip_prefix('`')
                .and_then(|title| title.strip_suffix('`'));
        }
        let cell = line
            .strip_prefix("| `")
            .and_then(|line| line.split_once('`'));
        if let (Some(folder), Some((room, _))) = (folder, cell) {
            rooms
                .entry(folder.to_owned())
                .or_default()
                .push(room.to_owned());
        }
    }
    rooms
}

/// The rooms within a room of the sandbox, from above to below, as the page has them.
fn within(page: &str, room: &str) -> Vec<String> {
    let start = format!("Inside `{room}`, from above to below: ");
    let (_, rest) = page.split_once(&start).unwrap();
    let (list, _) = rest.split_once('.').unwrap();
    list.split('`')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect()
}

#[test]
fn the_page_names_each_room_that_there_is_and_no_other() {
    let page = page();
    let named = rooms(&page);
    let mut folders = vec!["xtask".to_owned()];
    for parent in ["crates", "xtask"] {
        for entry in fs::read_dir(root().join(parent)).unwrap() {
            let name = entry.unwrap().file_name().to_string_lossy().into_owned();
            folders.push(format!("{parent}/{name}"));
        }
    }
    let mut found = 0;
    for folder in folders {
        let source = root().join(&folder).join("src");
        // What is generated is no room of ours.
        if !source.is_dir() || source.join("generated").is_dir() {
            continue;
        }
        let entries = fs::read_dir(&source)
            .unwrap()
            .map(|entry| entry.unwrap().path());
        let there: BTreeSet<String> = entries
            .filter(|path| path.is_dir())
            .map(|path| path.file_name().unwrap().to_string_lossy().into_owned())
            .filter(|name| !PROGRAMS.contains(&name.as_str()) && name != "tests")
            .collect();
        for room in &there {
            assert!(
                source.join(format!("{room}.rs")).is_file(),
                "{folder}: {room} has no root"
            );
        }
        let named: BTreeSet<String> = named.get(&folder).into_iter().flatten().cloned().collect();
        assert_eq!(named, there, "{folder}");
        found += there.len();
    }
    assert!(found > 40, "only {found} rooms were found");
    assert!(named.keys().all(|folder| root().join(folder).is_dir()));
}

#[test]
fn every_path_that_the_pages_name_is_there() {
    let mut found = 0;
    for page in ["ARCHITECTURE.md", "CONTRIBUTING.md"] {
        let text = fs::read_to_string(root().join(".github").join(page)).unwrap();
        let named = text.split('`').skip(1).step_by(2);
        let starts = ["crates/", "xtask/", "tests/", "specs/"];
        for path in named.filter(|path| starts.iter().any(|start| path.starts_with(start))) {
            assert!(root().join(path).exists(), "{page} names {path}");
            found += 1;
        }
    }
    assert!(found > 30, "only {found} paths were found");
}

#[test]
fn every_import_leads_into_the_own_room_or_further_down() {
    let page = page();
    let mut upward = Vec::new();
    for (folder, order) in &rooms(&page) {
        let inner: BTreeMap<&str, Vec<String>> = if folder.ends_with("sandbox") {
            ["areas", "pages"]
                .into_iter()
                .map(|room| (room, within(&page, room)))
                .collect()
        } else {
            BTreeMap::new()
        };
        let files = files(&root().join(folder).join("src"));
        let reexports = reexports(&files);
        let mut arrows = 0;
        for (module, text) in &files {
            let Some(room) = module.first().filter(|room| order.contains(room)) else {
                let name = module.first().map_or("", String::as_str);
                let is_known = ROOTS.contains(&name) || PROGRAMS.contains(&name);
                // The tools have files next to their rooms.
                let is_tool = folder.starts_with("xtask");
                assert!(is_known || is_tool, "{folder}: {name} stands in no room");
                continue;
            };
            if let (Some(inner), Some(name)) = (inner.get(room.as_str()), module.get(1)) {
                assert!(inner.contains(name), "{folder}: {name} is in no order");
            }
            for mut place in places(module, text) {
                // What the root of the crate hands on stands in its room.
                if let Some(origin) = place.first().and_then(|name| reexports.get(name)) {
                    place.insert(0, origin.clone());
                }
                arrows += usize::from(place.first() != module.first());
                if !is_downward(order, &inner, module, &place) {
                    let (from, to) = (module.join("::"), place.join("::"));
                    upward.push(format!("{folder}: {from} -> {to}"));
                }
            }
        }
        assert!(arrows > 3, "{folder}: only {arrows} imports were found");
    }
    assert!(upward.is_empty(), "imports that lead upward: {upward:#?}");
}

#[test]
fn an_import_is_found_in_each_of_its_forms() {
    let found = |module: &str, text: &str| {
        let module: Place = module.split('/').map(str::to_owned).collect();
        let found = places(&module, text).into_iter();
        found.map(|place| place.join("::")).collect::<Vec<_>>()
    };
    assert_eq!(
        found("life/events", "use crate::{memory::{a, b::C as D}, wire};"),
        ["memory::a", "memory::b::C", "wire"]
    );
    assert_eq!(
        found("life/events", "use super::refresh;"),
        ["life::refresh"]
    );
    assert_eq!(found("life/events", "use super::super::pages;"), ["pages"]);
    assert_eq!(
        found("life", "    super::pages::answer()"),
        ["pages::answer"]
    );
    assert_eq!(
        found("life", "$crate::wire::answer::ok(x)"),
        ["wire::answer::ok"]
    );
    assert_eq!(
        found("life", "#[cfg(test)]\nmod tests {\n    use crate::pages;"),
        [""; 0]
    );
    assert_eq!(
        found("life", "/// See [`A`](crate::A).\n// crate::pages"),
        [""; 0]
    );
}

/// Whether a module may import from a place.
fn is_downward(
    order: &[String],
    inner: &BTreeMap<&str, Vec<String>>,
    module: &[String],
    place: &[String],
) -> bool {
    let floor = |rooms: &[String], path: &[String], depth: usize| {
        let room = path.get(depth)?;
        rooms.iter().position(|known| known == room)
    };
    let Some(to) = floor(order, place, 0) else {
        // A file of the root, or another crate.
        return true;
    };
    let Some(from) = floor(order, module, 0) else {
        return true;
    };
    let inner = module.first().and_then(|room| inner.get(room.as_str()));
    let Some(inner) = inner.filter(|_| from == to) else {
        return from <= to;
    };
    match (floor(inner, module, 1), floor(inner, place, 1)) {
        (Some(from), Some(to)) => from <= to,
        // The root of such a room serves those above it, and is not for those within.
        (Some(_), None) => false,
        (None, _) => true,
    }
}

/// The names that the root of a crate hands on, with the rooms that they stand in.
fn reexports(files: &[(Place, String)]) -> BTreeMap<String, String> {
    let library = files.iter().find(|(module, _)| *module == ["lib"]);
    let (_, text) = library.unwrap();
    let mut found = BTreeMap::new();
    for statement in statements(text) {
        let Some(path) = statement.trim_start().strip_prefix("pub use ") else {
            continue;
        };
        let mut ends = Vec::new();
        leaves(&[], Vec::new(), path, &mut ends);
        for end in ends {
            if let (Some(room), Some(name)) = (end.first(), end.last()) {
                found.insert(name.clone(), room.clone());
            }
        }
    }
    found
}

/// What a file names by a path that begins with `crate` or `super`.
fn places(module: &[String], text: &str) -> Vec<Place> {
    let mut found = Vec::new();
    for line in statements(text) {
        for start in ["crate::", "super::"] {
            for (at, _) in line.match_indices(start) {
                let (before, path) = line.split_at(at);
                let is_begun = |it: char| it.is_alphanumeric() || it == '_' || it == ':';
                if !before.ends_with(is_begun) {
                    leaves(module, Vec::new(), path, &mut found);
                }
            }
        }
    }
    found
}

/// The lines of a file without comments and unit tests, an import of several lines as one.
fn statements(text: &str) -> Vec<String> {
    let text = text
        .split("#[cfg(test)]\nmod tests {")
        .next()
        .unwrap_or(text);
    let mut statements: Vec<String> = Vec::new();
    let mut is_open = false;
    for line in text.lines() {
        if line.trim_start().starts_with("//") {
            continue;
        }
        match statements.last_mut().filter(|_| is_open) {
            Some(open) => open.push_str(line.trim()),
            None => statements.push(line.to_owned()),
        }
        let begun = statements.last().map_or("", |it| it.trim_start());
        let begun = begun.strip_prefix("pub(crate) ").unwrap_or(begun);
        let begun = begun.strip_prefix("pub ").unwrap_or(begun);
        is_open = begun.starts_with("use ") && !begun.ends_with(';');
    }
    statements
}

/// The ends of a path with braces, from the root of the crate on; gives what stands behind it.
fn leaves<'t>(base: &[String], mut path: Place, text: &'t str, found: &mut Vec<Place>) -> &'t str {
    let mut rest = text.trim_start();
    loop {
        if let Some(mut inner) = rest.strip_prefix('{') {
            loop {
                inner = inner.trim_start_matches([' ', ',']);
                if inner.is_empty() {
                    return inner;
                }
                if let Some(after) = inner.strip_prefix('}') {
                    return after;
                }
                let after = leaves(base, path.clone(), inner, found);
                // `as Name` belongs to what was read.
                inner = after.trim_start_matches(|it| it != ',' && it != '}');
            }
        }
        let end = rest.find(|it: char| !it.is_alphanumeric() && it != '_' && it != '*');
        let (name, after) = rest.split_at(end.unwrap_or(rest.len()));
        match name {
            "crate" => path.clear(),
            "self" => {}
            "super" if path.is_empty() => path = parent(base),
            "super" => path = parent(&path),
            name => path.push(name.to_owned()),
        }
        match after.strip_prefix("::") {
            Some(deeper) if !name.is_empty() => rest = deeper,
            _ => {
                found.push(path);
                return after;
            }
        }
    }
}

fn parent(path: &[String]) -> Place {
    path.split_last()
        .map_or_else(Vec::new, |(_, parent)| parent.to_vec())
}

/// The modules of a crate with their texts.
fn files(source: &Path) -> Vec<(Place, String)> {
    let mut found = Vec::new();
    let mut folders = vec![source.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == "rs") {
                found.push((module(source, &path), fs::read_to_string(&path).unwrap()));
            }
        }
    }
    found
}

fn module(source: &Path, path: &Path) -> Place {
    let path: std::path::PathBuf = path.with_extension("");
    let path = path.strip_prefix(source).unwrap_or(&path);
    path.iter()
        .map(|step| step.to_string_lossy().into_owned())
        .collect()
}
