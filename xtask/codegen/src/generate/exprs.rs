//! Expressions put together by hand, where parsing them would take long.

use proc_macro2::{Literal, Span};
use quote::format_ident;
use syn::punctuated::Punctuated;
use syn::{
    Arm, Expr, ExprCall, ExprField, ExprLit, ExprMethodCall, ExprPath, ExprReference, Ident, Lit,
    LitStr, Member, Pat, Path, Token, token,
};

/// A text.
pub(super) fn text(text: &str) -> Expr {
    Expr::Lit(ExprLit {
        attrs: Vec::new(),
        lit: Lit::Str(LitStr::new(text, Span::call_site())),
    })
}

/// `name`
pub(super) fn name(name: &str) -> Expr {
    path(ident(name))
}

/// `self.name`
pub(super) fn field_of_self(name: &str) -> Expr {
    field(path(<Token![self]>::default()), name)
}

/// `owner.name`
pub(super) fn field(owner: Expr, name: &str) -> Expr {
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

/// `&mut place`
pub(super) fn place(place: Expr) -> Expr {
    Expr::Reference(ExprReference {
        attrs: Vec::new(),
        and_token: <Token![&]>::default(),
        mutability: Some(<Token![mut]>::default()),
        expr: Box::new(place),
    })
}

/// `number => body,`
pub(super) fn arm(number: usize, body: Expr) -> Arm {
    Arm {
        attrs: Vec::new(),
        pat: Pat::Lit(ExprLit {
            attrs: Vec::new(),
            lit: Lit::new(Literal::usize_unsuffixed(number)),
        }),
        guard: None,
        fat_arrow_token: <Token![=>]>::default(),
        body: Box::new(body),
        comma: Some(<Token![,]>::default()),
    }
}

fn path(path: impl Into<Path>) -> Expr {
    Expr::Path(ExprPath {
        attrs: Vec::new(),
        qself: None,
        path: path.into(),
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
    use syn::{Arm, Expr, parse_quote};

    use super::{apply, arm, call, field, field_of_self, name, place, reference, text};

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

    #[test]
    fn arm_put_together_is_the_one_that_is_parsed() {
        let taken = place(field(name("value"), "iban"));
        let made = arm(7, call(name("members"), "put", [taken]));
        let parsed: Arm = parse_quote! { 7 => members.put(&mut value.iban), };
        assert_eq!(
            made.to_token_stream().to_string(),
            parsed.to_token_stream().to_string()
        );
        assert_eq!(made, parsed);
    }
}
