//! What each resource of the standard says of itself.

use leantech_core::AccountId;

use super::call::Call;
use super::envelope::Envelope;
use super::view::Part;
use crate::wire::answer::Answer;

/// One of the resources of the standard.
pub(super) trait Resource {
    type Row: Clone;

    /// All rows of one connection, or of one account of it.
    fn rows(part: &Part, call: &Call<'_>) -> Vec<Self::Row>;

    /// The answer of the documents with one page of the rows.
    fn answer(envelope: Envelope, account: Option<AccountId>, rows: Vec<Self::Row>) -> Answer;
}
