//! The comparison of two documents, operation by operation.

pub(crate) mod annotation;
pub(crate) mod body;
pub(crate) mod fields;
pub(crate) mod finding;
pub(crate) mod limit;
pub(crate) mod link;
pub(crate) mod operation;
pub(crate) mod parameter;
pub(crate) mod rest;
pub(crate) mod schema;
pub(crate) mod security;
pub(crate) mod server;
pub(crate) mod union;

use std::collections::{HashSet, VecDeque};

use crate::compare::finding::{Call, Finding};
use crate::report::Side;
use crate::rules::{Judge, rule};
use crate::surface::rust::RustNames;
use xtask_openapi::effective::{Part, Tree};

/// Where in the conversation two schemas stand.
#[derive(Debug, Clone)]
pub(super) struct Context {
    pub(super) side: Side,
    pub(super) received: bool,
    /// Nothing here is generated, or binds anybody.
    pub(super) muted: bool,
    pub(super) call: Option<Call>,
    /// Whether the field was and is required; only where that and null are one question.
    pub(super) field: Option<(bool, bool)>,
    /// The value is written as plain text: in an address, a header or a form.
    pub(super) as_text: bool,
    /// The name of the field or parameter, for messages.
    pub(super) name: String,
    /// The schemas whose member this is, or is in.
    pub(super) owner: Option<Owner>,
}

/// A member and the schema that holds it, old and new.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Owner {
    pub(super) old: String,
    pub(super) new: String,
    pub(super) wire: String,
}

impl Context {
    pub(super) fn new(side: Side, call: Option<Call>) -> Self {
        Self {
            side,
            received: side == Side::Response,
            muted: false,
            call,
            field: None,
            as_text: false,
            name: String::new(),
            owner: None,
        }
    }

    /// The same for a field of two schemas.
    pub(super) fn member_of(&self, old: &str, new: &str, wire: &str) -> Self {
        Self {
            owner: Some(Owner {
                old: old.to_owned(),
                new: new.to_owned(),
                wire: wire.to_owned(),
            }),
            ..self.member(wire)
        }
    }

    /// The same for a part of the schema.
    pub(super) fn member(&self, name: &str) -> Self {
        Self {
            field: None,
            name: name.to_owned(),
            ..self.clone()
        }
    }

    /// What stands here, in a reader's words.
    pub(super) fn place(&self, pointer: &str) -> String {
        match self.name.as_str() {
            "" => holder(pointer),
            "[]" => format!("an item of {}", holder(parent(pointer))),
            "*" => format!("an unnamed member of {}", holder(parent(pointer))),
            name => crate::report::quoting::quoted(name),
        }
    }

    /// The schema that holds something, in a reader's words.
    #[expect(clippy::unused_self, reason = "reads like its sibling")]
    pub(super) fn holder(&self, pointer: &str) -> String {
        holder(pointer)
    }
}

fn holder(pointer: &str) -> String {
    pointer
        .strip_prefix("/components/schemas/")
        .and_then(|rest| rest.split('/').next())
        .map_or_else(|| "the value".to_owned(), crate::report::quoting::quoted)
}

fn parent(pointer: &str) -> &str {
    pointer
        .rsplit_once('/')
        .map_or(pointer, |(parent, _)| parent)
}

/// Two schemas that wait to be compared.
type Pair<'d> = (Vec<Part<'d>>, Vec<Part<'d>>, Context);

/// The key under which a pair of schemas is compared once.
type Seen = (String, String, bool, bool, Option<(bool, bool)>);

/// The key under which a difference is noted once: kind, side, both places, words.
type Said = (&'static str, Side, Option<String>, Option<String>, String);

/// One run over two documents.
#[derive(Debug)]
pub(super) struct Comparison<'d> {
    pub(super) old: Tree<'d>,
    pub(super) new: Tree<'d>,
    pub(super) judge: Judge,
    /// What a name of the document is called in Rust.
    pub(super) names: &'d dyn RustNames,
    pub(super) findings: Vec<Finding>,
    said: HashSet<Said>,
    pub(super) seen: HashSet<Seen>,
    pub(super) waiting: VecDeque<Pair<'d>>,
    /// The places of the schemas that were compared with each other.
    pub(super) pairs: Vec<(String, String)>,
}

impl<'d> Comparison<'d> {
    pub(super) fn new(
        old: Tree<'d>,
        new: Tree<'d>,
        judge: Judge,
        names: &'d dyn RustNames,
    ) -> Self {
        Self {
            old,
            new,
            judge,
            names,
            findings: Vec::new(),
            said: HashSet::new(),
            seen: HashSet::new(),
            waiting: VecDeque::new(),
            pairs: Vec::new(),
        }
    }

    /// Whether a crate is generated from the documents.
    pub(super) fn is_ours(&self) -> bool {
        self.judge == Judge::Crate
    }

    /// Puts two schemas on the list of what is to be compared.
    pub(super) fn wait(&mut self, old: Vec<Part<'d>>, new: Vec<Part<'d>>, context: Context) {
        self.waiting.push_back((old, new, context));
    }

    /// Notes a difference, once for a place and a side.
    pub(super) fn found(
        &mut self,
        kind: &str,
        context: &Context,
        old: Option<&str>,
        new: Option<&str>,
        what: String,
    ) {
        let rule = rule(kind);
        let (old, new) = (old.map(str::to_owned), new.map(str::to_owned));
        let key = (
            rule.kind,
            context.side,
            old.clone(),
            new.clone(),
            what.clone(),
        );
        if !self.said.insert(key) {
            return;
        }
        self.findings.push(Finding {
            rule,
            side: context.side,
            received: context.received,
            muted: context.muted,
            call: context.call.clone(),
            owner: context.owner.clone(),
            old,
            new,
            what,
        });
    }
}
