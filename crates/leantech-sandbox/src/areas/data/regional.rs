//! What every block of regional data has in common.

/// The name of the standard, as Lean writes it.
pub(super) const STANDARD: &str = "SAU.SAMA.V1";

/// The regional block of a resource, if the caller asked for it.
macro_rules! regional {
    ($view:expr, $kind:ident, $data:expr) => {
        $view.is_verbose.then(|| {
            leantech_data::types::$kind::new()
                .standard($crate::areas::data::regional::STANDARD)
                .data($data)
        })
    };
}
pub(super) use regional;
