//! Changes of our own documents at random: none escapes the generator, the contract and the drift.
//!
//! The seed of each change is in the message of a failure; `MUTATION_SEED` runs another series.

mod kinds;
mod pieces;
mod places;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::LazyLock;

use fastrand::Rng;
use kinds::{KINDS, Kind, Says};
use pieces::{Piece, pieces};
use xtask::surface::Generated;
use xtask_codegen::outline::Item;
use xtask_codegen::{Origin, generate, outline, render, shape};
use xtask_drift::{Level, Options, Report, compare, contract};
use xtask_openapi::{Document, lower};

/// How many changes of each kind are made.
const EACH: usize = 8;

/// The seed of the series, unless another one is asked for.
const SEED: u64 = 20_261_121;

/// A document with what is made from it.
struct Made {
    piece: Piece,
    code: Code,
    contract: String,
}

/// The code of a client.
struct Code {
    text: String,
    /// Its public items, by their paths below the crate.
    items: BTreeSet<String>,
}

impl Code {
    /// The code for a document; nothing when the generator refuses it.
    fn of(document: &Document) -> Option<Self> {
        let shaped = lower(document).and_then(|lowered| shape(document, lowered));
        let shaped = shaped.ok()?;
        let client = generate(&shaped).ok()?;
        let files = render(&origin(), &shaped, &client).into_iter();
        let items = outline::items(&client).into_iter();
        Some(Self {
            text: files.map(|file| file.content).collect(),
            items: items.map(|Item { path, .. }| path).collect(),
        })
    }
}

/// Where every client is said to come from, so that this makes no difference.
fn origin() -> Origin {
    Origin {
        area: "pieces".to_owned(),
        crate_name: "leantech-pieces".to_owned(),
        document: "specs/sa/pieces/1.0.0.yaml".to_owned(),
        version: "1.0.0".to_owned(),
        sha256: "0".repeat(64),
    }
}

static DOCUMENTS: LazyLock<Vec<Made>> = LazyLock::new(|| {
    let made = pieces().into_iter().map(|piece| Made {
        code: Code::of(&piece.document).unwrap(),
        contract: contract(&piece.document),
        piece,
    });
    made.collect()
});

fn seed() -> u64 {
    let given = std::env::var("MUTATION_SEED").ok();
    given.map_or(SEED, |seed| seed.parse().unwrap())
}

/// A document that was changed.
struct Mutation<'d> {
    kind: &'d Kind,
    old: &'d Made,
    new: Document,
    /// What to say of it in a message.
    told: String,
}

/// The nth change of a kind.
fn mutation(kind: &'static Kind, nth: usize) -> Mutation<'static> {
    let letters = kind.name.bytes().fold(0_u64, |sum, letter| {
        sum.wrapping_mul(131).wrapping_add(u64::from(letter))
    });
    let mut random = Rng::with_seed(seed() ^ letters.wrapping_add(nth as u64));
    for _ in 0..400 {
        let old = random.choice(&*DOCUMENTS).unwrap();
        let mut value = old.piece.document.value.clone();
        let Some(place) = (kind.change)(&mut value, &mut random) else {
            continue;
        };
        let name = old.piece.document.name.clone();
        let told = format!("{} {nth} in {name}: {place}", kind.name);
        let new = old.piece.document.with_value(value);
        return Mutation {
            kind,
            old,
            new,
            told,
        };
    }
    panic!("no document has a place for `{}`", kind.name);
}

impl Mutation<'_> {
    /// What is wrong with how it was seen; nothing when all is well.
    fn faults(&self) -> Vec<String> {
        let options = Options {
            crate_name: Some(self.old.piece.crate_name.clone()),
        };
        let report = match compare(&self.old.piece.document, &self.new, &options, &Generated) {
            Ok(report) => report,
            Err(problems) => return vec![format!("drift refuses it: {problems}")],
        };
        let mut faults = self.faults_of_report(&report);
        let differs = contract(&self.new) != self.old.contract;
        if self.kind.contract && !differs {
            faults.push("the contract does not show it".to_owned());
        }
        // What the generator refuses, the check sees. It takes long, so that it only runs where its
        // code is looked at.
        let names_items = report.changes.iter().any(|change| !change.rust.is_empty());
        let code = (self.kind.code || names_items).then(|| Code::of(&self.new));
        let code = code.flatten();
        let is_as_before = |code: &Code| code.text == self.old.code.text;
        if self.kind.code && code.as_ref().is_some_and(is_as_before) {
            faults.push("the generated code does not show it".to_owned());
        }
        faults.extend(self.unknown_items(&report, code.as_ref()));
        faults
    }

    fn faults_of_report(&self, report: &Report) -> Vec<String> {
        let is_empty = report.changes.is_empty();
        let only_words = report
            .changes
            .iter()
            .all(|change| change.level == Level::Docs);
        let (fits, expected) = match self.kind.says {
            Says::Breaks => (report.breaking, "that it breaks"),
            Says::Fine => (
                !is_empty && !report.breaking,
                "it, and that it does not break",
            ),
            Says::Something => (!is_empty, "it"),
            Says::Words => (!is_empty && only_words, "that only words have changed"),
            Says::NothingBad => (!report.breaking, "nothing that breaks"),
        };
        if fits {
            return Vec::new();
        }
        let found: Vec<_> = report
            .changes
            .iter()
            .map(|change| format!("{} {} {}", change.level.word(), change.kind, change.pointer))
            .collect();
        vec![format!("drift should say {expected}, but says {found:?}")]
    }

    /// Items that the report names and neither crate has.
    fn unknown_items(&self, report: &Report, code: Option<&Code>) -> Vec<String> {
        let Some(code) = code else {
            return Vec::new();
        };
        let library = format!("{}::", self.old.piece.crate_name.replace('-', "_"));
        let is_known = |item: &str| {
            let path = item.strip_prefix(&library);
            path.is_some_and(|path| code.items.contains(path) || self.old.code.items.contains(path))
        };
        let named = report.changes.iter().flat_map(|change| &change.rust);
        named
            .filter(|item| !is_known(item))
            .map(|item| format!("drift names `{item}`, which is in neither outline"))
            .collect()
    }
}

/// Makes the changes of the kinds whose number leaves this rest, so that several tests share the
/// work.
fn check(rest: usize, of: usize) {
    let mut text = String::new();
    let mut made = 0;
    for (number, kind) in KINDS.iter().enumerate() {
        if number % of != rest {
            continue;
        }
        for nth in 0..EACH {
            let mutation = mutation(kind, nth);
            made += 1;
            for fault in mutation.faults() {
                let _ = writeln!(text, "{}: {fault}", mutation.told);
            }
        }
    }
    assert!(made > 0);
    assert!(text.is_empty(), "seed {}\n{text}", seed());
}

#[test]
fn there_are_enough_changes_of_enough_kinds() {
    let made = KINDS.len() * EACH;
    assert!(made >= 300, "{made}");
    let names: BTreeSet<_> = KINDS.iter().map(|kind| kind.name).collect();
    assert_eq!(names.len(), KINDS.len());
}

#[test]
fn no_change_escapes_1() {
    check(0, 4);
}

#[test]
fn no_change_escapes_2() {
    check(1, 4);
}

#[test]
fn no_change_escapes_3() {
    check(2, 4);
}

#[test]
fn no_change_escapes_4() {
    check(3, 4);
}

#[test]
fn the_same_seed_makes_the_same_change() {
    for kind in KINDS {
        // As text, so that the order of keys counts.
        let [one, other] = [0, 0].map(|nth| mutation(kind, nth));
        let (old, new) = (&one.old.piece.document.value, &one.new.value);
        assert_eq!(new.to_string(), other.new.value.to_string());
        assert_ne!(new.to_string(), old.to_string(), "{}", kind.name);
    }
}
