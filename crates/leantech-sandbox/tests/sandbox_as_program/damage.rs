//! State files that are cut, damaged, not there, or on a disk that is full.

use std::error::Error;
use std::io::Read;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use leantech_sandbox::Sandbox;

type Outcome = Result<(), Box<dyn Error>>;

fn start(state: &Path) -> Result<Child, Box<dyn Error>> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_leantech-sandbox"));
    command
        .arg("--state")
        .arg(state)
        .args(["--log-level", "off"]);
    command.stdin(Stdio::null()).stdout(Stdio::null());
    Ok(command.stderr(Stdio::piped()).spawn()?)
}

/// The exit code and what it said, within five seconds.
fn ended(mut child: Child) -> Result<(Option<i32>, String), Box<dyn Error>> {
    let began = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        if began.elapsed() > Duration::from_secs(5) {
            child.kill()?;
            return Err("it did not end".into());
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    let mut said = String::new();
    if let Some(mut output) = child.stderr.take() {
        output.read_to_string(&mut said)?;
    }
    Ok((status.code(), said))
}

#[tokio::test]
async fn e3_a_state_file_that_is_cut_or_damaged_is_refused_with_the_reason() -> Outcome {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("state");
    let sandbox = Sandbox::builder().state_file(&path).start().await?;
    for name in 0..5 {
        sandbox.create_customer(&format!("customer-{name}"))?;
    }
    drop(sandbox);
    let whole = std::fs::read(&path)?;
    let refused = |bytes: &[u8], reason: &str| -> Outcome {
        std::fs::write(&path, bytes)?;
        let (code, said) = ended(start(&path)?)?;
        assert_eq!(code, Some(2), "{said}");
        assert!(
            said.contains(reason) && !said.contains("panicked"),
            "{said}"
        );
        Ok(())
    };
    for part in 1..20 {
        let cut = whole.get(..whole.len() * part / 20).unwrap_or_default();
        refused(cut, "its end is missing")?;
    }
    for part in 0..20 {
        let mut changed = whole.clone();
        let place = 20 + (whole.len() - 21) * part / 20;
        if let Some(byte) = changed.get_mut(place) {
            *byte ^= 0x10;
        }
        refused(&changed, "damaged")?;
    }
    refused(
        b"nonsense that is longer than the head of a state file",
        "not a state file",
    )?;
    refused(
        b"{\"seed\": 1, \"customers\": []} and so on and on",
        "earlier version",
    )?;
    Ok(())
}

#[tokio::test]
async fn e3_a_state_file_that_cannot_be_opened_or_written_says_why() -> Outcome {
    let folder = tempfile::tempdir()?;
    let missing = folder.path().join("no/such/folder/state");
    let (code, said) = ended(start(&missing)?)?;
    assert_eq!(code, Some(2), "{said}");
    assert!(
        said.contains("could not open") && said.contains("No such file"),
        "{said}"
    );
    let (code, said) = ended(start(folder.path())?)?;
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("could not open"), "{said}");
    let full = Path::new("/dev/full");
    if full.exists() {
        let (code, said) = ended(start(full)?)?;
        assert_eq!(code, Some(2), "{said}");
        assert!(!said.contains("corrupt"), "{said}");
    }
    Ok(())
}

#[cfg(unix)]
#[tokio::test]
async fn e5_only_its_owner_may_read_a_state_file() -> Outcome {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("state");
    for _ in 0..2 {
        drop(Sandbox::builder().state_file(&path).start().await?);
        let mode = std::fs::metadata(&path)?.permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644))?;
    }
    Ok(())
}
