//! The several shapes that errors of Lean's have.

/// How an operation writes its errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ErrorStyle {
    /// `status`, `message`, `timestamp`, `metadata`.
    Short,
    /// `status_code` and `message`.
    Consent,
    /// As `Short`, with the `results_id` that most errors of a data call have.
    Results,
    /// The envelope of the open-banking family.
    OpenBanking,
    /// The envelope of a result that failed, with the code in its detail, where insights v3
    /// say so themselves; as `Short` where the gateway does.
    Insight,
}
