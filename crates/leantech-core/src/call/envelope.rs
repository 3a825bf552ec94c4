//! Result envelopes: HTTP 200, and the answer's own `status` decides.

use crate::error::Said;
use crate::{Error, ErrorCode, ResponseValue, ResultsId};

/// The status of an envelope that has its data.
const OK: &str = "OK";

/// An answer whose `status` says whether there is a result.
///
/// Lean answers 200 for results that failed, are not ready, or whose consent has expired.
/// [`into_result`](Envelope::into_result) turns all of those into errors with predicates; the
/// envelope itself stays readable for a caller who wants to look at it.
///
/// Source: KSA reference, data v2 and data-specific errors.
pub trait Envelope: Sized {
    /// The payload of a good envelope.
    type Data;

    /// The status, which decides.
    fn status(&self) -> Option<&str>;

    /// The more specific code of a failure.
    fn granular_status_code(&self) -> Option<&str>;

    /// Lean's text for people on a failure.
    fn additional_info(&self) -> Option<&str>;

    /// The id of the result.
    fn results_id(&self) -> Option<&ResultsId>;

    /// Lean's message.
    fn message(&self) -> Option<&str>;

    /// The data, whatever the status says.
    fn into_data(self) -> Option<Self::Data>;

    /// Checks the status.
    ///
    /// # Errors
    ///
    /// Fails unless the status is `OK`; see the predicates `is_pending`, `is_consent_expired`,
    /// `is_reconnect_required`, and `code` for the more specific code of a failure.
    fn check(&self) -> Result<(), Error> {
        let status = self.status();
        if status == Some(OK) {
            return Ok(());
        }
        let code = status.and_then(ErrorCode::read);
        let granular_code = self.granular_status_code().and_then(ErrorCode::read);
        let detail = match status {
            None => Some("the answer has no status"),
            Some(_) if code.is_none() => Some("the answer's status is malformed"),
            Some(_) => None,
        };
        Err(Error::result(code, granular_code, detail).with_said(Said {
            message: self.message().map(Into::into),
            additional_info: self.additional_info().map(Into::into),
            results_id: self.results_id().cloned(),
        }))
    }

    /// The data of an envelope whose status is `OK`.
    ///
    /// # Errors
    ///
    /// Fails unless the status is `OK` and there is data.
    fn into_result(self) -> Result<Self::Data, Error> {
        self.check()?;
        self.into_data().ok_or_else(no_data)
    }
}

fn no_data() -> Error {
    Error::result(
        None,
        None,
        Some("the status is OK, but the answer has no data"),
    )
}

/// The answer of a call: its errors also have the operation, the HTTP status, the correlation id
/// and the attempts.
impl<T: Envelope> Envelope for ResponseValue<T> {
    type Data = T::Data;

    fn status(&self) -> Option<&str> {
        self.as_ref().status()
    }

    fn granular_status_code(&self) -> Option<&str> {
        self.as_ref().granular_status_code()
    }

    fn additional_info(&self) -> Option<&str> {
        self.as_ref().additional_info()
    }

    fn results_id(&self) -> Option<&ResultsId> {
        self.as_ref().results_id()
    }

    fn message(&self) -> Option<&str> {
        self.as_ref().message()
    }

    fn into_data(self) -> Option<Self::Data> {
        self.into_inner().into_data()
    }

    fn check(&self) -> Result<(), Error> {
        self.as_ref()
            .check()
            .map_err(|error| self.head().complete(error))
    }

    fn into_result(self) -> Result<Self::Data, Error> {
        self.into_payload().map(ResponseValue::into_inner)
    }
}
