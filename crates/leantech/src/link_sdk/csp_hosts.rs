//! What the `LinkSDK` loads and where from, as data for a Content-Security-Policy.

use super::csp::ContentSecurityPolicy;
use crate::Region;

/// How Lean's own hosts are written in a policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CspHosts {
    /// Each host by its name. Lean can change the list.
    Exact,
    /// All of Lean's hosts as `https://*.leantech.me`, which Lean calls the safe wildcard. Hosts
    /// of other companies keep their names.
    Wildcard,
}

/// The directives, in the order in which they are written.
const DIRECTIVES: [(&str, &[Source]); 7] = [
    ("default-src", &[CDN, DATA, BLOB]),
    ("frame-src", &[CDN, DATA, BLOB]),
    (
        "script-src",
        &[
            CDN,
            third("https://cdn.segment.com"),
            third("http://cdn.mxpnl.com"),
        ],
    ),
    (
        "style-src",
        &[
            CDN,
            third("https://fonts.googleapis.com"),
            third("https://cdn.segment.com"),
        ],
    ),
    (
        "connect-src",
        &[
            in_uae("https://apm.ae01.leantech.me"),
            in_ksa("https://apm.sa01.leantech.me"),
            in_uae("https://link.sandbox.leantech.me"),
            in_uae("https://link.leantech.me"),
            in_ksa("https://link.sandbox.sa.leantech.me"),
            in_ksa("https://link.sa.leantech.me"),
            third("https://graphql.contentful.com"),
            third("https://api.segment.io"),
            third("https://cdn.segment.com"),
            third("https://api-js.mixpanel.com"),
            third("https://cdn.growthbook.io"),
            BLOB,
        ],
    ),
    (
        "img-src",
        &[
            CDN,
            // No source says that these two, without a region in their names, are one region's.
            lean("https://images.leantech.me"),
            lean("https://images.sandbox.leantech.me"),
            in_ksa("https://images.sa.leantech.me"),
            in_ksa("https://images.sandbox.sa.leantech.me"),
            third("https://images.ctfassets.net"),
            third("http://images.contentful.com"),
            third("https://graphql.contentful.com"),
            DATA,
        ],
    ),
    ("font-src", &[third("https://fonts.gstatic.com")]),
];

/// One source of a directive.
struct Source {
    text: &'static str,
    owner: Owner,
    /// The one region that needs it; `None` for both.
    region: Option<Region>,
}

#[derive(PartialEq)]
enum Owner {
    Lean,
    /// Another company, or a scheme.
    Other,
}

const CDN: Source = lean("https://cdn.leantech.me");
const DATA: Source = third("data:");
const BLOB: Source = third("blob:");

const LEAN_WILDCARD: &str = "https://*.leantech.me";

const fn source(text: &'static str, owner: Owner, region: Option<Region>) -> Source {
    Source {
        text,
        owner,
        region,
    }
}

const fn lean(text: &'static str) -> Source {
    source(text, Owner::Lean, None)
}

const fn in_ksa(text: &'static str) -> Source {
    source(text, Owner::Lean, Some(Region::SaudiArabia))
}

const fn in_uae(text: &'static str) -> Source {
    source(text, Owner::Lean, Some(Region::UnitedArabEmirates))
}

const fn third(text: &'static str) -> Source {
    source(text, Owner::Other, None)
}

/// The policy of a page with the `LinkSDK` in it, and the emulator's origin wherever Lean's is.
pub(super) fn policy(
    region: Region,
    hosts: CspHosts,
    emulator: Option<&str>,
) -> ContentSecurityPolicy {
    let mut policy = ContentSecurityPolicy::new();
    for (directive, sources) in &DIRECTIVES {
        let wanted = sources
            .iter()
            .filter(|source| source.region.is_none_or(|only| only == region));
        for source in wanted {
            let is_lean = source.owner == Owner::Lean;
            let text = match hosts {
                CspHosts::Wildcard if is_lean => LEAN_WILDCARD,
                _ => source.text,
            };
            policy.add(directive, text);
            if let Some(emulator) = emulator.filter(|_| is_lean) {
                policy.add(directive, emulator);
            }
        }
    }
    policy
}
