//! Rows D1 to D5 of the reliability table, on answers of every operation.

use std::collections::BTreeSet;
use std::time::Duration;

use leantech_tests::answers::{
    Answer, DECIMALS, INSTANTS, Kind, Nulls, Operation, Place, make, operations,
};
use leantech_tests::exact_json::{Exact, Step, Way, differences};
use leantech_tests::hostile::{HostileServer, Reply, within};

fn text(text: &str) -> Exact {
    Exact::Text(text.to_owned())
}

fn is_word(kind: &Kind) -> bool {
    matches!(kind, Kind::Word(_))
}

/// What is refused at a place is refused with the way to it.
fn is_refused_by_name(operation: &Operation, answer: &Answer, place: &Place, value: &Exact) {
    let name = format!("{} of {}, {value}", operation.id, operation.area);
    let Err(failure) = operation.round_trip(&answer.with(&[place], value)) else {
        panic!("{name} is taken for {}", place.way);
    };
    // A map's keys may be a customer's: of them only plain letters are shown.
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "_-.[]".contains(c);
    let way = place.named.to_string().replace(|c| !is_plain(c), "?");
    assert_eq!(failure.path, way, "{name}");
}

#[test]
fn d01_an_unknown_word_in_every_enum_of_every_answer_comes_back_as_it_came() {
    let mut tried = 0;
    for operation in operations() {
        let answer = operation.full(0);
        let mut all_at_once = answer.body.clone();
        for (index, place) in answer.places_of(is_word).into_iter().enumerate() {
            let Kind::Word(words) = &place.kind else {
                continue;
            };
            let unknown = match index % 4 {
                0 => format!("{}_NEW", words[0]),
                1 => words[0].chars().map(flip_case).collect(),
                2 => format!(" {} \u{1}أحمر\"", words[0]),
                _ => String::new(),
            };
            assert!(
                !words.contains(&unknown),
                "{unknown} is a word of {}",
                place.way
            );
            let one = answer.with(&[place], &text(&unknown));
            operation.brings_back(&one, &one);
            *all_at_once.at_mut(&place.way).unwrap() = text(&unknown);
            tried += 1;
        }
        operation.brings_back(&all_at_once, &all_at_once);
    }
    assert!(tried > 500, "only {tried} enums were tried");
}

fn flip_case(letter: char) -> char {
    if letter.is_ascii_lowercase() {
        letter.to_ascii_uppercase()
    } else {
        letter.to_ascii_lowercase()
    }
}

#[test]
fn d02_extra_members_are_the_only_thing_that_does_not_come_back() {
    for operation in operations() {
        let answer = operation.full(1);
        let mut sent = answer.body.clone();
        // Inner structs first: a way stays right while members are added at the ends.
        for place in answer.places_of(|kind| *kind == Kind::Struct) {
            let Some(Exact::Object(members)) = sent.at_mut(&place.way) else {
                panic!("{} is no object", place.way);
            };
            let shouted = members[0].0.to_uppercase();
            let strangers = [
                ("a_new_member", "\"text\""),
                ("aNewMember", r#"{"deep":[{"er":[[null,1e400]]}]}"#),
                ("", "null"),
                (shouted.as_str(), "-0.00"),
            ];
            for (name, value) in strangers {
                assert!(
                    members.iter().all(|(known, _)| known != name),
                    "{name} is known"
                );
                members.push((name.to_owned(), Exact::parse(value.as_bytes()).unwrap()));
            }
        }
        operation.brings_back(&sent, &answer.body);
    }
}

#[test]
fn d02_an_absent_optional_member_comes_back_as_null() {
    for operation in operations() {
        for from in 0..=operation.full(0).depth {
            let sent = make(&operation.answer, Nulls::AbsentFrom(from), from).body;
            let back = operation.round_trip(&sent).unwrap().without_nulls();
            let found = differences(&sent.without_nulls(), &back);
            assert!(found.is_empty(), "{}: {found:?}", operation.id);
        }
    }
}

#[test]
fn d02_a_null_for_any_optional_member_comes_back_as_null() {
    for operation in operations() {
        for from in 0..=operation.full(0).depth {
            let answer = make(&operation.answer, Nulls::WhereOptionalFrom(from), from);
            operation.brings_back(&answer.body, &answer.body);
        }
    }
}

#[test]
fn d02_a_null_for_a_list_comes_back_as_null() {
    let mut tried = 0;
    for operation in operations() {
        let answer = operation.full(0);
        for place in answer.places_of(|kind| *kind == Kind::List) {
            // The whole answer is a list here, which null is not.
            if place.way.0.is_empty() {
                continue;
            }
            let sent = answer.with(&[place], &Exact::Null);
            operation.brings_back(&sent, &sent);
            tried += 1;
        }
    }
    assert!(tried > 50, "only {tried} lists were tried");
}

#[test]
fn d03_every_number_comes_back_with_its_digits() {
    let mut tried = BTreeSet::new();
    for operation in operations() {
        let answer = operation.full(0);
        let numbers = answer.places_of(|kind| *kind == Kind::Decimal);
        tried.extend(numbers.iter().map(|place| place.way.any_item()));
        for literal in DECIMALS {
            for value in [Exact::Number(literal.to_owned()), text(literal)] {
                let sent = answer.with(&numbers, &value);
                operation.brings_back(&sent, &sent);
            }
        }
    }
    assert!(tried.len() > 20, "{tried:?}");
}

/// What is tried at a place: everything where its field is met for the first time and at night, one
/// value at each further item of its list.
fn tried<'v>(seen: &mut BTreeSet<String>, place: &Place, values: &'v [Exact]) -> &'v [Exact] {
    let is_first = seen.insert(place.way.any_item());
    let count = if is_first || cfg!(feature = "night") {
        values.len()
    } else {
        1
    };
    &values[..count]
}

#[test]
fn d03_a_number_that_cannot_be_held_is_refused_by_name() {
    let too_long = "9".repeat(100);
    let mut values = vec![text("1,5"), text(""), Exact::Bool(true)];
    for literal in [
        "0.12345678901234567890123456789",
        "1e400",
        "1e-400",
        &too_long,
    ] {
        values.extend([Exact::Number(literal.to_owned()), text(literal)]);
    }
    for operation in operations() {
        let answer = operation.full(0);
        let mut seen = BTreeSet::new();
        for place in answer.places_of(|kind| *kind == Kind::Decimal) {
            for value in tried(&mut seen, place, &values) {
                is_refused_by_name(operation, &answer, place, value);
            }
        }
    }
}

#[test]
fn d04_every_instant_and_date_comes_back_with_its_offset_and_its_fraction() {
    let dates = ["2024-02-05", "0001-01-01", "9999-12-31"];
    let mut tried = BTreeSet::new();
    for operation in operations() {
        let answer = operation.full(0);
        let instants = answer.places_of(|kind| matches!(kind, Kind::Instant | Kind::DateOrInstant));
        let days = answer.places_of(|kind| matches!(kind, Kind::Date | Kind::DateOrInstant));
        for (places, literals) in [(instants, &INSTANTS[..]), (days, &dates[..])] {
            tried.extend(places.iter().map(|place| place.way.any_item()));
            for literal in literals {
                let sent = answer.with(&places, &text(literal));
                operation.brings_back(&sent, &sent);
            }
        }
    }
    assert!(tried.len() > 50, "only {} members were tried", tried.len());
}

#[test]
fn d04_what_is_no_instant_or_date_is_refused_by_name() {
    let never = [
        "2018-11-01T00:00:00+4:00",
        "2018-11-01T00:00:00",
        "2018-11-01T25:00:00Z",
        "2018-02-30",
        "0000-00-00",
        "10000-01-01",
        "10000-01-01T00:00:00Z",
        "",
        "soon",
    ];
    for operation in operations() {
        let answer = operation.full(0);
        let mut seen = BTreeSet::new();
        for place in &answer.places {
            let other_kind = match place.kind {
                Kind::Instant => Some("2018-11-01"),
                Kind::Date => Some("2018-11-01T00:00:00Z"),
                Kind::DateOrInstant => None,
                _ => continue,
            };
            let mut values: Vec<_> = never.into_iter().chain(other_kind).map(text).collect();
            values.push(Exact::Number("1".to_owned()));
            for value in tried(&mut seen, place, &values) {
                is_refused_by_name(operation, &answer, place, value);
            }
        }
    }
}

/// A page of this many transactions, all of which are good.
fn transactions(count: usize) -> (&'static Operation, Exact) {
    let operation = operations()
        .iter()
        .find(|known| known.id == "fetchTransactions")
        .unwrap();
    let mut answer = operation.full(0);
    let list = Way(vec![
        Step::Member("data".into()),
        Step::Member("transactions".into()),
    ]);
    let Some(Exact::List(items)) = answer.body.at_mut(&list) else {
        panic!("no list")
    };
    let item = items[0].clone();
    *items = vec![item; count];
    (operation, answer.body)
}

const BAD_ONE: &str = "data.transactions[517].booking_date_time";

fn with_one_bad(body: &mut Exact, bad: Exact) {
    let way = Way(vec![
        Step::Member("data".into()),
        Step::Member("transactions".into()),
        Step::Item(517),
        Step::Member("booking_date_time".into()),
    ]);
    assert_eq!(way.to_string(), BAD_ONE);
    *body.at_mut(&way).unwrap() = bad;
}

#[test]
fn d05_one_bad_element_among_1000_is_named_by_its_way() {
    let (operation, mut body) = transactions(1000);
    operation.brings_back(&body, &body);
    with_one_bad(&mut body, text("yesterday"));
    assert_eq!(operation.round_trip(&body).unwrap_err().path, BAD_ONE);
}

#[tokio::test]
async fn d05_the_error_of_the_call_names_the_bad_element_and_shows_no_value() {
    let (_, mut body) = transactions(1000);
    with_one_bad(&mut body, text("canary-0815"));
    let server = HostileServer::start();
    server.on(
        "GET",
        "/data/v2/accounts/*",
        [Reply::json(200, body.to_string())],
    );
    let client = server.client_with_token().build().unwrap();
    let call = client
        .data()
        .fetch_transactions("22222222-2222-4222-8222-222222222201")
        .entity_id("11111111-1111-4111-8111-111111111111");
    let error = within(Duration::from_secs(30), call.send())
        .await
        .unwrap_err();
    assert!(error.is_decode(), "{error}");
    for shown in [
        error.to_string(),
        format!("{error:?}"),
        format!("{error:#?}"),
    ] {
        assert!(shown.contains(BAD_ONE), "{shown}");
        assert!(!shown.contains("canary"), "{shown}");
    }
}
