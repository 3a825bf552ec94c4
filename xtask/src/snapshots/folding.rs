//! Long tables in few lines: what stood there before is named instead of written again.

use std::collections::HashMap;
use std::fmt::Write as _;

use xtask_openapi::Note;

/// The blocks of a contract table, one an operation, with their names.
///
/// Fields that an earlier place has as well are left out and that place is named; failures that
/// look alike share a line.
pub(super) fn fold_contract(contract: &str) -> Vec<(String, String)> {
    let mut known = HashMap::new();
    contract
        .split("\n\n")
        .map(|block| fold_operation(block, &mut known))
        .collect()
}

/// A line of a table: what stands before the colon, and the rest.
struct Line<'t> {
    path: &'t str,
    rest: &'t str,
}

fn fold_operation(block: &str, known: &mut HashMap<String, String>) -> (String, String) {
    let mut lines = block.lines().peekable();
    let title = lines.next().unwrap_or_default();
    let operation = title.split(' ').nth(2).unwrap_or_default().to_owned();
    let mut text = format!("{title}\n");
    while let Some(head) = lines.next() {
        if let Some((code, kind)) = head.trim().split_once(" failure: ") {
            let mut codes = vec![code];
            while let Some((code, _)) = lines.peek().and_then(|next| {
                next.trim()
                    .split_once(" failure: ")
                    .filter(|(_, other)| *other == kind)
            }) {
                codes.push(code);
                lines.next();
            }
            push(
                &mut text,
                &format!("  {} failure: {kind}", codes.join(", ")),
            );
            continue;
        }
        let mut members = Vec::new();
        while let Some(member) = lines.peek().and_then(|next| next.strip_prefix("    ")) {
            let (path, rest) = member.split_once(": ").unwrap_or((member, ""));
            members.push(Line { path, rest });
            lines.next();
        }
        let place = format!(
            "{operation} {}",
            head.trim().split(' ').next().unwrap_or_default()
        );
        let whole = relative(&members, "");
        match known.get(&whole) {
            Some(earlier) if !members.is_empty() => {
                push(&mut text, &format!("{head}, as {earlier}"));
            }
            _ => {
                push(&mut text, head);
                known.insert(whole, place.clone());
                fold_members(&members, &place, known, &mut text);
            }
        }
    }
    (operation, text)
}

fn fold_members(
    members: &[Line<'_>],
    place: &str,
    known: &mut HashMap<String, String>,
    text: &mut String,
) {
    let mut rest = members;
    while let Some((member, after)) = rest.split_first() {
        push(text, &format!("    {}: {}", member.path, member.rest));
        rest = after;
        let is_below = |line: &&Line<'_>| {
            let below = line.path.strip_prefix(member.path);
            below.is_some_and(|below| below.starts_with(['.', '[', '{']))
        };
        let count = after.iter().take_while(is_below).count();
        let (below, beyond) = after.split_at(count);
        if count < 2 {
            continue;
        }
        let here = format!("{place} {}", member.path);
        let block = relative(below, member.path);
        if let Some(earlier) = known.get(&block) {
            text.pop();
            push(text, &format!(", as {earlier}"));
            rest = beyond;
        } else {
            known.insert(block, here);
        }
    }
}

/// Lines without what is before them all.
fn relative(lines: &[Line<'_>], prefix: &str) -> String {
    let lines = lines.iter().map(|line| {
        let path = line.path.strip_prefix(prefix).unwrap_or(line.path);
        let path = path.trim_start_matches("[]").trim_start_matches('.');
        format!("{path}: {}\n", line.rest)
    });
    lines.collect()
}

fn push(text: &mut String, line: &str) {
    text.push_str(line);
    text.push('\n');
}

/// What each kind of note that loses nothing says. Their places are told by the contract, so their
/// number is enough.
const ROUTINE: [(&str, &str); 8] = [
    ("`examples` became `example`", "`examples` became `example`"),
    (
        "became `type: ",
        "a list of types with null became one type and `nullable`",
    ),
    (
        "null branch of `anyOf` became",
        "a null branch of `anyOf` became `nullable`",
    ),
    (
        "moved into `allOf`, 3.0",
        "a reference with siblings moved into `allOf`",
    ),
    (
        "nullable: null is no reason",
        "a list of an answer became nullable",
    ),
    (
        "not required: null and",
        "what may be null is not required: null and absence are read alike",
    ),
    ("left to the run time", "failures left to the run time"),
    ("read as any 2xx", "200 read as any 2xx"),
];

/// Notes of which the usual ones are counted and the others stand there whole.
pub(super) fn fold_notes(notes: &[Note]) -> String {
    let mut counts = [0_usize; ROUTINE.len()];
    let mut others = String::new();
    for note in notes {
        match ROUTINE
            .iter()
            .position(|(usual, _)| note.text.contains(usual))
        {
            Some(index) => {
                if let Some(count) = counts.get_mut(index) {
                    *count += 1;
                }
            }
            None => push(&mut others, &note.to_string()),
        }
    }
    let mut text = String::new();
    for ((_, usual), count) in ROUTINE.iter().zip(counts).filter(|(_, count)| *count > 0) {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{count:4} times: {usual}");
    }
    text + &others
}

#[cfg(test)]
mod tests {
    use super::*;

    const CONTRACT: &str = "\
GET /a getA
  query n: integer
  200 application/json: object
    one: object
    one.x: string
    one.y: string
    two: array of object
    two[].x: string
    two[].y: string
    three: object
    three.x: string
    three.y: integer
  400 failure: object
  401 failure: object
  404 failure: no body

GET /b getB
  200 application/json: object
    [].x: string
    [].y: string
  202 application/json: object
    [].x: string
    [].y: string
";

    #[test]
    fn what_stood_there_before_is_named() {
        let blocks = fold_contract(CONTRACT);
        let expected = [
            (
                "getA",
                "\
GET /a getA
  query n: integer
  200 application/json: object
    one: object
    one.x: string
    one.y: string
    two: array of object, as getA 200 one
    three: object
    three.x: string
    three.y: integer
  400, 401 failure: object
  404 failure: no body
",
            ),
            (
                "getB",
                "\
GET /b getB
  200 application/json: object, as getA 200 one
  202 application/json: object, as getA 200 one
",
            ),
        ];
        let expected = expected.map(|(name, text)| (name.to_owned(), text.to_owned()));
        assert_eq!(blocks, expected);
    }

    #[test]
    fn an_unusual_note_stands_there_whole() {
        let notes = [
            Note::new(
                "lower",
                "/a/examples",
                "`examples` became `example`, the first of 2",
            ),
            Note::new("lower", "/b", "`examples` became `example`"),
            Note::new("shape", "/c", "dropped"),
        ];
        let folded = fold_notes(&notes);
        assert_eq!(
            folded,
            "   2 times: `examples` became `example`\nshape /c: dropped\n"
        );
    }
}
