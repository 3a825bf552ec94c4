//! The passes that bring the generator's types to our policy, in their order.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use syn::Type;

use super::index::Index;
use super::{Fault, tree};
use crate::shape::{Direction, Facts, Initial, TypeKind, UNKNOWN_TO_LEAN};

/// One pass over what the generator wrote.
pub(super) struct Pass {
    /// What it does.
    #[cfg_attr(not(test), expect(dead_code, reason = "for readers, and for the test"))]
    pub(super) name: &'static str,
    /// Why the generator's own way will not do.
    #[cfg_attr(not(test), expect(dead_code, reason = "for readers, and for the test"))]
    pub(super) reason: &'static str,
    /// Whether a user's code could notice it.
    #[cfg_attr(not(test), expect(dead_code, reason = "for readers, and for the test"))]
    pub(super) touches_surface: bool,
    /// The pass itself.
    pub(super) run: fn(&mut Index, &Facts) -> Result<(), Fault>,
}

/// All passes. Each fails when it does not find what it must.
pub(super) const PASSES: &[Pass] = &[
    Pass {
        name: "give fields their own names on the wire",
        reason: "names that differ in case alone become one field, so the generator is given stand-ins",
        touches_surface: false,
        run: respell_fields,
    },
    Pass {
        name: "give values their own spelling, and leave sets open that Lean may extend",
        reason: "values that differ in punctuation alone become one variant; a closed enum fails the whole answer",
        touches_surface: true,
        run: open_enums,
    },
    Pass {
        name: "check that each type is the one that was asked for",
        reason: "the generator ignores what it does not understand of `x-rust-type`",
        touches_surface: false,
        run: check_types,
    },
    Pass {
        name: "write what is absent of an answer as null",
        reason: "Lean writes it so, and the sandbox must",
        touches_surface: false,
        run: write_null,
    },
    Pass {
        name: "set what is always sent",
        reason: "the generator leaves a default to the server",
        touches_surface: false,
        run: set_initial,
    },
    Pass {
        name: "hide what could identify a person or open an account",
        reason: "a derived `Debug` shows it",
        touches_surface: false,
        run: hide,
    },
    Pass {
        name: "derive equality where nothing is secret, and `Default` where nothing is required",
        reason: "the generator derives neither; secrets are compared nowhere but at the bank",
        touches_surface: true,
        run: derive,
    },
    Pass {
        name: "document every type and field",
        reason: "the generator copies the whole schema into the documentation",
        touches_surface: false,
        run: document,
    },
];

fn respell_fields(index: &mut Index, facts: &Facts) -> Result<(), Fault> {
    for (name, found) in &mut index.types.structs {
        let known = facts.structure(name).ok_or_else(|| missing(name))?;
        for field in known
            .members
            .iter()
            .filter(|field| field.stand_in.is_some())
        {
            let own = found
                .fields
                .iter_mut()
                .find(|own| own.name == field.rust_name)
                .ok_or_else(|| missing(&format!("{name}.{}", field.rust_name)))?;
            own.wire.clone_from(&field.wire);
        }
    }
    Ok(())
}

fn open_enums(index: &mut Index, facts: &Facts) -> Result<(), Fault> {
    for (name, made) in &facts.types {
        let TypeKind::Enum(known) = &made.kind else {
            continue;
        };
        let found = index
            .types
            .enums
            .get_mut(name)
            .ok_or_else(|| missing(name))?;
        let is_same = found.variants.len() == known.words.len()
            && found
                .variants
                .iter()
                .zip(&known.words)
                .all(|((variant, _), word)| {
                    *variant == word.variant || word.variant == UNKNOWN_TO_LEAN
                });
        if !is_same {
            return Err(Fault::new(format!(
                "`{name}` has other variants than its values"
            )));
        }
        found.is_open = known.is_open;
        let own = known.words.iter();
        found.variants = own
            .map(|word| (word.variant.clone(), word.word.clone()))
            .collect();
    }
    Ok(())
}

fn check_types(index: &mut Index, facts: &Facts) -> Result<(), Fault> {
    for (name, made) in &facts.types {
        match &made.kind {
            TypeKind::Struct(known) => {
                let found = index.types.structs.get(name).ok_or_else(|| missing(name))?;
                if found.fields.len() != known.members.len() {
                    return Err(Fault::new(format!(
                        "`{name}` has other fields than the document"
                    )));
                }
                let fields: BTreeMap<&str, _> = found
                    .fields
                    .iter()
                    .map(|field| (field.wire.as_str(), field))
                    .collect();
                for field in &known.members {
                    let place = format!("{name}.{}", field.wire);
                    let own = fields
                        .get(field.wire.as_str())
                        .ok_or_else(|| missing(&place))?;
                    if field.optional != own.is_optional() {
                        return Err(Fault::new(format!(
                            "`{place}` became `{}`",
                            tree::text(&own.kind)
                        )));
                    }
                    require(&field.natives, &own.kind, &place)?;
                }
            }
            TypeKind::Enum(_) => {
                index.types.enums.get(name).ok_or_else(|| missing(name))?;
            }
            TypeKind::Text(_) => {
                index.types.texts.get(name).ok_or_else(|| missing(name))?;
            }
        }
    }
    for operation in &facts.operations {
        let builder = &operation.builder;
        let found = index
            .builders
            .get(builder)
            .ok_or_else(|| missing(builder))?;
        for parameter in &operation.parameters {
            let place = format!("{}.{}", operation.id, parameter.wire);
            let kind = found
                .parameters
                .get(&parameter.rust_name)
                .ok_or_else(|| missing(&place))?;
            require(&parameter.natives, kind, &place)?;
        }
    }
    Ok(())
}

fn require(natives: &[&str], kind: &Type, place: &str) -> Result<(), Fault> {
    if natives.is_empty() {
        return Ok(());
    }
    let kind = tree::text(kind);
    for native in natives {
        if !kind.contains(&format!("::leantech_core::{native}")) {
            return Err(Fault::new(format!(
                "`{place}` became `{kind}` instead of a `{native}`"
            )));
        }
    }
    Ok(())
}

fn write_null(index: &mut Index, facts: &Facts) -> Result<(), Fault> {
    for (name, found) in &mut index.types.structs {
        let known = facts.structure(name).ok_or_else(|| missing(name))?;
        for field in &mut found.fields {
            if field.skips_none != field.is_optional() {
                return Err(Fault::new(format!(
                    "`{name}.{}` is written in an unknown way",
                    field.wire
                )));
            }
            field.skips_none &= known.direction == Direction::Sent;
        }
    }
    Ok(())
}

fn set_initial(index: &mut Index, facts: &Facts) -> Result<(), Fault> {
    for (name, found) in &mut index.types.structs {
        let known = facts.structure(name).ok_or_else(|| missing(name))?;
        for field in &known.members {
            let Some(initial) = &field.initial else {
                continue;
            };
            let own = found.fields.iter_mut().find(|own| own.wire == field.wire);
            let own = own.ok_or_else(|| missing(&format!("{name}.{}", field.wire)))?;
            own.initial = Some(literal(initial, facts, ""));
        }
    }
    Ok(())
}

/// A first value as an expression; `types` leads to the types.
pub(super) fn literal(initial: &Initial, facts: &Facts, types: &str) -> String {
    let enumeration = initial
        .enumeration
        .as_deref()
        .and_then(|name| Some((name, facts.types.get(name)?)));
    if let (Some((name, made)), Some(word)) = (enumeration, initial.value.as_str())
        && let TypeKind::Enum(words) = &made.kind
        && let Some(known) = words.words.iter().find(|known| known.word == word)
    {
        return format!("{types}{name}::{}", known.variant);
    }
    match &initial.value {
        Value::String(text) => format!("{text:?}.to_owned()"),
        other => other.to_string(),
    }
}

fn hide(index: &mut Index, facts: &Facts) -> Result<(), Fault> {
    for (name, found) in &mut index.types.structs {
        let known = facts.structure(name).ok_or_else(|| missing(name))?;
        for field in known.members.iter().filter(|field| field.sensitive) {
            let own = found.fields.iter_mut().find(|own| own.wire == field.wire);
            own.ok_or_else(|| missing(&format!("{name}.{}", field.wire)))?
                .hidden = true;
        }
    }
    Ok(())
}

#[expect(clippy::unnecessary_wraps, reason = "a pass like the others")]
fn derive(index: &mut Index, _facts: &Facts) -> Result<(), Fault> {
    let mut secret: BTreeSet<String> = BTreeSet::from(["Secret".to_owned()]);
    loop {
        let before = secret.len();
        for (name, found) in &index.types.structs {
            if found
                .fields
                .iter()
                .any(|field| mentions(&field.kind, &secret))
            {
                secret.insert(name.clone());
            }
        }
        if secret.len() == before {
            break;
        }
    }
    for (name, found) in &mut index.types.structs {
        let mut derives = vec!["Clone"];
        if !found.fields.iter().any(|field| field.hidden) {
            derives.push("Debug");
        }
        if found
            .fields
            .iter()
            .all(|field| field.is_optional() && field.initial.is_none())
        {
            derives.push("Default");
        }
        if !secret.contains(name) {
            derives.push("PartialEq");
        }
        derives.extend(["Serialize", "Deserialize"]);
        found.derives = derives;
    }
    Ok(())
}

fn mentions(kind: &Type, names: &BTreeSet<String>) -> bool {
    tree::text(kind)
        .split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .any(|word| names.contains(word))
}

fn document(index: &mut Index, facts: &Facts) -> Result<(), Fault> {
    let described = |name: &str| {
        let made = facts.types.get(name).ok_or_else(|| missing(name))?;
        Ok::<_, Fault>(made.description.clone())
    };
    for (name, found) in &mut index.types.structs {
        found.docs = described(name)?;
        let known = facts.structure(name).ok_or_else(|| missing(name))?;
        for field in &known.members {
            let own = found.fields.iter_mut().find(|own| own.wire == field.wire);
            let own = own.ok_or_else(|| missing(&format!("{name}.{}", field.wire)))?;
            own.docs.clone_from(&field.description);
        }
    }
    for (name, found) in &mut index.types.enums {
        found.docs = described(name)?;
    }
    for (name, found) in &mut index.types.texts {
        found.docs = described(name)?;
    }
    Ok(())
}

fn missing(name: &str) -> Fault {
    Fault::new(format!("the generated code lacks `{name}`"))
}

#[cfg(test)]
mod tests {
    use super::PASSES;

    #[test]
    fn each_pass_has_a_name_and_a_reason_of_its_own() {
        for (place, pass) in PASSES.iter().enumerate() {
            assert!(!pass.reason.is_empty());
            assert!(
                PASSES
                    .iter()
                    .skip(place + 1)
                    .all(|other| other.name != pass.name)
            );
        }
        assert!(PASSES.iter().any(|pass| pass.touches_surface));
    }
}
