//! Rust names as the generator makes them, so that a clash is seen before it is generated.

use heck::{ToPascalCase, ToSnakeCase};

/// The name of a type or a variant.
pub fn pascal(text: &str) -> String {
    sane(text, str::to_pascal_case, "X")
}

/// A name that the generator leaves as it is: `A_B` is `AB` at first, and `Ab` when that is named.
pub fn settled(text: &str) -> String {
    pascal(&pascal(text))
}

/// The name of a field, a setter or a method.
pub fn snake(text: &str) -> String {
    if is_snake(text) && !is_keyword(text) {
        return text.to_owned();
    }
    sane(text, str::to_snake_case, "x")
}

/// Whether a name is spelt like a field already, as most of Lean's are.
fn is_snake(text: &str) -> bool {
    let is_word = |word: &str| {
        word.starts_with(|c: char| c.is_ascii_lowercase())
            && word
                .bytes()
                .all(|sign| sign.is_ascii_lowercase() || sign.is_ascii_digit())
    };
    text.split('_').all(is_word)
}

fn sane(text: &str, to_case: fn(&str) -> String, prefix: &str) -> String {
    let letters = text
        .replace('\'', "")
        .replace(|c: char| !is_continue(c), "-");
    let name = match text {
        "+1" => "plus1".to_owned(),
        "-1" => "minus1".to_owned(),
        _ => to_case(&letters),
    };
    let name = match name.chars().next() {
        None => prefix.to_owned(),
        Some(first) if is_start(first) => name,
        Some(_) => format!("{prefix}{name}"),
    };
    if is_keyword(&name) {
        format!("{name}_")
    } else {
        name
    }
}

fn is_start(c: char) -> bool {
    c == '_' || c.is_alphabetic()
}

fn is_continue(c: char) -> bool {
    c == '_' || c.is_alphanumeric()
}

/// Whether `name` is a word that Rust keeps for itself.
pub(crate) fn is_keyword(name: &str) -> bool {
    const KEYWORDS: [&str; 53] = [
        "_", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue",
        "crate", "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if",
        "impl", "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv",
        "pub", "ref", "return", "Self", "self", "static", "struct", "super", "trait", "true",
        "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
    ];
    KEYWORDS.contains(&name)
}

/// Whether a generated type of this name would hide one that generated code uses unqualified.
pub(crate) fn hides_a_prelude_name(name: &str) -> bool {
    const PRELUDE: [&str; 22] = [
        "Box",
        "Clone",
        "Copy",
        "Debug",
        "Default",
        "Drop",
        "Eq",
        "Err",
        "From",
        "Into",
        "None",
        "Ok",
        "Option",
        "PartialEq",
        "Result",
        "Send",
        "Some",
        "String",
        "Sync",
        "TryFrom",
        "TryInto",
        "Vec",
    ];
    PRELUDE.contains(&name)
}

#[cfg(test)]
mod tests {
    use heck::ToSnakeCase;

    use super::{is_snake, pascal, snake};

    #[test]
    fn names_are_those_of_the_generator() {
        assert_eq!(pascal("PRE-AGREED"), "PreAgreed");
        assert_eq!(pascal("KSA_IBANPage"), "KsaIbanPage");
        assert_eq!(pascal("3D"), "X3d");
        assert_eq!(pascal("self"), "Self_");
        assert_eq!(snake("getCustomerById"), "get_customer_by_id");
        assert_eq!(snake("type"), "type_");
        assert_eq!(snake("customer-ip"), "customer_ip");
    }

    #[test]
    fn name_that_is_spelt_like_a_field_is_its_own() {
        for text in ["a", "iban", "swift_code", "line_a2", "a1b2_c3"] {
            assert!(is_snake(text), "{text}");
            assert_eq!(text.to_snake_case(), text);
        }
        for text in ["", "_a", "a_", "a__b", "line_2", "2a", "aB", "a-b", "é"] {
            assert!(!is_snake(text), "{text}");
        }
    }
}
