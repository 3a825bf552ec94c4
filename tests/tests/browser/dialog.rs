//! `Lean.connect` in a page: the dialog, how it is closed, what it says of mistakes.

use std::time::Duration;

use serde_json::{Value, json};
use thirtyfour::Key;

use crate::Outcome;
use crate::application::{Application, BUNDLE, LOADER};
use crate::chrome::{Browser, with_browser};

/// What the page was told so far.
async fn told(browser: &Browser) -> Result<Value, crate::Error> {
    browser
        .value("JSON.parse(sessionStorage.told || '[]')")
        .await
}

#[tokio::test]
async fn connecting_calls_back_and_leads_back_to_the_application() -> Outcome {
    with_browser(|browser| async move {
        let application = Application::start().await?;
        let mut configuration = application.configuration().await?;
        configuration["bank_identifier"] = json!("LEA2_SAMAOB_SAU");
        // The direct bundle does the same under another name.
        for (visit, script) in [LOADER, BUNDLE].into_iter().enumerate() {
            browser
                .goto(application.page("connect", &configuration, script))
                .await?;
            browser.click("#connect").await?;
            browser.enter_dialog().await?;
            browser.see("h1", "Share your account information?").await?;
            browser.click("button[value=approve]").await?;
            browser.driver.enter_default_frame().await?;
            browser.until("location.pathname === '/connected'").await?;
            let query = browser.value("[...new URLSearchParams(location.search).keys()]");
            assert_eq!(
                query.await?,
                json!([
                    "own",
                    "customer_id",
                    "bank_identifier",
                    "entity_id",
                    "consent_attempt_id"
                ])
            );
            let told = told(&browser).await?;
            assert_eq!(told.as_array().map(Vec::len), Some(visit + 1));
            assert_eq!(told[visit]["status"], "SUCCESS");
            assert_eq!(told[visit]["secondary_status"], "OK");
            let bank = json!({ "bank_identifier": "LEA2_SAMAOB_SAU", "is_supported": true });
            assert_eq!(told[visit]["bank"], bank);
        }
        browser.expect_no_complaint().await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn closing_the_dialog_cancels_wherever_the_focus_is() -> Outcome {
    with_browser(|browser| async move {
        let application = Application::start().await?;
        let configuration = application.configuration().await?;
        browser
            .goto(application.page("connect", &configuration, LOADER))
            .await?;
        for way in ["escape in the dialog", "escape in its frame", "the button"] {
            browser.click("#connect").await?;
            browser.enter_dialog().await?;
            browser.element("#bank-1").await?;
            match way {
                "escape in its frame" => {
                    browser.click("#bank-1").await?;
                    browser.press(Key::Escape).await?;
                    browser.driver.enter_default_frame().await?;
                }
                "the button" => {
                    browser.driver.enter_default_frame().await?;
                    browser.in_dialog("button").await?.click().await?;
                }
                _ => {
                    browser.driver.enter_default_frame().await?;
                    // The focus is in the dialog, on the button that closes it.
                    let focus =
                        "document.querySelector('[data-lean]').shadowRoot.activeElement.ariaLabel";
                    assert_eq!(browser.value(focus).await?, "Close");
                    browser.press(Key::Escape).await?;
                }
            }
            browser
                .until("!document.querySelector('[data-lean=dialog]')")
                .await?;
            // The focus is where it was before.
            assert_eq!(
                browser.value("document.activeElement.id").await?,
                "connect",
                "{way}"
            );
            let told = browser.value("told.at(-1)").await?;
            assert_eq!(told["status"], "CANCELLED", "{way}");
            assert_eq!(told["exit_point"], "BANK_SELECTION", "{way}");
            assert_eq!(told["exit_intent_point"], "BANK_SELECTION", "{way}");
            assert_eq!(told["bank"], Value::Null, "{way}");
        }
        assert_eq!(browser.value("location.pathname").await?, "/");
        browser.expect_no_complaint().await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn the_dialog_keeps_the_keyboard_to_itself() -> Outcome {
    with_browser(|browser| async move {
        let application = Application::start().await?;
        let configuration = application.configuration().await?;
        browser
            .goto(application.page("connect", &configuration, LOADER))
            .await?;
        browser.tab_to("button", "id", "connect").await?;
        browser.press(Key::Enter).await?;
        browser.enter_dialog().await?;
        browser.element("#bank-1").await?;
        browser.driver.enter_default_frame().await?;
        for _ in 0..12 {
            browser.press(Key::Tab).await?;
            let focus = browser.value("document.activeElement.id").await?;
            assert_ne!(focus, "connect");
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn every_mistake_of_a_configuration_is_named_in_a_box_and_in_the_console() -> Outcome {
    with_browser(|browser| async move {
        let application = Application::start().await?;
        let good = application.configuration().await?;
        for (name, value, said) in [
            (
                "access_token",
                json!(format!("Bearer {}", good["access_token"])),
                "begins with \"Bearer\"",
            ),
            (
                "access_token",
                json!("no.jwt.canary"),
                "must be a JSON Web Token",
            ),
            ("sandbox", json!("true"), "is the text \"true\""),
            (
                "permissions",
                json!("accounts, balance"),
                "is one text with commas",
            ),
            (
                "permissions",
                json!(["accounts, balance"]),
                "holds one text with commas",
            ),
            ("permissions", json!([]), "is empty"),
            ("permissions", json!(["payments"]), "Saudi Arabia"),
            ("permissions", json!(["balances"]), "holds \"balances\""),
            (
                "failure_redirect_url",
                good["fail_redirect_url"].clone(),
                "calls it fail_redirect_url",
            ),
            ("fail_redirect_url", json!("/back"), "whole address"),
            (
                "success_redirect_url",
                json!("javascript:alert(1)"),
                "https",
            ),
            ("customer_id", Value::Null, "must be a text"),
            ("customerId", json!("x"), "is written customer_id"),
            ("surprise", json!(1), "is unknown"),
            ("access_from", json!("2018-11-01T00:00:00+4:00"), "+04:00"),
            ("access_to", json!("next year"), "must be a date"),
            ("account_type", json!("personal"), "\"PERSONAL\""),
            ("language", json!("fr"), "\"en\" or \"ar\""),
            ("show_consent_explanation", json!("false"), "without quotes"),
            ("payment_destination_id", json!("x"), "payments"),
            (
                "customization",
                json!({ "theme_color": "blurple" }),
                "colour",
            ),
            (
                "customization",
                json!({ "colour": "red" }),
                "customization.colour",
            ),
            ("bank_identifier", json!("NO_BANK"), "names no bank"),
        ] {
            let mut configuration = good.clone();
            configuration[name] = value;
            browser
                .goto(application.page("connect", &configuration, LOADER))
                .await?;
            browser.click("#connect").await?;
            browser.see_in_dialog(said).await?;
            browser.see_in_dialog(name).await?;
            let complaints = browser.complaints().await?.join("\n").replace("\\\"", "\"");
            assert!(
                complaints.contains("[Lean sandbox] Lean.connect") && complaints.contains(said),
                "{complaints}"
            );
            assert!(!complaints.contains("canary"), "{complaints}");
            let told = browser.value("told.at(-1)").await?;
            assert_eq!(told["status"], "ERROR", "{name}");
            assert!(
                told["message"]
                    .as_str()
                    .is_some_and(|text| text.contains(said)),
                "{told}"
            );
        }
        Ok(())
    })
    .await
}

#[tokio::test]
async fn what_is_missing_and_what_only_the_sandbox_knows_is_named_too() -> Outcome {
    with_browser(|browser| async move {
        let application = Application::start().await?;
        let mut configuration = application.configuration().await?;
        application
            .sandbox
            .advance_clock(Duration::from_secs(52 * 60));
        browser
            .goto(application.page("connect", &configuration, LOADER))
            .await?;
        browser.click("#connect").await?;
        browser
            .see_in_dialog("has less than ten minutes to live")
            .await?;

        let required = [
            "app_token",
            "customer_id",
            "permissions",
            "access_token",
            "success_redirect_url",
            "fail_redirect_url",
        ];
        if let Some(members) = configuration.as_object_mut() {
            members.retain(|name, _| !required.contains(&&**name));
        }
        browser
            .goto(application.page("connect", &configuration, LOADER))
            .await?;
        browser.click("#connect").await?;
        for name in required {
            browser.see_in_dialog(&format!("{name} is missing")).await?;
        }
        let reconnect = json!({ "app_token": "made-up", "reconnect_id": "made-up" });
        browser
            .goto(application.page("reconnect", &reconnect, LOADER))
            .await?;
        browser.click("#connect").await?;
        browser
            .see_in_dialog("renews a consent by Lean.connect")
            .await?;
        browser
            .goto(application.page("pay", &json!({}), LOADER))
            .await?;
        browser.click("#connect").await?;
        browser
            .see_in_dialog("none of the methods for Saudi Arabia")
            .await?;
        Ok(())
    })
    .await
}
