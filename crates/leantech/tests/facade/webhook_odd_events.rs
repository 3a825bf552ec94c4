//! Events that Lean signed and that are odd: in their envelope, in their payload, or in their names.

use crate::webhook_examples::{entity, envelope, payload_of};
use leantech::webhook::{ConsentStatus, Event, MalformedPayload, Payload};
use serde_json::{Value, json};

fn read(event: &Value) -> Event {
    Event::parse(event.to_string().as_bytes()).unwrap()
}

fn malformed(body: &[u8]) -> MalformedPayload {
    let event = Event::parse(body).unwrap();
    let Payload::Malformed(payload) = event.payload else {
        panic!("{:?} of {}", event.payload, String::from_utf8_lossy(body))
    };
    assert_eq!(payload.bytes(), body);
    payload
}

/// What no field of an envelope should hold.
fn odd_values() -> Vec<Value> {
    vec![
        json!(null),
        json!(17),
        json!(-1.5e300),
        json!(true),
        json!({ "en": "canary" }),
        json!(["canary"]),
        json!([]),
        json!({}),
    ]
}

#[test]
fn an_odd_field_of_the_envelope_costs_itself_alone() {
    let whole = read(&envelope("entity.created", &entity()));
    for odd in odd_values() {
        let with = |field: &str| {
            let mut sent = envelope("entity.created", &entity());
            sent[field] = odd.clone();
            read(&sent)
        };
        let mut expected = whole.clone();
        expected.timestamp = None;
        assert_eq!(with("timestamp"), expected, "{odd}");
        let mut expected = whole.clone();
        expected.message = None;
        assert_eq!(with("message"), expected, "{odd}");
        let mut expected = whole.clone();
        expected.event_id = None;
        assert_eq!(with("event_id"), expected, "{odd}");
        let mut all_odd = envelope("entity.created", &entity());
        for field in ["timestamp", "message", "event_id"] {
            all_odd[field] = odd.clone();
        }
        assert_eq!(read(&all_odd).payload, whole.payload, "{odd}");
    }
}

#[test]
fn only_an_instant_with_an_offset_is_a_timestamp() {
    let timestamp = |text: &str| {
        let sent = json!({ "type": "results.ready", "payload": { "id": "r" }, "timestamp": text });
        let event = read(&sent);
        assert!(matches!(event.payload, Payload::ResultsReady(_)), "{text}");
        event.timestamp.map(|at| at.to_string())
    };
    for text in [
        "",
        " ",
        "soon",
        "2026-05-13",
        "2026-05-13T08:15:30",
        "2026-05-13 08:15:30",
        "2026-05-13T08:15:30+",
        "2026-05-13T08:15:30+3",
        "2026-05-13T08:15:30+4:00",
        "2026-05-13T08:15:30+030",
        "2026-05-13T08:15:30+9900",
        "2026-05-13T08:15:30+0a00",
        "2026-05-13T08:15:30+é0",
        "2026-05-13T08:15:30+03000",
        "2026-13-13T08:15:30Z",
        "2026-05-13*08:15:30",
        "1747124130",
        "+0300",
        "-",
    ] {
        assert_eq!(timestamp(text), None, "{text}");
    }
    for (text, shown) in [
        (
            "2026-05-13T08:15:30.123456789Z",
            "2026-05-13T08:15:30.123456789Z",
        ),
        ("2026-05-13T08:15:30+03:00", "2026-05-13T08:15:30+03:00"),
        ("2026-05-13T08:15:30+0300", "2026-05-13T08:15:30+03:00"),
        (
            "2026-05-13T08:15:30.25-0330",
            "2026-05-13T08:15:30.25-03:30",
        ),
        ("2026-05-13T08:15:30+03", "2026-05-13T08:15:30+03:00"),
        ("2026-05-13T08:15:30+0000", "2026-05-13T08:15:30+00:00"),
    ] {
        assert_eq!(timestamp(text).as_deref(), Some(shown), "{text}");
    }
}

#[test]
fn an_event_id_is_a_text_that_says_something() {
    for blank in ["", " ", "\t\n"] {
        let sent = json!({ "type": "new", "event_id": blank });
        assert_eq!(read(&sent).event_id, None, "{blank:?}");
    }
}

#[test]
fn a_text_that_cannot_be_decoded_costs_itself_alone() {
    for field in ["message", "timestamp", "event_id", "type"] {
        for odd in [&b"\\ud800"[..], b"\\udc00\\ud800", b"\xff", b"a\xc3"] {
            let body = [
                b"{\"",
                field.as_bytes(),
                b"\":\"",
                odd,
                b"\",\"type\":\"entity.created\",\"payload\":{\"id\":\"e\"}}",
            ]
            .concat();
            let event = Event::parse(&body).unwrap();
            assert_eq!(
                (event.message, event.timestamp, event.event_id),
                (None, None, None)
            );
            if field == "type" {
                // The first of a repeated name is taken, and here it is no type.
                assert_eq!(event.event_type, "");
                assert!(matches!(event.payload, Payload::Unknown(_)));
            } else {
                assert!(
                    matches!(event.payload, Payload::EntityCreated(_)),
                    "{field}"
                );
            }
        }
    }
    for name in [&b"\\ud800"[..], b"\xff", b"\\u0000"] {
        let body = [
            b"{\"",
            name,
            b"\":{},\"type\":\"results.ready\",\"payload\":{\"id\":\"r\"}}",
        ];
        let event = Event::parse(&body.concat()).unwrap();
        assert!(matches!(event.payload, Payload::ResultsReady(_)));
    }
}

#[test]
fn a_byte_order_mark_is_skipped() {
    for event_type in Payload::TYPES.iter().chain(&["entity.renamed"]) {
        let sent = envelope(event_type, &payload_of(event_type)).to_string();
        let marked = Event::parse(format!("\u{feff}{sent}").as_bytes()).unwrap();
        assert_eq!(marked, Event::parse(sent.as_bytes()).unwrap());
    }
}

#[test]
fn the_first_of_a_repeated_name_is_taken() {
    let body = br#"{"event_id":"first","event_id":"second","message":null,"message":"late",
        "type":"results.ready","type":"entity.created","payload":{"id":"r"},"payload":{"id":"s"},
        "t\u0079pe":"new","timestamp":17,"timestamp":"2026-05-13T08:15:30Z"}"#;
    let event = Event::parse(body).unwrap();
    assert_eq!(event.event_id.as_deref(), Some("first"));
    assert_eq!((event.message, event.timestamp), (None, None));
    assert!(matches!(event.payload, Payload::ResultsReady(results) if results.id == "r"));
}

#[test]
fn a_name_is_a_name_however_it_is_escaped() {
    let body = br#"{"t\u0079pe":"results\u002eready","\u0070ayload":{"id":"r"}}"#;
    let event = Event::parse(body).unwrap();
    assert!(matches!(event.payload, Payload::ResultsReady(_)));
}

#[test]
fn an_event_of_an_unknown_type_or_none_is_taken_with_any_payload() {
    let payloads = [
        "null",
        "7",
        "1e999",
        "-0.0",
        "true",
        "\"text\"",
        "\"\\ud800\"",
        "[]",
        "[1,[2]]",
        "{}",
        r#"{"a":10.000,"a":2}"#,
    ];
    for of_type in [
        r#""type":"entity.renamed","#,
        r#""type":"","#,
        r#""type":"Entity.Created","#,
        r#""type":17,"#,
        r#""type":null,"#,
        r#""type":["entity.created"],"#,
        r#""type":{"entity":"created"},"#,
        "",
    ] {
        for payload in payloads {
            for envelope in ["", r#","timestamp":17,"message":{},"event_id":[]"#] {
                let body = format!(r#"{{{of_type}"payload":{payload}{envelope}}}"#);
                let event = Event::parse(body.as_bytes()).unwrap();
                let Payload::Unknown(raw) = &event.payload else {
                    panic!("{:?} of {body}", event.payload)
                };
                assert_eq!(raw.get(), body);
                assert_eq!(serde_json::to_string(&event).unwrap(), body);
            }
        }
        let bare = format!("{{{}}}", of_type.trim_end_matches(','));
        let event = Event::parse(bare.as_bytes()).unwrap();
        assert!(matches!(event.payload, Payload::Unknown(_)), "{bare}");
    }
    let event = Event::parse(b"{\"type\":\"new\",\"payload\":\"\xff\"}").unwrap();
    let Payload::Unknown(raw) = event.payload else {
        panic!("{:?}", event.payload)
    };
    assert_eq!(raw.get(), "{\"type\":\"new\",\"payload\":\"\u{fffd}\"}");
}

#[test]
fn a_payload_that_no_document_describes_may_be_anything() {
    for payload in ["null", "7", "\"text\"", "[1]", "{}", "\"\\ud800\""] {
        let body = format!(r#"{{"type":"payment_intent.expired","payload":{payload}}}"#);
        let event = Event::parse(body.as_bytes()).unwrap();
        let Payload::PaymentIntentExpired(raw) = event.payload else {
            panic!("{:?}", event.payload)
        };
        let expected = Some(payload).filter(|payload| *payload != "null");
        assert_eq!(raw.as_ref().map(leantech::RawJson::get), expected);
    }
}

#[test]
fn a_payload_that_does_not_fit_its_type_says_where_and_keeps_the_body() {
    let other = "other JSON than expected";
    let unreadable = "a value that cannot be read";
    for (body, path, reason) in [
        (r#"{"type":"entity.created"}"#, "payload", "no value"),
        (
            r#"{"type":"entity.created","payload":null}"#,
            "payload",
            "no value",
        ),
        (
            r#"{"type":"entity.created","payload":{}}"#,
            "payload",
            other,
        ),
        (r#"{"type":"entity.created","payload":7}"#, "payload", other),
        (
            r#"{"type":"entity.created","payload":"{\"id\":\"canary\"}"}"#,
            "payload",
            other,
        ),
        (
            r#"{"type":"entity.created","payload":{"id":7}}"#,
            "payload.id",
            other,
        ),
        (
            r#"{"type":"entity.created","payload":{"id":"e","id":"e"}}"#,
            "payload",
            other,
        ),
        (
            r#"{"type":"entity.created","payload":{"id":"e","bank_details":{"name":{"canary":1}}}}"#,
            "payload.bank_details.name",
            other,
        ),
        (
            r#"{"type":"entity.created","payload":{"id":"canary\ud800"}}"#,
            "payload.id",
            unreadable,
        ),
        (
            r#"{"type":"entity.data.refresh.updated","payload":{"refresh_id":"r","entity_id":"e",
             "data_status":{"account_data":[{},{"transaction_availability":{"end":"canary"}}]}}}"#,
            "payload.data_status.account_data[1].transaction_availability.end",
            other,
        ),
        (
            r#"{"type":"payment.created","payload":{"amount":"canary"}}"#,
            "payload.amount",
            other,
        ),
    ] {
        let payload = malformed(body.as_bytes());
        assert_eq!(payload.error().path(), path, "{body}");
        assert_eq!(payload.error().reason(), reason, "{body}");
        let text = format!("{payload:?} {payload:#?} {}", payload.error());
        assert!(!text.contains("canary"), "{text}");
    }
}

#[test]
fn a_list_is_not_read_by_position() {
    for event_type in Payload::TYPES {
        let Value::Object(fields) = payload_of(event_type) else {
            panic!("{event_type} has another payload")
        };
        let undocumented = fields.contains_key("any");
        let values: Value = fields.values().cloned().collect();
        for list in [json!([]), values] {
            let event = read(&envelope(event_type, &list));
            assert_eq!(
                matches!(event.payload, Payload::Malformed(_)),
                !undocumented,
                "{event_type}: {list}"
            );
        }
        for (name, value) in &fields {
            let mut payload = fields.clone();
            if let (true, Value::Object(inner)) = (name != "metadata", value) {
                payload[name] = inner.values().cloned().collect();
                let event = read(&envelope(event_type, &payload.into()));
                assert!(
                    matches!(event.payload, Payload::Malformed(_)),
                    "{event_type}: {name}"
                );
            }
        }
    }
    let body =
        br#"{"type":"entity.data.refresh.updated","payload":{"refresh_id":"r","entity_id":"e",
        "data_status":{"account_data":[["a-1"]]}}}"#;
    assert_eq!(
        malformed(body).error().path(),
        "payload.data_status.account_data[0]"
    );
}

#[test]
fn the_place_of_a_fault_is_told_in_lines_of_the_body() {
    let body = b"{\"type\":\"entity.created\",\n  \"payload\":{\"id\":7}}";
    let text = malformed(body).error().to_string();
    assert_eq!(
        text,
        "could not read the event: other JSON than expected at payload.id (line 2, column 19)"
    );
    let body = b"{\"type\":\"entity.created\",\"payload\":{\n\"id\":7}}";
    assert!(
        malformed(body)
            .error()
            .to_string()
            .ends_with("(line 2, column 6)")
    );
    let absent = malformed(b"{\"type\":\"entity.created\"}");
    assert_eq!(
        absent.error().to_string(),
        "could not read the event: no value at payload"
    );
}

#[test]
fn bytes_that_are_not_utf_8_are_kept_with_the_payload_they_spoil() {
    for event_type in ["entity.created", "payment_intent.expired"] {
        let body = [
            b"\xef\xbb\xbf {\"type\":\"",
            event_type.as_bytes(),
            b"\",\"event_id\":\"ev-1\",\"payload\":{\"id\":\"\xff\"}} \n",
        ]
        .concat();
        let payload = malformed(&body);
        assert_eq!(payload.error().reason(), "text that is not UTF-8");
        assert_eq!(payload.error().path(), "payload");
        assert_eq!(
            Event::parse(&body).unwrap().event_id.as_deref(),
            Some("ev-1")
        );
    }
}

#[test]
fn a_malformed_event_goes_through_a_queue_and_comes_out_as_it_was() {
    let body = r#"{ "type":"entity.created", "payload":{"id":7,"b":10.000}, "event_id":"ev-1" }"#;
    let event = Event::parse(body.as_bytes()).unwrap();
    let written = serde_json::to_string(&event).unwrap();
    assert_eq!(written, body);
    assert_eq!(serde_json::from_str::<Event>(&written).unwrap(), event);
    assert_eq!(event.event_id.as_deref(), Some("ev-1"));
    assert_eq!(serde_json::to_string(&event.payload).unwrap(), body);
}

#[test]
fn what_is_not_one_object_is_refused_and_says_why() {
    for (body, reason) in [
        ("", "truncated JSON"),
        ("\u{feff}", "truncated JSON"),
        ("null", "JSON that is not an object"),
        ("17", "JSON that is not an object"),
        ("\"canary\"", "JSON that is not an object"),
        ("[]", "JSON that is not an object"),
        (
            r#"[{"type":"entity.created"}]"#,
            "JSON that is not an object",
        ),
        (
            r#"["entity.created",{"id":"e"}]"#,
            "JSON that is not an object",
        ),
        ("canary", "text that is not JSON"),
        ("eyJ0eXBlIjoiYSJ9", "text that is not JSON"),
        (
            "type=entity.created&payload=canary",
            "text that is not JSON",
        ),
        (r#"{"type":"a"} canary"#, "text that is not JSON"),
        (r#"{"type":"a"}{"type":"b"}"#, "text that is not JSON"),
        (r#"{"type":"a","canary":nul}"#, "text that is not JSON"),
        (
            r#"{"type":"entity.created","payload":{"id":"e"}"#,
            "truncated JSON",
        ),
        ("\u{feff}\u{feff}{}", "text that is not JSON"),
        ("{\"na\nme\":1}", "text that is not JSON"),
        ("{\"name\":\"a\nb\"}", "text that is not JSON"),
        ("{\"na\\qme\":1}", "text that is not JSON"),
        ("{name:1}", "text that is not JSON"),
    ] {
        let error = Event::parse(body.as_bytes()).unwrap_err();
        assert_eq!(
            (error.path().as_str(), error.reason()),
            (".", reason),
            "{body}"
        );
        let text = format!("{error} {error:?}");
        assert!(!text.contains("canary"), "{text}");
    }
    for body in [&b"\xff"[..], b"{\"type\":\xff}", b"\xff\xfe{\0}\0"] {
        let error = Event::parse(body).unwrap_err();
        assert_eq!(error.reason(), "text that is not JSON");
    }
}

#[test]
fn nesting_without_end_is_no_panic() {
    let deep = "[".repeat(500_000);
    assert!(Event::parse(deep.as_bytes()).is_err());
    let closed = format!("{}{}", "[".repeat(200_000), "]".repeat(200_000));
    for (event_type, field) in [
        ("entity.created", "payload"),
        ("payment.created", "payload"),
        ("new", "payload"),
        ("new", "message"),
    ] {
        let body = format!(r#"{{"type":"{event_type}","{field}":{closed}}}"#);
        assert!(Event::parse(body.as_bytes()).is_ok());
        let body = format!(r#"{{"type":"{event_type}","payload":{{"id":"e","x":{closed}}}}}"#);
        assert!(Event::parse(body.as_bytes()).is_ok());
    }
}

#[test]
fn the_entity_of_a_refresh_is_read_by_either_name() {
    let refresh = |fields: &str| {
        let body = format!(
            r#"{{"type":"entity.data.refresh.updated","payload":{{"refresh_id":"r","status":"OK"{fields}}}}}"#
        );
        Event::parse(body.as_bytes()).unwrap().payload
    };
    for fields in [
        r#","entity_id":"e""#,
        r#","id":"e""#,
        r#","id":"e","entity_id":"e""#,
        r#","entity_id":"e","id":"other""#,
        r#","id":"other","entity_id":"e""#,
        r#","entity_id":null,"id":"e""#,
        r#","entity_id":"","id":"e""#,
        r#","entity_id":"e","id":null"#,
    ] {
        let Payload::RefreshUpdated(event) = refresh(fields) else {
            panic!("{fields}")
        };
        assert_eq!(event.entity_id, "e", "{fields}");
        assert!(event.is_finished());
    }
    for (fields, path) in [
        ("", "payload"),
        (r#","entity_id":null"#, "payload"),
        (r#","entity_id":"","id":"""#, "payload"),
        (r#","entity_id":7,"id":"e""#, "payload.entity_id"),
        (r#","id":7"#, "payload.id"),
    ] {
        let Payload::Malformed(payload) = refresh(fields) else {
            panic!("{fields}")
        };
        assert_eq!(payload.error().path(), path, "{fields}");
    }
}

#[test]
fn a_consent_s_status_is_read_under_every_name() {
    let own = json!({
        "customer_id": "c-1", "status": "REVOKED", "consent_type": "PAYMENT", "account_id": "a-1",
    });
    for event_type in ["consent.status.updated", "payment_consent.status.updated"] {
        for ids in [
            json!({ "id": "k-1" }),
            json!({ "consent_id": "k-1" }),
            json!({ "id": "k-1", "consent_id": "other" }),
            json!({ "id": null, "consent_id": "k-1" }),
            json!({ "id": "", "consent_id": "k-1" }),
        ] {
            let mut payload = own.clone();
            for (name, id) in ids.as_object().unwrap() {
                payload[name] = id.clone();
            }
            let Payload::ConsentStatusUpdated(event) =
                read(&envelope(event_type, &payload)).payload
            else {
                panic!("{payload}")
            };
            assert_eq!(event.id, "k-1", "{ids}");
            assert_eq!(event.customer_id.as_ref().unwrap(), &"c-1");
            assert_eq!(event.account_id.as_ref().unwrap(), &"a-1");
            assert_eq!(event.consent_type.as_deref(), Some("PAYMENT"));
            assert_eq!(event.status.as_ref().unwrap(), &ConsentStatus::Revoked);
            assert!(event.is_final());
        }
        let without = read(&envelope(event_type, &own)).payload;
        assert!(matches!(without, Payload::Malformed(_)), "{without:?}");
    }
}

#[test]
fn every_status_of_a_consent_is_known_and_an_unknown_one_is_kept() {
    for (word, is_final) in [
        ("AWAITING_AUTHORISATION", false),
        ("AUTHORISED", false),
        ("REVOKED", true),
        ("REJECTED", true),
        ("EXPIRED", true),
        ("CONSUMED", true),
        ("SUSPENDED", false),
        ("CANCELLED", false),
        ("PAUSED", false),
    ] {
        let sent = envelope(
            "consent.status.updated",
            &json!({ "id": "k", "status": word }),
        );
        let event = read(&sent);
        assert_eq!(serde_json::to_value(&event).unwrap(), sent);
        let Payload::ConsentStatusUpdated(consent) = event.payload else {
            panic!("{word}")
        };
        assert_eq!(consent.is_final(), is_final, "{word}");
        let status = consent.status.unwrap();
        assert_eq!(status.to_string(), word);
        assert_eq!(status.is_unknown(), word == "PAUSED");
    }
    assert_eq!(ConsentStatus::KNOWN.len(), 8);
}
