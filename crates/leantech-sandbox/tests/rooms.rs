//! The order of the rooms of this crate: an import leads to the own room or to one further down.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The rooms of the library, from above to below.
const ROOMS: [&str; 14] = [
    "sandbox",
    "server",
    "control",
    "pages",
    "areas",
    "exchange",
    "life",
    "memory",
    "faults",
    "documents",
    "routing",
    "wire",
    "mock",
    "error",
];

/// The rooms within `areas`, from above to below.
const AREAS: [&str; 13] = [
    "results",
    "open_banking",
    "insights",
    "reports",
    "payouts",
    "verifications",
    "data",
    "entities",
    "consents",
    "customers",
    "links",
    "token",
    "banks",
];

/// The rooms within `pages`, from above to below.
const PAGES: [&str; 10] = [
    "dashboard",
    "link",
    "bank",
    "visit",
    "layout",
    "moment",
    "origin",
    "reply",
    "policy",
    "words",
];

/// A module of the crate, or an item in it, from the root of the crate on.
type Place = Vec<String>;

#[test]
fn every_import_leads_to_the_own_room_or_further_down() -> io::Result<()> {
    let mut upward = Vec::new();
    let mut arrows = 0;
    for (module, text) in files()? {
        for place in places(&module, &text) {
            arrows += usize::from(place.first() != module.first());
            if !is_downward(&module, &place) {
                upward.push(format!("{} -> {}", module.join("::"), place.join("::")));
            }
        }
    }
    assert!(upward.is_empty(), "imports that lead upward: {upward:#?}");
    assert!(arrows > 300, "only {arrows} imports were found");
    Ok(())
}

#[test]
fn every_file_stands_in_a_room() -> io::Result<()> {
    for (module, _) in files()? {
        let room = module.first().map_or("", String::as_str);
        assert!(ROOMS.contains(&room), "{room} is in no order");
        if let (Some(inner), Some(name)) = (within(room), module.get(1)) {
            assert!(inner.contains(&name.as_str()), "{name} is in no order");
        }
    }
    Ok(())
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
    assert_eq!(found("life", "mod tests {\n    use super::*;"), ["life"]);
    assert_eq!(
        found("life/events", "mod tests {\n    use super::super::refresh;"),
        ["life::refresh"]
    );
    assert_eq!(
        found("life", "/// See [`A`](crate::A).\n// crate::pages"),
        [""; 0]
    );
}

/// The rooms within a room, where they have an order.
fn within(room: &str) -> Option<&'static [&'static str]> {
    match room {
        "areas" => Some(&AREAS),
        "pages" => Some(&PAGES),
        _ => None,
    }
}

/// Whether a module may import from a place.
fn is_downward(module: &[String], place: &[String]) -> bool {
    let floor = |rooms: &[&str], path: &[String], depth: usize| {
        let room = path.get(depth)?;
        rooms.iter().position(|known| known == room)
    };
    let (Some(from), Some(to)) = (floor(&ROOMS, module, 0), floor(&ROOMS, place, 0)) else {
        return false;
    };
    let inner = module.first().and_then(|room| within(room));
    let Some(inner) = inner.filter(|_| from == to) else {
        return from <= to;
    };
    match (floor(inner, module, 1), floor(inner, place, 1)) {
        (Some(from), Some(to)) => from <= to,
        // The root of such a room serves those above it, and is not for those within.
        _ => false,
    }
}

/// What a file names by a path that begins with `crate` or `super`.
fn places(module: &[String], text: &str) -> Vec<Place> {
    let mut found = Vec::new();
    let mut base = module.to_vec();
    for line in statements(text) {
        if line.trim_start().starts_with("mod tests {") {
            base.push("tests".to_owned());
        }
        for start in ["crate::", "super::"] {
            for (at, _) in line.match_indices(start) {
                let (before, path) = line.split_at(at);
                let is_begun = |it: char| it.is_alphanumeric() || it == '_' || it == ':';
                if !before.ends_with(is_begun) {
                    leaves(&base, Vec::new(), path, &mut found);
                }
            }
        }
    }
    // `use super::*` of tests names the module itself.
    let is_tests = |place: &Place| place.last().is_some_and(|it| it == "*");
    for place in found.iter_mut().filter(|place| is_tests(place)) {
        place.pop();
    }
    found
}

/// The lines of a file without comments, an import of several lines as one.
fn statements(text: &str) -> Vec<String> {
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

/// The modules of the library with their texts.
fn files() -> io::Result<Vec<(Place, String)>> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    let mut folders = vec![source.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == "rs") {
                let module = module(&source, &path);
                let is_root = matches!(&*module, [file] if file == "lib" || file == "main");
                // The program is a crate of its own, which sees the public face of this one alone.
                if !is_root && module.first().is_some_and(|room| room != "program") {
                    found.push((module, fs::read_to_string(&path)?));
                }
            }
        }
    }
    Ok(found)
}

fn module(source: &Path, path: &Path) -> Place {
    let path: PathBuf = path.with_extension("");
    let path = path.strip_prefix(source).unwrap_or(&path);
    path.iter()
        .map(|step| step.to_string_lossy().into_owned())
        .collect()
}
