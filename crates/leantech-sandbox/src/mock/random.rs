//! Chance that repeats: the same seed and the same labels give the same stream.

/// A splitmix64 generator: small, fast and the same on every machine.
#[derive(Debug, Clone)]
pub(crate) struct Random(u64);

const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

impl Random {
    /// The stream of a seed and a path of labels below it.
    pub(crate) fn stream(seed: u64, labels: &[u64]) -> Self {
        let start = labels
            .iter()
            .fold(mix(seed.wrapping_add(GOLDEN)), |state, label| {
                mix(state ^ mix(label.wrapping_add(GOLDEN)))
            });
        Self(start)
    }

    /// The next 64 bits.
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(GOLDEN);
        mix(self.0)
    }

    /// A number below `end`, and 0 where nothing is below it.
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        // The bias of a remainder does not matter for made-up data.
        self.next().checked_rem(end).unwrap_or(0)
    }

    /// A number from `low` to `high`, both possible.
    pub(crate) fn between(&mut self, low: u64, high: u64) -> u64 {
        low.saturating_add(self.below(high.saturating_sub(low).saturating_add(1)))
    }

    /// Whether a draw of `percent` in a hundred succeeds.
    pub(crate) fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// One of the items.
    pub(crate) fn pick<'a, T: ?Sized>(&mut self, items: &[&'a T], fallback: &'a T) -> &'a T {
        let count = u64::try_from(items.len()).unwrap_or(u64::MAX);
        let at = usize::try_from(self.below(count)).unwrap_or(0);
        items.get(at).copied().unwrap_or(fallback)
    }

    /// That many decimal digits.
    pub(crate) fn digits(&mut self, count: usize) -> String {
        (0..count)
            .map(|_| char::from(b'0' + u8::try_from(self.below(10)).unwrap_or(0)))
            .collect()
    }

    /// An id in the form of a random uuid.
    pub(crate) fn uuid(&mut self) -> String {
        let (high, low) = (self.next(), self.next());
        let high = (high & 0xFFFF_FFFF_FFFF_0FFF) | 0x4000;
        let low = (low & 0x3FFF_FFFF_FFFF_FFFF) | 0x8000_0000_0000_0000;
        let value = (u128::from(high) << 64) | u128::from(low);
        in_hex(*b"00000000-0000-0000-0000-000000000000", value)
    }

    /// The next 128 bits as thirty-two hexadecimal digits.
    pub(crate) fn hex(&mut self) -> String {
        let (high, low) = (self.next(), self.next());
        in_hex([b'0'; 32], (u128::from(high) << 64) | u128::from(low))
    }
}

/// A number in the places that are not hyphens. Every answer has some fifty digits of ids, which a
/// formatter takes a tenth of all its work for.
fn in_hex<const N: usize>(mut text: [u8; N], mut value: u128) -> String {
    for place in text.iter_mut().rev().filter(|place| **place != b'-') {
        let [low, ..] = value.to_le_bytes();
        let digit = low & 0xF;
        *place = if digit < 10 {
            b'0' + digit
        } else {
            b'a' - 10 + digit
        };
        value >>= 4;
    }
    // Every byte is a digit or a hyphen.
    String::from_utf8(text.into()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_seeds_and_labels_give_equal_streams() {
        let draw = |seed, label| Random::stream(seed, &[label]).uuid();
        assert_eq!(draw(1, 2), draw(1, 2));
        assert_ne!(draw(1, 2), draw(2, 2));
        assert_ne!(draw(1, 2), draw(1, 3));
    }

    #[test]
    fn ids_stay_as_they_were_given_out_first() {
        let mut random = Random::stream(1, &[2]);
        assert_eq!(random.uuid(), "af14cfa2-29e9-44ac-ab46-41235e359f50");
        assert_eq!(random.hex(), "18cc1301fd4f6b8771ffba81ba3cc412");
    }

    #[test]
    fn an_id_has_the_form_of_a_random_uuid() {
        let mut random = Random::stream(7, &[]);
        for _ in 0..1000 {
            let id = random.uuid();
            assert_eq!(id.len(), 36, "{id}");
            assert_eq!(id.get(14..15), Some("4"), "{id}");
            assert!(
                matches!(id.get(19..20), Some("8" | "9" | "a" | "b")),
                "{id}"
            );
        }
    }

    #[test]
    fn a_draw_stays_in_its_bounds() {
        let mut random = Random::stream(7, &[1]);
        assert!((0..1000).all(|_| (3..=5).contains(&random.between(3, 5))));
        assert_eq!(random.below(0), 0);
    }
}
