//! Result envelopes: answers whose own status decides.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{File, Item, parse_quote};

use super::Fault;
use super::tree::{self, Reach};
use crate::shape::Facts;

pub(super) fn add(file: &mut File, facts: &Facts) -> Result<(), Fault> {
    let envelopes = facts.types.keys().filter_map(|name| {
        let member = facts.structure(name)?.envelope.as_ref()?;
        Some((name, member))
    });
    for (name, member) in envelopes {
        let items = tree::types(file);
        let place = facts.types.get(name).map_or("", |made| &made.pointer);
        let made = envelope_impl(items, name, member)
            .map_err(|fault| Fault::in_document(place, fault.what))?;
        tree::insert_after(tree::module(file, &["types"])?, name, made);
    }
    Ok(())
}

fn envelope_impl(items: &[Item], name: &str, member: &str) -> Result<Item, Fault> {
    let ident = format_ident!("{name}");
    let status = text(items, name, &[&["status"], &["Status"]])?
        .ok_or_else(|| Fault::new(format!("the envelope `{name}` has no status")))?;
    let code = text(
        items,
        name,
        &[
            &["status_detail", "granular_status_code"],
            &["granular_status_code"],
            &["StatusDetail", "GranularStatusCode"],
        ],
    )?;
    let code = match (code, bare_detail(items, name)) {
        (Some(code), Some(word)) => Some(quote! { #code.or_else(|| #word) }),
        (code, _) => code,
    };
    let info = text(
        items,
        name,
        &[
            &["status_detail", "status_additional_info"],
            &["status_detail", "additional_info"],
            &["status_additional_info"],
            &["additional_info"],
            &["StatusDetail", "StatusAdditionalInfo"],
        ],
    )?;
    let message = text(items, name, &[&["message"], &["Message"]])?;
    let none = || quote! { None };
    let (code, info, message) = (
        code.unwrap_or_else(none),
        info.unwrap_or_else(none),
        message.unwrap_or_else(none),
    );
    let results_id = tree::reach(items, name, &["results_id"], Reach::Borrow)
        .filter(|found| tree::last_name(&found.kind) == "ResultsId")
        .map_or_else(none, |found| found.expression);
    let data = tree::reach(items, name, &[member], Reach::Take)
        .ok_or_else(|| Fault::new(format!("the envelope `{name}` has no `{member}`")))?;
    let (kind, data) = (data.kind, data.expression);
    Ok(parse_quote! {
        impl ::leantech_core::Envelope for #ident {
            type Data = #kind;

            fn status(&self) -> ::std::option::Option<&str> { #status }

            fn granular_status_code(&self) -> ::std::option::Option<&str> { #code }

            fn additional_info(&self) -> ::std::option::Option<&str> { #info }

            fn results_id(&self) -> ::std::option::Option<&::leantech_core::ResultsId> { #results_id }

            fn message(&self) -> ::std::option::Option<&str> { #message }

            fn into_data(self) -> ::std::option::Option<Self::Data> { #data }
        }
    })
}

/// The detail itself, where a document knows it as an object and as a text: then the text is the
/// word.
fn bare_detail(items: &[Item], name: &str) -> Option<TokenStream> {
    let found = tree::reach(items, name, &["status_detail"], Reach::Borrow)?;
    let is_either = tree::argument(&found.kind, "EitherForm").is_some();
    let has_text = tree::text(&found.kind)
        .trim_end_matches(['>', ','])
        .ends_with(",::std::string::String");
    let expression = found.expression;
    (is_either && has_text).then(|| {
        quote! {
            #expression
                .and_then(::leantech_core::EitherForm::second)
                .map(::std::string::String::as_str)
        }
    })
}

/// The first of several places that the envelope has, as text.
fn text(items: &[Item], name: &str, places: &[&[&str]]) -> Result<Option<TokenStream>, Fault> {
    let found = places
        .iter()
        .find_map(|path| tree::reach(items, name, path, Reach::Borrow));
    let Some(found) = found else { return Ok(None) };
    let expression = found.expression;
    if tree::text(&found.kind) == "::std::string::String" {
        return Ok(Some(
            quote! { #expression.map(::std::string::String::as_str) },
        ));
    }
    if tree::argument(&found.kind, "Open").is_some() {
        return Ok(Some(quote! {
            #expression.map(|word| match word {
                ::leantech_core::Open::Known(word) => word.as_str(),
                ::leantech_core::Open::Unknown(word) => word.as_str(),
            })
        }));
    }
    Err(Fault::new(format!(
        "`{}` in the envelope `{name}` is no text",
        tree::text(&found.kind)
    )))
}
