//! What was acknowledged survives a program that is killed in the middle of its writes.

use std::error::Error;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

type Fallible<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// How often the program is killed.
const KILLS: usize = 100;

/// The test is given up after that.
const LIMIT: Duration = Duration::from_secs(120);

/// How many write at the same time.
const WRITERS: usize = 4;

/// How many writes there were, over all kills.
#[derive(Default)]
struct Counts {
    begun: AtomicUsize,
    acknowledged: AtomicUsize,
}

struct Running {
    child: Child,
    address: String,
}

impl Running {
    fn start(state: &Path) -> Fallible<Self> {
        let mut child = Command::new(env!("CARGO_BIN_EXE_leantech-sandbox"))
            .arg("--state")
            .arg(state)
            .args(["--log-level", "error"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()?;
        let mut line = String::new();
        let output = child.stdout.take().ok_or("no output")?;
        BufReader::new(output).read_line(&mut line)?;
        let address = line.trim_end().rsplit("http://").next().unwrap_or_default();
        let address = address.to_owned();
        if address.is_empty() {
            return Err("the program did not start on what a kill left".into());
        }
        Ok(Self { child, address })
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// One request on a connection of its own; the answer whole.
fn ask(address: &str, method: &str, path: &str, token: &str, body: &str) -> Fallible<String> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    let media_type = if path == "/oauth2/token" {
        "application/x-www-form-urlencoded"
    } else {
        "application/json"
    };
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-type: {media_type}\r\n\
         authorization: Bearer {token}\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer)
}

fn token(address: &str) -> Fallible<String> {
    let form = "client_id=00000000-0000-4000-8000-000000000001&client_secret=sandbox-secret\
                &grant_type=client_credentials&scope=api";
    let answer = ask(address, "POST", "/oauth2/token", "", form)?;
    let rest = answer.split("\"access_token\":\"").nth(1);
    let token = rest.and_then(|rest| rest.split('"').next());
    Ok(token.ok_or("no token")?.to_owned())
}

/// Makes customers until the program is gone; the names of those that were acknowledged.
fn write_until_killed(address: &str, token: &str, counts: &Counts) -> Vec<String> {
    let mut acknowledged = Vec::new();
    loop {
        let name = format!("customer-{}", counts.begun.fetch_add(1, Ordering::Relaxed));
        let body = format!("{{\"app_user_id\":\"{name}\"}}");
        match ask(address, "POST", "/customers/v1/", token, &body) {
            Ok(answer) if answer.starts_with("HTTP/1.1 200 ") && answer.ends_with('}') => {
                acknowledged.push(name);
                counts.acknowledged.fetch_add(1, Ordering::Relaxed);
            }
            _ => return acknowledged,
        }
    }
}

#[test]
fn no_acknowledged_write_is_lost_in_a_hundred_kills() -> Fallible<()> {
    let began = Instant::now();
    let folder = tempfile::tempdir()?;
    let state = folder.path().join("state");
    let mut running = Running::start(&state)?;
    let token = token(&running.address)?;
    let counts = Arc::new(Counts::default());
    let mut acknowledged: Vec<String> = Vec::new();
    for kill in 0..KILLS {
        let writers: Vec<_> = (0..WRITERS)
            .map(|_| {
                let (address, token) = (running.address.clone(), token.clone());
                let counts = Arc::clone(&counts);
                std::thread::spawn(move || write_until_killed(&address, &token, &counts))
            })
            .collect();
        // In the middle of the writes, at another instant of one each time.
        let enough = acknowledged.len() + 1 + kill % 5;
        while counts.acknowledged.load(Ordering::Relaxed) < enough {
            assert!(began.elapsed() < LIMIT, "it takes too long");
            std::thread::sleep(Duration::from_micros(100));
        }
        std::thread::sleep(Duration::from_micros(317 * (kill as u64 % 10)));
        running.child.kill()?;
        running.child.wait()?;
        for writer in writers {
            acknowledged.extend(writer.join().map_err(|_| "a writer panicked")?);
        }
        running = Running::start(&state)?;
    }
    let listed = ask(&running.address, "GET", "/_sandbox/customers", "", "")?;
    assert!(acknowledged.len() >= KILLS);
    for name in &acknowledged {
        assert!(listed.contains(&format!("\"{name}\"")), "{name} is lost");
    }
    Ok(())
}
