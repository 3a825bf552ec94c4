//! Texts, numbers and words.

use serde_json::{Map, Value, json};

use super::Shaper;
use super::expression::Form;
use super::facts::{Direction, EnumFacts, TypeFacts, TypeKind};
use super::unwrap::Bare;
use super::{Emitted, prose, rust_type, variants};

type Typed = (Value, Vec<&'static str>, Form);

fn native(name: &'static str) -> Typed {
    (rust_type::native(name), vec![name], Form::Scalar)
}

fn plain(schema: Value) -> Typed {
    (schema, Vec::new(), Form::Scalar)
}

impl Shaper<'_> {
    pub(super) fn text(&mut self, bare: &Bare, direction: Direction, hint: &str) -> Option<Typed> {
        if bare.is_set("x-lean-secret") {
            return Some(native("Secret"));
        }
        if let Some(word) = bare.schema.get("x-lean-id") {
            let id = word.as_str().and_then(rust_type::id);
            if id.is_none() {
                self.refuse_mark(
                    bare,
                    "x-lean-id",
                    "customer, app-user, entity, consent, account, refresh, results",
                );
            }
            return id.map(native);
        }
        if bare.has("x-lean-time") {
            if bare.text("x-lean-time") != Some("date-or-date-time") {
                self.refuse_mark(bare, "x-lean-time", "date-or-date-time");
                return None;
            }
            return Some(native("DateOrTime"));
        }
        if bare.is_set("x-lean-money") {
            return Some(native("ExactDecimal"));
        }
        if bare.has("x-lean-lenient") {
            return self.lenient(bare);
        }
        match bare.text("format") {
            Some("date-time") => return Some(native("Timestamp")),
            Some("date") => return Some(plain(json!({"type": "string", "format": "date"}))),
            Some("binary") => {
                self.refuse(
                    &bare.place,
                    "format `binary`",
                    "JSON cannot hold raw bytes",
                    "write contentEncoding base64, or a plain string",
                );
                return None;
            }
            Some(format) => {
                self.note(
                    &bare.place,
                    format!("format {format} dropped: the text is kept as it is"),
                );
            }
            None => {}
        }
        let bounds: Map<String, Value> = ["minLength", "maxLength"]
            .into_iter()
            .filter_map(|key| Some((key.to_owned(), bare.schema.get(key)?.clone())))
            .collect();
        if direction == Direction::Received || bounds.is_empty() {
            return Some(plain(json!({"type": "string"})));
        }
        Some(self.bounded_text(bare, bounds, hint))
    }

    fn bounded_text(&mut self, bare: &Bare, bounds: Map<String, Value>, hint: &str) -> Typed {
        let name = self.type_name(bare, hint);
        let mut schema = bounds;
        schema.insert("type".to_owned(), json!("string"));
        let bound = |key: &str| bare.schema.get(key).and_then(Value::as_u64);
        let kind = TypeKind::Text((bound("minLength"), bound("maxLength")));
        self.emit(&name, bare, Value::Object(schema), kind);
        (reference(&name), Vec::new(), Form::Text)
    }

    fn lenient(&mut self, bare: &Bare) -> Option<Typed> {
        if bare.text("x-lean-lenient") != Some("seconds") {
            self.refuse_mark(bare, "x-lean-lenient", "seconds");
            return None;
        }
        Some(native("LenientSeconds"))
    }

    pub(super) fn integer(&mut self, bare: &Bare, direction: Direction) -> Option<Typed> {
        if bare.has("x-lean-lenient") {
            return self.lenient(bare);
        }
        if bare.is_set("x-lean-money") {
            return Some(native("ExactDecimal"));
        }
        let is_counted = bare
            .schema
            .get("minimum")
            .and_then(Value::as_f64)
            .is_some_and(|least| least >= 0.0);
        let format = match (direction, is_counted, bare.text("format")) {
            // Whatever width the document names, an answer is not refused for a larger number.
            (Direction::Received, _, _) | (Direction::Sent, false, _) => "int64",
            (Direction::Sent, true, Some("int64" | "uint64")) => "uint64",
            (Direction::Sent, true, _) => "uint32",
        };
        if direction == Direction::Sent && is_counted {
            self.note(
                &bare.place,
                format!("a {format} without further bounds: Lean checks them"),
            );
        }
        Some(plain(json!({"type": "integer", "format": format})))
    }

    #[expect(clippy::unused_self, reason = "reads like its siblings")]
    pub(super) fn number(&mut self, _bare: &Bare) -> Typed {
        native("ExactDecimal")
    }

    pub(super) fn enumeration(
        &mut self,
        bare: &Bare,
        direction: Direction,
        hint: &str,
    ) -> Option<Typed> {
        let words = self.words(bare)?;
        let name = self.type_name(bare, hint);
        if !self.emitted.contains_key(&name) {
            let words = variants::variants(&words);
            let given: Vec<&str> = words
                .iter()
                .map(|word| word.stand_in.as_deref().unwrap_or(&word.word))
                .collect();
            if words.iter().any(|word| word.stand_in.is_some()) {
                let names: Vec<_> = words
                    .iter()
                    .map(|word| format!("{} = {}", word.variant, word.word))
                    .collect();
                self.note(
                    &bare.place,
                    format!("words that Rust could not tell apart: {}", names.join(", ")),
                );
            }
            let schema = json!({"type": "string", "enum": given});
            let kind = TypeKind::Enum(EnumFacts {
                words,
                is_open: false,
            });
            self.emit(&name, bare, schema, kind);
        }
        let form = Form::Enum(name.clone());
        let is_closed = match bare.text("x-lean-enum") {
            Some("closed") => true,
            Some("open") => false,
            None => direction == Direction::Sent,
            Some(_) => {
                self.refuse_mark(bare, "x-lean-enum", "closed, open");
                return None;
            }
        };
        // One that Lean sends anywhere is open everywhere.
        if let Some(made) = self.emitted.get_mut(&name)
            && let TypeKind::Enum(known) = &mut made.facts.kind
        {
            known.is_open |= !is_closed;
        }
        Some((reference(&name), Vec::new(), form))
    }

    /// The words of an enum, without `null`.
    fn words(&mut self, bare: &Bare) -> Option<Vec<String>> {
        let listed = bare
            .schema
            .get("enum")
            .and_then(Value::as_array)
            .cloned()
            .unwrap_or_default();
        let is_text = bare.text("type").is_none_or(|kind| kind == "string");
        let mut words = Vec::new();
        for word in listed.iter().filter(|word| !word.is_null()) {
            match word.as_str() {
                Some(text) if is_text && !words.iter().any(|known| known == text) => {
                    words.push(text.to_owned());
                }
                Some(text) if is_text => {
                    self.refuse(
                        &bare.place,
                        format!("the word `{text}` twice in one enum"),
                        "each word is a variant of its own",
                        "leave one out",
                    );
                    return None;
                }
                _ => {
                    self.refuse(
                        &bare.place,
                        "an enum of something other than strings",
                        "the generated type could not be kept open",
                        "use a plain type and list the values in the description",
                    );
                    return None;
                }
            }
        }
        if words.is_empty() {
            self.refuse(
                &bare.place,
                "an enum without values",
                "no value would be valid",
                "list its values, or use a plain string",
            );
            return None;
        }
        Some(words)
    }

    pub(super) fn refuse_mark(&mut self, bare: &Bare, mark: &str, known: &str) {
        let found = bare.schema.get(mark).cloned().unwrap_or_default();
        self.refuse(
            &bare.place,
            format!("`{mark}: {found}`"),
            "the generator does not know that value",
            format!("use one of: {known}"),
        );
    }

    /// The name of the type that `bare` becomes.
    pub(super) fn type_name(&mut self, bare: &Bare, hint: &str) -> String {
        match bare
            .component
            .as_ref()
            .and_then(|component| self.component_names.get(component))
        {
            Some(name) => name.clone(),
            None => self.free_name(&bare.place, hint),
        }
    }

    pub(super) fn emit(&mut self, name: &str, bare: &Bare, schema: Value, kind: TypeKind) {
        // The description is the type's own, not that of the field through which it was reached.
        let own = self.root.pointer(&bare.place).map(prose::of);
        let facts = TypeFacts {
            description: own.unwrap_or_default().named(&format!("The type `{name}`")),
            pointer: bare.place.clone(),
            kind,
        };
        self.emitted
            .insert(name.to_owned(), Emitted { schema, facts });
    }
}

/// A reference to a component of the shaped document.
pub(super) fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}
