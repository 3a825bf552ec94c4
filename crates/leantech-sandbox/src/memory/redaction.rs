//! Takes secrets out of what is recorded, also where a caller put them by mistake.

use std::borrow::Cow;

use leantech_core::Secret;

/// Replaces a secret.
pub(crate) const REDACTED: &str = "[redacted]";

/// What the names of fields with secrets hold, in lower case and without `-` and `_`.
const NAMES: [&str; 14] = [
    "secret",
    "token",
    "password",
    "passwd",
    "pwd",
    "passphrase",
    "authorization",
    "apikey",
    "privatekey",
    "credential",
    "assertion",
    "cookie",
    "signature",
    "bearer",
];

/// Names that hold one of these and are no secret.
const HARMLESS: [&str; 2] = ["accesstokentype", "tokentype"];

/// Whether a field, a parameter or a header of that name may have a secret for its value.
pub(crate) fn is_secret(name: &str) -> bool {
    let plain: String = name
        .chars()
        .filter(|letter| !matches!(letter, '-' | '_' | ' '))
        .flat_map(char::to_lowercase)
        .collect();
    !HARMLESS.contains(&&*plain) && NAMES.iter().any(|secret| plain.contains(secret))
}

/// A text without these secrets, without what looks like a token, and without what follows `Bearer`
/// or `Basic`.
pub(crate) fn without(text: &str, secrets: &[Secret]) -> String {
    let mut text = Cow::Borrowed(text);
    for secret in secrets {
        // A single letter would take everything.
        let secret = secret.expose();
        if secret.len() >= 4 {
            for written in [secret.to_owned(), encoded(secret)] {
                if text.contains(&written) {
                    text = text.replace(&written, REDACTED).into();
                }
            }
        }
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = &*text;
    // A word ends where no token can go on.
    while !rest.is_empty() {
        let end = rest.find(|sign| !is_of_token(sign)).unwrap_or(rest.len());
        let (word, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
        out.push_str(if is_token(word) { REDACTED } else { word });
        let is_scheme = ["bearer", "basic"]
            .iter()
            .any(|it| word.eq_ignore_ascii_case(it));
        let mut signs = after.chars();
        let sign = signs.next();
        out.extend(sign);
        rest = signs.as_str();
        if is_scheme && sign.is_some_and(|sign| matches!(sign, ' ' | '+')) {
            let end = rest
                .find(|sign: char| !is_of_token(sign) && sign != '/')
                .unwrap_or(rest.len());
            if end > 0 {
                out.push_str(REDACTED);
                rest = rest.get(end..).unwrap_or_default();
            }
        }
    }
    out
}

fn is_of_token(sign: char) -> bool {
    sign.is_ascii_alphanumeric() || matches!(sign, '-' | '_' | '.' | '~')
}

/// Whether a word has the form of a JSON Web Token.
fn is_token(word: &str) -> bool {
    word.starts_with("eyJ") && word.len() > 20 && word.contains('.')
}

fn encoded(secret: &str) -> String {
    url::form_urlencoded::byte_serialize(secret.as_bytes()).collect()
}

/// The value of parameters, `name=value` with `&` between them, without those of secrets.
pub(crate) fn without_parameters(text: &str) -> String {
    let parts = text.split('&').map(|part| match part.split_once('=') {
        Some((name, _)) if is_secret(&decoded(name)) => format!("{name}={REDACTED}"),
        _ => part.to_owned(),
    });
    parts.collect::<Vec<_>>().join("&")
}

fn decoded(name: &str) -> Cow<'_, str> {
    percent_encoding::percent_decode_str(name).decode_utf8_lossy()
}

/// JSON, or what looks like it, without the values of fields with secrets.
pub(crate) fn without_fields(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    let mut rest = json;
    let mut is_meant = false;
    while let Some((before, after)) = rest.split_once('"') {
        out.push_str(before);
        let end = string_end(after);
        let (text, behind) = after.split_at_checked(end).unwrap_or((after, ""));
        let behind = behind.strip_prefix('"').unwrap_or(behind);
        let is_name = behind.trim_start().starts_with(':');
        out.push('"');
        out.push_str(if is_meant && !is_name { REDACTED } else { text });
        out.push('"');
        // Of a list each text, up to the next name.
        is_meant = if is_name { is_secret(text) } else { is_meant };
        rest = behind;
    }
    out.push_str(rest);
    out
}

/// How many bytes there are before the quote that ends a string.
fn string_end(text: &str) -> usize {
    let mut is_escaped = false;
    let ends = |byte: u8| {
        let is_end = byte == b'"' && !is_escaped;
        is_escaped = byte == b'\\' && !is_escaped;
        is_end
    };
    text.bytes().position(ends).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_go_wherever_they_stand() {
        let secrets = [Secret::from("can/ary"), Secret::from("x")];
        let token = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJjYW5hcnkifQ.c2ln";
        for (text, expected) in [
            ("/a/can/ary?x=1", "/a/[redacted]?x=1"),
            ("q=can%2Fary", "q=[redacted]"),
            ("Bearer abc.def", "Bearer [redacted]"),
            ("basic YTpi/Yg==", "basic [redacted]=="),
            ("nothing to see", "nothing to see"),
            ("é", "é"),
        ] {
            assert_eq!(without(text, &secrets), expected);
        }
        assert_eq!(without(&format!("/t/{token}/u"), &[]), "/t/[redacted]/u");
        let form = without_parameters("client_id=a&client%5Fsecret=b&ClientSecret=c&page=1&scope");
        assert_eq!(
            form,
            "client_id=a&client%5Fsecret=[redacted]&ClientSecret=[redacted]&page=1&scope"
        );
        for (json, expected) in [
            (
                r#"{"client_secret":"a\"b","c":"d"}"#,
                r#"{"client_secret":"[redacted]","c":"d"}"#,
            ),
            (
                r#"{"a":{"accessToken": "b"}}"#,
                r#"{"a":{"accessToken": "[redacted]"}}"#,
            ),
            (
                r#"{"tokens":["a","b"],"c":"d"}"#,
                r#"{"tokens":["[redacted]","[redacted]"],"c":"d"}"#,
            ),
            (r#"{"token_type":"Bearer"}"#, r#"{"token_type":"Bearer"}"#),
            (r#"{"password""#, r#"{"password""#),
            ("[1]", "[1]"),
        ] {
            assert_eq!(without_fields(json), expected);
        }
    }
}
