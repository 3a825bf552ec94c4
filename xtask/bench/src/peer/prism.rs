//! Prism, which serves a document's examples.

use std::net::TcpListener;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use crate::trouble::Trouble;
use crate::workbench::{Server, Workbench, finish};

const PACKAGE: &str = "@stoplight/prism-cli@5.16.0";
const INSTALL: Duration = Duration::from_secs(180);
const START: Duration = Duration::from_secs(60);

/// Serves the document of customers.
pub(crate) fn start(bench: &Workbench) -> Result<Server, Trouble> {
    let folder = bench.folder("prism")?;
    let program = folder.join("node_modules/@stoplight/prism-cli/dist/index.js");
    if !program.exists() {
        let mut install = Command::new("npm");
        install
            .args([
                "install",
                "--no-audit",
                "--no-fund",
                "--ignore-scripts",
                "--prefix",
                ".",
            ])
            .arg(PACKAGE)
            .current_dir(&folder);
        finish(install, INSTALL)?;
    }
    let failed = |error: std::io::Error| Trouble::because("find a free port", &error);
    let port = TcpListener::bind("127.0.0.1:0")
        .and_then(|listener| listener.local_addr())
        .map_err(failed)?
        .port();
    let mut command = Command::new("node");
    command
        .arg(program)
        .args([
            "mock",
            "--host",
            "127.0.0.1",
            "--port",
            &port.to_string(),
            "--verboseLevel",
            "silent",
        ])
        .arg(bench.root().join("specs/sa/customers/1.0.0.yaml"));
    let server = Server::at(command, &format!("http://127.0.0.1:{port}"))?;
    let began = Instant::now();
    while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
        if began.elapsed() > START {
            return Err(Trouble::absent("prism does not begin to listen"));
        }
        thread::sleep(Duration::from_millis(50));
    }
    Ok(server)
}
