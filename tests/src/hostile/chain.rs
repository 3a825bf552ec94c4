//! All that an error says of itself.

use std::error::Error;
use std::fmt::Write;

/// `Display` and `Debug` of an error and of all its sources, in all their formats.
pub fn whole_text(error: &(dyn Error + 'static)) -> String {
    let mut text = String::new();
    let mut next = Some(error);
    while let Some(error) = next {
        // Writing to a text does not fail.
        let _ = writeln!(text, "{error}\n{error:#}\n{error:?}\n{error:#?}");
        next = error.source();
    }
    text
}
