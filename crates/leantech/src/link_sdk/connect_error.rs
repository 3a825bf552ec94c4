//! Why a `LinkSDK` configuration is not built.

use std::fmt;

use leantech_core::Error;

/// Why a configuration was not built: a field that the `LinkSDK` would ignore or fail on, or a
/// token that could not be obtained.
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
    /// The customer's token could not be obtained.
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
    /// It is empty, or holds only blanks.
    Empty,
    /// It is missing, and the KSA flow requires it.
    MissingInKsa,
    /// It belongs to payments, which the KSA flow does not have.
    PaymentsInKsa,
    /// It is an identifier and holds blanks or control characters.
    NotAnIdentifier,
    /// It is not an absolute URL with a host.
    NotAUrl,
    /// It is a URL that is not `https`.
    NotHttps,
    /// It is a URL with a user name or a password, which anybody could read.
    UserInfo,
    /// `access_from` is later than `access_to`.
    DatesReversed,
    /// It is not a colour.
    NotAColour,
    /// It is neither a colour nor a linear gradient.
    NotABackground,
    /// It is only for React Native.
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

/// Is written after the name of a field.
impl fmt::Display for ConnectFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "is empty; give it a value or leave it out",
            Self::MissingInKsa => "is missing, and the flow of Saudi Arabia requires it; set it",
            Self::PaymentsInKsa => {
                "belongs to payments, which the flow of Saudi Arabia does not have; leave it out"
            }
            Self::NotAnIdentifier => {
                "holds blanks or control characters; take the identifier as Lean gives it"
            }
            Self::NotAUrl => "is not an absolute URL with a host; write it with https:// in front",
            Self::NotHttps => {
                "is not https; plain http is allowed only in sandbox mode, for pages on this machine"
            }
            Self::UserInfo => "holds a user name or a password; leave them out",
            Self::DatesReversed => "is later than access_to; swap the two days",
            Self::NotAColour => "is not a colour; write #rrggbb, rgb(0, 0, 0) or a colour name of CSS",
            Self::NotABackground => {
                "is not a background; write a colour or linear-gradient(45deg, red, blue)"
            }
            Self::ReactNativeOnly => {
                "is used only by React Native; leave it out, or set the platform"
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
