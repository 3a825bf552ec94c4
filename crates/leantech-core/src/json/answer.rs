//! Reading an answer without its malformed parts, and without its malformed rows if requested.

use std::borrow::Cow;

use serde::de::DeserializeOwned;

use super::decode_failure::DecodeFailure;
use super::lenient_rows::Rows;
use super::odd_parts;
use super::read::{OTHER_JSON, read, without_bom};

/// Reads a text as some type, and keeps what it read.
pub(crate) type Reading<'r> = dyn FnMut(&[u8]) -> Result<(), DecodeFailure> + 'r;

/// Reads a body as `T`, but without the malformed parts of an envelope, and, if `is_lenient`,
/// without the malformed rows of lists.
pub(crate) fn read_answer<T: DeserializeOwned>(
    body: &[u8],
    is_lenient: bool,
) -> Result<(T, Rows), DecodeFailure> {
    let mut value = None;
    let rows = read_by(body, is_lenient, &mut |text| {
        value = Some(read::<T>(text)?);
        Ok(())
    })?;
    let value = value.ok_or_else(|| DecodeFailure::of_the_whole(OTHER_JSON))?;
    Ok((value, rows))
}

/// It is compiled once, for all types.
fn read_by(
    body: &[u8],
    is_lenient: bool,
    reading: &mut Reading<'_>,
) -> Result<Rows, DecodeFailure> {
    let mut rows = Rows::default();
    let Err(first) = reading(body) else {
        return Ok(rows);
    };
    let mut text = Cow::Borrowed(without_bom(body));
    let mut failure = first.clone();
    // A missing end stays missing, so a cut text is never taken for a complete one.
    loop {
        let mut without = odd_parts::without(&text, &failure);
        if without.is_none() && is_lenient {
            without = rows.without_refused(&text, &failure, reading);
        }
        let Some(without) = without else {
            return Err(first);
        };
        match reading(&without) {
            Ok(()) => return Ok(rows),
            Err(next) => failure = next,
        }
        text = Cow::Owned(without);
    }
}
