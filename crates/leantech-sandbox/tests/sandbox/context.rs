//! The sandbox as a library: what the suite runs against here.

pub(crate) use leantech_sandbox::Sandbox;
