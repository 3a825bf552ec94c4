//! A server that answers every request with the same bytes, so that the peers' costs are seen.

use std::io::Write;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Barrier;

use super::{alone, bodies, number};
use crate::trouble::Trouble;

/// How long nobody may call before the server ends by itself: nothing is left behind.
const PATIENCE: Duration = Duration::from_secs(120);

/// What is answered, and when.
struct Answers {
    token: Vec<u8>,
    other: Vec<u8>,
    delay: Duration,
    /// Requests are answered when so many are there.
    gather: Option<Barrier>,
}

/// Serves until nobody has called for a while. Prints where, once it listens.
///
/// `banks N` or `transactions N` says with what; `delay MICROSECONDS` and `gather REQUESTS` when.
pub(super) fn run(words: &[&str]) -> Result<(), Trouble> {
    let mut answers = Answers {
        token: answer(&bodies::token()),
        other: answer("[]"),
        delay: Duration::ZERO,
        gather: None,
    };
    for pair in words.chunks(2) {
        match pair {
            ["banks", count] => answers.other = answer(&bodies::banks(number(count)?)),
            ["transactions", count] => {
                answers.other = answer(&bodies::transactions(number(count)?));
            }
            ["delay", wait] => answers.delay = Duration::from_micros(number(wait)? as u64),
            ["gather", count] => answers.gather = Some(Barrier::new(number(count)?)),
            other => return Err(Trouble::new(format!("a server knows no {other:?}"))),
        }
    }
    alone(serve(Arc::new(answers)))?
}

/// A whole answer, head and body, with the headers that Lean sends.
fn answer(body: &str) -> Vec<u8> {
    format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\
         date: Sun, 10 May 2026 12:00:00 GMT\r\nlean-correlation-id: made-up-0001\r\n\
         lean-trace-id: made-up-0002\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

async fn serve(answers: Arc<Answers>) -> Result<(), Trouble> {
    let listener = TcpListener::bind("127.0.0.1:0")
        .await
        .map_err(|error| Trouble::because("listen", &error))?;
    let address = listener
        .local_addr()
        .map_err(|error| Trouble::because("listen", &error))?;
    println!("http://{address}");
    let _ = std::io::stdout().flush();
    while let Ok(accepted) = tokio::time::timeout(PATIENCE, listener.accept()).await {
        let (stream, _) = accepted.map_err(|error| Trouble::because("accept", &error))?;
        let _ = stream.set_nodelay(true);
        tokio::spawn(converse(stream, Arc::clone(&answers)));
    }
    Ok(())
}

async fn converse(mut stream: TcpStream, answers: Arc<Answers>) {
    let mut heads = Vec::with_capacity(4096);
    loop {
        match stream.read_buf(&mut heads).await {
            Ok(1..) => {}
            _ => return,
        }
        // A request of ours has no body but the token's form, which comes with its head.
        let is_token = heads.starts_with(b"POST /oauth2/token");
        if !heads.windows(4).any(|part| part == b"\r\n\r\n") {
            continue;
        }
        if is_token && heads.ends_with(b"\r\n\r\n") {
            // The form is still under way.
            continue;
        }
        heads.clear();
        let sent = if is_token {
            &answers.token
        } else {
            if let Some(gather) = &answers.gather {
                gather.wait().await;
            }
            if !answers.delay.is_zero() {
                tokio::time::sleep(answers.delay).await;
            }
            &answers.other
        };
        if stream.write_all(sent).await.is_err() {
            return;
        }
    }
}
