//! The program: its one line, its end, its exit codes.

use std::error::Error;
use std::io::{BufRead, BufReader, Read};
use std::net::TcpStream;
use std::process::{Child, Command, Output, Stdio};

fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_leantech-sandbox"));
    command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

fn run(arguments: &[&str]) -> std::io::Result<Output> {
    program().args(arguments).output()
}

/// A running program that does not outlive its test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts the program, stops it with a signal and gives its line and the rest of its output.
fn serve_and_stop(
    arguments: &[&str],
    signal: &str,
) -> Result<(String, String, i32), Box<dyn Error>> {
    let mut running = Running(program().args(arguments).spawn()?);
    let mut output = BufReader::new(running.0.stdout.take().ok_or("no output")?);
    let mut line = String::new();
    output.read_line(&mut line)?;
    let address = line
        .trim_end()
        .rsplit("http://")
        .next()
        .unwrap_or_default()
        .to_owned();
    TcpStream::connect(address)?;
    let killed = Command::new("kill")
        .args([signal, &running.0.id().to_string()])
        .status()?;
    assert!(killed.success());
    let mut rest = String::new();
    output.read_to_string(&mut rest)?;
    let code = running.0.wait()?.code().unwrap_or(-1);
    Ok((line, rest, code))
}

#[test]
fn the_program_says_one_line_and_ends_well_on_a_signal() -> Result<(), Box<dyn Error>> {
    for signal in ["-TERM", "-INT"] {
        let (line, rest, code) = serve_and_stop(&["--seed", "3"], signal)?;
        let port = line.strip_prefix("leantech-sandbox listening on http://127.0.0.1:");
        let port = port.and_then(|port| port.strip_suffix('\n'));
        assert!(
            port.is_some_and(|port| port.parse::<u16>().is_ok_and(|port| port > 0)),
            "{line:?}"
        );
        assert_eq!((&*rest, code), ("", 0));
    }
    Ok(())
}

#[test]
fn a_bad_command_line_is_one_line_of_complaint_and_code_2() -> Result<(), Box<dyn Error>> {
    for arguments in [
        &["--prot", "1"][..],
        &["--port"],
        &["--port", "x"],
        &["--seed", "-1"],
        &["--webhook-url", "ftp://a.example/"],
        &["--host", "256.256.256.256"],
        &["extra"],
    ] {
        let output = run(arguments)?;
        let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert_eq!(complaint.lines().count(), 1, "{complaint}");
        assert!(output.stdout.is_empty());
    }
    Ok(())
}

#[test]
fn help_shows_the_credentials_and_version_the_version() -> Result<(), Box<dyn Error>> {
    let help = run(&["--help"])?;
    let text = String::from_utf8_lossy(&help.stdout).into_owned();
    assert!(help.status.success());
    for word in [
        "00000000-0000-4000-8000-000000000001",
        "sandbox-secret",
        "sandbox-webhook-secret",
        "--state",
    ] {
        assert!(text.contains(word), "{word}");
    }
    let version = run(&["--version"])?;
    assert_eq!(
        String::from_utf8_lossy(&version.stdout),
        concat!("leantech-sandbox ", env!("CARGO_PKG_VERSION"), "\n")
    );
    Ok(())
}

#[test]
fn the_state_is_written_at_the_end_and_a_corrupt_one_stays() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("state.json");
    let name = path.to_string_lossy().into_owned();
    let (_, _, code) = serve_and_stop(&["--state", &name], "-TERM")?;
    assert_eq!(code, 0);
    let (_, _, code) = serve_and_stop(&["--state", &name], "-TERM")?;
    assert_eq!(code, 0);
    std::fs::write(&path, "corrupt")?;
    let refused = run(&["--state", &name])?;
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains(&name));
    assert_eq!(std::fs::read_to_string(&path)?, "corrupt");
    Ok(())
}
