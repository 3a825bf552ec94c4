//! Programs of Node: Lean's own SDK, and Node's crypto.

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use crate::trouble::Trouble;
use crate::workbench::{Workbench, finish};

/// How long a program of Node, and npm, may take.
pub(crate) const LIMIT: Duration = Duration::from_secs(120);

const SDK: &str = "@leantechnologies/node-sdk@0.3.2";

/// A folder with Node's programs and, if it is asked for, the SDK.
#[derive(Debug)]
pub(crate) struct Node {
    folder: PathBuf,
}

/// Sets the program up that verifies webhooks.
pub(crate) fn crypto(bench: &Workbench) -> Result<Node, Trouble> {
    let mut version = Command::new("node");
    version.arg("--version");
    finish(version, LIMIT)?;
    let folder = bench.folder("node")?;
    let write = |name: &str, text: &str| {
        fs::write(folder.join(name), text).map_err(|error| Trouble::because("write a peer", &error))
    };
    write("package.json", "{\"private\":true}\n")?;
    write("flood.js", include_str!("flood.js"))?;
    write("verify.js", include_str!("verify.js"))?;
    Ok(Node { folder })
}

/// Sets the SDK up.
pub(crate) fn sdk(bench: &Workbench) -> Result<Node, Trouble> {
    let Node { folder } = crypto(bench)?;
    if !folder
        .join("node_modules/@leantechnologies/node-sdk")
        .exists()
    {
        let mut install = Command::new("npm");
        install
            .args([
                "install",
                "--no-audit",
                "--no-fund",
                "--ignore-scripts",
                SDK,
            ])
            .current_dir(&folder);
        finish(install, LIMIT)?;
    }
    Ok(Node { folder })
}

impl Node {
    /// Prints how long one verification of a body of so many bytes takes, in nanoseconds.
    pub(crate) fn verify(&self, size: usize) -> Command {
        let mut command = Command::new("node");
        command
            .args(["verify.js", &size.to_string()])
            .current_dir(&self.folder);
        command
    }

    /// Prints the processor time of one call, in nanoseconds, with so many in flight.
    pub(crate) fn flood(&self, url: &str, in_flight: &str) -> Command {
        let mut command = Command::new("node");
        command
            .args(["flood.js", url, in_flight])
            .current_dir(&self.folder);
        command
    }
}
