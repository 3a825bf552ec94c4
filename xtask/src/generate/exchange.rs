//! Sending: the run time is handed the request, without the generator's hooks between.
//!
//! The hooks take a `reqwest::Response` and give one back, so that a body that was read already has
//! to be dressed up as one; they cost an answer five allocations and three kilobytes of future.

use syn::visit_mut::{self, VisitMut};
use syn::{Block, Expr, File, Item, Stmt, parse_quote};

use super::{Fault, tree};
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

/// Replaces the steps in every call. It runs after the files, which take the answer otherwise.
pub(super) fn hand_over(file: &mut File, facts: &Facts) -> Result<(), Fault> {
    let mut rewriter = Rewriter { replaced: 0 };
    for item in tree::module(file, &["builder"])? {
        rewriter.visit_item_mut(item);
    }
    let files = facts
        .operations
        .iter()
        .filter(|operation| operation.file.is_some() && !operation.is_file);
    let expected = facts.operations.len() + files.count();
    if rewriter.replaced != expected {
        return Err(Fault::new(format!(
            "{} requests are handed to the run time instead of {expected}",
            rewriter.replaced
        )));
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

struct Rewriter {
    replaced: usize,
}

impl VisitMut for Rewriter {
    fn visit_block_mut(&mut self, block: &mut Block) {
        visit_mut::visit_block_mut(self, block);
        let start = block.stmts.len().saturating_sub(STEPS.len());
        let Some(steps) = block.stmts.get(start..) else {
            return;
        };
        let is_known = steps.len() == STEPS.len()
            && steps
                .iter()
                .zip(STEPS)
                .all(|(statement, step)| tree::text(statement).starts_with(step));
        let (true, Some(operation), Some(reader)) = (
            is_known,
            steps.first().and_then(operation),
            steps.last().and_then(reader),
        ) else {
            return;
        };
        block.stmts.truncate(start);
        for statement in &mut block.stmts {
            unmut(statement);
        }
        block.stmts.push(Stmt::Expr(
            parse_quote! { #reader(&client.inner, request, &#operation).await },
            None,
        ));
        self.replaced += 1;
    }
}

/// The operation's constant, which `info` names.
fn operation(info: &Stmt) -> Option<Expr> {
    let Stmt::Local(local) = info else {
        return None;
    };
    let Expr::Struct(literal) = &*local.init.as_ref()?.expr else {
        return None;
    };
    match &literal.fields.first()?.expr {
        Expr::Field(id) => Some((*id.base).clone()),
        _ => None,
    }
}

/// What reads the answer.
fn reader(judgement: &Stmt) -> Option<Expr> {
    let text = tree::text(judgement);
    if text.contains("::leantech_core::generated::decode(response)") {
        Some(parse_quote! { ::leantech_core::generated::call })
    } else if text.contains("::leantech_core::generated::download(response)") {
        Some(parse_quote! { ::leantech_core::generated::download })
    } else if text.contains("Ok(ResponseValue::empty(response))") {
        Some(parse_quote! { ::leantech_core::generated::send })
    } else {
        None
    }
}

/// The request is not changed any more.
fn unmut(statement: &mut Stmt) {
    let Stmt::Local(local) = statement else {
        return;
    };
    if let syn::Pat::Ident(name) = &mut local.pat
        && name.ident == "request"
    {
        name.mutability = None;
        local.attrs.clear();
    }
}
