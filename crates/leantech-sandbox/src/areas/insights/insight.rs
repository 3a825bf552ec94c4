//! What each of the insights says of itself.

use leantech_insights::types::InsightType;
use serde::Serialize;

use super::envelope::Envelope;
use super::view::View;

/// One of the insights.
pub(super) trait Insight {
    type Data;

    /// What `type` says in answers; two were recorded without it.
    fn kind(view: &View) -> Option<InsightType>;

    fn data(view: &View) -> Self::Data;

    /// The answer of the documents around it.
    fn result(envelope: Envelope<Self::Data>) -> impl Serialize;
}
