//! What the generator wrote, found once: types by name, and of each call its types.

use std::collections::BTreeMap;

use syn::{Field, Fields, File, ImplItem, Item, ItemImpl, ReturnType, Type};

use super::{Fault, tree};
use crate::shape::{Facts, TypeKind};

/// What is read of the generator's output.
pub(crate) struct Index {
    pub(super) types: Types,
    /// The builders by name.
    pub(super) builders: BTreeMap<String, Builder>,
}

/// The types of a client, by name.
#[derive(Debug, Clone, Default)]
pub(crate) struct Types {
    /// The structs, with the generator's fields.
    pub(crate) structs: BTreeMap<String, Struct>,
    /// The enums.
    pub(crate) enums: BTreeMap<String, Enum>,
    /// The texts with a length that is checked.
    pub(crate) texts: BTreeMap<String, Text>,
}

/// A struct.
#[derive(Debug, Clone)]
pub(crate) struct Struct {
    /// Documentation text.
    pub(crate) docs: String,
    /// The derived traits.
    pub(crate) derives: Vec<&'static str>,
    /// Its fields, by their names in Rust, in alphabetical order.
    pub(crate) fields: Vec<FieldOf>,
}

/// A field of a struct.
#[derive(Debug, Clone)]
pub(crate) struct FieldOf {
    /// The name in Rust.
    pub(crate) name: String,
    /// The name on the wire.
    pub(crate) wire: String,
    /// The type, with `Option` where it may be absent.
    pub(crate) kind: Type,
    /// Whether nothing is written where it is absent.
    pub(crate) skips_none: bool,
    /// Whether its value must not be printed.
    pub(crate) hidden: bool,
    /// The value it begins with, as an expression.
    pub(crate) initial: Option<String>,
    /// Documentation text.
    pub(crate) docs: String,
}

impl FieldOf {
    /// The type without `Option`.
    pub(crate) fn inner(&self) -> &Type {
        tree::argument(&self.kind, "Option").unwrap_or(&self.kind)
    }

    /// Whether it may be absent.
    pub(crate) fn is_optional(&self) -> bool {
        tree::argument(&self.kind, "Option").is_some()
    }
}

/// An enum.
#[derive(Debug, Clone)]
pub(crate) struct Enum {
    /// Documentation text.
    pub(crate) docs: String,
    /// Whether Lean may send other values.
    pub(crate) is_open: bool,
    /// The variants with the values that they stand for.
    pub(crate) variants: Vec<(String, String)>,
}

/// A text whose length is checked.
#[derive(Debug, Clone)]
pub(crate) struct Text {
    /// Documentation text.
    pub(crate) docs: String,
    /// The fewest and the most characters.
    pub(crate) bounds: (Option<u64>, Option<u64>),
}

/// What the generator knows of a call.
pub(super) struct Builder {
    /// The parameters by their names in Rust, and the body as `body`.
    pub(super) parameters: BTreeMap<String, Type>,
    /// What it gives.
    pub(super) answer: Type,
}

impl Index {
    pub(super) fn of(file: &File, facts: &Facts) -> Result<Self, Fault> {
        let mut types = Types::default();
        for item in tree::module(file, "types")? {
            match item {
                Item::Struct(found) => {
                    let name = found.ident.to_string();
                    let known = facts.types.get(&name).ok_or_else(|| made_up(&name))?;
                    match (&found.fields, &known.kind) {
                        (Fields::Named(fields), TypeKind::Struct(_)) => {
                            let fields = fields.named.iter().map(field).collect();
                            let made = Struct {
                                docs: String::new(),
                                derives: Vec::new(),
                                fields,
                            };
                            types.structs.insert(name, made);
                        }
                        (Fields::Unnamed(_), TypeKind::Text(bounds)) => {
                            let made = Text {
                                docs: String::new(),
                                bounds: *bounds,
                            };
                            types.texts.insert(name, made);
                        }
                        _ => return Err(Fault::new(format!("`{name}` is of an unknown form"))),
                    }
                }
                Item::Enum(found) => {
                    let name = found.ident.to_string();
                    let known = facts.types.get(&name).ok_or_else(|| made_up(&name))?;
                    if !matches!(known.kind, TypeKind::Enum(_)) {
                        return Err(Fault::new(format!("`{name}` is of an unknown form")));
                    }
                    let variants = found.variants.iter();
                    let variants = variants
                        .map(|variant| (variant.ident.to_string(), String::new()))
                        .collect();
                    let made = Enum {
                        docs: String::new(),
                        is_open: false,
                        variants,
                    };
                    types.enums.insert(name, made);
                }
                _ => {}
            }
        }
        let builders = builders(tree::module(file, "builder")?)?;
        Ok(Self { types, builders })
    }
}

fn made_up(name: &str) -> Fault {
    Fault::new(format!("the generator made up the type `{name}`"))
}

fn field(found: &Field) -> FieldOf {
    FieldOf {
        name: tree::rust_name(found),
        wire: tree::wire_name(found),
        kind: found.ty.clone(),
        skips_none: found
            .attrs
            .iter()
            .any(|attribute| tree::text(attribute).contains("skip_serializing_if")),
        hidden: false,
        initial: None,
        docs: String::new(),
    }
}

fn builders(items: &[Item]) -> Result<BTreeMap<String, Builder>, Fault> {
    let mut found = BTreeMap::new();
    for item in items {
        let Item::Struct(builder) = item else {
            continue;
        };
        let name = builder.ident.to_string();
        let parameters = builder.fields.iter().filter_map(|field| {
            let kind = tree::argument(&field.ty, "Result")?;
            Some((tree::rust_name(field), kind.clone()))
        });
        let parameters = parameters.collect();
        let inherent = items.iter().find_map(|item| match item {
            Item::Impl(found)
                if found.trait_.is_none() && tree::last_name(&found.self_ty) == name =>
            {
                Some(found)
            }
            _ => None,
        });
        let answer = inherent
            .and_then(answer_of)
            .ok_or_else(|| Fault::new(format!("`{name}` is sent in an unknown way")))?;
        found.insert(name, Builder { parameters, answer });
    }
    Ok(found)
}

/// The type of a call's answer.
fn answer_of(found: &ItemImpl) -> Option<Type> {
    let send = found.items.iter().find_map(|item| match item {
        ImplItem::Fn(method) if method.sig.ident == "send" => Some(method),
        _ => None,
    })?;
    let ReturnType::Type(_, output) = &send.sig.output else {
        return None;
    };
    tree::argument(tree::argument(output, "Result")?, "ResponseValue").cloned()
}
