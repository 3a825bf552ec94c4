//! The example `link_page` from its button to the dashboard, with its own policy in force.

use tokio::net::TcpListener;

use crate::application::Application;
use crate::chrome::{Browser, with_browser};
use crate::site::Site;
use crate::{Fallible, Outcome};

/// Serves the example's site and gives its address.
async fn serve(application: &Application) -> Fallible<String> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let origin = format!("http://{}", listener.local_addr()?);
    let token = String::from("made-up-app-token");
    let site = Site::new(
        application.lean.clone(),
        token,
        origin.clone(),
        "browser_user",
    )
    .await;
    let site = site.map_err(|error| error.to_string())?;
    tokio::spawn(async move { axum::serve(listener, site.router()).await });
    Ok(origin)
}

/// Goes from the example's button to the bank's page.
async fn to_the_bank(browser: &Browser, page: &str) -> Outcome {
    browser.goto(page).await?;
    browser.click("#connect").await?;
    browser.enter_dialog().await?;
    browser.see("h1", "").await?;
    browser.element("#bank-1").await?;
    browser.expect_no_complaint().await?;
    browser.click("#bank-1").await?;
    browser.click("button[type=submit]").await?;
    browser.click("button[name=agree]").await?;
    browser.element("#account-current").await?;
    Ok(())
}

#[tokio::test]
async fn the_example_connects_a_bank_and_the_dashboard_shows_the_webhook() -> Outcome {
    with_browser(|browser| async move {
        let application = Application::start().await?;
        let origin = serve(&application).await?;
        to_the_bank(&browser, &origin).await?;
        browser.see(".lead", "Example shop").await?;
        browser.click("button[value=approve]").await?;
        browser.driver.enter_default_frame().await?;
        browser.element("#state[data-state=confirmed]").await?;
        let url = browser.driver.current_url().await?;
        assert_eq!(url.path(), "/connected");
        assert!(
            url.query_pairs()
                .any(|(name, value)| name == "lang" && value == "en")
        );
        let entity = browser.value("document.querySelector('[data-entity]').dataset.entity");
        let entity = entity.await?.as_str().unwrap_or_default().to_owned();
        application
            .expect_webhook("entity.created", &entity)
            .await?;
        browser.expect_no_complaint().await?;

        browser.goto(application.dashboard()).await?;
        browser.see("#webhooks", "entity.created").await?;
        browser.see("#webhooks", "delivered").await?;
        browser.see("#entities", &entity).await?;
        browser.expect_sound_page().await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn the_example_says_so_when_the_customer_rejects() -> Outcome {
    with_browser(|browser| async move {
        let application = Application::start().await?;
        let origin = serve(&application).await?;
        to_the_bank(&browser, &origin).await?;
        browser.click("button[value=reject]").await?;
        browser.driver.enter_default_frame().await?;
        browser.element("#state[data-state=failed]").await?;
        browser.see("#code", "CONSENT_REJECTED").await?;
        browser.goto(application.dashboard()).await?;
        browser.see("#consents", "REJECTED").await?;
        browser.expect_no_complaint().await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn the_example_connects_in_arabic() -> Outcome {
    with_browser(|browser| async move {
        let application = Application::start().await?;
        let origin = serve(&application).await?;
        to_the_bank(&browser, &format!("{origin}/?lang=ar")).await?;
        assert_eq!(browser.value("document.dir").await?, "rtl");
        browser.see("h1", "هل تريد مشاركة معلومات حساباتك؟").await?;
        browser.click("button[value=approve]").await?;
        browser.driver.enter_default_frame().await?;
        browser
            .element("html[lang=ar] #state[data-state=confirmed]")
            .await?;
        browser.expect_no_complaint().await?;
        Ok(())
    })
    .await
}
