//! What the maintainer's commands are made of, as a library, so that tests can call each step.

pub mod adopt;
mod beside;
pub mod command;
pub mod contract;
pub mod drift;
pub mod generate;
pub mod lint;
pub mod load;
pub mod lower;
pub mod manifest;
pub mod note;
pub mod outline;
pub mod overlay;
pub mod place;
pub mod pointer;
pub mod problem;
pub mod raise;
pub mod reference;
pub mod release;
pub mod render;
mod requests;
pub mod shape;
pub mod transaction;
pub mod yaml;
