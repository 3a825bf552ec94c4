//! The connections of a sandbox: requests in, answers out.
//! Uses every room except the handle of a Rust test.

mod absent;
mod body;
mod coding;
mod cors;
mod dispatch;
mod fault_effects;
mod guard;
mod respond;
pub(crate) mod service;
mod socket;

use std::future::poll_fn;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinSet;

use crate::memory::shared::Shared;
use socket::Socket;

/// How long a client may take for its request's head, and then for its body.
const PATIENCE: Duration = Duration::from_secs(30);

/// How long to wait when no connection can be accepted because the process is out of file descriptors.
const BREATH: Duration = Duration::from_millis(20);

/// Serves until it is told to stop, and then for as long as requests in progress take, but no longer
/// than it is told. The port is free from then on.
pub(crate) async fn serve(
    listeners: Vec<TcpListener>,
    shared: Arc<Shared>,
    stop: oneshot::Receiver<Duration>,
) {
    let mut connections = JoinSet::new();
    let accepting = async {
        loop {
            tokio::select! {
                accepted = accept(&listeners) => match accepted {
                    Ok(stream) => {
                        connections.spawn(connection(stream, Arc::clone(&shared)));
                    }
                    Err(_) => tokio::time::sleep(BREATH).await,
                },
                // What has ended is taken out, so that it does not pile up.
                Some(_) = connections.join_next(), if !connections.is_empty() => {}
            }
        }
    };
    let grace = tokio::select! {
        grace = stop => grace.unwrap_or_default(),
        never = accepting => never,
    };
    drop(listeners);
    shared.stopping.send_replace(true);
    let ended = async { while connections.join_next().await.is_some() {} };
    if tokio::time::timeout(grace, ended).await.is_err() && !grace.is_zero() {
        tracing::warn!("some connections were cut off");
    }
}

/// The next connection on any of the addresses.
async fn accept(listeners: &[TcpListener]) -> std::io::Result<TcpStream> {
    poll_fn(|context| {
        for listener in listeners {
            if let Poll::Ready(accepted) = listener.poll_accept(context) {
                return Poll::Ready(accepted.map(|(stream, _)| stream));
            }
        }
        Poll::Pending
    })
    .await
}

async fn connection(stream: TcpStream, shared: Arc<Shared>) {
    // Without it small answers wait for the client's acknowledgement.
    let _ = stream.set_nodelay(true);
    let mut stopping = shared.stopping.subscribe();
    let (socket, reset) = Socket::new(stream);
    let service = service_fn(move |request| {
        let (shared, reset) = (Arc::clone(&shared), reset.clone());
        async move { respond::respond(&shared, &reset, request).await }
    });
    let connection = hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(PATIENCE)
        .serve_connection(TokioIo::new(socket), service);
    let mut connection = std::pin::pin!(connection);
    let stop = async move { drop(stopping.wait_for(|is_stopping| *is_stopping).await) };
    // A client that breaks off or talks nonsense concerns nobody else.
    tokio::select! {
        _ = connection.as_mut() => {}
        () = stop => {
            connection.as_mut().graceful_shutdown();
            let _ = connection.await;
        }
    }
}
