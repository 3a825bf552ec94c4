//! One connection: reads requests, and plays what the server says.

use std::fmt::Write;
use std::io;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::reply::{Body, End, Pause, Reply, What};
use super::server::{Seen, Shared};

/// The longest head that is read; nobody here sends more.
const LONGEST_HEAD: usize = 1 << 20;

/// Says some bytes, takes in what comes until the other side has had the time to read, and closes.
pub(super) async fn greet(mut stream: TcpStream, bytes: &[u8]) {
    let mut first = [0; 1024];
    // Whatever fails here, the other side has gone.
    let _ = stream.read(&mut first).await;
    let _ = stream.write_all(bytes).await;
    let _ = stream.shutdown().await;
}

/// Serves requests until either side ends the connection.
pub(super) async fn serve(mut stream: TcpStream, shared: &Shared, number: usize) {
    // Small answers are not to wait for more.
    let _ = stream.set_nodelay(true);
    let mut buffer = BytesMut::new();
    while let Ok(Some(seen)) = read_request(&mut stream, &mut buffer, number).await {
        let reply = shared.answer(seen);
        match (play(&mut stream, &reply).await, reply.end) {
            (Ok(()), End::Keep) => {}
            (Ok(()), End::Reset) => {
                let _ = socket2::SockRef::from(&stream).set_linger(Some(Duration::ZERO));
                return;
            }
            (Ok(()), End::Hang) => {
                // Until the other side goes.
                let mut rest = [0; 1024];
                while stream.read(&mut rest).await.is_ok_and(|read| read > 0) {}
                return;
            }
            _ => return,
        }
    }
}

async fn read_request(
    stream: &mut TcpStream,
    buffer: &mut BytesMut,
    connection: usize,
) -> io::Result<Option<Seen>> {
    let head_length = loop {
        if let Some(at) = buffer.windows(4).position(|window| window == b"\r\n\r\n") {
            break at + 4;
        }
        if buffer.len() > LONGEST_HEAD || stream.read_buf(buffer).await? == 0 {
            return Ok(None);
        }
    };
    let head = buffer.split_to(head_length);
    let text = String::from_utf8_lossy(&head).into_owned();
    let mut lines = text.lines();
    let mut words = lines.next().unwrap_or_default().split(' ');
    let (method, target) = (
        words.next().unwrap_or_default(),
        words.next().unwrap_or_default(),
    );
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
        .collect();
    let length = headers
        .iter()
        .find(|(name, _)| name == "content-length")
        .and_then(|(_, value)| value.parse::<usize>().ok())
        .unwrap_or_default();
    while buffer.len() < length {
        if stream.read_buf(buffer).await? == 0 {
            return Ok(None);
        }
    }
    Ok(Some(Seen {
        method: method.to_owned(),
        target: target.to_owned(),
        headers,
        body: buffer.split_to(length).freeze(),
        connection,
        nth: 0,
    }))
}

async fn play(stream: &mut TcpStream, reply: &Reply) -> io::Result<()> {
    for pause in &reply.before {
        match pause {
            Pause::Time(wait) => tokio::time::sleep(*wait).await,
            Pause::Gate(gate) => gate.pass().await,
        }
    }
    match &reply.what {
        What::Nothing => Ok(()),
        What::Raw(bytes) => stream.write_all(bytes).await,
        What::Answer {
            status,
            headers,
            body,
        } => {
            let mut head = format!("HTTP/1.1 {status} Made Up\r\n");
            for (name, value) in headers {
                // Writing to a text does not fail.
                let _ = write!(head, "{name}: {value}\r\n");
            }
            write_answer(stream, head, *status, body).await
        }
    }
}

async fn write_answer(
    stream: &mut TcpStream,
    mut head: String,
    status: u16,
    body: &Body,
) -> io::Result<()> {
    let announce = |head: &mut String, length: usize| {
        if status != 204 {
            let _ = write!(head, "content-length: {length}\r\n");
        }
        head.push_str("\r\n");
    };
    match body {
        Body::Whole(bytes) => {
            announce(&mut head, bytes.len());
            write_both(stream, head, bytes).await
        }
        Body::Announced(bytes, length) => {
            announce(&mut head, *length);
            write_both(stream, head, bytes).await
        }
        Body::Dripped(bytes, every) => {
            announce(&mut head, bytes.len());
            stream.write_all(head.as_bytes()).await?;
            for byte in bytes {
                stream.write_all(&[*byte]).await?;
                tokio::time::sleep(*every).await;
            }
            Ok(())
        }
        Body::Repeated(chunk, times) => {
            head.push_str("transfer-encoding: chunked\r\n\r\n");
            stream.write_all(head.as_bytes()).await?;
            let mut framed = BytesMut::from(format!("{:x}\r\n", chunk.len()).as_bytes());
            framed.extend_from_slice(chunk);
            framed.extend_from_slice(b"\r\n");
            for _ in 0..*times {
                stream.write_all(&framed).await?;
            }
            stream.write_all(b"0\r\n\r\n").await
        }
    }
}

/// Writes head and body at once, so that the other side reads them at once.
async fn write_both(stream: &mut TcpStream, head: String, body: &Bytes) -> io::Result<()> {
    let mut whole = head.into_bytes();
    whole.extend_from_slice(body);
    stream.write_all(&whole).await
}
