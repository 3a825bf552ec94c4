//! From a method and a path to an operation of Lean's.
//! Uses the forms on the wire; uses no handler and nothing that is remembered.

pub(crate) mod operation;
pub(crate) mod own;
pub(crate) mod router;
mod routes;
mod table;
