//! What is known of an operation without its arguments.

/// One operation of one of Lean's APIs, as its document names it.
///
/// All of it is the document's: it may be logged, counted and shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Operation {
    /// Lean's `operationId`.
    pub id: &'static str,
    /// The area, such as `consents`.
    pub area: &'static str,
    /// The HTTP method, in capitals.
    pub method: &'static str,
    /// The path template, with `{names}`.
    pub path: &'static str,
    /// The codes of the Saudi standard that a consent must hold for the call: all of the lists,
    /// of each list any one. Empty where the document names none.
    pub ksa_scopes: &'static [&'static [&'static str]],
}

impl Operation {
    /// Describes an operation; the generated crates hold one for each of theirs.
    pub const fn new(
        id: &'static str,
        area: &'static str,
        method: &'static str,
        path: &'static str,
    ) -> Self {
        Self {
            id,
            area,
            method,
            path,
            ksa_scopes: &[],
        }
    }

    /// The same operation with the codes that a consent must hold for it.
    #[must_use]
    pub const fn with_ksa_scopes(self, codes: &'static [&'static [&'static str]]) -> Self {
        Self {
            ksa_scopes: codes,
            ..self
        }
    }
}
