//! The kinds of change, what each must be seen by, and how it is made.

use fastrand::Rng;
use serde_json::{Map, Value, json};
use xtask_openapi::pointer;

use super::places::{Way, is_plain, meant, members, operations, parameters, schemas};

/// What the report must say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Says {
    /// Something, and that it breaks.
    Breaks,
    /// Something, and that it does not break.
    Fine,
    /// Something.
    Something,
    /// Only that words for people have changed.
    Words,
    /// Nothing that breaks; perhaps nothing at all.
    NothingBad,
}

/// One kind of change.
pub(super) struct Kind {
    pub(super) name: &'static str,
    /// Whether the generated code must differ.
    pub(super) code: bool,
    /// Whether the table of the contract must differ.
    pub(super) contract: bool,
    pub(super) says: Says,
    /// Changes a document somewhere; tells where, and nothing when it has no such place.
    pub(super) change: fn(&mut Value, &mut Rng) -> Option<String>,
}

const fn kind(
    name: &'static str,
    code: bool,
    contract: bool,
    says: Says,
    change: fn(&mut Value, &mut Rng) -> Option<String>,
) -> Kind {
    Kind {
        name,
        code,
        contract,
        says,
        change,
    }
}

use Says::{Breaks, Fine, NothingBad, Something, Words};

/// Every kind: name, seen in the code, seen in the contract, the report, the change.
pub(super) const KINDS: &[Kind] = &[
    kind("optional member added", true, true, Something, add_member),
    kind("member added to an answer", true, true, Fine, add_received),
    kind(
        "required member of a request added",
        true,
        true,
        Breaks,
        add_required,
    ),
    kind("member removed", true, true, Breaks, remove_member),
    kind("member renamed", true, true, Breaks, rename_member),
    kind("member of another type", true, true, Breaks, change_type),
    kind("format added", true, true, Breaks, add_format),
    kind("format dropped", true, true, Breaks, drop_format),
    kind("member now required", true, true, Breaks, require_member),
    kind(
        "member no longer required",
        true,
        true,
        Breaks,
        release_member,
    ),
    kind("one became many", true, true, Breaks, make_list),
    kind("word added to an answer", true, true, Fine, add_word),
    kind("word removed", true, true, Breaks, remove_word),
    kind("word in another case", true, true, Breaks, change_case),
    kind("null allowed", false, true, Something, allow_null),
    kind(
        "null of an answer forbidden",
        false,
        true,
        Something,
        forbid_null,
    ),
    kind(
        "member of a request sensitive or not",
        false,
        true,
        Something,
        change_mark,
    ),
    kind("optional parameter added", true, true, Fine, add_parameter),
    kind(
        "required parameter added",
        true,
        true,
        Breaks,
        add_required_parameter,
    ),
    kind("parameter removed", true, true, Breaks, remove_parameter),
    kind(
        "parameter moved to the header",
        true,
        true,
        Breaks,
        move_parameter,
    ),
    kind(
        "parameter now required",
        true,
        true,
        Breaks,
        require_parameter,
    ),
    kind("parameter renamed", true, true, Breaks, rename_parameter),
    kind("path moved", true, true, Breaks, move_path),
    kind("method changed", true, true, Breaks, change_method),
    kind("operation renamed", true, true, Breaks, rename_operation),
    kind("operation removed", true, true, Breaks, remove_operation),
    kind("operation added", true, true, Fine, add_operation),
    kind("operation deprecated", true, true, Something, deprecate),
    kind("schema renamed", true, false, Breaks, rename_schema),
    kind("schema inline", false, false, Something, inline_schema),
    kind("security added", false, true, Breaks, add_security),
    kind(
        "security scheme changed",
        false,
        true,
        Breaks,
        change_scheme,
    ),
    kind("server moved", false, true, Breaks, move_server),
    kind(
        "status of a success changed",
        false,
        true,
        Something,
        change_status,
    ),
    kind("failure added", false, true, Something, add_failure),
    kind(
        "description changed",
        true,
        false,
        Words,
        change_description,
    ),
    kind("example changed", false, false, Words, change_example),
    kind("order of keys changed", false, false, NothingBad, shuffle),
];

type Places<T> = Vec<T>;

fn pick<T: Clone>(places: &Places<T>, random: &mut Rng) -> Option<T> {
    random.choice(places).cloned()
}

fn object<'d>(document: &'d mut Value, at: &str) -> &'d mut Map<String, Value> {
    document.pointer_mut(at).unwrap().as_object_mut().unwrap()
}

/// A member of a named schema that fits, by its place.
fn member(
    document: &Value,
    random: &mut Rng,
    fits: impl Fn(&Value, Way) -> bool,
) -> Option<(String, String)> {
    let all = members(document).into_iter();
    let fitting =
        all.filter(|(schema, name, way)| fits(document.pointer(&at(schema, name)).unwrap(), *way));
    let fitting = fitting.map(|(schema, name, _)| (schema, name)).collect();
    pick(&fitting, random)
}

fn at(schema: &str, name: &str) -> String {
    pointer::child(&format!("{schema}/properties"), name)
}

fn text() -> Value {
    json!({"type": "string", "description": "A made-up member."})
}

fn structs(document: &Value, fits: impl Fn(Way) -> bool) -> Places<String> {
    let all = schemas(document).into_iter();
    let is_struct = |schema: &String| {
        document
            .pointer(schema)
            .unwrap()
            .get("properties")
            .is_some()
    };
    all.filter(|(schema, way)| fits(*way) && is_struct(schema))
        .map(|(schema, _)| schema)
        .collect()
}

fn insert(document: &mut Value, schema: &str, value: Value) -> String {
    let members = object(document, &format!("{schema}/properties"));
    members.insert("made_up_member".to_owned(), value);
    schema.to_owned()
}

fn add_member(document: &mut Value, random: &mut Rng) -> Option<String> {
    let schema = pick(&structs(document, |_| true), random)?;
    Some(insert(document, &schema, text()))
}

fn add_received(document: &mut Value, random: &mut Rng) -> Option<String> {
    let schema = pick(&structs(document, |way| way == Way::Received), random)?;
    Some(insert(document, &schema, text()))
}

fn add_required(document: &mut Value, random: &mut Rng) -> Option<String> {
    let schema = pick(&structs(document, |way| way == Way::Sent), random)?;
    set_required(document, &schema, "made_up_member", true);
    Some(insert(document, &schema, text()))
}

fn set_required(document: &mut Value, schema: &str, name: &str, required: bool) {
    let list = object(document, schema)
        .entry("required")
        .or_insert_with(|| json!([]))
        .as_array_mut()
        .unwrap();
    list.retain(|known| known != name);
    if required {
        list.push(name.into());
    }
}

fn remove_member(document: &mut Value, random: &mut Rng) -> Option<String> {
    let (schema, name) = member(document, random, |_, _| true)?;
    take(document, &schema, &name);
    Some(at(&schema, &name))
}

fn take(document: &mut Value, schema: &str, name: &str) -> (Value, bool) {
    let required = is_required(document, schema, name);
    if required {
        set_required(document, schema, name, false);
    }
    let members = object(document, &format!("{schema}/properties"));
    (members.shift_remove(name).unwrap(), required)
}

fn is_required(document: &Value, schema: &str, name: &str) -> bool {
    let list = document.pointer(schema).unwrap()["required"].as_array();
    list.is_some_and(|list| list.iter().any(|known| known == name))
}

fn rename_member(document: &mut Value, random: &mut Rng) -> Option<String> {
    let (schema, name) = member(document, random, |_, _| true)?;
    let (value, required) = take(document, &schema, &name);
    set_required(document, &schema, "made_up_member", required);
    insert(document, &schema, value);
    Some(at(&schema, &name))
}

fn change_type(document: &mut Value, random: &mut Rng) -> Option<String> {
    let (schema, name) = member(document, random, |value, _| {
        is_plain(value, "string") || is_plain(value, "boolean")
    })?;
    let place = at(&schema, &name);
    object(document, &place).insert("type".to_owned(), "integer".into());
    Some(place)
}

fn add_format(document: &mut Value, random: &mut Rng) -> Option<String> {
    let (schema, name) = member(document, random, |value, _| is_plain(value, "string"))?;
    let place = at(&schema, &name);
    object(document, &place).insert("format".to_owned(), "date-time".into());
    Some(place)
}

fn drop_format(document: &mut Value, random: &mut Rng) -> Option<String> {
    let (schema, name) = member(document, random, |value, _| {
        value["format"] == "date-time" && value.get("x-lean-time").is_none()
    })?;
    let place = at(&schema, &name);
    object(document, &place).shift_remove("format");
    Some(place)
}

fn require_member(document: &mut Value, random: &mut Rng) -> Option<String> {
    let free = members(document).into_iter().filter(|(schema, name, _)| {
        let value = document.pointer(&at(schema, name)).unwrap();
        let is_list = value["type"] == "array";
        !is_required(document, schema, name)
            && !is_list
            && !allows_null(document, &at(schema, name))
    });
    let (schema, name, _) = pick(&free.collect(), random)?;
    set_required(document, &schema, &name, true);
    Some(at(&schema, &name))
}

fn release_member(document: &mut Value, random: &mut Rng) -> Option<String> {
    let bound = members(document).into_iter().filter(|(schema, name, _)| {
        is_required(document, schema, name) && !allows_null(document, &at(schema, name))
    });
    let (schema, name, _) = pick(&bound.collect(), random)?;
    set_required(document, &schema, &name, false);
    Some(at(&schema, &name))
}

fn allows_null(document: &Value, place: &str) -> bool {
    let value = document.pointer(place).unwrap();
    let types = value["type"].as_array().into_iter().flatten();
    let branches = value["anyOf"].as_array().into_iter().flatten();
    types
        .chain(branches.map(|branch| &branch["type"]))
        .any(|kind| kind == "null")
        || value
            .as_object()
            .unwrap()
            .keys()
            .all(|name| name != "type" && name != "$ref" && name != "anyOf")
}

fn make_list(document: &mut Value, random: &mut Rng) -> Option<String> {
    let (schema, name) = member(document, random, |value, _| is_plain(value, "string"))?;
    let place = at(&schema, &name);
    *document.pointer_mut(&place).unwrap() = json!({
        "type": "array", "description": "Several.", "items": {"type": "string"},
    });
    Some(place)
}

fn enums(document: &Value, fits: impl Fn(Way) -> bool) -> Places<String> {
    let all = schemas(document).into_iter().filter(|(schema, way)| {
        let found = document.pointer(schema).unwrap();
        fits(*way)
            && found["enum"]
                .as_array()
                .is_some_and(|words| !words.is_empty())
    });
    all.map(|(schema, _)| schema).collect()
}

fn words<'d>(document: &'d mut Value, schema: &str) -> &'d mut Vec<Value> {
    document.pointer_mut(schema).unwrap()["enum"]
        .as_array_mut()
        .unwrap()
}

fn add_word(document: &mut Value, random: &mut Rng) -> Option<String> {
    let open = |way| way == Way::Received;
    let mut all = enums(document, open);
    all.retain(|schema| {
        document
            .pointer(schema)
            .unwrap()
            .get("x-lean-enum")
            .is_none()
    });
    let schema = pick(&all, random)?;
    words(document, &schema).push("MADE_UP_WORD".into());
    Some(schema)
}

fn remove_word(document: &mut Value, random: &mut Rng) -> Option<String> {
    let mut all = enums(document, |_| true);
    all.retain(|schema| {
        document.pointer(schema).unwrap()["enum"]
            .as_array()
            .unwrap()
            .len()
            > 1
    });
    let schema = pick(&all, random)?;
    let words = words(document, &schema);
    words.remove(random.usize(..words.len()));
    Some(schema)
}

fn change_case(document: &mut Value, random: &mut Rng) -> Option<String> {
    let schema = pick(&enums(document, |_| true), random)?;
    let words = words(document, &schema);
    let index = random.usize(..words.len());
    let word = words[index].as_str().unwrap();
    let swapped = if word.chars().any(char::is_lowercase) {
        word.to_uppercase()
    } else {
        word.to_lowercase()
    };
    words[index] = swapped.into();
    Some(schema)
}

fn allow_null(document: &mut Value, random: &mut Rng) -> Option<String> {
    let (schema, name) = member(document, random, |value, _| value["type"].is_string())?;
    let place = at(&schema, &name);
    let kind = document.pointer(&place).unwrap()["type"].clone();
    object(document, &place).insert("type".to_owned(), json!([kind, "null"]));
    Some(place)
}

fn forbid_null(document: &mut Value, random: &mut Rng) -> Option<String> {
    let (schema, name) = member(document, random, |value, way| {
        way == Way::Received && value["type"].is_array()
    })?;
    let place = at(&schema, &name);
    let kind = document.pointer(&place).unwrap()["type"][0].clone();
    object(document, &place).insert("type".to_owned(), kind);
    Some(place)
}

fn change_mark(document: &mut Value, random: &mut Rng) -> Option<String> {
    let (schema, name) = member(document, random, |value, _| is_plain(value, "string"))?;
    let place = at(&schema, &name);
    let member = object(document, &place);
    if member.shift_remove("x-lean-sensitive").is_none() {
        member.insert("x-lean-sensitive".to_owned(), true.into());
    }
    Some(place)
}

fn push_parameter(document: &mut Value, random: &mut Rng, required: bool) -> Option<String> {
    let operation = pick(&operations(document), random)?;
    let list = object(document, &operation)
        .entry("parameters")
        .or_insert_with(|| json!([]));
    list.as_array_mut().unwrap().push(json!({
        "name": "made_up_parameter", "in": "query", "required": required,
        "description": "Made up.", "schema": {"type": "string"},
    }));
    Some(operation)
}

fn add_parameter(document: &mut Value, random: &mut Rng) -> Option<String> {
    push_parameter(document, random, false)
}

fn add_required_parameter(document: &mut Value, random: &mut Rng) -> Option<String> {
    push_parameter(document, random, true)
}

/// A parameter in the query that no list is paged by.
fn queried(document: &Value, random: &mut Rng, fits: impl Fn(&Value) -> bool) -> Option<String> {
    let all = parameters(document).into_iter().filter(|place| {
        let found = document.pointer(place).unwrap();
        let operation = place.rsplit_once("/parameters").unwrap().0;
        let paged = document.pointer(operation).unwrap()["x-lean-paging"].to_string();
        let is_free = !paged.contains(&found["name"].to_string());
        found["in"] == "query" && is_free && fits(found)
    });
    pick(&all.collect(), random)
}

fn remove_parameter(document: &mut Value, random: &mut Rng) -> Option<String> {
    let place = queried(document, random, |_| true)?;
    let (list, index) = place.rsplit_once('/').unwrap();
    let list = document.pointer_mut(list).unwrap().as_array_mut().unwrap();
    list.remove(index.parse().unwrap());
    Some(place)
}

fn move_parameter(document: &mut Value, random: &mut Rng) -> Option<String> {
    let plain = |found: &Value| found.get("x-lean-always-sent").is_none();
    let place = queried(document, random, plain)?;
    object(document, &place).insert("in".to_owned(), "header".into());
    Some(place)
}

fn require_parameter(document: &mut Value, random: &mut Rng) -> Option<String> {
    let place = queried(document, random, |found| {
        found["required"] != true && found["schema"].get("default").is_none()
    })?;
    object(document, &place).insert("required".to_owned(), true.into());
    Some(place)
}

fn rename_parameter(document: &mut Value, random: &mut Rng) -> Option<String> {
    let place = queried(document, random, |_| true)?;
    object(document, &place).insert("name".to_owned(), "made_up_parameter".into());
    Some(place)
}

fn rename_key(members: &mut Map<String, Value>, from: &str, to: &str) {
    let old = std::mem::take(members);
    let renamed = old.into_iter().map(|(name, value)| {
        let name = if name == from { to.to_owned() } else { name };
        (name, value)
    });
    members.extend(renamed);
}

fn move_path(document: &mut Value, random: &mut Rng) -> Option<String> {
    let paths = object(document, "/paths");
    let names: Vec<String> = paths.keys().cloned().collect();
    let from = pick(&names, random)?;
    rename_key(paths, &from, &format!("/made-up{from}"));
    Some(from)
}

fn change_method(document: &mut Value, random: &mut Rng) -> Option<String> {
    let place = pick(&operations(document), random)?;
    let (item, method) = place.rsplit_once('/').unwrap();
    let other = if method == "post" { "put" } else { "post" };
    let item = object(document, item);
    if item.contains_key(other) {
        return None;
    }
    rename_key(item, method, other);
    Some(place)
}

fn rename_operation(document: &mut Value, random: &mut Rng) -> Option<String> {
    let place = pick(&operations(document), random)?;
    object(document, &place).insert("operationId".to_owned(), "madeUpOperation".into());
    Some(place)
}

fn remove_operation(document: &mut Value, random: &mut Rng) -> Option<String> {
    let all = operations(document);
    if all.len() < 2 {
        return None;
    }
    let place = pick(&all, random)?;
    let (item, method) = place.rsplit_once('/').unwrap();
    object(document, item).shift_remove(method);
    Some(place)
}

fn add_operation(document: &mut Value, random: &mut Rng) -> Option<String> {
    let schema = pick(&structs(document, |way| way == Way::Received), random)?;
    let operation = json!({"get": {
        "operationId": "madeUpOperation", "summary": "Made up.", "x-source": "made up",
        "responses": {"200": {"description": "Made up.", "content": {
            "application/json": {"schema": {"$ref": format!("#{schema}")}},
        }}},
    }});
    object(document, "/paths").insert("/made-up".to_owned(), operation);
    Some("/made-up".to_owned())
}

fn deprecate(document: &mut Value, random: &mut Rng) -> Option<String> {
    let mut all = operations(document);
    all.retain(|place| document.pointer(place).unwrap().get("deprecated").is_none());
    let place = pick(&all, random)?;
    object(document, &place).insert("deprecated".to_owned(), true.into());
    Some(place)
}

fn rename_schema(document: &mut Value, random: &mut Rng) -> Option<String> {
    let all: Places<String> = schemas(document)
        .into_iter()
        .map(|(schema, _)| schema)
        .collect();
    let named = |schema: &String| {
        let found = document.pointer(schema).unwrap();
        found.get("properties").is_some() || found.get("enum").is_some()
    };
    let all = all.into_iter().filter(named).collect();
    let schema = pick(&all, random)?;
    let name = schema.rsplit('/').next().unwrap();
    let from = format!("\"#/components/schemas/{name}\"");
    let renamed = document
        .to_string()
        .replace(&from, "\"#/components/schemas/MadeUpName\"");
    *document = serde_json::from_str(&renamed).unwrap();
    rename_key(object(document, "/components/schemas"), name, "MadeUpName");
    Some(schema)
}

fn inline_schema(document: &mut Value, random: &mut Rng) -> Option<String> {
    let (schema, name) = member(document, random, |value, _| value.get("$ref").is_some())?;
    let place = at(&schema, &name);
    let whole = meant(document, &place).clone();
    let target = document.pointer(&place).unwrap()["$ref"].as_str().unwrap();
    // One that leads to itself cannot be written out.
    if whole.to_string().contains(target) {
        return None;
    }
    *document.pointer_mut(&place).unwrap() = whole;
    Some(place)
}

fn add_security(document: &mut Value, random: &mut Rng) -> Option<String> {
    let place = pick(&operations(document), random)?;
    object(document, "/components")
        .entry("securitySchemes")
        .or_insert_with(|| json!({}))
        .as_object_mut()
        .unwrap()
        .insert(
            "madeUpKey".to_owned(),
            json!({"type": "apiKey", "in": "header", "name": "made-up-key"}),
        );
    object(document, &place).insert("security".to_owned(), json!([{"madeUpKey": []}]));
    Some(place)
}

fn change_scheme(document: &mut Value, _: &mut Rng) -> Option<String> {
    let place = "/components/securitySchemes/bearerAuth";
    document.pointer(place)?;
    *document.pointer_mut(place).unwrap() =
        json!({"type": "apiKey", "in": "header", "name": "made-up-key"});
    Some(place.to_owned())
}

fn move_server(document: &mut Value, random: &mut Rng) -> Option<String> {
    let servers = document["servers"].as_array_mut()?;
    let index = random.usize(..servers.len());
    servers[index]["url"] = "https://made-up.example.com".into();
    Some(format!("/servers/{index}"))
}

fn change_status(document: &mut Value, random: &mut Rng) -> Option<String> {
    let place = pick(&operations(document), random)?;
    let answers = object(document, &format!("{place}/responses"));
    answers.get("200")?;
    rename_key(answers, "200", "201");
    Some(place)
}

fn add_failure(document: &mut Value, random: &mut Rng) -> Option<String> {
    let place = pick(&operations(document), random)?;
    let answers = object(document, &format!("{place}/responses"));
    answers.insert("418".to_owned(), json!({"description": "Made up."}));
    Some(place)
}

fn change_description(document: &mut Value, random: &mut Rng) -> Option<String> {
    let (schema, name) = member(document, random, |value, _| {
        value.get("description").is_some()
    })?;
    let place = at(&schema, &name);
    object(document, &place).insert("description".to_owned(), "Made-up words.".into());
    Some(place)
}

fn change_example(document: &mut Value, random: &mut Rng) -> Option<String> {
    let (schema, name) = member(document, random, |value, _| is_plain(value, "string"))?;
    let place = at(&schema, &name);
    object(document, &place).insert("examples".to_owned(), json!(["made up"]));
    Some(place)
}

fn shuffle(document: &mut Value, random: &mut Rng) -> Option<String> {
    let all: Places<String> = schemas(document)
        .into_iter()
        .map(|(schema, _)| schema)
        .collect();
    let schema = pick(&all, random)?;
    let members = object(document, &schema);
    let mut pairs: Vec<_> = std::mem::take(members).into_iter().collect();
    pairs.reverse();
    members.extend(pairs);
    Some(schema)
}
