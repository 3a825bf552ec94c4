//! Lean's hosts, and which base URLs a client secret may be sent to.

use std::error::Error;

use leantech::EnvironmentFault::{
    LeansOwn, NotAUrl, NotLoopback, PlainHttp, QueryOrFragment, Scheme, UserInfo,
};
use leantech::{Environment, EnvironmentFault, Region};

fn custom_fault(base_url: &str) -> EnvironmentFault {
    let good = "https://auth.example";
    let as_api = Environment::custom(good, base_url);
    let as_auth = Environment::custom(base_url, good);
    let fault = |result: Result<Environment, leantech::EnvironmentError>| match result {
        Ok(environment) => panic!("{base_url} was taken as {environment}"),
        Err(error) => error.fault(),
    };
    let fault_as_api = fault(as_api);
    assert_eq!(fault(as_auth), fault_as_api, "{base_url}");
    fault_as_api
}

fn emulator_fault(base_url: &str) -> EnvironmentFault {
    match Environment::emulator(base_url) {
        Ok(environment) => panic!("{base_url} was taken as {environment}"),
        Err(error) => error.fault(),
    }
}

#[test]
fn leans_hosts_are_those_of_its_documents() {
    let hosts = [
        Environment::KSA_SANDBOX,
        Environment::KSA_PRODUCTION,
        Environment::UAE_SANDBOX,
        Environment::UAE_PRODUCTION,
    ]
    .map(|environment| {
        format!(
            "{environment} {:?} {} {} {}",
            environment.region().unwrap(),
            environment.auth_url(),
            environment.api_url(),
            environment.link_url().unwrap()
        )
    });
    assert_eq!(
        hosts,
        [
            "ksa-sandbox SaudiArabia https://auth.sandbox.sa.leantech.me https://sandbox.sa.leantech.me https://link.sandbox.sa.leantech.me",
            "ksa-production SaudiArabia https://auth.sa.leantech.me https://api2.sa.leantech.me https://link.sa.leantech.me",
            "uae-sandbox UnitedArabEmirates https://auth.sandbox.leantech.me https://sandbox.leantech.me https://link.sandbox.leantech.me",
            "uae-production UnitedArabEmirates https://auth.leantech.me https://api2.leantech.me https://link.leantech.me",
        ]
    );
    assert_eq!(Environment::SANDBOX, Environment::KSA_SANDBOX);
    assert_eq!(Environment::PRODUCTION, Environment::KSA_PRODUCTION);
}

#[test]
fn leans_own_hosts_pass_the_check_for_custom_ones() {
    for published in [
        Environment::KSA_SANDBOX,
        Environment::KSA_PRODUCTION,
        Environment::UAE_SANDBOX,
        Environment::UAE_PRODUCTION,
    ] {
        let custom = Environment::custom(published.auth_url(), published.api_url()).unwrap();
        assert_eq!(custom.auth_url(), published.auth_url());
        assert_eq!(custom.api_url(), published.api_url());
        assert_eq!(custom.region(), None);
        assert_eq!(custom.link_url(), None);
    }
}

#[test]
fn only_sandboxes_and_emulators_are_sandboxes() {
    assert!(Environment::KSA_SANDBOX.is_sandbox());
    assert!(Environment::UAE_SANDBOX.is_sandbox());
    assert!(!Environment::KSA_PRODUCTION.is_sandbox());
    assert!(!Environment::UAE_PRODUCTION.is_sandbox());
    let emulator = Environment::emulator("http://localhost:1").unwrap();
    assert!(emulator.is_sandbox() && emulator.is_emulator());
    let custom = Environment::custom("https://a.example", "https://b.example").unwrap();
    assert!(!custom.is_sandbox() && !custom.is_emulator());
    assert!(!Environment::SANDBOX.is_emulator());
}

#[test]
fn s01_plain_http_is_refused_for_custom_hosts_even_on_this_machine() {
    for base_url in [
        "http://api.example",
        "HTTP://api.example",
        "http://127.0.0.1:8080",
        "http://localhost",
        "http://[::1]",
    ] {
        assert_eq!(custom_fault(base_url), PlainHttp, "{base_url}");
    }
}

#[test]
fn s01_an_emulator_on_another_machine_is_refused() {
    for base_url in [
        "http://localhost.evil.com",
        "http://127.0.0.1.evil",
        "http://127.0.0.1.evil.com:8080",
        "http://evil.com/127.0.0.1",
        "http://evil.com/localhost",
        "http://127.0.0.1%2eevil.com",
        "http://xlocalhost",
        "http://localhost.",
        "http://localhost.localdomain",
        "http://128.0.0.1",
        "http://0.0.0.0:8080",
        "http://10.0.0.1",
        "http://2147483648",
        "http://[::]",
        "http://[::2]",
        "http://[::ffff:127.0.0.1]",
        "http://sandbox.sa.leantech.me",
        "https://sandbox.sa.leantech.me",
    ] {
        let fault = emulator_fault(base_url);
        // `127.0.0.1.evil…` is not a number to the parser and not a host of this machine to us.
        assert!(
            matches!(fault, NotLoopback | NotAUrl),
            "{base_url}: {fault}"
        );
    }
    assert_eq!(emulator_fault("http://localhost.evil.com"), NotLoopback);
    assert_eq!(emulator_fault("http://127.0.0.1.evil"), NotLoopback);
}

#[test]
fn s01_user_info_is_refused() {
    for rest in [
        "user:pw@host.example",
        "user@host.example",
        "@host.example",
        ":@host.example",
        "localhost@evil.example",
        "localhost:80@evil.example/x",
        "127.0.0.1:80@127.0.0.1",
    ] {
        assert_eq!(custom_fault(&format!("https://{rest}")), UserInfo, "{rest}");
        assert_eq!(
            emulator_fault(&format!("http://{rest}")),
            UserInfo,
            "{rest}"
        );
    }
}

#[test]
fn s01_queries_and_fragments_are_refused() {
    for tail in [
        "?",
        "?a=b",
        "#",
        "#a",
        "/?a=b",
        "/stem#a",
        "/stem?",
        "?@evil.example",
    ] {
        let base_url = format!("https://api.example{tail}");
        assert_eq!(custom_fault(&base_url), QueryOrFragment, "{tail}");
        let base_url = format!("http://127.0.0.1:80{tail}");
        assert_eq!(emulator_fault(&base_url), QueryOrFragment, "{tail}");
    }
}

#[test]
fn s01_what_is_not_plainly_a_url_is_refused() {
    for base_url in [
        "",
        "api.example",
        "//api.example",
        "https:api.example",
        "https:/api.example",
        "https://",
        "https:///api.example",
        " https://api.example",
        "https://api.example ",
        "https://api.example\n",
        "https://api\t.example",
        "https://api.example\\@evil.example",
        "https:\\\\api.example",
        "https://api.example:port",
        "https://api.example:99999",
        "https://[::1",
        "https://a b",
        "https://exa%00mple",
        "https://api.example\u{a0}",
    ] {
        assert_eq!(custom_fault(base_url), NotAUrl, "{base_url:?}");
        let as_emulator = base_url.replacen("https", "http", 1);
        assert_eq!(emulator_fault(&as_emulator), NotAUrl, "{as_emulator:?}");
    }
    for base_url in [
        "ftp://127.0.0.1",
        "file://localhost",
        "ws://127.0.0.1",
        "://127.0.0.1",
    ] {
        assert_eq!(custom_fault(base_url), Scheme, "{base_url}");
        assert_eq!(emulator_fault(base_url), Scheme, "{base_url}");
    }
}

#[test]
fn s01_plain_http_is_taken_on_this_machine_with_the_emulator_switch() {
    for (base_url, kept) in [
        ("http://127.0.0.1", "http://127.0.0.1"),
        ("http://127.0.0.1:8080/", "http://127.0.0.1:8080"),
        ("http://127.200.3.4:8080", "http://127.200.3.4:8080"),
        ("http://[::1]:8080", "http://[::1]:8080"),
        ("http://localhost:8080", "http://localhost:8080"),
        ("http://LOCALHOST:8080", "http://localhost:8080"),
        ("http://lean.localhost:8080", "http://lean.localhost:8080"),
        (
            "http://host.docker.internal:8080",
            "http://host.docker.internal:8080",
        ),
        (
            "https://localhost:8443/lean/",
            "https://localhost:8443/lean",
        ),
        // What is dialled is the address that was checked, however it was written.
        ("http://127.1:8080", "http://127.0.0.1:8080"),
        ("http://2130706433", "http://127.0.0.1"),
    ] {
        let environment = Environment::emulator(base_url).unwrap();
        assert_eq!(environment.auth_url(), kept);
        assert_eq!(environment.api_url(), kept);
        assert_eq!(environment.link_url(), None);
        assert!(environment.is_emulator());
    }
}

#[test]
fn s01_an_emulator_elsewhere_is_any_host_but_leans_own() {
    for base_url in [
        "http://sandbox:8080",
        "http://10.0.0.1",
        "http://leantech.me.example",
        "https://notleantech.me",
    ] {
        let environment = Environment::emulator_at(base_url).unwrap();
        assert!(environment.is_emulator(), "{base_url}");
        assert_eq!(environment.api_url(), base_url);
    }
    for base_url in [
        "http://leantech.me",
        "https://sandbox.sa.leantech.me",
        "http://API.LEANTECH.ME:80",
        "http://api.leantech.me.",
        "http://api.leantech.me%2e",
    ] {
        let fault = Environment::emulator_at(base_url).unwrap_err().fault();
        assert!(matches!(fault, LeansOwn | NotAUrl), "{base_url}: {fault}");
    }
    let fault = Environment::emulator_at("http://user@sandbox").unwrap_err();
    assert_eq!(fault.fault(), UserInfo);
}

#[test]
fn a_stem_is_kept_and_trailing_slashes_are_cut() {
    for (base_url, kept) in [
        ("https://gate.example", "https://gate.example"),
        ("https://gate.example/", "https://gate.example"),
        (
            "https://gate.example:8443/lean/v1//",
            "https://gate.example:8443/lean/v1",
        ),
        ("HTTPS://GATE.example/Lean", "https://gate.example/Lean"),
        ("https://gate.example/@lean", "https://gate.example/@lean"),
        ("https://127.0.0.1:8443", "https://127.0.0.1:8443"),
    ] {
        let environment = Environment::custom(base_url, base_url).unwrap();
        assert_eq!(environment.auth_url(), kept);
        assert_eq!(environment.api_url(), kept);
    }
    let environment = Environment::custom("https://a.example", "https://b.example").unwrap();
    assert_eq!(environment.auth_url(), "https://a.example");
    assert_eq!(environment.api_url(), "https://b.example");
}

#[test]
fn an_environment_is_found_by_its_word() {
    for (word, environment) in [
        ("sandbox", Environment::KSA_SANDBOX),
        ("ksa-sandbox", Environment::KSA_SANDBOX),
        ("production", Environment::KSA_PRODUCTION),
        ("ksa-production", Environment::KSA_PRODUCTION),
        ("uae-sandbox", Environment::UAE_SANDBOX),
        ("uae-production", Environment::UAE_PRODUCTION),
        ("sa-sandbox", Environment::KSA_SANDBOX),
        ("sa-production", Environment::KSA_PRODUCTION),
        ("ae-sandbox", Environment::UAE_SANDBOX),
        ("ae-production", Environment::UAE_PRODUCTION),
        (
            "http://127.0.0.1:8080",
            Environment::emulator("http://127.0.0.1:8080").unwrap(),
        ),
        (
            "https://gate.example/lean",
            Environment::custom("https://gate.example/lean", "https://gate.example/lean").unwrap(),
        ),
    ] {
        assert_eq!(word.parse(), Ok(environment.clone()));
        let configured = serde_json::from_value::<Environment>(word.into());
        assert_eq!(configured.ok(), Some(environment));
    }
    for url in ["http://gate.example", "https://user:canary@gate.example"] {
        let error = url.parse::<Environment>().unwrap_err();
        assert!(error.source().is_some(), "{error}");
        let configured = serde_json::from_value::<Environment>(url.into());
        for shown in [
            format!("{error} {error:?}"),
            configured.unwrap_err().to_string(),
        ] {
            assert!(!shown.contains("canary"), "{shown}");
        }
    }
    for word in ["", "Sandbox", "prod", "custom", "emulator", "uae"] {
        let error = word.parse::<Environment>().unwrap_err();
        assert!(error.to_string().contains(&format!("{word:?}")), "{error}");
    }
}

#[test]
fn no_format_of_an_environment_or_its_errors_shows_a_password_or_a_stem() {
    let custom = Environment::custom(
        "https://a.example/stem-key-1/",
        "https://b.example/stem-key-2",
    )
    .unwrap();
    assert_eq!(
        custom.to_string(),
        "custom with tokens from https://a.example and data from https://b.example"
    );
    assert_eq!(format!("{custom:?}"), format!("Environment({custom})"));
    let emulator = Environment::emulator("http://127.0.0.1:8080/stem-key-3").unwrap();
    assert_eq!(emulator.to_string(), "emulator at http://127.0.0.1:8080");

    let password = "https://user:hunter2@api.example";
    let error = Environment::custom("https://a.example", password).unwrap_err();
    assert_eq!(
        error.to_string(),
        "could not use the API base URL: it holds a user name or a password"
    );
    assert!(!format!("{error:?}").contains("hunter2"));
    let error = password.parse::<Environment>().unwrap_err();
    assert!(!format!("{error} {error:?}").contains("hunter2"));
}

#[test]
fn the_parsers_own_complaint_is_the_source() {
    let error = Environment::custom("https://api.example:port", "https://b.example").unwrap_err();
    assert_eq!(
        error.to_string(),
        "could not use the authorization base URL: it is not an absolute URL with a host"
    );
    assert_eq!(error.source().unwrap().to_string(), "invalid port number");
    let error = Environment::emulator("http://10.0.0.1").unwrap_err();
    assert!(error.source().is_none());
}

#[test]
fn a_region_has_leans_word() {
    assert_eq!(Region::SaudiArabia.to_string(), "sa");
    assert_eq!(Region::UnitedArabEmirates.as_str(), "ae");
}
