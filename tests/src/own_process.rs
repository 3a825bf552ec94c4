//! A test in a process of its own, because it measures or sets something of the whole process.

use std::env;
use std::process::{Command, Output};

/// Tells a process that it is the inner one.
const INNER: &str = "LEANTECH_TESTS_INNER";

/// Whether a test has just passed in a process of its own, so that nothing is left to do.
///
/// A test begins with it and goes on where it is false: there it is alone.
///
/// # Panics
///
/// When the test failed there, or when there is no test of that name.
pub fn passed_alone(test: &str) -> bool {
    if is_inner() {
        return false;
    }
    has_passed(&again(test).output().expect("a test can be run again"));
    true
}

/// Whether this process was started by [`again`].
pub fn is_inner() -> bool {
    env::var_os(INNER).is_some()
}

/// The command that runs one test of this program in a process of its own, also when it is ignored.
/// Its name is that by which `--exact` knows it.
pub fn again(test: &str) -> Command {
    let mut command = Command::new(env::current_exe().expect("a process knows its program"));
    command
        .args(["--exact", test, "--include-ignored", "--nocapture"])
        .env(INNER, "1");
    command
}

/// Sees to it that the inner test ran and passed.
///
/// # Panics
///
/// When it did not.
pub fn has_passed(output: &Output) {
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && text.contains("1 passed"),
        "{text}{}",
        String::from_utf8_lossy(&output.stderr)
    );
}
