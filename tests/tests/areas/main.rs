//! The areas beyond account access: every operation, called through the facade on the sandbox.

mod every_operation;
mod forms;
mod ground;
mod insights;
mod open_banking;
mod payouts;
mod recorder;
mod reports;
mod verifications;
