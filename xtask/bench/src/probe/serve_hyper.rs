//! The least that a server on hyper can do: a fixed body.

use std::convert::Infallible;
use std::io::Write;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;

use super::alone;
use crate::trouble::Trouble;

/// How long nobody may connect before the server ends by itself.
const PATIENCE: Duration = Duration::from_secs(120);

/// Serves a body of so many bytes until nobody has connected for a while. Prints where.
pub(super) fn run(size: usize) -> Result<(), Trouble> {
    let body = Bytes::from(vec![b'a'; size]);
    alone(async move {
        let failed = |error: std::io::Error| Trouble::because("listen", &error);
        let listener = TcpListener::bind("127.0.0.1:0").await.map_err(failed)?;
        println!("http://{}", listener.local_addr().map_err(failed)?);
        let _ = std::io::stdout().flush();
        while let Ok(accepted) = tokio::time::timeout(PATIENCE, listener.accept()).await {
            let (stream, _) = accepted.map_err(failed)?;
            let _ = stream.set_nodelay(true);
            let body = body.clone();
            tokio::spawn(async move {
                let service = service_fn(move |_: Request<Incoming>| {
                    let mut response = Response::new(Full::new(body.clone()));
                    let json = hyper::header::HeaderValue::from_static("application/json");
                    response
                        .headers_mut()
                        .insert(hyper::header::CONTENT_TYPE, json);
                    async { Ok::<_, Infallible>(response) }
                });
                // A client that goes away is not a failure.
                let _ = hyper::server::conn::http1::Builder::new()
                    .serve_connection(TokioIo::new(stream), service)
                    .await;
            });
        }
        Ok(())
    })?
}
