//! Showing names of a recording without showing its values.

use crate::route;
use crate::route::address::Segment;
use crate::route::catalogue::{Catalogue, Part};

/// What stands instead of an id.
const MASK: &str = "{id}";

/// The words in the paths of Lean's other products. Any segment that is neither one of these nor
/// a word of our documents may be an id.
const WORDS: [&str; 75] = [
    "account-access-consents",
    "account-controls",
    "account-information",
    "account-on-file",
    "accounts",
    "api",
    "assets",
    "balance",
    "balances",
    "bank-statements",
    "beneficiaries",
    "beneficiary-name",
    "behaviors",
    "bulk-payments",
    "cancel",
    "cashflow-patterns",
    "cashflows",
    "consents",
    "corporates",
    "credit-assessments",
    "credit-obligations",
    "customers",
    "deposits",
    "destinations",
    "direct-debits",
    "employment",
    "entities",
    "entity",
    "events",
    "expenses",
    "files",
    "freelancers",
    "history",
    "iban",
    "identities",
    "identity",
    "income",
    "insights",
    "intents",
    "kyc",
    "liabilities",
    "managers",
    "name-verification",
    "non-credit-obligations",
    "open-banking",
    "parties",
    "party",
    "pause",
    "payment",
    "payment-links",
    "payment-sources",
    "payments",
    "payouts",
    "poa",
    "products",
    "properties",
    "reasons",
    "reconciliation",
    "refunds",
    "refreshes",
    "reports",
    "resume",
    "scheduled-payments",
    "schedules",
    "search",
    "sessions",
    "split-payments",
    "standing-orders",
    "statements",
    "third-party-profiles",
    "transactions",
    "upcoming-payments",
    "verification-of-income",
    "verifications",
    "webhooks",
];

/// A path in which only words of Lean's paths are to be read.
pub(crate) fn path(catalogue: &Catalogue, segments: &[Segment]) -> String {
    show(segments, |segment| match segment {
        Segment::Plain(text) if !is_known(catalogue, text) => MASK,
        other => other.text(),
    })
}

/// A path as it was recorded.
pub(crate) fn whole_path(segments: &[Segment]) -> String {
    show(segments, Segment::text)
}

fn show<'s>(segments: &'s [Segment], word: impl Fn(&'s Segment) -> &'s str) -> String {
    let mut path = String::new();
    for segment in segments {
        path.push('/');
        path.push_str(word(segment));
    }
    if path.is_empty() {
        path.push('/');
    }
    path
}

fn is_known(catalogue: &Catalogue, text: &str) -> bool {
    route::is_version(text)
        || WORDS.contains(&text)
        || catalogue.operations().iter().any(|operation| {
            let mut words = operation.parts.iter();
            words.any(|part| matches!(part, Part::Literal(word) if word == text))
        })
}

/// A method; anything that is none is not shown.
pub(crate) fn method(text: &str) -> String {
    let text = text.trim();
    let is_method =
        (1..=10).contains(&text.len()) && text.bytes().all(|sign| sign.is_ascii_alphabetic());
    if is_method {
        text.to_ascii_uppercase()
    } else {
        "?".to_owned()
    }
}

/// The longest name of a field that is taken for one.
const LONGEST_NAME: usize = 64;

/// Digits in a name beyond which it is taken for an id.
const MOST_DIGITS: usize = 5;

/// Whether the name of a field is a word, and no value that somebody made a name of.
pub(crate) fn is_name(key: &str) -> bool {
    let digits = key.bytes().filter(u8::is_ascii_digit).count();
    key.len() <= LONGEST_NAME
        && digits <= MOST_DIGITS
        && key.starts_with(|sign: char| sign.is_ascii_alphabetic() || "_$@".contains(sign))
        && key
            .bytes()
            .all(|sign| sign.is_ascii_alphanumeric() || b"_-.$@:".contains(&sign))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_from_values() {
        for name in ["iban", "_links", "country_sub_division", "line2", "@type"] {
            assert!(is_name(name), "{name}");
        }
        for value in [
            "",
            "SA0380000000608010167519",
            "2b1f3a52-91c4-4a0e-8f0e-0d2c6f3f1a10",
            "Sample Holder",
            "sample.holder@bank.example/x",
            "12",
        ] {
            assert!(!is_name(value), "{value}");
        }
    }

    #[test]
    fn what_is_no_method_is_not_shown() {
        assert_eq!(method(" get "), "GET");
        assert_eq!(method("GET /x"), "?");
        assert_eq!(method(""), "?");
    }
}
