//! Events of every documented type, and what is kept of those that no document knows.

use crate::webhook_examples::{entity, envelope, payload_of, refresh};
use leantech::webhook::{
    Availability, EntityPermission, Event, Payload, RefreshState, ResourceState,
};
use leantech::{DateOrTime, Permission, PermissionSet};
use serde_json::{Value, json};

fn read(event: &Value) -> Event {
    Event::parse(event.to_string().as_bytes()).unwrap()
}

#[test]
fn every_documented_type_is_known_and_goes_back_as_it_came() {
    assert_eq!(Payload::TYPES.len(), 21);
    for event_type in Payload::TYPES {
        let sent = envelope(event_type, &payload_of(event_type));
        let event = read(&sent);
        assert!(
            !matches!(event.payload, Payload::Unknown(_) | Payload::Malformed(_)),
            "{event_type}: {:?}",
            event.payload
        );
        assert_eq!(event.event_type, *event_type);
        let back = serde_json::to_string(&event).unwrap();
        assert_eq!(
            serde_json::from_str::<Value>(&back).unwrap(),
            sent,
            "{event_type}"
        );
        assert_eq!(serde_json::from_str::<Event>(&back).unwrap(), event);
    }
}

#[test]
fn an_entity_event_is_read_whole() {
    let event = read(&envelope("entity.created", &entity()));
    assert_eq!(
        event.event_id.as_deref(),
        Some("00000000-0000-4000-8000-00000000000e")
    );
    assert_eq!(
        event.timestamp.unwrap().to_string(),
        "2026-05-13T08:15:30.123456789Z"
    );
    let Payload::EntityCreated(entity) = event.payload else {
        panic!("{:?}", event.payload)
    };
    assert_eq!(entity.id, "00000000-0000-4000-8000-0000000000e1");
    assert_eq!(
        entity.customer_id.as_ref().unwrap(),
        &"00000000-0000-4000-8000-0000000000c1"
    );
    assert_eq!(
        entity.permission_set(),
        PermissionSet::from([
            Permission::Identity,
            Permission::Accounts,
            Permission::Balance
        ])
    );
    let bank = entity.bank_details.unwrap();
    assert_eq!(bank.identifier.as_deref(), Some("LEA1_SAMAOB_SAU"));
    assert_eq!(bank.swift_code.as_deref(), Some("MOCKSA01"));
}

#[test]
fn success_and_ok_mean_the_same_and_stay_the_words_they_are() {
    for (status, word, is_over, is_there) in [
        ("FINISHED", "SUCCESS", true, true),
        ("OK", "OK", true, true),
        ("PENDING", "PENDING", false, false),
        ("FINISHED", "FAILED", true, false),
        ("PAUSED", "SOON", false, false),
    ] {
        let sent = envelope("entity.data.refresh.updated", &refresh(status, word));
        let event = read(&sent);
        assert_eq!(serde_json::to_value(&event).unwrap(), sent);
        let Payload::RefreshUpdated(refresh) = event.payload else {
            panic!("{:?}", event.payload)
        };
        assert_eq!(refresh.is_finished(), is_over, "{status}");
        assert_eq!(refresh.status.as_ref().unwrap().to_string(), status);
        let accounts = refresh.data_status.unwrap().accounts.unwrap();
        assert_eq!(accounts.is_success(), is_there, "{word}");
        assert_eq!(accounts.to_string(), word);
    }
    assert!(!RefreshState::Pending.is_finished());
    assert!(ResourceState::Partial.is_final() && !ResourceState::Pending.is_final());
}

#[test]
fn the_availability_of_transactions_is_a_date_or_an_instant() {
    let event = read(&envelope(
        "entity.data.refresh.updated",
        &refresh("FINISHED", "OK"),
    ));
    let Payload::RefreshUpdated(refresh) = event.payload else {
        panic!("{:?}", event.payload)
    };
    let account = refresh.data_status.unwrap().account_data.unwrap().remove(0);
    let available = account.transaction_availability.unwrap();
    assert!(matches!(available.start, Some(DateOrTime::Date(_))));
    assert!(matches!(available.end, Some(DateOrTime::Time(_))));
    assert_eq!(available.complete_months, Some(11));
    assert_eq!(account.transactions.unwrap(), ResourceState::Partial);
}

#[test]
fn an_unknown_type_keeps_every_byte_of_its_event() {
    for sent in [
        r#"{ "type":"entity.renamed", "payload":{"amount":10.000,"b":1,"a":2},"own":[ ] }"#,
        r#"{"type":"entity.renamed"}"#,
        r#"{"type":"","payload":"text"}"#,
        r#"{"type":"Entity.Created","payload":7}"#,
    ] {
        let event = Event::parse(sent.as_bytes()).unwrap();
        let Payload::Unknown(raw) = &event.payload else {
            panic!("{:?}", event.payload)
        };
        assert_eq!(raw.get(), sent);
        assert_eq!(serde_json::to_string(&event).unwrap(), sent);
    }
}

#[test]
fn unknown_words_and_members_are_no_failure() {
    let mut sent = envelope("entity.created", &entity());
    sent["payload"]["permissions"] = json!(["accounts", "crypto"]);
    sent["payload"]["bank_details"]["account_type"] = json!("GOVERNMENT");
    let event = read(&sent);
    assert_eq!(serde_json::to_value(&event).unwrap(), sent);
    let Payload::EntityCreated(entity) = event.payload else {
        panic!("{:?}", event.payload)
    };
    assert_eq!(entity.permission_set(), Permission::Accounts.into());
    let permissions = entity.permissions.unwrap();
    let unknown = permissions
        .iter()
        .find(|permission| permission.is_unknown());
    assert_eq!(unknown.map(EntityPermission::as_str), Some("crypto"));

    sent["payload"]["new"] = json!({ "deep": [1] });
    sent["new"] = json!(1);
    assert_eq!(read(&sent).event_type, "entity.created");
}

#[test]
fn the_permissions_of_an_entity_are_those_of_requests() {
    let known = EntityPermission::KNOWN.iter().map(EntityPermission::as_str);
    assert!(known.eq(Permission::ALL.iter().map(|permission| permission.as_str())));
}

#[test]
fn what_is_missing_or_null_is_no_failure_but_for_what_names_the_thing() {
    let bare = read(&json!({ "type": "entity.created", "payload": { "id": "e-1" } }));
    assert_eq!(bare.event_id, None);
    assert_eq!(bare.timestamp, None);
    let nulls = read(&json!({
        "type": "entity.created",
        "event_id": null, "timestamp": null, "message": null,
        "payload": {
            "id": "e-1", "customer_id": null, "app_user_id": null, "permissions": null,
            "bank_details": null,
        },
    }));
    assert_eq!(nulls, bare);
    let empty = read(&json!({ "type": "results.ready", "payload": { "id": "r" }, "event_id": "" }));
    assert_eq!(empty.event_id, None);
    let inner = read(&json!({
        "type": "entity.updated",
        "payload": { "id": "e-1", "bank_details": { "logo": null, "swift_code": null } },
    }));
    assert!(matches!(inner.payload, Payload::EntityUpdated(_)));
}

#[test]
fn an_iban_event_tells_what_can_be_checked() {
    let event_type = "iban_account_verification.bank.availability.updated";
    let event = read(&envelope(event_type, &payload_of(event_type)));
    let Payload::IbanAvailabilityUpdated(bank) = event.payload else {
        panic!("{:?}", event.payload)
    };
    let available = bank.availability.unwrap();
    assert_eq!(available.global.unwrap(), Availability::Enabled);
    let personal = available.account_type.unwrap().personal.unwrap();
    assert_eq!(personal.is_match.unwrap(), Availability::Enabled);
    assert_eq!(personal.is_no_match.unwrap(), Availability::Disabled);
}

#[test]
fn an_amount_is_exact() {
    let sent = br#"{"type":"payment.updated","payload":{"amount":12345678901234567.890}}"#;
    let event = Event::parse(sent).unwrap();
    let Payload::PaymentUpdated(payment) = &event.payload else {
        panic!("{:?}", event.payload)
    };
    let amount = payment.amount.as_ref().unwrap();
    assert_eq!(amount.to_string(), "12345678901234567.890");
    assert_eq!(serde_json::to_string(&event).unwrap().as_bytes(), sent);
}

#[test]
fn debug_of_an_event_names_no_person_and_no_money() {
    for event_type in Payload::TYPES {
        let mut sent = envelope(event_type, &payload_of(event_type));
        sent["message"] = json!("canary");
        for (member, value) in [
            ("app_user_id", json!("canary@example.com")),
            ("end_user_id", json!("canary@example.com")),
            ("reason", json!("canary")),
            ("bank_transaction_reference", json!("canary")),
            ("metadata", json!({ "canary": "canary" })),
            ("amount", json!(4_711)),
            ("any", json!("canary")),
        ] {
            if let Some(place) = sent["payload"].get_mut(member) {
                *place = value;
            }
        }
        let event = read(&sent);
        let text = format!("{event:?} {event:#?}");
        assert!(
            !text.contains("canary") && !text.contains("4711"),
            "{event_type}: {text}"
        );
    }
    let unknown = read(&json!({ "type": "new", "canary": "canary" }));
    assert!(!format!("{unknown:?}").contains("canary"));
}
