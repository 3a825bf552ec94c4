//! The base of the build figures: what everybody who calls an API over HTTPS builds.

use std::fs;
use std::path::PathBuf;

use crate::trouble::Trouble;
use crate::workbench::Workbench;

/// Which package is built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Package {
    /// reqwest with JSON, queries, forms and rustls, serde, `serde_json`, tokio.
    Base,
    /// `leantech` as it comes, with the areas of account access.
    Plain,
    /// `leantech` with every area, and rustls with aws-lc-rs.
    AwsLc,
    /// The same with ring.
    Ring,
    /// The same with the platform's TLS.
    NativeTls,
    /// The base with a program that makes one call.
    BaseProgram,
    /// [`AwsLc`](Self::AwsLc) with a program that makes one call of each area.
    Program,
}

impl Package {
    /// A name for folders.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Base => "base",
            Self::Plain => "plain",
            Self::AwsLc => "aws-lc",
            Self::Ring => "ring",
            Self::NativeTls => "native-tls",
            Self::BaseProgram => "base-program",
            Self::Program => "program",
        }
    }

    fn dependencies(self, bench: &Workbench) -> String {
        let leantech = bench.root().join("crates/leantech").display().to_string();
        let ours = |tls: &str| {
            format!(
                "leantech = {{ path = {leantech:?}, default-features = false, \
                 features = [\"ksa\", \"{tls}\"] }}\n"
            )
        };
        match self {
            Self::Base | Self::BaseProgram => "reqwest = { version = \"0.13.5\", default-features = false, features = [\"json\", \"query\", \"form\", \"rustls\"] }\n\
                 serde = { version = \"1\", features = [\"derive\"] }\nserde_json = \"1\"\n\
                 tokio = { version = \"1\", features = [\"rt-multi-thread\", \"macros\"] }\n"
                .to_owned(),
            Self::Plain => format!("leantech = {{ path = {leantech:?} }}\n"),
            Self::AwsLc => ours("rustls"),
            Self::Ring => format!(
                "{}rustls = {{ version = \"0.23\", default-features = false, features = [\"ring\"] }}\n",
                ours("rustls-no-provider")
            ),
            Self::NativeTls => ours("native-tls"),
            // The features of tokio that `leantech` has anyway, so that nothing is built for it.
            Self::Program => format!(
                "{}tokio = {{ version = \"1\", default-features = false, features = [\"rt\"] }}\n",
                ours("rustls")
            ),
        }
    }

    /// The text of its program; the others are empty libraries, so that what they depend on is
    /// built alone.
    fn program(self) -> Option<&'static str> {
        match self {
            Self::BaseProgram => Some(include_str!("base_main.txt")),
            Self::Program => Some(include_str!("program_main.txt")),
            Self::Base | Self::Plain | Self::AwsLc | Self::Ring | Self::NativeTls => None,
        }
    }
}

/// Writes the package; its versions are those of the workspace's lock file.
pub(crate) fn package(bench: &Workbench, package: Package) -> Result<PathBuf, Trouble> {
    let folder = bench.folder(package.name())?;
    let manifest = format!(
        "[package]\nname = \"bench-{}\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n\
         [workspace]\n\n[dependencies]\n{}",
        package.name(),
        package.dependencies(bench)
    );
    let (file, text) = match package.program() {
        Some(text) => ("src/main.rs", text),
        None => ("src/lib.rs", ""),
    };
    fs::create_dir_all(folder.join("src"))
        .and_then(|()| fs::write(folder.join("Cargo.toml"), manifest))
        .and_then(|()| fs::write(folder.join(file), text))
        .and_then(|()| fs::copy(bench.root().join("Cargo.lock"), folder.join("Cargo.lock")))
        .map_err(|error| Trouble::because("write a package to build", &error))?;
    Ok(folder)
}
