//! Why a sandbox cannot be started or driven.

use std::fmt;
use std::path::{Path, PathBuf};

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
    WebhookUrl(&'static str),
    PublicUrl,
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
    Open(std::io::Error),
    Read(std::io::Error),
    Write(std::io::Error),
    /// It is shorter than it was.
    Cut,
    /// A byte behind this place is not as it was written.
    Damaged(u64),
    /// It is no file of ours.
    Foreign,
    Corrupt(serde_json::Error),
    Dangling,
    InUse,
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

    /// Whether the address could not be bound because somebody else has the port.
    pub(crate) fn is_taken_port(&self) -> bool {
        let Kind::Bind { source, .. } = &self.0 else {
            return false;
        };
        source.kind() == std::io::ErrorKind::AddrInUse
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
            Kind::WebhookUrl(mistake) => write!(f, "could not use the webhook URL: {mistake}"),
            Kind::PublicUrl => f.write_str(
                "could not use the public URL: it must begin with http:// or https:// and end with a host \
                 or a path",
            ),
            Kind::UnknownConsent => f.write_str("could not find a consent with that id"),
            Kind::DecidedConsent => f.write_str("could not decide on a consent a second time"),
            Kind::ExpiredLink => f.write_str("could not decide on an expired connect link"),
            Kind::BadFault(mistake) => write!(f, "could not use the fault: {mistake}"),
            Kind::Unmakeable(mistake) => write!(f, "could not create it: {mistake}"),
            Kind::State { path, source } => {
                let path = path.display();
                match source {
                    StateFault::Open(_) => write!(f, "could not open the state file {path}"),
                    StateFault::Read(_) => write!(f, "could not read the state file {path}"),
                    StateFault::Write(_) => write!(f, "could not write the state file {path}"),
                    StateFault::Cut => write!(
                        f,
                        "could not understand the state file {path}: its end is missing; restore it, \
                         or name another"
                    ),
                    StateFault::Damaged(at) => write!(
                        f,
                        "could not understand the state file {path}: it is damaged behind byte {at}; \
                         restore it, or name another"
                    ),
                    StateFault::Foreign => write!(
                        f,
                        "could not understand the state file {path}: it is not a state file; name another"
                    ),
                    StateFault::Corrupt(_) | StateFault::Dangling => write!(
                        f,
                        "could not understand the state file {path}: what is in it does not fit together; \
                         name another"
                    ),
                    StateFault::InUse => write!(
                        f,
                        "could not open the state file {path}: another sandbox has it open; stop that \
                         one or name another file"
                    ),
                    StateFault::OldForm => {
                        write!(
                            f,
                            "could not understand the state file {path}: it is in the form of an \
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

impl std::error::Error for SandboxError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.0 {
            Kind::Bind { source, .. } | Kind::Start(source) => Some(source),
            Kind::State { source, .. } => match source {
                StateFault::Open(error) | StateFault::Read(error) | StateFault::Write(error) => {
                    Some(error)
                }
                StateFault::Corrupt(error) => Some(error),
                StateFault::Cut
                | StateFault::Damaged(_)
                | StateFault::Foreign
                | StateFault::Dangling
                | StateFault::InUse
                | StateFault::Format(_)
                | StateFault::OtherSeed(_)
                | StateFault::OldForm => None,
            },
            _ => None,
        }
    }
}
