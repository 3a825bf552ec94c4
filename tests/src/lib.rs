//! Contract snapshots, round trips and end-to-end tests of the workspace.

pub mod answers;
pub mod exact_json;
pub mod hostile;
pub mod own_process;
pub mod repository;
pub mod sandbox;
pub mod schema_places;
pub mod signing;
pub mod verification_countries;

/// Every operation of every area.
pub fn all_operations() -> impl Iterator<Item = &'static leantech::Operation> {
    let areas: [&[&leantech::Operation]; 11] = [
        leantech_auth::operations::ALL,
        leantech_customers::operations::ALL,
        leantech_banks::operations::ALL,
        leantech_consents::operations::ALL,
        leantech_entities::operations::ALL,
        leantech_data::operations::ALL,
        leantech_insights::operations::ALL,
        leantech_open_banking::operations::ALL,
        leantech_reports::operations::ALL,
        leantech_payouts::operations::ALL,
        leantech_verifications::operations::ALL,
    ];
    areas.into_iter().flatten().copied()
}

/// The areas of account access: from the token to the data of a connected bank.
pub const ACCOUNT_ACCESS: [&str; 6] =
    ["auth", "customers", "banks", "consents", "entities", "data"];

/// Whether an operation belongs to account access.
pub fn is_account_access(operation: &leantech::Operation) -> bool {
    ACCOUNT_ACCESS.contains(&operation.area)
}
