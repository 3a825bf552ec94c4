//! The dashboard, as a browser without scripts meets it, and its stream of changes.

use std::time::Duration;

use leantech_sandbox::{Fault, Sandbox};
use reqwest::{Response, header, redirect};

use super::client::{ALL, BANK, Client, Fallible, Outcome};

/// Longer than a stream takes to tell anything.
const LIMIT: Duration = Duration::from_secs(10);

async fn get(sandbox: &Sandbox, path: &str) -> Fallible<Response> {
    let url = format!("{}{path}", sandbox.base_url());
    Ok(reqwest::get(url).await?)
}

async fn dashboard(sandbox: &Sandbox) -> Fallible<String> {
    let response = get(sandbox, "/_sandbox/").await?;
    assert_eq!(response.status(), 200);
    Ok(response.text().await?)
}

/// Presses a button of the dashboard.
async fn press(sandbox: &Sandbox, members: &[(&str, &str)]) -> Fallible<Response> {
    let browser = reqwest::Client::builder()
        .redirect(redirect::Policy::none())
        .build()?;
    let url = format!("{}/_sandbox/act", sandbox.base_url());
    Ok(browser.post(url).form(members).send().await?)
}

/// The text of a section, tags and all.
fn section<'p>(page: &'p str, id: &str) -> &'p str {
    let start = format!("<section id=\"{id}\"");
    let rest = page.split(&start).nth(1).unwrap_or_default();
    rest.split("</section>").next().unwrap_or_default()
}

#[tokio::test]
async fn every_part_of_a_journey_is_on_the_dashboard() -> Outcome {
    let sandbox = Sandbox::start().await?;
    let client = Client::of(&sandbox).await?;
    let connection = client.connect("someone", &ALL).await?;
    client.get("/nowhere").await?;
    sandbox.inject(Fault::status("/data", 503).times(3))?;
    let page = dashboard(&sandbox).await?;
    assert!(section(&page, "customers").contains(&connection.customer));
    assert!(section(&page, "entities").contains(&connection.entity));
    assert!(section(&page, "consents").contains("ACTIVE"));
    assert!(section(&page, "webhooks").contains("entity.created"));
    assert!(section(&page, "requests").contains("/v2/accounts-access-consents"));
    assert!(section(&page, "requests").contains("404"));
    assert!(section(&page, "faults").contains("/data: the next 3, status 503"));
    assert!(section(&page, "links").contains("No link is open."));
    Ok(())
}

#[tokio::test]
async fn no_secret_and_no_token_is_on_a_page_of_the_dashboard() -> Outcome {
    let sandbox = Sandbox::start().await?;
    let client = Client::of(&sandbox).await?;
    let connection = client.connect("someone", &ALL).await?;
    let customer_token = client
        .new_token(&format!("customer.{}", connection.customer))
        .await?
        .text_at("/access_token");
    sandbox.inject(Fault::status("/data", 503).body("canary"))?;
    let journey = format!("/_sandbox/customers/{}", connection.customer);
    for path in ["/_sandbox/", &journey] {
        let page = get(&sandbox, path).await?.text().await?;
        for secret in [
            &sandbox.client_secret(),
            sandbox.webhook_secret(),
            &client.token,
            &customer_token,
            "canary",
            "SA00",
        ] {
            assert!(!page.contains(secret), "{path}: {secret}");
        }
    }
    Ok(())
}

#[tokio::test]
async fn what_an_application_calls_its_customer_is_escaped() -> Outcome {
    let sandbox = Sandbox::start().await?;
    let client = Client::of(&sandbox).await?;
    let connection = client.connect("<img src=x onerror=alert(1)>", &ALL).await?;
    client
        .get("/nowhere/%3Cscript%3E?q=<script>alert(1)</script>")
        .await?;
    let journey = format!("/_sandbox/customers/{}", connection.customer);
    for path in ["/_sandbox/", &journey] {
        let response = get(&sandbox, path).await?;
        let policy = response.headers().get(header::CONTENT_SECURITY_POLICY);
        let policy = policy.and_then(|it| it.to_str().ok()).unwrap_or_default();
        assert_eq!(
            policy,
            "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; \
             connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
        );
        let page = response.text().await?;
        assert!(
            page.contains("&lt;img src=x onerror=alert(1)&gt;"),
            "{page}"
        );
        for raw in ["<img", "<script>", " style=", "<style"] {
            assert!(!page.contains(raw), "{path}: {raw}");
        }
    }
    Ok(())
}

#[tokio::test]
async fn buttons_turn_the_clock_and_decide_on_links_and_consents() -> Outcome {
    let sandbox = Sandbox::start().await?;
    let client = Client::of(&sandbox).await?;
    let customer = client.new_customer("someone").await?;
    for decision in ["approve", "reject"] {
        let link = client.new_link(&customer, BANK, &ALL).await?;
        let id = link.text_at("/bank_consent_id");
        assert!(section(&dashboard(&sandbox).await?, "links").contains(&id));
        let form = [("action", decision), ("id", &*id)];
        let response = press(&sandbox, &form).await?;
        assert_eq!(response.status(), 303);
        let location = response.headers().get(header::LOCATION);
        assert_eq!(location.and_then(|it| it.to_str().ok()), Some("/_sandbox/"));
        assert_eq!(press(&sandbox, &form).await?.status(), 409, "{decision}");
    }
    let page = dashboard(&sandbox).await?;
    let consents = section(&page, "consents");
    assert!(consents.contains("ACTIVE") && consents.contains("REJECTED"));
    let id = consents
        .split("name=\"id\" value=\"")
        .nth(1)
        .and_then(|rest| rest.split('"').next())
        .unwrap_or_default();
    press(&sandbox, &[("action", "expire"), ("id", id)]).await?;
    assert!(section(&dashboard(&sandbox).await?, "consents").contains("EXPIRED"));

    let before = sandbox.now();
    press(&sandbox, &[("action", "advance"), ("seconds", "3600")]).await?;
    assert!(sandbox.now() - before >= chrono::TimeDelta::hours(1));
    let before = sandbox.now();
    for seconds in ["-1", "99999999999", "much", ""] {
        press(&sandbox, &[("action", "advance"), ("seconds", seconds)]).await?;
    }
    assert!(sandbox.now() - before < chrono::TimeDelta::hours(1));
    sandbox.inject(Fault::status("/data", 503))?;
    press(&sandbox, &[("action", "clear-faults")]).await?;
    assert!(section(&dashboard(&sandbox).await?, "faults").contains("None"));
    Ok(())
}

#[tokio::test]
async fn another_site_presses_no_button() -> Outcome {
    let sandbox = Sandbox::start().await?;
    let before = sandbox.now();
    let form = [("action", "advance"), ("seconds", "86400")];
    let url = format!("{}/_sandbox/act", sandbox.base_url());
    let request = reqwest::Client::new().post(url).form(&form);
    let answer = request
        .header("sec-fetch-site", "cross-site")
        .send()
        .await?;
    assert_eq!(answer.status(), 403);
    assert!(sandbox.now() - before < chrono::TimeDelta::hours(1));
    Ok(())
}

#[tokio::test]
async fn a_journey_is_told_in_its_order_as_a_picture_and_in_words() -> Outcome {
    let sandbox = Sandbox::start().await?;
    let client = Client::of(&sandbox).await?;
    let connection = client.connect("someone", &ALL).await?;
    sandbox.advance_clock(Duration::from_secs(5));
    let path = format!("/data/v2/accounts?entity_id={}", connection.entity);
    client.get(&path).await?;
    sandbox.advance_clock(Duration::from_secs(25 * 3600));
    // The token has expired, too.
    let client = Client::of(&sandbox).await?;
    let other = client.connect("another", &ALL).await?;
    let path = format!("/_sandbox/customers/{}", connection.customer);
    let page = get(&sandbox, &path).await?.text().await?;
    let list = page.split("<ol id=\"moments\"").nth(1).unwrap_or_default();
    let mut rest = list;
    for moment in [
        "customer created",
        "link made to Mockbank 1",
        "consent approved at Mockbank 1",
        "entity of Mockbank 1 created",
        "refresh began",
        "entity.created",
        "refresh finished",
        "data read: fetchAccounts 200",
        "consent at Mockbank 1 expired",
    ] {
        let (_, later) = rest.split_once(moment).ok_or(format!("{moment}: {list}"))?;
        rest = later;
    }
    assert!(page.contains("role=\"img\" aria-labelledby=\"picture-title\""));
    let moments = list.matches("<li").count();
    assert_eq!(page.matches("<circle").count(), moments);
    assert!(!page.contains(&other.customer) && !other.customer.is_empty());
    let unknown = get(&sandbox, "/_sandbox/customers/nobody").await?;
    assert_eq!(unknown.status(), 404);
    Ok(())
}

#[tokio::test]
async fn a_journey_names_the_word_that_the_bank_failed_with() -> Outcome {
    let sandbox = Sandbox::start().await?;
    let client = Client::of(&sandbox).await?;
    let customer = client.new_customer("someone").await?;
    let link = client.new_link(&customer, BANK, &ALL).await?;
    sandbox.fail(&link.text_at("/bank_consent_id"), "BANK_ISSUE")?;
    let path = format!("/_sandbox/customers/{customer}");
    let page = get(&sandbox, &path).await?.text().await?;
    assert!(
        page.contains("link made to Mockbank 1, ended as BANK_ISSUE"),
        "{page}"
    );
    Ok(())
}

#[tokio::test]
async fn an_open_page_is_told_of_changes_and_let_go_with_the_sandbox() -> Outcome {
    let sandbox = Sandbox::start().await?;
    let client = Client::of(&sandbox).await?;
    let mut stream = get(&sandbox, "/_sandbox/live").await?;
    let kind = stream.headers().get(header::CONTENT_TYPE).cloned();
    assert_eq!(
        kind.as_ref().and_then(|it| it.to_str().ok()),
        Some("text/event-stream")
    );
    let told = tokio::time::timeout(LIMIT, async {
        let mut told = String::new();
        while let Some(chunk) = stream.chunk().await? {
            told.push_str(&String::from_utf8_lossy(&chunk));
            if told.contains("event: hello") && !told.contains("event: change") {
                client
                    .new_customer(&format!("someone {}", told.len()))
                    .await?;
            }
            if told.contains("event: change") {
                break;
            }
        }
        Ok::<_, Box<dyn std::error::Error>>(told)
    });
    assert!(told.await??.contains("event: change"));
    let ended = tokio::spawn(async move { while let Ok(Some(_)) = stream.chunk().await {} });
    // Dropping waits for the sandbox's thread, which an open stream must not hold.
    tokio::task::spawn_blocking(move || drop(sandbox)).await?;
    tokio::time::timeout(LIMIT, ended).await??;
    Ok(())
}
