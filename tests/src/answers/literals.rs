//! The values that made-up answers hold: each way to write a number, an instant, a text.

use crate::exact_json::Exact;

/// As many answers of one kind are made, so that each word and each literal has its turn.
pub const VARIANTS: usize = 60;

/// Numbers as Lean and its banks write them, or may.
pub const DECIMALS: [&str; 14] = [
    "10.000",
    "1e3",
    "-0.50",
    "407906.23",
    "0",
    "-0",
    "-0.00",
    "1E+3",
    "1.5e-7",
    "0.5750895933",
    "1234567890123456.78",
    "100000.000",
    "0.1",
    "9999999999999999999999999999",
];

/// Instants with each kind of offset and each length of a fraction.
pub const INSTANTS: [&str; 24] = [
    "2026-05-10T12:34:57Z",
    "2026-05-10T12:34:57.6Z",
    "2026-05-10T12:34:57.64Z",
    "2026-05-10T12:34:57.640Z",
    "2026-05-10T12:34:57.6401Z",
    "2026-05-10T12:34:57.64010Z",
    "2026-05-10T12:34:57.640102Z",
    "2026-05-10T12:34:57.6401020Z",
    "2026-05-10T12:34:57.64010203Z",
    "2026-05-10T12:34:57.640102034Z",
    "2018-11-01T00:00:00+03:00",
    "2018-11-01T00:00:00.0+03:00",
    "2018-11-01T00:00:00.00+03:00",
    "2018-11-01T00:00:00.000+03:00",
    "2018-11-01T00:00:00.0001+03:00",
    "2018-11-01T00:00:00.00010+03:00",
    "2018-11-01T00:00:00.000100+03:00",
    "2018-11-01T00:00:00.0001002+03:00",
    "2018-11-01T00:00:00.00010020+03:00",
    "2018-11-01T00:00:00.000100203+03:00",
    "2026-05-10T12:34:57+00:00",
    "2026-05-10T12:34:57-05:30",
    "2024-02-29T23:59:59.999999999Z",
    "2016-12-31T23:59:60Z",
];

const DATES: [&str; 4] = ["2024-02-05", "2000-02-29", "0001-01-01", "9999-12-31"];

const INTEGERS: [&str; 6] = [
    "0",
    "7",
    "-1",
    "2147483648",
    "9007199254740993",
    "9223372036854775807",
];

const TEXTS: [&str; 8] = [
    "plain",
    "",
    "مصرف الإنماء",
    "\"quoted\" and back\\slashed / <b>",
    " spaces \t tab \n line \r return ",
    "\u{0}\u{1}\u{7f}\u{feff}",
    "5b1f0c52-7a55-4a0e-8d0e-6c1f6f3f9a01",
    "😀 1e3 null true",
];

const ANYTHING: [&str; 7] = [
    r#"{"b":1,"a":[10.000,null,{}]}"#,
    "1e400",
    "[]",
    r#""text""#,
    "false",
    r#"["date,desc"]"#,
    "0.10",
];

fn pick<'p>(pool: &[&'p str], turn: usize) -> &'p str {
    pool.get(turn % pool.len()).copied().unwrap_or_default()
}

pub(super) fn text(turn: usize) -> Exact {
    Exact::Text(pick(&TEXTS, turn).to_owned())
}

pub(super) fn integer(turn: usize) -> Exact {
    Exact::Number(pick(&INTEGERS, turn).to_owned())
}

/// Each number once as a number and once in quotes.
pub(super) fn decimal(turn: usize) -> Exact {
    let literal = pick(&DECIMALS, turn).to_owned();
    if (turn / DECIMALS.len()).is_multiple_of(2) {
        Exact::Number(literal)
    } else {
        Exact::Text(literal)
    }
}

pub(super) fn instant(turn: usize) -> Exact {
    Exact::Text(pick(&INSTANTS, turn).to_owned())
}

pub(super) fn date(turn: usize) -> Exact {
    Exact::Text(pick(&DATES, turn).to_owned())
}

pub(super) fn date_or_instant(turn: usize) -> Exact {
    if turn.is_multiple_of(2) {
        date(turn / 2)
    } else {
        instant(turn / 2)
    }
}

pub(super) fn anything(turn: usize) -> Exact {
    Exact::parse(pick(&ANYTHING, turn).as_bytes()).unwrap_or(Exact::Null)
}
