//! The command line: read, or refused with a line that says why.

use std::ffi::OsString;
use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use chrono::{DateTime, Utc};
use tracing_subscriber::filter::LevelFilter;

use super::log::LogFormat;
use leantech_sandbox::{
    DEFAULT_CLIENT_ID, DEFAULT_CLIENT_SECRET, DEFAULT_WEBHOOK_SECRET, PAYOUT_ACCOUNT_ID,
};

/// What the user wants.
#[derive(Debug, PartialEq)]
pub(crate) enum Wish {
    Serve(Box<Arguments>),
    Help,
    Version,
}

/// How the sandbox is to be served.
#[derive(Debug, PartialEq)]
pub(crate) struct Arguments {
    pub(crate) host: String,
    pub(crate) port: u16,
    pub(crate) webhook_url: Option<String>,
    pub(crate) seed: Option<u64>,
    pub(crate) state: Option<PathBuf>,
    pub(crate) webhook_secret: Option<String>,
    pub(crate) client_id: Option<String>,
    pub(crate) client_secret: Option<String>,
    pub(crate) control_token: Option<String>,
    pub(crate) application: Option<String>,
    pub(crate) public_url: Option<String>,
    pub(crate) allowed_hosts: Vec<String>,
    pub(crate) cors: Vec<String>,
    pub(crate) webhook_minute: Option<Duration>,
    pub(crate) token_lifetime: Option<Duration>,
    pub(crate) refresh_time: Option<Duration>,
    pub(crate) frozen_at: Option<DateTime<Utc>>,
    pub(crate) log_format: LogFormat,
    pub(crate) log_level: LevelFilter,
}

impl Default for Arguments {
    fn default() -> Self {
        Self {
            host: "127.0.0.1".into(),
            port: 0,
            webhook_url: None,
            seed: None,
            state: None,
            webhook_secret: None,
            client_id: None,
            client_secret: None,
            control_token: None,
            application: None,
            public_url: None,
            allowed_hosts: Vec::new(),
            cors: Vec::new(),
            webhook_minute: None,
            token_lifetime: None,
            refresh_time: None,
            frozen_at: None,
            log_format: LogFormat::Text,
            log_level: LevelFilter::INFO,
        }
    }
}

/// What is wrong with the command line.
#[derive(Debug, PartialEq)]
pub(crate) enum Mistake {
    Unknown(String),
    NoValue(&'static str),
    BadValue(&'static str, String),
    Twice(&'static str),
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown(argument) => write!(f, "unknown argument {argument:?}")?,
            Self::NoValue(name) => write!(f, "{name} needs a value")?,
            Self::BadValue(name, value) => write!(f, "{name} cannot be {value:?}")?,
            Self::Twice(name) => write!(f, "{name} was given twice")?,
        }
        f.write_str("; see leantech-sandbox --help")
    }
}

/// The options that take a value.
const OPTIONS: [&str; 19] = [
    "--host",
    "--port",
    "--webhook-url",
    "--webhook-secret",
    "--webhook-minute",
    "--client-id",
    "--client-secret",
    "--control-token",
    "--application",
    "--public-url",
    "--allow-host",
    "--cors",
    "--seed",
    "--state",
    "--token-lifetime",
    "--refresh-time",
    "--frozen-at",
    "--log-format",
    "--log-level",
];

/// The options that may come several times.
const MANY: [&str; 2] = ["--allow-host", "--cors"];

/// Reads the command line, the program's name left out.
pub(crate) fn read(arguments: impl IntoIterator<Item = OsString>) -> Result<Wish, Mistake> {
    let mut arguments = arguments.into_iter();
    let mut read = Arguments::default();
    let mut seen: Vec<&str> = Vec::new();
    while let Some(argument) = arguments.next() {
        let text = argument.to_string_lossy().into_owned();
        let (name, inline) = match text.split_once('=') {
            Some((name, value)) => (name, Some(OsString::from(value))),
            None => (&*text, None),
        };
        match name {
            "--help" | "-h" if inline.is_none() => return Ok(Wish::Help),
            "--version" | "-V" if inline.is_none() => return Ok(Wish::Version),
            _ => {}
        }
        let Some(name) = OPTIONS.into_iter().find(|option| *option == name) else {
            return Err(Mistake::Unknown(text));
        };
        if seen.contains(&name) && !MANY.contains(&name) {
            return Err(Mistake::Twice(name));
        }
        seen.push(name);
        let value = inline
            .or_else(|| arguments.next())
            .ok_or(Mistake::NoValue(name))?;
        read.set(name, value)?;
    }
    Ok(Wish::Serve(Box::new(read)))
}

impl Arguments {
    fn set(&mut self, name: &'static str, value: OsString) -> Result<(), Mistake> {
        let bad = |value: &OsString| Mistake::BadValue(name, value.to_string_lossy().into_owned());
        if value.is_empty() {
            return Err(bad(&value));
        }
        if name == "--state" {
            self.state = Some(value.into());
            return Ok(());
        }
        let text = value.to_str().ok_or_else(|| bad(&value))?;
        match name {
            "--host" => self.host = text.into(),
            "--port" => self.port = text.parse().map_err(|_| bad(&value))?,
            "--seed" => self.seed = Some(text.parse().map_err(|_| bad(&value))?),
            "--webhook-secret" => self.webhook_secret = Some(text.into()),
            "--client-id" => self.client_id = Some(text.into()),
            "--client-secret" => self.client_secret = Some(text.into()),
            "--control-token" => self.control_token = Some(text.into()),
            "--application" => self.application = Some(text.into()),
            "--public-url" => self.public_url = Some(text.into()),
            "--allow-host" => self.allowed_hosts.push(text.into()),
            "--cors" => self.cors.push(text.into()),
            "--webhook-minute" => {
                self.webhook_minute = Some(seconds(text).ok_or_else(|| bad(&value))?);
            }
            "--token-lifetime" => {
                self.token_lifetime = Some(seconds(text).ok_or_else(|| bad(&value))?);
            }
            "--refresh-time" => self.refresh_time = Some(seconds(text).ok_or_else(|| bad(&value))?),
            "--frozen-at" => self.frozen_at = Some(text.parse().map_err(|_| bad(&value))?),
            "--log-format" => {
                self.log_format = match text {
                    "text" => LogFormat::Text,
                    "json" => LogFormat::Json,
                    _ => return Err(bad(&value)),
                }
            }
            "--log-level" => self.log_level = text.parse().map_err(|_| bad(&value))?,
            _ => self.webhook_url = Some(text.into()),
        }
        Ok(())
    }
}

/// A number of seconds, fractions allowed.
fn seconds(text: &str) -> Option<Duration> {
    Duration::try_from_secs_f64(text.parse().ok()?).ok()
}

/// What `--help` prints.
pub(crate) fn help() -> String {
    format!(
        "leantech-sandbox: Lean's KSA sandbox as a local server

Usage: leantech-sandbox [OPTIONS]

Options:
  --host HOST               the host to listen on, on all its addresses [127.0.0.1]
  --port PORT               the port to listen on, 0 for a free one [0]
  --state FILE              keep the state in this file; each change is on disk before its answer [in memory]
  --seed N                  the seed of ids and made-up data [drawn]
  --application NAME        what the bank's pages call the application [its address]

  --public-url URL          the address that all links have [the host of each request]
  --allow-host NAME         a further host that it answers to, such as a container's name; may be repeated
  --control-token TEXT      what the controls and the dashboard ask for [nothing]
  --cors ORIGIN             an origin whose scripts may call Lean's paths, * for all; may be repeated

  --client-id TEXT          the client id [{DEFAULT_CLIENT_ID}]
  --client-secret TEXT      the client secret [{DEFAULT_CLIENT_SECRET}]
  --webhook-url URL         where webhooks are sent, an http:// or https:// address [nowhere]
  --webhook-secret TEXT     the secret they are signed with [{DEFAULT_WEBHOOK_SECRET}]
  --webhook-minute SECONDS  how long a minute between attempts takes [60]

  --frozen-at TIME          stop the clock at this time, such as 2026-07-10T09:00:00Z [it runs]
  --token-lifetime SECONDS  how long a token is valid [3599]
  --refresh-time SECONDS    how long a refresh is pending [0.5]

  --log-format FORMAT       text or json, on standard error [text]
  --log-level LEVEL         off, error, warn, info, debug (each request) or trace [info]
  --help, --version

It prints one line, `leantech-sandbox listening on http://HOST:PORT`, and serves until SIGINT or
SIGTERM; requests in progress are finished first. Exit codes: 0 it was stopped, 1 the state could not
be written at the end, 2 it could not start.

At that address it serves
  Lean's token endpoint and API, with the paths of Lean's two hosts
  /_sandbox/                a dashboard for a browser
  /_sandbox/openapi.json    the sandbox's controls: time, faults, webhooks, customers, recorded requests
  /_sandbox/health          whether it serves

The account that payouts are paid from is {PAYOUT_ACCOUNT_ID}."
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_all(arguments: &[&str]) -> Result<Wish, Mistake> {
        read(arguments.iter().map(OsString::from))
    }

    #[test]
    fn every_option_is_read_in_both_forms() {
        let spaced = read_all(&[
            "--host", "::1", "--port", "80", "--seed", "7", "--state", "f",
        ]);
        let inline = read_all(&["--host=::1", "--port=80", "--seed=7", "--state=f"]);
        assert_eq!(spaced, inline);
        assert_eq!(
            spaced,
            Ok(Wish::Serve(Box::new(Arguments {
                host: "::1".into(),
                port: 80,
                seed: Some(7),
                state: Some("f".into()),
                ..Arguments::default()
            })))
        );
    }

    #[test]
    fn a_mistake_is_named() {
        for (arguments, mistake) in [
            (&["--prot", "1"][..], Mistake::Unknown("--prot".into())),
            (&["--port"], Mistake::NoValue("--port")),
            (
                &["--port", "65536"],
                Mistake::BadValue("--port", "65536".into()),
            ),
            (&["--port="], Mistake::BadValue("--port", String::new())),
            (&["--seed", "1", "--seed", "2"], Mistake::Twice("--seed")),
            (&["serve"], Mistake::Unknown("serve".into())),
        ] {
            assert_eq!(read_all(arguments), Err(mistake));
        }
    }
}
