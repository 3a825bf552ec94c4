//! The client is made from a session; it never builds an HTTP client of its own.

use syn::{File, ImplItem, Item, parse_quote};

use super::structs::underive;
use super::{Fault, tree};
use crate::shape::Facts;

pub(super) fn replace_constructors(file: &mut File, facts: &Facts) -> Result<(), Fault> {
    let constructors = tree::inherent(&mut file.items, "Client")?;
    let before = constructors.items.len();
    // Its own `new` follows redirects, and with them sends secrets to strangers.
    constructors.items.retain(|item| {
        !matches!(item, ImplItem::Fn(method) if method.sig.ident == "new" || method.sig.ident == "new_with_client")
    });
    if before - constructors.items.len() != 2 {
        return Err(Fault::new("the generated client is made in an unknown way"));
    }
    let new = parse_quote! {
        /// Makes a client that sends its calls through `session`.
        pub fn new(session: ::leantech_core::Session) -> Self {
            Self {
                inner: session,
            }
        }
    };
    let session = parse_quote! {
        /// The session through which the calls go.
        pub fn session(&self) -> &::leantech_core::Session {
            &self.inner
        }
    };
    constructors.items.splice(0..0, [new, session]);

    let place = file
        .items
        .iter()
        .position(|item| matches!(item, Item::Struct(found) if found.ident == "Client"));
    let client = place.and_then(|place| file.items.get_mut(place));
    let (Some(place), Some(Item::Struct(client))) = (place, client) else {
        return Err(Fault::new("the generated code has no client"));
    };
    // The session has the address and the HTTP client as well.
    client.fields = syn::Fields::Named(parse_quote! { { inner: ::leantech_core::Session } });
    underive(&mut client.attrs, "Debug");
    let text = format!("Client of {}.\n\n{}", facts.title, facts.description);
    tree::set_docs(&mut client.attrs, text.trim());
    let debug = parse_quote! {
        impl ::std::fmt::Debug for Client {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.debug_struct("Client").field("session", &self.inner).finish_non_exhaustive()
            }
        }
    };
    file.items.insert(place + 1, debug);
    Ok(())
}
