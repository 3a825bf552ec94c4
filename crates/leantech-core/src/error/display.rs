//! How an error reads: what could not be done, and why, without customer data.

use std::fmt;

use super::{Error, ErrorKind};

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = self.kind();
        match (self.operation, kind) {
            (Some(operation), _) => write!(f, "could not {}", InWords(operation.id))?,
            (None, ErrorKind::Configuration) => f.write_str("could not configure the client")?,
            (None, ErrorKind::Token) => f.write_str("could not obtain a token")?,
            (None, _) => f.write_str("could not call Lean")?,
        }
        let mut separator = ": ";
        let mut part = |f: &mut fmt::Formatter<'_>, text: fmt::Arguments<'_>| {
            let written = write!(f, "{separator}{text}");
            separator = ", ";
            written
        };
        let fault = self.fault();
        match (fault, &self.inner.detail) {
            (Some(fault), Some(detail)) => part(f, format_args!("{fault}: {detail}"))?,
            (Some(fault), None) => part(f, format_args!("{fault}"))?,
            (None, Some(detail)) => part(f, format_args!("{detail}"))?,
            (None, None) => {}
        }
        // A cause says its own part of the answer.
        let cause =
            std::error::Error::source(self).and_then(|source| source.downcast_ref::<Self>());
        let status = self
            .status()
            .filter(|status| cause.and_then(Self::status) != Some(*status));
        let code = self
            .inner
            .code
            .as_ref()
            .filter(|code| cause.and_then(Self::code) != Some(*code));
        let codes = [code, self.inner.granular_code.as_ref()];
        let codes: Vec<String> = codes
            .into_iter()
            .flatten()
            .map(ToString::to_string)
            .collect();
        let codes = codes.join(", ");
        match (status.map(|status| status.as_u16()), codes.as_str()) {
            (Some(status), "") => part(f, format_args!("Lean answered {status}"))?,
            (Some(status), codes) => part(f, format_args!("Lean answered {status} ({codes})"))?,
            (None, "") => {}
            (None, codes) => part(f, format_args!("Lean answered {codes}"))?,
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

impl Error {
    /// What went wrong, if the details do not say it.
    fn fault(&self) -> Option<&'static str> {
        match self.kind() {
            ErrorKind::InvalidRequest => Some("the request is not valid"),
            ErrorKind::Token => self.operation.and(Some("no access token")),
            ErrorKind::Connect => Some("no connection to the server"),
            ErrorKind::Decode => Some("the answer cannot be read"),
            ErrorKind::TooLarge => Some("the answer is too large"),
            ErrorKind::Configuration
            | ErrorKind::Timeout
            | ErrorKind::Paging
            | ErrorKind::Transport
            | ErrorKind::Api
            | ErrorKind::Result
            | ErrorKind::Redirect => None,
        }
    }
}

/// The id of an operation in words: `listBanks` as "list banks".
struct InWords(&'static str);

impl fmt::Display for InWords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut before = None;
        for letter in self.0.chars() {
            let begins = letter.is_uppercase() && before.is_some_and(|it: char| !it.is_uppercase());
            if begins && before != Some('_') {
                f.write_str(" ")?;
            }
            match letter {
                '_' | '-' => f.write_str(" ")?,
                letter => write!(f, "{}", letter.to_lowercase())?,
            }
            before = Some(letter);
        }
        Ok(())
    }
}
