//! The command line of a maintainer, as a library, so that tests can run each command.

mod changelog;
pub mod command;
pub mod snapshots;
pub mod surface;
pub mod transaction;
