//! A server on this machine that gives the answers that it was started with, one a request.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread::JoinHandle;
use std::time::Duration;

use crate::Session;

/// How long it waits for what was sent.
const PATIENCE: Duration = Duration::from_secs(10);

pub(super) struct Server {
    url: String,
    thread: JoinHandle<Vec<String>>,
}

impl Server {
    /// Answers 200 with each of the bodies, as JSON.
    pub(super) fn of_json(bodies: &[&str]) -> Self {
        let answers = bodies.iter().map(|body| answer("200 OK", body));
        Self::start(answers.collect())
    }

    pub(super) fn start(answers: Vec<String>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let thread = std::thread::spawn(move || {
            let mut requests = Vec::new();
            for answer in answers {
                let (stream, _) = listener.accept().unwrap();
                requests.push(served(stream, &answer));
            }
            requests
        });
        Self { url, thread }
    }

    pub(super) fn session(&self) -> Session {
        Session::builder(&self.url, reqwest::Client::new()).build()
    }

    /// The requests, with names of headers in lower case; all answers must have been asked for.
    pub(super) fn requests(self) -> Vec<String> {
        self.thread.join().unwrap()
    }
}

/// A whole answer of JSON.
pub(super) fn answer(status: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "HTTP/1.1 {status}\r\ncontent-type: application/json\r\nlean-correlation-id: c-7\r\n\
         content-length: {length}\r\nconnection: close\r\n\r\n{body}"
    )
}

fn served(mut stream: TcpStream, answer: &str) -> String {
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut request = String::new();
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        if line.trim().is_empty() {
            break;
        }
        if let Some(value) = line.strip_prefix("content-length: ") {
            length = value.trim().parse().unwrap();
        }
        request.push_str(&line);
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    stream.write_all(answer.as_bytes()).unwrap();
    request + &String::from_utf8(body).unwrap()
}
