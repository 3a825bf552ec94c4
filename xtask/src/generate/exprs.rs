//! Expressions put together by hand, where parsing them would take long.

use proc_macro2::Span;
use quote::format_ident;
use syn::punctuated::Punctuated;
use syn::{
    Expr, ExprCall, ExprField, ExprLit, ExprMethodCall, ExprPath, ExprReference, Ident, Lit,
    LitStr, Member, Token, token,
};

/// A text.
pub(super) fn text(text: &str) -> Expr {
    Expr::Lit(ExprLit {
        attrs: Vec::new(),
        lit: Lit::Str(LitStr::new(text, Span::call_site())),
    })
}

/// `self.name`
pub(super) fn field_of_self(name: &str) -> Expr {
    let owner = Expr::Path(ExprPath {
        attrs: Vec::new(),
        qself: None,
        path: <Token![self]>::default().into(),
    });
    Expr::Field(ExprField {
        attrs: Vec::new(),
        base: Box::new(owner),
        dot_token: <Token![.]>::default(),
        member: Member::Named(ident(name)),
    })
}

/// `&value`
pub(super) fn reference(value: Expr) -> Expr {
    Expr::Reference(ExprReference {
        attrs: Vec::new(),
        and_token: <Token![&]>::default(),
        mutability: None,
        expr: Box::new(value),
    })
}

/// `function(argument)`
pub(super) fn apply(function: Expr, argument: Expr) -> Expr {
    Expr::Call(ExprCall {
        attrs: Vec::new(),
        func: Box::new(function),
        paren_token: token::Paren::default(),
        args: Punctuated::from_iter([argument]),
    })
}

/// `receiver.method(arguments)`
pub(super) fn call<const N: usize>(receiver: Expr, method: &str, arguments: [Expr; N]) -> Expr {
    Expr::MethodCall(ExprMethodCall {
        attrs: Vec::new(),
        receiver: Box::new(receiver),
        dot_token: <Token![.]>::default(),
        method: ident(method),
        turbofish: None,
        paren_token: token::Paren::default(),
        args: Punctuated::from_iter(arguments),
    })
}

fn ident(name: &str) -> Ident {
    format_ident!("{name}")
}

#[cfg(test)]
mod tests {
    use quote::ToTokens;
    use syn::{Expr, parse_quote};

    use super::{apply, call, field_of_self, reference, text};

    #[test]
    fn expression_put_together_is_the_one_that_is_parsed() {
        let value = reference(apply(parse_quote! { a::b }, field_of_self("iban")));
        let made = call(field_of_self("shown"), "field", [text("i\"ban"), value]);
        let parsed: Expr = parse_quote! { self.shown.field("i\"ban", &a::b(self.iban)) };
        assert_eq!(
            made.to_token_stream().to_string(),
            parsed.to_token_stream().to_string()
        );
        assert_eq!(made, parsed);
    }
}
