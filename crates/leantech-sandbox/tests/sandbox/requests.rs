//! Requests that are odd: wrong paths, wrong methods, too much, nonsense.

use crate::context::Sandbox;
use reqwest::Method;
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::client::{Client, Outcome};

#[tokio::test]
async fn a_wrong_path_and_a_wrong_method_have_words_of_their_own() -> Outcome {
    let sandbox = Sandbox::start().await?;
    let client = Client::of(&sandbox).await?;
    let nowhere = client.get("/customers/v2").await?;
    assert_eq!(
        (nowhere.status, nowhere.text_at("/status")),
        (404, "INVALID_URL".into())
    );
    let wrong = client.send(Method::PUT, "/banks/v1/", None).await?;
    assert_eq!(
        (wrong.status, wrong.text_at("/status")),
        (405, "INVALID_HTTP_METHOD".into())
    );
    Ok(())
}

#[tokio::test]
async fn every_answer_can_be_traced() -> Outcome {
    let sandbox = Sandbox::start().await?;
    let client = Client::without_token(&sandbox);
    let url = format!("{}/nowhere", client.base);
    let own = client
        .http
        .get(&url)
        .header("lean-correlation-id", "mine")
        .send()
        .await?;
    assert_eq!(
        own.headers()
            .get("lean-correlation-id")
            .map(reqwest::header::HeaderValue::as_bytes),
        Some(&b"mine"[..])
    );
    let (one, other) = (
        client.http.get(&url).send().await?,
        client.http.get(&url).send().await?,
    );
    assert_ne!(
        one.headers().get("lean-trace-id"),
        other.headers().get("lean-trace-id")
    );
    assert!(one.headers().contains_key("lean-correlation-id"));
    Ok(())
}

#[tokio::test]
async fn a_body_of_more_than_a_megabyte_is_refused() -> Outcome {
    let sandbox = Sandbox::start().await?;
    let client = Client::of(&sandbox).await?;
    let answer = client
        .post(
            "/customers/v1/",
            json!({ "app_user_id": "x".repeat(1 << 20) }),
        )
        .await;
    // The sandbox may close before all of it is sent; what matters is that it goes on.
    assert!(answer.map_or(true, |answer| answer.status == 413));
    assert_eq!(client.get("/banks/v1/").await?.status, 200);
    Ok(())
}

#[tokio::test]
async fn nonsense_on_the_wire_concerns_nobody_else() -> Outcome {
    let sandbox = Sandbox::start().await?;
    let client = Client::of(&sandbox).await?;
    let address = sandbox.base_url().trim_start_matches("http://").to_owned();
    for nonsense in [
        &b"\x00\xff\xfe\r\n\r\n"[..],
        b"GET http://other.example/banks/v1/ HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n",
        b"OPTIONS * HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n",
        b"GET /%00%ff/../..//?&&==%zz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n",
        b"POST /oauth2/token HTTP/1.1\r\nhost: localhost\r\ncontent-length: 5\r\nconnection: close\r\n\r\nab",
    ] {
        let mut stream = TcpStream::connect(&*address).await?;
        stream.write_all(nonsense).await?;
        stream.shutdown().await?;
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer).await;
        assert!(!String::from_utf8_lossy(&answer).contains(" 200 "));
    }
    assert_eq!(client.get("/banks/v1/").await?.status, 200);
    Ok(())
}

#[tokio::test]
async fn requests_are_counted_by_operation_and_controls_are_not() -> Outcome {
    let sandbox = Sandbox::start().await?;
    let client = Client::of(&sandbox).await?;
    client.get("/banks/v1/").await?;
    client.get("/banks/v1/").await?;
    client.get("/nowhere").await?;
    let state = client.get("/_sandbox/state").await?;
    assert_eq!(
        (sandbox.requests(), sandbox.requests_of("listBanks")),
        (4, 2)
    );
    assert_eq!(state.body["requests"], 4);
    assert_eq!(
        state.body["requests_by_operation"]["generateAccessToken"],
        1
    );
    Ok(())
}

#[tokio::test]
async fn the_mock_bank_s_page_leads_back_to_the_application() -> Outcome {
    let sandbox = Sandbox::start().await?;
    let client = Client::of(&sandbox).await?;
    let customer = client.new_customer("someone").await?;
    let link = client
        .new_link(&customer, super::client::BANK, &["accounts"])
        .await?;
    let page = client
        .http
        .get(link.text_at("/redirect_url"))
        .send()
        .await?
        .text()
        .await?;
    let id = link.text_at("/bank_consent_id");
    let hidden = format!("name=\"consent\" value=\"{id}\"");
    assert!(page.contains(&hidden), "{page}");
    // A script that wants no page has the control.
    let approve = format!("/_sandbox/consents/{id}/approve?follow=true");
    let browser = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .build()?;
    let back = browser
        .post(format!("{}{approve}", client.base))
        .send()
        .await?;
    assert_eq!(back.status(), 303);
    let location = back
        .headers()
        .get("location")
        .and_then(|it| it.to_str().ok());
    assert!(location.is_some_and(|url| url.starts_with("https://app.example.com/?success=true&")));
    Ok(())
}

#[tokio::test]
async fn a_request_against_the_documents_is_refused_with_the_place_of_its_fault() -> Outcome {
    let sandbox = Sandbox::start().await?;
    let client = Client::of(&sandbox).await?;
    let entity = "/data/v2/accounts?entity_id=7d5c1f6e-3c1a-4a52-9a8f-1c2d3e4f5a6b";
    for (method, path, body, word, pointer) in [
        (
            Method::GET,
            "/customers/v1?page_number=-1",
            None,
            "INVALID_PARAMETERS",
            "/query/page_number",
        ),
        (
            Method::GET,
            "/data/v2/accounts",
            None,
            "MISSING_PARAMETERS",
            "/query/entity_id",
        ),
        (
            Method::GET,
            &*format!("{entity}&size=101"),
            None,
            "INVALID_PARAMETERS",
            "/query/size",
        ),
        (
            Method::POST,
            "/customers/v1/",
            Some(json!({})),
            "MISSING_PARAMETERS",
            "/body/app_user_id",
        ),
        (
            Method::POST,
            "/customers/v1/",
            Some(json!({ "app_user_id": 1 })),
            "INVALID_PARAMETERS",
            "/body/app_user_id",
        ),
        (
            Method::GET,
            "/customers/v1/nobody",
            None,
            "INVALID_PARAMETERS",
            "/path/customer_id",
        ),
    ] {
        let mut request = client
            .http
            .request(method, format!("{}{path}", client.base))
            .bearer_auth(&client.token);
        if let Some(body) = body {
            request = request.json(&body);
        }
        let response = request.send().await?;
        let found = response.headers().get("x-sandbox-pointer").cloned();
        let found = found.as_ref().and_then(|it| it.to_str().ok());
        assert_eq!(found, Some(pointer), "{path}");
        let answer = super::client::read(response).await?;
        assert_eq!(
            (answer.status, &*answer.text_at("/status")),
            (400, word),
            "{path}"
        );
    }
    Ok(())
}

#[tokio::test]
async fn a_wrong_method_is_told_the_right_ones() -> Outcome {
    let sandbox = Sandbox::start().await?;
    let client = Client::of(&sandbox).await?;
    for (path, allowed) in [
        ("/oauth2/token", "POST"),
        ("/customers/v1", "GET, HEAD, POST"),
        ("/customers/v1/a/entities/b", "GET, HEAD, DELETE"),
        ("/customers/v1/a/entities/b/consent/c", "DELETE"),
        ("/data/v2/identity", "GET, HEAD"),
    ] {
        let request = client.http.put(format!("{}{path}", client.base));
        let response = request.send().await?;
        assert_eq!(response.status(), 405, "{path}");
        let told = response
            .headers()
            .get("allow")
            .and_then(|it| it.to_str().ok());
        assert_eq!(told, Some(allowed), "{path}");
    }
    Ok(())
}
