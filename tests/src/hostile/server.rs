//! The server: its routes, and what it has seen.

use std::collections::HashMap;
use std::fmt;
use std::net::{SocketAddr, TcpListener};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use leantech::{Client, ClientBuilder, ClientCredentials, Environment};
use tokio::sync::{oneshot, watch};
use tokio::task::JoinSet;

use super::connection::{greet, serve};
use super::reply::{Reply, token_answer};
use super::{CLIENT_ID, CLIENT_SECRET, FixedToken, JumpClock, ReservedPort};

/// The path of the token endpoint, which gives out `token-1`, `token-2` and so on unless it is
/// told otherwise.
pub const TOKEN_PATH: &str = "/oauth2/token";

/// A request as it came over the wire.
#[derive(Debug, Clone)]
pub struct Seen {
    /// The method.
    pub method: String,
    /// The request target: path and query.
    pub target: String,
    /// The headers; names are in lower case.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Bytes,
    /// Which connection it came by; the first is 0.
    pub connection: usize,
    /// How many requests of this method and path came before.
    pub nth: usize,
}

impl Seen {
    /// The path, without the query.
    pub fn path(&self) -> &str {
        self.target.split('?').next().unwrap_or_default()
    }

    /// The first value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }

    /// One parameter of the query, as it was sent.
    pub fn query(&self, name: &str) -> Option<&str> {
        let (_, query) = self.target.split_once('?')?;
        query
            .split('&')
            .find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
    }
}

type Handler = Arc<dyn Fn(&Seen) -> Reply + Send + Sync>;

struct Route {
    method: String,
    path: String,
    handler: Handler,
}

/// What the server and its connections share.
#[derive(Default)]
pub(super) struct Shared {
    routes: Mutex<Vec<Route>>,
    /// How many requests there were of each method and path.
    counts: Mutex<HashMap<(String, String), usize>>,
    seen: watch::Sender<Vec<Seen>>,
    accepted: AtomicUsize,
    open: watch::Sender<usize>,
}

impl Shared {
    /// Takes down a request and finds out what to do with it.
    pub(super) fn answer(&self, mut seen: Seen) -> Reply {
        {
            let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
            let count = counts
                .entry((seen.method.clone(), seen.path().to_owned()))
                .or_default();
            seen.nth = *count;
            *count += 1;
        }
        self.seen.send_modify(|all| all.push(seen.clone()));
        let handler = {
            let routes = self.routes.lock().unwrap_or_else(PoisonError::into_inner);
            // What was said last counts.
            let mut found = routes.iter().rev();
            found
                .find(|route| route.method == seen.method && is_path_of(&route.path, seen.path()))
                .map(|route| Arc::clone(&route.handler))
        };
        handler.map_or_else(
            || Reply::json(404, r#"{"status":"INVALID_URL","message":"no such path"}"#),
            |handler| handler(&seen),
        )
    }
}

/// Whether a path is the one of a route; a star at the end stands for any rest.
fn is_path_of(route: &str, path: &str) -> bool {
    route
        .strip_suffix('*')
        .map_or(route == path, |stem| path.starts_with(stem))
}

/// A server on loopback that does what a test tells it to.
///
/// It runs on a thread of its own, so that it serves under a paused clock, outlives a runtime and
/// adds no task to the test's own.
pub struct HostileServer {
    address: SocketAddr,
    shared: Arc<Shared>,
    stop: Option<oneshot::Sender<()>>,
}

impl HostileServer {
    /// Starts a server at a port that is free.
    pub fn start() -> Self {
        ReservedPort::take().open()
    }

    /// Starts a server that says these bytes to every connection and closes it.
    pub fn start_saying(bytes: &'static [u8]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("loopback has a free port");
        Self::run(listener, Some(bytes))
    }

    pub(super) fn serve(listener: TcpListener) -> Self {
        Self::run(listener, None)
    }

    fn run(listener: TcpListener, greeting: Option<&'static [u8]>) -> Self {
        let address = listener.local_addr().expect("a listener has an address");
        listener
            .set_nonblocking(true)
            .expect("a listener can be without blocking");
        let shared = Arc::<Shared>::default();
        let (stop, stopped) = oneshot::channel();
        let theirs = Arc::clone(&shared);
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build();
            runtime.expect("a runtime can be made").block_on(async {
                tokio::select! {
                    () = accept(listener, theirs, greeting) => {}
                    _ = stopped => {}
                }
            });
        });
        let server = Self {
            address,
            shared,
            stop: Some(stop),
        };
        let number = AtomicUsize::new(0);
        server.on_each("POST", TOKEN_PATH, move |_| {
            let number = number.fetch_add(1, Ordering::Relaxed) + 1;
            token_answer(&format!("token-{number}"), 3599)
        });
        server
    }

    /// The base URL.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The address.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Answers requests of a method and path, one reply after the other; the last one stays.
    ///
    /// A star at the end of the path stands for any rest.
    pub fn on<const N: usize>(&self, method: &str, path: &str, replies: [Reply; N]) {
        let next = AtomicUsize::new(0);
        self.on_each(method, path, move |_| {
            let index = next
                .fetch_add(1, Ordering::Relaxed)
                .min(N.saturating_sub(1));
            replies.get(index).cloned().unwrap_or_else(Reply::hang)
        });
    }

    /// Answers requests of a method and path by a function.
    pub fn on_each(
        &self,
        method: &str,
        path: &str,
        handler: impl Fn(&Seen) -> Reply + Send + Sync + 'static,
    ) {
        let route = Route {
            method: method.into(),
            path: path.into(),
            handler: Arc::new(handler),
        };
        self.shared
            .routes
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(route);
    }

    /// All requests so far.
    pub fn seen(&self) -> Vec<Seen> {
        self.shared.seen.borrow().clone()
    }

    /// How many requests there were.
    pub fn seen_count(&self) -> usize {
        self.shared.seen.borrow().len()
    }

    /// The last request.
    pub fn last_seen(&self) -> Option<Seen> {
        self.shared.seen.borrow().last().cloned()
    }

    /// The requests of a method and path so far.
    pub fn seen_at(&self, method: &str, path: &str) -> Vec<Seen> {
        let mut seen = self.seen();
        seen.retain(|seen| seen.method == method && is_path_of(path, seen.path()));
        seen
    }

    /// How many requests of a method and path there were.
    pub fn count(&self, method: &str, path: &str) -> usize {
        let seen = self.shared.seen.borrow();
        seen.iter()
            .filter(|seen| seen.method == method && is_path_of(path, seen.path()))
            .count()
    }

    /// Gives out `token-1`, `token-2` and so on from now on, each with this life in JSON.
    pub fn issue_tokens_living(&self, life: &str) {
        let life = life.to_owned();
        let number = AtomicUsize::new(0);
        self.on_each("POST", TOKEN_PATH, move |_| {
            let number = number.fetch_add(1, Ordering::Relaxed) + 1;
            let body =
                format!(r#"{{"access_token":"token-{number}","token_type":"bearer"{life}}}"#);
            Reply::json(200, body)
        });
    }

    /// How many requests for tokens there were.
    pub fn token_requests(&self) -> usize {
        self.count("POST", TOKEN_PATH)
    }

    /// Waits until there were so many requests of a method and path.
    pub async fn has_seen(&self, method: &str, path: &str, count: usize) {
        let mut changes = self.shared.seen.subscribe();
        while self.count(method, path) < count {
            // The sender lives as long as the server.
            let _ = changes.changed().await;
        }
    }

    /// How many connections were made.
    pub fn connections(&self) -> usize {
        self.shared.accepted.load(Ordering::SeqCst)
    }

    /// Waits until no more than so many connections are open.
    pub async fn has_open_connections(&self, most: usize) {
        let _ = self
            .shared
            .open
            .subscribe()
            .wait_for(|open| *open <= most)
            .await;
    }

    /// Begins a client of this server that fetches its tokens here.
    pub fn client(&self) -> ClientBuilder {
        let environment = Environment::emulator(&self.url()).expect("loopback is an emulator");
        Client::builder(environment).credentials(ClientCredentials::new(CLIENT_ID, CLIENT_SECRET))
    }

    /// Begins a client of this server that has its token already.
    pub fn client_with_token(&self) -> ClientBuilder {
        let environment = Environment::emulator(&self.url()).expect("loopback is an emulator");
        Client::builder(environment).token_source(Arc::new(FixedToken::default()))
    }

    /// A client of this server that fetches its tokens here and lives by this clock.
    pub fn fetching_client(&self, clock: &JumpClock) -> Client {
        let builder = self.client().clock(clock.shared());
        builder.build().expect("the settings are good ones")
    }

    /// A client of this server that has its token already and lives by this clock.
    pub fn client_by(&self, clock: &JumpClock) -> Client {
        let builder = self.client_with_token().clock(clock.shared());
        builder.build().expect("the settings are good ones")
    }

    /// A client of this server that has its token already, and whose waits end at once: they are
    /// shorter than this clock's bound, and the deadline of a call is longer.
    pub fn hasty_client(&self) -> Client {
        self.client_by(&JumpClock::new(Duration::from_secs(20)))
    }
}

impl fmt::Debug for HostileServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HostileServer")
            .field("address", &self.address)
            .finish_non_exhaustive()
    }
}

impl Drop for HostileServer {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            // It may have stopped by itself.
            let _ = stop.send(());
        }
    }
}

async fn accept(listener: TcpListener, shared: Arc<Shared>, greeting: Option<&'static [u8]>) {
    let listener = tokio::net::TcpListener::from_std(listener).expect("a listener can be taken");
    let mut connections = JoinSet::new();
    loop {
        let Ok((stream, _)) = listener.accept().await else {
            continue;
        };
        while connections.try_join_next().is_some() {}
        let number = shared.accepted.fetch_add(1, Ordering::SeqCst);
        shared.open.send_modify(|open| *open += 1);
        let shared = Arc::clone(&shared);
        connections.spawn(async move {
            match greeting {
                Some(bytes) => greet(stream, bytes).await,
                None => serve(stream, &shared, number).await,
            }
            shared.open.send_modify(|open| *open -= 1);
        });
    }
}
