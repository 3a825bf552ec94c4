//! Paths as they are compared.

use std::borrow::Cow;

/// A path in its normal form (RFC 3986, 6.2.2.2): a letter, a digit or one of `-._~` that is written
/// with a percent sign is the same as that character. Everything else stays: an encoded slash is
/// part of a segment, and two slashes have an empty segment between them.
pub(crate) fn normal(path: &str) -> Cow<'_, str> {
    if !path.contains('%') {
        return path.into();
    }
    let mut normal = String::with_capacity(path.len());
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('%') {
        normal.push_str(before);
        let byte = after
            .get(..2)
            .and_then(|code| u8::from_str_radix(code, 16).ok());
        match (byte, after.get(2..)) {
            (Some(byte), Some(behind)) if is_unreserved(byte) => {
                normal.push(char::from(byte));
                rest = behind;
            }
            _ => {
                normal.push('%');
                rest = after;
            }
        }
    }
    normal.push_str(rest);
    normal.into()
}

fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_needs_no_percent_sign_is_the_same_with_one() {
        for (path, expected) in [
            ("/banks/v1", "/banks/v1"),
            ("/%62anks/v1", "/banks/v1"),
            ("/%5Fsandbox%2fhealth", "/_sandbox%2fhealth"),
            ("/a%20b%2", "/a%20b%2"),
            ("/%", "/%"),
            ("/%+62", "/%+62"),
            ("/%C3%A9%7e", "/%C3%A9~"),
            ("/%2562", "/%2562"),
        ] {
            assert_eq!(normal(path), expected);
        }
    }
}
