//! `Lean.connect` in a page: the dialog, the steps before the bank, the callback.

use serde_json::json;

use crate::Outcome;
use crate::application::{Application, LOADER};
use crate::chrome::with_browser;

#[tokio::test]
async fn connecting_leads_over_the_bank_back_to_the_application() -> Outcome {
    with_browser(|browser| async move {
        let application = Application::start().await?;
        let mut configuration = application.configuration().await?;
        configuration["show_consent_explanation"] = json!(true);
        let page = application.page("connect", &configuration, LOADER);
        browser.goto(page.as_str()).await?;
        browser.click("#connect").await?;
        browser.enter_dialog().await?;
        browser.click("#bank-2").await?;
        browser.click("button[type=submit]").await?;
        browser.click("button[name=agree]").await?;
        browser.see("h1", "Share your account").await?;
        browser.click("#account-savings").await?;
        browser.click("button[value=approve]").await?;
        browser.driver.enter_default_frame().await?;
        browser.until("location.pathname === '/connected'").await?;
        let url = browser.driver.current_url().await?;
        let query: Vec<_> = url
            .query_pairs()
            .map(|(name, _)| name.into_owned())
            .collect();
        assert_eq!(
            query,
            [
                "own",
                "customer_id",
                "bank_identifier",
                "entity_id",
                "consent_attempt_id"
            ]
        );
        let told = browser.value("JSON.parse(sessionStorage.told)").await?;
        assert_eq!(told[0]["status"], "SUCCESS");
        assert_eq!(told[0]["secondary_status"], "OK");
        assert_eq!(
            told[0]["bank"],
            json!({ "bank_identifier": "LEA2_SAMAOB_SAU", "is_supported": true })
        );
        assert_eq!(told.as_array().map(Vec::len), Some(1));
        assert_eq!(browser.complaints().await?, Vec::<String>::new());
        Ok(())
    })
    .await
}
