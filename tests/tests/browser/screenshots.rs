//! The pictures of the sandbox's README, made anew with the feature `screenshots`.

use std::path::PathBuf;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use leantech_sandbox::Fault;
use leantech_tests::repository::root;
use serde_json::json;

use crate::application::{Application, LOADER};
use crate::chrome::{Browser, with_browser};
use crate::{Fallible, Outcome};

fn picture(name: &str) -> PathBuf {
    root().join(format!("crates/leantech-sandbox/docs/{name}.png"))
}

/// Takes a picture of a page to its end, in a window of that width.
async fn take(browser: &Browser, name: &str, width: u32, limit: u64) -> Outcome {
    browser.look("light", width, 800).await?;
    let height = browser
        .value("document.documentElement.scrollHeight")
        .await?;
    let height = height.as_u64().unwrap_or(800).clamp(400, limit);
    let clip = json!({ "x": 0, "y": 0, "width": width, "height": height, "scale": 1 });
    let wish = json!({ "format": "png", "clip": clip, "captureBeyondViewport": true });
    let shot = browser
        .driver
        .cdp()
        .send_raw("Page.captureScreenshot", wish)
        .await?;
    let shot = STANDARD.decode(shot["data"].as_str().ok_or("no picture")?)?;
    std::fs::create_dir_all(root().join("crates/leantech-sandbox/docs"))?;
    std::fs::write(picture(name), shot)?;
    Ok(())
}

/// An application with a little history.
async fn with_history() -> Fallible<Application> {
    let application = Application::start().await?;
    let consent = application.consent().await?;
    let url = application.sandbox.approve(&consent)?;
    let entity = reqwest::Url::parse(&url)?;
    let entity = entity.query_pairs().find(|(name, _)| name == "entity_id");
    let entity = entity.map(|(_, id)| id.into_owned()).unwrap_or_default();
    application
        .expect_webhook("entity.created", &entity)
        .await?;
    application.account_kinds(&entity).await?;
    let refused = application.consent().await?;
    application.sandbox.reject(&refused)?;
    application.consent().await?;
    application.sandbox.inject(
        Fault::status("/data/v2/accounts", 503)
            .times(2)
            .retry_after(1),
    )?;
    Ok(application)
}

#[tokio::test]
async fn pictures_of_the_bank_the_dialog_and_the_dashboard() -> Outcome {
    with_browser(|browser| async move {
        let application = with_history().await?;
        let link = application.link().await?;
        browser.goto(&link).await?;
        take(&browser, "bank-en", 800, 2000).await?;
        browser.click("a.switch").await?;
        browser.see("h1", "هل تريد").await?;
        take(&browser, "bank-ar", 800, 2000).await?;

        browser.goto(application.dashboard()).await?;
        browser.see("#webhooks", "delivered").await?;
        browser.see("#live", "Live").await?;
        take(&browser, "dashboard", 1280, 1900).await?;
        take(&browser, "dashboard-phone", 390, 1500).await?;
        browser.click("#customers tbody a").await?;
        browser.see("#moments", "data read").await?;
        take(&browser, "journey", 1000, 1000).await?;

        let configuration = application.configuration().await?;
        browser.look("light", 1000, 800).await?;
        browser
            .goto(application.page("connect", &configuration, LOADER))
            .await?;
        browser.click("#connect").await?;
        browser.enter_dialog().await?;
        browser.element("#bank-1").await?;
        browser.driver.enter_default_frame().await?;
        take(&browser, "dialog", 1000, 800).await?;
        Ok(())
    })
    .await
}
