//! The peers: the real programs at pinned versions, set up below `target/bench`.

pub(crate) mod base;
pub(crate) mod middleware;
pub(crate) mod node;
pub(crate) mod openapi_generator;
pub(crate) mod prism;
