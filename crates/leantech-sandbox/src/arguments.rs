//! The command line: read, or refused with a line that says why.

use std::ffi::OsString;
use std::fmt;
use std::path::PathBuf;

use leantech_sandbox::{DEFAULT_CLIENT_ID, DEFAULT_CLIENT_SECRET, DEFAULT_WEBHOOK_SECRET};

/// What the user wants.
#[derive(Debug, PartialEq)]
pub(crate) enum Wish {
    Serve(Arguments),
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
}

impl Default for Arguments {
    fn default() -> Self {
        Self {
            host: "127.0.0.1".into(),
            port: 0,
            webhook_url: None,
            seed: None,
            state: None,
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
const OPTIONS: [&str; 5] = ["--host", "--port", "--webhook-url", "--seed", "--state"];

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
        if seen.contains(&name) {
            return Err(Mistake::Twice(name));
        }
        seen.push(name);
        let value = inline
            .or_else(|| arguments.next())
            .ok_or(Mistake::NoValue(name))?;
        read.set(name, value)?;
    }
    Ok(Wish::Serve(read))
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
            _ => self.webhook_url = Some(text.into()),
        }
        Ok(())
    }
}

/// What `--help` prints.
pub(crate) fn help() -> String {
    format!(
        "leantech-sandbox: Lean's KSA sandbox as a local server

Usage: leantech-sandbox [OPTIONS]

Options:
  --host HOST         the host to listen on [127.0.0.1]
  --port PORT         the port to listen on, 0 for a free one [0]
  --webhook-url URL   where webhooks are sent, an http:// address [nowhere]
  --seed N            the seed of ids and made-up data [1]
  --state FILE        read the state at the start, write it at the end
  --help, --version

It prints one line, `leantech-sandbox listening on http://HOST:PORT`, and serves until SIGINT or
SIGTERM. The token endpoint and the API are at that address, its own controls below /_sandbox/.

Credentials:
  client id           {DEFAULT_CLIENT_ID}
  client secret       {DEFAULT_CLIENT_SECRET}
  webhook secret      {DEFAULT_WEBHOOK_SECRET}"
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
            Ok(Wish::Serve(Arguments {
                host: "::1".into(),
                port: 80,
                webhook_url: None,
                seed: Some(7),
                state: Some("f".into()),
            }))
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
