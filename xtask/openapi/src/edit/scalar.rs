//! Writing words and numbers as YAML: unquoted where it may be, in single quotes or folded otherwise.

use std::fmt::Write;

use serde_json::Value;
use serde_saphyr::ser_options;

/// The widest line that is written.
pub(super) const WIDTH: usize = 100;

/// How a text is to be written, where that can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    /// As little as it needs.
    Plain,
    Single,
    Double,
    /// `>`: a long line, folded.
    Folded,
    /// `|`: several lines.
    Literal,
}

/// The text in one line, as it may stand between the brackets of a flow list.
pub(super) fn in_flow(text: &str) -> String {
    if text.contains(['[', ']', '{', '}', ',']) {
        quoted(text)
    } else {
        in_line(text)
    }
}

/// The text in one line.
pub(super) fn in_line(text: &str) -> String {
    if is_plain(text) {
        text.to_owned()
    } else {
        quoted(text)
    }
}

/// The text in one line as `style` has it, where that can be.
pub(super) fn in_line_as(text: &str, style: Style, is_in_flow: bool) -> String {
    match style {
        Style::Single => quoted(text),
        Style::Double => double_quoted(text),
        _ if is_in_flow => in_flow(text),
        _ => in_line(text),
    }
}

/// The text as the value of an entry or item: `used` characters stand before it in its line, and
/// more lines of it are indented by `indent`.
pub(super) fn in_block(text: &str, style: Style, used: usize, indent: usize) -> String {
    let alone = in_line_as(text, style, false);
    let is_wide = used + alone.chars().count() > WIDTH;
    let as_block = match style {
        Style::Folded => folded(text, indent).or_else(|| literal(text, indent)),
        Style::Literal => literal(text, indent),
        _ if text.contains('\n') => literal(text, indent),
        _ if is_wide && text.contains(' ') => folded(text, indent),
        _ => None,
    };
    as_block.unwrap_or(alone)
}

/// What is neither a text nor anything with entries, and what has none.
pub(super) fn other(value: &Value) -> String {
    value.to_string()
}

/// Whether it is a text for every reader when it stands there without quotes.
fn is_plain(text: &str) -> bool {
    let options = ser_options! { prefer_block_scalars: false };
    text.chars().all(is_printable)
        && serde_saphyr::to_string_with_options(&text, options)
            .is_ok_and(|written| written.trim_end_matches('\n') == text)
}

fn quoted(text: &str) -> String {
    if text.chars().all(is_printable) {
        format!("'{}'", text.replace('\'', "''"))
    } else {
        double_quoted(text)
    }
}

/// In double quotes, as both YAML and JSON have them.
pub(super) fn double_quoted(text: &str) -> String {
    let mut written = String::with_capacity(text.len() + 2);
    written.push('"');
    for sign in text.chars() {
        match sign {
            '"' | '\\' => written.extend(['\\', sign]),
            '\n' => written.push_str("\\n"),
            '\r' => written.push_str("\\r"),
            '\t' => written.push_str("\\t"),
            sign if is_printable(sign) => written.push(sign),
            sign => {
                let mut units = [0; 2];
                for unit in sign.encode_utf16(&mut units) {
                    // Writing to a text cannot fail.
                    let _ = write!(written, "\\u{unit:04x}");
                }
            }
        }
    }
    written.push('"');
    written
}

fn is_printable(sign: char) -> bool {
    matches!(sign, ' '..='~' | '\u{a0}'..='\u{2027}' | '\u{202a}'..='\u{fefe}' | '\u{ff00}'..='\u{fffd}' | '\u{10000}'..)
}

fn folded(text: &str, indent: usize) -> Option<String> {
    let words: Vec<_> = text.split(' ').collect();
    let is_foldable = text.chars().all(is_printable) && words.iter().all(|word| !word.is_empty());
    if !is_foldable {
        return None;
    }
    let mut written = ">-".to_owned();
    let mut used = WIDTH;
    for word in words {
        let length = word.chars().count();
        if used + 1 + length > WIDTH {
            written.push('\n');
            written.push_str(&" ".repeat(indent));
            used = indent + length;
        } else {
            written.push(' ');
            used += 1 + length;
        }
        written.push_str(word);
    }
    Some(written)
}

fn literal(text: &str, indent: usize) -> Option<String> {
    let (sign, body) = match text.strip_suffix('\n') {
        Some(body) => ("|", body),
        None => ("|-", text),
    };
    let is_literal = body.chars().all(|sign| sign == '\n' || is_printable(sign))
        && !body.ends_with('\n')
        && body.lines().all(|line| line.trim_end() == line)
        && body
            .lines()
            .next()
            .is_some_and(|line| !line.is_empty() && !line.starts_with(' '));
    if !is_literal {
        return None;
    }
    let mut written = sign.to_owned();
    for line in body.split('\n') {
        written.push('\n');
        if !line.is_empty() {
            written.push_str(&" ".repeat(indent));
            written.push_str(line);
        }
    }
    Some(written)
}
