//! `new` and a setter for each field of a struct that users make.

/// Gives structs `new`, which takes the required fields, and a setter for each other field.
///
/// `new(…)` has the fields that are always there; those after `;` begin with a value and are not
/// arguments. After it come those that are `Option`s; they begin as `None`, or with a value.
///
/// ```
/// pub struct Report {
///     pub id: String,
///     pub pages: u32,
///     pub format: Option<String>,
///     pub note: Option<String>,
/// }
///
/// leantech_core::setters! {
///     Report {
///         new(id: String; pages: u32 = 1),
///         format: String = "PDF".to_owned(),
///         note: String,
///     }
/// }
///
/// let report = Report::new("r-1").note("made up");
/// assert_eq!((report.pages, report.format.as_deref()), (1, Some("PDF")));
/// assert_eq!(report.note.as_deref(), Some("made up"));
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! setters {
    ($(
        $name:ident {
            new(
                $($required:ident: $required_type:ty),* $(,)?
                $(; $($begun:ident: $begun_type:ty = $begin:expr),+ $(,)?)?
            )
            $(, $field:ident: $type:ty $(= $value:expr)?)* $(,)?
        }
    )+) => {$(
        #[allow(
            dead_code,
            unreachable_pub,
            clippy::wrong_self_convention,
            reason = "a struct may be private, and a field may be called `is_new`"
        )]
        impl $name {
            #[doc = concat!("Makes `", stringify!($name), "` of the fields that are required.")]
            #[must_use]
            pub fn new($($required: impl Into<$required_type>),*) -> Self {
                Self {
                    $($required: $required.into(),)*
                    $($($begun: $begin,)+)?
                    $($field: None$(.or(Some($value)))?,)*
                }
            }

            $($(
                #[doc = concat!("Sets `", stringify!($begun), "`.")]
                #[must_use]
                pub fn $begun(mut self, value: impl Into<$begun_type>) -> Self {
                    self.$begun = value.into();
                    self
                }
            )+)?

            $(
                #[doc = concat!("Sets `", stringify!($field), "`.")]
                #[must_use]
                pub fn $field(mut self, value: impl Into<$type>) -> Self {
                    self.$field = Some(value.into());
                    self
                }
            )*
        }
    )+};
}

#[cfg(test)]
mod tests {
    #[derive(Debug, Default, PartialEq)]
    struct Filter {
        r#type: Option<String>,
        ids: Option<Vec<u8>>,
    }

    #[derive(Debug, PartialEq)]
    struct Order {
        id: String,
        pages: u32,
        is_new: bool,
        filter: Option<Filter>,
        format: Option<String>,
    }

    crate::setters! {
        Filter { new(), r#type: String, ids: Vec<u8> }
        Order {
            new(id: String; pages: u32 = 1, is_new: bool = true),
            filter: Filter,
            format: String = "PDF".to_owned(),
        }
    }

    #[test]
    fn new_takes_what_is_required_and_the_rest_begins_as_it_is_said() {
        assert_eq!(Filter::new(), Filter::default());
        let order = Order {
            id: "o-1".to_owned(),
            pages: 1,
            is_new: true,
            filter: None,
            format: Some("PDF".to_owned()),
        };
        assert_eq!(Order::new("o-1"), order);
    }

    #[test]
    fn a_setter_takes_whatever_becomes_the_field() {
        let filter = Filter::new().r#type("A").ids([1, 2]);
        assert_eq!(filter.ids.as_deref(), Some(&[1, 2][..]));
        let order = Order::new("o-1")
            .pages(2_u8)
            .is_new(false)
            .filter(filter)
            .format("CSV");
        assert_eq!((order.pages, order.is_new), (2, false));
        assert_eq!(order.format.as_deref(), Some("CSV"));
        let kind = order.filter.and_then(|filter| filter.r#type);
        assert_eq!(kind.as_deref(), Some("A"));
    }
}
