//! Setters: what they are given goes through the run time, with type names as people write them.
//!
//! The generator writes a closure into each setter, which every build of the crates checks.

use syn::visit_mut::{self, VisitMut};
use syn::{Expr, ExprClosure, ExprMethodCall, File, Lit, LitStr, parse_quote};

use super::{Fault, tree};

pub(super) fn shorten(file: &mut File) -> Result<(), Fault> {
    let calls = tree::module(file, &["builder"])?;
    for item in calls.iter_mut() {
        Shortener.visit_item_mut(item);
    }
    let mut left = Left { is_any: false };
    for item in calls.iter_mut() {
        left.visit_item_mut(item);
    }
    if left.is_any {
        return Err(Fault::new("a setter takes its value in an unknown way"));
    }
    Ok(())
}

struct Shortener;

impl VisitMut for Shortener {
    fn visit_expr_mut(&mut self, found: &mut Expr) {
        visit_mut::visit_expr_mut(self, found);
        if let Some(shorter) = given(found) {
            *found = shorter;
        }
    }
}

/// Looks for closures that tell of a failed conversion.
struct Left {
    is_any: bool,
}

impl VisitMut for Left {
    fn visit_expr_closure_mut(&mut self, found: &mut ExprClosure) {
        self.is_any |= words_of(&found.body).is_some();
        visit_mut::visit_expr_closure_mut(self, found);
    }
}

/// The run time's way for `value.try_into().map_err(|_| "conversion to …".to_string())`, with or
/// without a `map(Some)` between.
fn given(found: &Expr) -> Option<Expr> {
    let failing = method(found, "map_err")?;
    let Some(Expr::Closure(closure)) = failing.args.first() else {
        return None;
    };
    let words = words_of(&closure.body)?;
    let tried = tree::text(&failing.receiver);
    match tried.as_str() {
        "value.try_into()" => Some(parse_quote! {
            ::leantech_core::generated::given(value, #words)
        }),
        "value.try_into().map(Some)" => Some(parse_quote! {
            ::leantech_core::generated::given_some(value, #words)
        }),
        _ => None,
    }
}

fn method<'e>(found: &'e Expr, name: &str) -> Option<&'e ExprMethodCall> {
    match found {
        Expr::MethodCall(call) if call.method == name => Some(call),
        _ => None,
    }
}

/// The words of a failed conversion.
fn words_of(body: &Expr) -> Option<LitStr> {
    let body = match body {
        Expr::Block(block) => match block.block.stmts.as_slice() {
            [syn::Stmt::Expr(body, None)] => body,
            _ => return None,
        },
        body => body,
    };
    let Expr::Lit(literal) = &*method(body, "to_string")?.receiver else {
        return None;
    };
    let Lit::Str(text) = &literal.lit else {
        return None;
    };
    let words = text.value();
    words.starts_with("conversion to `").then(|| {
        let short = words
            .replace(" :: ", "::")
            .replace(":: ", "::")
            .replace("::leantech_core::", "")
            .replace("::std::vec::", "")
            .replace("::std::string::", "")
            .replace("::chrono::naive::", "")
            .replace(" < ", "<")
            .replace(" >", ">");
        LitStr::new(&short, text.span())
    })
}
