//! What happens in the sandbox, and who is notified.
//! Uses what is remembered; uses no request and none of Lean's answers.

pub(crate) mod alarm;
pub(crate) mod consent_end;
pub(crate) mod consent_status;
pub(crate) mod data_status;
pub(crate) mod decision;
pub(crate) mod events;
pub(crate) mod links;
pub(crate) mod refresh;
pub(crate) mod webhook;
