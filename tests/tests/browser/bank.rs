//! The bank's page behind a connect link, in the browser itself.

use serde_json::json;
use thirtyfour::Key;

use crate::Outcome;
use crate::application::Application;
use crate::chrome::with_browser;

#[tokio::test]
async fn a_link_is_approved_with_the_keyboard_alone() -> Outcome {
    with_browser(|browser| async move {
        let application = Application::start().await?;
        browser.goto(&application.link().await?).await?;
        browser.see("h1", "Share your account information?").await?;
        // The first stop leads over everything that repeats.
        browser.press(Key::Tab).await?;
        assert_eq!(browser.focus().await?, "Skip to the content");
        browser.press(Key::Enter).await?;
        assert_eq!(browser.value("location.hash").await?, "#content");
        browser.tab_to("input", "value", "current").await?;
        let ring = "getComputedStyle(document.activeElement.closest('label')).outlineStyle";
        assert_eq!(browser.value(ring).await?, "solid");
        browser.press(Key::Space).await?;
        browser.tab_to("button", "value", "approve").await?;
        browser.press(Key::Enter).await?;
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
        let entity = browser.value("new URLSearchParams(location.search).get('entity_id')");
        let entity = entity.await?.as_str().unwrap_or_default().to_owned();
        assert_eq!(
            application
                .account_kinds(&entity)
                .await?
                .first()
                .map(String::as_str),
            Some("SAVINGS")
        );
        application
            .expect_webhook("entity.created", &entity)
            .await?;
        browser.expect_no_complaint().await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_link_is_rejected_in_arabic() -> Outcome {
    with_browser(|browser| async move {
        let application = Application::start().await?;
        browser.goto(&application.link().await?).await?;
        browser.click("a.switch").await?;
        browser.see("h1", "هل تريد مشاركة معلومات حساباتك؟").await?;
        assert_eq!(browser.value("document.dir").await?, "rtl");
        // The check mark of a permission stands to the right of its text.
        let is_right =
            "getComputedStyle(document.querySelector('.permissions li')).paddingRight !== '0px'";
        assert_eq!(browser.value(is_right).await?, true);
        browser.expect_sound_page().await?;
        browser.click("button[value=reject]").await?;
        browser
            .until("location.pathname === '/not-connected'")
            .await?;
        let code =
            browser.value("new URLSearchParams(location.search).get('granular_status_code')");
        assert_eq!(code.await?, "CONSENT_REJECTED");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn the_bank_fails_on_demand_and_every_page_of_it_is_sound() -> Outcome {
    with_browser(|browser| async move {
        let application = Application::start().await?;
        let link = application.link().await?;
        browser.goto(&link).await?;
        browser.expect_sound_page().await?;
        browser.click("details.scopes summary").await?;
        browser
            .see("details.scopes", "ReadTransactionsCredits")
            .await?;
        browser.expect_sound_page().await?;
        for account in [
            "current",
            "savings",
            "credit",
            "charge_card",
            "emoney",
            "prepaid",
            "unsupported",
        ] {
            browser.click(&format!("#account-{account}")).await?;
        }
        browser.click("button[value=approve]").await?;
        browser
            .see("[role=alert]", "Choose at least one account")
            .await?;
        // That an answer has the status 422 is a line in the log.
        assert_eq!(browser.complaints().await?.len(), 1);
        browser.expect_sound_page().await?;
        browser.click("[role=alert] a").await?;
        assert_eq!(
            browser
                .value("document.activeElement.id || location.hash")
                .await?,
            "account-current"
        );
        browser.click("details.failures summary").await?;
        browser.click("button[value=BANK_ISSUE]").await?;
        browser
            .until("location.pathname === '/not-connected'")
            .await?;
        browser.expect_no_complaint().await?;

        browser.goto(&link).await?;
        browser.see("h1", "This link was used before").await?;
        assert_eq!(browser.complaints().await?.len(), 1);
        browser.expect_sound_page().await?;
        Ok(())
    })
    .await
}
