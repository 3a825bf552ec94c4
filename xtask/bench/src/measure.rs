//! How each figure is taken.

pub(crate) mod build;
pub(crate) mod call;
pub(crate) mod token;
