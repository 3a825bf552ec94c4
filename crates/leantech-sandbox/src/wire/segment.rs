//! One segment of a path: its encoding, and whether it is an id.

use std::borrow::Cow;

/// Decodes a segment of a path; `None` where it is not UTF-8.
pub(crate) fn decode_segment(segment: &str) -> Option<Cow<'_, str>> {
    if !segment.contains('%') {
        return Some(segment.into());
    }
    percent_encoding::percent_decode_str(segment)
        .decode_utf8()
        .ok()
}

/// Whether a text has the form of a uuid.
pub(crate) fn is_uuid(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_hyphen = |at: usize| bytes.get(at) == Some(&b'-');
    bytes.len() == 36
        && [8, 13, 18, 23].into_iter().all(is_hyphen)
        && bytes.iter().filter(|byte| byte.is_ascii_hexdigit()).count() == 32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uuid_has_hyphens_in_their_places_and_digits_in_all_others() {
        let uuid = "af14cfa2-29e9-44ac-AB46-41235e359f50";
        assert!(is_uuid(uuid));
        for (place, _) in uuid.char_indices() {
            for other in ['-', 'g', '0'] {
                let mut changed = uuid.to_owned();
                changed.replace_range(place..=place, &other.to_string());
                let is_hyphen = matches!(place, 8 | 13 | 18 | 23);
                assert_eq!(
                    is_uuid(&changed),
                    is_hyphen == (other == '-') && other != 'g',
                    "{changed}"
                );
            }
        }
        assert!(!is_uuid("af14cfa2-29e9-44ac-ab46-41235e359f5"));
    }
}
