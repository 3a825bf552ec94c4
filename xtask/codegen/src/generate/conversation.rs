//! Answers are read by the run time, and no request carries an `api-version` header.

use syn::visit_mut::{self, VisitMut};
use syn::{Block, Expr, File, Local, Pat, Stmt, parse_quote};

use super::{Fault, tree};
use crate::shape::Facts;

pub(super) fn hand_over(file: &mut File, facts: &Facts) -> Result<(), Fault> {
    for operation in &facts.operations {
        let items = tree::module(file, &["builder"])?;
        let found = tree::inherent(items, &operation.builder)?;
        let constant = quote::format_ident!("{}", operation.constant);
        let mut rewriter = Rewriter {
            other_headers: operation
                .parameters
                .iter()
                .filter(|parameter| parameter.place == "header")
                .count(),
            operation: parse_quote! { super::operations::#constant.id },
            headers_dropped: 0,
            versions_dropped: 0,
            operations_named: 0,
        };
        rewriter.visit_item_impl_mut(found);
        let is_whole = rewriter.versions_dropped == 1
            && rewriter.operations_named == 1
            && (rewriter.headers_dropped == 1) == (rewriter.other_headers == 0);
        if !is_whole {
            return Err(Fault::new(format!(
                "`{}` sends its request in an unknown way",
                operation.id
            )));
        }
    }
    Ok(())
}

struct Rewriter {
    other_headers: usize,
    operation: Expr,
    headers_dropped: usize,
    versions_dropped: usize,
    operations_named: usize,
}

impl VisitMut for Rewriter {
    fn visit_block_mut(&mut self, block: &mut Block) {
        let before = block.stmts.len();
        block.stmts.retain(|statement| !is_api_version(statement));
        self.versions_dropped += before - block.stmts.len();
        if self.other_headers == 0 {
            block.stmts.retain(|statement| !is_header_map(statement));
        }
        visit_mut::visit_block_mut(self, block);
    }

    fn visit_expr_mut(&mut self, found: &mut Expr) {
        visit_mut::visit_expr_mut(self, found);
        match found {
            Expr::MethodCall(call) if call.method == "headers" && self.other_headers == 0 => {
                *found = (*call.receiver).clone();
                self.headers_dropped += 1;
            }
            Expr::Call(call) if tree::is_path(&call.func, "ResponseValue::from_response") => {
                let arguments = &call.args;
                *found = parse_quote! { ::leantech_core::generated::decode(#arguments) };
            }
            Expr::Struct(literal) if literal.path.is_ident("OperationInfo") => {
                for field in &mut literal.fields {
                    field.expr = self.operation.clone();
                    self.operations_named += 1;
                }
            }
            _ => {}
        }
    }
}

fn is_api_version(statement: &Stmt) -> bool {
    matches!(statement, Stmt::Expr(Expr::MethodCall(call), _) if call.method == "append"
        && tree::text(&call.args).contains("\"api-version\""))
}

fn is_header_map(statement: &Stmt) -> bool {
    matches!(statement, Stmt::Local(Local { pat: Pat::Ident(name), .. })
        if name.ident == "header_map" && name.mutability.is_some())
}
