//! Reading an object into a struct, member by member.
//!
//! What a derive writes for that is some forty lines a member, which every build of every crate
//! has to check. A type here names its members and says where each goes; the rest is written once.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use serde::de::{DeserializeSeed, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use crate::trail::{self, Step};

/// A type that is read from an object.
pub trait Object<'de>: Sized {
    /// The names of its members as they are sent.
    const MEMBERS: &'static [&'static str];

    /// Reads the members, in whatever order they come.
    ///
    /// # Errors
    ///
    /// Fails when a member is of another type, comes twice, or is missing.
    fn read<A: MapAccess<'de>>(members: &mut Members<A>) -> Result<Self, A::Error>;
}

/// Reads an object.
///
/// # Errors
///
/// Fails for anything else than a map, and when [`Object::read`] does.
#[inline]
pub fn object<'de, T: Object<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_map(ObjectVisitor(PhantomData))
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Object<'de>> Visitor<'de> for ObjectVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        T::read(&mut Members {
            map,
            names: T::MEMBERS,
            next: 0,
            seen: 0,
        })
    }
}

/// The members of an object that is being read.
#[derive(Debug)]
pub struct Members<A> {
    map: A,
    names: &'static [&'static str],
    /// The member that is likely to come next: the one after that which is being read.
    next: usize,
    /// A bit for each member that came, of the first 64: what comes twice is refused, and of a
    /// larger type's further members the last is taken.
    seen: u64,
}

impl<'de, A: MapAccess<'de>> Members<A> {
    /// The number of the next member that the type has; others are passed over.
    ///
    /// # Errors
    ///
    /// Fails when a member comes a second time, and where the format does.
    #[inline]
    pub fn advance(&mut self) -> Result<Option<usize>, A::Error> {
        loop {
            let name = MemberName {
                names: self.names,
                likely: self.next,
            };
            let Some(number) = self.map.next_key_seed(name)? else {
                return Ok(None);
            };
            if number == UNKNOWN {
                self.map.next_value::<IgnoredAny>()?;
                continue;
            }
            let bit = if number < 64 { 1_u64 << number } else { 0 };
            if self.seen & bit != 0 {
                return Err(A::Error::duplicate_field(self.name_of(number)));
            }
            self.seen |= bit;
            self.next = number + 1;
            return Ok(Some(number));
        }
    }

    /// Reads the member into its place.
    ///
    /// # Errors
    ///
    /// Fails when it is of another type.
    #[inline]
    pub fn put<T: Deserialize<'de>>(&mut self, place: &mut T) -> Result<(), A::Error> {
        match self.map.next_value() {
            Ok(value) => {
                *place = value;
                Ok(())
            }
            Err(error) => Err(self.passed(error)),
        }
    }

    /// Reads a member that is never null.
    ///
    /// # Errors
    ///
    /// Fails when it is of another type.
    #[inline]
    pub fn require<T: Deserialize<'de>>(&mut self, place: &mut Option<T>) -> Result<(), A::Error> {
        match self.map.next_value() {
            Ok(value) => {
                *place = Some(value);
                Ok(())
            }
            Err(error) => Err(self.passed(error)),
        }
    }

    /// Reads a list that may be null.
    ///
    /// # Errors
    ///
    /// Fails when it is no list, or an item of it is of another type.
    pub fn put_list<T: Deserialize<'de>>(
        &mut self,
        place: &mut Option<Vec<T>>,
    ) -> Result<(), A::Error> {
        let mut list: Option<Listed<T>> = None;
        self.put(&mut list)?;
        *place = list.map(|list| list.0);
        Ok(())
    }

    /// Reads a list that is never null.
    ///
    /// # Errors
    ///
    /// Fails when it is no list, or an item of it is of another type.
    pub fn require_list<T: Deserialize<'de>>(
        &mut self,
        place: &mut Option<Vec<T>>,
    ) -> Result<(), A::Error> {
        let mut list: Option<Listed<T>> = None;
        self.require(&mut list)?;
        *place = list.map(|list| list.0);
        Ok(())
    }

    /// Reads a map that may be null.
    ///
    /// # Errors
    ///
    /// Fails when it is no map, or an entry of it is of another type.
    pub fn put_map<T: Deserialize<'de>>(
        &mut self,
        place: &mut Option<BTreeMap<String, T>>,
    ) -> Result<(), A::Error> {
        let mut map: Option<Mapped<T>> = None;
        self.put(&mut map)?;
        *place = map.map(|map| map.0);
        Ok(())
    }

    /// Reads a map that is never null.
    ///
    /// # Errors
    ///
    /// Fails when it is no map, or an entry of it is of another type.
    pub fn require_map<T: Deserialize<'de>>(
        &mut self,
        place: &mut Option<BTreeMap<String, T>>,
    ) -> Result<(), A::Error> {
        let mut map: Option<Mapped<T>> = None;
        self.require(&mut map)?;
        *place = map.map(|map| map.0);
        Ok(())
    }

    /// What a required member came to.
    ///
    /// # Errors
    ///
    /// Fails when it did not come.
    pub fn present<T>(&self, number: usize, value: Option<T>) -> Result<T, A::Error> {
        value.ok_or_else(|| A::Error::missing_field(self.name_of(number)))
    }

    #[cold]
    #[inline(never)]
    fn passed(&self, error: A::Error) -> A::Error {
        trail::passed(Step::Member(self.name_of(self.next.wrapping_sub(1))));
        error
    }

    fn name_of(&self, number: usize) -> &'static str {
        self.names.get(number).copied().unwrap_or_default()
    }
}

/// The number of a member that the type lacks.
const UNKNOWN: usize = usize::MAX;

/// The name of a member, read as its number.
struct MemberName {
    names: &'static [&'static str],
    /// Where the search begins: members come mostly in the order in which the type has them.
    likely: usize,
}

impl<'de> DeserializeSeed<'de> for MemberName {
    type Value = usize;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<usize, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for MemberName {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }

    #[inline]
    fn visit_str<E>(self, name: &str) -> Result<usize, E> {
        match self.names.get(self.likely) {
            Some(likely) if *likely == name => Ok(self.likely),
            _ => Ok(number_of(name, self.names, self.likely)),
        }
    }
}

/// The place of a name that is not the likely one, looked for after that one and then before it.
fn number_of(name: &str, names: &[&str], likely: usize) -> usize {
    let place = |from: usize, names: &[&str]| {
        let place = names.iter().position(|found| *found == name)?;
        Some(from + place)
    };
    let Some((before, after)) = names.split_at_checked(likely) else {
        return UNKNOWN;
    };
    place(likely, after)
        .or_else(|| place(0, before))
        .unwrap_or(UNKNOWN)
}

/// A list whose items are counted, so that a failure can say which it was.
#[derive(Debug, Serialize)]
#[serde(transparent)]
pub struct Listed<T>(pub Vec<T>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Listed<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer
            .deserialize_seq(ListVisitor(PhantomData))
            .map(Self)
    }
}

struct ListVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ListVisitor<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Vec<T>, A::Error> {
        items(seq)
    }
}

/// Reads the items of a list.
pub(crate) fn items<'de, T: Deserialize<'de>, A: SeqAccess<'de>>(
    mut seq: A,
) -> Result<Vec<T>, A::Error> {
    let mut items = Vec::new();
    loop {
        match seq.next_element() {
            Ok(Some(item)) => items.push(item),
            Ok(None) => return Ok(items),
            Err(error) => {
                trail::passed(Step::Item(items.len()));
                return Err(error);
            }
        }
    }
}

/// A map whose entries are named when they fail.
struct Mapped<T>(BTreeMap<String, T>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Mapped<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(MapVisitor(PhantomData))
    }
}

struct MapVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for MapVisitor<T> {
    type Value = Mapped<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Mapped<T>, A::Error> {
        let mut entries = BTreeMap::new();
        while let Some(name) = map.next_key::<String>()? {
            match map.next_value() {
                Ok(value) => entries.insert(name, value),
                Err(error) => {
                    trail::passed(Step::Entry(name));
                    return Err(error);
                }
            };
        }
        Ok(Mapped(entries))
    }
}

/// Reads a word of a closed list.
///
/// # Errors
///
/// Fails for another word, and for anything else.
#[inline]
pub fn word<'de, T: FromStr, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_str(WordVisitor(PhantomData))
}

struct WordVisitor<T>(PhantomData<T>);

impl<T: FromStr> Visitor<'_> for WordVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a word of the document")
    }

    fn visit_str<E: serde::de::Error>(self, word: &str) -> Result<T, E> {
        // What was sent instead may be a customer's.
        T::from_str(word).map_err(|_| E::custom("a word that the document does not name"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq)]
    struct Account {
        id: String,
        holder: Option<String>,
        limits: Option<Vec<u8>>,
        extra: Option<BTreeMap<String, u8>>,
    }

    impl<'de> Object<'de> for Account {
        const MEMBERS: &'static [&'static str] = &["Id", "Holder", "Limits", "Extra"];

        fn read<A: MapAccess<'de>>(members: &mut Members<A>) -> Result<Self, A::Error> {
            let (mut id, mut holder, mut limits, mut extra) = (None, None, None, None);
            while let Some(number) = members.advance()? {
                match number {
                    0 => members.require(&mut id),
                    1 => members.put(&mut holder),
                    2 => members.put_list(&mut limits),
                    _ => members.put_map(&mut extra),
                }?;
            }
            Ok(Self {
                id: members.present(0, id)?,
                holder,
                limits,
                extra,
            })
        }
    }

    impl<'de> Deserialize<'de> for Account {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            object(deserializer)
        }
    }

    /// The account, or the path and the words of the failure.
    fn read(text: &str) -> Result<Account, (String, String)> {
        trail::followed(|| serde_json::from_str(text))
            .map_err(|(error, path)| (path, error.to_string()))
    }

    fn place_of(text: &str) -> Option<String> {
        read(text).err().map(|(path, _)| path)
    }

    fn words_of(text: &str) -> String {
        read(text).err().map(|(_, words)| words).unwrap_or_default()
    }

    fn account(id: &str, holder: Option<&str>, limits: Option<Vec<u8>>) -> Account {
        Account {
            id: id.to_owned(),
            holder: holder.map(str::to_owned),
            limits,
            extra: None,
        }
    }

    #[test]
    fn members_are_read_in_any_order() {
        let expected = Ok(account("a", Some("b"), Some(vec![1, 2])));
        assert_eq!(read(r#"{"Id":"a","Holder":"b","Limits":[1,2]}"#), expected);
        assert_eq!(read(r#"{"Limits":[1,2],"Holder":"b","Id":"a"}"#), expected);
    }

    #[test]
    fn members_that_may_be_absent_may_be_null_too() {
        let expected = Ok(account("a", None, None));
        assert_eq!(read(r#"{"Id":"a"}"#), expected);
        assert_eq!(read(r#"{"Id":"a","Holder":null,"Limits":null}"#), expected);
    }

    #[test]
    fn members_that_the_type_lacks_are_passed_over() {
        let text = r#"{"New":{"Id":[1,"x"]},"Id":"a","id":7}"#;
        assert_eq!(read(text), Ok(account("a", None, None)));
    }

    #[test]
    fn a_member_that_comes_twice_is_refused() {
        let text = r#"{"Id":"a","Holder":null,"Holder":"b"}"#;
        assert!(words_of(text).starts_with("duplicate field `Holder`"));
    }

    #[test]
    fn a_member_that_is_missing_is_named() {
        assert!(words_of("{}").starts_with("missing field `Id`"));
    }

    #[test]
    fn a_failure_says_the_way_to_it() {
        assert_eq!(
            place_of(r#"{"Id":"a","Limits":[1,2,"x"]}"#).as_deref(),
            Some("Limits[2]")
        );
        assert_eq!(
            place_of(r#"{"Extra":{"one":1,"two":"x"}}"#).as_deref(),
            Some("Extra.two")
        );
        assert_eq!(place_of(r#"{"Holder":1}"#).as_deref(), Some("Holder"));
        assert_eq!(place_of(r#"{"Id":null}"#).as_deref(), Some("Id"));
        assert_eq!(place_of("{}").as_deref(), Some("."));
    }

    #[test]
    fn an_object_in_a_list_is_found_by_its_place() {
        let path =
            trail::followed(|| serde_json::from_str::<Listed<Account>>(r#"[{"Id":"a"},{"Id":1}]"#));
        assert_eq!(path.err().map(|(_, path)| path).as_deref(), Some("[1].Id"));
    }

    #[test]
    fn a_list_in_the_place_of_an_object_is_refused() {
        assert!(words_of(r#"["a",null,null]"#).contains("expected an object"));
    }

    /// A type of seventy members, of which the last is read.
    struct Wide(u8);

    impl<'de> Object<'de> for Wide {
        const MEMBERS: &'static [&'static str] = &{
            let mut names = ["Other"; 70];
            names[69] = "Last";
            names
        };

        fn read<A: MapAccess<'de>>(members: &mut Members<A>) -> Result<Self, A::Error> {
            let mut last = None;
            while members.advance()? == Some(69) {
                members.require(&mut last)?;
            }
            members.present(69, last).map(Self)
        }
    }

    #[test]
    fn members_beyond_the_sixty_fourth_are_read() {
        let mut reader = serde_json::Deserializer::from_str(r#"{"Last":1,"Last":2}"#);
        let read: Result<Wide, _> = object(&mut reader);
        assert_eq!(read.ok().map(|wide| wide.0), Some(2));
    }

    #[test]
    fn a_word_that_is_unknown_is_refused_without_being_told() {
        let mut reader = serde_json::Deserializer::from_str("\"maybe\"");
        let error = word::<bool, _>(&mut reader)
            .err()
            .map(|error| error.to_string());
        assert!(error.is_some_and(|error| !error.contains("maybe")));
    }
}
