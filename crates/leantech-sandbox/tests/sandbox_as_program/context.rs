//! The sandbox as a program, behind the face that the library has.

use std::fmt;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use chrono::{DateTime, Utc};
use leantech_sandbox::Fault;
use serde_json::{Value, json};

/// A running program that does not outlive its test.
#[derive(Debug)]
pub(crate) struct Sandbox {
    child: Child,
    base_url: String,
}

/// What went wrong: the program's complaint, or the refusal of a control.
#[derive(Debug)]
pub(crate) struct Refusal {
    status: u16,
    text: String,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl std::error::Error for Refusal {}

impl From<std::io::Error> for Refusal {
    fn from(error: std::io::Error) -> Self {
        Self {
            status: 0,
            text: error.to_string(),
        }
    }
}

impl Refusal {
    pub(crate) fn is_bind(&self) -> bool {
        self.text.contains("could not bind")
    }

    pub(crate) fn is_state_file(&self) -> bool {
        self.text.contains("the state file")
    }

    pub(crate) fn is_unknown_consent(&self) -> bool {
        self.status == 404
    }

    pub(crate) fn is_decided_consent(&self) -> bool {
        self.status == 409 && self.text.contains("decided")
    }

    pub(crate) fn is_expired_link(&self) -> bool {
        self.status == 409 && self.text.contains("expired")
    }
}

/// The command line of a program that is to be started.
#[derive(Debug, Default)]
pub(crate) struct Builder {
    arguments: Vec<String>,
}

impl Builder {
    fn with(mut self, name: &str, value: impl fmt::Display) -> Self {
        self.arguments.push(format!("{name}={value}"));
        self
    }

    pub(crate) fn port(self, port: u16) -> Self {
        self.with("--port", port)
    }

    pub(crate) fn seed(self, seed: u64) -> Self {
        self.with("--seed", seed)
    }

    pub(crate) fn state_file(self, path: impl AsRef<Path>) -> Self {
        let path = path.as_ref().display().to_string();
        self.with("--state", path)
    }

    pub(crate) fn standing_clock(self, at: DateTime<Utc>) -> Self {
        self.with("--frozen-at", at.to_rfc3339())
    }

    pub(crate) fn token_lifetime(self, time: Duration) -> Self {
        self.with("--token-lifetime", time.as_secs_f64())
    }

    pub(crate) fn refresh_time(self, time: Duration) -> Self {
        self.with("--refresh-time", time.as_secs_f64())
    }

    pub(crate) fn webhook_url(self, url: impl fmt::Display) -> Self {
        self.with("--webhook-url", url)
    }

    pub(crate) fn webhook_secret(self, secret: &str) -> Self {
        self.with("--webhook-secret", secret)
    }

    pub(crate) fn webhook_retry_minute(self, time: Duration) -> Self {
        self.with("--webhook-minute", time.as_secs_f64())
    }

    #[expect(clippy::unused_async, reason = "the library's start is async")]
    pub(crate) async fn start(self) -> Result<Sandbox, Refusal> {
        let mut child = Command::new(env!("CARGO_BIN_EXE_leantech-sandbox"))
            .args(&self.arguments)
            .args(["--log-level", "error"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        let mut line = String::new();
        if let Some(output) = child.stdout.take() {
            BufReader::new(output).read_line(&mut line)?;
        }
        let said = line
            .trim_end()
            .strip_prefix("leantech-sandbox listening on ");
        if let Some(base_url) = said {
            let base_url = base_url.to_owned();
            return Ok(Sandbox { child, base_url });
        }
        let mut text = String::new();
        if let Some(mut errors) = child.stderr.take() {
            errors.read_to_string(&mut text)?;
        }
        let ended = child.wait()?;
        assert_eq!(ended.code(), Some(2), "{text}");
        Err(Refusal { status: 0, text })
    }
}

impl Sandbox {
    pub(crate) async fn start() -> Result<Self, Refusal> {
        Self::builder().start().await
    }

    pub(crate) fn builder() -> Builder {
        Builder::default()
    }

    pub(crate) fn base_url(&self) -> &str {
        &self.base_url
    }

    /// Asks a control and waits for its answer; the test's own tasks stand still meanwhile.
    fn ask(&self, method: &str, path: &str, body: &Value) -> Result<Value, Refusal> {
        let address = self.base_url.trim_start_matches("http://");
        let mut stream = TcpStream::connect(address)?;
        stream.set_read_timeout(Some(Duration::from_secs(20)))?;
        let body = body.to_string();
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\
             content-length: {}\r\n\r\n{body}",
            body.len()
        )?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        let (head, body) = answer.split_once("\r\n\r\n").unwrap_or_default();
        let status = head
            .split(' ')
            .nth(1)
            .and_then(|status| status.parse().ok());
        match status {
            Some(200) => Ok(serde_json::from_str(body).unwrap_or_default()),
            status => Err(Refusal {
                status: status.unwrap_or(0),
                text: body.to_owned(),
            }),
        }
    }

    fn redirect(&self, path: &str) -> Result<String, Refusal> {
        let answer = self.ask("POST", path, &json!({}))?;
        Ok(answer["redirect_url"]
            .as_str()
            .unwrap_or_default()
            .to_owned())
    }

    pub(crate) fn approve(&self, id: &str) -> Result<String, Refusal> {
        self.redirect(&format!("/_sandbox/consents/{id}/approve"))
    }

    pub(crate) fn reject(&self, id: &str) -> Result<String, Refusal> {
        self.redirect(&format!("/_sandbox/consents/{id}/reject"))
    }

    pub(crate) fn expire_consent(&self, id: &str) -> Result<(), Refusal> {
        let path = format!("/_sandbox/consents/{id}/expire");
        self.ask("POST", &path, &json!({})).map(drop)
    }

    pub(crate) fn advance_clock(&self, by: Duration) {
        let turn = json!({ "advance_seconds": by.as_secs() });
        let turned = self.ask("POST", "/_sandbox/clock", &turn);
        assert!(turned.is_ok(), "{turned:?}");
    }

    pub(crate) fn inject(&self, fault: Fault) -> Result<(), Refusal> {
        let fault = serde_json::to_value(fault).unwrap_or_default();
        self.ask("POST", "/_sandbox/faults", &fault).map(drop)
    }

    pub(crate) fn revoke_tokens(&self) {
        let revoked = self.ask("POST", "/_sandbox/tokens/revoke", &json!({}));
        assert!(revoked.is_ok(), "{revoked:?}");
    }

    fn state(&self) -> Value {
        self.ask("GET", "/_sandbox/state", &json!({}))
            .unwrap_or_default()
    }

    pub(crate) fn requests(&self) -> u64 {
        self.state()["requests"].as_u64().unwrap_or(0)
    }

    pub(crate) fn requests_of(&self, operation: &str) -> u64 {
        self.state()["requests_by_operation"][operation]
            .as_u64()
            .unwrap_or(0)
    }

    /// What was answered is kept already.
    #[expect(
        clippy::unused_self,
        clippy::unnecessary_wraps,
        reason = "as the library has it"
    )]
    pub(crate) fn save(&self) -> Result<(), Refusal> {
        Ok(())
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
