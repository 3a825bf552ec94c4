//! Adopting the largest of Lean's files is a matter of seconds.

use std::time::{Duration, Instant};

use xtask::command::Outcome;

use crate::change::sort_code;
use crate::copy::Copy;
use crate::lean::{areas, document};

/// Two seconds where the program is built for speed. Tests are not, and share the machine.
const MOST: Duration = Duration::from_secs(120);

#[test]
fn the_largest_file_is_taken_in_within_bounds() {
    let file = "ksa-bank-data.yml";
    let copy = Copy::of(areas(file));
    let mut lean = document(file);
    sort_code(&mut lean, "/components/schemas/IdentityClaimsSau");
    let given = copy.give(file, &lean);
    let started = Instant::now();
    let ran = copy.adopt(&[given], &["--dry-run"]);
    let took = started.elapsed();
    assert_eq!(ran.outcome, Outcome::Fine, "{}", ran.said());
    assert!(took < MOST, "{took:?}");
}
