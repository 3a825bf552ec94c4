//! The command line of the sandbox: its options, and what it logs.
//! Uses only the public API of the crate.

pub(crate) mod arguments;
pub(crate) mod log;
