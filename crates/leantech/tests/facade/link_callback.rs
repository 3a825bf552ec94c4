//! What the `LinkSDK` tells the page, posted as JSON or as the address of a web view.
#![cfg(feature = "link-sdk")]

use std::collections::BTreeSet;

use leantech::link_sdk::{
    CallbackData, CallbackStatus, SecondaryGroup, SecondaryStatus, WebViewError,
};
use serde_json::json;

/// Lean's page on statuses: a group a line, and its words.
const LEANS_WORDS: [(SecondaryGroup, &str); 7] = [
    (SecondaryGroup::Good, "OK, ACTIVE, ACCEPTED_BY_BANK"),
    (
        SecondaryGroup::Pending,
        "PENDING_WITH_BANK, PENDING_BENEFICIARY_COOL_OFF, AWAITING_APP_AUTH, \
         AWAITING_END_USER_AUTHORIZATION",
    ),
    (SecondaryGroup::Failure, "FAILED, UNKNOWN, REJECTED_BY_BANK"),
    (
        SecondaryGroup::Credentials,
        "INVALID_CREDENTIALS, CREDENTIALS_UPDATE_REQUIRED",
    ),
    (
        SecondaryGroup::OneTimeCode,
        "MFA_REQUIRED, REQUIRES_MFA, INVALID_MFA, MFA_ATTEMPTS_EXHAUSTED, REQUIRES_LOGIN_MFA, \
         AWAITING_LOGIN_MFA_TOKEN, INVALID_LOGIN_MFA, AWAITING_PAYMENT_MFA_TOKEN, \
         INVALID_PAYMENT_MFA, REQUIRES_BENEFICIARY_MFA, INVALID_BENEFICIARY_MFA",
    ),
    (
        SecondaryGroup::SecurityQuestion,
        "REQUIRES_LOGIN_SECURITY_QUESTIONS, INVALID_LOGIN_SECURITY_QUESTION_ANSWER, \
         REQUIRES_BENEFICIARY_SECURITY_QUESTIONS, INVALID_BENEFICIARY_SECURITY_QUESTION_ANSWER, \
         SECURITY_QUESTION_ATTEMPTS_EXHAUSTED, SECURITY_QUESTION_ANSWER_REQUIRED, \
         INVALID_SECURITY_QUESTION_ANSWER, AWAITING_PAYMENT_SECURITY_QUESTIONS, \
         INVALID_PAYMENT_SECURITY_ANSWERS, SECURITY_QUESTION_ANSWER_ATTEMPTS_EXHAUSTED",
    ),
    (SecondaryGroup::Other, "PAYMENT_SOURCE_ACCOUNT_BALANCES"),
];

#[test]
fn secondary_words_and_their_groups_are_leans() {
    let mut listed = BTreeSet::new();
    for (group, words) in LEANS_WORDS {
        for word in words.split(',').map(str::trim) {
            let known: SecondaryStatus = word.parse().unwrap();
            assert_eq!((known.as_str(), known.group()), (word, group));
            assert_eq!(known.is_good(), group == SecondaryGroup::Good);
            assert_eq!(known.is_pending(), group == SecondaryGroup::Pending);
            assert_eq!(known.is_failure(), group == SecondaryGroup::Failure);
            assert_eq!(
                known.is_about_credentials(),
                group == SecondaryGroup::Credentials
            );
            assert_eq!(
                known.is_about_one_time_codes(),
                group == SecondaryGroup::OneTimeCode
            );
            assert_eq!(
                known.is_about_security_questions(),
                group == SecondaryGroup::SecurityQuestion
            );
            listed.insert(known);
        }
    }
    let all: BTreeSet<_> = SecondaryStatus::KNOWN.iter().cloned().collect();
    assert_eq!(listed, all);
    assert_eq!(SecondaryStatus::from("NEW").group(), SecondaryGroup::Other);
}

#[test]
fn every_field_of_a_callback_is_read_and_written_back() {
    let whole = json!({
        "status": "REDIRECT",
        "message": "going on",
        "bank": { "bank_identifier": "LEA1_SAMAOB_SAU", "is_supported": false },
        "exit_point": "BANK_LIST",
        "last_api_response": "{}",
        "secondary_status": "SOMETHING_NEW",
        "lean_correlation_id": "corr-1",
        "open_banking_redirect_url": "https://bank.example/authorize",
        "user_exit_intent": "yes",
        "exit_intent_point": "BANK_LIST",
        "exit_survey_reason": "other"
    });
    let callback: CallbackData = serde_json::from_value(whole.clone()).unwrap();
    assert_eq!(callback.status, Some(CallbackStatus::Redirect));
    let secondary = callback.secondary_status.as_ref().unwrap();
    assert!(secondary.is_unknown() && secondary.as_str() == "SOMETHING_NEW");
    assert!(!callback.claims_success());
    assert_eq!(serde_json::to_value(&callback).unwrap(), whole);
}

#[test]
fn a_callback_may_lack_anything() {
    for text in [
        "{}",
        r#"{"status":null,"bank":null,"message":null,"surprise":{"a":[1]}}"#,
    ] {
        let callback: CallbackData = serde_json::from_str(text).unwrap();
        assert_eq!(callback, CallbackData::default());
        assert_eq!(serde_json::to_string(&callback).unwrap(), "{}");
    }
    let bank: CallbackData =
        serde_json::from_str(r#"{"bank":{"bank_identifier":null,"is_supported":true}}"#).unwrap();
    assert_eq!(bank.bank.unwrap().is_supported, Some(true));
}

#[test]
fn a_web_view_says_the_same_in_its_address() {
    let callback = CallbackData::from_web_view(
        "leanlink://callback?status=CANCELLED&message=the+user%20left&bank_identifier=LEA1_SAMAOB_SAU\
         &bank_is_supported=false&exit_point=CONSENT&secondary_status=FAILED\
         &lean_correlation_id=c-1&last_api_response=%7B%7D&user_exit_intent=1\
         &exit_intent_point=X&exit_survey_reason=Y&open_banking_redirect_url=https%3A%2F%2Fb\
         &unknown=1&unknown=2#fragment",
    )
    .unwrap();
    assert_eq!(
        serde_json::to_value(&callback).unwrap(),
        json!({
            "status": "CANCELLED",
            "message": "the user left",
            "bank": { "bank_identifier": "LEA1_SAMAOB_SAU", "is_supported": false },
            "exit_point": "CONSENT",
            "last_api_response": "{}",
            "secondary_status": "FAILED",
            "lean_correlation_id": "c-1",
            "open_banking_redirect_url": "https://b",
            "user_exit_intent": "1",
            "exit_intent_point": "X",
            "exit_survey_reason": "Y"
        })
    );
}

#[test]
fn the_outcome_is_what_the_parameter_says_whatever_the_host() {
    let read = |url: &str| CallbackData::from_web_view(url).unwrap();
    let hosts = [
        "callback",
        "success",
        "SUCCESS",
        "error",
        "cancelled",
        "redirect",
        "Redirect/",
        "",
        "success/success",
        "a@b:1/c",
        "success&status=success",
        "é",
    ];
    for host in hosts {
        for (word, status) in [
            ("SUCCESS", CallbackStatus::Success),
            ("Success", CallbackStatus::Success),
            ("success", CallbackStatus::Success),
            ("CANCELLED", CallbackStatus::Cancelled),
            ("Error", CallbackStatus::Error),
            ("redirect", CallbackStatus::Redirect),
        ] {
            for name in ["status", "STATUS", "Status"] {
                let url = format!("leanlink://{host}?message=a&{name}={word}#status=OTHER");
                let callback = read(&url);
                assert_eq!(callback.status, Some(status.clone()), "{url}");
                assert_eq!(callback.claims_success(), status == CallbackStatus::Success);
            }
        }
        let new = read(&format!("LEANLINK://{host}?status=Paused")).status;
        let new = new.filter(CallbackStatus::is_unknown);
        assert_eq!(new.as_ref().map(CallbackStatus::as_str), Some("Paused"));
    }
}

#[test]
fn a_host_alone_claims_nothing_but_that_the_customer_leaves_for_the_bank() {
    let status = |url: &str| CallbackData::from_web_view(url).unwrap().status;
    for host in [
        "success",
        "SUCCESS/",
        "error",
        "cancelled",
        "callback",
        "",
        "redirected",
    ] {
        for query in ["", "?", "?status=", "?message=SUCCESS", "#status=SUCCESS"] {
            assert_eq!(
                status(&format!("leanlink://{host}{query}")),
                None,
                "{host}{query}"
            );
        }
    }
    for url in [
        "leanlink://redirect",
        "LeanLink://REDIRECT/?status=",
        "leanlink://redirect#x",
    ] {
        assert_eq!(status(url), Some(CallbackStatus::Redirect), "{url}");
    }
}

#[test]
fn the_bank_is_read_as_either_kit_names_it_and_in_any_case() {
    let bank = |query: &str| {
        let url = format!("leanlink://callback?status=ERROR&{query}");
        CallbackData::from_web_view(&url).unwrap().bank
    };
    for name in ["bank_id", "bank_identifier", "BANK_ID", "Bank_Identifier"] {
        let bank = bank(&format!("{name}=B1")).unwrap();
        assert_eq!(
            (bank.bank_identifier.as_deref(), bank.is_supported),
            (Some("B1"), None)
        );
    }
    for name in [
        "is_supported",
        "bank_is_supported",
        "IS_SUPPORTED",
        "Bank_Is_Supported",
    ] {
        for (text, value) in [
            ("true", true),
            ("TRUE", true),
            ("True", true),
            ("tRuE", true),
            ("false", false),
            ("FALSE", false),
            ("False", false),
        ] {
            let bank = bank(&format!("{name}={text}")).unwrap();
            assert_eq!(
                (bank.bank_identifier, bank.is_supported),
                (None, Some(value)),
                "{text}"
            );
        }
        // Every other text says nothing.
        for text in ["", "1", "yes", "null", "true+", "truee"] {
            assert_eq!(bank(&format!("{name}={text}")), None, "{name}={text}");
        }
    }
}

#[test]
fn what_is_said_twice_must_be_the_same() {
    let read = CallbackData::from_web_view;
    for query in [
        "status=SUCCESS&status=success",
        "bank_id=B1&bank_identifier=B1&BANK_ID=B1",
        "is_supported=true&bank_is_supported=TRUE",
        "is_supported=maybe&bank_is_supported=false&is_supported=",
        "message=a&message=a&message=",
        "unknown=1&unknown=2",
    ] {
        assert!(read(&format!("leanlink://x?{query}")).is_ok(), "{query}");
    }
    for (query, key) in [
        ("status=SUCCESS&status=CANCELLED", "status"),
        ("status=CANCELLED&STATUS=SUCCESS", "status"),
        ("bank_id=B1&bank_identifier=B2", "bank_identifier"),
        (
            "is_supported=true&bank_is_supported=false",
            "bank_is_supported",
        ),
        ("message=a&message=b", "message"),
        (
            "secondary_status=OK&secondary_status=FAILED",
            "secondary_status",
        ),
    ] {
        let error = read(&format!("leanlink://success?{query}")).unwrap_err();
        assert_eq!(error, WebViewError::Duplicate { key }, "{query}");
        assert!(error.to_string().contains(key), "{error}");
    }
}

#[test]
fn an_address_that_is_no_callback_is_refused() {
    let read = CallbackData::from_web_view;
    for url in [
        "",
        "https://shop.example",
        "leanlink:/success",
        "leanlink:",
        "é",
        " leanlink://success",
        "leanlinks://success",
    ] {
        assert_eq!(read(url), Err(WebViewError::NotLeanlink), "{url:?}");
    }
    let long = format!("leanlink://ERROR?message={}", "a".repeat(17_000));
    assert_eq!(read(&long), Err(WebViewError::TooLong));
}

#[test]
fn no_text_behind_the_scheme_is_a_panic() {
    for rest in [
        "",
        "?",
        "#",
        "/",
        "?&&&",
        "?=",
        "?=&=",
        "?status",
        "?%",
        "?status=%",
        "?status=%zz",
        "?status=%ff",
        "?%ff=%ff",
        "?a=\u{0}",
        "://",
        "??status=SUCCESS",
        "?é=é",
        "\u{feff}",
    ] {
        assert!(
            CallbackData::from_web_view(&format!("leanlink://{rest}")).is_ok(),
            "{rest:?}"
        );
    }
}

#[test]
fn s04_debug_of_a_callback_shows_nobody() {
    let callback: CallbackData = serde_json::from_value(json!({
        "message": "canary",
        "last_api_response": "canary",
        "open_banking_redirect_url": "https://bank.example/?code=canary",
        "exit_survey_reason": "canary"
    }))
    .unwrap();
    let shown = format!("{callback:?}");
    assert!(!shown.contains("canary"), "{shown}");
}
