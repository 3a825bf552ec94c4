//! Rows W1 to W5 of the reliability table: signatures, rotation, repeats and size.

use std::hint::black_box;
use std::time::{Duration, Instant};

use leantech::webhook::{
    DEFAULT_WEBHOOK_CAP, Event, Payload, VerifiedEvent, VerifierError, WebhookError,
    WebhookVerifier,
};
use leantech_tests::signing::signature;

const SECRET: &str = "made-up-secret";
const BODY: &[u8] = br#"{"type":"entity.created","payload":{"id":"e-1"}}"#;

/// Of `BODY` under `SECRET`, as openssl says.
const SIGNED: &str = "sha512=abbefcbfb91d867d8a8ca1108bce6fe0c71e841cba1e07e853946c852c1a9ece\
                      6dd8cebd9e76d5aa6bf249a0a476f72c2a164d6c9dda55c98ce5271889591095";

/// Of `BODY` under another secret, as openssl says.
const SIGNED_BY_OTHER: &str = "sha512=eb94dc6cf38fe374e5b8e0fce2eed39122b08c9fd7973ae31bd79a08806ec3e5\
                               d4eb2b299c8253bcbeef2be5f878ea4b1d3237a150dbad0459740b5c9f791093";

fn verifier() -> WebhookVerifier {
    WebhookVerifier::new(SECRET).unwrap()
}

fn receive(body: &[u8]) -> VerifiedEvent {
    verifier()
        .receive([("lean-signature", signature(SECRET, body))], body)
        .unwrap()
}

#[test]
fn w01_the_signature_that_another_program_made_is_found_good() {
    assert_eq!(verifier().verify(SIGNED, BODY), Ok(()));
    let event = verifier().receive_signed(SIGNED, BODY).unwrap();
    assert!(matches!(&event.payload, Payload::EntityCreated(entity) if entity.id == "e-1"));
}

#[test]
fn w01_one_bit_more_or_less_anywhere_in_the_body_is_refused() {
    for at in 0..BODY.len() {
        for bit in 0..8 {
            let mut body = BODY.to_vec();
            *body.get_mut(at).unwrap() ^= 1 << bit;
            assert_eq!(
                verifier().verify(SIGNED, &body),
                Err(WebhookError::WrongSignature)
            );
        }
    }
}

#[test]
fn w01_the_same_json_in_other_bytes_is_refused() {
    let text = str::from_utf8(BODY).unwrap();
    let event = serde_json::to_string(&Event::parse(BODY).unwrap()).unwrap();
    assert_eq!(event, text, "the event alone is written as it came");
    for body in [
        text.replace(':', ": "),
        text.replace('-', "\\u002d"),
        format!("\u{feff}{text}"),
        format!("{text}\n"),
        format!("{text}\r\n"),
        format!(" {text}"),
        text.replace(',', ",\r\n"),
        text.replace(',', ",\n"),
        format!("{text}\0"),
        String::new(),
    ] {
        assert_ne!(body, text);
        let refusal = verifier().verify(SIGNED, body.as_bytes()).unwrap_err();
        assert_eq!(refusal, WebhookError::WrongSignature, "{body:?}");
        assert_eq!(refusal.status(), 401);
    }
}

#[test]
fn w01_what_is_not_signed_is_not_read() {
    // Were it read first, it would be refused as what is no event.
    let refusal = verifier().receive_signed(SIGNED, b"no json").unwrap_err();
    assert_eq!(refusal, WebhookError::WrongSignature);
    let signed = signature(SECRET, b"no json");
    let refusal = verifier().receive_signed(signed, b"no json").unwrap_err();
    assert!(matches!(refusal, WebhookError::Unreadable(_)));
    assert_eq!(refusal.status(), 400);
}

#[test]
fn w02_everything_but_the_prefix_and_128_digits_is_refused() {
    let digits = SIGNED.strip_prefix("sha512=").unwrap();
    for text in [
        String::new(),
        "sha512=".to_owned(),
        digits.to_owned(),
        format!("sha256={digits}"),
        format!("SHA512={digits}"),
        format!("Sha512={digits}"),
        format!("sha512:{digits}"),
        format!("sha512 {digits}"),
        format!("sha512={}", &digits[1..]),
        format!("sha512={}", &digits[2..]),
        format!("sha512={digits}0"),
        format!("sha512={digits}00"),
        format!("sha512={}", &digits[..64]),
        format!("sha512={}g", &digits[1..]),
        format!("sha512={} ", &digits[1..]),
        format!("sha512=+{}", &digits[1..]),
        format!("sha512=0x{}", &digits[2..]),
        format!("sha512={}é", &digits[2..]),
        format!(" sha512={digits}"),
        format!("sha512= {digits}"),
        format!("sha512={digits} "),
        format!("sha512={digits}\n"),
        format!("\tsha512={digits}"),
        format!("\0sha512={digits}"),
        format!("sha512={digits},sha512={digits}"),
        format!("sha512={digits}, sha512={digits}"),
        format!("sha512=sha512={digits}"),
        "sha512=".repeat(19),
    ] {
        let refusal = verifier().verify(&text, BODY).unwrap_err();
        assert_eq!(refusal, WebhookError::MalformedSignature, "{text:?}");
        assert_eq!(refusal.status(), 401);
    }
    for bytes in [&b"sha512=\xff"[..], b"\xff", &[0xff; 135], &[b'='; 135]] {
        assert_eq!(
            verifier().verify(bytes, BODY),
            Err(WebhookError::MalformedSignature)
        );
    }
}

#[test]
fn w02_a_signature_in_base64_is_refused_in_words_that_say_what_was_expected() {
    // `SIGNED`, as the program base64 writes it.
    let base64 = "q778v7kdhn2KjKEQi85v4McehBy6HgfoU5RshSwans5t\
                  2M69nnbVqmvySaCkdvcsKhZNbJ3aVcmM5ScYiVkQlQ==";
    let bare = WebhookVerifier::builder()
        .secret(SECRET)
        .accept_bare_digits();
    for verifier in [verifier(), bare.build().unwrap()] {
        for text in [base64.to_owned(), format!("sha512={base64}")] {
            let refusal = verifier.verify(&text, BODY).unwrap_err();
            assert_eq!(refusal, WebhookError::MalformedSignature, "{text}");
            let said = refusal.to_string();
            for expected in ["sha512=", "128 hexadecimal digits", "base64"] {
                assert!(said.contains(expected), "{said}");
            }
        }
    }
}

#[test]
fn w02_digits_in_upper_case_are_accepted() {
    let digits = SIGNED.strip_prefix("sha512=").unwrap();
    let upper = format!("sha512={}", digits.to_uppercase());
    assert_ne!(upper, SIGNED);
    assert_eq!(verifier().verify(upper, BODY), Ok(()));
}

#[test]
fn w02_every_digit_counts() {
    for at in "sha512=".len()..SIGNED.len() {
        let mut text = SIGNED.as_bytes().to_vec();
        let digit = text.get_mut(at).unwrap();
        *digit = if *digit == b'0' { b'1' } else { b'0' };
        assert_eq!(
            verifier().verify(text, BODY),
            Err(WebhookError::WrongSignature),
            "{at}"
        );
    }
}

#[test]
fn w02_the_header_is_found_in_any_case_and_must_be_there_once() {
    for name in [
        "lean-signature",
        "Lean-Signature",
        "LEAN-SIGNATURE",
        "lEaN-sIgNaTuRe",
    ] {
        let headers = [
            ("host", "a.example"),
            (name, SIGNED),
            ("accept", "*/*"),
            ("x-lean-signature", "sha512=00"),
        ];
        assert!(verifier().receive(headers, BODY).is_ok(), "{name}");
    }
    for headers in [
        vec![],
        vec![("x-lean-signature", SIGNED)],
        vec![("lean-signature ", SIGNED)],
        vec![("lean_signature", SIGNED)],
    ] {
        let refusal = verifier().receive(headers, BODY).unwrap_err();
        assert_eq!(refusal, WebhookError::MissingSignature);
        assert_eq!(refusal.status(), 401);
    }
    for other in [SIGNED, SIGNED_BY_OTHER, ""] {
        for headers in [
            [("lean-signature", SIGNED), ("Lean-Signature", other)],
            [("lean-signature", other), ("lean-signature", SIGNED)],
        ] {
            let refusal = verifier().receive(headers, BODY).unwrap_err();
            assert_eq!(refusal, WebhookError::RepeatedSignature);
            assert_eq!(refusal.status(), 401);
        }
    }
}

#[test]
fn w02_digits_without_the_prefix_are_accepted_only_where_that_was_asked_for() {
    let digits = SIGNED.strip_prefix("sha512=").unwrap();
    let lenient = WebhookVerifier::builder()
        .secret(SECRET)
        .accept_bare_digits()
        .build()
        .unwrap();
    assert_eq!(lenient.verify(digits, BODY), Ok(()));
    assert_eq!(lenient.verify(SIGNED, BODY), Ok(()));
    for text in [
        format!("sha256={digits}"),
        format!(" {digits}"),
        digits[1..].to_owned(),
        String::new(),
    ] {
        assert_eq!(
            lenient.verify(&text, BODY),
            Err(WebhookError::MalformedSignature),
            "{text:?}"
        );
    }
    assert_eq!(
        lenient.verify(digits, b"{}"),
        Err(WebhookError::WrongSignature)
    );
}

#[test]
fn w03_either_of_two_secrets_is_accepted_and_no_third() {
    let both = WebhookVerifier::builder()
        .secret("other-secret")
        .secret(SECRET)
        .build()
        .unwrap();
    assert_eq!(both.verify(SIGNED, BODY), Ok(()));
    assert_eq!(both.verify(SIGNED_BY_OTHER, BODY), Ok(()));
    assert_eq!(
        both.verify(signature("third-secret", BODY), BODY),
        Err(WebhookError::WrongSignature)
    );
    assert_eq!(
        verifier().verify(SIGNED_BY_OTHER, BODY),
        Err(WebhookError::WrongSignature)
    );
}

#[test]
fn w03_no_secret_and_an_empty_one_are_refused_when_the_verifier_is_built() {
    assert_eq!(
        WebhookVerifier::builder().build().unwrap_err(),
        VerifierError::NoSecret
    );
    assert_eq!(
        WebhookVerifier::new("").unwrap_err(),
        VerifierError::EmptySecret
    );
    for secrets in [["", SECRET], [SECRET, ""]] {
        let mut builder = WebhookVerifier::builder();
        for secret in secrets {
            builder = builder.secret(secret);
        }
        assert_eq!(builder.build().unwrap_err(), VerifierError::EmptySecret);
    }
}

#[test]
fn w03_a_secret_with_blanks_or_a_line_end_around_it_is_refused_and_told_so() {
    let around = [
        "\n", "\r\n", "\r", " ", "\t", "\u{feff}", "\0", "\u{a0}", "\u{2028}", "\u{200b}", " \n ",
    ];
    for stray in around {
        for secret in [
            format!("{SECRET}{stray}"),
            format!("{stray}{SECRET}"),
            format!("{stray}{SECRET}{stray}"),
        ] {
            let refusal = VerifierError::UntrimmedSecret;
            assert_eq!(
                WebhookVerifier::new(secret.as_str()).unwrap_err(),
                refusal,
                "{secret:?}"
            );
            for secrets in [[secret.as_str(), SECRET], [SECRET, &secret]] {
                let [first, second] = secrets;
                let builder = WebhookVerifier::builder().secret(first).secret(second);
                assert_eq!(builder.build().unwrap_err(), refusal, "{secrets:?}");
            }
            let text = format!("{refusal} {refusal:?}");
            assert!(
                text.contains("line end") && !text.contains(SECRET),
                "{text}"
            );
        }
        let blank = WebhookVerifier::new(stray).unwrap_err();
        assert_eq!(blank, VerifierError::EmptySecret, "{stray:?}");
    }
    // Inside it a blank may be the secret's own.
    assert!(WebhookVerifier::new("made up secret").is_ok());
}

/// The least times of several kinds of work, which is what noise adds to. They take turns, so that
/// the noise is the same for all.
fn least_times<const N: usize>(mut works: [Box<dyn FnMut() + '_>; N]) -> [Duration; N] {
    let mut least = [Duration::MAX; N];
    for _ in 0..200 {
        for (work, least) in works.iter_mut().zip(&mut least) {
            let begun = Instant::now();
            work();
            *least = begun.elapsed().min(*least);
        }
    }
    least
}

#[test]
fn w03_the_time_does_not_tell_which_secret_fitted() {
    let both = WebhookVerifier::builder()
        .secret(SECRET)
        .secret("other-secret")
        .build()
        .unwrap();
    // Short enough to be done before the computer turns to something else.
    let body = vec![b'x'; 4 * 1024];
    let signed = [SECRET, "other-secret", "third-secret"].map(|by| signature(by, &body));
    let [first, second, none] = least_times(signed.each_ref().map(|signed| {
        let (both, body) = (&both, &body);
        let work = move || drop(black_box(both.verify(signed, body)));
        Box::new(work) as Box<dyn FnMut() + '_>
    }));
    // Whoever stopped at the first that fits would need half of it.
    for (time, whose) in [(first, "first"), (none, "none")] {
        let ratio = time.as_secs_f64() / second.as_secs_f64();
        assert!((0.75..1.33).contains(&ratio), "{whose}: {ratio}");
    }
}

#[test]
fn w04_a_repeat_has_the_key_of_the_first_delivery_and_another_event_has_not() {
    let event = |id: &str, at: &str| {
        format!(
            r#"{{"type":"results.ready","payload":{{"id":"r"}}{id},"timestamp":"2026-01-01T00:00:0{at}Z"}}"#
        )
    };
    let named = event(r#","event_id":"ev-1""#, "1");
    assert_eq!(
        receive(named.as_bytes()).key(),
        receive(named.as_bytes()).key()
    );
    assert_eq!(receive(named.as_bytes()).key().as_str(), "id:ev-1");
    // What Lean might write anew for another attempt does not matter where there is an id.
    assert_eq!(
        receive(named.as_bytes()).key(),
        receive(event(r#","event_id":"ev-1""#, "2").as_bytes()).key()
    );
    assert_ne!(
        receive(named.as_bytes()).key(),
        receive(event(r#","event_id":"ev-2""#, "1").as_bytes()).key()
    );
    // Without an id it is the bytes.
    let bare = event("", "1");
    let key = receive(bare.as_bytes()).key().clone();
    assert_eq!(&key, receive(bare.as_bytes()).key());
    assert_ne!(&key, receive(event("", "2").as_bytes()).key());
    assert_eq!(key.as_str().len(), "sha512:".len() + 64);
    // An id that looks like the other kind of key is not one.
    let posing = event(&format!(r#","event_id":"{key}""#), "1");
    assert_ne!(&key, receive(posing.as_bytes()).key());
}

#[test]
fn w04_an_odd_event_is_taken_and_its_repeat_has_its_key() {
    let event = r#""type":"entity.created","payload":{"id":"e"}"#;
    for (body, id) in [
        (
            format!(r#"{{{event},"event_id":"ev-1","timestamp":17,"message":{{}}}}"#),
            Some("id:ev-1"),
        ),
        (
            format!("\u{feff}{{{event},\"event_id\":\"ev-1\"}}"),
            Some("id:ev-1"),
        ),
        (
            r#"{"type":"entity.created","payload":7,"event_id":"ev-1"}"#.to_owned(),
            Some("id:ev-1"),
        ),
        (
            r#"{"type":"new","payload":[],"event_id":"ev-1"}"#.to_owned(),
            Some("id:ev-1"),
        ),
        (r#"{"event_id":"ev-1"}"#.to_owned(), Some("id:ev-1")),
        (format!(r#"{{{event},"event_id":17}}"#), None),
        (format!(r#"{{{event},"event_id":" "}}"#), None),
        (r#"{"type":"entity.created","payload":7}"#.to_owned(), None),
        ("{}".to_owned(), None),
    ] {
        let first = receive(body.as_bytes());
        let key = first.key();
        assert_eq!(key, receive(body.as_bytes()).key(), "{body}");
        match id {
            Some(id) => assert_eq!(key.as_str(), id, "{body}"),
            None => assert!(key.as_str().starts_with("sha512:"), "{body}"),
        }
    }
    let malformed = receive(br#"{"type":"entity.created","payload":7,"event_id":"ev-1"}"#);
    assert!(matches!(malformed.payload, Payload::Malformed(_)));
    // Two ids that say nothing do not make two events one.
    let bodies = ["a", "b"].map(|id| {
        format!(r#"{{"type":"entity.created","payload":{{"id":"{id}"}},"event_id":" "}}"#)
    });
    let [one, other] = bodies.each_ref().map(|body| receive(body.as_bytes()));
    assert_ne!(one.key(), other.key());
}

#[test]
fn w04_an_event_tells_its_id_type_and_time() {
    let body = br#"{"type":"results.ready","payload":{"id":"r"},"event_id":"ev-1","timestamp":"2026-01-01T03:00:00+03:00"}"#;
    let event = receive(body);
    assert_eq!(event.event_id.as_deref(), Some("ev-1"));
    assert_eq!(event.event_type, "results.ready");
    assert_eq!(
        event.timestamp.as_ref().unwrap().utc().to_rfc3339(),
        "2026-01-01T00:00:00+00:00"
    );
}

#[test]
fn w04_a_delivery_of_long_ago_still_verifies_as_the_documentation_warns() {
    let body =
        br#"{"type":"results.ready","payload":{"id":"r"},"timestamp":"1999-01-01T00:00:00Z"}"#;
    assert!(receive(body).timestamp.is_some());
    let source = std::fs::read_to_string(
        leantech_tests::repository::root().join("crates/leantech/src/webhook.rs"),
    )
    .unwrap();
    assert!(source.contains("The signature covers no time."));
}

#[test]
fn w05_a_hundred_megabytes_are_refused_before_they_are_hashed() {
    // Zeroed memory that nobody touches is not even there.
    let body = vec![0; 100_000_000];
    let signed = signature(SECRET, BODY);
    let [time] = least_times([Box::new(|| {
        let refusal = verifier().receive_signed(&signed, &body).unwrap_err();
        let cap = DEFAULT_WEBHOOK_CAP;
        assert_eq!(refusal, WebhookError::TooLarge { cap });
        assert_eq!(refusal.status(), 413);
    })]);
    // A hundredth of what the hashing would take.
    assert!(time < Duration::from_millis(2), "{time:?}");
}

#[test]
fn w05_the_limit_is_the_last_length_that_is_taken() {
    let small = WebhookVerifier::builder()
        .secret(SECRET)
        .body_cap(BODY.len())
        .build()
        .unwrap();
    assert_eq!(small.verify(SIGNED, BODY), Ok(()));
    let longer = [BODY, b" "].concat();
    assert_eq!(
        small.verify(signature(SECRET, &longer), &longer),
        Err(WebhookError::TooLarge { cap: BODY.len() })
    );
    let longest = vec![b' '; DEFAULT_WEBHOOK_CAP];
    assert_eq!(
        verifier().verify(signature(SECRET, &longest), &longest),
        Ok(())
    );
}

#[test]
fn no_text_about_a_verifier_holds_its_secrets() {
    let builder = WebhookVerifier::builder()
        .secret("canary-new")
        .secret("canary-old");
    let before = format!("{builder:?}");
    let verifier = builder.build().unwrap();
    let refusal = verifier.verify(SIGNED, BODY);
    let text = format!("{before} {verifier:?} {verifier:#?} {refusal:?}");
    assert!(!text.contains("canary"), "{text}");
    assert!(text.contains("2 [redacted]"), "{text}");
}
