//! openapi-generator, which makes Rust clients of the same documents.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use crate::trouble::Trouble;
use crate::workbench::{Workbench, children_cpu_time, finish};

const PACKAGE: &str = "openapi-generator-cli==7.26.0";
const LIMIT: Duration = Duration::from_secs(300);

/// The processor time, in seconds, that it takes for every document's newest version.
pub(crate) fn cpu_time(bench: &Workbench) -> Result<f64, Trouble> {
    let folder = bench.folder("openapi-generator")?;
    let program = folder.join("venv/bin/openapi-generator-cli");
    if !program.exists() {
        let mut venv = Command::new("python3");
        venv.args(["-m", "venv", "venv"]).current_dir(&folder);
        finish(venv, LIMIT)?;
        let mut install = Command::new(folder.join("venv/bin/pip"));
        install.args(["install", "--quiet", PACKAGE]);
        finish(install, LIMIT)?;
    }
    let documents = newest(&bench.root().join("specs"))
        .map_err(|error| Trouble::because("list the documents", &error))?;
    let before = children_cpu_time()?;
    for document in &documents {
        let mut command = Command::new(&program);
        command
            .args([
                "generate",
                "--generator-name",
                "rust",
                "--skip-validate-spec",
            ])
            .arg("--input-spec")
            .arg(document)
            .arg("--output")
            .arg(folder.join("out"));
        finish(command, LIMIT)?;
    }
    Ok(children_cpu_time()? - before)
}

/// Each area's current document, as the manifest has it.
fn newest(specs: &Path) -> std::io::Result<Vec<PathBuf>> {
    let manifest = fs::read_to_string(specs.join("manifest.toml"))?;
    let mut current = String::new();
    let mut found = Vec::new();
    for line in manifest.lines().map(str::trim) {
        if let Some(version) = line.strip_prefix("current = ") {
            version.trim_matches('"').clone_into(&mut current);
        }
        let is_current = line.starts_with(&format!("{{ version = \"{current}\""));
        if let (true, Some(file)) = (is_current, line.split('"').nth(3)) {
            found.push(specs.join(file));
        }
    }
    Ok(found)
}
