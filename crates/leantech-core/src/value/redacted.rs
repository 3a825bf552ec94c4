//! `Debug` that does not show what could identify a person or open an account.

use std::fmt;

/// Replaces what no `Debug` shows.
pub struct Redacted;

impl fmt::Debug for Redacted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

/// Says only whether a value is there.
pub fn redacted<T>(value: &Option<T>) -> Option<Redacted> {
    value.as_ref().map(|_| Redacted)
}

/// A field that is not shown: for an optional one it says whether it is there.
#[expect(
    missing_debug_implementations,
    reason = "a Debug impl could be mistaken for what is shown"
)]
pub struct Hidden<'a, T>(pub &'a T);

impl<T> Hidden<'_, Option<T>> {
    /// What is shown of an optional field; it goes before [`Hides::shown`].
    pub fn shown(&self) -> Option<Redacted> {
        redacted(self.0)
    }
}

/// What is shown of any other field.
pub trait Hides {
    /// What is shown.
    fn shown(&self) -> Redacted;
}

impl<T> Hides for Hidden<'_, T> {
    fn shown(&self) -> Redacted {
        Redacted
    }
}

/// The name of a field without the `r#` of a keyword.
pub const fn field_name(name: &'static str) -> &'static str {
    match name.as_bytes() {
        [b'r', b'#', ..] => name.split_at(2).1,
        _ => name,
    }
}

/// Gives a struct a `Debug` that shows some fields, and for the others only whether they are
/// there.
///
/// ```
/// struct Account {
///     status: Option<String>,
///     iban: Option<String>,
///     holder: String,
/// }
///
/// leantech_core::redacted_debug!(Account { status } hides { iban, holder });
///
/// let account = Account { status: None, iban: Some("SA03".into()), holder: "made up".into() };
/// assert_eq!(
///     format!("{account:?}"),
///     "Account { status: None, iban: Some([redacted]), holder: [redacted] }"
/// );
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! redacted_debug {
    ($name:ident { $($shown:ident),* $(,)? } hides { $($hidden:ident),* $(,)? } $(;)?) => {
        impl ::std::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                #[allow(unused_imports, reason = "needed by fields that are always there")]
                use $crate::codegen::Hides as _;
                f.debug_struct(stringify!($name))
                    $(.field(
                        const { $crate::codegen::field_name(stringify!($shown)) },
                        &self.$shown,
                    ))*
                    $(.field(
                        const { $crate::codegen::field_name(stringify!($hidden)) },
                        &$crate::codegen::Hidden(&self.$hidden).shown(),
                    ))*
                    .finish()
            }
        }
    };
}

#[cfg(test)]
mod tests {
    struct Payee {
        r#type: u8,
        name: Option<String>,
        ibans: Vec<String>,
        bank: Option<u8>,
    }

    crate::redacted_debug!(Payee { r#type } hides { name, ibans, bank });

    #[test]
    fn what_is_hidden_is_said_to_be_there_and_no_more() {
        let mut payee = Payee {
            r#type: 1,
            name: Some("canary".to_owned()),
            ibans: vec!["canary".to_owned()],
            bank: None,
        };
        let shown = "Payee { type: 1, name: Some([redacted]), ibans: [redacted], bank: None }";
        assert_eq!(format!("{payee:?}"), shown);
        payee.name = None;
        payee.bank = Some(1);
        let shown = "Payee { type: 1, name: None, ibans: [redacted], bank: Some([redacted]) }";
        assert_eq!(format!("{payee:?}"), shown);
    }
}
