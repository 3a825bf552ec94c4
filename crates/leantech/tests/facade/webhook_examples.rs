//! An event of each documented type, as Lean would send it. All values are made up.

use serde_json::{Value, json};

/// An event in the envelope that was recorded.
pub(crate) fn envelope(event_type: &str, payload: &Value) -> Value {
    json!({
        "type": event_type,
        "payload": payload,
        "message": "Something has happened.",
        "timestamp": "2026-05-13T08:15:30.123456789Z",
        "event_id": "00000000-0000-4000-8000-00000000000e",
    })
}

/// A connection to a bank, whole.
pub(crate) fn entity() -> Value {
    json!({
        "id": "00000000-0000-4000-8000-0000000000e1",
        "customer_id": "00000000-0000-4000-8000-0000000000c1",
        "app_user_id": "prod_usr_1246",
        "permissions": ["identity", "accounts", "balance"],
        "bank_details": {
            "identifier": "LEA1_SAMAOB_SAU",
            "name": "Mockbank 1",
            "logo": "https://cdn.example/logo.png",
            "main_color": "#1beb75",
            "background_color": "#001e3e",
            "account_type": "PERSONAL",
            "bank_type": "RETAIL",
            "swift_code": "MOCKSA01",
        },
    })
}

/// A refresh with these words for its whole and for its resources.
pub(crate) fn refresh(status: &str, word: &str) -> Value {
    json!({
        "refresh_id": "00000000-0000-4000-8000-0000000000f1",
        "entity_id": "00000000-0000-4000-8000-0000000000e1",
        "customer_id": "00000000-0000-4000-8000-0000000000c1",
        "app_user_id": "prod_usr_1246",
        "status": status,
        "data_status": {
            "accounts": word,
            "identity": word,
            "account_data": [{
                "account_id": "00000000-0000-4000-8000-0000000000a1",
                "balance": word,
                "identity": "UNSUPPORTED",
                "beneficiaries": word,
                "transactions": "PARTIAL",
                "scheduled_payments": word,
                "direct_debits": "FAILED",
                "standing_orders": word,
                "transaction_availability": {
                    "start": "2025-05-13",
                    "end": "2026-05-13T00:00:00.10+03:00",
                    "complete_months": 11,
                },
            }],
        },
    })
}

/// A payload for each type that is known.
pub(crate) fn payload_of(event_type: &str) -> Value {
    let on = json!({ "match": "enabled", "no_match": "disabled" });
    match event_type {
        "entity.created" | "entity.updated" => entity(),
        "entity.data.refresh.updated" => refresh("FINISHED", "OK"),
        "results.ready" => json!({ "id": "00000000-0000-4000-8000-0000000000d1" }),
        "bank.availability.updated" | "banks.availability.updated" => json!({
            "identifier": "LEA1_SAMAOB_SAU",
            "availability": {
                "active": { "payments": false, "data": true },
                "enabled": { "payments": false, "data": true },
            },
        }),
        "iban_account_verification.bank.availability.updated" => json!({
            "country_code": "SAU",
            "bank_code": "80",
            "availability": {
                "global": "enabled",
                "account_type": { "personal": on, "freelancer": on, "business": on },
            },
        }),
        "payment.created" | "payment.updated" => json!({
            "id": "p-1",
            "intent_id": "i-1",
            "customer_id": "c-1",
            "payment_destination_id": "d-1",
            "amount": 1050,
            "currency": "AED",
            "status": "ACCEPTED_BY_BANK",
            "reason": "fine",
            "bank_transaction_reference": "ref-1",
            "metadata": { "data": "own" },
        }),
        "payment_intent.created" => json!({
            "intent_id": "i-1",
            "amount": 1050,
            "currency": "AED",
            "status": "INTENT_CREATED",
            "reason": "fine",
            "metadata": { "data": "own" },
        }),
        "payment_source.created" => json!({
            "id": "s-1",
            "customer_id": "c-1",
            "end_user_id": "u-1",
            "bank_identifier": "LEAN_MB1",
            "bank_name": "Mock",
            "status": "ACTIVE",
        }),
        "payment_source.beneficiary.created" => json!({
            "id": "b-1",
            "customer_id": "c-1",
            "payment_source_id": "s-1",
            "payment_destination_id": "d-1",
            "payment_source_bank_identifier": "LEAN_MB1",
            "status": "AWAITING_BENEFICIARY_COOL_OFF",
        }),
        "consent.status.updated" | "payment_consent.status.updated" => json!({
            "id": "00000000-0000-4000-8000-0000000000b1",
            "customer_id": "c-1",
            "status": "AUTHORISED",
            "consent_type": "PAYMENT",
            "account_id": "a-1",
        }),
        _ => json!({ "id": "x-1", "any": [1.50, { "thing": null }] }),
    }
}
