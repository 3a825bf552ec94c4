//! One typed GET of the list of banks, by us and by each peer.

use std::str::FromStr;

use http_body_util::{BodyExt, Empty};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use leantech::{Client, ClientCredentials, Environment};
use tokio::net::TcpStream;
use tokio::sync::Mutex;

use super::bank::Bank;
use super::bodies::token_text;
use super::{Meter, runtime};
use crate::trouble::Trouble;

/// Whose call it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The facade.
    Facade,
    /// reqwest and serde.
    Reqwest,
    /// hyper and serde, on one connection.
    Hyper,
}

impl Kind {
    /// The word on a command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Facade => "facade",
            Self::Reqwest => "reqwest",
            Self::Hyper => "hyper",
        }
    }
}

impl FromStr for Kind {
    type Err = Trouble;

    fn from_str(word: &str) -> Result<Self, Trouble> {
        [Self::Facade, Self::Reqwest, Self::Hyper]
            .into_iter()
            .find(|kind| kind.word() == word)
            .ok_or_else(|| Trouble::new(format!("nobody calls as `{word}`")))
    }
}

/// Somebody who is ready to call.
#[derive(Debug)]
pub enum Caller {
    /// The facade.
    Facade(Client),
    /// reqwest, where the list is, and the token.
    Reqwest(reqwest::Client, String, String),
    /// A connection, and the token.
    Hyper(Box<Mutex<SendRequest<Empty<bytes::Bytes>>>>, String),
}

impl Caller {
    /// Gets ready to call the server at `url`.
    ///
    /// # Errors
    ///
    /// Fails when the server cannot be reached.
    pub async fn new(kind: Kind, url: &str) -> Result<Self, Trouble> {
        Ok(match kind {
            Kind::Facade => Self::Facade(facade(url)?),
            Kind::Reqwest => {
                let client = reqwest::Client::builder()
                    .no_proxy()
                    .build()
                    .map_err(|error| Trouble::because("set reqwest up", &error))?;
                Self::Reqwest(client, format!("{url}/banks/v1/"), token_text())
            }
            Kind::Hyper => {
                let address = url.trim_start_matches("http://");
                let stream = TcpStream::connect(address)
                    .await
                    .map_err(|error| Trouble::because("connect", &error))?;
                // Both reqwest and hyper's own client switch Nagle's algorithm off.
                let _ = stream.set_nodelay(true);
                let (sender, connection) = handshake(TokioIo::new(stream))
                    .await
                    .map_err(|error| Trouble::because("begin HTTP", &error))?;
                tokio::spawn(connection);
                Self::Hyper(Box::new(Mutex::new(sender)), token_text())
            }
        })
    }

    /// Reads the list; gives back how many banks are in it.
    ///
    /// # Errors
    ///
    /// Fails when the answer is unknown.
    pub async fn call(&self) -> Result<usize, Trouble> {
        match self {
            Self::Facade(client) => client
                .banks()
                .list_banks()
                .send()
                .await
                .map(|banks| banks.len())
                .map_err(|error| Trouble::because("call", &error)),
            Self::Reqwest(client, url, token) => through_reqwest(client, url, token)
                .await
                .map_err(|error| Trouble::because("call with reqwest", &error)),
            Self::Hyper(sender, token) => through_hyper(sender, token).await,
        }
    }
}

/// A client of the server at `url`.
pub(super) fn facade(url: &str) -> Result<Client, Trouble> {
    let environment =
        Environment::emulator(url).map_err(|error| Trouble::because("name a server", &error))?;
    Client::builder(environment)
        .credentials(ClientCredentials::new("made-up", "made-up-secret"))
        .build()
        .map_err(|error| Trouble::because("set the client up", &error))
}

async fn through_reqwest(
    client: &reqwest::Client,
    url: &str,
    token: &str,
) -> Result<usize, reqwest::Error> {
    let banks: Vec<Bank> = client
        .get(url)
        .bearer_auth(token)
        .send()
        .await?
        .error_for_status()?
        .json()
        .await?;
    Ok(banks.len())
}

async fn through_hyper(
    sender: &Mutex<SendRequest<Empty<bytes::Bytes>>>,
    token: &str,
) -> Result<usize, Trouble> {
    let request = hyper::Request::get("/banks/v1/")
        .header("host", "127.0.0.1")
        .header("accept", "*/*")
        .header("authorization", format!("Bearer {token}"))
        .body(Empty::new())
        .map_err(|error| Trouble::because("make a request", &error))?;
    let mut sender = sender.lock().await;
    let ready = sender.ready().await;
    ready.map_err(|error| Trouble::because("use the connection", &error))?;
    let answer = sender
        .send_request(request)
        .await
        .map_err(|error| Trouble::because("call with hyper", &error))?;
    if !answer.status().is_success() {
        return Err(Trouble::new(format!(
            "hyper was answered {}",
            answer.status()
        )));
    }
    let body = answer
        .into_body()
        .collect()
        .await
        .map_err(|error| Trouble::because("read with hyper", &error))?
        .to_bytes();
    let banks: Vec<Bank> =
        serde_json::from_slice(&body).map_err(|error| Trouble::because("read JSON", &error))?;
    Ok(banks.len())
}

/// So many calls, one after the other, after two that warm up.
pub(super) fn run(kind: Kind, url: &str, count: usize, meter: &dyn Meter) -> Result<u64, Trouble> {
    let runtime = runtime()?;
    let caller = runtime.block_on(Caller::new(kind, url))?;
    for _ in 0..2 {
        runtime.block_on(caller.call())?;
    }
    let mut failed = None;
    let cost = meter.cost(&mut || {
        for _ in 0..count {
            match runtime.block_on(caller.call()) {
                Ok(0) => failed = Some(Trouble::new("the list of banks is empty")),
                Ok(_) => {}
                Err(error) => failed = Some(error),
            }
        }
    });
    failed.map_or(Ok(cost), Err)
}
