//! How each figure is taken.

pub(crate) mod build;
pub(crate) mod call;
pub(crate) mod generation;
pub(crate) mod sandbox;
pub(crate) mod scale;
pub(crate) mod token;
pub(crate) mod webhook;
