//! Writing a struct as an object, member by member.

use std::fmt;

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

/// An object that is being written. The first failure is kept until the end.
pub struct Writer<S: Serializer> {
    state: Result<S::SerializeStruct, S::Error>,
}

impl<S: Serializer> fmt::Debug for Writer<S> {
    /// Shows its name alone: what was written may be a customer's.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Writer").finish_non_exhaustive()
    }
}

impl<S: Serializer> Writer<S> {
    /// Begins the object of a type; `members` are as many as will be written.
    pub fn begin(serializer: S, name: &'static str, members: usize) -> Self {
        Self {
            state: serializer.serialize_struct(name, members),
        }
    }

    /// Writes a member.
    #[must_use]
    pub fn member<T: Serialize>(mut self, name: &'static str, value: &T) -> Self {
        if let Ok(object) = &mut self.state
            && let Err(error) = object.serialize_field(name, value)
        {
            self.state = Err(error);
        }
        self
    }

    /// Writes a member, or nothing where it is `None`.
    #[must_use]
    pub fn member_if_some<T: Serialize>(mut self, name: &'static str, value: &Option<T>) -> Self {
        if value.is_some() {
            return self.member(name, value);
        }
        if let Ok(object) = &mut self.state
            && let Err(error) = object.skip_field(name)
        {
            self.state = Err(error);
        }
        self
    }

    /// Ends the object.
    ///
    /// # Errors
    ///
    /// Fails when the format or a member did.
    pub fn end(self) -> Result<S::Ok, S::Error> {
        self.state.and_then(SerializeStruct::end)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    struct Payee {
        name: Option<String>,
        note: Option<String>,
        limits: BTreeMap<(u8, u8), u8>,
    }

    impl Serialize for Payee {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            Writer::begin(serializer, "Payee", 2 + usize::from(self.note.is_some()))
                .member("Name", &self.name)
                .member_if_some("Note", &self.note)
                .member("Limits", &self.limits)
                .end()
        }
    }

    fn payee(note: Option<&str>, limit: Option<(u8, u8)>) -> Payee {
        Payee {
            name: None,
            note: note.map(str::to_owned),
            limits: limit.map(|limit| (limit, 1)).into_iter().collect(),
        }
    }

    #[test]
    fn members_are_written_in_order_and_left_out_where_asked() {
        let text = |payee: &Payee| serde_json::to_string(payee).ok();
        assert_eq!(
            text(&payee(None, None)).as_deref(),
            Some(r#"{"Name":null,"Limits":{}}"#)
        );
        assert_eq!(
            text(&payee(Some("a"), None)).as_deref(),
            Some(r#"{"Name":null,"Note":"a","Limits":{}}"#)
        );
    }

    #[test]
    fn a_member_that_cannot_be_written_fails_the_object() {
        // JSON has no keys that are lists.
        let error = serde_json::to_string(&payee(None, Some((1, 2)))).err();
        assert!(error.is_some_and(|error| error.to_string().contains("key must be a string")));
    }
}
