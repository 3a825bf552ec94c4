//! JSON with the text of every number kept, and the comparison of two such values.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

/// A JSON value. Numbers are the literals of the text, members stand as often as they were written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Exact {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// The literal.
    Number(String),
    /// The text, without its escapes.
    Text(String),
    /// The items.
    List(Vec<Exact>),
    /// The members in their order.
    Object(Vec<(String, Exact)>),
}

/// One step into a value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// To a member of a struct.
    Member(String),
    /// To a member of a map, whose name may be anything.
    Key(String),
    /// To an item.
    Item(usize),
}

/// The way from the whole to a part of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Way(pub Vec<Step>);

impl Way {
    /// The way one step further.
    #[must_use]
    pub fn then(&self, step: Step) -> Self {
        let mut steps = self.0.clone();
        steps.push(step);
        Self(steps)
    }

    /// The way with every item and every key of a map alike.
    pub fn any_item(&self) -> String {
        let mut text = String::new();
        for step in &self.0 {
            match step {
                Step::Member(name) if text.is_empty() => text.push_str(name),
                Step::Member(name) => text.extend([".", name]),
                Step::Key(_) => text.push_str("{}"),
                Step::Item(_) => text.push_str("[]"),
            }
        }
        text
    }
}

/// Written as the run time writes it in errors: `data.accounts[0].status`.
impl fmt::Display for Way {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str(".");
        }
        for (index, step) in self.0.iter().enumerate() {
            match step {
                Step::Item(item) => write!(f, "[{item}]")?,
                Step::Member(name) | Step::Key(name) if index == 0 => f.write_str(name)?,
                Step::Member(name) | Step::Key(name) => write!(f, ".{name}")?,
            }
        }
        Ok(())
    }
}

impl Exact {
    /// Reads a text.
    ///
    /// # Errors
    ///
    /// Fails when it is no JSON.
    pub fn parse(text: &[u8]) -> Result<Self, serde_json::Error> {
        serde_json::from_slice::<&RawValue>(text).and_then(Self::of)
    }

    fn of(raw: &RawValue) -> Result<Self, serde_json::Error> {
        let text = raw.get();
        Ok(match text.as_bytes().first() {
            Some(b'{') => {
                let Members(members) = serde_json::from_str(text)?;
                let members = members.into_iter();
                Self::Object(
                    members
                        .map(|(name, raw)| Ok((name, Self::of(raw)?)))
                        .collect::<Result<_, serde_json::Error>>()?,
                )
            }
            Some(b'[') => {
                let items: Vec<&RawValue> = serde_json::from_str(text)?;
                Self::List(items.into_iter().map(Self::of).collect::<Result<_, _>>()?)
            }
            Some(b'"') => Self::Text(serde_json::from_str(text)?),
            Some(b't' | b'f') => Self::Bool(text == "true"),
            Some(b'n') => Self::Null,
            _ => Self::Number(text.to_owned()),
        })
    }

    /// The part at the end of a way.
    pub fn at_mut(&mut self, way: &Way) -> Option<&mut Self> {
        let mut found = self;
        for step in &way.0 {
            found = match (step, found) {
                (Step::Member(name) | Step::Key(name), Self::Object(members)) => {
                    let member = members.iter_mut().find(|(known, _)| known == name);
                    &mut member?.1
                }
                (Step::Item(index), Self::List(items)) => items.get_mut(*index)?,
                _ => return None,
            };
        }
        Some(found)
    }

    /// The value without the members that are null.
    #[must_use]
    pub fn without_nulls(self) -> Self {
        match self {
            Self::List(items) => Self::List(items.into_iter().map(Self::without_nulls).collect()),
            Self::Object(members) => {
                let members = members.into_iter();
                let present = members.filter(|(_, value)| *value != Self::Null);
                Self::Object(
                    present
                        .map(|(name, value)| (name, value.without_nulls()))
                        .collect(),
                )
            }
            other => other,
        }
    }
}

/// Written as JSON.
impl fmt::Display for Exact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let quoted = |text: &str| serde_json::Value::from(text).to_string();
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(is_true) => is_true.fmt(f),
            Self::Number(literal) => f.write_str(literal),
            Self::Text(text) => f.write_str(&quoted(text)),
            Self::List(items) => {
                f.write_str("[")?;
                for (index, item) in items.iter().enumerate() {
                    let comma = if index == 0 { "" } else { "," };
                    write!(f, "{comma}{item}")?;
                }
                f.write_str("]")
            }
            Self::Object(members) => {
                f.write_str("{")?;
                for (index, (name, value)) in members.iter().enumerate() {
                    let comma = if index == 0 { "" } else { "," };
                    write!(f, "{comma}{}:{value}", quoted(name))?;
                }
                f.write_str("}")
            }
        }
    }
}

/// Everything in which `back` is not `sent`, a line each. The order of members does not count.
pub fn differences(sent: &Exact, back: &Exact) -> Vec<String> {
    let mut found = Vec::new();
    compare(&Way::default(), sent, back, &mut found);
    found
}

fn compare(way: &Way, sent: &Exact, back: &Exact, found: &mut Vec<String>) {
    match (sent, back) {
        (Exact::List(sent), Exact::List(back)) if sent.len() == back.len() => {
            for (index, (sent, back)) in sent.iter().zip(back).enumerate() {
                compare(&way.then(Step::Item(index)), sent, back, found);
            }
        }
        (Exact::Object(sent), Exact::Object(back)) => {
            let named = |members: &'_ [(String, Exact)], name: &str| -> usize {
                members.iter().filter(|(known, _)| known == name).count()
            };
            for (name, value) in sent {
                let way = way.then(Step::Member(name.clone()));
                match back.iter().find(|(known, _)| known == name) {
                    Some((_, back)) => compare(&way, value, back, found),
                    None => found.push(format!("{way} is lost")),
                }
            }
            for (name, _) in back {
                let way = way.then(Step::Member(name.clone()));
                match (named(sent, name), named(back, name)) {
                    (0, _) => found.push(format!("{way} was never sent")),
                    (_, 1) => {}
                    (_, times) => found.push(format!("{way} came back {times} times")),
                }
            }
        }
        _ if sent == back => {}
        _ => found.push(format!("{way} was {sent} and came back as {back}")),
    }
}

/// The members of an object, repeated ones as often as they stand there.
struct Members<'a>(Vec<(String, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct MembersVisitor;

        impl<'de> Visitor<'de> for MembersVisitor {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }

        deserializer.deserialize_map(MembersVisitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exact(text: &str) -> Exact {
        Exact::parse(text.as_bytes()).unwrap()
    }

    #[test]
    fn a_number_keeps_its_text() {
        for text in ["10.000", "1e400", "-0", "[1E+3,0.10]", r#"{"a":1.50}"#] {
            assert_eq!(exact(text).to_string(), text);
        }
    }

    #[test]
    fn every_difference_has_its_way() {
        let sent = exact(r#"{"a":[{"b":1.0}],"c":"x","d":null}"#);
        let back = exact(r#"{"d":null,"a":[{"b":1.00}],"e":2,"e":2}"#);
        let found = [
            "a[0].b was 1.0 and came back as 1.00",
            "c is lost",
            "e was never sent",
            "e was never sent",
        ];
        assert_eq!(differences(&sent, &back), found);
    }

    #[test]
    fn a_member_that_comes_back_twice_is_a_difference() {
        let found = differences(&exact(r#"{"a":1}"#), &exact(r#"{"a":1,"a":1}"#));
        assert_eq!(found, ["a came back 2 times"; 2]);
    }

    #[test]
    fn the_order_of_members_is_no_difference() {
        let found = differences(
            &exact(r#"{"a":1,"b":"\u0041"}"#),
            &exact(r#"{"b":"A","a":1}"#),
        );
        assert!(found.is_empty());
    }
}
