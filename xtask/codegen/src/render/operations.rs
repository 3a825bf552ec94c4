//! The table of operations of a generated crate.

use std::fmt::Write as _;

use super::Origin;
use super::code::formatted;
use crate::generate::Client;

/// The table of operations.
pub(super) fn operations(origin: &Origin, client: &Client) -> String {
    let mut code = String::new();
    let mut all = String::new();
    for call in &client.calls {
        let facts = &call.facts;
        let own = [origin.region().to_owned()];
        let regions: &[String] = if facts.regions.is_empty() {
            &own
        } else {
            &facts.regions
        };
        let regions: Vec<String> = regions
            .iter()
            .map(|code| format!("Region::{}", region(code)))
            .collect();
        let mut steps = format!(".with_regions(&[{}])", regions.join(", "));
        let required = call.setters.iter().filter(|setter| setter.is_required);
        let mut required: Vec<String> = required
            .map(|setter| format!("{:?}", setter.wire))
            .collect();
        if call.body.is_some() && !call.has_fields {
            required.push("\"body\"".to_owned());
        }
        if !required.is_empty() {
            let _ = write!(steps, ".with_required(&[{}])", required.join(", "));
        }
        if call.body.is_some() {
            steps.push_str(if facts.is_form {
                ".with_form()"
            } else {
                ".with_body()"
            });
        }
        if !facts.ksa_scopes.is_empty() {
            let scopes = facts.ksa_scopes.iter();
            let scopes: Vec<String> = scopes.map(|codes| format!("&{codes:?}")).collect();
            let _ = write!(steps, ".with_ksa_scopes(&[{}])", scopes.join(", "));
        }
        if facts.only_reads {
            steps.push_str(".that_only_reads()");
        }
        let _ = write!(
            code,
            "/// `{method} {path}`, called by [`Client::{name}`](super::Client::{name}).\n\
             pub const {constant}: Operation = Operation::new({id:?}, {area:?}, {method:?}, {path:?}){steps};\n",
            method = facts.method,
            path = facts.path,
            name = facts.rust_name,
            constant = facts.constant,
            id = facts.id,
            area = facts.area,
        );
        let _ = write!(all, "&{}, ", facts.constant);
    }
    let _ = write!(
        code,
        "/// Every operation, in the order of Lean's document.\npub const ALL: &[&Operation] = &[{all}];\n"
    );
    format!(
        "//! What each call of the client sends, without its values.\n\nuse leantech_core::{{Operation, Region}};\n\n{}",
        formatted(&code)
    )
}

fn region(code: &str) -> &'static str {
    match code {
        "ae" => "UnitedArabEmirates",
        _ => "SaudiArabia",
    }
}
