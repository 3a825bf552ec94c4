//! What is known about an operation without its arguments.

use crate::Region;

/// One operation of one of Lean's APIs, as its document names it.
///
/// All of it comes from the document: it may be logged, counted and shown.
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
    /// and any one of each list. Empty if the document names none.
    pub ksa_scopes: &'static [&'static [&'static str]],
    /// The countries in which Lean has the operation. Empty if it has it everywhere.
    pub regions: &'static [Region],
    /// What must be set before it is sent: query parameters, headers and fields of the body, by
    /// the names that are sent; `body` for a body that is not an object.
    pub required: &'static [&'static str],
    /// Whether it changes nothing: it is a `GET`, or a `POST` that only reads. Such a call is repeated after a
    /// failure, and its outcome is never unknown.
    pub only_reads: bool,
    /// How its body is written, if it has one.
    pub(crate) body: Option<BodyForm>,
}

/// How a body is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum BodyForm {
    /// `application/json`.
    Json,
    /// `application/x-www-form-urlencoded`.
    Urlencoded,
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
            regions: &[],
            required: &[],
            only_reads: matches!(method.as_bytes(), b"GET" | b"HEAD" | b"OPTIONS"),
            body: None,
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

    /// The same operation with the countries in which Lean has it.
    #[must_use]
    pub const fn with_regions(self, regions: &'static [Region]) -> Self {
        Self { regions, ..self }
    }

    /// The same operation with what must be set before it is sent.
    #[must_use]
    pub const fn with_required(self, names: &'static [&'static str]) -> Self {
        Self {
            required: names,
            ..self
        }
    }

    /// The same operation, which changes nothing although its method may.
    #[must_use]
    pub const fn that_only_reads(self) -> Self {
        Self {
            only_reads: true,
            ..self
        }
    }

    /// The same operation with a JSON body: `{}` is sent where no field is set.
    #[must_use]
    pub const fn with_body(self) -> Self {
        Self {
            body: Some(BodyForm::Json),
            ..self
        }
    }

    /// The same operation with a body that is a form.
    #[must_use]
    pub const fn with_form(self) -> Self {
        Self {
            body: Some(BodyForm::Urlencoded),
            ..self
        }
    }

    /// Whether Lean has it in a country.
    pub fn is_in(&self, region: Region) -> bool {
        self.regions.is_empty() || self.regions.contains(&region)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_operation_that_names_no_country_is_everywhere() {
        let everywhere = Operation::new("listBanks", "banks", "GET", "/banks/v1/");
        let saudi = everywhere.with_regions(&[Region::SaudiArabia]);
        let places = [Region::SaudiArabia, Region::UnitedArabEmirates];
        assert_eq!(places.map(|region| everywhere.is_in(region)), [true, true]);
        assert_eq!(places.map(|region| saudi.is_in(region)), [true, false]);
    }
}
