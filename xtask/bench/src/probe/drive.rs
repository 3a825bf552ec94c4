//! A client that costs little, for measuring servers: raw requests on connections that stay.

use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinSet;

use super::alone;
use crate::trouble::Trouble;

/// When a connection stops.
#[derive(Debug, Clone, Copy)]
pub(super) enum Until {
    /// After so many requests.
    Requests(usize),
    /// After so long.
    Elapsed(Duration),
}

/// Sends the same request again and again; gives back how many answers were not 2xx.
pub(super) fn run(
    url: &str,
    request: &str,
    connections: usize,
    until: Until,
) -> Result<u64, Trouble> {
    let address: Arc<str> = url.trim_start_matches("http://").into();
    // On a command line a line ends with `|`.
    let request: Arc<str> = request.replace('|', "\r\n").into();
    alone(async {
        let mut all = JoinSet::new();
        for _ in 0..connections {
            all.spawn(converse(Arc::clone(&address), Arc::clone(&request), until));
        }
        let (mut sent, mut wrong) = (0_u64, 0_u64);
        while let Some(ended) = all.join_next().await {
            let (its_sent, its_wrong) =
                ended.map_err(|error| Trouble::because("drive a connection", &error))??;
            sent += its_sent;
            wrong += its_wrong;
        }
        if sent == 0 {
            return Err(Trouble::new("nothing was sent"));
        }
        Ok(wrong)
    })?
}

async fn converse(
    address: Arc<str>,
    request: Arc<str>,
    until: Until,
) -> Result<(u64, u64), Trouble> {
    let broken = |error: std::io::Error| Trouble::because("talk to the server", &error);
    let mut stream = TcpStream::connect(&*address).await.map_err(broken)?;
    let _ = stream.set_nodelay(true);
    let began = Instant::now();
    let mut buffer = Vec::with_capacity(64 * 1024);
    let (mut sent, mut wrong) = (0, 0);
    loop {
        let is_over = match until {
            Until::Requests(count) => sent >= count as u64,
            Until::Elapsed(limit) => began.elapsed() >= limit,
        };
        if is_over {
            return Ok((sent, wrong));
        }
        stream.write_all(request.as_bytes()).await.map_err(broken)?;
        sent += 1;
        buffer.clear();
        while !is_whole(&buffer) {
            if stream.read_buf(&mut buffer).await.map_err(broken)? == 0 {
                return Err(Trouble::new("the server closed a connection"));
            }
        }
        wrong += u64::from(!buffer.starts_with(b"HTTP/1.1 2"));
    }
}

/// Whether an answer has come whole, by its length or its last chunk.
fn is_whole(answer: &[u8]) -> bool {
    let Some(end) = answer.windows(4).position(|part| part == b"\r\n\r\n") else {
        return false;
    };
    let (head, body) = answer.split_at(end + 4);
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    if head.contains("transfer-encoding: chunked") {
        return body.ends_with(b"0\r\n\r\n");
    }
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length:")?.trim().parse().ok());
    body.len() >= length.unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answer_is_whole_with_its_last_byte() {
        assert!(!is_whole(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\na"));
        assert!(is_whole(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab"));
        assert!(!is_whole(
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n"
        ));
        assert!(is_whole(
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n"
        ));
    }
}
