//! A server that runs while a figure is taken, and ends with it.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use super::process::end;
use crate::trouble::Trouble;

/// How long a server may take to say that it listens.
const START: Duration = Duration::from_secs(60);

/// A server that ends when it is dropped.
#[derive(Debug)]
pub(crate) struct Server {
    child: Child,
    url: String,
}

impl Server {
    /// Starts a server that prints a line with `mark` and, as its last word, its address.
    pub(crate) fn start(mut command: Command, mark: &str) -> Result<Self, Trouble> {
        let name = command.get_program().to_string_lossy().into_owned();
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|_| Trouble::absent(format!("`{name}` was not found")))?;
        let output = child.stdout.take();
        let (sender, lines) = mpsc::channel();
        thread::spawn(move || {
            // The output is read to its end: a server must never wait for a reader.
            for line in output.into_iter().flat_map(|o| BufReader::new(o).lines()) {
                let _ = line.map(|line| sender.send(line));
            }
        });
        let mut server = Self {
            child,
            url: String::new(),
        };
        while let Ok(line) = lines.recv_timeout(START) {
            let address = line.split_whitespace().last().unwrap_or_default();
            if line.contains(mark) && address.starts_with("http") {
                address.trim_end_matches('/').clone_into(&mut server.url);
                return Ok(server);
            }
        }
        Err(Trouble::new(format!(
            "`{name}` does not say where it listens"
        )))
    }

    /// Starts a server that does not say where it listens, but is told.
    pub(crate) fn at(mut command: Command, url: &str) -> Result<Self, Trouble> {
        let name = command.get_program().to_string_lossy().into_owned();
        let child = command
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|_| Trouble::absent(format!("`{name}` was not found")))?;
        Ok(Self {
            child,
            url: url.to_owned(),
        })
    }

    /// The number by which the kernel knows it.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// The processor time of its threads, in seconds.
    pub(crate) fn cpu_time(&self) -> Result<f64, Trouble> {
        let unknown = |_| Trouble::absent("the kernel does not report a server's processor time");
        let threads = std::fs::read_dir(format!("/proc/{}/task", self.id())).map_err(unknown)?;
        let mut nanoseconds = 0.0;
        for thread in threads.flatten() {
            let account = std::fs::read_to_string(thread.path().join("schedstat"));
            let account = account.map_err(unknown)?;
            let spent = account.split_whitespace().next();
            nanoseconds += spent
                .and_then(|word| word.parse::<f64>().ok())
                .unwrap_or(0.0);
        }
        Ok(nanoseconds / 1e9)
    }

    /// Where it is, without a slash at its end.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        end(&mut self.child);
    }
}
