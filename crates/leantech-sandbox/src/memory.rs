//! What the sandbox remembers, and where it keeps it.
//! Uses the made-up world and the operations; uses neither requests nor what happens with time.

pub(crate) mod clock;
pub(crate) mod hosts;
pub(crate) mod journal;
pub(crate) mod ksa_codes;
pub(crate) mod link;
mod log;
pub(crate) mod permission_set;
mod redaction;
pub(crate) mod rows;
pub(crate) mod settings;
pub(crate) mod shared;
pub(crate) mod state;
pub(crate) mod store;
mod table;
mod tokens;
