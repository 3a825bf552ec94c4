//! Drafts: a call writes down what it is to send, and the run time makes the requests from that.
//!
//! The generator builds a whole `reqwest::Request`, and its hooks take a `reqwest::Response` and give
//! one back. A repeat has to copy such a request, a body that was read has to be dressed up as a
//! response again, and a caller who waits for a token carries all of it.

use syn::visit_mut::{self, VisitMut};
use syn::{Expr, ExprMethodCall, File, ImplItem, ImplItemFn, Item, Macro, Stmt, parse_quote};

use super::{Fault, download, send, tree};
use crate::shape::Facts;

/// What the generator writes once it has a request, in order.
const STEPS: &[&str] = &[
    "letinfo=OperationInfo{",
    "client.pre(&mutrequest,&info).await?;",
    "letresult=client.exec(request,&info).await;",
    "client.post(&result,&info).await?;",
    "letresponse=result?;",
    "matchresponse.status().as_u16(){",
];

/// Makes drafts of the generator's own methods. It runs after all that reads their answers.
pub(super) fn hand_over(file: &mut File, facts: &Facts) -> Result<(), Fault> {
    for operation in &facts.operations {
        let found = tree::inherent(tree::module(file, &["builder"])?, &operation.builder)?;
        let mut own: Vec<ImplItemFn> = Vec::new();
        for item in std::mem::take(&mut found.items) {
            match item {
                ImplItem::Fn(method) if is_own(&method) => own.push(method),
                other => found.items.push(other),
            }
        }
        let drafts = 1 + usize::from(operation.file.is_some() && !operation.is_file);
        if own.len() != drafts {
            return Err(unknown(&operation.id));
        }
        for method in own {
            let draft = draft_of(method).ok_or_else(|| unknown(&operation.id))?;
            found.items.push(ImplItem::Fn(draft));
        }
    }
    // What the hooks were called by.
    let before = file.items.len();
    file.items.retain(|item| {
        !is_client_info(item) && !matches!(item, Item::Const(found) if found.ident == "_")
    });
    if before - file.items.len() == 2 {
        Ok(())
    } else {
        Err(Fault::new(
            "the generated client has other hooks than expected",
        ))
    }
}

fn unknown(operation: &str) -> Fault {
    Fault::new(format!("`{operation}` makes its request in an unknown way"))
}

fn is_own(method: &ImplItemFn) -> bool {
    method.sig.ident == send::UNTYPED || method.sig.ident == download::UNTYPED
}

fn is_client_info(item: &Item) -> bool {
    let Item::Impl(found) = item else {
        return false;
    };
    let of = found
        .trait_
        .as_ref()
        .and_then(|(_, path, _)| path.segments.last());
    of.is_some_and(|last| last.ident == "ClientInfo")
}

/// The same method, which only drafts the request.
fn draft_of(mut method: ImplItemFn) -> Option<ImplItemFn> {
    let statements = &mut method.block.stmts;
    let start = statements.len().checked_sub(STEPS.len())?;
    let is_known = statements
        .iter()
        .skip(start)
        .zip(STEPS)
        .all(|(statement, step)| tree::text(statement).starts_with(step));
    if !is_known {
        return None;
    }
    statements.truncate(start);
    let Some(Stmt::Local(request)) = statements.pop() else {
        return None;
    };
    let mut drafter = Drafter { begun: 0, ended: 0 };
    let mut request = *request.init?.expr;
    drafter.visit_expr_mut(&mut request);
    if (drafter.begun, drafter.ended) != (1, 1) {
        return None;
    }
    drafter.visit_block_mut(&mut method.block);
    method
        .block
        .stmts
        .push(Stmt::Expr(parse_quote! { Ok(#request) }, None));
    method.sig.asyncness = None;
    method.sig.output = parse_quote! {
        -> Result<::leantech_core::generated::Draft, ::leantech_core::Error>
    };
    let left = tree::text(&method.block);
    let is_whole = !["progenitor_client", "reqwest", "Error::InvalidRequest"]
        .iter()
        .any(|foreign| left.contains(foreign));
    is_whole.then_some(method)
}

/// Puts the run time's draft in the place of reqwest's builder.
struct Drafter {
    begun: usize,
    ended: usize,
}

impl VisitMut for Drafter {
    fn visit_macro_mut(&mut self, found: &mut Macro) {
        tree::visit_format(self, found);
    }

    fn visit_expr_mut(&mut self, found: &mut Expr) {
        visit_mut::visit_expr_mut(self, found);
        let replacement = match found {
            Expr::MethodCall(call) => self.call(call),
            Expr::Try(tried) => match &*tried.expr {
                // Its failures were told where they came up.
                Expr::MethodCall(call) if call.method == "build" => {
                    self.ended += 1;
                    Some((*call.receiver).clone())
                }
                _ => None,
            },
            Expr::Field(_) if tree::is_field(found, "client", "baseurl") => {
                Some(parse_quote! { client.inner.base_url() })
            }
            Expr::Path(_) if tree::is_path(found, "Error::InvalidRequest") => {
                Some(parse_quote! { ::leantech_core::Error::invalid_request })
            }
            // Nothing is reserved for headers that are not set.
            Expr::Call(made)
                if tree::is_path(&made.func, "::reqwest::header::HeaderMap::with_capacity") =>
            {
                Some(parse_quote! { ::leantech_core::generated::HeaderMap::new() })
            }
            _ => None,
        };
        if let Some(replacement) = replacement {
            *found = replacement;
        }
    }
}

impl Drafter {
    fn call(&mut self, call: &mut ExprMethodCall) -> Option<Expr> {
        let receiver = &call.receiver;
        let argument = call.args.first();
        match (call.method.to_string().as_str(), argument) {
            (verb, Some(url)) if tree::is_field(receiver, "client", "client") => {
                self.begun += 1;
                let method = quote::format_ident!("{}", verb.to_uppercase());
                Some(parse_quote! {
                    ::leantech_core::generated::Draft::new(
                        ::leantech_core::generated::Method::#method,
                        #url,
                    )
                })
            }
            ("header", Some(name)) if tree::is_path(name, "::reqwest::header::ACCEPT") => {
                let Some(Expr::Call(made)) = call.args.last() else {
                    return None;
                };
                let media_type = made.args.first()?;
                Some(parse_quote! { #receiver.accept(#media_type) })
            }
            ("query", Some(Expr::Reference(parameter))) => {
                let Expr::Call(made) = &*parameter.expr else {
                    return None;
                };
                let arguments = &made.args;
                Some(parse_quote! { #receiver.query(#arguments)? })
            }
            ("json", Some(body)) => Some(parse_quote! { #receiver.json(#body)? }),
            // The generator tries it already.
            ("form_urlencoded", Some(body)) => Some(parse_quote! { #receiver.form(#body) }),
            ("try_into", None) => {
                let Expr::MethodCall(text) = &**receiver else {
                    return None;
                };
                let value = &text.receiver;
                (text.method == "to_string")
                    .then(|| parse_quote! { ::leantech_core::generated::header_value(&#value) })
            }
            _ => None,
        }
    }
}

/// What of the run time reads the answer of the generator's own method.
pub(super) fn reader_of(method: &ImplItemFn) -> Option<Expr> {
    let text = tree::text(method.block.stmts.last()?);
    if text.contains("::leantech_core::generated::decode(response)") {
        Some(parse_quote! { ::leantech_core::generated::call })
    } else if text.contains("::leantech_core::generated::download(response)")
        || text.contains("ResponseValue::stream(response)")
    {
        Some(parse_quote! { ::leantech_core::generated::download })
    } else if text.contains("Ok(ResponseValue::empty(response))") {
        Some(parse_quote! { ::leantech_core::generated::send })
    } else {
        None
    }
}
