//! A YAML node that knows its place, and how it becomes a JSON value.

use std::collections::HashMap;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};
use serde_saphyr::Spanned;

use super::lines::{Lines, known};
use crate::pointer;
use crate::problem::{Problem, Problems};

/// A node as the YAML reader hands it over.
#[derive(Debug)]
pub(super) enum Node {
    Null,
    Bool(bool),
    Whole(Number),
    Fraction(f64),
    TooBig(String),
    Text(String),
    List(Vec<Spanned<Node>>),
    Mapping(Vec<(Spanned<String>, Spanned<Node>)>),
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_none<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
        Ok(Node::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Node, E> {
        Ok(Node::Whole(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Node, E> {
        Ok(Node::Whole(value.into()))
    }

    fn visit_i128<E>(self, value: i128) -> Result<Node, E> {
        Ok(Node::TooBig(value.to_string()))
    }

    fn visit_u128<E>(self, value: u128) -> Result<Node, E> {
        Ok(Node::TooBig(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Node, E> {
        Ok(Node::Fraction(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Node, E> {
        Ok(Node::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Node, E> {
        Ok(Node::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Node, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Node::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Node, A::Error> {
        let mut mapping = Vec::new();
        while let Some(member) = members.next_entry()? {
            mapping.push(member);
        }
        Ok(Node::Mapping(mapping))
    }
}

/// Makes the JSON value and the lines of a document from its nodes.
#[derive(Debug)]
pub(super) struct Builder<'t> {
    text: &'t str,
    name: &'t str,
    path: Vec<String>,
    pub(super) problems: Problems,
}

impl<'t> Builder<'t> {
    pub(super) fn new(text: &'t str, name: &'t str) -> Self {
        Self {
            text,
            name,
            path: Vec::new(),
            problems: Problems::new(),
        }
    }

    pub(super) fn build(&mut self, node: Spanned<Node>) -> (Value, Lines) {
        let line = known(node.referenced.line());
        let value = match node.value {
            Node::Null => Value::Null,
            Node::Bool(value) => Value::Bool(value),
            Node::Whole(number) => Value::Number(number),
            Node::Fraction(number) => {
                let span = node.defined.span();
                let written = span
                    .byte_offset()
                    .zip(span.byte_len())
                    .and_then(|(start, length)| slice(self.text, start, length));
                self.fraction(number, written, line)
            }
            Node::TooBig(digits) => {
                self.inexact(&digits, line);
                Value::Null
            }
            Node::Text(text) => Value::String(text),
            Node::List(items) => return self.list(items, line),
            Node::Mapping(members) => return self.mapping(members, line),
        };
        (value, Lines::leaf(line))
    }

    fn list(&mut self, items: Vec<Spanned<Node>>, line: Option<usize>) -> (Value, Lines) {
        let mut values = Vec::with_capacity(items.len());
        let mut lines = Vec::with_capacity(items.len());
        for (index, item) in items.into_iter().enumerate() {
            self.path.push(index.to_string());
            let (value, below) = self.build(item);
            self.path.pop();
            values.push(value);
            lines.push(below);
        }
        (Value::Array(values), Lines::list(line, lines))
    }

    fn mapping(
        &mut self,
        members: Vec<(Spanned<String>, Spanned<Node>)>,
        line: Option<usize>,
    ) -> (Value, Lines) {
        let mut values = Map::new();
        let mut lines: HashMap<String, Lines> = HashMap::with_capacity(members.len());
        for (key, member) in members {
            let key_line = known(key.referenced.line());
            self.path.push(key.value.clone());
            if let Some(first) = lines.get(&key.value) {
                let first = first
                    .of("")
                    .map_or(String::new(), |line| format!(" in line {line}"));
                self.problem(
                    key_line,
                    format!("the key `{}` is here a second time", key.value),
                    format!("only one of the two can apply, the first is{first}"),
                    "leave one of them",
                );
            }
            let (value, below) = self.build(member);
            self.path.pop();
            values.insert(key.value.clone(), value);
            lines.insert(key.value, below.starting(key_line));
        }
        (Value::Object(values), Lines::mapping(line, lines))
    }

    fn fraction(&mut self, number: f64, written: Option<&str>, line: Option<usize>) -> Value {
        let exact = written.is_none_or(|text| digits(text) == digits(&number.to_string()));
        match Number::from_f64(number) {
            Some(number) if exact => Value::Number(number),
            _ => {
                let written = written.map_or_else(|| number.to_string(), str::to_owned);
                self.inexact(&written, line);
                Value::Null
            }
        }
    }

    fn inexact(&mut self, written: &str, line: Option<usize>) {
        self.problem(
            line,
            format!("the number {written} has more digits than a reader can keep"),
            "it would be rounded without a message",
            "write it in quotation marks",
        );
    }

    fn problem(
        &mut self,
        line: Option<usize>,
        what: impl Into<String>,
        why: impl Into<String>,
        mend: impl Into<String>,
    ) {
        let problem = Problem::new(self.name, what, why, mend)
            .at(pointer::join(&self.path))
            .line(line);
        self.problems.push(problem);
    }
}

fn slice(text: &str, start: u64, length: u64) -> Option<&str> {
    let start = usize::try_from(start).ok()?;
    let end = start.checked_add(usize::try_from(length).ok()?)?;
    text.get(start..end)
}

/// The digits that count, without sign, point, exponent and the zeros around them.
fn digits(number: &str) -> String {
    let mantissa = number.split(['e', 'E']).next().unwrap_or_default();
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    digits.trim_matches('0').to_owned()
}
