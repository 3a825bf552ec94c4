//! Whatever changes are made: the value is right, and other lines stay as they are.

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::json;

use super::*;

/// A choice of change, without the place.
#[derive(Debug, Clone)]
enum Kind {
    Insert(u8, String, Value),
    Append(Value),
    Remove,
    Replace(Value),
    Rename(String),
}

fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[a-z]{1,6}( [a-z]{1,9}){0,3}",
        2 => "([a-z]{1,9} ){20,30}end",
        1 => "[ -~é\n]{0,30}",
        1 => "(yes|NO|[0-9.:-]{1,10}|#[a-f]{3}|- a|\\? b|>-|\\||a: b|\\[x|#/components/x)",
    ]
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        4 => word().prop_map(Value::from),
        1 => prop_oneof![Just(json!(null)), Just(json!(true)), Just(json!(1.5)), any::<i64>().prop_map(Value::from)],
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            prop::collection::vec(("[a-z$]{1,5}|200|[ -~]{1,6}", inner), 0..3)
                .prop_map(|entries| Value::Object(entries.into_iter().collect())),
        ]
    })
}

fn kind() -> impl Strategy<Value = Kind> {
    prop_oneof![
        3 => (0u8..3, "[a-z$]{1,5}|200|[ -~]{1,6}", value()).prop_map(|(position, key, value)| Kind::Insert(position, key, value)),
        2 => value().prop_map(Kind::Append),
        3 => Just(Kind::Remove),
        3 => value().prop_map(Kind::Replace),
        1 => "[a-z]{3,9}|404".prop_map(Kind::Rename),
    ]
}

/// All places below the root.
fn places(value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![(String::new(), value)];
    while let Some((place, value)) = open.pop() {
        match value {
            Value::Object(entries) => open.extend(
                entries
                    .iter()
                    .map(|(key, value)| (pointer::child(&place, key), value)),
            ),
            Value::Array(items) => open.extend(
                items
                    .iter()
                    .enumerate()
                    .map(|(index, value)| (pointer::item(&place, index), value)),
            ),
            _ => {}
        }
        found.push(place);
    }
    found
}

/// The change of this kind at one of the `places` where it makes sense.
fn change(document: &Document, places: &[String], kind: &Kind, index: Index) -> Option<Edit> {
    let fits = |place: &&String| {
        let at = document.value.pointer(place);
        match kind {
            Kind::Insert(..) => at.is_some_and(Value::is_object),
            Kind::Append(_) => at.is_some_and(Value::is_array),
            Kind::Remove | Kind::Replace(_) => !place.is_empty(),
            Kind::Rename(_) => place.rsplit_once('/').is_some_and(|(parent, _)| {
                document.value.pointer(parent).is_some_and(Value::is_object)
            }),
        }
    };
    let fitting: Vec<_> = places.iter().filter(fits).collect();
    let place = fitting.get(index.index(fitting.len().max(1)))?;
    let first = || {
        document
            .value
            .pointer(place)?
            .as_object()?
            .keys()
            .next()
            .cloned()
    };
    Some(match kind {
        Kind::Insert(position, key, value) => {
            let position = match (position, first()) {
                (0, _) => Position::First,
                (1, Some(key)) => Position::After(key),
                _ => Position::Last,
            };
            insert(place, key, value.clone(), position)
        }
        Kind::Append(value) => append(place, value.clone()),
        Kind::Remove => remove(place),
        Kind::Replace(value) => replace(place, value.clone()),
        Kind::Rename(key) => rename(place, key),
    })
}

/// The changes of `wanted` that neither contradict another nor ask for a key twice.
fn changes(document: &Document, wanted: &[(Kind, Index)]) -> Vec<Edit> {
    let places = places(&document.value);
    let mut edits = Vec::new();
    for (kind, index) in wanted {
        let Some(edit) = change(document, &places, kind, *index) else {
            continue;
        };
        edits.push(edit);
        let sound = Change::of(document, &edits).is_ok_and(|changes| {
            let mut problems = Problems::new();
            changes.applied(document, &document.value, "", &mut problems);
            problems.is_empty()
        });
        if !sound {
            edits.pop();
        }
    }
    edits
}

/// How many lines of `old` lie between the first and the last that `text` has otherwise.
fn touched_lines(old: &str, text: &str) -> usize {
    let (old, new): (Vec<_>, Vec<_>) = (old.split('\n').collect(), text.split('\n').collect());
    let above = old
        .iter()
        .zip(&new)
        .take_while(|(one, other)| one == other)
        .count();
    let below = old
        .iter()
        .rev()
        .zip(new.iter().rev())
        .take_while(|(one, other)| one == other)
        .count();
    old.len().saturating_sub(above + below)
}

/// How many lines of the text a change may touch: none, or those of the value with its key and
/// a few of comments.
fn touchable_lines(document: &Document, change: &Edit) -> usize {
    let root = tree::read(&document.text).unwrap();
    let node = |place: &str| {
        let tokens = pointer::tokens(place).unwrap();
        tokens
            .iter()
            .try_fold(&root, |node, token| node.child(token))
            .unwrap()
    };
    match change {
        Edit::Insert { mapping: place, .. } | Edit::Append { list: place, .. } => {
            let node = node(place);
            let text = Text::new(&document.text);
            let (_, entries) = node.entries().unwrap();
            match entries.first() {
                // The line of the dash gets a new first key.
                Some(first) if node.is_block() => usize::from(!text.is_first_in_line(first.head)),
                // The line of the neighbour gets a comma, and two lines may become one.
                _ => 2,
            }
        }
        Edit::Rename { .. } => 1,
        Edit::Remove { place } | Edit::Replace { place, .. } => {
            let node = node(place);
            document.text[node.outer..node.end].lines().count() + 4
        }
    }
}

const DOCUMENT: &str = include_str!("mixed.yaml");

fn published() -> Vec<Document> {
    let regions = Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .find(|folder| folder.join("specs").is_dir())
        .unwrap()
        .join("specs/sa");
    let mut documents = Vec::new();
    for area in fs::read_dir(regions).unwrap() {
        for file in fs::read_dir(area.unwrap().path()).unwrap() {
            let path = file.unwrap().path();
            if path
                .extension()
                .is_some_and(|extension| extension == "yaml")
            {
                documents.push(crate::load::load(&path, &path.display().to_string()).unwrap());
            }
        }
    }
    documents.sort_by(|one, other| one.name.cmp(&other.name));
    documents
}

/// Makes the changes together, and the first `alone` of them each alone.
fn check(document: &Document, wanted: &[(Kind, Index)], alone: usize) -> Result<(), TestCaseError> {
    let edits = changes(document, wanted);
    // That the value is right is what `edit` itself checks, so that success says so.
    edit(document, &edits)
        .map_err(|problems| TestCaseError::fail(format!("{problems}\n{edits:#?}")))?;
    // A key that another of the changes removes first cannot be inserted alone.
    let stands_alone = |each: &&Edit| match each {
        Edit::Insert { mapping, key, .. } => {
            let place = pointer::child(mapping, key);
            document.value.pointer(&place).is_none()
        }
        _ => true,
    };
    for each in edits.iter().filter(stands_alone).take(alone) {
        let alone = edit(document, std::slice::from_ref(each))
            .map_err(|problems| TestCaseError::fail(format!("{problems}\n{each:#?}")))?;
        let touched = touchable_lines(document, each);
        prop_assert!(
            touched_lines(&document.text, &alone.text) <= touched,
            "{:#?}\n{}",
            each,
            alone.text
        );
        if let Edit::Insert { mapping, key, .. } = each {
            let back = edit(&alone, &[remove(&pointer::child(mapping, key))])
                .map_err(|problems| TestCaseError::fail(problems.to_string()))?;
            let root = tree::read(&document.text).unwrap();
            let tokens = pointer::tokens(mapping).unwrap();
            let node = tokens
                .iter()
                .try_fold(&root, |node, token| node.child(token));
            // What was in brackets may be in lines now, and stay so.
            let is_in_brackets_still = alone.text.lines().count() == document.text.lines().count();
            if node.is_some_and(Node::is_block) || is_in_brackets_still {
                prop_assert_eq!(&back.text, &document.text, "{:#?}", each);
            }
        }
    }
    Ok(())
}

fn cases(cases: u32) -> ProptestConfig {
    let config = ProptestConfig::default();
    let cases = std::env::var("PROPTEST_CASES")
        .ok()
        .and_then(|asked| asked.parse().ok())
        .unwrap_or(cases);
    ProptestConfig {
        cases,
        failure_persistence: None,
        ..config
    }
}

proptest! {
    #![proptest_config(cases(60))]

    #[test]
    fn any_changes_of_a_document_of_every_style_say_what_was_asked_for(
        wanted in prop::collection::vec((kind(), any::<Index>()), 1..6),
        is_windows in any::<bool>(),
    ) {
        let text = if is_windows { DOCUMENT.replace('\n', "\r\n") } else { DOCUMENT.to_owned() };
        check(&parsed(&text), &wanted, 6)?;
    }

    #[test]
    fn any_changes_of_a_written_document_say_what_was_asked_for(
        value in value(),
        is_json in any::<bool>(),
        wanted in prop::collection::vec((kind(), any::<Index>()), 1..4),
    ) {
        let whole = json!({"value": value, "more": 1});
        let document = if is_json {
            Document::parse(serde_json::to_string_pretty(&whole).unwrap(), "a.json").unwrap()
        } else {
            crate::yaml::write(&whole, &["Made up.".to_owned()], "a.yaml").unwrap()
        };
        check(&document, &wanted, 6)?;
        if is_json {
            let edited = edit(&document, &changes(&document, &wanted)).unwrap();
            prop_assert!(serde_json::from_str::<Value>(&edited.text).is_ok(), "{}", edited.text);
        }
    }

    #[test]
    fn no_text_and_no_change_make_it_panic(
        text in "a: [\\PC\\n\\t:{}\\[\\]&*!|>'\"#%@`,?~-]{0,60}",
        wanted in prop::collection::vec((kind(), any::<Index>()), 1..4),
    ) {
        if let Ok(document) = Document::parse(text, "a.yaml") {
            let edits = changes(&document, &wanted);
            let _ = edit(&document, &edits);
        }
    }
}

#[test]
fn any_changes_of_our_documents_say_what_was_asked_for() {
    use proptest::test_runner::TestRunner;
    let few = cases(1);
    for document in published() {
        let wanted = prop::collection::vec((kind(), any::<Index>()), 1..6);
        TestRunner::new(few.clone())
            .run(&wanted, |wanted| check(&document, &wanted, 1))
            .unwrap_or_else(|error| panic!("{}: {error}", document.name));
    }
}
