//! The types of a generated crate, and how they are made and shown.

use std::fmt::Write as _;

use super::code::{Imports, docs, formatted, ident};
use crate::generate::{Client, Types};

/// The declarations.
pub(super) fn declarations(client: &Client) -> String {
    let types = &client.types;
    let mut imports = Imports::besides(names(types));
    if !types.structs.is_empty() {
        imports.add("serde", "Deserialize");
        imports.add("serde", "Serialize");
    }
    let mut sorted: Vec<String> = names(types).collect();
    sorted.sort_unstable();
    let mut code = String::new();
    for name in sorted {
        code.push('\n');
        if let Some(found) = types.structs.get(&name) {
            code.push_str(&docs(&found.docs, ""));
            let _ = writeln!(code, "#[derive({})]", found.derives.join(", "));
            code.push_str("#[cfg_attr(feature = \"schemars\", derive(schemars::JsonSchema))]\n");
            let _ = writeln!(code, "#[non_exhaustive]\npub struct {name} {{");
            for field in &found.fields {
                code.push_str(&docs(&field.docs, "    "));
                let mut told = Vec::new();
                if field.wire != field.name {
                    told.push(format!("rename = {:?}", field.wire));
                }
                if field.skips_none {
                    told.push("skip_serializing_if = \"Option::is_none\"".to_owned());
                }
                if !told.is_empty() {
                    let _ = writeln!(code, "    #[serde({})]", told.join(", "));
                }
                let kind = imports.short(&field.kind);
                let _ = writeln!(code, "    pub {}: {kind},", ident(&field.name));
            }
            code.push_str("}\n");
        }
        if let Some(found) = types.enums.get(&name) {
            let kind = if found.is_open { "open" } else { "closed" };
            let _ = writeln!(code, "leantech_core::{kind}_enum! {{");
            code.push_str(&docs(&found.docs, "    "));
            let _ = writeln!(code, "    pub enum {name} {{");
            for (variant, value) in &found.variants {
                let _ = writeln!(code, "        {variant} = {value:?},");
            }
            code.push_str("    }\n}\n");
        }
        if let Some(found) = types.texts.get(&name) {
            let (least, most) = found.bounds;
            code.push_str("leantech_core::bounded_text! {\n");
            code.push_str(&docs(&found.docs, "    "));
            let _ = writeln!(
                code,
                "    pub struct {name}({}..={});\n}}",
                least.unwrap_or(0),
                most.map_or_else(|| "usize::MAX".to_owned(), |most| most.to_string()),
            );
        }
    }
    format!(
        "//! What the calls take and give.\n\n{}{code}",
        imports.lines()
    )
}

/// How values are made, and shown where something is hidden.
pub(super) fn constructors(client: &Client) -> String {
    let types = &client.types;
    let mut imports = Imports::besides(names(types));
    let mut code = String::new();
    if !types.structs.is_empty() {
        code.push_str("\nleantech_core::setters! {\n");
        for (name, found) in &types.structs {
            let _ = writeln!(code, "    {name} {{");
            let (mut required, mut fixed, mut optional) = (Vec::new(), Vec::new(), String::new());
            for field in &found.fields {
                let (kind, name) = (imports.short(field.inner()), ident(&field.name));
                match (&field.initial, field.is_optional()) {
                    (None, false) => required.push(format!("{name}: {kind}")),
                    (Some(initial), false) => fixed.push(format!("{name}: {kind} = {initial}")),
                    (None, true) => {
                        let _ = writeln!(optional, "        {name}: {kind},");
                    }
                    (Some(initial), true) => {
                        let _ = writeln!(optional, "        {name}: {kind} = {initial},");
                    }
                }
            }
            let mut new = required.join(", ");
            if !fixed.is_empty() {
                let _ = write!(new, "; {}", fixed.join(", "));
            }
            let _ = write!(code, "        new({new}),\n{optional}    }}\n");
        }
        code.push_str("}\n");
    }
    for (name, found) in &types.structs {
        let of = |hidden: bool| {
            let fields = found.fields.iter().filter(|field| field.hidden == hidden);
            let names: Vec<String> = fields.map(|field| ident(&field.name)).collect();
            names.join(", ")
        };
        let hidden = of(true);
        if !hidden.is_empty() {
            let _ = writeln!(
                code,
                "leantech_core::redacted_debug!({name} {{ {} }} hides {{ {hidden} }});",
                of(false)
            );
        }
    }
    format!(
        "//! How the types are made, and which of their fields `Debug` hides.\n\nuse super::types::*;\n{}{code}",
        imports.lines()
    )
}

/// How results and pages are looked at; `None` where the client has neither.
pub(super) fn answers(client: &Client) -> Option<String> {
    if client.answers.is_empty() {
        return None;
    }
    let mut imports = Imports::besides(names(&client.types));
    let mut file = syn::File {
        shebang: None,
        attrs: Vec::new(),
        items: client.answers.iter().cloned().map(Into::into).collect(),
    };
    imports.shorten(&mut file);
    let code = formatted(&prettyplease::unparse(&file));
    for (module, names) in [
        (
            "leantech_core",
            ["Envelope", "Error", "ResultsId", "EitherForm"].as_slice(),
        ),
        ("leantech_core::paging", &["PagedAnswer", "PageInfo"]),
    ] {
        for name in names.iter().filter(|name| mentions(&code, name)) {
            imports.add(module, name);
        }
    }
    Some(format!(
        "//! Which results are good, and what a page says of itself.\n\n{}use super::types::*;\n\n{code}",
        imports.lines()
    ))
}

pub(super) fn mentions(code: &str, name: &str) -> bool {
    code.split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .any(|word| word == name)
}

fn names(types: &Types) -> impl Iterator<Item = String> {
    let names = types
        .structs
        .keys()
        .chain(types.enums.keys())
        .chain(types.texts.keys());
    names.cloned().collect::<Vec<_>>().into_iter()
}
