//! Stands between a client and the sandbox, and writes down what is said.

use std::path::Path;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::response::Response;
use serde_json::json;

/// The most bytes of a body: 16 MiB.
const MOST: usize = 16 << 20;

/// One request, and its answer where that is text.
#[derive(Debug, Clone)]
pub(crate) struct Capture {
    pub(crate) method: String,
    pub(crate) url: String,
    pub(crate) status: u16,
    pub(crate) body: Option<String>,
}

/// A server on the loopback that sends everything on to another one.
#[derive(Debug, Clone)]
pub(crate) struct Recorder {
    pub(crate) base_url: String,
    target: String,
    http: reqwest::Client,
    captures: Arc<Mutex<Vec<Capture>>>,
}

impl Recorder {
    pub(crate) async fn start(target: &str) -> Self {
        let socket = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let recorder = Self {
            base_url: format!("http://{}", socket.local_addr().unwrap()),
            target: target.trim_end_matches('/').to_owned(),
            http: reqwest::Client::builder()
                .no_proxy()
                .no_gzip()
                .redirect(reqwest::redirect::Policy::none())
                .build()
                .unwrap(),
            captures: Arc::default(),
        };
        let service = Router::new().fallback(pass).with_state(recorder.clone());
        tokio::spawn(async move { axum::serve(socket, service).await });
        recorder
    }

    pub(crate) fn captures(&self) -> Vec<Capture> {
        self.captures.lock().unwrap().clone()
    }

    /// Writes the captures of text down, one file each, as `cargo xtask replay` reads them.
    pub(crate) fn write(&self, folder: &Path) -> usize {
        let captures = self.captures();
        let texts = captures.iter().filter(|capture| capture.body.is_some());
        let mut count = 0;
        for capture in texts {
            let text = json!({
                "request": {"method": capture.method, "url": capture.url},
                "response": {"status": capture.status, "body_text": capture.body},
            });
            let name = format!("{count:03}.json");
            std::fs::write(folder.join(name), text.to_string()).unwrap();
            count += 1;
        }
        count
    }
}

async fn pass(State(recorder): State<Recorder>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let path = parts.uri.path_and_query().unwrap().as_str();
    let url = format!("{}{path}", recorder.target);
    let mut headers = parts.headers;
    headers.remove(http::header::HOST);
    let answer = recorder
        .http
        .request(parts.method.clone(), &url)
        .headers(headers)
        .body(to_bytes(body, MOST).await.unwrap())
        .send()
        .await
        .unwrap();
    let mut response = Response::builder().status(answer.status());
    *response.headers_mut().unwrap() = answer.headers().clone();
    let status = answer.status().as_u16();
    let bytes = answer.bytes().await.unwrap();
    recorder.captures.lock().unwrap().push(Capture {
        method: parts.method.to_string(),
        url,
        status,
        body: String::from_utf8(bytes.to_vec()).ok(),
    });
    response.body(Body::from(bytes)).unwrap()
}
