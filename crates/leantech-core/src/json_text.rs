//! A body as the text that a JSON reader takes.

use serde::de::DeserializeOwned;

use crate::whole_numbers::Whole;

/// What some servers and gateways write before the text.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// A body without the byte order mark that it may begin with.
pub(crate) fn without_bom(body: &[u8]) -> &[u8] {
    body.strip_prefix(BYTE_ORDER_MARK).unwrap_or(body)
}

/// Reads JSON as it is read in an answer: whole numbers may be written as `50.0` or `5e1`.
pub(crate) fn read<T: DeserializeOwned>(text: &str) -> Result<T, serde_json::Error> {
    let mut reader = serde_json::Deserializer::from_str(text);
    let value = T::deserialize(Whole(&mut reader))?;
    reader.end()?;
    Ok(value)
}
