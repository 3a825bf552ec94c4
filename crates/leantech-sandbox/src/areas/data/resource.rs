//! What each resource of data v2 says of itself.

use serde::Serialize;

use super::envelope::Envelope;
use super::view::View;
use crate::memory::permission_set::Access;

/// One of the resources of data v2.
pub(super) trait Resource {
    /// What `type` says in answers.
    const TYPE: &'static str;
    /// The permission that the resource needs.
    const ACCESS: Access;
    type Data;

    /// The page that was asked for.
    fn data(view: &View) -> Self::Data;

    /// The answer of the documents around it.
    fn result(envelope: Envelope<Self::Data>) -> impl Serialize;
}
