//! What the `LinkSDK` tells the page, posted as JSON or as the address of a web view.
#![cfg(feature = "link-sdk")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

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
    let all: BTreeSet<_> = SecondaryStatus::ALL.iter().copied().collect();
    assert_eq!(listed, all);
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
    assert_eq!(callback.status, Some(CallbackStatus::Redirect.into()));
    let secondary = callback.secondary_status.as_ref().unwrap();
    assert_eq!(secondary.unknown(), Some("SOMETHING_NEW"));
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
        "leanlink://CANCELLED?message=the+user%20left&bank_identifier=LEA1_SAMAOB_SAU\
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
fn a_web_view_s_status_is_read_in_any_case() {
    let status = |url: &str| CallbackData::from_web_view(url).unwrap().status;
    for url in [
        "leanlink://success",
        "LEANLINK://Success/?",
        "leanlink://SUCCESS#x",
    ] {
        assert_eq!(status(url), Some(CallbackStatus::Success.into()), "{url}");
    }
    assert_eq!(status("leanlink://?message=a"), None);
    let new = status("leanlink://paused").unwrap();
    assert_eq!(new.unknown(), Some("paused"));
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
    ] {
        assert_eq!(read(url), Err(WebViewError::NotLeanlink), "{url:?}");
    }
    assert_eq!(
        read("leanlink://ERROR?message=a&message=b"),
        Err(WebViewError::Duplicate { key: "message" })
    );
    let long = format!("leanlink://ERROR?message={}", "a".repeat(17_000));
    assert_eq!(read(&long), Err(WebViewError::TooLong));
    // Text that is neither word of a truth value says nothing.
    let odd = read("leanlink://ERROR?bank_is_supported=maybe&message=").unwrap();
    assert_eq!((odd.bank, odd.message), (None, None));
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
