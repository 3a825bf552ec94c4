//! Made-up answers: the same schema and the same turn give the same answer.

use super::literals;
use super::schema::{Schema, Type};
use crate::exact_json::{Exact, Step, Way};

/// Which members are null or absent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nulls {
    /// None: every member is set.
    Nowhere,
    /// Members below so many structs are null where the document allows it.
    WhereAllowedFrom(usize),
    /// Members below so many structs are null unless they are required.
    WhereOptionalFrom(usize),
    /// Members below so many structs are absent unless they are required.
    AbsentFrom(usize),
}

/// A made-up answer.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The body.
    pub body: Exact,
    /// Everything in it.
    pub places: Vec<Place>,
    /// How many structs lie in one another.
    pub depth: usize,
}

impl Answer {
    /// The values of a kind.
    pub fn places_of(&self, is_wanted: impl Fn(&Kind) -> bool) -> Vec<&Place> {
        self.places
            .iter()
            .filter(|place| is_wanted(&place.kind))
            .collect()
    }

    /// The body with another value in these places.
    pub fn with(&self, places: &[&Place], value: &Exact) -> Exact {
        let mut body = self.body.clone();
        for place in places {
            let found = body.at_mut(&place.way).expect("the place is in the body");
            *found = value.clone();
        }
        body
    }
}

/// One value in an answer.
#[derive(Debug, Clone)]
pub struct Place {
    /// Where it is.
    pub way: Way,
    /// Where a failure to read it is said to be: a value of two forms is read as a whole.
    pub named: Way,
    /// What it is.
    pub kind: Kind,
}

/// What a value is, as far as the tests ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// One of these words.
    Word(Vec<String>),
    /// An exact decimal number.
    Decimal,
    /// An instant.
    Instant,
    /// A date.
    Date,
    /// A date or an instant.
    DateOrInstant,
    /// A list.
    List,
    /// An object with named members.
    Struct,
    /// Null, where the document allows it.
    Null,
    /// Anything else.
    Other,
}

/// Makes an answer. Each turn picks other words and other literals.
pub fn make(schema: &Schema, nulls: Nulls, turn: usize) -> Answer {
    let mut maker = Maker {
        nulls,
        places: Vec::new(),
        depth: 0,
        two_forms: None,
    };
    let body = maker.value(schema, &Way::default(), turn, 0);
    Answer {
        body,
        places: maker.places,
        depth: maker.depth,
    }
}

struct Maker {
    nulls: Nulls,
    places: Vec<Place>,
    depth: usize,
    /// The outermost value of two forms around what is made.
    two_forms: Option<Way>,
}

impl Maker {
    fn place(&mut self, way: &Way, kind: Kind) {
        self.places.push(Place {
            way: way.clone(),
            named: self.two_forms.as_ref().unwrap_or(way).clone(),
            kind,
        });
    }

    fn value(&mut self, schema: &Schema, way: &Way, turn: usize, depth: usize) -> Exact {
        self.depth = self.depth.max(depth);
        let (kind, value) = match &schema.kind {
            Type::Any => (Kind::Other, literals::anything(turn)),
            Type::Bool => (Kind::Other, Exact::Bool(turn.is_multiple_of(2))),
            Type::Integer => (Kind::Other, literals::integer(turn)),
            Type::Seconds => (Kind::Other, Exact::Number((turn * 1000).to_string())),
            Type::Decimal => (Kind::Decimal, literals::decimal(turn)),
            Type::Text => (Kind::Other, literals::text(turn)),
            Type::Instant => (Kind::Instant, literals::instant(turn)),
            Type::Date => (Kind::Date, literals::date(turn)),
            Type::DateOrInstant => (Kind::DateOrInstant, literals::date_or_instant(turn)),
            Type::Word(words) | Type::OpenWord(words) => {
                let word = words
                    .get(turn % words.len())
                    .expect("an enum has words")
                    .clone();
                (Kind::Word(words.clone()), Exact::Text(word))
            }
            // Each form has its turn.
            Type::Either(first, second) => {
                let (form, turn) = match turn % 2 {
                    0 => (first, turn / 2),
                    _ => (second, turn / 2),
                };
                let is_outermost = self.two_forms.is_none();
                self.two_forms.get_or_insert_with(|| way.clone());
                let value = self.value(form, way, turn, depth);
                if is_outermost {
                    self.two_forms = None;
                }
                return value;
            }
            Type::List(items) => {
                let mut item = |index: usize| {
                    self.value(items, &way.then(Step::Item(index)), turn + index, depth)
                };
                (Kind::List, Exact::List(vec![item(0), item(1)]))
            }
            Type::Map(values) => (Kind::Other, self.map(values, way, turn, depth)),
            Type::Struct(members) => {
                let mut body = Vec::new();
                for member in members {
                    let way = way.then(Step::Member(member.name.clone()));
                    let may_be_null = !member.is_required || member.schema.is_nullable;
                    let is_null = match self.nulls {
                        Nulls::WhereAllowedFrom(from) => depth >= from && member.schema.is_nullable,
                        Nulls::WhereOptionalFrom(from) => depth >= from && may_be_null,
                        Nulls::AbsentFrom(from) if depth >= from && !member.is_required => continue,
                        Nulls::Nowhere | Nulls::AbsentFrom(_) => false,
                    };
                    let value = if is_null {
                        self.place(&way, Kind::Null);
                        Exact::Null
                    } else {
                        self.value(&member.schema, &way, turn, depth + 1)
                    };
                    body.push((member.name.clone(), value));
                }
                (Kind::Struct, Exact::Object(body))
            }
        };
        self.place(way, kind);
        value
    }

    /// Two members, and a third that is null where that is allowed.
    fn map(&mut self, values: &Schema, way: &Way, turn: usize, depth: usize) -> Exact {
        let mut members = Vec::new();
        for (index, key) in ["key", "مفتاح \"2\""].into_iter().enumerate() {
            let way = way.then(Step::Key(key.to_owned()));
            members.push((
                key.to_owned(),
                self.value(values, &way, turn + index, depth),
            ));
        }
        if values.is_nullable {
            members.push(("null".to_owned(), Exact::Null));
        }
        Exact::Object(members)
    }
}
