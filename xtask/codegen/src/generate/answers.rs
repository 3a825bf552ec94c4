//! Answers whose own status decides, and answers that are pages: how each is looked at.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{ItemImpl, Type, parse_quote};

use super::index::Types;
use super::{Fault, tree};
use crate::shape::{Facts, Paging};

/// The implementations, envelopes first.
pub(super) fn of(types: &Types, facts: &Facts) -> Result<Vec<ItemImpl>, Fault> {
    let mut made = Vec::new();
    for name in facts.types.keys() {
        if let Some(member) = facts
            .structure(name)
            .and_then(|known| known.envelope.as_ref())
        {
            let place = facts.types.get(name).map_or("", |known| &known.pointer);
            let envelope = envelope(types, name, member);
            made.push(envelope.map_err(|fault| Fault::in_document(place, fault.what))?);
        }
    }
    let mut paged: Vec<(String, &Paging)> = Vec::new();
    for operation in &facts.operations {
        let Some(paging) = &operation.paging else {
            continue;
        };
        let place = &paging.place;
        let name = operation.answer.clone().ok_or_else(|| {
            Fault::in_document(place, "a list whose answer is not an object with fields")
        })?;
        match paged.iter().find(|(known, _)| *known == name) {
            Some((_, other)) if other.items != paging.items || other.page != paging.page => {
                return Err(Fault::in_document(
                    place,
                    format!("`{name}` is paged in two ways"),
                ));
            }
            Some(_) => {}
            None => paged.push((name, paging)),
        }
    }
    for (name, paging) in paged {
        let member = facts
            .structure(&name)
            .and_then(|known| known.envelope.as_deref());
        let page = page(types, &name, paging, member);
        made.push(page.map_err(|fault| Fault::in_document(&paging.place, fault.what))?);
    }
    Ok(made)
}

/// A value inside an answer, reached through the fields named on the wire.
struct Reached {
    /// An expression of type `Option<&T>`, or `Option<T>` when taken by value.
    expression: TokenStream,
    /// `T`.
    kind: Type,
}

/// How a value is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    Borrow,
    Take,
}

/// Follows `path` through the structs, beginning at `self`.
fn reach(types: &Types, start: &str, path: &[&str], how: Reach) -> Option<Reached> {
    let mut kind: Type = syn::parse_str(start).ok()?;
    let mut expression = quote! { self };
    let mut is_optional = false;
    for wire in path {
        if let (Some(first), Reach::Borrow) = (tree::argument(&kind, "EitherForm"), how) {
            // Of a value in two forms the first is the object.
            expression = quote! { #expression.and_then(EitherForm::first) };
            kind = first.clone();
        }
        let owner = types.structs.get(&tree::last_name(&kind))?;
        let field = owner.fields.iter().find(|field| field.wire == *wire)?;
        let ident = ident(&field.name);
        expression = match (is_optional, field.is_optional(), how) {
            (false, true, Reach::Borrow) => quote! { #expression.#ident.as_ref() },
            (false, true, Reach::Take) => quote! { #expression.#ident },
            (false, false, Reach::Borrow) => quote! { Some(&#expression.#ident) },
            (false, false, Reach::Take) => quote! { Some(#expression.#ident) },
            (true, true, Reach::Borrow) => quote! { #expression.and_then(|it| it.#ident.as_ref()) },
            (true, true, Reach::Take) => quote! { #expression.and_then(|it| it.#ident) },
            (true, false, Reach::Borrow) => quote! { #expression.map(|it| &it.#ident) },
            (true, false, Reach::Take) => quote! { #expression.map(|it| it.#ident) },
        };
        is_optional = true;
        kind = field.inner().clone();
    }
    Some(Reached { expression, kind })
}

fn ident(name: &str) -> proc_macro2::Ident {
    syn::parse_str(name).unwrap_or_else(|_| format_ident!("r#{name}"))
}

fn envelope(types: &Types, name: &str, member: &str) -> Result<ItemImpl, Fault> {
    let owner = format_ident!("{name}");
    let status = text(types, name, &[&["status"], &["Status"]])?
        .ok_or_else(|| Fault::new(format!("the envelope `{name}` has no status")))?;
    let code = text(
        types,
        name,
        &[
            &["status_detail", "granular_status_code"],
            &["granular_status_code"],
            &["StatusDetail", "GranularStatusCode"],
        ],
    )?;
    let code = match (code, bare_detail(types, name)) {
        (Some(code), Some(word)) => Some(quote! { #code.or_else(|| #word) }),
        (code, _) => code,
    };
    let info = text(
        types,
        name,
        &[
            &["status_detail", "status_additional_info"],
            &["status_detail", "additional_info"],
            &["status_additional_info"],
            &["additional_info"],
            &["StatusDetail", "StatusAdditionalInfo"],
        ],
    )?;
    let message = text(types, name, &[&["message"], &["Message"]])?;
    let none = || quote! { None };
    let (code, info, message) = (
        code.unwrap_or_else(none),
        info.unwrap_or_else(none),
        message.unwrap_or_else(none),
    );
    let results_id = reach(types, name, &["results_id"], Reach::Borrow)
        .filter(|found| tree::last_name(&found.kind) == "ResultsId")
        .map_or_else(none, |found| found.expression);
    let data = reach(types, name, &[member], Reach::Take)
        .ok_or_else(|| Fault::new(format!("the envelope `{name}` has no `{member}`")))?;
    let (kind, data) = (data.kind, data.expression);
    Ok(parse_quote! {
        impl Envelope for #owner {
            type Data = #kind;

            fn status(&self) -> Option<&str> { #status }

            fn granular_status_code(&self) -> Option<&str> { #code }

            fn additional_info(&self) -> Option<&str> { #info }

            fn results_id(&self) -> Option<&ResultsId> { #results_id }

            fn message(&self) -> Option<&str> { #message }

            fn into_data(self) -> Option<Self::Data> { #data }
        }
    })
}

/// The detail itself, where a document knows it as an object and as a text: then the text is the
/// code.
fn bare_detail(types: &Types, name: &str) -> Option<TokenStream> {
    let found = reach(types, name, &["status_detail"], Reach::Borrow)?;
    let is_either = tree::argument(&found.kind, "EitherForm").is_some();
    let has_text = tree::text(&found.kind)
        .trim_end_matches(['>', ','])
        .ends_with(",::std::string::String");
    let expression = found.expression;
    (is_either && has_text)
        .then(|| quote! { #expression.and_then(EitherForm::second).map(String::as_str) })
}

/// The first of several places that the envelope has, as text.
fn text(types: &Types, name: &str, places: &[&[&str]]) -> Result<Option<TokenStream>, Fault> {
    let found = places
        .iter()
        .find_map(|path| reach(types, name, path, Reach::Borrow));
    let Some(found) = found else { return Ok(None) };
    let expression = found.expression;
    let kind = tree::last_name(&found.kind);
    if kind == "String" || types.enums.get(&kind).is_some_and(|known| known.is_open) {
        let kind = format_ident!("{kind}");
        return Ok(Some(quote! { #expression.map(#kind::as_str) }));
    }
    Err(Fault::new(format!(
        "`{}` in the envelope `{name}` is not a text",
        tree::text(&found.kind)
    )))
}

/// The page and the item of a list, as the types know them.
pub(super) fn of_list(
    types: &Types,
    name: &str,
    paging: &Paging,
    member: Option<&str>,
) -> Option<(Type, Type)> {
    let items = reach(types, name, &dotted(&paging.items), Reach::Take)?;
    let item = tree::argument(&items.kind, "Vec")?.clone();
    let page = match member {
        Some(member) => reach(types, name, &[member], Reach::Take)?.kind,
        None => syn::parse_str(name).ok()?,
    };
    Some((page, item))
}

fn page(
    types: &Types,
    name: &str,
    paging: &Paging,
    member: Option<&str>,
) -> Result<ItemImpl, Fault> {
    let owner = format_ident!("{name}");
    let item_path = dotted(&paging.items);
    let no_items = || Fault::new(format!("`{name}` has no items at `{}`", paging.items));
    let taken = reach(types, name, &item_path, Reach::Take).ok_or_else(no_items)?;
    let listed = reach(types, name, &item_path, Reach::Borrow).ok_or_else(no_items)?;
    let item = tree::argument(&taken.kind, "Vec")
        .ok_or_else(|| Fault::new(format!("`{}` of `{name}` is not a list", paging.items)))?;
    let counts = counts(types, name, &dotted(&paging.page))?;
    if counts.is_empty() {
        return Err(Fault::new(format!(
            "`{}` of `{name}` says nothing about the page",
            paging.page
        )));
    }
    let payload = member.and_then(|member| reach(types, name, &[member], Reach::Take));
    let (page_type, inner_path) = match (&payload, item_path.split_first()) {
        (Some(payload), Some((first, rest))) if member == Some(*first) => {
            (tree::last_name(&payload.kind), rest)
        }
        (Some(_), _) => return Err(no_items()),
        (None, _) => (name.to_owned(), item_path.as_slice()),
    };
    let inner = if inner_path.is_empty() {
        // The list itself is what a good result holds.
        quote! { page }
    } else {
        let inner = reach(types, &page_type, inner_path, Reach::Take).ok_or_else(no_items)?;
        let inner = on_page(&inner.expression);
        quote! { #inner.unwrap_or_default() }
    };
    let (page, check, into_page) = match payload {
        Some(payload) => (
            payload.kind,
            Some(quote! {
                fn check(&self) -> Result<(), Error> { Envelope::check(self) }
            }),
            quote! { Envelope::into_result(self) },
        ),
        None => (parse_quote! { Self }, None, quote! { Ok(self) }),
    };
    let listed = listed.expression;
    Ok(parse_quote! {
        impl PagedAnswer for #owner {
            type Item = #item;
            type Page = #page;

            fn page_info(&self) -> PageInfo {
                let mut info = PageInfo::default();
                #(#counts)*
                info
            }

            fn item_count(&self) -> usize { #listed.map_or(0, Vec::len) }

            #check

            fn into_page(self) -> Result<Self::Page, Error> { #into_page }

            fn into_items(page: Self::Page) -> Vec<Self::Item> { #inner }
        }
    })
}

/// The same expression, beginning at `page` instead of `self`.
fn on_page(expression: &TokenStream) -> TokenStream {
    let mut tokens = expression.clone().into_iter();
    let _ = tokens.next();
    let rest: TokenStream = tokens.collect();
    quote! { page #rest }
}

fn counts(types: &Types, name: &str, page_path: &[&str]) -> Result<Vec<TokenStream>, Fault> {
    const COUNTS: [(&str, &[&str]); 4] = [
        ("number", &["number"]),
        ("size", &["size"]),
        ("total_elements", &["total_elements", "totalElements"]),
        ("total_pages", &["total_pages", "totalPages", "TotalPages"]),
    ];
    let mut counts = Vec::new();
    for (snake, spellings) in COUNTS {
        let find = |path: &[&str]| {
            spellings
                .iter()
                .find_map(|wire| reach(types, name, &[path, &[wire]].concat(), Reach::Borrow))
        };
        // Some lists come in two forms; told at the root, and by a page next to it.
        let next_to_it = if page_path.is_empty() {
            find(&["page"])
        } else {
            None
        };
        let found: Vec<_> = find(page_path).into_iter().chain(next_to_it).collect();
        if found.iter().any(|it| tree::text(&it.kind) != "i64") {
            return Err(Fault::new(format!(
                "`{snake}` of the page of `{name}` is not a whole number"
            )));
        }
        let field = format_ident!("{snake}");
        let expressions = found.iter().map(|it| &it.expression);
        let read: Vec<_> = expressions.map(|it| quote! { #it.copied() }).collect();
        match &*read {
            [] => {}
            [only] => counts.push(quote! { info.#field = #only; }),
            [first, second, ..] => {
                counts.push(quote! { info.#field = #first.or_else(|| #second); });
            }
        }
    }
    Ok(counts)
}

fn dotted(path: &str) -> Vec<&str> {
    path.split('.').filter(|part| !part.is_empty()).collect()
}
