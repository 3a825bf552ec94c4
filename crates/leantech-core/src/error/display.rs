//! How an error reads: after the words "failed to", without anything of the customer's.

use std::fmt;

use super::{Error, ErrorKind};

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let called = self.operation.map_or("Lean", |operation| operation.id);
        match self.kind() {
            ErrorKind::Configuration => f.write_str("configure the client")?,
            ErrorKind::InvalidRequest => write!(f, "build the request of {called}")?,
            ErrorKind::Token if self.operation.is_some() => {
                write!(f, "obtain a token for {called}")?;
            }
            ErrorKind::Token => f.write_str("obtain a token")?,
            ErrorKind::Connect => write!(f, "connect to the server of {called}")?,
            ErrorKind::Timeout => write!(f, "call {called} in time")?,
            ErrorKind::Transport | ErrorKind::Api | ErrorKind::Result | ErrorKind::Redirect => {
                write!(f, "call {called}")?;
            }
            ErrorKind::Decode | ErrorKind::TooLarge => write!(f, "read the answer to {called}")?,
            ErrorKind::Paging => write!(f, "read the pages of {called}")?,
        }
        let mut separator = ": ";
        let mut part = |f: &mut fmt::Formatter<'_>, text: fmt::Arguments<'_>| {
            let written = write!(f, "{separator}{text}");
            separator = ", ";
            written
        };
        if let Some(detail) = &self.inner.detail {
            part(f, format_args!("{detail}"))?;
        }
        // A cause says its own part of the answer.
        let cause =
            std::error::Error::source(self).and_then(|source| source.downcast_ref::<Self>());
        if let Some(status) = self.status()
            && cause.and_then(Self::status) != Some(status)
        {
            part(f, format_args!("status {}", status.as_u16()))?;
        }
        if let Some(code) = &self.inner.code
            && cause.and_then(|cause| cause.inner.code.as_ref()) != Some(code)
        {
            part(f, format_args!("code {code}"))?;
        }
        if let Some(code) = &self.inner.granular_code {
            part(f, format_args!("granular code {code}"))?;
        }
        if let Some(wait) = self.retry_after()
            && cause.and_then(Self::retry_after) != Some(wait)
        {
            part(f, format_args!("retry after {} s", wait.as_secs()))?;
        }
        if self.is_outcome_unknown() {
            part(f, format_args!("outcome unknown"))?;
        }
        if let Some(id) = self.correlation_id()
            && cause.and_then(Self::correlation_id) != Some(id)
        {
            part(f, format_args!("correlation id {id}"))?;
        }
        Ok(())
    }
}
