//! Variants of an enum's words: two words never share one.

use std::collections::{BTreeMap, BTreeSet};

use heck::ToShoutySnakeCase;

use super::facts::WordFacts;
use super::name::{pascal, settled};

/// The variant of a value that Lean itself spells `UNKNOWN`: `Unknown` is what holds the values that
/// no document names.
pub(crate) const UNKNOWN_TO_LEAN: &str = "UnknownToLean";

fn apart_from_unknown(variant: String) -> String {
    if variant == "Unknown" {
        UNKNOWN_TO_LEAN.to_owned()
    } else {
        variant
    }
}

/// Gives each word its variant.
///
/// Words that differ only in case or punctuation would share a variant. The one in Lean's usual
/// spelling (`PRE_AGREED`) keeps the plain name, the others say what sets them apart
/// (`PreAgreedHyphen`), and the generator is given a stand-in for every word of such an enum.
pub(crate) fn variants(words: &[String]) -> Vec<WordFacts> {
    let plain: BTreeSet<String> = words.iter().map(|word| pascal(word)).collect();
    if plain.len() == words.len() {
        let plain = |word: &String| WordFacts {
            word: word.clone(),
            variant: apart_from_unknown(pascal(word)),
            stand_in: None,
        };
        return words.iter().map(plain).collect();
    }

    // A stand-in is named once more by the generator, so only settled names will do.
    let mut sharing: BTreeMap<String, Vec<&String>> = BTreeMap::new();
    for word in words {
        sharing.entry(settled(word)).or_default().push(word);
    }
    let mut taken: BTreeSet<String> = sharing.keys().cloned().collect();
    let mut chosen: BTreeMap<&str, String> = BTreeMap::new();
    for (plain, sharers) in &sharing {
        let usual = sharers
            .iter()
            .find(|word| is_usual(word))
            .or(sharers.first());
        for word in sharers {
            let variant = if Some(word) == usual {
                plain.clone()
            } else {
                distinct(plain, word, &taken)
            };
            taken.insert(variant.clone());
            chosen.insert(word, variant);
        }
    }
    let respelt = |word: &String| {
        let variant = chosen
            .get(word.as_str())
            .cloned()
            .unwrap_or_else(|| settled(word));
        WordFacts {
            word: word.clone(),
            stand_in: Some(variant.clone()),
            variant: apart_from_unknown(variant),
        }
    };
    words.iter().map(respelt).collect()
}

fn is_usual(word: &str) -> bool {
    word.to_shouty_snake_case() == word
}

fn distinct(plain: &str, word: &str, taken: &BTreeSet<String>) -> String {
    let tell = match word.chars().find(|c| !c.is_alphanumeric() && *c != '_') {
        Some('-') => "Hyphen",
        Some(' ') => "Space",
        Some('.') => "Dot",
        Some('/') => "Slash",
        Some(_) => "Mark",
        None if word.contains('_') => "Underscore",
        None if word.chars().all(|c| !c.is_uppercase()) => "Lower",
        None if word.chars().all(|c| !c.is_lowercase()) => "Upper",
        None => "Mixed",
    };
    let first = settled(&format!("{plain}{tell}"));
    let numbered = (2..).map(|number| format!("{first}{number}"));
    let mut candidates = std::iter::once(first.clone()).chain(numbered);
    candidates
        .find(|name| !taken.contains(name))
        .unwrap_or(first)
}

#[cfg(test)]
mod tests {
    use super::variants;

    fn named(words: &[&str]) -> Vec<String> {
        let words: Vec<String> = words.iter().map(ToString::to_string).collect();
        variants(&words)
            .into_iter()
            .map(|word| word.variant)
            .collect()
    }

    #[test]
    fn words_that_differ_in_punctuation_get_two_variants() {
        assert_eq!(
            named(&["PRE-AGREED", "PRE_AGREED"]),
            ["PreAgreedHyphen", "PreAgreed"]
        );
    }

    #[test]
    fn words_that_differ_in_case_get_two_variants() {
        assert_eq!(
            named(&["open", "OPEN", "Open"]),
            ["OpenLower", "Open", "OpenMixed"]
        );
    }

    #[test]
    fn a_variant_that_is_taken_is_numbered() {
        assert_eq!(
            named(&["A_B", "A-B", "AB_HYPHEN"]),
            ["Ab", "AbHyphen2", "AbHyphen"]
        );
    }
}
