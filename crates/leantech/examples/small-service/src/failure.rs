//! What the service answers when something fails.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

/// Why a request of the service's own failed.
#[derive(Debug)]
pub enum Failure {
    /// There is no such application, customer or attempt.
    NotFound,
    /// A call of Lean's failed.
    Lean(leantech::Error),
    /// The database failed.
    Store(sqlx::Error),
}

impl From<leantech::Error> for Failure {
    fn from(error: leantech::Error) -> Self {
        Self::Lean(error)
    }
}

impl From<sqlx::Error> for Failure {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error)
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NotFound => f.write_str("not found"),
            Self::Lean(error) => error.fmt(f),
            Self::Store(_) => f.write_str("the database failed"),
        }
    }
}

impl std::error::Error for Failure {}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let status = match &self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Lean(error) => error.suggested_status(),
            Self::Store(_) => StatusCode::INTERNAL_SERVER_ERROR,
        };
        // An error's text holds no customer data; it names Lean's code and correlation id.
        (status, self.to_string()).into_response()
    }
}
