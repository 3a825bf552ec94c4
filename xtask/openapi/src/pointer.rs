//! JSON pointers (RFC 6901): building them, and taking them apart.

use std::borrow::Cow;

/// One token in the spelling it has inside a pointer.
pub fn escape(token: &str) -> Cow<'_, str> {
    if token.contains(['~', '/']) {
        Cow::Owned(token.replace('~', "~0").replace('/', "~1"))
    } else {
        Cow::Borrowed(token)
    }
}

/// The pointer of the field `token` below `parent`.
pub fn child(parent: &str, token: &str) -> String {
    [parent, "/", &escape(token)].concat()
}

/// The pointer of the item `index` below `parent`.
pub fn item(parent: &str, index: usize) -> String {
    format!("{parent}/{index}")
}

/// The pointer with these tokens.
pub fn join<T: AsRef<str>>(tokens: impl IntoIterator<Item = T>) -> String {
    tokens.into_iter().fold(String::new(), |parent, token| {
        child(&parent, token.as_ref())
    })
}

/// The tokens of a pointer; `None` when the text is not a pointer.
pub fn tokens(pointer: &str) -> Option<Vec<String>> {
    if pointer.is_empty() {
        return Some(Vec::new());
    }
    pointer
        .strip_prefix('/')?
        .split('/')
        .map(unescape)
        .collect()
}

fn unescape(token: &str) -> Option<String> {
    let mut plain = String::with_capacity(token.len());
    let mut rest = token.chars();
    while let Some(sign) = rest.next() {
        plain.push(match sign {
            '~' => match rest.next()? {
                '0' => '~',
                '1' => '/',
                _ => return None,
            },
            other => other,
        });
    }
    Some(plain)
}

/// The pointer in a URI fragment such as `#/components/schemas/Bank`; `None` when there is none.
pub fn from_fragment(reference: &str) -> Option<String> {
    let encoded = reference.strip_prefix('#')?;
    let mut bytes = Vec::with_capacity(encoded.len());
    let mut rest = encoded.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(if byte == b'%' {
            hex(rest.next()?)? * 16 + hex(rest.next()?)?
        } else {
            byte
        });
    }
    let pointer = String::from_utf8(bytes).ok()?;
    tokens(&pointer).map(|_| pointer)
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit)
        .to_digit(16)
        .and_then(|value| u8::try_from(value).ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn slash_and_tilde_are_escaped_in_the_order_of_the_rfc() {
        assert_eq!(child("/paths", "/banks/v1/"), "/paths/~1banks~1v1~1");
        assert_eq!(child("", "~1"), "/~01");
    }

    #[test]
    fn empty_pointer_is_the_whole_document_and_slash_is_the_empty_key() {
        assert_eq!(tokens(""), Some(vec![]));
        assert_eq!(tokens("/"), Some(vec![String::new()]));
    }

    #[test]
    fn text_that_is_no_pointer_has_no_tokens() {
        for wrong in ["a", "#/a", "/~", "/~2", "/a~"] {
            assert_eq!(tokens(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn fragment_is_percent_decoded() {
        assert_eq!(
            from_fragment("#/components/schemas/A%20b%7E1"),
            Some("/components/schemas/A b~1".to_owned())
        );
        for wrong in ["/a", "#a", "#/%", "#/%2", "#/%zz", "#/%ff", "other.yaml#/a"] {
            assert_eq!(from_fragment(wrong), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn pointer_built_from_tokens_gives_back_the_tokens(
            expected in proptest::collection::vec("[a~/0-1é]{0,5}", 0..5)
        ) {
            prop_assert_eq!(tokens(&join(&expected)), Some(expected));
        }

        #[test]
        fn no_text_makes_the_readers_panic(text in ".{0,40}") {
            let _ = tokens(&text);
            let _ = from_fragment(&text);
        }
    }
}
