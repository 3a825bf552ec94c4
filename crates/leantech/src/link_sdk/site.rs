//! Where a page loads the `LinkSDK` from.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use super::csp::ContentSecurityPolicy;
use super::csp_hosts::{self, CspHosts};
use crate::{Environment, Region};

/// Lean's CDN, which serves sandbox and production alike.
const CDN: &str = "https://cdn.leantech.me";

/// The global object that the loader script creates; its `connect` takes the configuration.
pub const LOADER_GLOBAL: &str = "Lean";

/// The global object that the direct bundle creates.
pub const BUNDLE_GLOBAL: &str = "LeanV2";

/// The id of the `<div>` that the direct bundle needs in the page; the loader creates its own.
pub const BUNDLE_ELEMENT_ID: &str = "lean-link";

/// The addresses of the `LinkSDK`, and what a page's Content-Security-Policy has to allow.
///
/// ```
/// use leantech::link_sdk::{CspHosts, LinkSite, SdkVersion};
/// use leantech::Region;
///
/// let site = LinkSite::new(Region::SaudiArabia);
/// assert_eq!(
///     site.loader_url(&SdkVersion::Latest),
///     "https://cdn.leantech.me/link/loader/prod/sa/latest/lean-link-loader.min.js",
/// );
/// let policy = site.content_security_policy(CspHosts::Exact).to_string();
/// assert!(policy.contains("https://link.sa.leantech.me"));
/// ```
///
/// Load the script when the page begins, not when the customer clicks. With an
/// [emulator](Environment::emulator) everything comes from its own address, at the same paths.
/// Source: `LinkSDK` page for the web, web kit, `LinkSDK` for React Native.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkSite {
    region: Region,
    origin: Cow<'static, str>,
    is_emulator: bool,
}

impl LinkSite {
    /// Lean's CDN, for one region.
    pub const fn new(region: Region) -> Self {
        Self {
            region,
            origin: Cow::Borrowed(CDN),
            is_emulator: false,
        }
    }

    /// The site for an environment: Lean's CDN, or the emulator itself.
    ///
    /// Custom hosts and emulators are assumed to be in Saudi Arabia; see
    /// [`in_region`](Self::in_region).
    pub fn of(environment: &Environment) -> Self {
        let site = Self::new(environment.region().unwrap_or(Region::SaudiArabia));
        if !environment.is_emulator() {
            return site;
        }
        Self {
            origin: environment.api_url().to_owned().into(),
            is_emulator: true,
            ..site
        }
    }

    /// The same for another region.
    #[must_use]
    pub fn in_region(self, region: Region) -> Self {
        Self { region, ..self }
    }

    /// The loader script, which is the recommended way. It creates [`LOADER_GLOBAL`].
    pub fn loader_url(&self, version: &SdkVersion) -> String {
        format!(
            "{}/link/loader/prod/{}/{version}/lean-link-loader.min.js",
            self.origin, self.region
        )
    }

    /// The `LinkSDK` itself, without the loader. It creates [`BUNDLE_GLOBAL`], and the page needs an
    /// empty `<div>` with the id [`BUNDLE_ELEMENT_ID`].
    pub fn bundle_url(&self, version: &SdkVersion) -> String {
        format!(
            "{}/link/sdk/web/v2/prod/{}/{version}/Lean.min.js",
            self.origin, self.region
        )
    }

    /// The hosted page for web views, without its query. It reports as
    /// [`CallbackData::from_web_view`](super::CallbackData::from_web_view) reads it.
    pub fn hosted_page_url(&self, version: &SdkVersion) -> String {
        format!(
            "{}/link/loader/prod/{}/{version}/lean-sdk.html",
            self.origin, self.region
        )
    }

    /// What the page's Content-Security-Policy has to allow for the `LinkSDK`.
    ///
    /// A page without its own policy sends this one; a site that has one calls
    /// [`allowing`](ContentSecurityPolicy::allowing). Lean says that its list can change: with
    /// [`CspHosts::Exact`] check Lean's page before an update, or use [`CspHosts::Wildcard`].
    pub fn content_security_policy(&self, hosts: CspHosts) -> ContentSecurityPolicy {
        let emulator = self.is_emulator.then(|| self.origin_alone());
        csp_hosts::policy(self.region, hosts, emulator.as_deref())
    }

    /// The origin without a path, as a policy takes it.
    fn origin_alone(&self) -> String {
        url::Url::parse(&self.origin)
            .map(|url| url.origin().ascii_serialization())
            .unwrap_or_default()
    }
}

/// A version of the `LinkSDK`.
///
/// ```
/// use leantech::link_sdk::SdkVersion;
///
/// let fixed: SdkVersion = "1.4.2".parse()?;
/// assert_eq!(fixed.to_string(), "1.4.2");
/// assert!("../evil".parse::<SdkVersion>().is_err());
/// # Ok::<(), leantech::link_sdk::SdkVersionError>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub enum SdkVersion {
    /// `latest`: whatever Lean has published.
    #[default]
    Latest,
    /// One fixed version, read from text.
    Fixed(FixedVersion),
}

/// A version that is safe in a path.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct FixedVersion(Box<str>);

impl fmt::Display for SdkVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Latest => "latest",
            Self::Fixed(FixedVersion(version)) => version,
        })
    }
}

/// Reads `latest` or a version: letters, digits, dots and hyphens, with a letter or digit first.
impl FromStr for SdkVersion {
    type Err = SdkVersionError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text == "latest" {
            return Ok(Self::Latest);
        }
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'.' || byte == b'-';
        let begins_plain = text.starts_with(|c: char| c.is_ascii_alphanumeric());
        if begins_plain && text.len() <= 64 && text.bytes().all(is_plain) {
            Ok(Self::Fixed(FixedVersion(text.into())))
        } else {
            Err(SdkVersionError)
        }
    }
}

/// A text that is not a version of the `LinkSDK`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct SdkVersionError;

impl fmt::Display for SdkVersionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(
            "could not read the version of the LinkSDK; write \"latest\", or letters, digits, dots and hyphens",
        )
    }
}

impl std::error::Error for SdkVersionError {}
