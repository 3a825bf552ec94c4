//! The redirect back from the bank, with every kind of text that may stand in it.

use std::error::Error;

use leantech::{GranularStatusCode, LONGEST_REDIRECT, Redirect, RedirectError, RedirectOutcome};

const SUCCESS: &str = "https://www.shop.example/back?success=true\
    &customer_id=00000000-0000-4000-8000-0000000000c1&bank_identifier=LEA1_SAMAOB_SAU\
    &entity_id=00000000-0000-4000-8000-0000000000e1\
    &consent_attempt_id=00000000-0000-4000-8000-0000000000a1";

const FAILURE: &str = "https://www.shop.example/back?success=false\
    &app_user_id=prod_usr_1246&bank_identifier=LEA1_SAMAOB_SAU\
    &granular_status_code=CONSENT_REJECTED\
    &status_additional_info=The%20user%20refused%20the%20consent";

fn extra(redirect: &Redirect) -> Vec<(&str, &str)> {
    redirect.extra().collect()
}

#[test]
fn a_success_is_read_whole() {
    let redirect = Redirect::parse(SUCCESS).unwrap();
    assert!(redirect.is_connected());
    assert_eq!(
        redirect.entity_id(),
        Some("00000000-0000-4000-8000-0000000000e1")
    );
    assert_eq!(
        redirect.customer_id(),
        Some("00000000-0000-4000-8000-0000000000c1")
    );
    assert_eq!(redirect.app_user_id(), None);
    assert_eq!(redirect.bank_identifier(), Some("LEA1_SAMAOB_SAU"));
    assert_eq!(
        redirect.consent_attempt_id(),
        Some("00000000-0000-4000-8000-0000000000a1")
    );
    assert_eq!(redirect.consent_id(), None);
    assert_eq!(redirect.granular_status_code(), None);
    assert_eq!(redirect.status_additional_info(), None);
    assert_eq!(extra(&redirect), [("success", "true")]);
}

#[test]
fn a_failure_is_read_whole() {
    let redirect = Redirect::parse(FAILURE).unwrap();
    assert!(!redirect.is_connected());
    assert_eq!(
        redirect.outcome(),
        &RedirectOutcome::Failed {
            code: GranularStatusCode::ConsentRejected
        }
    );
    assert_eq!(redirect.entity_id(), None);
    assert_eq!(redirect.app_user_id(), Some("prod_usr_1246"));
    assert_eq!(redirect.customer_id(), None);
    assert_eq!(
        redirect.status_additional_info(),
        Some("The user refused the consent")
    );
    assert_eq!(redirect.consent_attempt_id(), None);
    assert_eq!(extra(&redirect), [("success", "false")]);
}

#[test]
fn the_linksdks_consent_id_is_read_too() {
    let redirect = Redirect::parse("granular_status_code=BANK_ISSUE&consent_id=k-1").unwrap();
    assert_eq!(redirect.consent_id(), Some("k-1"));
}

#[test]
fn d06_the_query_is_found_in_each_shape_of_address() {
    for text in [
        "entity_id=e-1&own=a",
        "?entity_id=e-1&own=a",
        "/back?entity_id=e-1&own=a",
        "/a=b&c/back?entity_id=e-1&own=a",
        "back?entity_id=e-1&own=a",
        "https://shop.example/?entity_id=e-1&own=a",
        "https://shop.example?entity_id=e-1&own=a",
        "https://shop.example/a=b/?entity_id=e-1&own=a#fragment",
        "https://shop.example:8443/raw path/?entity_id=e-1&own=a",
        "com.shop.app://back?entity_id=e-1&own=a",
        "&entity_id=e-1&&own=a&",
        "entity_id=e-1&own=a#?entity_id=e-2&granular_status_code=BANK_ISSUE",
    ] {
        let redirect = Redirect::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        assert_eq!(redirect.entity_id(), Some("e-1"), "{text}");
        assert_eq!(extra(&redirect), [("own", "a")], "{text}");
    }
    let redirect = Redirect::parse("next=https://x.example/?a=b&entity_id=e-1&q=?").unwrap();
    assert_eq!(
        extra(&redirect),
        [("next", "https://x.example/?a=b"), ("q", "?")]
    );
}

#[test]
fn d06_raw_blanks_plus_signs_and_escapes_all_mean_a_blank() {
    for text in [
        "The user refused",
        "The+user+refused",
        "The%20user%20refused",
        "The+user%20refused",
    ] {
        let text = format!(
            "https://shop.example/my page?granular_status_code=BANK_ISSUE&status_additional_info={text}"
        );
        let redirect = Redirect::parse(&text).unwrap();
        assert_eq!(
            redirect.status_additional_info(),
            Some("The user refused"),
            "{text}"
        );
    }
    let redirect = Redirect::parse("entity_id=e-1&app_user_id=a%2Bb%40shop.example").unwrap();
    assert_eq!(redirect.app_user_id(), Some("a+b@shop.example"));
}

#[test]
fn d06_values_are_decoded_once() {
    let redirect = Redirect::parse(
        "granular_status_code=BANK_ISSUE\
         &status_additional_info=x%26entity_id%3De-9%2523%00%0d%0a%3Cscript%3E%F0%9F%98%80=y",
    )
    .unwrap();
    assert_eq!(
        redirect.status_additional_info(),
        Some("x&entity_id=e-9%23\0\r\n<script>😀=y")
    );
    assert!(!redirect.is_connected());
    assert!(extra(&redirect).is_empty());
}

#[test]
fn d06_own_parameters_decide_nothing() {
    for own in [
        "success=true",
        "success=false",
        "status=FAILED",
        "error=1",
        "Entity_Id=e-9",
        "entityId=e-9",
        "entity_id%20=e-9",
        "amp;entity_id=e-9",
        "entity_id[]=e-9",
        "granular_status_code%00=BANK_ISSUE",
    ] {
        let success = Redirect::parse(&format!("{own}&entity_id=e-1")).unwrap();
        assert_eq!(success.entity_id(), Some("e-1"), "{own}");
        let failure = Redirect::parse(&format!("granular_status_code=BANK_ISSUE&{own}")).unwrap();
        assert_eq!(
            failure.granular_status_code(),
            Some(&GranularStatusCode::BankIssue),
            "{own}"
        );
        assert_eq!(Redirect::parse(own), Err(RedirectError::NotARedirect));
    }
}

#[test]
fn d06_own_parameters_keep_their_order_and_may_repeat() {
    let redirect = Redirect::parse("b=2&a=1&entity_id=e-1&b=3&empty=&bare&=nameless").unwrap();
    assert_eq!(
        extra(&redirect),
        [
            ("b", "2"),
            ("a", "1"),
            ("b", "3"),
            ("empty", ""),
            ("bare", ""),
            ("", "nameless"),
        ]
    );
}

#[test]
fn d06_each_documented_parameter_may_stand_there_once() {
    for key in [
        "customer_id",
        "app_user_id",
        "bank_identifier",
        "entity_id",
        "consent_attempt_id",
        "consent_id",
        "granular_status_code",
        "status_additional_info",
    ] {
        for (first, second) in [("x", "x"), ("x", "y"), ("", "x"), ("x", "")] {
            let text = format!("{key}={first}&own=1&{key}={second}");
            assert_eq!(
                Redirect::parse(&text),
                Err(RedirectError::Duplicate { key }),
                "{text}"
            );
        }
        let hidden = format!("{key}=x&{}=y", key.replace('_', "%5F"));
        assert_eq!(
            Redirect::parse(&hidden),
            Err(RedirectError::Duplicate { key }),
            "{hidden}"
        );
        let error = RedirectError::Duplicate { key };
        assert!(error.to_string().contains(key));
    }
}

#[test]
fn d06_an_unclear_outcome_is_a_typed_error() {
    for (text, error) in [
        ("", RedirectError::NotARedirect),
        ("?", RedirectError::NotARedirect),
        ("#entity_id=e-1", RedirectError::NotARedirect),
        ("https://shop.example/back", RedirectError::NotARedirect),
        (
            "https://shop.example/entity_id=e-1",
            RedirectError::NotARedirect,
        ),
        ("/entity_id=e-1", RedirectError::NotARedirect),
        (
            "https://shop.example/&entity_id=e-1",
            RedirectError::NotARedirect,
        ),
        ("success=true&customer_id=c-1", RedirectError::NotARedirect),
        (
            "status_additional_info=refused",
            RedirectError::NotARedirect,
        ),
        (
            "entity_id=e-1&granular_status_code=BANK_ISSUE",
            RedirectError::Ambiguous,
        ),
        (
            "entity_id=e-1&granular_status_code=",
            RedirectError::Ambiguous,
        ),
        (
            "entity_id=&granular_status_code=BANK_ISSUE",
            RedirectError::Ambiguous,
        ),
        ("entity_id=", RedirectError::Empty { key: "entity_id" }),
        ("entity_id", RedirectError::Empty { key: "entity_id" }),
        (
            "granular_status_code=&success=true",
            RedirectError::Empty {
                key: "granular_status_code",
            },
        ),
    ] {
        assert_eq!(Redirect::parse(text), Err(error), "{text}");
    }
}

#[test]
fn d06_missing_and_empty_facts_are_absent() {
    let redirect = Redirect::parse(
        "entity_id=e-1&customer_id=&app_user_id&bank_identifier=&consent_attempt_id=&consent_id=&status_additional_info=",
    )
    .unwrap();
    assert_eq!(redirect, Redirect::parse("entity_id=e-1").unwrap());
    assert_eq!(redirect.customer_id(), None);
    assert_eq!(redirect.app_user_id(), None);
    assert_eq!(redirect.bank_identifier(), None);
    assert_eq!(redirect.consent_attempt_id(), None);
    assert_eq!(redirect.consent_id(), None);
    assert_eq!(redirect.status_additional_info(), None);
}

#[test]
fn d06_a_malformed_escape_is_a_typed_error() {
    for part in [
        "%",
        "a%",
        "%2",
        "a%2",
        "%zz",
        "%2g",
        "%%20",
        "% 20",
        "%+20",
        "%2é",
        "100% sure",
    ] {
        for text in [
            format!("entity_id=e-1&status_additional_info={part}"),
            format!("entity_id={part}"),
            format!("entity_id=e-1&{part}=own"),
        ] {
            assert_eq!(
                Redirect::parse(&text),
                Err(RedirectError::MalformedEscape),
                "{text}"
            );
        }
    }
}

#[test]
fn d06_bytes_that_are_not_utf8_are_a_typed_error() {
    for part in ["%ff", "%c3", "%c3+", "%ed%a0%80", "%c0%af", "ä%80"] {
        for text in [
            format!("entity_id=e-1&status_additional_info={part}"),
            format!("entity_id=e-1&{part}=own"),
        ] {
            let error = Redirect::parse(&text).unwrap_err();
            assert!(matches!(error, RedirectError::NotUtf8 { .. }), "{text}");
            assert!(error.source().is_some());
        }
    }
    let redirect = Redirect::parse("entity_id=e-1&own=%D8%B9ع").unwrap();
    assert_eq!(extra(&redirect), [("own", "عع")]);
}

#[test]
fn d06_an_unknown_status_code_is_kept_as_it_came() {
    for (word, code) in [
        ("CONSENT_REJECTED", GranularStatusCode::ConsentRejected),
        ("BANK_ISSUE", GranularStatusCode::BankIssue),
        ("UNSEEN_BANK_ERROR", GranularStatusCode::UnseenBankError),
        ("bank_issue", GranularStatusCode::from("bank_issue")),
        ("NEW_WORD", GranularStatusCode::from("NEW_WORD")),
        ("'--", GranularStatusCode::from("'--")),
    ] {
        let redirect = Redirect::parse(&format!("granular_status_code={word}")).unwrap();
        assert_eq!(redirect.granular_status_code(), Some(&code));
        assert_eq!(code.as_str(), word);
        assert_eq!(code.to_string(), word);
        assert_eq!(
            code.is_bank_fault(),
            ["BANK_ISSUE", "UNSEEN_BANK_ERROR"].contains(&word)
        );
    }
}

#[test]
fn d06_a_text_above_the_limit_is_refused() {
    let text = |length: usize| {
        let start = "entity_id=e-1&own=";
        format!("{start}{}", "x".repeat(length - start.len()))
    };
    assert!(Redirect::parse(&text(LONGEST_REDIRECT)).is_ok());
    assert_eq!(
        Redirect::parse(&text(LONGEST_REDIRECT + 1)),
        Err(RedirectError::TooLong)
    );
}

#[test]
fn debug_shows_no_customer_no_free_text_and_no_own_parameter() {
    let redirect = Redirect::parse(
        "granular_status_code=BANK_ISSUE&customer_id=hide-1&app_user_id=hide-2\
         &status_additional_info=hide-3&hide-4=hide-5&bank_identifier=LEA1_SAMAOB_SAU",
    )
    .unwrap();
    for shown in [format!("{redirect:?}"), format!("{redirect:#?}")] {
        assert!(!shown.contains("hide-"), "{shown}");
        assert!(
            shown.contains("BankIssue") && shown.contains("LEA1_SAMAOB_SAU"),
            "{shown}"
        );
    }
    for text in [
        "customer_id=hide-1%",
        "customer_id=hide-1%ff",
        "customer_id=hide-1&customer_id=hide-1",
    ] {
        let error = Redirect::parse(text).unwrap_err();
        assert!(!format!("{error} {error:?}").contains("hide-"), "{text}");
    }
}

/// Marsaglia's xorshift, so that each run reads the same million texts.
struct Xorshift(u64);

impl Xorshift {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn pick<'a>(&mut self, pieces: &[&'a str]) -> &'a str {
        let position = self.next() % pieces.len() as u64;
        pieces.get(usize::try_from(position).unwrap()).unwrap()
    }
}

/// What an independent, lenient reader of forms finds under a name.
fn by_form(query: &str, name: &str) -> Vec<String> {
    url::form_urlencoded::parse(query.as_bytes())
        .filter(|(key, _)| key == name)
        .map(|(_, value)| value.into_owned())
        .collect()
}

#[test]
fn d06_a_million_random_texts_never_panic_and_agree_with_a_second_reader() {
    const PIECES: &[&str] = &[
        "entity_id=",
        "entity_id",
        "granular_status_code=",
        "granular_status%5fcode=",
        "status_additional_info=",
        "customer_id=",
        "app_user_id=",
        "bank_identifier=",
        "consent_attempt_id=",
        "consent_id=",
        "success=true",
        "BANK_ISSUE",
        "e-1",
        "own=",
        "&",
        "&",
        "&",
        "&",
        "=",
        "?",
        "#",
        "+",
        " ",
        "%",
        "%2",
        "%20",
        "%26",
        "%3D",
        "%ff",
        "%C3%A9",
        "%c3",
        "é",
        "😀",
        "\0",
        "\r\n",
        "\\",
        "/",
        "://",
        "https://shop.example/",
        ";",
        "%%",
        "%u0041",
    ];
    let mut random = Xorshift(0x9e37_79b9_7f4a_7c15);
    let (mut connected, mut failed, mut refused) = (0_u32, 0_u32, 0_u32);
    let mut text = String::new();
    for _ in 0..1_000_000 {
        text.clear();
        for _ in 0..random.next() % 10 {
            text.push_str(random.pick(PIECES));
        }
        let Ok(redirect) = Redirect::parse(&text) else {
            refused += 1;
            continue;
        };
        let start = text.find('#').unwrap_or(text.len());
        let whole = text.get(..start).unwrap();
        let after = whole.split_once('?').map_or(whole, |(_, query)| query);
        let agrees = [whole, after].into_iter().any(|query| {
            let entities = by_form(query, "entity_id");
            let codes = by_form(query, "granular_status_code");
            match redirect.outcome() {
                RedirectOutcome::Connected { entity_id } => {
                    !entity_id.is_empty() && entities == [entity_id.as_str()] && codes.is_empty()
                }
                RedirectOutcome::Failed { code } => {
                    !code.as_str().is_empty() && codes == [code.as_str()] && entities.is_empty()
                }
                _ => false,
            }
        });
        assert!(agrees, "{text:?} was read as {redirect:?}");
        if redirect.is_connected() {
            connected += 1;
        } else {
            failed += 1;
        }
    }
    // Each branch was reached often, so the million says something.
    assert!(
        connected > 10_000 && failed > 10_000,
        "{connected} and {failed}"
    );
    assert!(refused > 10_000, "{refused}");
}
