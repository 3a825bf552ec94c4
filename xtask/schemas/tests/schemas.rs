//! The schemas take what is exchanged and refuse what is not, and the folder is held to them.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]

#[path = "../../../crates/leantech/tests/facade/webhook_examples.rs"]
mod events;

use std::sync::Arc;

use jsonschema::Validator;
use leantech::link_sdk::{
    ButtonRadius, ConsentScreen, Customization, DialogMode, Language, ReconnectConfiguration,
};
use leantech::webhook::Payload;
use leantech::{
    Client, Environment, Error, Permission, PermissionSet, Scope, Secret, Token, TokenFuture,
    TokenSource,
};
use serde_json::{Value, json};
use xtask_schemas::{Change, Folder, SchemaFile, all};

fn validator(name: &str) -> Validator {
    let file = all().into_iter().find(|file| file.name == name).unwrap();
    jsonschema::options()
        .should_validate_formats(true)
        .build(&file.schema)
        .unwrap()
}

#[test]
fn an_event_of_every_type_fits_the_schema() {
    let validator = validator("webhook-event.json");
    for event_type in Payload::TYPES {
        let event = events::envelope(event_type, &events::payload_of(event_type));
        let errors: Vec<_> = validator.iter_errors(&event).collect();
        assert!(errors.is_empty(), "{event_type}: {errors:?}");
    }
    // Words and types that the documents do not name are taken.
    let refresh = events::refresh("PAUSED", "SOON");
    assert!(validator.is_valid(&events::envelope("entity.data.refresh.updated", &refresh)));
    assert!(validator.is_valid(&json!({ "type": "entity.renamed", "payload": 7 })));
}

#[test]
fn a_broken_event_does_not_fit() {
    let validator = validator("webhook-event.json");
    let mut without_id = events::entity();
    without_id.as_object_mut().unwrap().remove("id");
    let mut odd_words = events::entity();
    odd_words["permissions"] = json!("accounts");
    let mut odd_bank = events::entity();
    odd_bank["bank_details"]["name"] = json!(7);
    for payload in [without_id, odd_words, odd_bank, json!(null), json!([])] {
        let event = events::envelope("entity.created", &payload);
        assert!(!validator.is_valid(&event), "{payload}");
    }
    for event in [
        json!({}),
        json!({ "type": 1 }),
        json!([]),
        json!("entity.created"),
    ] {
        assert!(!validator.is_valid(&event), "{event}");
    }
}

/// A token for every customer.
#[derive(Debug)]
struct Fixed;

impl TokenSource for Fixed {
    fn token<'a>(&'a self, _: &'a Scope) -> TokenFuture<'a> {
        Box::pin(async { Token::new(Secret::from("made-up"), None).map_err(Error::token) })
    }
}

async fn configuration() -> Value {
    let client = Client::builder(Environment::KSA_SANDBOX)
        .token_source(Arc::new(Fixed))
        .build()
        .unwrap();
    let customer = "00000000-0000-4000-8000-0000000000c1".parse().unwrap();
    let look = Customization::new()
        .theme_color("#0b6bcb")
        .button_border_radius(ButtonRadius::Pill)
        .dialog_mode(DialogMode::Contained);
    let configuration = client
        .connect_configuration("app-token", &customer)
        .permissions([Permission::Accounts, Permission::Balance])
        .success_redirect_url("https://shop.example/yes")
        .fail_redirect_url("https://shop.example/no")
        .access_from("2026-01-01".parse().unwrap())
        .access_to("2026-12-31".parse().unwrap())
        .consent_screen(ConsentScreen::Leans)
        .language(Language::Arabic)
        .customization(look)
        .build()
        .await
        .unwrap();
    serde_json::to_value(&configuration).unwrap()
}

#[tokio::test]
async fn a_configuration_of_the_facade_fits_and_a_broken_one_does_not() {
    let validator = validator("connect-configuration.json");
    let good = configuration().await;
    let errors: Vec<_> = validator.iter_errors(&good).collect();
    assert!(errors.is_empty(), "{errors:?}");
    let breaks: [(&str, Value); 9] = [
        ("permissions", json!([])),
        ("permissions", json!(["accounts, balance"])),
        ("permissions", json!(["accounts", "accounts"])),
        ("sandbox", json!("true")),
        ("access_token", json!("")),
        ("access_from", json!("2025-01-01T00:00:00+4:00")),
        ("fail_redirect_url", json!(null)),
        ("language", json!("fr")),
        ("customization", json!({ "button_border_radius": "round" })),
    ];
    for (field, value) in breaks {
        let mut broken = good.clone();
        broken[field] = value;
        assert!(!validator.is_valid(&broken), "{field}: {}", broken[field]);
    }
    for field in [
        "app_token",
        "customer_id",
        "permissions",
        "access_token",
        "sandbox",
    ] {
        let mut broken = good.clone();
        broken.as_object_mut().unwrap().remove(field);
        assert!(!validator.is_valid(&broken), "without {field}");
    }
}

#[test]
fn what_else_is_exchanged_fits_and_what_is_broken_does_not() {
    let reconnect = ReconnectConfiguration::new("app-token", "r-1").unwrap();
    let permissions = PermissionSet::ALL;
    let table: [(&str, Vec<Value>, Vec<Value>); 4] = [
        (
            "callback-data.json",
            vec![
                json!({}),
                json!({ "status": "SUCCESS", "secondary_status": "OK", "bank": null }),
                json!({ "status": "NEW", "bank": { "is_supported": true }, "more": 1 }),
            ],
            vec![
                json!([]),
                json!({ "status": 1 }),
                json!({ "bank": { "is_supported": "true" } }),
            ],
        ),
        (
            "permissions.json",
            vec![serde_json::to_value(permissions).unwrap(), json!([])],
            vec![json!("accounts"), json!(["payments"]), json!([1])],
        ),
        (
            "reconnect-configuration.json",
            vec![serde_json::to_value(&reconnect).unwrap()],
            vec![json!({ "app_token": "a" }), json!({ "reconnect_id": "r" })],
        ),
        (
            "redirect.json",
            vec![
                json!({ "entity_id": "e-1", "customer_id": "c-1", "own": "text" }),
                json!({ "granular_status_code": "SOMETHING_NEW" }),
            ],
            vec![
                json!({}),
                json!({ "entity_id": "" }),
                json!({ "entity_id": "e-1", "granular_status_code": "BANK_ISSUE" }),
            ],
        ),
    ];
    for (name, good, bad) in table {
        let validator = validator(name);
        for value in good {
            assert!(validator.is_valid(&value), "{name}: {value}");
        }
        for value in bad {
            assert!(!validator.is_valid(&value), "{name}: {value}");
        }
    }
}

#[test]
fn text_is_the_same_twice_and_says_nothing_of_rust() {
    let (once, twice) = (all(), all());
    for (one, other) in once.iter().zip(&twice) {
        assert_eq!(one.text(), other.text());
        for word in ["```", "[`", "\\n"] {
            assert!(!one.text().contains(word), "{} holds {word}", one.name);
        }
        let read: Value = serde_json::from_str(&one.text()).unwrap();
        assert_eq!(read, one.schema);
    }
}

#[test]
fn folder_that_differs_is_told_by_file_and_mended() {
    let root = tempfile::tempdir().unwrap();
    let folder = Folder::of(root.path());
    let files: Vec<SchemaFile> = all();
    assert_eq!(folder.compare(&files).unwrap().len(), files.len());
    folder.write(&files).unwrap();
    assert_eq!(folder.compare(&files).unwrap(), []);
    let lies = root.path().join("specs/schemas");
    std::fs::write(lies.join("redirect.json"), "{}").unwrap();
    std::fs::remove_file(lies.join("permissions.json")).unwrap();
    std::fs::write(lies.join("old.json"), "{}").unwrap();
    let expected = [
        Change::Missing("permissions.json".to_owned()),
        Change::Differs("redirect.json".to_owned()),
        Change::Unknown("old.json".to_owned()),
    ];
    assert_eq!(folder.compare(&files).unwrap(), expected);
    assert_eq!(folder.write(&files).unwrap(), expected);
    assert_eq!(folder.compare(&files).unwrap(), []);
}
