//! Who may reach the sandbox: programs on this machine, its own pages, and nobody else's.

use reqwest::{Method, RequestBuilder, StatusCode};
use serde_json::{Value, json};

use crate::client::{ALL, Client, Outcome, link, read};
use leantech_sandbox::Sandbox;

/// Everything that changes something and is the sandbox's own, with a body that would do.
fn controls() -> Vec<(Method, &'static str, &'static str)> {
    vec![
        (Method::POST, "/_sandbox/reset", "{}"),
        (
            Method::POST,
            "/_sandbox/seed",
            r#"{"seed": 7, "customers": 1}"#,
        ),
        (
            Method::POST,
            "/_sandbox/customers",
            r#"{"app_user_id": "evil"}"#,
        ),
        (
            Method::POST,
            "/_sandbox/entities",
            r#"{"app_user_id": "evil"}"#,
        ),
        (
            Method::POST,
            "/_sandbox/consents",
            r#"{"app_user_id": "evil"}"#,
        ),
        (Method::POST, "/_sandbox/clock", r#"{"advance_seconds": 9}"#),
        (Method::POST, "/_sandbox/tokens/expire", ""),
        (Method::POST, "/_sandbox/tokens/revoke", ""),
        (
            Method::POST,
            "/_sandbox/credentials/rotate",
            r#"{"client_secret": "evil"}"#,
        ),
        (
            Method::POST,
            "/_sandbox/faults",
            r#"{"path": "/", "status": 500}"#,
        ),
        (
            Method::POST,
            "/_sandbox/webhooks",
            r#"{"type": "payment.updated", "payload": {}}"#,
        ),
        (
            Method::POST,
            "/_sandbox/webhooks/faults",
            r#"{"type": "entity.created", "duplicates": 1}"#,
        ),
        (Method::DELETE, "/_sandbox/requests", ""),
        (Method::DELETE, "/_sandbox/webhooks", ""),
        (Method::DELETE, "/_sandbox/faults", ""),
        (Method::POST, "/_sandbox/act", "action=advance&seconds=60"),
    ]
}

const SIMPLE: [&str; 4] = [
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/json",
];

fn call(client: &Client, method: &Method, path: &str) -> RequestBuilder {
    let url = format!("{}{path}", client.base);
    client.http.request(method.clone(), url)
}

#[tokio::test]
async fn e2_a_page_of_another_site_reaches_no_control_and_no_decision() -> Outcome {
    let sandbox = Sandbox::start().await?;
    let client = Client::of(&sandbox).await?;
    let customer = client.new_customer("someone").await?;
    let made = client
        .post(
            "/v2/accounts-access-consents",
            link(&customer, "LEA1_SAMAOB_SAU", &ALL),
        )
        .await?;
    let consent = made.text_at("/bank_consent_id");
    let decide = format!("/_sandbox/consents/{consent}/approve");
    let state = client.get("/_sandbox/state").await?.body;
    let own = format!("http://{}", client.base.trim_start_matches("http://"));
    let mut all = controls();
    all.push((Method::POST, &decide, "{}"));
    let form = format!("consent={consent}&decision=approve&account=CURRENT");
    all.push((Method::POST, "/_sandbox/authorize", &form));
    for (method, path, body) in &all {
        for media_type in SIMPLE {
            for (name, value) in [
                ("origin", "https://evil.example"),
                ("origin", "null"),
                ("origin", "http://localhost:1"),
                ("sec-fetch-site", "cross-site"),
                ("sec-fetch-site", "same-site"),
            ] {
                let request = call(&client, method, path).header("content-type", media_type);
                let request = request.header(name, value).body((*body).to_owned());
                let answer = request.send().await?;
                let expected = StatusCode::FORBIDDEN;
                assert_eq!(
                    answer.status(),
                    expected,
                    "{path} {media_type} {name}: {value}"
                );
            }
        }
        // A page of the sandbox's own sends JSON, its forms excepted.
        if path.ends_with("/act") || path.ends_with("/authorize") {
            continue;
        }
        let request = call(&client, method, path).header("content-type", "text/plain");
        let request = request.header("origin", &own).body((*body).to_owned());
        assert_eq!(
            request.send().await?.status(),
            StatusCode::FORBIDDEN,
            "{path}"
        );
    }
    for path in [
        "/_sandbox/requests",
        "/_sandbox/webhooks",
        "/_sandbox/customers",
        "/_sandbox/live",
        "/_sandbox/state",
    ] {
        let request = call(&client, &Method::GET, path).header("sec-fetch-site", "cross-site");
        let answer = request.header("sec-fetch-mode", "no-cors").send().await?;
        assert_eq!(answer.status(), StatusCode::FORBIDDEN, "{path}");
    }
    let after = client.get("/_sandbox/state").await?.body;
    for counted in [
        "customers",
        "entities",
        "consents",
        "pending_links",
        "tokens",
        "seed",
    ] {
        assert_eq!(after[counted], state[counted], "{counted}");
    }
    let webhooks = client.get("/_sandbox/webhooks").await?;
    assert_eq!(webhooks.length_at("/webhooks"), 0);
    Ok(())
}

#[tokio::test]
async fn e2_scripts_without_a_browser_work_with_any_content_type() -> Outcome {
    let sandbox = Sandbox::start().await?;
    let client = Client::of(&sandbox).await?;
    for media_type in SIMPLE {
        let request = call(&client, &Method::POST, "/_sandbox/clock");
        let request = request.header("content-type", media_type);
        let answer = request.body(r#"{"advance_seconds": 1}"#).send().await?;
        assert_eq!(answer.status(), 200, "{media_type}");
    }
    // And the dashboard's own script.
    let request = call(&client, &Method::POST, "/_sandbox/clock").header("origin", &client.base);
    let request = request.header("sec-fetch-site", "same-origin");
    let answer = request.json(&json!({"advance_seconds": 1})).send().await?;
    assert_eq!(answer.status(), 200);
    Ok(())
}

#[tokio::test]
async fn e2_a_name_that_leads_here_is_answered_with_421() -> Outcome {
    let sandbox = Sandbox::builder().allow_host("sandbox").start().await?;
    let client = Client::of(&sandbox).await?;
    let asked = async |host: &str, path: &str| {
        let request = call(&client, &Method::GET, path).header("host", host);
        request.bearer_auth(&client.token).send().await
    };
    for path in [
        "/_sandbox/requests",
        "/_sandbox/",
        "/banks/v1",
        "/",
        "/%5Fsandbox/state",
    ] {
        for host in ["evil.example", "evil.example:80", "192.168.1.1", "0.0.0.0"] {
            let answer = asked(host, path).await?;
            assert_eq!(answer.status(), 421, "{host}{path}");
            assert!(!answer.text().await?.contains("evil"), "{host}{path}");
        }
    }
    for host in [
        "localhost",
        "localhost:1",
        "127.0.0.1",
        "[::1]:80",
        "sandbox:8080",
    ] {
        assert_eq!(asked(host, "/banks/v1").await?.status(), 200, "{host}");
    }
    let banks: Value = asked("sandbox:8080", "/banks/v1").await?.json().await?;
    let logo = banks[0]["logo"].as_str().unwrap_or_default();
    assert!(logo.starts_with("http://sandbox:8080/"), "{logo}");
    let logo = logo.replace("http://sandbox:8080", &client.base);
    let answer = client.http.get(logo).send().await?;
    assert_eq!(answer.headers()["content-type"], "image/svg+xml");
    Ok(())
}

#[tokio::test]
async fn e2_a_control_token_is_asked_for_by_controls_and_dashboard_alone() -> Outcome {
    let sandbox = Sandbox::builder().control_token("canary").start().await?;
    let client = Client::of(&sandbox).await?;
    let ask = |path: &str| call(&client, &Method::GET, path);
    for path in [
        "/_sandbox/",
        "/_sandbox/state",
        "/_sandbox/live",
        "/_sandbox/requests",
    ] {
        assert_eq!(ask(path).send().await?.status(), 401, "{path}");
        let wrong = ask(path).bearer_auth("canar").send().await?;
        assert_eq!(wrong.status(), 401, "{path}");
        assert_eq!(ask(path).bearer_auth("canary").send().await?.status(), 200);
        let basic = ask(path).basic_auth("me", Some("canary"));
        assert_eq!(basic.send().await?.status(), 200, "{path}");
    }
    for path in ["/_sandbox/health", "/_sandbox/assets/bank.css", "/"] {
        let answer = ask(path).header("accept", "text/html").send().await?;
        assert_eq!(answer.status(), 200, "{path}");
    }
    assert_eq!(client.get("/banks/v1").await?.status, 200);
    Ok(())
}

#[tokio::test]
async fn a_head_request_gets_what_get_would_without_its_body() -> Outcome {
    let sandbox = Sandbox::start().await?;
    let client = Client::of(&sandbox).await?;
    for path in [
        "/banks/v1",
        "/customers/v1",
        "/_sandbox/state",
        "/_sandbox/",
        "/nowhere",
    ] {
        let asked = async |method: Method| {
            let request = call(&client, &method, path).bearer_auth(&client.token);
            request.send().await
        };
        let (get, head) = (asked(Method::GET).await?, asked(Method::HEAD).await?);
        assert_eq!(head.status(), get.status(), "{path}");
        let named = |answer: &reqwest::Response| answer.headers()["content-type"].clone();
        assert_eq!(named(&head), named(&get), "{path}");
        assert_eq!(head.text().await?, "", "{path}");
    }
    Ok(())
}

#[tokio::test]
async fn a_path_is_the_same_with_percent_signs_and_another_with_two_slashes() -> Outcome {
    let sandbox = Sandbox::start().await?;
    let client = Client::of(&sandbox).await?;
    assert_eq!(client.get("/%62anks/v1").await?.status, 200);
    assert_eq!(client.get("/b%61nks/%76%31/").await?.status, 200);
    for path in ["//banks/v1", "/banks//v1", "/banks%2fv1"] {
        assert_eq!(client.get(path).await?.status, 404, "{path}");
    }
    Ok(())
}

#[tokio::test]
async fn an_answer_comes_in_gzip_when_asked_for() -> Outcome {
    let sandbox = Sandbox::start().await?;
    let client = Client::of(&sandbox).await?;
    // Another crate of the build may have turned on reqwest's own gzip.
    let plain = reqwest::Client::builder().no_gzip().build()?;
    let request = plain.get(format!("{}/banks/v1", sandbox.base_url()));
    let request = request.bearer_auth(&client.token);
    let answer = request.header("accept-encoding", "gzip").send().await?;
    assert_eq!(answer.headers()["content-encoding"], "gzip");
    let cache = &answer.headers()["cache-control"];
    assert_eq!(cache, "no-cache, no-store, max-age=0, must-revalidate");
    assert_eq!(answer.headers()["vary"], "accept-encoding, origin");
    let bytes = answer.bytes().await?;
    let mut plain = String::new();
    std::io::Read::read_to_string(&mut flate2::read::GzDecoder::new(&*bytes), &mut plain)?;
    let banks = client.get("/banks/v1").await?;
    assert_eq!(serde_json::from_str::<Value>(&plain)?, banks.body);
    Ok(())
}

#[tokio::test]
async fn an_application_token_alone_is_enough_except_for_connect_links() -> Outcome {
    let sandbox = Sandbox::start().await?;
    let mut client = Client::of(&sandbox).await?;
    let customer = client.new_customer("someone").await?;
    client.token = String::new();
    let ask = |path: &str, token: &str| {
        call(&client, &Method::GET, path).header("lean-app-token", token.to_owned())
    };
    let own = sandbox.client_id();
    assert_eq!(ask("/customers/v1", own).send().await?.status(), 200);
    assert_eq!(ask("/customers/v1", "other").send().await?.status(), 401);
    let request = call(&client, &Method::POST, "/v2/accounts-access-consents");
    let request = request.header("lean-app-token", own);
    let request = request.json(&link(&customer, "LEA1_SAMAOB_SAU", &ALL));
    assert_eq!(request.send().await?.status(), 401);
    Ok(())
}

#[tokio::test]
async fn the_root_leads_a_person_to_the_dashboard_and_a_program_nowhere() -> Outcome {
    let sandbox = Sandbox::start().await?;
    let client = Client::of(&sandbox).await?;
    let person = call(&client, &Method::GET, "/").header("accept", "text/html,*/*;q=0.8");
    let page = person.send().await?.text().await?;
    assert!(page.contains("href=\"/_sandbox/\""), "{page}");
    let program = client.get("/").await?;
    assert_eq!(
        (program.status, program.text_at("/status")),
        (404, "INVALID_URL".into())
    );
    Ok(())
}

#[tokio::test]
async fn scripts_of_other_origins_call_lean_s_paths_only_where_it_was_switched_on() -> Outcome {
    const ORIGIN: &str = "http://localhost:3000";
    for (allowed, status) in [(None, 405), (Some(ORIGIN), 204), (Some("*"), 204)] {
        let mut builder = Sandbox::builder();
        if let Some(origin) = allowed {
            builder = builder.cors(origin);
        }
        let sandbox = builder.start().await?;
        let client = Client::of(&sandbox).await?;
        let preflight = call(&client, &Method::OPTIONS, "/customers/v1/").header("origin", ORIGIN);
        let preflight = preflight.header("access-control-request-method", "POST");
        let answer = preflight.send().await?;
        assert_eq!(answer.status(), status);
        let request = call(&client, &Method::GET, "/banks/v1").header("origin", ORIGIN);
        let answer = request.bearer_auth(&client.token).send().await?;
        assert_eq!(answer.status(), 200);
        let told = answer.headers().get("access-control-allow-origin");
        let told = told.map(|it| it.to_str().unwrap_or_default().to_owned());
        assert_eq!(told.as_deref(), allowed.map(|_| ORIGIN));
        // Controls stay closed.
        let request = call(&client, &Method::GET, "/_sandbox/state").header("origin", ORIGIN);
        assert_eq!(request.send().await?.status(), 403);
    }
    Ok(())
}

#[tokio::test]
async fn localhost_is_both_families_and_everywhere_is_in_no_link() -> Outcome {
    let sandbox = Sandbox::builder().host("localhost").start().await?;
    let port = sandbox
        .base_url()
        .rsplit(':')
        .next()
        .unwrap_or_default()
        .to_owned();
    for host in ["127.0.0.1", "[::1]"] {
        let url = format!("http://{host}:{port}/_sandbox/health");
        match reqwest::get(&url).await {
            Ok(answer) => assert_eq!(answer.status(), 200),
            // A machine without IPv6.
            Err(_) => assert_eq!(host, "[::1]"),
        }
    }
    let sandbox = Sandbox::builder().host("0.0.0.0").start().await?;
    assert!(sandbox.base_url().starts_with("http://127.0.0.1:"));
    let url = "https://sandbox.example/lean";
    let sandbox = Sandbox::builder().public_url(url).start().await?;
    assert_eq!(sandbox.base_url(), url);
    Ok(())
}

#[tokio::test]
async fn a_rotated_secret_replaces_the_former_one_and_leaves_tokens_alone() -> Outcome {
    let sandbox = Sandbox::start().await?;
    let client = Client::of(&sandbox).await?;
    let former = sandbox.client_secret();
    let body = json!({"client_secret": "second"});
    client.post("/_sandbox/credentials/rotate", body).await?;
    assert_eq!(sandbox.client_secret(), "second");
    let ask = async |secret: &str| {
        let form = [
            ("client_id", sandbox.client_id()),
            ("client_secret", secret),
            ("grant_type", "client_credentials"),
            ("scope", "api"),
        ];
        let url = format!("{}/oauth2/token", sandbox.base_url());
        read(client.http.post(url).form(&form).send().await?).await
    };
    let refused = ask(&former).await?;
    assert_eq!(
        (refused.status, refused.text_at("/error")),
        (401, "invalid_client".into())
    );
    assert_eq!(ask("second").await?.status, 200);
    assert_eq!(client.get("/banks/v1").await?.status, 200);
    sandbox.rotate_client_secret("third");
    assert_eq!(ask("second").await?.status, 401);
    assert_eq!(ask("third").await?.status, 200);
    Ok(())
}

#[tokio::test]
async fn sandboxes_without_a_seed_have_different_ids() -> Outcome {
    let mut ids = Vec::new();
    for seed in [None, None, Some(7), Some(7)] {
        let builder = Sandbox::builder();
        let builder = match seed {
            Some(seed) => builder.seed(seed),
            None => builder,
        };
        let sandbox = builder.start().await?;
        let client = Client::of(&sandbox).await?;
        ids.push(client.new_customer("someone").await?);
    }
    assert_ne!(ids[0], ids[1]);
    assert_eq!(ids[2], ids[3]);
    Ok(())
}

#[tokio::test]
async fn a_webhook_url_with_a_user_is_refused_and_says_no_word_of_it() -> Outcome {
    for url in [
        "http://me:canary@localhost/",
        "http://canary@localhost/",
        "ftp://localhost/",
    ] {
        let refused = Sandbox::builder().webhook_url(url).start().await;
        let Err(error) = refused else {
            return Err("it was taken".into());
        };
        assert!(!error.to_string().contains("canary"), "{error}");
    }
    Sandbox::builder()
        .webhook_url("https://localhost/hook")
        .start()
        .await?;
    Ok(())
}
