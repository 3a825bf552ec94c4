//! Lists: pages and items as streams.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{File, ImplItem, Item, ItemImpl, Type, parse_quote};

use super::tree::{self, Reach};
use super::{Fault, send};
use crate::shape::{Facts, OperationFacts, Paging};

pub(super) fn add(file: &mut File, facts: &Facts) -> Result<(), Fault> {
    let mut answers: Vec<(String, &Paging)> = Vec::new();
    for operation in &facts.operations {
        let Some(paging) = &operation.paging else {
            continue;
        };
        let found = tree::inherent(tree::module(file, &["builder"])?, &operation.builder)?;
        let answer = send::answer_type(found)?;
        let methods = methods(operation, paging, &answer)?;
        found.items.extend(methods);
        let name = operation.answer.clone().ok_or_else(|| {
            Fault::in_document(
                &paging.place,
                "a list whose answer is no object with members",
            )
        })?;
        match answers.iter().find(|(known, _)| *known == name) {
            Some((_, other)) if other.items != paging.items || other.page != paging.page => {
                let what = format!("`{name}` is paged in two ways");
                return Err(Fault::in_document(&paging.place, what));
            }
            Some(_) => {}
            None => answers.push((name, paging)),
        }
    }
    for (name, paging) in answers {
        let envelope = facts
            .structure(&name)
            .is_some_and(|structure| structure.envelope.is_some());
        let made = answer_impl(tree::types(file), &name, paging, envelope)
            .map_err(|fault| Fault::in_document(&paging.place, fault.what))?;
        tree::insert_after(tree::module(file, &["types"])?, &name, made.into());
    }
    Ok(())
}

fn methods(
    operation: &OperationFacts,
    paging: &Paging,
    answer: &Type,
) -> Result<[ImplItem; 2], Fault> {
    let parameter = |wire: &String| {
        operation
            .parameters
            .iter()
            .find(|parameter| parameter.wire == *wire)
            .ok_or_else(|| Fault::new(format!("`{}` has no parameter `{wire}`", operation.id)))
    };
    let number = parameter(&paging.number)?;
    let number_ident = format_ident!("{}", number.rust_name);
    let (first, next) = if number.required {
        let unset = format!("{} was not initialized", number.rust_name);
        (
            quote! { self.#number_ident.as_ref().map_or(0, |number| *number) },
            // A number that could not be converted still fails the call.
            quote! {
                call.#number_ident = match call.#number_ident {
                    Err(error) if error != #unset => Err(error),
                    _ => Ok(number),
                };
            },
        )
    } else {
        (
            quote! { self.#number_ident.as_ref().map_or(0, |number| number.unwrap_or(0)) },
            quote! { call.#number_ident = call.#number_ident.map(|_| Some(number)); },
        )
    };
    if let Some(size) = &paging.size {
        parameter(size)?;
    }
    let constant = format_ident!("{}", operation.constant);
    let item = quote! { <#answer as ::leantech_core::paging::PagedAnswer>::Item };
    let pages = parse_quote! {
        /// The pages one after the other, from the one that is set or else the first.
        ///
        /// A page is fetched when it is asked for. After a failure the stream ends.
        pub fn pages(self) -> ::leantech_core::paging::Pages<'a, #answer> {
            let first = #first;
            ::leantech_core::paging::pages(first, &super::operations::#constant, move |number| {
                let mut call = self.clone();
                #next
                call.send()
            })
        }
    };
    let stream = parse_quote! {
        /// The items of all pages, from the page that is set or else the first.
        ///
        /// A page is fetched when its first item is asked for. After a failure the stream ends.
        pub fn stream(self) -> ::leantech_core::paging::Items<'a, #item> {
            ::leantech_core::paging::items(self.pages())
        }
    };
    Ok([pages, stream])
}

fn answer_impl(
    items: &[Item],
    name: &str,
    paging: &Paging,
    envelope: bool,
) -> Result<ItemImpl, Fault> {
    let ident = format_ident!("{name}");
    let item_path: Vec<&str> = dotted(&paging.items);
    let taken = tree::reach(items, name, &item_path, Reach::Take)
        .ok_or_else(|| Fault::new(format!("`{name}` has no items at `{}`", paging.items)))?;
    let item = tree::argument(&taken.kind, "Vec")
        .ok_or_else(|| Fault::new(format!("`{}` of `{name}` is no list", paging.items)))?;
    let page_path = dotted(&paging.page);
    let counts = counts(items, name, &page_path)?;
    if counts.is_empty() {
        return Err(Fault::new(format!(
            "`{}` of `{name}` tells nothing about the page",
            paging.page
        )));
    }
    let listed = tree::reach(items, name, &item_path, Reach::Borrow).map(|found| found.expression);
    let expression = &taken.expression;
    let check = envelope.then(|| {
        quote! {
            fn check(&self) -> ::std::result::Result<(), ::leantech_core::Error> {
                ::leantech_core::Envelope::check(self)
            }
        }
    });
    Ok(parse_quote! {
        impl ::leantech_core::paging::PagedAnswer for #ident {
            type Item = #item;

            fn page_info(&self) -> ::leantech_core::paging::PageInfo {
                let mut info = ::leantech_core::paging::PageInfo::default();
                #(#counts)*
                info
            }

            fn item_count(&self) -> usize {
                #listed.map_or(0, ::std::vec::Vec::len)
            }

            #check

            fn into_items(self) -> ::std::vec::Vec<Self::Item> {
                #expression.unwrap_or_default()
            }
        }
    })
}

fn counts(items: &[Item], name: &str, page_path: &[&str]) -> Result<Vec<TokenStream>, Fault> {
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
                .find_map(|wire| tree::reach(items, name, &[path, &[wire]].concat(), Reach::Borrow))
        };
        // Some lists come in two forms; told at the root, and by a page beside it.
        let beside = if page_path.is_empty() {
            find(&["page"])
        } else {
            None
        };
        let found: Vec<_> = find(page_path).into_iter().chain(beside).collect();
        if found.iter().any(|it| tree::text(&it.kind) != "i64") {
            return Err(Fault::new(format!(
                "`{snake}` of the page of `{name}` is no whole number"
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
