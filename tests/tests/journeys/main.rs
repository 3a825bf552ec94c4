//! What a user of the client does from end to end, on the sandbox and on a server that says odd things.

mod account_access;
mod account_verifications;
mod bank_page_scopes;
mod entity_data;
mod insights;
mod ksa_scopes;
mod newest_balance;
mod redirect_confirmation;
mod replay_of_sandbox;
mod testing_kit;
mod webhook_extractor;
mod webhook_receiver;
