//! The comparison of two documents, operation by operation.

pub(crate) mod annotation;
pub(crate) mod body;
pub(crate) mod discriminator;
pub(crate) mod fields;
pub(crate) mod finding;
pub(crate) mod keyword;
pub(crate) mod limit;
pub(crate) mod link;
pub(crate) mod meaning;
pub(crate) mod operation;
pub(crate) mod parameter;
pub(crate) mod reading;
pub(crate) mod rest;
pub(crate) mod schema;
pub(crate) mod security;
pub(crate) mod server;
pub(crate) mod sets;
pub(crate) mod union;
pub(crate) mod users;

use std::collections::{HashMap, HashSet, VecDeque};

use crate::compare::finding::{Call, Finding};
use crate::compare::meaning::{MOST_HOPS, Meanings};
use crate::compare::reading::read;
use crate::compare::sets::Sets;
use crate::compare::users::{User, Users};
use crate::report::Side;
use crate::rules::{Judge, rule};
use crate::surface::rust::RustNames;
use serde_json::Value;
use xtask_openapi::effective::{Part, Schema, Tree};
use xtask_openapi::place::{Kind, walk_part};
use xtask_openapi::pointer;

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
    /// The compared pair of schemas that this is a part of.
    pub(super) pair: Option<usize>,
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
            pair: None,
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

/// The key under which a pair of schemas is compared once: both homes, and all that decides how
/// they are read.
type Seen = (String, String, bool, bool, bool, Option<(bool, bool)>);

/// The key under which a difference is noted once: kind, side, both places, words.
type Said = (
    &'static str,
    Side,
    bool,
    Option<String>,
    Option<String>,
    String,
);

/// One run over two documents.
#[derive(Debug)]
pub(super) struct Comparison<'d> {
    pub(super) old: Tree<'d>,
    pub(super) new: Tree<'d>,
    pub(super) judge: Judge,
    /// What a name of the document is called in Rust.
    pub(super) names: &'d dyn RustNames,
    pub(super) findings: Vec<Finding>,
    /// Where among the findings each difference stands.
    said: HashMap<Said, usize>,
    pub(super) seen: HashMap<Seen, usize>,
    /// Which calls lead to which pair of schemas.
    pub(super) users: Users,
    pub(super) waiting: VecDeque<Pair<'d>>,
    /// The places of the schemas that were compared with each other.
    pub(super) pairs: Vec<(String, String)>,
    /// The objects of both documents whose every keyword was compared.
    pub(super) judged: HashSet<String>,
    pub(super) meanings: [Meanings; 2],
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
            said: HashMap::new(),
            seen: HashMap::new(),
            users: Users::default(),
            waiting: VecDeque::new(),
            pairs: Vec::new(),
            judged: HashSet::new(),
            meanings: [Meanings::default(), Meanings::default()],
        }
    }

    /// Reads a schema of the old document.
    pub(super) fn read_old(&self, parts: &[Part<'d>]) -> Schema<'d> {
        read(self.old, parts, self.judge)
    }

    /// Reads a schema of the new document.
    pub(super) fn read_new(&self, parts: &[Part<'d>]) -> Schema<'d> {
        read(self.new, parts, self.judge)
    }

    /// Whether every value of the old schema surely is one of the new one.
    pub(super) fn is_widened(&mut self, old: &Schema<'d>, new: &Schema<'d>) -> bool {
        let [one, other] = &mut self.meanings;
        Sets::new(self.judge, one, other).within((old, self.old), (new, self.new))
    }

    /// Whether every value of the new schema surely is one of the old one.
    pub(super) fn is_narrowed(&mut self, old: &Schema<'d>, new: &Schema<'d>) -> bool {
        let [one, other] = &mut self.meanings;
        Sets::new(self.judge, other, one).within((new, self.new), (old, self.old))
    }

    /// The meaning of a schema of the old document.
    pub(super) fn meaning_of_old(&mut self, part: &Part<'d>) -> u64 {
        let [meanings, _] = &mut self.meanings;
        meanings.of(self.old, part)
    }

    /// The meaning of a schema of the new document.
    pub(super) fn meaning_of_new(&mut self, part: &Part<'d>) -> u64 {
        let [_, meanings] = &mut self.meanings;
        meanings.of(self.new, part)
    }

    /// Notes that everything a meaning is made of was compared.
    pub(super) fn judge_below(&mut self, tree: Tree<'d>, part: &Part<'d>) {
        let mut seen: HashSet<String> = HashSet::new();
        let mut level = vec![part.clone()];
        for _ in 0..=MOST_HOPS {
            let mut next = Vec::new();
            for part in level {
                walk_part(Kind::Schema, &part.pointer, part.value, &mut |spot| {
                    self.judged.insert(spot.pointer.to_owned());
                    let target = spot.value.get("$ref").and_then(Value::as_str);
                    if let Some(pointer) = target.and_then(pointer::from_fragment)
                        && seen.insert(pointer.clone())
                        && let Some(value) = tree.root.pointer(&pointer)
                    {
                        next.push(Part { value, pointer });
                    }
                    true
                });
            }
            level = next;
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
            context.received,
            old.clone(),
            new.clone(),
            what.clone(),
        );
        let user = User {
            pair: context.pair,
            call: context.call.as_ref().map(|call| call.name.clone()),
        };
        if let Some(known) = self.said.get(&key) {
            if let Some(finding) = self.findings.get_mut(*known) {
                // What binds somebody in one place is not muted by another.
                if finding.muted && !context.muted {
                    finding.muted = false;
                    finding.call.clone_from(&context.call);
                }
                if !finding.users.contains(&user) {
                    finding.users.push(user);
                }
            }
            return;
        }
        self.said.insert(key, self.findings.len());
        self.findings.push(Finding {
            rule,
            side: context.side,
            received: context.received,
            muted: context.muted,
            call: context.call.clone(),
            owner: context.owner.clone(),
            users: vec![user],
            old,
            new,
            what,
        });
    }
}
