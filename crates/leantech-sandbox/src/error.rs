//! Why a sandbox cannot be started or driven.

use std::fmt;
use std::path::{Display, Path, PathBuf};

/// Why a sandbox cannot be started, driven or saved.
///
/// The predicates distinguish the cases; the source is the underlying error, if there is one.
#[derive(Debug)]
pub struct SandboxError(Kind);

#[derive(Debug)]
pub(crate) enum Kind {
    Address {
        host: String,
    },
    Bind {
        address: String,
        source: std::io::Error,
    },
    Start(std::io::Error),
    WebhookUrl,
    UnknownConsent,
    DecidedConsent,
    ExpiredLink,
    BadFault(&'static str),
    Unmakeable(&'static str),
    State {
        path: PathBuf,
        source: StateFault,
    },
}

/// What is wrong with a state file.
#[derive(Debug)]
pub(crate) enum StateFault {
    Read(std::io::Error),
    Write(std::io::Error),
    Corrupt(serde_json::Error),
    Dangling,
    #[cfg(feature = "redb")]
    Database(Box<redb::Error>),
    #[cfg(feature = "redb")]
    InUse,
    #[cfg(not(feature = "redb"))]
    LeftOut,
    OldForm,
    Format(u32),
    OtherSeed(u64),
}

impl From<Kind> for SandboxError {
    fn from(kind: Kind) -> Self {
        Self(kind)
    }
}

impl SandboxError {
    pub(crate) fn state(path: &Path, source: StateFault) -> Self {
        Self(Kind::State {
            path: path.into(),
            source,
        })
    }

    /// Whether the given id matches neither a connect link nor an active consent.
    pub fn is_unknown_consent(&self) -> bool {
        matches!(self.0, Kind::UnknownConsent)
    }

    /// Whether the consent has already been decided on.
    pub fn is_decided_consent(&self) -> bool {
        matches!(self.0, Kind::DecidedConsent)
    }

    /// Whether the connect link has expired.
    pub fn is_expired_link(&self) -> bool {
        matches!(self.0, Kind::ExpiredLink)
    }

    /// Whether a state file could not be read, understood or written.
    pub fn is_state_file(&self) -> bool {
        matches!(self.0, Kind::State { .. })
    }

    /// Whether the address could not be bound.
    pub fn is_bind(&self) -> bool {
        matches!(self.0, Kind::Bind { .. })
    }
}

impl fmt::Display for SandboxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::Address { host } => write!(f, "could not find the address of host {host:?}"),
            Kind::Bind { address, .. } => write!(f, "could not bind {address}"),
            Kind::Start(_) => f.write_str("could not start the sandbox's own thread"),
            Kind::WebhookUrl => f.write_str(
                "could not use the webhook URL: it must be absolute and begin with http://",
            ),
            Kind::UnknownConsent => f.write_str("could not find a consent with that id"),
            Kind::DecidedConsent => f.write_str("could not decide on a consent a second time"),
            Kind::ExpiredLink => f.write_str("could not decide on an expired connect link"),
            Kind::BadFault(mistake) => write!(f, "could not use the fault: {mistake}"),
            Kind::Unmakeable(mistake) => write!(f, "could not create it: {mistake}"),
            Kind::State { path, source } => {
                let path = path.display();
                match source {
                    StateFault::Read(_) => write!(f, "could not read the state file {path}"),
                    StateFault::Write(_) => write!(f, "could not write the state file {path}"),
                    StateFault::Corrupt(_) | StateFault::Dangling => f.write_str(&corrupt(&path)),
                    #[cfg(feature = "redb")]
                    StateFault::Database(_) => f.write_str(&corrupt(&path)),
                    #[cfg(not(feature = "redb"))]
                    StateFault::LeftOut => {
                        write!(
                            f,
                            "could not open the state file {path}: this sandbox was built without state \
                             files; switch on the feature `redb` of leantech-sandbox"
                        )
                    }
                    #[cfg(feature = "redb")]
                    StateFault::InUse => {
                        write!(
                            f,
                            "could not open the state file {path}: another sandbox has it open; stop that \
                             one or name another file"
                        )
                    }
                    StateFault::OldForm => {
                        write!(
                            f,
                            "could not understand the state file {path}: it is in the JSON form of an \
                             earlier version, which cannot be taken over; name another file"
                        )
                    }
                    StateFault::Format(format) => {
                        write!(
                            f,
                            "could not understand the state file {path}: its format is {format}"
                        )
                    }
                    StateFault::OtherSeed(seed) => {
                        write!(
                            f,
                            "could not use the state file {path}: it was made with seed {seed}"
                        )
                    }
                }
            }
        }
    }
}

fn corrupt(path: &Display<'_>) -> String {
    format!(
        "could not understand the state file {path}: it is corrupt or not a state file; name another"
    )
}

impl std::error::Error for SandboxError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.0 {
            Kind::Bind { source, .. } | Kind::Start(source) => Some(source),
            Kind::State { source, .. } => match source {
                StateFault::Read(error) | StateFault::Write(error) => Some(error),
                StateFault::Corrupt(error) => Some(error),
                #[cfg(feature = "redb")]
                StateFault::Database(error) => Some(error),
                StateFault::Dangling
                | StateFault::Format(_)
                | StateFault::OtherSeed(_)
                | StateFault::OldForm => None,
                #[cfg(feature = "redb")]
                StateFault::InUse => None,
                #[cfg(not(feature = "redb"))]
                StateFault::LeftOut => None,
            },
            _ => None,
        }
    }
}
