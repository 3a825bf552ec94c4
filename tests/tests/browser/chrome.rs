//! A browser of a test's own, with a profile of its own.

use std::future::Future;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::json;
use tempfile::TempDir;
use thirtyfour::error::WebDriverErrorInner;
use thirtyfour::{
    By, CapabilitiesHelper, ChromiumLikeCapabilities, DesiredCapabilities, Key,
    LoggingPrefsLogLevel, WebDriver, WebElement,
};

use crate::{Fallible, Outcome};

/// Longer than anything takes.
const LIMIT: Duration = Duration::from_secs(200);

/// How long to wait for something to come up in a page, and how often to look.
const PATIENCE: Duration = Duration::from_secs(10);
const EVERY: Duration = Duration::from_millis(25);

/// The driver's process, which ends with the test.
struct Driver(Child);

impl Drop for Driver {
    fn drop(&mut self) {
        // It is gone already, or goes now; there is nobody to tell.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Driver {
    /// Starts the driver at a free port, and tells its address.
    fn start() -> Fallible<(Self, String)> {
        let mut command = Command::new("chromedriver");
        command.arg("--port=0").stdout(Stdio::piped());
        let mut child = command
            .spawn()
            .map_err(|error| format!("start chromedriver, of Debian's chromium-driver: {error}"))?;
        let output = child.stdout.take().ok_or("the driver has no output")?;
        let driver = Self(child);
        let mut lines = BufReader::new(output).lines();
        let port = lines.find_map(|line| {
            let line = line.ok()?;
            let (_, port) = line.split_once("started successfully on port ")?;
            Some(port.trim_end_matches('.').to_owned())
        });
        // Whoever writes to a pipe that nobody reads stands still.
        std::thread::spawn(move || lines.for_each(drop));
        let port = port.ok_or("the driver tells no port")?;
        Ok((driver, format!("http://127.0.0.1:{port}")))
    }
}

/// A browser of a test.
pub(crate) struct Browser {
    pub(crate) driver: WebDriver,
}

impl std::ops::Deref for Browser {
    type Target = WebDriver;

    fn deref(&self) -> &WebDriver {
        &self.driver
    }
}

/// Runs a test with a browser of its own, within a hard limit, and ends the browser whatever
/// comes of it.
pub(crate) async fn with_browser<F, Run>(run: F) -> Outcome
where
    F: FnOnce(Browser) -> Run,
    Run: Future<Output = Outcome> + Send + 'static,
{
    let (process, address) = Driver::start()?;
    let profile = TempDir::new()?;
    let driver = WebDriver::new(address, capabilities(&profile)?).await?;
    let browser = Browser {
        driver: driver.clone(),
    };
    // A task of its own, so that a test that panics leaves no browser behind.
    let test = tokio::spawn(run(browser));
    let outcome = tokio::time::timeout(LIMIT, test).await;
    driver.quit().await?;
    drop(process);
    match outcome? {
        Ok(outcome) => outcome,
        Err(ended) => std::panic::resume_unwind(ended.into_panic()),
    }
}

fn capabilities(profile: &TempDir) -> Fallible<thirtyfour::ChromeCapabilities> {
    let mut capabilities = DesiredCapabilities::chrome();
    for argument in [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--hide-scrollbars",
        "--lang=en-GB",
        "--window-size=1000,1000",
    ] {
        capabilities.add_arg(argument)?;
    }
    capabilities.add_arg(&format!("--user-data-dir={}", profile.path().display()))?;
    capabilities.set_browser_log_level(LoggingPrefsLogLevel::All)?;
    // The alternative would be to fail on a page that asks something; none does.
    capabilities.set("unhandledPromptBehavior", json!("dismiss"))?;
    Ok(capabilities)
}

impl Browser {
    /// The element that a selector of CSS finds, as soon as it is there.
    pub(crate) async fn element(&self, css: &str) -> Fallible<WebElement> {
        let deadline = tokio::time::Instant::now() + PATIENCE;
        loop {
            match self.driver.find(By::Css(css)).await {
                Ok(element) => return Ok(element),
                Err(error) if tokio::time::Instant::now() > deadline => {
                    let page = self.driver.source().await?;
                    return Err(format!("no element {css}: {error}\n{page}").into());
                }
                Err(_) => tokio::time::sleep(EVERY).await,
            }
        }
    }

    /// Clicks on an element as soon as it is there.
    pub(crate) async fn click(&self, css: &str) -> Outcome {
        // The page may change between finding the element and clicking on it.
        while let Err(error) = self.element(css).await?.click().await {
            if !matches!(*error, WebDriverErrorInner::StaleElementReference(_)) {
                return Err(error.into());
            }
        }
        Ok(())
    }

    /// Waits until an element's text, as a person sees it, holds a text.
    pub(crate) async fn see(&self, css: &str, text: &str) -> Outcome {
        let (css, text) = (json!(css), json!(text));
        let expression = format!("!!document.querySelector({css})?.innerText?.includes({text})");
        self.until(&expression).await
    }

    /// What an expression of the page's language gives.
    pub(crate) async fn value(&self, expression: &str) -> Fallible<serde_json::Value> {
        let script = format!("return ({expression})");
        let value = self.driver.execute(script, Vec::new()).await?;
        Ok(value.json().clone())
    }

    /// Waits until an expression of the page's language is true.
    pub(crate) async fn until(&self, expression: &str) -> Outcome {
        let deadline = tokio::time::Instant::now() + PATIENCE;
        while self.value(expression).await? != json!(true) {
            if tokio::time::Instant::now() > deadline {
                let page = self.driver.source().await?;
                return Err(format!("never true: {expression}\n{page}").into());
            }
            tokio::time::sleep(EVERY).await;
        }
        Ok(())
    }

    /// An element of the dialog's own part of the page.
    pub(crate) async fn in_dialog(&self, css: &str) -> Fallible<WebElement> {
        let host = self.element("[data-lean=dialog]").await?;
        Ok(host.get_shadow_root().await?.find(By::Css(css)).await?)
    }

    /// Goes into the frame of the dialog.
    pub(crate) async fn enter_dialog(&self) -> Outcome {
        self.driver.enter_default_frame().await?;
        self.in_dialog("iframe").await?.enter_frame().await?;
        Ok(())
    }

    /// Waits until a text stands in the dialog's own part of the page.
    pub(crate) async fn see_in_dialog(&self, text: &str) -> Outcome {
        self.driver.enter_default_frame().await?;
        let text = json!(text);
        let expression = format!(
            "!!document.querySelector('[data-lean=dialog]')?.shadowRoot\
             .querySelector('[role=alert]')?.innerText.includes({text})"
        );
        self.until(&expression).await
    }

    /// Presses a key wherever the focus is.
    pub(crate) async fn press(&self, key: Key) -> Outcome {
        let keys = self.driver.action_chain().send_keys(key);
        keys.perform().await?;
        Ok(())
    }

    /// The text of what has the focus.
    pub(crate) async fn focus(&self) -> Fallible<String> {
        let text = self.value("document.activeElement.innerText").await?;
        Ok(text.as_str().unwrap_or_default().to_owned())
    }

    /// Goes from stop to stop until the focus is on an element with that attribute.
    pub(crate) async fn tab_to(&self, element: &str, attribute: &str, value: &str) -> Outcome {
        let is_there =
            format!("document.activeElement.matches('{element}[{attribute}=\"{value}\"]')");
        for _ in 0..60 {
            if self.value(&is_there).await? == json!(true) {
                return Ok(());
            }
            self.press(Key::Tab).await?;
        }
        Err(format!("the keyboard does not reach {element} {value}").into())
    }

    /// Holds that the browser has nothing to complain of.
    pub(crate) async fn expect_no_complaint(&self) -> Outcome {
        assert_eq!(self.complaints().await?, Vec::<String>::new());
        Ok(())
    }

    /// What the browser complained about since it was last asked: errors of scripts and of the
    /// console, breaches of a policy, files that are not there.
    pub(crate) async fn complaints(&self) -> Fallible<Vec<String>> {
        let log = self.driver.browser_log().await?;
        let severe = log
            .into_iter()
            .filter(|entry| matches!(&*entry.level, "SEVERE" | "WARNING"));
        Ok(severe.map(|entry| entry.message).collect())
    }
}
