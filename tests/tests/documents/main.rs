//! The documents, what is made of them, and the workspace around them.

mod architecture;
mod baselines;
mod contracts;
mod dependencies;
mod every_version;
mod failures_page;
mod generation;
mod permission_table;
mod published_specs;
mod readme;
mod releases;
mod round_trips;
mod schemas;
mod workflows;
