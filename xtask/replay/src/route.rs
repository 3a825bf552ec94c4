//! Which operation a recorded request was for.

pub(crate) mod address;
pub(crate) mod catalogue;
pub(crate) mod codec;

use std::cmp::Reverse;

use crate::route::address::Segment;
use crate::route::catalogue::{Catalogue, Operation, Part};

/// How well a path fits; less is better. Compared from the first field to the last.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Fit {
    /// Segments before the path, which belong to the base URL.
    skipped: usize,
    /// Versions that are a placeholder in the recording.
    guessed: usize,
    /// More words make a better fit.
    literals: Reverse<usize>,
    /// Where the parameters stand: a word further left wins.
    parameters: Vec<bool>,
}

/// The operation of `method` at the path that fits best; a word wins over a parameter. `None`
/// when nothing fits, or two operations fit equally well.
pub(crate) fn find<'c>(
    catalogue: &'c Catalogue,
    method: &str,
    segments: &[Segment],
) -> Option<&'c Operation> {
    // A doubled slash is a slip, or an id that was empty.
    let dense: Vec<&Segment> = segments
        .iter()
        .filter(|segment| **segment != Segment::Empty)
        .collect();
    let sparse: Vec<&Segment> = segments.iter().collect();
    let mut best: Option<(Fit, &Operation)> = None;
    let mut is_tie = false;
    for operation in catalogue.operations() {
        if !operation.method.eq_ignore_ascii_case(method.trim()) {
            continue;
        }
        let fits = [&dense, &sparse].map(|segments| fit(&operation.parts, segments));
        let Some(fit) = fits.into_iter().flatten().min() else {
            continue;
        };
        match &best {
            Some((least, _)) if fit > *least => {}
            Some((least, _)) if fit == *least => is_tie = true,
            _ => {
                best = Some((fit, operation));
                is_tie = false;
            }
        }
    }
    best.filter(|_| !is_tie).map(|(_, operation)| operation)
}

fn fit(parts: &[Part], segments: &[&Segment]) -> Option<Fit> {
    let skipped = segments.len().checked_sub(parts.len())?;
    let mut fit = Fit {
        skipped,
        guessed: 0,
        literals: Reverse(0),
        parameters: Vec::with_capacity(parts.len()),
    };
    let mut worded = false;
    for (part, segment) in parts.iter().zip(segments.iter().skip(skipped)) {
        match (part, segment) {
            (Part::Literal(word), Segment::Plain(text)) if word == text => fit.literals.0 += 1,
            // `/data/{{version}}/accounts`.
            (Part::Literal(word), Segment::Placeholder(_)) if is_version(word) => fit.guessed += 1,
            (Part::Literal(_), _) => return None,
            (Part::Parameter, Segment::Plain(text)) if is_word(text) => worded = true,
            (Part::Parameter, _) => {}
        }
        fit.parameters.push(*part == Part::Parameter);
    }
    // `/customers/{{id}}/payments` is not `/customers/v1/{id}`.
    (fit.guessed == 0 || !worded).then_some(fit)
}

/// Whether a text is a word of a path more likely than an id: ids have digits.
fn is_word(text: &str) -> bool {
    !text.bytes().any(|sign| sign.is_ascii_digit())
}

/// Whether a word is a version, such as `v1`.
pub(crate) fn is_version(word: &str) -> bool {
    word.strip_prefix('v').is_some_and(|number| {
        (1..=3).contains(&number.len())
            && number
                .bytes()
                .all(|sign| sign.is_ascii_digit() || sign == b'.')
    })
}
