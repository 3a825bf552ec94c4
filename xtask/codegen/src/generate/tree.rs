//! Finding one's way in the generated code.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::punctuated::Punctuated;
use syn::visit_mut::VisitMut;
use syn::{
    AttrStyle, Attribute, Expr, ExprLit, ExprPath, Field, File, GenericArgument, Ident, Item,
    ItemImpl, ItemMod, ItemStruct, Lit, LitStr, Macro, Member, Meta, MetaNameValue, PathArguments,
    PathSegment, Token, Type, token,
};

use super::Fault;

/// The items of the module at `path` below the file.
pub(super) fn module<'f>(file: &'f mut File, path: &[&str]) -> Result<&'f mut Vec<Item>, Fault> {
    let mut items = &mut file.items;
    for name in path {
        items = items
            .iter_mut()
            .find_map(|item| match item {
                Item::Mod(ItemMod {
                    ident,
                    content: Some((_, items)),
                    ..
                }) if ident == name => Some(items),
                _ => None,
            })
            .ok_or_else(|| Fault::new(format!("the generated code has no module `{name}`")))?;
    }
    Ok(items)
}

/// The items of the module of types, for reading.
pub(crate) fn types(file: &File) -> &[Item] {
    file.items
        .iter()
        .find_map(|item| match item {
            Item::Mod(ItemMod {
                ident,
                content: Some((_, items)),
                ..
            }) if ident == "types" => Some(items.as_slice()),
            _ => None,
        })
        .unwrap_or_default()
}

/// The struct named `name`.
pub(super) fn structure<'i>(items: &'i [Item], name: &str) -> Option<&'i ItemStruct> {
    items.iter().find_map(|item| match item {
        Item::Struct(structure) if structure.ident == name => Some(structure),
        _ => None,
    })
}

/// Puts an impl behind the struct that it is for.
pub(super) fn insert_after(items: &mut Vec<Item>, name: &str, made: Item) {
    let place = items
        .iter()
        .position(|item| matches!(item, Item::Struct(found) if found.ident == name));
    items.insert(place.map_or(items.len(), |place| place + 1), made);
}

/// The inherent impl of `name`.
pub(super) fn inherent<'i>(items: &'i mut [Item], name: &str) -> Result<&'i mut ItemImpl, Fault> {
    items
        .iter_mut()
        .find_map(|item| match item {
            Item::Impl(found) if found.trait_.is_none() && last_name(&found.self_ty) == name => {
                Some(found)
            }
            _ => None,
        })
        .ok_or_else(|| Fault::new(format!("the generated code has no impl of `{name}`")))
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

/// The one type argument of a generic named `name`.
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
pub(crate) fn wire_name(field: &Field) -> String {
    renamed(&field.attrs).unwrap_or_else(|| rust_name(field))
}

/// The word that a variant or field is renamed to, for serde or for the JSON Schema alone.
pub(crate) fn renamed(attributes: &[Attribute]) -> Option<String> {
    attributes
        .iter()
        .rev()
        .filter(|attribute| {
            let path = attribute.path();
            path.is_ident("serde") || path.is_ident("cfg_attr")
        })
        .filter_map(|attribute| attribute.meta.require_list().ok())
        .find_map(|list| renaming(list.tokens.clone()))
}

/// What stands behind `rename =`. By hand, since syn takes long for it and there is one on most
/// members.
fn renaming(tokens: TokenStream) -> Option<String> {
    let mut tokens = tokens.into_iter();
    while let Some(token) = tokens.next() {
        // What is for the JSON Schema alone stands a level deeper.
        if let TokenTree::Group(group) = &token
            && let Some(name) = renaming(group.stream())
        {
            return Some(name);
        }
        if !matches!(&token, TokenTree::Ident(key) if key == "rename") {
            continue;
        }
        if !matches!(tokens.next(), Some(TokenTree::Punct(sign)) if sign.as_char() == '=') {
            continue;
        }
        if let Some(TokenTree::Literal(literal)) = tokens.next()
            && let Lit::Str(text) = Lit::new(literal)
        {
            return Some(text.value());
        }
    }
    None
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

/// Replaces the documentation of an item.
pub(super) fn set_docs(attributes: &mut Vec<Attribute>, text: &str) {
    attributes.retain(|attribute| !attribute.path().is_ident("doc"));
    let docs: Vec<Attribute> = text
        .lines()
        .map(|line| {
            if line.is_empty() {
                doc(line)
            } else {
                doc(&format!(" {line}"))
            }
        })
        .collect();
    attributes.splice(0..0, docs);
}

/// `#[doc = line]`, put together by hand: syn would parse it for much longer, and there is one for
/// each line.
fn doc(line: &str) -> Attribute {
    let span = Span::call_site();
    let value = Lit::Str(LitStr::new(line, span));
    Attribute {
        pound_token: <Token![#]>::default(),
        style: AttrStyle::Outer,
        bracket_token: token::Bracket::default(),
        meta: Meta::NameValue(MetaNameValue {
            path: Ident::new("doc", span).into(),
            eq_token: <Token![=]>::default(),
            value: Expr::Lit(ExprLit {
                attrs: Vec::new(),
                lit: value,
            }),
        }),
    }
}

/// A value inside an answer, reached through the members named on the wire.
pub(super) struct Reached {
    /// An expression of type `Option<&T>`, or `Option<T>` when taken by value.
    pub(super) expression: TokenStream,
    /// `T`.
    pub(super) kind: Type,
}

/// How a value is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    Borrow,
    Take,
}

/// Follows `path` through the structs of `items`, beginning at `self`.
pub(super) fn reach(items: &[Item], start: &str, path: &[&str], how: Reach) -> Option<Reached> {
    let mut kind: Type = syn::parse_str(start).ok()?;
    let mut expression = quote! { ::core::option::Option::Some(self) };
    for wire in path {
        if let (Some(first), Reach::Borrow) = (argument(&kind, "EitherForm"), how) {
            // Of a value in two forms the first is the object.
            expression = quote! { #expression.and_then(::leantech_core::EitherForm::first) };
            kind = first.clone();
        }
        let owner = structure(items, &last_name(&kind))?;
        let field = owner
            .fields
            .iter()
            .find(|field| wire_name(field) == *wire)?;
        let ident = &field.ident;
        let optional = argument(&field.ty, "Option");
        expression = match (optional.is_some(), how) {
            (true, Reach::Borrow) => quote! { #expression.and_then(|value| value.#ident.as_ref()) },
            (true, Reach::Take) => quote! { #expression.and_then(|value| value.#ident) },
            (false, Reach::Borrow) => quote! { #expression.map(|value| &value.#ident) },
            (false, Reach::Take) => quote! { #expression.map(|value| value.#ident) },
        };
        kind = optional.unwrap_or(&field.ty).clone();
    }
    Some(Reached { expression, kind })
}

/// Visits what a `format!` is given, which syn leaves unparsed.
pub(super) fn visit_format(visitor: &mut impl VisitMut, found: &mut Macro) {
    if !found.path.is_ident("format") {
        return;
    }
    let parser = Punctuated::<Expr, Token![,]>::parse_terminated;
    let Ok(mut arguments) = found.parse_body_with(parser) else {
        return;
    };
    for argument in &mut arguments {
        visitor.visit_expr_mut(argument);
    }
    found.tokens = quote! { #arguments };
}

/// Whether an expression is the path `wanted`, such as `::core::mem::take`.
pub(super) fn is_path(found: &Expr, wanted: &str) -> bool {
    let Expr::Path(ExprPath {
        qself: None, path, ..
    }) = found
    else {
        return false;
    };
    let words = match (path.leading_colon, wanted.strip_prefix("::")) {
        (Some(_), Some(rest)) => rest,
        (None, None) => wanted,
        _ => return false,
    };
    let mut words = words.split("::");
    let is_next = |segment: &PathSegment| {
        segment.arguments.is_none() && words.next().is_some_and(|word| segment.ident == word)
    };
    path.segments.iter().all(is_next) && words.next().is_none()
}

/// Whether an expression is the field `name` of the variable `owner`.
pub(super) fn is_field(found: &Expr, owner: &str, name: &str) -> bool {
    matches!(found, Expr::Field(field) if is_path(&field.base, owner)
        && matches!(&field.member, Member::Named(member) if member == name))
}

/// The tokens of something, without spaces, for comparing and for messages.
pub(crate) fn text(tokens: &impl ToTokens) -> String {
    tokens.to_token_stream().to_string().replace(' ', "")
}
