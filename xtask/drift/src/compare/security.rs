//! How a client shows who it is.

use std::collections::{BTreeMap, HashSet};

use serde_json::Value;

use crate::compare::operation::{Operation, operations};
use crate::compare::{Comparison, Context};
use crate::report::Side;
use crate::report::quoting::{list, quoted};
use xtask_openapi::effective::{Part, Tree};

/// One way in: schemes with their scopes.
type Way<'d> = Vec<(&'d str, Vec<&'d str>)>;

impl<'d> Comparison<'d> {
    pub(crate) fn security_of(&mut self, old: &Operation<'d>, new: &Operation<'d>) {
        let (one, mut other) = (ways(self.old, &old.part), ways(self.new, &new.part));
        // A scheme that was only renamed is called as before.
        let renamed = self.renamed_schemes();
        for (name, _) in other.iter_mut().flatten() {
            if let Some((before, _)) = renamed.iter().find(|(_, now)| now == name) {
                *name = before;
            }
        }
        for way in &mut other {
            way.sort_unstable();
        }
        other.sort_unstable();
        if one == other {
            return;
        }
        let context = Context::new(Side::Security, Some(new.call()));
        let places = (
            Some(old.part.pointer.as_str()),
            Some(new.part.pointer.as_str()),
        );
        let shut: Vec<&Way<'d>> = one
            .iter()
            .filter(|way| !other.iter().any(|wanted| opens(way, wanted)))
            .collect();
        if shut.is_empty() {
            let what = "fewer credentials are needed, or others are taken too".to_owned();
            self.found("security-loosened", &context, places.0, places.1, what);
            return;
        }
        let say = |ways: &[Way<'d>]| {
            let shown: Vec<String> = ways.iter().map(shown).collect();
            shown.join(" or ")
        };
        let what = format!(
            "the call needed {} and needs {} now",
            say(&one),
            say(&other)
        );
        self.found("security-tightened", &context, places.0, places.1, what);
    }

    /// The schemes that have another name now and say the same: the old name, the new one.
    fn renamed_schemes(&self) -> Vec<(&'d str, &'d str)> {
        let (one, other) = (schemes_of(self.old), schemes_of(self.new));
        let mut renamed: Vec<(&'d str, &'d str)> = Vec::new();
        for (name, scheme) in &one {
            if other.iter().any(|(known, _)| known == name) {
                continue;
            }
            let said = said_of(self.old, scheme);
            let twin = other.iter().find(|(known, twin)| {
                !one.iter().any(|(name, _)| name == known)
                    && !renamed.iter().any(|(_, taken)| taken == known)
                    && said_of(self.new, twin) == said
            });
            if let Some((known, _)) = twin {
                renamed.push((name, known));
            }
        }
        renamed
    }

    /// The schemes themselves.
    pub(crate) fn schemes(&mut self) {
        let (one, other) = (schemes_of(self.old), schemes_of(self.new));
        let renamed = self.renamed_schemes();
        let (used, used_now) = (used_schemes(self.old), used_schemes(self.new));
        let context = Context::new(Side::Security, None);
        for (name, scheme) in &one {
            if let Some((_, now)) = renamed.iter().find(|(before, _)| before == name) {
                let twin = other.iter().find(|(known, _)| known == now);
                let what = format!(
                    "the security scheme {} is called {} now",
                    quoted(name),
                    quoted(now)
                );
                self.found(
                    "rewritten",
                    &context,
                    Some(&scheme.pointer),
                    twin.map(|(_, twin)| twin.pointer.as_str()),
                    what,
                );
                continue;
            }
            let Some((_, twin)) = other.iter().find(|(known, _)| known == name) else {
                let what = format!("the security scheme {} is gone", quoted(name));
                self.found(
                    "security-scheme-removed",
                    &context,
                    Some(&scheme.pointer),
                    None,
                    what,
                );
                continue;
            };
            let (scheme, twin) = (
                self.old.follow(scheme.clone()),
                self.new.follow(twin.clone()),
            );
            let is_used = used.contains(name) && used_now.contains(name);
            self.scheme((name, is_used), &scheme, &twin, &context);
        }
        for (name, scheme) in &other {
            let is_renamed = renamed.iter().any(|(_, now)| now == name);
            if !is_renamed && !one.iter().any(|(known, _)| known == name) {
                let what = format!("the security scheme {} is new", quoted(name));
                self.found(
                    "security-scheme-added",
                    &context,
                    None,
                    Some(&scheme.pointer),
                    what,
                );
            }
        }
    }

    fn scheme(
        &mut self,
        (name, is_used): (&str, bool),
        old: &Part<'d>,
        new: &Part<'d>,
        context: &Context,
    ) {
        let changed = if is_used {
            "security-scheme-changed"
        } else {
            "unused-scheme-changed"
        };
        let places = (Some(old.pointer.as_str()), Some(new.pointer.as_str()));
        for key in ["type", "in", "name", "scheme", "openIdConnectUrl"] {
            let text = |part: &Part<'d>| {
                let text = part.text(key).unwrap_or_default().to_owned();
                // Words of HTTP have no case.
                let is_header = key == "name" && part.text("in") == Some("header");
                let has_case = key != "scheme" && !is_header;
                if has_case {
                    text
                } else {
                    text.to_ascii_lowercase()
                }
            };
            let (one, other) = (text(old), text(new));
            if one != other {
                let what = format!(
                    "{} of the security scheme {} was {} and is {} now",
                    quoted(key),
                    quoted(name),
                    quoted(&one),
                    quoted(&other)
                );
                self.found(changed, context, places.0, places.1, what);
            }
        }
        let flows = |part: &Part<'d>| part.child("flows").unwrap_or_else(|| part.clone());
        let (one, other) = (flows(old), flows(new));
        for flow in [
            "implicit",
            "password",
            "clientCredentials",
            "authorizationCode",
        ] {
            let what = match (one.child(flow), other.child(flow)) {
                (None, None) => continue,
                (Some(one), Some(other)) => {
                    self.flow(name, flow, &one, &other, context);
                    continue;
                }
                (Some(_), None) => format!("the flow {} of {} is gone", quoted(flow), quoted(name)),
                (None, Some(_)) => {
                    let what = format!("the flow {} of {} is new", quoted(flow), quoted(name));
                    self.found("security-scheme-added", context, places.0, places.1, what);
                    continue;
                }
            };
            self.found(changed, context, places.0, places.1, what);
        }
    }

    fn flow(&mut self, name: &str, flow: &str, old: &Part<'d>, new: &Part<'d>, context: &Context) {
        let places = (Some(old.pointer.as_str()), Some(new.pointer.as_str()));
        let used: &[&str] = match flow {
            "implicit" => &["authorizationUrl"],
            "authorizationCode" => &["authorizationUrl", "tokenUrl", "refreshUrl"],
            _ => &["tokenUrl", "refreshUrl"],
        };
        for key in ["authorizationUrl", "tokenUrl", "refreshUrl"] {
            let (one, other) = (old.text(key), new.text(key));
            if one == other {
                continue;
            }
            let kind = if used.contains(&key) && !(key == "refreshUrl" && one.is_none()) {
                "token-url-changed"
            } else {
                "rewritten"
            };
            let say = |url: Option<&str>| url.map_or("none".to_owned(), quoted);
            let what = format!(
                "{} of {} was {} and is {} now",
                quoted(key),
                quoted(name),
                say(one),
                say(other)
            );
            self.found(kind, context, places.0, places.1, what);
        }
        let scopes = |part: &Part<'d>| -> Vec<&'d str> {
            part.members("scopes")
                .into_iter()
                .map(|(scope, _)| scope)
                .collect()
        };
        let (one, other) = (scopes(old), scopes(new));
        let changed: Vec<&str> = one
            .iter()
            .filter(|scope| !other.contains(scope))
            .chain(other.iter().filter(|scope| !one.contains(scope)))
            .copied()
            .collect();
        if !changed.is_empty() {
            let what = format!(
                "the scopes of {} have changed ({})",
                quoted(name),
                list(changed)
            );
            self.found("scope-of-scheme-changed", context, places.0, places.1, what);
        }
    }
}

/// The schemes of a document.
fn schemes_of(tree: Tree<'_>) -> Vec<(&str, Part<'_>)> {
    let components = tree.whole().child("components");
    let schemes = components.map(|components| components.members("securitySchemes"));
    schemes.unwrap_or_default()
}

/// What a scheme says to a client, without words for people.
fn said_of<'d>(tree: Tree<'d>, scheme: &Part<'d>) -> BTreeMap<&'d str, &'d Value> {
    let fields = tree.follow(scheme.clone()).members_of();
    fields
        .into_iter()
        .filter(|(name, _)| {
            !matches!(*name, "description" | "bearerFormat") && !name.starts_with("x-")
        })
        .collect()
}

/// The schemes that some call needs.
fn used_schemes(tree: Tree<'_>) -> HashSet<&str> {
    let all = operations(tree, &tree.whole(), "paths");
    let ways = all.iter().flat_map(|operation| ways(tree, &operation.part));
    ways.flatten().map(|(scheme, _)| scheme).collect()
}

/// The ways into an operation; one that needs nothing, when nothing is said.
fn ways<'d>(tree: Tree<'d>, operation: &Part<'d>) -> Vec<Way<'d>> {
    let said = operation
        .value
        .get("security")
        .or_else(|| tree.root.get("security"))
        .and_then(Value::as_array);
    let mut ways: Vec<Way<'d>> = said
        .into_iter()
        .flatten()
        .filter_map(Value::as_object)
        .map(|requirement| {
            let mut way: Way<'d> = requirement
                .iter()
                .map(|(scheme, scopes)| {
                    let scopes = scopes.as_array().into_iter().flatten();
                    let mut scopes: Vec<&str> = scopes.filter_map(Value::as_str).collect();
                    scopes.sort_unstable();
                    (scheme.as_str(), scopes)
                })
                .collect();
            way.sort_unstable();
            way
        })
        .collect();
    if ways.is_empty() {
        ways.push(Vec::new());
    }
    ways.sort_unstable();
    ways.dedup();
    ways
}

/// Whether who has `way` also gets in where `wanted` is asked for.
fn opens(way: &Way<'_>, wanted: &Way<'_>) -> bool {
    wanted.iter().all(|(scheme, scopes)| {
        way.iter()
            .any(|(known, has)| known == scheme && scopes.iter().all(|scope| has.contains(scope)))
    })
}

fn shown(way: &Way<'_>) -> String {
    if way.is_empty() {
        return "nothing".to_owned();
    }
    let parts: Vec<String> = way
        .iter()
        .map(|(scheme, scopes)| {
            if scopes.is_empty() {
                quoted(scheme)
            } else {
                format!("{} with {}", quoted(scheme), list(scopes.iter().copied()))
            }
        })
        .collect();
    parts.join(" and ")
}
