//! Programs that are started, waited for no longer than they may take, and never left behind.

use std::fs;
use std::io::Read;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::trouble::Trouble;

/// How often it is looked whether a program has ended.
const STEP: Duration = Duration::from_millis(5);

/// What a program printed on its output, once it has ended well.
pub(crate) fn finish(command: Command, limit: Duration) -> Result<String, Trouble> {
    complete(command, limit).map(|(output, _)| output)
}

/// What a program printed, on its output and on its error output.
pub(crate) fn complete(mut command: Command, limit: Duration) -> Result<(String, String), Trouble> {
    let name = command.get_program().to_string_lossy().into_owned();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|_| Trouble::absent(format!("`{name}` was not found")))?;
    let output = child.stdout.take().map(drain);
    let errors = child.stderr.take().map(drain);
    let status = wait(&mut child, limit)
        .ok_or_else(|| Trouble::new(format!("`{name}` took more than {} s", limit.as_secs())))?;
    let text = |reader: Option<thread::JoinHandle<String>>| {
        reader
            .and_then(|reader| reader.join().ok())
            .unwrap_or_default()
    };
    let (output, errors) = (text(output), text(errors));
    if status.success() {
        return Ok((output, errors));
    }
    let last = errors.lines().rev().find(|line| !line.trim().is_empty());
    Err(Trouble::new(format!(
        "`{name}` ended with {status}: {}",
        last.unwrap_or("it does not say why").trim()
    )))
}

fn drain(mut from: impl Read + Send + 'static) -> thread::JoinHandle<String> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        // What was read before a failure is still of use.
        let _ = from.read_to_end(&mut bytes);
        String::from_utf8_lossy(&bytes).into_owned()
    })
}

/// Waits for a program, and ends it when it takes too long.
fn wait(child: &mut Child, limit: Duration) -> Option<ExitStatus> {
    let began = Instant::now();
    loop {
        if let Ok(Some(status)) = child.try_wait() {
            return Some(status);
        }
        if began.elapsed() > limit {
            end(child);
            return None;
        }
        thread::sleep(STEP);
    }
}

/// Ends a program.
pub(crate) fn end(child: &mut Child) {
    // It may have ended by itself.
    let _ = child.kill();
    let _ = child.wait();
}

/// The lines of a program's output that are not empty.
pub(crate) fn lines_of(command: Command, limit: Duration) -> Result<Vec<String>, Trouble> {
    let output = finish(command, limit)?;
    Ok(output
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(str::to_owned)
        .collect())
}

/// How many of the kernel's ticks are a second.
const TICKS: f64 = 100.0;

/// The processor time, in seconds, of all programs that this one started and that have ended,
/// those that they started included.
pub(crate) fn children_cpu_time() -> Result<f64, Trouble> {
    let account = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The name stands in brackets and may hold anything; `cutime` and `cstime` are the 14th and
    // 15th words after it.
    let (_, after) = account.rsplit_once(')').unwrap_or_default();
    let mut ticks = after
        .split_whitespace()
        .skip(13)
        .take(2)
        .map(str::parse::<f64>);
    match (ticks.next(), ticks.next()) {
        (Some(Ok(user)), Some(Ok(system))) => Ok((user + system) / TICKS),
        _ => Err(Trouble::absent(
            "the kernel does not report the processor time of programs",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn program_that_is_not_there_is_absent_and_no_failure() {
        let command = Command::new("a-program-that-nobody-has");
        let trouble = finish(command, Duration::from_secs(1));
        assert!(matches!(trouble, Err(Trouble::Absent(_))), "{trouble:?}");
    }

    #[test]
    fn program_that_fails_is_broken_and_says_its_last_word() {
        let mut command = Command::new("sh");
        command.args(["-c", "echo first >&2; echo last >&2; exit 3"]);
        let trouble = finish(command, Duration::from_secs(10)).err();
        assert!(
            matches!(&trouble, Some(Trouble::Broken(what)) if what.ends_with("last")),
            "{trouble:?}"
        );
    }

    #[test]
    fn program_that_takes_too_long_is_ended() {
        let mut command = Command::new("sleep");
        command.arg("60");
        let began = Instant::now();
        assert!(finish(command, Duration::from_millis(50)).is_err());
        assert!(began.elapsed() < Duration::from_secs(30));
    }

    #[test]
    fn processor_time_of_ended_programs_is_known() {
        let before = children_cpu_time().unwrap_or(f64::MAX);
        let mut command = Command::new("sh");
        command.args(["-c", "i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done"]);
        assert!(finish(command, Duration::from_secs(60)).is_ok());
        assert!(children_cpu_time().is_ok_and(|after| after > before));
    }
}
