//! A Content-Security-Policy that can be read, added to and written.

use std::fmt;
use std::str::FromStr;

/// The name of the header.
pub const CSP_HEADER: &str = "content-security-policy";

/// One Content-Security-Policy: directives and the sources that each allows.
///
/// What the `LinkSDK` needs comes from
/// [`LinkSite::content_security_policy`](super::LinkSite::content_security_policy). A site with a
/// policy adds that to it; nothing that the site allows is lost, and nothing is
/// restricted that was allowed before:
///
/// ```
/// use leantech::Region;
/// use leantech::link_sdk::{ContentSecurityPolicy, CspHosts, LinkSite};
///
/// let site: ContentSecurityPolicy = "default-src 'self'; img-src 'none'".parse()?;
/// let lean = LinkSite::new(Region::SaudiArabia).content_security_policy(CspHosts::Wildcard);
/// let policy = site.allowing(&lean).script_nonce("rAnd0mrAnd0mrAnd0mrAnd0")?;
///
/// // The site's scripts were governed by `default-src`, so `script-src` begins with its sources.
/// assert_eq!(
///     policy.sources("script-src").unwrap().join(" "),
///     "'self' https://*.leantech.me https://cdn.segment.com http://cdn.mxpnl.com \
///      'nonce-rAnd0mrAnd0mrAnd0mrAnd0'",
/// );
/// assert!(!policy.sources("img-src").unwrap().contains(&"'none'".to_owned()));
/// let header = (leantech::link_sdk::CSP_HEADER, policy.to_string());
/// # let _ = header;
/// # Ok::<(), leantech::link_sdk::CspError>(())
/// ```
///
/// Source of the rules: W3C, Content Security Policy Level 3.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ContentSecurityPolicy {
    directives: Vec<Directive>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Directive {
    /// In lower case.
    name: String,
    values: Vec<String>,
}

const NONE: &str = "'none'";

/// The shortest nonce: 128 bits in base64 without padding.
const SHORTEST_NONCE: usize = 22;

impl ContentSecurityPolicy {
    /// A policy without directives, which restricts nothing.
    pub const fn new() -> Self {
        Self {
            directives: Vec::new(),
        }
    }

    /// This policy, with everything allowed that `needs` allows.
    ///
    /// - A directive of `needs` that this policy lacks begins with what governed it before: the
    ///   directive that browsers fall back to. Where nothing governed it, it stays free, since
    ///   to add it would forbid what the site may be using.
    /// - `'none'` is replaced by what is allowed.
    /// - A source that is there already is not repeated.
    /// - Where the policy has `script-src-elem` or `style-src-elem`, which browsers use instead,
    ///   these are added to as well.
    ///
    /// With `'strict-dynamic'` browsers ignore hosts in `script-src`: the loader's `<script>` then
    /// needs the nonce.
    #[must_use]
    pub fn allowing(mut self, needs: &Self) -> Self {
        let before = self.clone();
        for need in &needs.directives {
            let sources = need.values.iter().map(String::as_str);
            self.let_in(&before, &need.name, sources);
        }
        self
    }

    /// This policy, with inline scripts allowed that carry the nonce.
    ///
    /// Make a new nonce for each answer, of 128 random bits at least, in base64, and write it as
    /// `nonce="…"` in the `<script>`. A policy that restricts no scripts stays as it is. Browsers
    /// ignore `'unsafe-inline'` next to a nonce, so every inline script of the page then needs it.
    ///
    /// # Errors
    ///
    /// Fails when the nonce is shorter than 22 characters or holds anything but base64.
    pub fn script_nonce(self, nonce: &str) -> Result<Self, CspError> {
        self.nonce("script-src", nonce)
    }

    /// This policy, with inline styles allowed that carry the nonce; as
    /// [`script_nonce`](Self::script_nonce).
    ///
    /// # Errors
    ///
    /// Fails when the nonce is shorter than 22 characters or holds anything but base64.
    pub fn style_nonce(self, nonce: &str) -> Result<Self, CspError> {
        self.nonce("style-src", nonce)
    }

    fn nonce(mut self, directive: &str, nonce: &str) -> Result<Self, CspError> {
        let is_base64 = |byte: u8| byte.is_ascii_alphanumeric() || b"+/-_".contains(&byte);
        let digits = nonce.trim_end_matches('=');
        let filling = nonce.len() - digits.len();
        if digits.len() < SHORTEST_NONCE || filling > 2 || !digits.bytes().all(is_base64) {
            return Err(CspError::Nonce);
        }
        let before = self.clone();
        self.let_in(&before, directive, [format!("'nonce-{nonce}'").as_str()]);
        Ok(self)
    }

    /// The sources of a directive, or `None` where the policy does not have it.
    pub fn sources(&self, directive: &str) -> Option<&[String]> {
        self.directives
            .iter()
            .find(|known| known.name.eq_ignore_ascii_case(directive))
            .map(|known| known.values.as_slice())
    }

    /// Whether there is no directive.
    pub fn is_empty(&self) -> bool {
        self.directives.is_empty()
    }

    /// Adds one source to a directive, which is created if it is missing.
    pub(super) fn add(&mut self, directive: &str, source: &str) {
        let place = self.place(directive, Vec::new);
        add_source(place, source);
    }

    /// Allows sources in a directive and its narrower kinds.
    fn let_in<'s>(
        &mut self,
        before: &Self,
        directive: &str,
        sources: impl IntoIterator<Item = &'s str> + Clone,
    ) {
        let narrower = format!("{directive}-elem");
        if before.sources(&narrower).is_some() {
            let place = self.place(&narrower, Vec::new);
            for source in sources.clone() {
                add_source(place, source);
            }
        }
        let Some(governing) = before.governing(directive) else {
            return;
        };
        let place = self.place(directive, || governing.to_vec());
        for source in sources {
            add_source(place, source);
        }
    }

    /// The sources by which a browser judges a directive: its own, or those it falls back to.
    fn governing(&self, directive: &str) -> Option<&[String]> {
        let fallback: &[&str] = match directive {
            "frame-src" => &["child-src", "default-src"],
            "default-src" => &[],
            _ => &["default-src"],
        };
        self.sources(directive)
            .or_else(|| fallback.iter().find_map(|other| self.sources(other)))
    }

    fn place(
        &mut self,
        directive: &str,
        initial: impl FnOnce() -> Vec<String>,
    ) -> &mut Vec<String> {
        let known = self
            .directives
            .iter()
            .position(|known| known.name == directive);
        let index = known.unwrap_or_else(|| {
            self.directives.push(Directive {
                name: directive.to_owned(),
                values: initial(),
            });
            self.directives.len() - 1
        });
        #[allow(
            clippy::indexing_slicing,
            reason = "found or pushed on the lines above"
        )]
        &mut self.directives[index].values
    }
}

fn add_source(values: &mut Vec<String>, source: &str) {
    values.retain(|value| !value.eq_ignore_ascii_case(NONE));
    if !values.iter().any(|value| is_same_source(value, source)) {
        values.push(source.to_owned());
    }
}

/// Keywords and hosts compare without regard to case; nonces, hashes and paths do not.
fn is_same_source(one: &str, other: &str) -> bool {
    let is_exact = |text: &str| {
        let lower = text.to_ascii_lowercase();
        let has_path = lower
            .split_once("://")
            .is_some_and(|(_, rest)| rest.contains('/'));
        has_path || lower.starts_with("'nonce-") || lower.starts_with("'sha")
    };
    one == other || (!is_exact(one) && !is_exact(other) && one.eq_ignore_ascii_case(other))
}

/// Writes the value of the header.
impl fmt::Display for ContentSecurityPolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, directive) in self.directives.iter().enumerate() {
            if position > 0 {
                f.write_str("; ")?;
            }
            f.write_str(&directive.name)?;
            for value in &directive.values {
                write!(f, " {value}")?;
            }
        }
        Ok(())
    }
}

/// Reads the value of a header as browsers do: a directive that comes again is ignored.
impl FromStr for ContentSecurityPolicy {
    type Err = CspError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut policy = Self::new();
        for part in text.split(';') {
            let mut words = part.split_ascii_whitespace();
            let Some(name) = words.next() else {
                continue;
            };
            let name = name.to_ascii_lowercase();
            let values: Vec<String> = words.map(str::to_owned).collect();
            if values.iter().any(|value| value.contains(',')) || name.contains(',') {
                return Err(CspError::TwoPolicies);
            }
            let is_visible = |text: &str| text.bytes().all(|byte| byte.is_ascii_graphic());
            let is_name = |text: &str| {
                text.bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            };
            if !is_name(&name) || !values.iter().all(|value| is_visible(value)) {
                return Err(CspError::Unreadable);
            }
            if policy.sources(&name).is_none() {
                policy.directives.push(Directive { name, values });
            }
        }
        Ok(policy)
    }
}

/// Why a policy cannot be read or added to. It contains no part of the policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum CspError {
    /// A comma separates two policies, each of which a browser applies.
    TwoPolicies,
    /// It holds characters that no policy has.
    Unreadable,
    /// The nonce is too short, or is not base64.
    Nonce,
}

impl fmt::Display for CspError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TwoPolicies => {
                "could not read the Content-Security-Policy: a comma makes it two policies; add to each by itself"
            }
            Self::Unreadable => {
                "could not read the Content-Security-Policy: it holds characters outside visible ASCII, or a directive with a malformed name"
            }
            Self::Nonce => {
                "add the nonce to the Content-Security-Policy: it needs 22 characters of base64 or more, from a secure random source"
            }
        })
    }
}

impl std::error::Error for CspError {}
