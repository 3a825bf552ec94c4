//! The bank's page, as a browser without scripts meets it.

use std::time::Duration;

use crate::context::Sandbox;
use reqwest::{RequestBuilder, Response, header, redirect};
use serde_json::json;

use super::client::{ALL, BANK, Client, Fallible, Outcome, link, query_value};

/// An open link, and a browser in front of it.
struct Visit {
    sandbox: Sandbox,
    client: Client,
    customer: String,
    consent: String,
    browser: reqwest::Client,
}

impl Visit {
    async fn start() -> Fallible<Self> {
        Self::with(json!({})).await
    }

    /// A visit of a link whose body has these members.
    async fn with(members: serde_json::Value) -> Fallible<Self> {
        let sandbox = Sandbox::start().await?;
        let client = Client::of(&sandbox).await?;
        let customer = client.new_customer("some one").await?;
        let mut body = link(&customer, BANK, &ALL);
        for (name, value) in members.as_object().into_iter().flatten() {
            body[name] = value.clone();
        }
        let answer = client.post("/v2/accounts-access-consents", body).await?;
        assert_eq!(answer.status, 200, "{}", answer.text);
        let browser = reqwest::Client::builder()
            .redirect(redirect::Policy::none())
            .build()?;
        Ok(Self {
            consent: answer.text_at("/bank_consent_id"),
            sandbox,
            client,
            customer,
            browser,
        })
    }

    fn get(&self, parameters: &str) -> RequestBuilder {
        let base = self.sandbox.base_url();
        let url = format!(
            "{base}/_sandbox/authorize?consent={}{parameters}",
            self.consent
        );
        self.browser.get(url)
    }

    fn decide(&self, members: &[(&str, &str)]) -> RequestBuilder {
        let mut form = vec![("consent", &*self.consent)];
        form.extend(members);
        let url = format!("{}/_sandbox/authorize", self.sandbox.base_url());
        self.browser.post(url).form(&form)
    }

    async fn entities(&self) -> Fallible<usize> {
        let path = format!("/customers/v1/{}/entities", self.customer);
        Ok(self.client.get(&path).await?.length_at(""))
    }
}

const APPROVE: [(&str, &str); 2] = [("decision", "approve"), ("account", "current")];

fn header_of(response: &Response, name: header::HeaderName) -> String {
    let value = response.headers().get(name);
    let value = value.and_then(|value| value.to_str().ok());
    value.unwrap_or_default().to_owned()
}

#[tokio::test]
async fn the_page_says_who_asks_for_what_and_until_when() -> Outcome {
    let visit = Visit::with(json!({
        "permissions": ["accounts", "transactions"],
        "expiration_date_time": "2099-04-16T01:10:53+03:00",
        "transaction_from_date_time": "2025-04-16T01:29:56.000Z",
    }))
    .await?;
    let response = visit.get("").send().await?;
    assert_eq!(response.status(), 200);
    let page = response.text().await?;
    for said in [
        r#"<html lang="en" dir="ltr">"#,
        "<bdi>app.example.com</bdi>",
        "Your accounts",
        "Your transactions",
        "ReadTransactionsCredits",
        "16 April 2099, 01:10 (UTC+03:00)",
        "16 April 2025",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    for not_asked in ["Your balances", "ReadBalances", "ReadParty"] {
        assert!(!page.contains(not_asked), "{not_asked}: {page}");
    }
    Ok(())
}

#[tokio::test]
async fn arabic_is_written_from_right_to_left_by_wish_or_by_the_browser_s_preference() -> Outcome {
    let visit = Visit::start().await?;
    let preferring = |languages| visit.get("").header(header::ACCEPT_LANGUAGE, languages);
    for request in [visit.get("&lang=ar"), preferring("ar-SA, en;q=0.5")] {
        let page = request.send().await?.text().await?;
        assert!(page.contains(r#"<html lang="ar" dir="rtl">"#), "{page}");
        assert!(page.contains("هل تريد مشاركة معلومات حساباتك؟"), "{page}");
        // The switch leads to the other language, and says so in that language.
        assert!(
            page.contains(r#"&amp;lang=en" lang="en" hreflang="en""#),
            "{page}"
        );
    }
    let page = preferring("ar;q=0.3, en;q=0.9")
        .send()
        .await?
        .text()
        .await?;
    assert!(page.contains(r#"<html lang="en" dir="ltr">"#), "{page}");
    // A form in Arabic is answered in Arabic.
    let answer = visit.decide(&[("decision", "approve"), ("lang", "ar")]);
    let page = answer.send().await?.text().await?;
    assert!(page.contains(r#"<html lang="ar" dir="rtl">"#), "{page}");
    Ok(())
}

#[tokio::test]
async fn approving_on_the_page_redirects_as_lean_does() -> Outcome {
    let visit = Visit::start().await?;
    let response = visit.decide(&APPROVE).send().await?;
    assert_eq!(response.status(), 303);
    let url = header_of(&response, header::LOCATION);
    let expected = format!(
        "https://app.example.com/?success=true&customer_id={}&bank_identifier={BANK}&entity_id=",
        visit.customer
    );
    assert!(url.starts_with(&expected), "{url}");
    assert!(!query_value(&url, "consent_attempt_id").is_empty(), "{url}");
    assert_eq!(visit.entities().await?, 1);
    Ok(())
}

#[tokio::test]
async fn only_the_accounts_that_were_picked_can_be_read() -> Outcome {
    let visit = Visit::start().await?;
    let form = [
        ("decision", "approve"),
        ("account", "savings"),
        ("account", "credit"),
        ("account", "no such account"),
    ];
    let response = visit.decide(&form).send().await?;
    let entity = query_value(&header_of(&response, header::LOCATION), "entity_id");
    let path = format!("/data/v2/accounts?entity_id={entity}");
    let answer = visit.client.get(&path).await?;
    assert_eq!(answer.length_at("/data/accounts"), 2, "{}", answer.text);
    assert_eq!(
        answer.text_at("/data/accounts/0/account_sub_type"),
        "SAVINGS"
    );
    Ok(())
}

#[tokio::test]
async fn refusing_and_each_failure_redirect_with_lean_s_word() -> Outcome {
    for (decision, word) in [
        ("reject", "CONSENT_REJECTED"),
        ("BANK_ISSUE", "BANK_ISSUE"),
        ("UNSEEN_BANK_ERROR", "UNSEEN_BANK_ERROR"),
    ] {
        let visit = Visit::start().await?;
        let response = visit.decide(&[("decision", decision)]).send().await?;
        assert_eq!(response.status(), 303);
        let url = header_of(&response, header::LOCATION);
        assert!(
            url.starts_with("https://app.example.com/?success=false&customer_id="),
            "{url}"
        );
        assert_eq!(query_value(&url, "granular_status_code"), word);
        assert!(!query_value(&url, "status_additional_info").is_empty());
        assert!(query_value(&url, "entity_id").is_empty());
        assert_eq!(visit.entities().await?, 0);
    }
    Ok(())
}

#[tokio::test]
async fn a_form_sent_twice_decides_once() -> Outcome {
    let visit = Visit::start().await?;
    assert_eq!(visit.decide(&APPROVE).send().await?.status(), 303);
    for again in [APPROVE.as_slice(), &[("decision", "reject")]] {
        let response = visit.decide(again).send().await?;
        assert_eq!(response.status(), 409);
        assert!(response.text().await?.contains("This link was used before"));
    }
    assert_eq!(visit.get("").send().await?.status(), 409);
    assert_eq!(visit.entities().await?, 1);
    Ok(())
}

#[tokio::test]
async fn an_approval_without_an_account_is_sent_back_with_the_mistake_named() -> Outcome {
    let visit = Visit::start().await?;
    let response = visit.decide(&[("decision", "approve")]).send().await?;
    assert_eq!(response.status(), 422);
    let page = response.text().await?;
    assert!(page.contains(r#"role="alert""#), "{page}");
    assert!(page.contains(r#"aria-describedby="accounts-hint accounts-problem""#));
    // A decision that the page does not offer is none.
    let response = visit.decide(&[("decision", "maybe")]).send().await?;
    assert_eq!(response.status(), 422);
    assert_eq!(visit.entities().await?, 0);
    Ok(())
}

#[tokio::test]
async fn an_unknown_and_an_expired_link_have_pages_of_their_own() -> Outcome {
    let visit = Visit::start().await?;
    let unknown = format!(
        "{}/_sandbox/authorize?consent=%22%3E%3Cscript%3E",
        visit.sandbox.base_url()
    );
    let response = visit.browser.get(unknown).send().await?;
    assert_eq!(response.status(), 404);
    let page = response.text().await?;
    assert!(
        page.contains("This link is unknown") && !page.contains("<script"),
        "{page}"
    );

    visit.sandbox.advance_clock(Duration::from_secs(25 * 3600));
    let response = visit.get("&lang=ar").send().await?;
    assert_eq!(response.status(), 410);
    assert!(response.text().await?.contains("انتهت صلاحية هذا الرابط"));
    assert_eq!(visit.decide(&APPROVE).send().await?.status(), 410);
    assert_eq!(visit.entities().await?, 0);
    Ok(())
}

#[tokio::test]
async fn a_form_of_another_site_decides_nothing() -> Outcome {
    let visit = Visit::start().await?;
    for (name, value) in [
        ("sec-fetch-site", "cross-site"),
        ("origin", "https://evil.example"),
        ("origin", "null"),
    ] {
        let response = visit.decide(&APPROVE).header(name, value).send().await?;
        assert_eq!(response.status(), 403, "{name}: {value}");
    }
    assert_eq!(visit.entities().await?, 0);
    let own = visit
        .decide(&APPROVE)
        .header("origin", visit.sandbox.base_url());
    assert_eq!(own.send().await?.status(), 303);
    Ok(())
}

#[tokio::test]
async fn the_policy_lets_nothing_run_and_the_form_end_only_at_the_application() -> Outcome {
    let visit = Visit::with(json!({ "failure_redirect_url": "myapp://failed" })).await?;
    let response = visit.get("").send().await?;
    let policy = header_of(&response, header::CONTENT_SECURITY_POLICY);
    assert_eq!(
        policy,
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; \
         form-action 'self' https://app.example.com myapp:; frame-ancestors 'none'"
    );
    assert_eq!(
        header_of(&response, header::X_CONTENT_TYPE_OPTIONS),
        "nosniff"
    );
    assert_eq!(header_of(&response, header::CACHE_CONTROL), "no-store");
    assert_eq!(header_of(&response, header::REFERRER_POLICY), "same-origin");
    let page = response.text().await?;
    for inline in ["<script", "<style", " style=", " onclick="] {
        assert!(!page.contains(inline), "{inline}");
    }
    Ok(())
}

#[tokio::test]
async fn an_application_s_own_text_is_escaped() -> Outcome {
    let visit = Visit::with(json!({ "success_redirect_url": "app://a&b'c:99/" })).await?;
    let page = visit.get("").send().await?.text().await?;
    assert!(page.contains("<bdi>a&amp;b'c:99</bdi>"), "{page}");
    Ok(())
}

#[tokio::test]
async fn every_input_of_the_page_has_a_label_and_every_reference_leads_somewhere() -> Outcome {
    let visit = Visit::start().await?;
    let mistaken = visit.decide(&[("decision", "approve")]);
    for request in [visit.get(""), visit.get("&lang=ar"), mistaken] {
        let page = request.send().await?.text().await?;
        let values = |name: &str| {
            let attribute = format!(" {name}=\"");
            let pieces = page.split(&attribute).skip(1);
            let values = pieces.filter_map(|piece| piece.split('"').next());
            values.map(str::to_owned).collect::<Vec<_>>()
        };
        let ids = values("id");
        for id in &ids {
            assert_eq!(ids.iter().filter(|other| *other == id).count(), 1, "{id}");
        }
        let labelled = values("for");
        assert_eq!(labelled.len(), page.matches("type=\"checkbox\"").count());
        let described = values("aria-describedby").join(" ");
        let titled = values("aria-labelledby").join(" ");
        let all = labelled.iter().map(String::as_str);
        let all = all.chain(described.split(' ')).chain(titled.split(' '));
        for reference in all {
            assert!(ids.iter().any(|id| id == reference), "{reference}");
        }
    }
    Ok(())
}
