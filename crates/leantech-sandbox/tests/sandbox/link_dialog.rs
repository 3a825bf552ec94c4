//! The stand-in for the `LinkSDK`, as the pages of its dialog meet the sandbox.

use std::time::Duration;

use crate::context::Sandbox;
use reqwest::{Response, header, redirect};
use serde_json::{Value, json};

use super::client::{Answer, BANK, Client, Fallible, Outcome, query_value, read};

const ORIGIN: &str = "http://shop.localhost:3000";

/// A customer, and a dialog in the browser.
struct Shop {
    sandbox: Sandbox,
    client: Client,
    customer: String,
    browser: reqwest::Client,
    configuration: Value,
}

impl Shop {
    async fn start() -> Fallible<Self> {
        let sandbox = Sandbox::start().await?;
        let client = Client::of(&sandbox).await?;
        let customer = client.new_customer("someone").await?;
        let token = client.new_token(&format!("customer.{customer}")).await?;
        Ok(Self {
            configuration: json!({
                "app_token": sandbox.client_id(),
                "customer_id": customer,
                "permissions": ["accounts", "balance"],
                "access_token": token.text_at("/access_token"),
                "success_redirect_url": "https://shop.example/back?own=1",
                "fail_redirect_url": "https://shop.example/failed",
            }),
            browser: reqwest::Client::builder()
                .redirect(redirect::Policy::none())
                .build()?,
            sandbox,
            client,
            customer,
        })
    }

    fn with(&self, members: &Value) -> Value {
        let mut configuration = self.configuration.clone();
        for (name, value) in members.as_object().into_iter().flatten() {
            configuration[name] = value.clone();
        }
        configuration
    }

    async fn call(&self, method: &str, configuration: &Value) -> Fallible<Answer> {
        let body = json!({ "origin": ORIGIN, "method": method, "configuration": configuration });
        self.client.post("/_sandbox/link/attempts", body).await
    }

    /// Begins a visit and gives the address of its first step.
    async fn begin(&self, members: Value) -> Fallible<String> {
        let answer = self.call("connect", &self.with(&members)).await?;
        assert_eq!(answer.status, 200, "{}", answer.text);
        Ok(answer.text_at("/next"))
    }

    async fn get(&self, path: &str) -> Fallible<Response> {
        let url = format!("{}{path}", self.sandbox.base_url());
        Ok(self.browser.get(url).send().await?)
    }

    async fn post(&self, path: &str, form: &[(&str, &str)]) -> Fallible<Response> {
        let url = format!("{}{path}", self.sandbox.base_url());
        Ok(self.browser.post(url).form(form).send().await?)
    }

    /// The address that the step of a visit leads on to.
    async fn after(&self, step: &str, choice: (&str, &str)) -> Fallible<String> {
        let url = format!("http://sandbox{step}");
        let attempt = query_value(&url, "attempt");
        let form = [("attempt", &*attempt), ("lang", "en"), choice];
        let response = self.post("/_sandbox/link/step", &form).await?;
        assert_eq!(response.status(), 303);
        Ok(header_of(&response, header::LOCATION))
    }
}

fn header_of(response: &Response, name: header::HeaderName) -> String {
    let value = response.headers().get(name);
    let value = value.and_then(|value| value.to_str().ok());
    value.unwrap_or_default().to_owned()
}

#[tokio::test]
async fn the_script_is_at_the_paths_of_lean_s_cdn_in_any_version() -> Outcome {
    let shop = Shop::start().await?;
    for path in [
        "/link/loader/prod/sa/latest/lean-link-loader.min.js",
        "/link/loader/prod/sa/1.2.3/lean-link-loader.min.js",
        "/link/sdk/web/v2/prod/sa/latest/Lean.min.js",
        "/link/sdk/web/v2/prod/sa/2.0.0-rc.1/Lean.min.js",
    ] {
        let response = shop.get(path).await?;
        assert_eq!(response.status(), 200, "{path}");
        assert_eq!(
            header_of(&response, header::CONTENT_TYPE),
            "text/javascript; charset=utf-8"
        );
        let script = response.text().await?;
        assert!(script.contains("fail_redirect_url") && !script.contains("eval("));
        assert_eq!(shop.post(path, &[]).await?.status(), 405, "{path}");
    }
    for path in [
        "/link/loader/prod/ae/latest/lean-link-loader.min.js",
        "/link/loader/prod/sa/latest/other.js",
        "/link/sdk/web/v2/prod/sa/latest/Lean.min.js/more",
    ] {
        assert_eq!(shop.get(path).await?.status(), 404, "{path}");
    }
    Ok(())
}

#[tokio::test]
async fn what_the_script_cannot_judge_is_refused_with_the_field_and_without_its_value() -> Outcome {
    let shop = Shop::start().await?;
    let other = shop.client.new_customer("another").await?;
    let of_other = shop.client.new_token(&format!("customer.{other}")).await?;
    for (members, field) in [
        (
            json!({ "customer_id": "00000000-0000-4000-8000-000000000000" }),
            "customer_id",
        ),
        (
            json!({ "access_token": "canary.canary.canary" }),
            "access_token",
        ),
        (json!({ "access_token": shop.client.token }), "access_token"),
        (
            json!({ "access_token": of_other.text_at("/access_token") }),
            "access_token",
        ),
        (
            json!({ "permissions": ["accounts", "balances"] }),
            "permissions",
        ),
        (json!({ "bank_identifier": "NO_BANK" }), "bank_identifier"),
        (
            json!({ "bank_identifier": BANK, "account_type": "BUSINESS" }),
            "bank_identifier",
        ),
        (json!({ "access_to": "2020-01-01" }), "access_to"),
        (json!({ "access_from": "2999-01-01" }), "access_from"),
        (
            json!({ "access_from": "2018-11-01T00:00:00+4:00" }),
            "access_from",
        ),
        (json!({ "success_redirect_url": 5 }), ""),
    ] {
        let answer = shop.call("connect", &shop.with(&members)).await?;
        assert_eq!(answer.status, 422, "{members}");
        let fields = answer.body["problems"].as_array().into_iter().flatten();
        let fields: Vec<_> = fields.map(|problem| &problem[0]).collect();
        assert!(
            fields.contains(&&json!(field)),
            "{members}: {}",
            answer.text
        );
        for secret in ["canary", &shop.client.token] {
            assert!(!answer.text.contains(secret), "{members}");
        }
    }
    let answer = shop
        .call("reconnect", &json!({ "reconnect_id": "x" }))
        .await?;
    assert_eq!(answer.text_at("/problems/0/0"), "reconnect_id");
    Ok(())
}

#[tokio::test]
async fn a_token_needs_ten_minutes_of_the_sandbox_s_time() -> Outcome {
    let shop = Shop::start().await?;
    shop.sandbox.advance_clock(Duration::from_secs(49 * 60));
    shop.begin(json!({})).await?;
    shop.sandbox.advance_clock(Duration::from_secs(2 * 60));
    let answer = shop.call("connect", &shop.configuration).await?;
    assert!(
        answer.text_at("/problems/0/1").contains("ten minutes"),
        "{}",
        answer.text
    );
    shop.sandbox.revoke_tokens();
    let answer = shop.call("connect", &shop.configuration).await?;
    assert_eq!(answer.text_at("/problems/0/0"), "access_token");
    Ok(())
}

#[tokio::test]
async fn a_visit_goes_from_the_choice_of_a_bank_over_the_explanation_to_the_bank() -> Outcome {
    let shop = Shop::start().await?;
    let members = json!({ "show_consent_explanation": true, "destination_alias": "<b>Shop</b>" });
    let step = shop.begin(members).await?;
    let response = shop.get(&step).await?;
    let policy = header_of(&response, header::CONTENT_SECURITY_POLICY);
    assert!(
        policy.ends_with(&format!("; frame-ancestors {ORIGIN}")),
        "{policy}"
    );
    assert!(
        policy.contains("; script-src 'self';") && !policy.contains("unsafe"),
        "{policy}"
    );
    let page = response.text().await?;
    assert!(
        page.contains("Mockbank 1") && page.contains("Mockbank 2"),
        "{page}"
    );
    assert!(page.contains(r#"data-point="BANK_SELECTION""#), "{page}");

    // A bank that is not offered is not taken.
    shop.after(&step, ("bank", "NO_BANK")).await?;
    assert!(
        shop.get(&step)
            .await?
            .text()
            .await?
            .contains("BANK_SELECTION")
    );
    let next = shop.after(&step, ("bank", BANK)).await?;
    let page = shop.get(&next).await?.text().await?;
    assert!(page.contains("CONSENT_EXPLANATION") && page.contains("&lt;b&gt;Shop&lt;/b&gt;"));
    assert!(!page.contains("<b>Shop"), "{page}");

    let next = shop.after(&step, ("agree", "yes")).await?;
    let to_bank = shop.get(&next).await?;
    assert_eq!(to_bank.status(), 303);
    let bank = header_of(&to_bank, header::LOCATION);
    let response = shop.get(&bank).await?;
    let policy = header_of(&response, header::CONTENT_SECURITY_POLICY);
    assert!(
        policy.ends_with(&format!("; frame-ancestors {ORIGIN}")),
        "{policy}"
    );
    assert!(response.text().await?.contains("&lt;b&gt;Shop&lt;/b&gt;"));
    // Asking again leads to the same consent.
    let again = shop.get(&next).await?;
    assert_eq!(header_of(&again, header::LOCATION), bank);
    Ok(())
}

#[tokio::test]
async fn the_end_of_a_visit_tells_the_page_and_decides_once() -> Outcome {
    for (decision, status, secondary, back) in [
        (
            "approve",
            "SUCCESS",
            "OK",
            "https://shop.example/back?own=1&customer_id=",
        ),
        (
            "reject",
            "ERROR",
            "FAILED",
            "https://shop.example/failed?customer_id=",
        ),
        (
            "UNSEEN_BANK_ERROR",
            "ERROR",
            "UNKNOWN",
            "https://shop.example/failed?customer_id=",
        ),
    ] {
        let shop = Shop::start().await?;
        let step = shop
            .begin(json!({ "bank_identifier": BANK, "language": "ar" }))
            .await?;
        let bank = header_of(&shop.get(&step).await?, header::LOCATION);
        assert!(bank.ends_with("lang=ar"), "{bank}");
        let consent = query_value(&format!("http://sandbox{bank}"), "consent");
        let form = [
            ("consent", &*consent),
            ("decision", decision),
            ("account", "current"),
        ];
        let response = shop.post("/_sandbox/authorize", &form).await?;
        let done = header_of(&response, header::LOCATION);
        assert!(done.starts_with("/_sandbox/link/done?attempt="), "{done}");
        let page = shop.get(&done).await?.text().await?;
        let told = page
            .split("data-done=\"")
            .nth(1)
            .and_then(|rest| rest.split('"').next());
        let told = told
            .unwrap_or_default()
            .replace("&quot;", "\"")
            .replace("&amp;", "&");
        let told: Value = serde_json::from_str(&told)?;
        assert_eq!(told["callback"]["status"], status);
        assert_eq!(told["callback"]["secondary_status"], secondary);
        assert_eq!(told["callback"]["bank"]["bank_identifier"], BANK);
        let url = told["redirect_url"].as_str().unwrap_or_default();
        assert!(url.starts_with(back), "{url}");

        assert_eq!(shop.post("/_sandbox/authorize", &form).await?.status(), 409);
        assert_eq!(shop.get(&step).await?.status(), 409);
        let path = format!("/customers/v1/{}/entities", shop.customer);
        let entities = shop.client.get(&path).await?.length_at("");
        assert_eq!(entities, usize::from(decision == "approve"));
    }
    Ok(())
}

#[tokio::test]
async fn business_accounts_find_no_bank_and_an_unknown_visit_has_expired() -> Outcome {
    let shop = Shop::start().await?;
    let step = shop.begin(json!({ "account_type": "BUSINESS" })).await?;
    let page = shop.get(&step).await?.text().await?;
    assert!(
        page.contains("No bank of the sandbox fits this request."),
        "{page}"
    );
    for path in ["/_sandbox/link/step?attempt=x", "/_sandbox/link/step"] {
        assert_eq!(shop.get(path).await?.status(), 410, "{path}");
    }
    assert_eq!(
        shop.get("/_sandbox/link/done?attempt=x").await?.status(),
        404
    );
    // A reset forgets visits, too.
    let step = shop.begin(json!({})).await?;
    shop.sandbox.reset();
    assert_eq!(shop.get(&step).await?.status(), 410);
    Ok(())
}

#[tokio::test]
async fn another_site_begins_no_visit_and_takes_no_step() -> Outcome {
    let shop = Shop::start().await?;
    let step = shop.begin(json!({})).await?;
    let base = shop.sandbox.base_url();
    let attempt = query_value(&format!("{base}{step}"), "attempt");
    let foreign = |path: &str| {
        let request = shop.browser.post(format!("{base}{path}"));
        request.header("sec-fetch-site", "cross-site")
    };
    let body =
        json!({ "origin": ORIGIN, "method": "connect", "configuration": shop.configuration });
    let begun = foreign("/_sandbox/link/attempts")
        .json(&body)
        .send()
        .await?;
    assert_eq!(read(begun).await?.status, 403);
    let form = [("attempt", &*attempt), ("bank", BANK)];
    let taken = foreign("/_sandbox/link/step").form(&form).send().await?;
    assert_eq!(taken.status(), 403);
    assert!(
        shop.get(&step)
            .await?
            .text()
            .await?
            .contains("BANK_SELECTION")
    );
    Ok(())
}

#[tokio::test]
async fn the_first_page_of_the_dialog_is_for_the_origin_that_shows_it() -> Outcome {
    let shop = Shop::start().await?;
    let page = shop
        .get("/_sandbox/link?origin=http%3A%2F%2Fshop.localhost%3A3000&lang=ar")
        .await?;
    let policy = header_of(&page, header::CONTENT_SECURITY_POLICY);
    assert!(
        policy.ends_with(&format!("; frame-ancestors {ORIGIN}")),
        "{policy}"
    );
    let page = page.text().await?;
    assert!(page.contains(r#"<html lang="ar" dir="rtl">"#) && page.contains("<noscript>"));
    // What is no origin lets nobody frame the page, and breaks out of no attribute.
    let page = shop.get("/_sandbox/link?origin=%22%3E%3Cscript%3E").await?;
    let policy = header_of(&page, header::CONTENT_SECURITY_POLICY);
    assert!(policy.ends_with("; frame-ancestors 'none'"), "{policy}");
    assert!(!page.text().await?.contains("\"><script>"));
    Ok(())
}
