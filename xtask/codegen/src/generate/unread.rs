//! Leaves out of the generator's tokens what would be parsed only to be thrown away.
//!
//! More than half of what the generator writes are builders of what only Lean sends, and the
//! documentation that we replace. The rewrites take out both as well, so that what is not known
//! here costs time and nothing else.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

use crate::shape::Facts;

/// The tokens without the builders of what only Lean sends, and without the documentation of the
/// types.
pub(super) fn leave_out(tokens: TokenStream, facts: &Facts) -> TokenStream {
    each_item(tokens, |item| {
        if is_module(&item, "types") {
            inside(item, |types| of_types(types, facts))
        } else {
            item
        }
    })
}

fn of_types(types: TokenStream, facts: &Facts) -> TokenStream {
    each_item(types, |item| {
        if is_module(&item, "builder") {
            inside(item, |builders| of_builders(builders, facts))
        } else if has_word(&item, "struct") || has_word(&item, "enum") {
            inside(without_docs(item), |members| {
                without_docs(members).into_iter().collect()
            })
        } else {
            item
        }
    })
}

fn of_builders(builders: TokenStream, facts: &Facts) -> TokenStream {
    each_item(builders, |item| {
        // Of a struct it is the name, of an impl the type that it is for.
        let last = item.iter().rev().find_map(word);
        let is_received = last.is_some_and(|name| facts.is_received(&name));
        if is_received { Vec::new() } else { item }
    })
}

/// The tokens with each item as `change` makes it.
fn each_item(
    tokens: TokenStream,
    change: impl Fn(Vec<TokenTree>) -> Vec<TokenTree>,
) -> TokenStream {
    let mut changed = TokenStream::new();
    let mut item = Vec::new();
    for token in tokens {
        let is_last = match &token {
            TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
            TokenTree::Punct(sign) => sign.as_char() == ';',
            _ => false,
        };
        item.push(token);
        if is_last {
            changed.extend(change(std::mem::take(&mut item)));
        }
    }
    changed.extend(item);
    changed
}

/// The item with what stands in its braces as `change` makes it.
fn inside(
    mut item: Vec<TokenTree>,
    change: impl FnOnce(TokenStream) -> TokenStream,
) -> Vec<TokenTree> {
    match item.pop() {
        Some(TokenTree::Group(braces)) => {
            item.push(Group::new(braces.delimiter(), change(emptied(braces))).into());
        }
        Some(other) => item.push(other),
        None => {}
    }
    item
}

/// What stands in a group, which is let go first: the tokens of a group that is still held are
/// copied.
fn emptied(group: Group) -> TokenStream {
    let inside = group.stream();
    drop(group);
    inside
}

fn without_docs(tokens: impl IntoIterator<Item = TokenTree>) -> Vec<TokenTree> {
    let mut kept: Vec<TokenTree> = Vec::new();
    for token in tokens {
        let is_hash =
            |last: &TokenTree| matches!(last, TokenTree::Punct(sign) if sign.as_char() == '#');
        match token {
            TokenTree::Group(group)
                if group.delimiter() == Delimiter::Bracket && kept.last().is_some_and(is_hash) =>
            {
                let mut attribute = emptied(group).into_iter().peekable();
                if attribute
                    .peek()
                    .and_then(word)
                    .is_some_and(|word| word == "doc")
                {
                    kept.pop();
                } else {
                    let attribute = Group::new(Delimiter::Bracket, attribute.collect());
                    kept.push(attribute.into());
                }
            }
            token => kept.push(token),
        }
    }
    kept
}

fn is_module(item: &[TokenTree], name: &str) -> bool {
    has_word(item, "mod") && has_word(item, name)
}

fn has_word(item: &[TokenTree], name: &str) -> bool {
    item.iter()
        .any(|token| matches!(token, TokenTree::Ident(word) if word == name))
}

fn word(token: &TokenTree) -> Option<String> {
    match token {
        TokenTree::Ident(word) => Some(word.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proc_macro2::TokenStream;
    use quote::quote;

    use super::leave_out;
    use crate::shape::{Direction, Facts, StructFacts, TypeFacts, TypeKind};

    fn facts() -> Facts {
        let structure = |direction| TypeFacts {
            description: String::new(),
            pointer: String::new(),
            kind: TypeKind::Struct(StructFacts {
                direction,
                members: Vec::new(),
                envelope: None,
            }),
        };
        Facts {
            types: BTreeMap::from([
                ("Answer".to_owned(), structure(Direction::Received)),
                ("Request".to_owned(), structure(Direction::Sent)),
            ]),
            ..Facts::default()
        }
    }

    fn left(tokens: TokenStream) -> String {
        leave_out(tokens, &facts()).to_string()
    }

    #[test]
    fn builders_of_what_only_lean_sends_are_left_out() {
        let builders = |name: &str| {
            let name = quote::format_ident!("{name}");
            quote! {
                #[derive(Clone)]
                pub struct #name { id: String }
                impl Default for #name { fn default() -> Self { Self { id: String::new() } } }
                impl #name { pub fn id(self) -> Self { self } }
                impl TryFrom<#name> for super::#name { type Error = String; }
                impl From<super::#name> for #name { fn from(value: super::#name) -> Self { value } }
            }
        };
        let (answer, request) = (builders("Answer"), builders("Request"));
        let types = quote! { pub struct Answer(String); impl Answer { fn builder() {} } };
        let whole = quote! {
            use a::b;
            pub mod types { #types pub mod builder { #answer #request } }
            pub mod builder { #answer }
        };
        let expected = quote! {
            use a::b;
            pub mod types { #types pub mod builder { #request } }
            pub mod builder { #answer }
        };
        assert_eq!(left(whole), expected.to_string());
    }

    #[test]
    fn only_documentation_of_types_and_their_members_is_left_out() {
        let whole = quote! {
            #[doc = "a"]
            pub mod types {
                #[doc = "b"]
                #[derive(Clone)]
                pub struct Answer {
                    #[doc = "c"]
                    #[serde(rename = "d")]
                    pub id: String,
                }
                #[doc = "e"]
                pub enum Word { #[doc = "f"] A, B }
                impl Answer { #[doc = "g"] fn id() { [1] } }
            }
        };
        let expected = quote! {
            #[doc = "a"]
            pub mod types {
                #[derive(Clone)]
                pub struct Answer {
                    #[serde(rename = "d")]
                    pub id: String,
                }
                pub enum Word { A, B }
                impl Answer { #[doc = "g"] fn id() { [1] } }
            }
        };
        assert_eq!(left(whole), expected.to_string());
    }

    #[test]
    fn what_is_no_item_stays() {
        let odd = quote! { pub mod types { struct } { } ; a b };
        assert_eq!(left(odd.clone()), odd.to_string());
    }
}
