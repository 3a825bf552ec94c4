//! Limits that we would enforce on Lean's answers, or that would drag in a dependency, go.

use super::Shaper;
use super::facts::Direction;
use super::unwrap::Bare;

/// Limits that a received value is not held to.
const OF_ANSWERS: [&str; 16] = [
    "pattern",
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties",
    "default",
    "readOnly",
    "writeOnly",
];

/// Limits that the generator ignores or turns into an awkward type, or that need a regex engine.
const OF_REQUESTS: [&str; 9] = [
    "pattern",
    "multipleOf",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties",
    "readOnly",
    "writeOnly",
];

impl Shaper<'_> {
    /// Notes the limits of `bare` that its type will not have.
    pub(super) fn note_dropped_bounds(&mut self, bare: &Bare, direction: Direction) {
        let (keys, reason): (&[&str], _) = match direction {
            Direction::Received => (&OF_ANSWERS, "an answer is not refused for it"),
            Direction::Sent => (&OF_REQUESTS, "Lean checks it"),
        };
        let dropped: Vec<&str> = keys.iter().copied().filter(|key| bare.has(key)).collect();
        if !dropped.is_empty() {
            self.note(
                &bare.place,
                format!("{} dropped: {reason}", dropped.join(", ")),
            );
        }
        if direction == Direction::Sent && bare.has("default") && !bare.is_set("x-lean-always-sent")
        {
            self.note(
                &bare.place,
                "default dropped: Lean applies it when nothing is sent",
            );
        }
    }
}
