//! Leaves fields out of written JSON where they are null.

use std::ops::Range;

/// Where a field stands.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Field<'j> {
    pub(crate) name: &'j str,
    /// The name of the object, or of the list of objects, that it is in; nothing at the root.
    pub(crate) parent: &'j str,
    /// How many objects and lists are around it: 1 for a field of the answer itself.
    pub(crate) depth: usize,
}

/// Whether a field that is null is left out.
pub(crate) type IsLeftOut = fn(Field<'_>) -> bool;

/// The JSON without the null fields that are to be left out; everything else stays byte for byte.
pub(crate) fn without_null(json: &[u8], is_left_out: IsLeftOut) -> Vec<u8> {
    let mut out = Vec::with_capacity(json.len());
    // The names of the objects and lists that are open, as ranges of `out`.
    let mut parents: Vec<Range<usize>> = Vec::new();
    // Where the last string of `out` is, without its quotes: before a colon it is a name.
    let mut text = 0..0;
    let mut name = 0..0;
    let mut rest = json;
    while let Some((byte, after)) = rest.split_first() {
        rest = after;
        match byte {
            b'"' => {
                let length = string_length(after);
                let (string, after) = after.split_at_checked(length).unwrap_or((after, &[]));
                out.push(b'"');
                text = out.len()..out.len() + length;
                out.extend_from_slice(string);
                rest = after;
                if let Some((quote, after)) = after.split_first() {
                    out.push(*quote);
                    rest = after;
                }
                continue;
            }
            b':' => name = text.clone(),
            b'{' | b'[' => parents.push(std::mem::replace(&mut name, 0..0)),
            b'}' | b']' => {
                // A list of objects keeps its name for each of them.
                name = parents.pop().unwrap_or_default();
            }
            b'n' if out.last() == Some(&b':') => {
                let written = |range: Option<&Range<usize>>| {
                    let bytes = range.and_then(|range| out.get(range.clone()));
                    std::str::from_utf8(bytes.unwrap_or_default()).unwrap_or_default()
                };
                let field = Field {
                    name: written(Some(&name)),
                    parent: written(parents.iter().rev().find(|range| !range.is_empty())),
                    depth: parents.len(),
                };
                if is_left_out(field) {
                    // From the quote before the name on.
                    out.truncate(name.start.saturating_sub(1));
                    rest = rest.strip_prefix(b"ull").unwrap_or(rest);
                    match rest.strip_prefix(b",") {
                        Some(after) => rest = after,
                        None if out.last() == Some(&b',') => {
                            out.pop();
                        }
                        None => {}
                    }
                    continue;
                }
            }
            _ => {}
        }
        out.push(*byte);
    }
    out
}

/// How many bytes there are before the quote that ends a string.
fn string_length(json: &[u8]) -> usize {
    let mut is_escaped = false;
    let ends = |byte: &u8| {
        let is_end = *byte == b'"' && !is_escaped;
        is_escaped = *byte == b'\\' && !is_escaped;
        is_end
    };
    json.iter().position(ends).unwrap_or(json.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn left(json: &str) -> String {
        let is_left_out: IsLeftOut = |field| match field.name {
            "a" => true,
            "root" => field.depth == 1,
            name => name == "x" && field.parent == "list",
        };
        String::from_utf8(without_null(json.as_bytes(), is_left_out)).unwrap_or_default()
    }

    #[test]
    fn null_fields_that_are_named_are_left_out_and_nothing_else_changes() {
        for (json, expected) in [
            (r#"{"a":null}"#, "{}"),
            (r#"{"a":null,"b":1.50}"#, r#"{"b":1.50}"#),
            (r#"{"b":null,"a":null}"#, r#"{"b":null}"#),
            (r#"{"b":1,"a":null,"c":[null]}"#, r#"{"b":1,"c":[null]}"#),
            (r#"[{"a":null},{"a":0}]"#, r#"[{},{"a":0}]"#),
            (
                r#"{"b":{"root":null},"root":null}"#,
                r#"{"b":{"root":null}}"#,
            ),
            (r#"{"b":"a\":null,","a":null}"#, r#"{"b":"a\":null,"}"#),
            (r#"{"b":"\\","a":null}"#, r#"{"b":"\\"}"#),
            (r#"{"a":null,"a":null}"#, "{}"),
            (r#"{"b":"a","c":null}"#, r#"{"b":"a","c":null}"#),
            (
                r#"{"list":[{"x":null}],"x":null}"#,
                r#"{"list":[{}],"x":null}"#,
            ),
            (
                r#"{"list":{"y":[1],"x":null,"z":{"x":null}}}"#,
                r#"{"list":{"y":[1],"z":{"x":null}}}"#,
            ),
            ("null", "null"),
            (r#"{"b":"#, r#"{"b":"#),
            (r#"{"a":n"#, "{"),
            (r#"{"a"#, r#"{"a"#),
        ] {
            assert_eq!(left(json), expected, "{json}");
        }
        let deep = "[".repeat(100_000);
        assert_eq!(left(&deep), deep);
    }
}
