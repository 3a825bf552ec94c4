//! The Content-Security-Policy of a page with the `LinkSDK`, alone and added to a site's own.
#![cfg(feature = "link-sdk")]

use std::collections::{BTreeMap, BTreeSet};

use leantech::Region::{SaudiArabia, UnitedArabEmirates};
use leantech::link_sdk::{ContentSecurityPolicy, CspError, CspHosts, LinkSite, SdkVersion};
use leantech::{Environment, Region};

/// Lean's own list, from its `LinkSDK` page for the web: a directive a line, and its sources.
const LEANS_LIST: &str = "
default-src https://cdn.leantech.me data: blob:
frame-src https://cdn.leantech.me data: blob:
script-src https://cdn.leantech.me https://cdn.segment.com http://cdn.mxpnl.com
style-src https://cdn.leantech.me https://fonts.googleapis.com https://cdn.segment.com
connect-src https://apm.ae01.leantech.me https://apm.sa01.leantech.me \
    https://link.sandbox.leantech.me https://link.leantech.me \
    https://link.sandbox.sa.leantech.me https://link.sa.leantech.me \
    https://graphql.contentful.com https://api.segment.io https://cdn.segment.com \
    https://api-js.mixpanel.com https://cdn.growthbook.io blob:
img-src https://cdn.leantech.me https://images.leantech.me https://images.sandbox.leantech.me \
    https://images.sa.leantech.me https://images.sandbox.sa.leantech.me \
    https://images.ctfassets.net http://images.contentful.com https://graphql.contentful.com data:
font-src https://fonts.gstatic.com
";

type Sources = BTreeMap<String, BTreeSet<String>>;

fn sources(directives: impl IntoIterator<Item = impl AsRef<str>>) -> Sources {
    let mut found = Sources::new();
    for directive in directives {
        let mut words = directive.as_ref().split_ascii_whitespace();
        let Some(name) = words.next() else { continue };
        let words = words.map(str::to_owned);
        found.entry(name.to_owned()).or_default().extend(words);
    }
    found
}

fn policy(region: Region, hosts: CspHosts) -> String {
    LinkSite::new(region)
        .content_security_policy(hosts)
        .to_string()
}

fn added_to(site: &str, hosts: CspHosts) -> ContentSecurityPolicy {
    let site: ContentSecurityPolicy = site.parse().unwrap();
    site.allowing(&LinkSite::new(SaudiArabia).content_security_policy(hosts))
}

fn of(policy: &ContentSecurityPolicy, directive: &str) -> String {
    policy.sources(directive).unwrap().join(" ")
}

#[test]
fn exact_hosts_of_both_regions_together_are_leans_list() {
    let exact = [SaudiArabia, UnitedArabEmirates].map(|region| policy(region, CspHosts::Exact));
    let ours = sources(exact.iter().flat_map(|policy| policy.split(';')));
    assert_eq!(ours, sources(LEANS_LIST.trim().lines()));
}

#[test]
fn exact_hosts_of_one_region_are_not_the_others() {
    let ksa = policy(SaudiArabia, CspHosts::Exact);
    let uae = policy(UnitedArabEmirates, CspHosts::Exact);
    for host in [
        "https://link.sa.leantech.me",
        "https://link.sandbox.sa.leantech.me",
        "https://apm.sa01.leantech.me",
    ] {
        assert!(ksa.contains(host) && !uae.contains(host), "{host}");
    }
    for host in [
        "https://link.leantech.me",
        "https://link.sandbox.leantech.me",
        "https://apm.ae01.leantech.me",
    ] {
        assert!(uae.contains(host) && !ksa.contains(host), "{host}");
    }
}

#[test]
fn wildcard_takes_the_place_of_leans_hosts_alone() {
    for region in [SaudiArabia, UnitedArabEmirates] {
        let exact = policy(region, CspHosts::Exact);
        let expected: Sources = sources(exact.split(';'))
            .into_iter()
            .map(|(directive, sources)| {
                let widened = sources.into_iter().map(|source| {
                    if source.ends_with(".leantech.me") {
                        "https://*.leantech.me".to_owned()
                    } else {
                        source
                    }
                });
                (directive, widened.collect())
            })
            .collect();
        let wildcard = policy(region, CspHosts::Wildcard);
        assert_eq!(sources(wildcard.split(';')), expected);
        // Once in each of the six directives that have a host of Lean's.
        assert_eq!(wildcard.matches("https://*.leantech.me").count(), 6);
    }
}

#[test]
fn a_directive_that_the_site_lacks_begins_with_its_fallback() {
    let policy = added_to(
        "default-src 'self' https://shop.example",
        CspHosts::Wildcard,
    );
    assert_eq!(
        of(&policy, "script-src"),
        "'self' https://shop.example https://*.leantech.me https://cdn.segment.com \
         http://cdn.mxpnl.com"
    );
    assert_eq!(
        of(&policy, "font-src"),
        "'self' https://shop.example https://fonts.gstatic.com"
    );
    assert_eq!(
        of(&policy, "default-src"),
        "'self' https://shop.example https://*.leantech.me data: blob:"
    );
    // Frames fall back to `child-src` before `default-src`.
    let policy = added_to(
        "default-src 'self'; child-src https://frames.example",
        CspHosts::Wildcard,
    );
    assert_eq!(
        of(&policy, "frame-src"),
        "https://frames.example https://*.leantech.me data: blob:"
    );
}

#[test]
fn what_the_site_left_free_stays_free() {
    let policy = added_to("frame-ancestors 'none'; img-src 'self'", CspHosts::Exact);
    assert_eq!(policy.sources("script-src"), None);
    assert_eq!(policy.sources("default-src"), None);
    assert_eq!(of(&policy, "frame-ancestors"), "'none'");
    assert!(of(&policy, "img-src").starts_with("'self' https://cdn.leantech.me"));
    assert!(added_to("", CspHosts::Exact).is_empty());
}

#[test]
fn none_gives_way_and_nothing_is_there_twice() {
    let site = "default-src 'none'; script-src 'SELF' https://CDN.leantech.me; style-src";
    let policy = added_to(site, CspHosts::Exact);
    assert_eq!(
        of(&policy, "script-src"),
        "'SELF' https://CDN.leantech.me https://cdn.segment.com http://cdn.mxpnl.com"
    );
    assert!(!policy.to_string().contains("'none'"), "{policy}");
    assert_eq!(
        of(&policy, "style-src"),
        "https://cdn.leantech.me https://fonts.googleapis.com https://cdn.segment.com"
    );
    let needs = LinkSite::new(SaudiArabia).content_security_policy(CspHosts::Exact);
    assert_eq!(policy.clone().allowing(&needs), policy);
}

#[test]
fn a_narrower_directive_of_the_site_is_added_to_as_well() {
    let policy = added_to(
        "default-src 'self'; script-src-elem 'self'; style-src-attr 'none'",
        CspHosts::Wildcard,
    );
    assert!(of(&policy, "script-src-elem").contains("https://*.leantech.me"));
    assert_eq!(of(&policy, "style-src-attr"), "'none'");
    assert_eq!(policy.sources("style-src-elem"), None);
}

#[test]
fn a_nonce_is_let_in_where_scripts_are_judged() {
    let nonce = "AAAAAAAAAAAAAAAAAAAAAA==";
    let source = format!("'nonce-{nonce}'");
    let with = |site: &str| {
        let site: ContentSecurityPolicy = site.parse().unwrap();
        site.script_nonce(nonce).unwrap()
    };
    assert_eq!(
        of(&with("default-src 'none'"), "script-src"),
        source,
        "the fallback's 'none' gives way"
    );
    assert_eq!(of(&with("default-src 'none'"), "default-src"), "'none'");
    let narrower = with("script-src 'self'; script-src-elem 'self'");
    for directive in ["script-src", "script-src-elem"] {
        assert_eq!(of(&narrower, directive), format!("'self' {source}"));
    }
    assert!(with("").is_empty());
    let styled: ContentSecurityPolicy = "style-src 'self'".parse().unwrap();
    let styled = styled.style_nonce(nonce).unwrap();
    assert_eq!(of(&styled, "style-src"), format!("'self' {source}"));
    for bad in [
        "",
        "short",
        "AAAAAAAAAAAAAAAAAAAAA",
        "AAAAAAAAAAAAAAAAAAAAAA===",
        "AAAAAAAAAAAAAAAAAAAA'; script-src *",
    ] {
        let policy = ContentSecurityPolicy::new();
        assert_eq!(policy.script_nonce(bad), Err(CspError::Nonce), "{bad:?}");
    }
    // Nonces differ by the case of their letters.
    let other = with("script-src 'nonce-aaaaaaaaaaaaaaaaaaaaaa=='");
    assert_eq!(other.sources("script-src").map(<[String]>::len), Some(2));
}

#[test]
fn a_policy_is_read_as_browsers_read_it() {
    let text =
        " Script-Src 'self'  https://a.example/Path ;; upgrade-insecure-requests;\tscript-src *; ";
    let policy: ContentSecurityPolicy = text.parse().unwrap();
    assert_eq!(
        policy.to_string(),
        "script-src 'self' https://a.example/Path; upgrade-insecure-requests"
    );
    let read = str::parse::<ContentSecurityPolicy>;
    assert_eq!(
        read("default-src 'self', script-src 'self'"),
        Err(CspError::TwoPolicies)
    );
    assert_eq!(
        read("default-src https://é.example"),
        Err(CspError::Unreadable)
    );
    assert_eq!(read("default_src 'self'"), Err(CspError::Unreadable));
}

#[test]
fn addresses_are_leans_and_the_region_and_version_are_in_them() {
    let fixed: SdkVersion = "1.2.3-rc".parse().unwrap();
    let ksa = LinkSite::of(&Environment::KSA_PRODUCTION);
    assert_eq!(
        ksa.loader_url(&fixed),
        "https://cdn.leantech.me/link/loader/prod/sa/1.2.3-rc/lean-link-loader.min.js"
    );
    assert_eq!(
        ksa.bundle_url(&SdkVersion::Latest),
        "https://cdn.leantech.me/link/sdk/web/v2/prod/sa/latest/Lean.min.js"
    );
    let uae = LinkSite::of(&Environment::UAE_SANDBOX);
    assert_eq!(
        uae.hosted_page_url(&SdkVersion::Latest),
        "https://cdn.leantech.me/link/loader/prod/ae/latest/lean-sdk.html"
    );
    assert_eq!(ksa.in_region(UnitedArabEmirates), uae);
    for bad in ["", ".", "..", "a/b", "a?b", "1.0 ", "é", &"1".repeat(65)] {
        assert!(bad.parse::<SdkVersion>().is_err(), "{bad:?}");
    }
}

#[test]
fn with_an_emulator_everything_comes_from_it() {
    let emulator = Environment::emulator("http://127.0.0.1:8080/stem").unwrap();
    let site = LinkSite::of(&emulator);
    assert_eq!(
        site.loader_url(&SdkVersion::Latest),
        "http://127.0.0.1:8080/stem/link/loader/prod/sa/latest/lean-link-loader.min.js"
    );
    for hosts in [CspHosts::Exact, CspHosts::Wildcard] {
        let policy = site.content_security_policy(hosts);
        for directive in [
            "default-src",
            "frame-src",
            "script-src",
            "style-src",
            "connect-src",
            "img-src",
        ] {
            let sources = policy.sources(directive).unwrap();
            let origin = "http://127.0.0.1:8080".to_owned();
            assert!(sources.contains(&origin), "{directive}: {sources:?}");
        }
    }
}
