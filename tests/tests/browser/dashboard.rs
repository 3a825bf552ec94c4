//! The dashboard in the browser: live, and sound on every screen.

use crate::Outcome;
use crate::application::Application;
use crate::chrome::with_browser;

#[tokio::test]
async fn an_open_dashboard_shows_what_happens_without_a_reload() -> Outcome {
    with_browser(|browser| async move {
        let application = Application::start().await?;
        browser.goto(application.dashboard()).await?;
        browser.see("#live", "Live").await?;
        browser.value("window.isTheSame = true").await?;
        let consent = application.consent().await?;
        browser.see("#links", "browser_user").await?;
        application.sandbox.approve(&consent)?;
        browser.see("#entities", "Mockbank 1").await?;
        browser.see("#webhooks", "delivered").await?;
        assert_eq!(browser.value("window.isTheSame").await?, true);
        browser.expect_sound_page().await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn buttons_of_the_dashboard_decide_and_turn_the_clock() -> Outcome {
    with_browser(|browser| async move {
        let application = Application::start().await?;
        application.consent().await?;
        browser.goto(application.dashboard()).await?;
        browser.click("#links button[aria-label^=Approve]").await?;
        browser.see("#consents", "ACTIVE").await?;
        browser.click("#by option[value='86400']").await?;
        browser.click(".clock button").await?;
        browser.see("#consents", "EXPIRED").await?;
        browser.click("#customers tbody a").await?;
        browser.see("h1", "Journey of browser_user").await?;
        browser
            .see("#moments", "consent at Mockbank 1 expired")
            .await?;
        browser.expect_sound_page().await?;
        Ok(())
    })
    .await
}
