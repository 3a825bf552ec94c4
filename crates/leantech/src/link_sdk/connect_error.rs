//! Why a `LinkSDK` configuration is not built.

use std::fmt;

use leantech_core::Error;

/// Why a configuration was not built: a field that the `LinkSDK` would ignore or trip over, or a
/// token that could not be had.
///
/// No value of a field is in `Display` or `Debug`.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum ConnectError {
    /// A field is wrong.
    #[non_exhaustive]
    Field {
        /// The field as the `LinkSDK` names it, such as `customization.theme_color`.
        field: &'static str,
        /// What is wrong with it.
        fault: ConnectFault,
    },
    /// The customer's token could not be had.
    #[non_exhaustive]
    Token {
        /// Why.
        source: Error,
    },
}

/// What is wrong with a field of a configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ConnectFault {
    /// It is empty, or holds nothing but blanks.
    Empty,
    /// It is missing, and the KSA flow needs it.
    MissingInKsa,
    /// It belongs to payments, of which the KSA flow has none.
    PaymentsInKsa,
    /// It is an identifier and holds blanks or control characters.
    NotAnIdentifier,
    /// It is no absolute URL with a host.
    NotAUrl,
    /// It is a URL that is not `https`.
    NotHttps,
    /// It is a URL with a user name or a password, which everybody could read.
    UserInfo,
    /// `access_from` is later than `access_to`.
    DatesReversed,
    /// It is no colour.
    NotAColour,
    /// It is neither a colour nor a linear gradient.
    NotABackground,
    /// It is for React Native alone.
    ReactNativeOnly,
    /// The mode that was asked for is not that of the client's environment.
    OtherMode,
    /// The region that was asked for is not that of the client's environment.
    OtherRegion,
}

impl ConnectError {
    pub(super) const fn field_is(field: &'static str, fault: ConnectFault) -> Self {
        Self::Field { field, fault }
    }

    /// The field that is wrong, as the `LinkSDK` names it; `None` when it is the token.
    pub const fn field(&self) -> Option<&'static str> {
        match self {
            Self::Field { field, .. } => Some(field),
            Self::Token { .. } => None,
        }
    }

    /// What is wrong with the field; `None` when it is the token.
    pub const fn fault(&self) -> Option<ConnectFault> {
        match self {
            Self::Field { fault, .. } => Some(*fault),
            Self::Token { .. } => None,
        }
    }
}

impl From<(&'static str, ConnectFault)> for ConnectError {
    fn from((field, fault): (&'static str, ConnectFault)) -> Self {
        Self::Field { field, fault }
    }
}

impl fmt::Display for ConnectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Field { field, fault } => {
                write!(
                    f,
                    "could not make the LinkSDK configuration: {field} {fault}"
                )
            }
            Self::Token { .. } => f.write_str(
                "could not make the LinkSDK configuration: the customer's token is missing",
            ),
        }
    }
}

impl std::error::Error for ConnectError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Field { .. } => None,
            Self::Token { source } => Some(source),
        }
    }
}

/// Reads after the name of a field.
impl fmt::Display for ConnectFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "is empty; give it a value or leave it out",
            Self::MissingInKsa => "is missing, and the flow of Saudi Arabia needs it; set it",
            Self::PaymentsInKsa => {
                "belongs to payments, which the flow of Saudi Arabia does not have; leave it out"
            }
            Self::NotAnIdentifier => {
                "holds blanks or control characters; take the identifier as Lean gives it"
            }
            Self::NotAUrl => "is no absolute URL with a host; write it with https:// in front",
            Self::NotHttps => {
                "is not https; plain http is taken in sandbox mode for pages on this machine alone"
            }
            Self::UserInfo => "holds a user name or a password; leave them out",
            Self::DatesReversed => "is later than access_to; swap the two days",
            Self::NotAColour => "is no colour; write #rrggbb, rgb(0, 0, 0) or a colour name of CSS",
            Self::NotABackground => {
                "is no background; write a colour or linear-gradient(45deg, red, blue)"
            }
            Self::ReactNativeOnly => {
                "is read by React Native alone; leave it out, or set the platform"
            }
            Self::OtherMode => {
                "contradicts the client's environment; leave the mode to the environment"
            }
            Self::OtherRegion => {
                "contradicts the client's environment; leave the region to the environment"
            }
        })
    }
}
