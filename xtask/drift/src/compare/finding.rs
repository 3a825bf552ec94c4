//! What the comparison of the documents found, before the generated code is asked.

use crate::compare::Owner;
use crate::compare::users::User;
use crate::report::Side;
use crate::rules::Rule;

/// The operation in which something was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Call {
    /// Method and path.
    pub(crate) name: String,
    pub(crate) id: Option<String>,
}

/// One difference between the documents.
#[derive(Debug, Clone)]
pub(crate) struct Finding {
    pub(crate) rule: &'static Rule,
    pub(crate) side: Side,
    /// Whether the client receives it.
    pub(crate) received: bool,
    /// It matters to nobody who uses a crate: failures, headers and webhooks are not generated.
    pub(crate) muted: bool,
    pub(crate) call: Option<Call>,
    /// From where it was met: one or more calls, and pairs of schemas that several may lead to.
    pub(crate) users: Vec<User>,
    /// The member it is about, or is in.
    pub(crate) owner: Option<Owner>,
    pub(crate) old: Option<String>,
    pub(crate) new: Option<String>,
    /// What changed, as the beginning of a sentence.
    pub(crate) what: String,
}
