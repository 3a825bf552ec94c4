//! Finding one's way in the generated code.

use quote::ToTokens;
use syn::{Attribute, Field, File, GenericArgument, Item, ItemMod, LitStr, PathArguments, Type};

use super::Fault;

/// The items of the module `name`.
pub(super) fn module<'f>(file: &'f File, name: &str) -> Result<&'f [Item], Fault> {
    file.items
        .iter()
        .find_map(|item| match item {
            Item::Mod(ItemMod {
                ident,
                content: Some((_, items)),
                ..
            }) if ident == name => Some(items.as_slice()),
            _ => None,
        })
        .ok_or_else(|| Fault::new(format!("the generated code has no module `{name}`")))
}

/// The last name in a type's path.
pub(crate) fn last_name(kind: &Type) -> String {
    match kind {
        Type::Path(path) => path
            .path
            .segments
            .last()
            .map(|last| last.ident.to_string())
            .unwrap_or_default(),
        _ => String::new(),
    }
}

/// The first type argument of a generic named `name`.
pub(crate) fn argument<'t>(kind: &'t Type, name: &str) -> Option<&'t Type> {
    let Type::Path(path) = kind else { return None };
    let last = path
        .path
        .segments
        .last()
        .filter(|last| last.ident == name)?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else {
        return None;
    };
    match arguments.args.first()? {
        GenericArgument::Type(inner) => Some(inner),
        _ => None,
    }
}

/// The name that a field has on the wire.
pub(super) fn wire_name(field: &Field) -> String {
    field
        .attrs
        .iter()
        .rev()
        .find_map(renamed)
        .unwrap_or_else(|| rust_name(field))
}

fn renamed(attribute: &Attribute) -> Option<String> {
    if !attribute.path().is_ident("serde") {
        return None;
    }
    let mut name = None;
    // What follows on a key that is not known here is not looked at.
    let _ = attribute.parse_nested_meta(|meta| {
        if meta.path.is_ident("rename") {
            name = Some(meta.value()?.parse::<LitStr>()?.value());
        } else if meta.input.peek(syn::Token![=]) {
            meta.value()?.parse::<LitStr>()?;
        }
        Ok(())
    });
    name
}

pub(crate) fn rust_name(field: &Field) -> String {
    field
        .ident
        .as_ref()
        .map(|ident| unraw(&ident.to_string()))
        .unwrap_or_default()
}

fn unraw(name: &str) -> String {
    name.strip_prefix("r#").unwrap_or(name).to_owned()
}

/// The tokens of something, without spaces, for comparing and for messages.
pub(crate) fn text(tokens: &impl ToTokens) -> String {
    tokens.to_token_stream().to_string().replace(' ', "")
}
