//! reqwest-middleware with reqwest-retry, built from a package of its own.

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use crate::trouble::Trouble;
use crate::workbench::{Workbench, cargo, finish};

const LIMIT: Duration = Duration::from_secs(1_800);

/// The manifest; the versions of what the workspace uses as well come from its lock file.
fn manifest(bench: &Workbench) -> String {
    let ours = bench.root().join("xtask/bench");
    format!(
        "[package]\nname = \"bench-middleware\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n\
         [workspace]\n\n[dependencies]\nreqwest = {{ version = \"0.13.5\", default-features = false, features = [\"json\"] }}\n\
         reqwest-middleware = {{ version = \"=0.5.2\", features = [\"json\"] }}\n\
         reqwest-retry = {{ version = \"=0.9.1\", default-features = false }}\n\
         tokio = {{ version = \"1.48\", features = [\"rt\", \"net\", \"time\"] }}\n\
         xtask-bench = {{ path = \"{}\" }}\n",
        ours.display()
    )
}

/// The built program: `bench-middleware URL COUNT`.
pub(crate) fn program(bench: &Workbench) -> Result<PathBuf, Trouble> {
    let folder = bench.folder("middleware")?;
    let write = |name: &str, text: &[u8]| {
        let path = folder.join(name);
        // What is the same is left alone, so that cargo does not build it again.
        if fs::read(&path).is_ok_and(|old| old == text) {
            return Ok(());
        }
        fs::create_dir_all(folder.join("src"))
            .and_then(|()| fs::write(path, text))
            .map_err(|error| Trouble::because("write a peer", &error))
    };
    write("Cargo.toml", manifest(bench).as_bytes())?;
    write("src/main.rs", include_bytes!("middleware_main.txt"))?;
    if !folder.join("Cargo.lock").exists() {
        let lock = fs::read(bench.root().join("Cargo.lock"))
            .map_err(|error| Trouble::because("read the lock file", &error))?;
        write("Cargo.lock", &lock)?;
    }
    let built = folder.join("target");
    let mut cargo_build = Command::new(cargo());
    cargo_build
        .args(["build", "--release", "--quiet", "--manifest-path"])
        .arg(folder.join("Cargo.toml"))
        .env("CARGO_TARGET_DIR", &built);
    finish(cargo_build, LIMIT)?;
    Ok(built.join("release/bench-middleware"))
}
