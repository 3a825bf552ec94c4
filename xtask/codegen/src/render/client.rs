//! The client of a generated crate, which begins the calls.

use std::fmt::Write as _;

use super::calls::method;
use super::code::{Imports, docs, formatted, ident};
use super::types::mentions;
use super::{Origin, example};
use crate::generate::{Call, Client};
use crate::shape::Shaped;

/// The client.
pub(super) fn client(origin: &Origin, shaped: &Shaped, client: &Client) -> String {
    let facts = &shaped.facts;
    let mut imports = Imports::besides([]);
    imports.add("leantech_core", "Session");
    imports.add("leantech_core::codegen", "Call");
    imports.add("super", "operations");
    imports.add("super", "calls");
    let mut code = docs(
        &format!("Client of {}.\n\n{}", facts.title, facts.description),
        "",
    );
    code.push_str(
        "#[derive(Clone, Debug)]\npub struct Client {\n    session: Session,\n}\nimpl Client {\n\
         /// Makes a client that sends its calls through `session`.\n\
         pub fn new(session: Session) -> Self {\nSelf { session }\n}\n\
         /// The session through which the calls go.\n\
         pub fn session(&self) -> &Session {\n&self.session\n}\n",
    );
    for call in &client.calls {
        let operation = &call.facts;
        code.push_str(&docs(&method_docs(origin, call, client), ""));
        let mut arguments = String::new();
        let mut steps = String::new();
        for argument in &call.arguments {
            let kind = imports.short(&argument.kind);
            imports.add("std::fmt", "Display");
            let name = ident(&argument.name);
            let _ = write!(arguments, ", {name}: impl TryInto<{kind}, Error: Display>");
            let _ = write!(steps, ".path::<{kind}>({:?}, {name})", argument.wire);
        }
        for setter in &call.setters {
            let Some(initial) = &setter.initial else {
                continue;
            };
            let kind = imports.short(&setter.kind);
            let method = method(setter.place);
            let _ = write!(steps, ".{method}::<{kind}>({:?}, {initial})", setter.wire);
        }
        let _ = write!(
            code,
            "pub fn {}(&self{arguments}) -> calls::{builder} {{\n\
             let call = Call::new(&self.session, &operations::{}){steps};\ncalls::{builder} {{ call }}\n}}\n",
            operation.rust_name,
            operation.constant,
            builder = operation.builder,
        );
    }
    code.push_str("}\n");
    let code = formatted(&code);
    if mentions(
        &code
            .lines()
            .filter(|line| !line.trim().starts_with("///"))
            .collect::<String>(),
        "types",
    ) {
        imports.add("super", "types");
    }
    format!(
        "//! The client, which begins the calls.\n\n{}\n{code}",
        imports.lines()
    )
}

/// What a call is, its arguments, an example, where it is from.
fn method_docs(origin: &Origin, call: &Call, client: &Client) -> String {
    let operation = &call.facts;
    let text = format!("{}\n\n{}", operation.summary, operation.description);
    // The source stays last.
    let (facts, source) = match text.trim().rsplit_once("\n\nSource:") {
        Some((facts, source)) => (facts, format!("Source:{source}")),
        None => (text.trim(), String::new()),
    };
    let arguments = call.arguments.iter();
    let arguments: Vec<String> = arguments
        .map(|argument| format!("- `{}`: {}", argument.name, below(&argument.docs)))
        .collect();
    let example = example::documented(origin, call, client).unwrap_or_default();
    let wire = format!(
        "`{} {}`, in Lean's documents `{}`.",
        operation.method, operation.path, operation.id
    );
    [facts, &arguments.join("\n"), &example, &source, &wire]
        .into_iter()
        .filter(|paragraph| !paragraph.is_empty())
        .collect::<Vec<_>>()
        .join("\n\n")
}

/// A text as an item of a list: its further lines stand below the first.
fn below(text: &str) -> String {
    let lines: Vec<String> = text.lines().map(|line| format!("  {line}")).collect();
    lines.join("\n").trim_start().to_owned()
}
