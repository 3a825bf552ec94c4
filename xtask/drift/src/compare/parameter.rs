//! Parameters of an operation, those of its path included.

use serde_json::Value;

use crate::compare::body::twin_of;
use crate::compare::operation::Operation;
use crate::compare::reading::read;
use crate::compare::{Comparison, Context};
use crate::report::Side;
use crate::report::quoting::quoted;
use crate::rules::Judge;
use xtask_openapi::effective::{Part, Tree, Types};

/// One parameter, its reference followed.
#[derive(Debug, Clone)]
struct Parameter<'d> {
    part: Part<'d>,
    wire: &'d str,
    place: &'d str,
    /// Which parameter of the path it is, counted from 0.
    position: Option<usize>,
}

impl Parameter<'_> {
    fn required(&self) -> bool {
        self.place == "path" || self.part.is_set("required")
    }

    /// Whether two parameters are one on the wire.
    fn is(&self, other: &Parameter<'_>) -> bool {
        if self.place != other.place {
            return false;
        }
        match self.place {
            "path" if self.position.is_some() => self.position == other.position,
            "header" => self.wire.eq_ignore_ascii_case(other.wire),
            _ => self.wire == other.wire,
        }
    }

    fn shown(&self) -> String {
        format!("the {} parameter {}", self.place, quoted(self.wire))
    }
}

impl<'d> Comparison<'d> {
    pub(crate) fn parameters(&mut self, old: &Operation<'d>, new: &Operation<'d>) {
        let (one, other) = (parameters(self.old, old), parameters(self.new, new));
        let context = Context::new(Side::Request, Some(new.call()));
        let mut gone: Vec<&Parameter<'d>> = Vec::new();
        let mut come: Vec<&Parameter<'d>> = other
            .iter()
            .filter(|parameter| !one.iter().any(|known| known.is(parameter)))
            .collect();
        for parameter in &one {
            match other.iter().find(|twin| twin.is(parameter)) {
                Some(twin) => self.parameter(parameter, twin, &context),
                None => gone.push(parameter),
            }
        }
        for parameter in gone {
            let moved = |twin: &&Parameter<'d>| twin.wire == parameter.wire;
            let respelt = |twin: &&Parameter<'d>| {
                twin.place == parameter.place
                    && self.names.of_field(twin.wire) == self.names.of_field(parameter.wire)
            };
            let index = come
                .iter()
                .position(moved)
                .or_else(|| come.iter().position(respelt));
            let Some(twin) = index.map(|index| come.remove(index)) else {
                self.found(
                    "parameter-removed",
                    &context,
                    Some(&parameter.part.pointer),
                    None,
                    format!("{} is gone", parameter.shown()),
                );
                continue;
            };
            let (kind, what) = if twin.place == parameter.place {
                (
                    "parameter-respelt",
                    format!("{} is written {} now", parameter.shown(), quoted(twin.wire)),
                )
            } else {
                (
                    "parameter-moved",
                    format!("{} is sent in the {} now", parameter.shown(), twin.place),
                )
            };
            self.found(
                kind,
                &context,
                Some(&parameter.part.pointer),
                Some(&twin.part.pointer),
                what,
            );
            self.parameter(parameter, twin, &context);
        }
        for parameter in come {
            let (kind, must) = if parameter.required() {
                ("required-parameter-added", "required ")
            } else {
                ("optional-parameter-added", "optional ")
            };
            self.found(
                kind,
                &context,
                None,
                Some(&parameter.part.pointer),
                format!(
                    "the {must}{} parameter {} is new",
                    parameter.place,
                    quoted(parameter.wire)
                ),
            );
        }
    }

    fn parameter(&mut self, old: &Parameter<'d>, new: &Parameter<'d>, context: &Context) {
        let places = (
            Some(old.part.pointer.as_str()),
            Some(new.part.pointer.as_str()),
        );
        let shown = new.shown();
        if old.place == "path" && new.place == "path" && old.wire != new.wire {
            let kind = if self.names.of_field(old.wire) == self.names.of_field(new.wire) {
                "rewritten"
            } else {
                "parameter-renamed"
            };
            let what = format!("{} is called {} now", old.shown(), quoted(new.wire));
            self.found(kind, context, places.0, places.1, what);
        }
        match (old.required(), new.required()) {
            (false, true) => self.found(
                "parameter-became-required",
                context,
                places.0,
                places.1,
                format!("{shown} is required now"),
            ),
            (true, false) => self.found(
                "parameter-became-optional",
                context,
                places.0,
                places.1,
                format!("{shown} is no longer required"),
            ),
            _ => {}
        }
        if !old.part.is_set("deprecated") && new.part.is_set("deprecated") {
            let what = format!("{shown} is deprecated now");
            self.found("parameter-deprecated", context, places.0, places.1, what);
        }
        if self.style(self.old, old) != self.style(self.new, new) {
            let what = format!("how {shown} is written has changed");
            self.found("parameter-style-changed", context, places.0, places.1, what);
        }
        let always = |parameter: &Parameter<'_>| parameter.part.is_set("x-lean-always-sent");
        if always(old) != always(new) {
            let what = if always(new) {
                format!("{shown} is sent always now")
            } else {
                format!("{shown} is no longer sent without being set")
            };
            self.found("always-sent-changed", context, places.0, places.1, what);
        }
        self.parameter_type(old, new, &shown, context);
    }

    /// How a parameter is written, with what holds when nothing is said, and without what says
    /// nothing of its type.
    fn style(&self, tree: Tree<'d>, parameter: &Parameter<'d>) -> (String, bool, bool) {
        let part = &parameter.part;
        let Some(schema) = part.child("schema") else {
            // A media type says how it is written.
            return (String::new(), true, false);
        };
        let usual = match parameter.place {
            "query" | "cookie" => "form",
            _ => "simple",
        };
        let style = part.text("style").unwrap_or(usual);
        let types = all_types(tree, &schema, self.judge);
        let (has_list, has_object) = (types.has(Types::ARRAY), types.has(Types::OBJECT));
        // One plain value is only marked by these two.
        let marks_all = matches!(style, "label" | "matrix");
        let style = if has_list || has_object || marks_all {
            style
        } else {
            usual
        };
        let explode = part
            .value
            .get("explode")
            .and_then(Value::as_bool)
            .unwrap_or(style == "form");
        let explodes = match style {
            "deepObject" => false,
            "simple" => has_object,
            _ => has_list || has_object,
        };
        let is_reserved = parameter.place == "query" && part.is_set("allowReserved");
        (style.to_owned(), explode || !explodes, is_reserved)
    }

    fn parameter_type(
        &mut self,
        old: &Parameter<'d>,
        new: &Parameter<'d>,
        shown: &str,
        context: &Context,
    ) {
        let places = (
            Some(old.part.pointer.as_str()),
            Some(new.part.pointer.as_str()),
        );
        let mut inner = context.member(new.wire);
        inner.as_text = true;
        if self.is_ours() {
            // What is not set is not sent, so null says nothing here.
            inner.field = Some((false, false));
        }
        match (old.part.child("schema"), new.part.child("schema")) {
            (Some(one), Some(other)) => self.wait(vec![one], vec![other], inner),
            (None, None) => {}
            _ => {
                let what = format!("{shown} is described in another way");
                self.found(
                    "parameter-content-changed",
                    context,
                    places.0,
                    places.1,
                    what,
                );
                return;
            }
        }
        let (one, other) = (old.part.members("content"), new.part.members("content"));
        for (media_type, medium) in &one {
            let twin = twin_of(media_type, &other);
            match twin.map(|twin| (medium.child("schema"), twin.child("schema"))) {
                None => {
                    let what = format!("{shown} is no longer written as {}", quoted(media_type));
                    self.found("media-type-removed", context, places.0, places.1, what);
                }
                Some((Some(one), Some(other))) => {
                    self.wait(vec![one], vec![other], context.member(new.wire));
                }
                Some(_) => {}
            }
        }
    }
}

/// The parameters of an operation; its own win over those of its path.
fn parameters<'d>(tree: Tree<'d>, operation: &Operation<'d>) -> Vec<Parameter<'d>> {
    let names: Vec<&str> = operation
        .path
        .split('{')
        .skip(1)
        .filter_map(|rest| rest.split_once('}').map(|(name, _)| name))
        .collect();
    let mut found: Vec<Parameter<'d>> = Vec::new();
    let is_one = |one: &Parameter<'_>, wire: &str, place: &str| {
        one.place == place
            && (one.wire == wire || (place == "header" && one.wire.eq_ignore_ascii_case(wire)))
    };
    for holder in [&operation.item, &operation.part] {
        for part in holder.items("parameters") {
            let part = tree.follow(part);
            let (Some(wire), Some(place)) = (part.text("name"), part.text("in")) else {
                continue;
            };
            // The standard says that these are ignored as parameters.
            let is_ignored = place == "header"
                && ["accept", "content-type", "authorization"]
                    .iter()
                    .any(|known| wire.eq_ignore_ascii_case(known));
            if is_ignored {
                continue;
            }
            let position = names.iter().position(|name| *name == wire);
            let parameter = Parameter {
                part,
                wire,
                place,
                position: position.filter(|_| place == "path"),
            };
            found.retain(|known| !is_one(known, wire, place));
            found.push(parameter);
        }
    }
    // A name that the path does not have stands for the next part of it that has no parameter.
    let taken: Vec<usize> = found.iter().filter_map(|known| known.position).collect();
    let mut free = (0..names.len()).filter(|position| !taken.contains(position));
    let lost =
        |parameter: &&mut Parameter<'d>| parameter.place == "path" && parameter.position.is_none();
    for parameter in found.iter_mut().filter(lost) {
        parameter.position = free.next();
    }
    found
}

/// The types of a schema and of the branches of its unions.
fn all_types<'d>(tree: Tree<'d>, part: &Part<'d>, judge: Judge) -> Types {
    let schema = read(tree, std::slice::from_ref(part), judge);
    if schema.says_type {
        return schema.allowed;
    }
    let branches = schema.unions.iter().flat_map(|union| &union.branches);
    let types = branches.fold(Types::NONE, |types, branch| {
        types.and(read(tree, std::slice::from_ref(branch), judge).allowed)
    });
    match (types, schema.members.is_empty(), schema.items.is_empty()) {
        (Types::NONE, true, true) => Types::STRING,
        (types, no_fields, no_items) => {
            let object = if no_fields {
                Types::NONE
            } else {
                Types::OBJECT
            };
            let list = if no_items { Types::NONE } else { Types::ARRAY };
            types.and(object).and(list)
        }
    }
}
