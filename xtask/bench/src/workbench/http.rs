//! The least of an HTTP client, to get a server ready that is then measured.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use crate::trouble::Trouble;

/// Posts a body; gives back that of the answer.
pub(crate) fn post(
    url: &str,
    path: &str,
    content_type: &str,
    token: &str,
    body: &str,
) -> Result<String, Trouble> {
    let failed = |error: std::io::Error| Trouble::because("post to a server", &error);
    let mut stream = TcpStream::connect(url.trim_start_matches("http://")).map_err(failed)?;
    stream
        .set_read_timeout(Some(Duration::from_secs(10)))
        .map_err(failed)?;
    // In one piece: one packet does not wait until the one before is acknowledged.
    let request = format!(
        "POST {path} HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\
         content-type: {content_type}\r\ncontent-length: {}\r\nauthorization: Bearer {token}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(request.as_bytes()).map_err(failed)?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).map_err(failed)?;
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or_default();
    if head.starts_with("HTTP/1.1 2") {
        Ok(body.to_owned())
    } else {
        let status = head.lines().next().unwrap_or("nothing").to_owned();
        Err(Trouble::new(format!("`{path}` was answered {status}")))
    }
}

/// A text in a JSON object.
pub(crate) fn member(json: &str, name: &str) -> Result<String, Trouble> {
    let value: serde_json::Value =
        serde_json::from_str(json).map_err(|error| Trouble::because("read JSON", &error))?;
    value
        .get(name)
        .and_then(serde_json::Value::as_str)
        .map(str::to_owned)
        .ok_or_else(|| Trouble::new(format!("an answer has no `{name}`")))
}
