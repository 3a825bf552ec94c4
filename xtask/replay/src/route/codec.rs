//! The generated type of each operation: reading an answer with it, and writing it again.

use leantech_core::codegen::DecodeFailure;

/// The answer after it went through the generated type of the operation; `None` when the crate
/// of the area has no such operation.
pub(crate) fn round_trip(
    area: &str,
    operation_id: &str,
    body: &[u8],
) -> Option<Result<Vec<u8>, DecodeFailure>> {
    let round_trip = match area {
        "auth" => leantech_auth::round_trip,
        "banks" => leantech_banks::round_trip,
        "consents" => leantech_consents::round_trip,
        "customers" => leantech_customers::round_trip,
        "data" => leantech_data::round_trip,
        "insights" => leantech_insights::round_trip,
        "open-banking" => leantech_open_banking::round_trip,
        "reports" => leantech_reports::round_trip,
        "payouts" => leantech_payouts::round_trip,
        "verifications" => leantech_verifications::round_trip,
        "entities" => leantech_entities::round_trip,
        _ => return None,
    };
    round_trip(operation_id, body)
}
