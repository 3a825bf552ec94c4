//! The command line of the sandbox: what is asked of the program, and what it logs.
//! Knows the public face of the crate alone.

pub(crate) mod arguments;
pub(crate) mod log;
