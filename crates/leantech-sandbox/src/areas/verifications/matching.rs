//! Names: how far two of them are the same, and how one is hidden.

use std::collections::BTreeSet;

use leantech_core::Decimal;
use leantech_verifications::types::{NameMatching, NameMatchingType};

/// How far an expected name is the holder's; nothing where it is exactly, letters of either case
/// and further spaces aside. A full match has no word at Lean.
pub(super) fn matching(expected: &str, holder: &str) -> Option<NameMatching> {
    let words = |name: &str| -> Vec<String> {
        let words = name.split_whitespace();
        words.map(str::to_lowercase).collect()
    };
    let (expected, holder) = (words(expected), words(holder));
    if expected == holder {
        return None;
    }
    let expected: BTreeSet<String> = expected.into_iter().collect();
    let holder: BTreeSet<String> = holder.into_iter().collect();
    let shared = expected.intersection(&holder).count();
    let all = expected.len() + holder.len();
    // The words in both, twice, of the words in either; the same words in another order are no
    // full match.
    let hundredths = (shared * 200).checked_div(all).unwrap_or(0).min(99);
    let (kind, score) = match i64::try_from(hundredths) {
        Ok(hundredths) if hundredths > 0 => {
            (NameMatchingType::Partial, Decimal::new(hundredths, 2))
        }
        _ => (NameMatchingType::NoMatch, Decimal::new(0, 0)),
    };
    Some(NameMatching::new().type_(kind).score(score))
}

/// A name with all but the first two letters of each word hidden.
pub(super) fn masked(name: &str) -> String {
    let words = name.split_whitespace().map(|word| {
        let letters = word.chars().enumerate();
        let letters = letters.map(|(place, letter)| if place < 2 { letter } else { '*' });
        letters.collect::<String>()
    });
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(expected: &str) -> Option<(String, String)> {
        let matching = matching(expected, "Sample Holder")?;
        let kind = serde_json::to_value(matching.type_).ok()?;
        Some((kind.as_str()?.into(), matching.score?.to_string()))
    }

    #[test]
    fn a_name_matches_fully_in_part_or_not_at_all() {
        let of = |kind: &str, score: &str| Some((kind.to_owned(), score.to_owned()));
        assert_eq!(told("Sample Holder"), None);
        assert_eq!(told(" sample  HOLDER "), None);
        assert_eq!(told("Sample"), of("PARTIAL", "0.66"));
        assert_eq!(told("Sample Other"), of("PARTIAL", "0.50"));
        assert_eq!(told("Holder Sample"), of("PARTIAL", "0.99"));
        assert_eq!(told("Somebody Else"), of("NO_MATCH", "0"));
        assert_eq!(told(" "), of("NO_MATCH", "0"));
    }

    #[test]
    fn a_hidden_name_shows_no_more_than_first_letters() {
        assert_eq!(masked("Sample Holder"), "Sa**** Ho****");
        assert_eq!(masked(""), "");
    }
}
