//! The fuzz targets on a million seeded inputs, so that a broken promise is seen without a fuzzer.

#[path = "../../../crates/leantech/fuzz/targets.rs"]
mod targets;

use fastrand::Rng;

/// Changes an input a little, with pieces that mean something to who reads it.
fn change(input: &mut Vec<u8>, pieces: &[&str], random: &mut Rng) {
    for _ in 0..random.usize(0..4) {
        let at = random.usize(0..=input.len());
        let until = (at + random.usize(0..8)).min(input.len());
        match random.u8(0..6) {
            0 => {
                if let Some(byte) = input.get_mut(at) {
                    *byte ^= 1 << random.u8(0..8);
                }
            }
            1 => drop(input.drain(at..until)),
            2 => input.insert(at, random.u8(..)),
            3 => input.truncate(at),
            4 => {
                let copy = input.get(at..until).unwrap_or_default().to_vec();
                input.splice(at..at, copy);
            }
            _ => {
                let piece = random.choice(pieces).copied().unwrap_or_default();
                input.splice(at..until, piece.bytes());
            }
        }
    }
}

/// Runs a target; both outcomes must come often enough for the run to say something.
fn run(target: fn(&[u8]) -> bool, cases: u32, seeds: &[&str], pieces: &[&str]) {
    let mut random = Rng::with_seed(0x1ea7);
    let mut taken = 0;
    for _ in 0..cases {
        let seed = random.choice(seeds).copied().unwrap_or_default();
        let mut input = seed.as_bytes().to_vec();
        change(&mut input, pieces, &mut random);
        taken += u32::from(target(&input));
    }
    let share = f64::from(taken) / f64::from(cases);
    assert!((0.05..0.95).contains(&share), "{share} were taken");
}

#[test]
fn w02_no_header_of_300_000_is_taken_but_the_right_one() {
    let upper = targets::SIGNED.to_uppercase().replace("SHA512", "sha512");
    let seeds = [targets::SIGNED, &upper, "sha512=", "sha256=00"];
    let pieces = [
        "sha512=", "SHA512=", "=", ",", " ", "0", "ff", "g", "é", "\0", "\r\n",
    ];
    run(targets::signature, 300_000, &seeds, &pieces);
}

#[test]
fn no_body_of_200_000_breaks_an_event() {
    let seeds = [
        r#"{"type":"entity.created","payload":{"id":"e","permissions":["accounts","x"],"bank_details":{"swift_code":null,"account_type":"PERSONAL"}},"event_id":"i","timestamp":"2026-05-13T08:15:30.1234Z"}"#,
        r#"{"type":"entity.data.refresh.updated","payload":{"refresh_id":"r","entity_id":"e","status":"OK","data_status":{"account_data":[{"balance":"OK","transaction_availability":{"start":"2025-05-13","complete_months":11}}]}}}"#,
        r#"{"type":"payment.created","payload":{"amount":10.500,"metadata":{"a":[1e5]}},"message":"m"}"#,
        r#"{"type":"bank.availability.updated","payload":{"availability":{"active":{"data":true}}}}"#,
        r#"{"type":"new","payload":1.0,"other":[{}]}"#,
        r#"{"type":"payment_intent.expired"}"#,
        r#"{"type":"consent.status.updated","payload":{"consent_id":"c","status":"REVOKED"},"timestamp":17,"message":{}}"#,
    ];
    let pieces = [
        "null",
        "true",
        "\"\"",
        "{}",
        "[]",
        ",",
        ":",
        "\"",
        "\\u0000",
        "\\ud800",
        "1e999",
        "-0",
        "\"type\":\"a\",",
        "\"payload\":null,",
        "\"timestamp\":\"2026-05-13T08:15:30+0300\",",
        "\"event_id\":17,",
        "\u{feff}",
        " ",
        "\n",
        "0000-00-00",
        "[[[[[[[[",
    ];
    run(targets::event, 200_000, &seeds, &pieces);
}

#[test]
fn d06_no_text_of_300_000_breaks_a_redirect() {
    let seeds = [
        "https://shop.example/back?success=true&customer_id=c&entity_id=e&consent_attempt_id=a",
        "success=false&app_user_id=a%2Bb&granular_status_code=BANK_ISSUE&status_additional_info=a+b%20c",
        "entity_id=e#fragment",
        "?granular_status_code=NEW_WORD",
    ];
    let pieces = [
        "entity_id=",
        "granular_status_code=",
        "customer_id=",
        "&",
        "=",
        "?",
        "#",
        "%",
        "%20",
        "%ff",
        "%C3%A9",
        "+",
        " ",
        "://",
        "é",
        "\0",
        "e",
    ];
    run(targets::redirect, 300_000, &seeds, &pieces);
}

#[test]
fn no_text_of_200_000_breaks_a_callback() {
    let seeds = [
        "leanlink://callback?status=SUCCESS&bank_id=B1&is_supported=true&message=a+b%20c",
        "leanlink://success?status=success&bank_identifier=B1&bank_is_supported=FALSE",
        "leanlink://redirect",
        "leanlink://error?status=ERROR&secondary_status=FAILED#fragment",
    ];
    let pieces = [
        "leanlink://",
        "status=SUCCESS",
        "status=",
        "bank_id=",
        "&",
        "=",
        "?",
        "#",
        "/",
        "%",
        "%ff",
        "+",
        "\0",
        "é",
        "redirect",
        "https://",
    ];
    run(targets::web_view, 200_000, &seeds, &pieces);
}

#[test]
fn h02_no_header_of_200_000_breaks_retry_after() {
    let seeds = [
        "2",
        "120\nSun, 06 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:40 GMT\nSun, 06 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:40 GMT",
        "soon",
    ];
    let pieces = [
        "-",
        "+",
        "0",
        "99999999999999999999",
        "Sat, ",
        "Feb",
        "29",
        "9999",
        "25:61:61",
        "GMT",
        "+9999",
        "\n",
        " ",
        ",",
    ];
    run(targets::retry_after, 200_000, &seeds, &pieces);
}
