//! The Content-Security-Policy of each page: nothing but what the page needs.

use url::{Host, Url};

/// A policy under way; it begins with nothing allowed but the sandbox's own style and images.
#[derive(Debug)]
pub(crate) struct Policy {
    script: bool,
    frames: bool,
    form_targets: Vec<String>,
    ancestors: Vec<String>,
}

impl Policy {
    pub(crate) fn new() -> Self {
        Self {
            script: false,
            frames: false,
            form_targets: Vec::new(),
            ancestors: Vec::new(),
        }
    }

    /// Lets the page run the sandbox's own script files and talk to the sandbox.
    pub(crate) fn with_script(mut self) -> Self {
        self.script = true;
        self
    }

    /// Lets a form of the page end at that address. Browsers hold `form-action` against the
    /// redirect that answers a form, too.
    pub(crate) fn form_may_end_at(mut self, url: &str) -> Self {
        self.form_targets.extend(source(url));
        self
    }

    /// Lets a page of that origin show this one in a frame.
    pub(crate) fn framed_by(mut self, origin: &str) -> Self {
        self.ancestors.extend(source(origin));
        self.frames = true;
        self
    }

    /// The header's value.
    pub(crate) fn value(&self) -> String {
        let mut value = String::from("default-src 'none'; style-src 'self'; img-src 'self'");
        if self.script {
            value.push_str("; script-src 'self'; connect-src 'self'");
        }
        value.push_str("; base-uri 'none'; form-action 'self'");
        for target in &self.form_targets {
            value.push(' ');
            value.push_str(target);
        }
        value.push_str("; frame-ancestors");
        if self.frames && !self.ancestors.is_empty() {
            for ancestor in &self.ancestors {
                value.push(' ');
                value.push_str(ancestor);
            }
        } else {
            value.push_str(" 'none'");
        }
        value
    }
}

/// What names the origin of an address in a policy: scheme, host and port, or the scheme alone
/// where the policy's grammar has no word for the host (an address of IPv6, an app's own scheme).
/// Nothing for a scheme that runs or holds content by itself.
fn source(url: &str) -> Option<String> {
    let url = Url::parse(url).ok()?;
    let scheme = url.scheme();
    if is_content(scheme) {
        return None;
    }
    match url.host() {
        Some(Host::Domain(_) | Host::Ipv4(_)) if url.origin().is_tuple() => {
            Some(url.origin().ascii_serialization())
        }
        _ => Some(format!("{scheme}:")),
    }
}

/// Whether a scheme carries its content in the address, so that no server is needed for it.
pub(crate) fn is_content(scheme: &str) -> bool {
    matches!(
        scheme,
        "javascript" | "data" | "blob" | "vbscript" | "about" | "file" | "filesystem"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_names_origins_and_schemes_and_never_what_runs_by_itself() {
        let policy = Policy::new()
            .form_may_end_at("https://app.example.com:8443/done?a=1;b")
            .form_may_end_at("myapp://done")
            .form_may_end_at("http://[::1]:3000/")
            .form_may_end_at("javascript:alert(1)")
            .form_may_end_at("nowhere");
        let value = policy.value();
        assert!(
            value.contains(
                "; form-action 'self' https://app.example.com:8443 myapp: http:; frame-ancestors 'none'"
            ),
            "{value}"
        );
        assert!(!value.contains("script-src"), "{value}");
    }

    #[test]
    fn only_the_named_origin_may_frame_a_page() {
        let value = Policy::new().framed_by("http://127.0.0.1:3000").value();
        assert!(
            value.ends_with("; frame-ancestors http://127.0.0.1:3000"),
            "{value}"
        );
        let value = Policy::new().framed_by("null").value();
        assert!(value.ends_with("; frame-ancestors 'none'"), "{value}");
    }
}
