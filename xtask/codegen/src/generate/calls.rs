//! Calls: what the client's method takes, what is set afterwards, and what is given.

use syn::Type;

use super::index::{FieldOf, Index};
use super::{Fault, answers, passes, tree};
use crate::shape::{Facts, LASTING, MemberFacts, OperationFacts, ParameterFacts};

/// A call.
#[derive(Debug, Clone)]
pub(crate) struct Call {
    /// What the document says of it.
    pub(crate) facts: OperationFacts,
    /// What its path needs, in the path's order.
    pub(crate) arguments: Vec<Argument>,
    /// What may be set besides.
    pub(crate) setters: Vec<Setter>,
    /// The type of the whole body, if there is one.
    pub(crate) body: Option<Type>,
    /// Whether the body is an object whose fields have setters.
    pub(crate) has_fields: bool,
    /// What it gives.
    pub(crate) answer: Answer,
    /// The types of its pages and of their items, when it is a list.
    pub(crate) list: Option<(Type, Type)>,
}

/// A parameter of a path.
#[derive(Debug, Clone)]
pub(crate) struct Argument {
    /// The name in Rust.
    pub(crate) name: String,
    /// The name on the wire.
    pub(crate) wire: String,
    /// The type.
    pub(crate) kind: Type,
    /// Documentation text.
    pub(crate) docs: String,
    /// A made-up value.
    pub(crate) example: Option<serde_json::Value>,
}

/// A method that sets something of a call.
#[derive(Debug, Clone)]
pub(crate) struct Setter {
    /// The name in Rust.
    pub(crate) name: String,
    /// The name on the wire.
    pub(crate) wire: String,
    /// Where it is sent.
    pub(crate) place: Place,
    /// The type.
    pub(crate) kind: Type,
    /// Whether a call fails without it.
    pub(crate) is_required: bool,
    /// The value it begins with, as an expression.
    pub(crate) initial: Option<String>,
    /// Documentation text.
    pub(crate) docs: String,
    /// A made-up value.
    pub(crate) example: Option<serde_json::Value>,
}

/// Where a value is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// In the query.
    Query,
    /// In a header.
    Header,
    /// In the body, as a field of it.
    Field,
    /// In the body, as a field that says when something ends: it must be in the future.
    End,
    /// In the same field, as how long it lasts from now on.
    Lasting,
}

/// What a call gives.
#[derive(Debug, Clone)]
pub(crate) enum Answer {
    /// What stands in the body.
    Json(Type),
    /// What a good result holds.
    Result {
        /// The whole body.
        envelope: Box<Type>,
        /// What it holds.
        payload: Type,
    },
    /// Nothing.
    Empty,
    /// A file.
    File,
}

impl Answer {
    /// The type that `send` gives; a file's is the run time's.
    pub(crate) fn given(&self) -> Option<&Type> {
        match self {
            Self::Json(kind) | Self::Result { payload: kind, .. } => Some(kind),
            Self::Empty | Self::File => None,
        }
    }
}

pub(super) fn of(index: &Index, facts: &Facts) -> Result<Vec<Call>, Fault> {
    let calls = facts.operations.iter();
    calls
        .map(|operation| call(index, operation, facts))
        .collect()
}

fn call(index: &Index, operation: &OperationFacts, facts: &Facts) -> Result<Call, Fault> {
    let unknown = |what: &str| Fault::new(format!("`{}` has no {what}", operation.id));
    let found = index
        .builders
        .get(&operation.builder)
        .ok_or_else(|| unknown("builder"))?;
    let (mut arguments, mut setters) = (Vec::new(), Vec::new());
    for parameter in &operation.parameters {
        let kind = found.parameters.get(&parameter.rust_name);
        let kind = kind.ok_or_else(|| unknown(&parameter.wire))?;
        let kind = tree::argument(kind, "Option").unwrap_or(kind).clone();
        if parameter.place == "path" {
            arguments.push(Argument {
                name: parameter.rust_name.clone(),
                wire: parameter.wire.clone(),
                kind,
                docs: parameter.description.clone(),
                example: parameter.example.clone(),
            });
        } else {
            setters.push(of_parameter(parameter, kind, facts));
        }
    }
    arguments.sort_by_key(|argument| operation.path.find(&format!("{{{}}}", argument.wire)));
    let mut body = None;
    let mut has_fields = false;
    if operation.body.is_some() {
        let kind = found
            .parameters
            .get("body")
            .ok_or_else(|| unknown("body"))?;
        let kind = without_builder(kind);
        if let Some(name) = &operation.body_type {
            has_fields = true;
            let known = index.types.structs.get(name);
            let known = known.ok_or_else(|| unknown(name))?;
            for (name, member) in facts.body_setters(operation) {
                let field = known.fields.iter().find(|field| field.wire == member.wire);
                let field = field.ok_or_else(|| unknown(&member.wire))?;
                let setter = of_field(name, field, member, facts);
                if member.is_end() {
                    setters.extend(by_end(setter));
                } else {
                    setters.push(setter);
                }
            }
        }
        body = Some(kind);
    }
    let list = match (&operation.paging, &operation.answer) {
        (Some(paging), Some(name)) => {
            let known = facts.structure(name);
            let member = known.and_then(|known| known.envelope.as_deref());
            let list = answers::of_list(&index.types, name, paging, member);
            list.map(|(page, item)| (in_types(&page), in_types(&item)))
        }
        _ => None,
    };
    Ok(Call {
        list,
        arguments,
        setters,
        body,
        has_fields,
        answer: answer(operation, found.answer.clone(), index, facts)?,
        facts: operation.clone(),
    })
}

fn of_parameter(parameter: &ParameterFacts, kind: Type, facts: &Facts) -> Setter {
    let initial = match &parameter.initial {
        _ if parameter.is_key => Some("IdempotencyKey::random()".to_owned()),
        Some(initial) => Some(passes::literal(initial, facts, "types::")),
        None => None,
    };
    Setter {
        name: parameter.rust_name.clone(),
        wire: parameter.wire.clone(),
        place: if parameter.place == "header" {
            Place::Header
        } else {
            Place::Query
        },
        kind,
        is_required: parameter.required && initial.is_none(),
        initial,
        docs: parameter.description.clone(),
        example: parameter.example.clone(),
    }
}

fn of_field(name: String, field: &FieldOf, member: &MemberFacts, facts: &Facts) -> Setter {
    let initial = member.initial.as_ref();
    let initial = initial.map(|initial| passes::literal(initial, facts, "types::"));
    Setter {
        name,
        wire: field.wire.clone(),
        place: Place::Field,
        kind: in_types(field.inner()),
        is_required: !field.is_optional() && initial.is_none(),
        initial,
        docs: field.docs.clone(),
        example: member.example.clone(),
    }
}

/// A field that says when something ends is set by that moment, or by how long it lasts.
fn by_end(setter: Setter) -> [Setter; 2] {
    let lasting = Setter {
        name: LASTING.to_owned(),
        place: Place::Lasting,
        kind: syn::parse_quote! { ::std::time::Duration },
        docs: format!(
            "How long it lasts from now on; [`{0}`](Self::{0}) sets the moment instead.",
            setter.name
        ),
        is_required: false,
        initial: None,
        example: None,
        wire: setter.wire.clone(),
    };
    let end = Setter {
        place: Place::End,
        ..setter
    };
    [end, lasting]
}

fn answer(
    operation: &OperationFacts,
    kind: Type,
    index: &Index,
    facts: &Facts,
) -> Result<Answer, Fault> {
    if operation.is_file {
        return Ok(Answer::File);
    }
    if kind == syn::parse_quote! { () } {
        return Ok(Answer::Empty);
    }
    let name = tree::last_name(&kind);
    let Some(member) = facts
        .structure(&name)
        .and_then(|known| known.envelope.as_ref())
    else {
        return Ok(Answer::Json(kind));
    };
    let fields = index.types.structs.get(&name);
    let field = fields.and_then(|found| found.fields.iter().find(|field| field.wire == *member));
    let field = field.ok_or_else(|| {
        Fault::in_document(
            &operation.pointer,
            format!("the envelope `{name}` has no `{member}`"),
        )
    })?;
    Ok(Answer::Result {
        payload: in_types(field.inner()),
        envelope: Box::new(kind),
    })
}

/// `types::X` for the builder `types::builder::X`.
fn without_builder(kind: &Type) -> Type {
    let Type::Path(path) = kind else {
        return kind.clone();
    };
    let mut path = path.clone();
    path.path.segments = path
        .path
        .segments
        .into_iter()
        .filter(|segment| segment.ident != "builder")
        .collect();
    Type::Path(path)
}

/// A type as it is named outside the module of types.
fn in_types(kind: &Type) -> Type {
    struct Outside;

    impl syn::visit_mut::VisitMut for Outside {
        fn visit_type_path_mut(&mut self, found: &mut syn::TypePath) {
            syn::visit_mut::visit_type_path_mut(self, found);
            let is_primitive = ["bool", "i64", "u32", "u64"]
                .iter()
                .any(|name| found.path.is_ident(name));
            if found.path.leading_colon.is_none() && found.path.segments.len() == 1 && !is_primitive
            {
                let segments = &found.path.segments;
                *found = syn::parse_quote! { types::#segments };
            }
        }
    }

    let mut kind = kind.clone();
    syn::visit_mut::VisitMut::visit_type_mut(&mut Outside, &mut kind);
    kind
}
