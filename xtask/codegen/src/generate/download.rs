//! Calls that bring a file: its bytes are handed on as a stream.

use quote::{ToTokens, format_ident};
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, ExprLit, File, ImplItem, ImplItemFn, Lit, LitStr, ReturnType, Type, parse_quote};

use super::{Fault, docs, send, tree};
use crate::shape::{Facts, OperationFacts};

/// The generator's own method for the file, which becomes its draft.
pub(super) const UNTYPED: &str = "draft_of_file";

/// Gives each call that can bring a file a method for it. It runs before `send` is wrapped.
pub(super) fn add(file: &mut File, facts: &Facts) -> Result<(), Fault> {
    for operation in &facts.operations {
        let Some(media_type) = &operation.file else {
            continue;
        };
        let found = tree::inherent(tree::module(file, &["builder"])?, &operation.builder)?;
        let method = send::send_of(found)?;
        if operation.is_file {
            bring_file(method, operation, media_type)?;
            continue;
        }
        let mut download = method.clone();
        bring_file(&mut download, operation, media_type)?;
        let untyped = format_ident!("{UNTYPED}");
        download.sig.ident = untyped.clone();
        download.vis = syn::Visibility::Inherited;
        download
            .attrs
            .retain(|attribute| !attribute.path().is_ident("doc"));
        let constant = format_ident!("{}", operation.constant);
        let mut made: ImplItemFn = parse_quote! {
            pub async fn download(
                self,
            ) -> Result<ResponseValue<::leantech_core::Download>, ::leantech_core::Error> {
                let session = &self.client.inner;
                let draft = self.#untyped();
                ::leantech_core::generated::download(session, draft, &super::operations::#constant).await
            }
        };
        tree::set_docs(&mut made.attrs, &docs::of_download(operation, media_type));
        found.items.push(ImplItem::Fn(download));
        found.items.push(ImplItem::Fn(made));
    }
    Ok(())
}

/// Makes a method ask for the file and hand it on.
fn bring_file(
    method: &mut ImplItemFn,
    operation: &OperationFacts,
    media_type: &str,
) -> Result<(), Fault> {
    let mut rewriter = Rewriter {
        media_type,
        asked: 0,
        handed_on: 0,
    };
    rewriter.visit_block_mut(&mut method.block);
    if rewriter.asked == 0 {
        let mut asker = Asker {
            media_type,
            asked: 0,
        };
        asker.visit_block_mut(&mut method.block);
        rewriter.asked = asker.asked;
    }
    if rewriter.asked != 1 || rewriter.handed_on != 1 {
        return Err(Fault::new(format!(
            "`{}` brings its file in an unknown way",
            operation.id
        )));
    }
    let ReturnType::Type(_, output) = &mut method.sig.output else {
        return Err(Fault::new("a generated `send` gives nothing back"));
    };
    let failure = match &**output {
        Type::Path(path) => second_argument(path),
        _ => None,
    };
    let failure =
        failure.ok_or_else(|| Fault::new("a generated `send` gives back something unknown"))?;
    **output = parse_quote! { Result<ResponseValue<::leantech_core::Download>, #failure> };
    Ok(())
}

/// The error of a `Result`.
fn second_argument(path: &syn::TypePath) -> Option<Type> {
    let last = path.path.segments.last()?;
    let syn::PathArguments::AngleBracketed(arguments) = &last.arguments else {
        return None;
    };
    match arguments.args.iter().nth(1)? {
        syn::GenericArgument::Type(kind) => Some(kind.clone()),
        _ => None,
    }
}

/// Changes what is asked for, where something is, and how the answer is read.
struct Rewriter<'m> {
    media_type: &'m str,
    asked: usize,
    handed_on: usize,
}

impl VisitMut for Rewriter<'_> {
    fn visit_expr_mut(&mut self, found: &mut Expr) {
        visit_mut::visit_expr_mut(self, found);
        match found {
            Expr::Lit(ExprLit {
                lit: Lit::Str(text),
                ..
            }) if text.value() == "application/json" => {
                *text = LitStr::new(self.media_type, text.span());
                self.asked += 1;
            }
            Expr::Call(call) if tree::is_path(&call.func, "::leantech_core::generated::decode") => {
                let arguments = &call.args;
                *found = parse_quote! { ::leantech_core::generated::download(#arguments) };
                self.handed_on += 1;
            }
            // The generator's own stream has no cap.
            Expr::Call(call)
                if tree::is_path(&call.func, "Ok")
                    && call.args.first().is_some_and(is_plain_stream) =>
            {
                *found = parse_quote! { ::leantech_core::generated::download(response).await };
                self.handed_on += 1;
            }
            _ => {}
        }
    }
}

fn is_plain_stream(argument: &Expr) -> bool {
    argument.to_token_stream().to_string().replace(' ', "") == "ResponseValue::stream(response)"
}

/// Asks for the file where nothing is asked for yet.
struct Asker<'m> {
    media_type: &'m str,
    asked: usize,
}

impl VisitMut for Asker<'_> {
    fn visit_expr_mut(&mut self, found: &mut Expr) {
        visit_mut::visit_expr_mut(self, found);
        if let Expr::MethodCall(call) = found
            && call.method == "build"
            && call.args.is_empty()
        {
            let (request, media_type) = (&call.receiver, self.media_type);
            *found = parse_quote! {
                #request
                    .header(
                        ::reqwest::header::ACCEPT,
                        ::reqwest::header::HeaderValue::from_static(#media_type),
                    )
                    .build()
            };
            self.asked += 1;
        }
    }
}
