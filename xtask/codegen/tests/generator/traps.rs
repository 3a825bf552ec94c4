//! Every trap of the generator that we know: shaped away, or refused with its place.

use serde_json::{Value, json};
use xtask_codegen::{Origin, Shaped, generate, render, shape};
use xtask_openapi::{Document, Problems, lower};

/// A document with one call, changed by the test.
fn document() -> Value {
    json!({
        "openapi": "3.0.3",
        "info": {"title": "Made up", "version": "1.0.0"},
        "paths": {"/banks/v1/": {"get": {
            "operationId": "listBanks",
            "summary": "Lists banks.",
            "tags": ["banks"],
            "responses": {"200": {"description": "Banks.", "content": {
                "application/json": {"schema": {"$ref": "#/components/schemas/Bank"}},
            }}},
        }}},
        "components": {"schemas": {
            "Bank": {"type": "object", "properties": {"name": {"type": "string"}}},
            "Other": {"type": "object", "properties": {"other": {"type": "string"}}},
        }},
    })
}

fn call(document: &mut Value) -> &mut Value {
    &mut document["paths"]["/banks/v1/"]["get"]
}

fn schemas(document: &mut Value) -> &mut Value {
    &mut document["components"]["schemas"]
}

fn bank(document: &mut Value) -> &mut Value {
    &mut document["components"]["schemas"]["Bank"]["properties"]
}

fn json_answer(schema: &Value) -> Value {
    json!({"description": "", "content": {"application/json": {"schema": schema}}})
}

fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

fn shaped(value: &Value) -> Result<Shaped, Problems> {
    let document = Document::parse(value.to_string(), "made-up.json")?;
    shape(&document, lower(&document)?)
}

fn code(value: &Value) -> String {
    let shaped = shaped(value).expect("the document is fine");
    let client = generate(&shaped).expect("the generator takes it");
    let origin = Origin {
        area: "banks".to_owned(),
        crate_name: "leantech-banks".to_owned(),
        document: "specs/sa/banks/1.0.0.yaml".to_owned(),
        version: "1.0.0".to_owned(),
        sha256: "0".repeat(64),
    };
    let files = render(&origin, &shaped, &client).into_iter();
    let sources = files.filter(|file| file.path.contains("/generated"));
    sources.map(|file| file.content).collect()
}

/// The code without blanks, for looking up what spans lines.
fn dense(value: &Value) -> String {
    code(value).split_whitespace().collect()
}

/// What the struct `name` derives.
fn derives(code: &str, name: &str) -> String {
    let before = code.split(&format!("pub struct {name} {{")).next();
    let derives = before.and_then(|before| before.rsplit("#[derive(").next());
    let derives = derives.and_then(|rest| rest.split(')').next());
    derives.expect("it derives something").to_owned()
}

fn refused(value: &Value, pointer: &str) {
    let problems = shaped(value).err().unwrap_or_default();
    let places: Vec<&str> = problems
        .iter()
        .map(|problem| problem.pointer.as_str())
        .collect();
    assert!(
        places.contains(&pointer),
        "{pointer} is not among {places:?}: {problems}"
    );
    assert!(
        problems.iter().all(|problem| problem.line.is_some()),
        "no line in {problems}"
    );
}

const CALL: &str = "/paths/~1banks~1v1~1/get";

#[test]
fn two_successes_that_differ_are_refused() {
    let mut value = document();
    call(&mut value)["responses"]["201"] = json_answer(&reference("Other"));
    refused(&value, &format!("{CALL}/responses"));
}

#[test]
fn a_success_with_and_one_without_a_body_are_refused() {
    let mut value = document();
    call(&mut value)["responses"]["204"] = json!({"description": "Nothing."});
    refused(&value, &format!("{CALL}/responses"));
}

#[test]
fn two_successes_of_one_schema_are_any_2xx() {
    let mut value = document();
    call(&mut value)["responses"]["201"] = json_answer(&reference("Bank"));
    assert!(
        dense(&value)
            .contains("implFuture<Output=Result<types::Bank,Error>>+Send{self.call.send()}")
    );
}

#[test]
fn failures_are_left_to_the_run_time() {
    let mut value = document();
    call(&mut value)["responses"]["400"] = json_answer(&reference("Bank"));
    call(&mut value)["responses"]["404"] = json_answer(&reference("Other"));
    call(&mut value)["responses"]["default"] = json_answer(&reference("Other"));
    let code = dense(&value);
    assert!(
        code.contains("Result<ResponseValue<types::Bank>,Error>"),
        "{code}"
    );
    assert!(!code.contains("structOther"));
}

#[test]
fn json_without_a_schema_is_refused() {
    let mut value = document();
    call(&mut value)["responses"]["200"]["content"] = json!({"application/json": {}});
    refused(
        &value,
        &format!("{CALL}/responses/200/content/application~1json"),
    );
}

#[test]
fn two_media_types_are_refused() {
    let mut value = document();
    let schema = json!({"schema": reference("Bank")});
    call(&mut value)["responses"]["200"]["content"] =
        json!({"application/json": schema, "text/csv": schema});
    refused(&value, &format!("{CALL}/responses/200/content"));

    let mut value = document();
    let schema = json!({"schema": reference("Other")});
    call(&mut value)["requestBody"] =
        json!({"content": {"application/json": schema, "text/csv": schema}});
    refused(&value, &format!("{CALL}/requestBody/content"));
}

#[test]
fn an_answer_of_any_media_type_is_json() {
    let mut value = document();
    call(&mut value)["responses"]["200"]["content"] = json!({"*/*": {"schema": reference("Bank")}});
    assert!(dense(&value).contains("ResponseValue<types::Bank>"));
}

#[test]
fn multipart_is_refused() {
    let mut value = document();
    call(&mut value)["requestBody"] =
        json!({"content": {"multipart/form-data": {"schema": reference("Other")}}});
    refused(&value, &format!("{CALL}/requestBody"));
}

#[test]
fn a_form_with_an_object_in_it_is_refused() {
    let mut value = document();
    schemas(&mut value)["Form"] =
        json!({"type": "object", "properties": {"deep": reference("Other")}});
    call(&mut value)["requestBody"] = json!({"required": true, "content": {"application/x-www-form-urlencoded": {"schema": reference("Form")}}});
    refused(&value, "/components/schemas/Form/properties/deep");
}

#[test]
fn parameters_that_cannot_be_sent_are_refused() {
    let text = json!({"type": "string"});
    for parameter in [
        json!({"name": "a", "in": "cookie", "schema": text}),
        json!({"name": "a", "in": "query", "style": "deepObject", "schema": {"type": "object"}}),
        json!({"name": "a", "in": "query", "content": {"application/json": {"schema": text}}}),
        json!({"name": "a", "in": "header", "schema": {"type": "array", "items": text}}),
        json!({"name": "a", "in": "query", "explode": false, "schema": {"type": "array", "items": text}}),
        json!({"name": "send", "in": "query", "schema": text}),
    ] {
        let mut value = document();
        call(&mut value)["parameters"] = json!([parameter]);
        refused(&value, &format!("{CALL}/parameters/0"));
    }
}

#[test]
fn a_path_and_its_parameters_must_agree() {
    let mut value = document();
    let item = value["paths"]["/banks/v1/"].take();
    value["paths"] = json!({"/banks/{id}": item});
    refused(&value, "/paths/~1banks~1{id}/get");
}

#[test]
fn a_path_that_is_a_reference_is_refused() {
    let mut value = document();
    value["paths"]["/other"] = json!({"$ref": "#/paths/~1banks~1v1~1"});
    refused(&value, "/paths/~1other");
}

#[test]
fn a_path_that_the_generator_would_change_is_refused() {
    let mut value = document();
    let item = value["paths"]["/banks/v1/"].take();
    value["paths"] = json!({"/banks//v1": item});
    refused(&value, "/paths/~1banks~1~1v1");
}

#[test]
fn a_trailing_slash_is_kept() {
    let code = dense(&document());
    assert!(code.contains("(\"listBanks\",\"banks\",\"GET\",\"/banks/v1/\",)"));
}

#[test]
fn operation_ids_are_there_and_make_different_methods() {
    let mut value = document();
    let mut other = call(&mut value).clone();
    other["operationId"] = json!("list_banks");
    value["paths"]["/other"] = json!({"get": other});
    refused(&value, "/paths/~1other/get/operationId");

    let mut value = document();
    call(&mut value)["operationId"] = json!("");
    refused(&value, CALL);

    let mut value = document();
    call(&mut value)["operationId"] = json!("new");
    refused(&value, &format!("{CALL}/operationId"));
}

#[test]
fn inline_schemas_of_one_call_stay_two_types() {
    let mut value = document();
    let inline = |name: &str| json!({"type": "object", "properties": {name: {"type": "string"}}});
    call(&mut value)["requestBody"] =
        json!({"required": true, "content": {"application/json": {"schema": inline("asked")}}});
    call(&mut value)["responses"]["200"] = json_answer(&inline("answered"));
    let code = code(&value);
    assert!(
        code.contains("pub struct ListBanksBody {")
            && code.contains("pub struct ListBanksAnswer {")
    );
}

#[test]
fn an_inline_schema_never_takes_the_name_of_a_component() {
    let mut value = document();
    schemas(&mut value)["BankLimits"] =
        json!({"type": "object", "properties": {"a": {"type": "string"}}});
    bank(&mut value)["other"] = reference("BankLimits");
    bank(&mut value)["limits"] = json!({"type": "object", "properties": {"b": {"type": "string"}}});
    let code = dense(&value);
    assert!(code.contains("publimits:Option<BankLimits2>"));
    assert!(code.contains("pubother:Option<BankLimits>"));
    let declared = |name: &str| {
        let (_, rest) = code
            .split_once(&format!("pubstruct{name}{{"))
            .expect("it is declared");
        rest.split_once('}').expect("it ends").0.to_owned()
    };
    assert!(declared("BankLimits").contains("puba:Option<String>"));
    assert!(declared("BankLimits2").contains("pubb:Option<String>"));
}

#[test]
fn a_component_that_no_call_reaches_is_left_out_and_noted() {
    let shaped = shaped(&document()).expect("the document is fine");
    assert!(!shaped.facts.types.contains_key("Other"));
    assert!(
        shaped
            .notes
            .iter()
            .any(|note| note.pointer == "/components/schemas/Other")
    );
}

#[test]
fn components_that_would_become_one_type_are_refused() {
    let mut value = document();
    schemas(&mut value)["bank"] = schemas(&mut value)["Other"].clone();
    refused(&value, "/components/schemas/bank");
}

#[test]
fn a_struct_is_either_sent_or_received() {
    let mut value = document();
    call(&mut value)["requestBody"] =
        json!({"required": true, "content": {"application/json": {"schema": reference("Bank")}}});
    refused(&value, "/components/schemas/Bank");
}

#[test]
fn a_schema_that_holds_itself_is_refused() {
    let mut value = document();
    bank(&mut value)["branches"] = json!({"type": "array", "items": reference("Bank")});
    refused(&value, "/components/schemas/Bank");
}

#[test]
fn aliases_in_a_circle_are_refused() {
    let mut value = document();
    schemas(&mut value)["A"] = json!({"allOf": [reference("B")]});
    schemas(&mut value)["B"] = json!({"allOf": [reference("A")]});
    bank(&mut value)["a"] = reference("A");
    assert!(shaped(&value).is_err());
}

#[test]
fn unions_of_several_shapes_are_refused() {
    for keyword in ["oneOf", "anyOf"] {
        let mut value = document();
        bank(&mut value)["either"] =
            json!({keyword: [{"type": "string", "enum": ["A"]}, {"type": "string"}]});
        refused(
            &value,
            &format!("/components/schemas/Bank/properties/either/{keyword}"),
        );
    }
}

#[test]
fn all_of_several_objects_is_one_flat_struct() {
    let mut value = document();
    bank(&mut value)["both"] = json!({"allOf": [
        reference("Other"),
        {"type": "object", "required": ["more"], "properties": {"more": {"type": "integer"}}},
    ]});
    let code = code(&value);
    assert!(
        code.contains("pub more: i64") && code.contains("pub other: Option<String>"),
        "{code}"
    );
    assert!(!code.contains("serde(flatten"));
}

#[test]
fn an_absent_and_a_null_list_of_an_answer_are_read_alike() {
    let mut value = document();
    bank(&mut value)["traits"] = json!({"type": "array", "items": {"type": "string"}});
    bank(&mut value)["labels"] =
        json!({"type": "object", "additionalProperties": {"type": "string", "nullable": true}});
    let code = dense(&value);
    assert!(code.contains("pubtraits:Option<Vec<String>>,"), "{code}");
    assert!(
        code.contains("publabels:Option<BTreeMap<String,Option<String>>>,"),
        "{code}"
    );
    // A derived `Option` reads both alike, as long as nothing tells it otherwise.
    assert!(!code.contains("#[serde("), "{code}");
}

#[test]
fn a_required_member_that_may_be_null_is_optional() {
    let mut value = document();
    bank(&mut value)["theme"] = json!({"type": "string", "nullable": true});
    schemas(&mut value)["Bank"]["required"] = json!(["theme", "name"]);
    let code = dense(&value);
    assert!(code.contains("pubtheme:Option<String>,"));
    assert!(code.contains("pubname:String,"));
    assert!(code.contains("Bank{new(name:String),theme:String,}"));
}

#[test]
fn an_answer_is_not_held_to_limits() {
    let mut value = document();
    schemas(&mut value)["Bank"]["additionalProperties"] = json!(false);
    bank(&mut value)["code"] = json!({"type": "string", "pattern": "^[A-Z]+$", "minLength": 3, "default": "ABC", "format": "uuid"});
    bank(&mut value)["count"] =
        json!({"type": "integer", "minimum": 1, "maximum": 5, "format": "int32"});
    let code = dense(&value);
    assert!(
        !code.contains("deny_unknown_fields")
            && !code.contains("regress")
            && !code.contains("serde(default")
            && !code.contains("bounded_text!")
    );
    assert!(code.contains("pubcode:Option<String>,"));
    assert!(code.contains("pubcount:Option<i64>,"));
    // Nor does it begin with the default that Lean gives it.
    assert!(code.contains("Bank{new(),code:String,count:i64,name:String,}"));
}

#[test]
fn exact_types_stand_in_for_lossy_ones() {
    let mut value = document();
    bank(&mut value)["min"] = json!({"type": "number", "x-lean-money": true});
    bank(&mut value)["at"] = json!({"type": "string", "format": "date-time"});
    bank(&mut value)["day"] = json!({"type": "string", "format": "date"});
    bank(&mut value)["either"] = json!({"type": "string", "x-lean-time": "date-or-date-time"});
    bank(&mut value)["key"] = json!({"type": "string", "x-lean-secret": true});
    bank(&mut value)["customer"] =
        json!({"type": "string", "format": "uuid", "x-lean-id": "customer"});
    bank(&mut value)["anything"] = json!({"description": "Unknown."});
    bank(&mut value)["many"] = json!({"type": "array", "items": {}});
    bank(&mut value)["nulls"] =
        json!({"type": "array", "items": {"type": "number", "nullable": true}});
    let code = dense(&value);
    for (field, kind) in [
        ("min", "ExactDecimal"),
        ("at", "Timestamp"),
        ("day", "NaiveDate"),
        ("either", "DateOrTime"),
        ("key", "Secret"),
        ("customer", "CustomerId"),
        ("anything", "RawJson"),
        ("many", "Vec<RawJson>"),
        ("nulls", "Vec<Option<ExactDecimal>>"),
    ] {
        assert!(
            code.contains(&format!("pub{field}:Option<{kind}>,")),
            "{field} is no {kind}"
        );
    }
    // The short names are those of the run time.
    let imported = "usechrono::NaiveDate;useleantech_core::{CustomerId,DateOrTime,ExactDecimal,\
                    RawJson,Secret,Timestamp};";
    assert!(code.contains(imported), "{code}");
}

#[test]
fn an_unknown_mark_is_refused() {
    for (mark, word) in [
        ("x-lean-id", "wallet"),
        ("x-lean-time", "month"),
        ("x-lean-lenient", "minutes"),
    ] {
        let mut value = document();
        bank(&mut value)["odd"] = json!({"type": "string", mark: word});
        refused(&value, "/components/schemas/Bank/properties/odd");
    }
}

#[test]
fn an_enum_is_open_when_lean_sends_it_and_closed_when_we_do() {
    let mut value = document();
    for name in ["Sent", "Received", "Both"] {
        schemas(&mut value)[name] = json!({"type": "string", "enum": ["A", "B"]});
    }
    bank(&mut value)["received"] = reference("Received");
    bank(&mut value)["both"] = reference("Both");
    call(&mut value)["parameters"] = json!([
        {"name": "sent", "in": "query", "schema": reference("Sent")},
        {"name": "both", "in": "query", "schema": reference("Both")},
    ]);
    let code = code(&value);
    let kind = |name: &str| {
        let before = code.split(&format!("pub enum {name} {{")).next();
        let kind = before.and_then(|before| before.rsplit("leantech_core::").next());
        kind.and_then(|kind| kind.split('!').next().map(str::to_owned))
    };
    assert_eq!(kind("Sent").as_deref(), Some("closed_enum"));
    assert_eq!(kind("Received").as_deref(), Some("open_enum"));
    // What Lean sends may be sent back, even where we do not know it.
    assert_eq!(kind("Both").as_deref(), Some("open_enum"));
    assert!(code.contains("pub received: Option<Received>,"));
    assert!(code.contains("self.call.query::<types::Sent>(\"sent\", value)"));
}

#[test]
fn an_enum_marked_closed_is_closed_in_answers() {
    let mut value = document();
    bank(&mut value)["kind"] = json!({"type": "string", "enum": ["A"], "x-lean-enum": "closed"});
    let code = code(&value);
    let declared = "leantech_core::closed_enum! {\n    /// The type `BankKind`, without a description yet.\n    \
                    pub enum BankKind {\n        A = \"A\",\n    }\n}\n";
    assert!(code.contains(declared), "{code}");
    assert!(code.contains("pub kind: Option<BankKind>,"));
}

#[test]
fn words_that_differ_in_punctuation_keep_their_spelling() {
    let mut value = document();
    bank(&mut value)["line"] =
        json!({"type": "string", "enum": ["CREDIT", "PRE-AGREED", "PRE_AGREED"]});
    let code = dense(&value);
    assert!(
        code.contains(
            "pubenumBankLine{Credit=\"CREDIT\",PreAgreedHyphen=\"PRE-AGREED\",PreAgreed=\"PRE_AGREED\",}"
        ),
        "{code}"
    );
}

#[test]
fn an_enum_of_numbers_is_refused() {
    let mut value = document();
    bank(&mut value)["level"] = json!({"type": "integer", "enum": [1, 2]});
    refused(&value, "/components/schemas/Bank/properties/level");
}

#[test]
fn members_that_differ_in_case_are_two_fields_with_their_own_names() {
    let mut value = document();
    bank(&mut value)["swiftCode"] = json!({"type": "string"});
    bank(&mut value)["swift_code"] = json!({"type": "string"});
    let code = dense(&value);
    assert!(
        code.contains("#[serde(rename=\"swiftCode\")]pubswift_code_respelt:Option<String>,"),
        "{code}"
    );
    let own = "///Thefield`swift_code`,withoutadescriptionyet.pubswift_code:Option<String>,";
    assert!(code.contains(own), "{code}");
    assert!(
        code.contains("Bank{new(),name:String,swift_code:String,swift_code_respelt:String,}"),
        "{code}"
    );
}

#[test]
fn what_is_sent_keeps_its_length_and_loses_its_pattern() {
    let mut value = document();
    schemas(&mut value)["Asked"] = json!({"type": "object", "required": ["name"], "properties": {
        "name": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": ".*"},
        "list": {"type": "array", "items": {"type": "string"}, "default": []},
    }});
    call(&mut value)["requestBody"] =
        json!({"required": true, "content": {"application/json": {"schema": reference("Asked")}}});
    let code = dense(&value);
    assert!(code.contains("pubname:AskedName,") && code.contains("pubstructAskedName(1..=255);"));
    assert!(code.contains("self.call.field::<types::AskedName>(\"name\",value)"));
    assert!(!code.contains("regress") && !code.contains("pattern"));
    assert!(code.contains("publist:Option<Vec<String>>,"));
}

#[test]
fn what_is_always_sent_begins_as_its_default() {
    let mut value = document();
    schemas(&mut value)["Kind"] = json!({"type": "string", "enum": ["PERSONAL", "BUSINESS"]});
    call(&mut value)["parameters"] = json!([
        {"name": "kind", "in": "query", "x-lean-always-sent": true,
         "schema": {"allOf": [reference("Kind")], "default": "PERSONAL"}},
        {"name": "count", "in": "query", "schema": {"type": "integer", "minimum": 0, "default": 20}},
    ]);
    let code = dense(&value);
    let begun = "&operations::LIST_BANKS).query::<types::Kind>(\"kind\",types::Kind::Personal);";
    assert!(code.contains(begun), "{code}");
    // It can be set to something else, as can what is left to Lean.
    assert!(code.contains("self.call.query::<types::Kind>(\"kind\",value)"));
    assert!(code.contains("self.call.query::<u32>(\"count\",value)"));
    assert!(!code.contains("with_required"));
}

#[test]
fn a_default_that_is_no_word_of_its_enum_is_refused() {
    let mut value = document();
    call(&mut value)["parameters"] = json!([
        {"name": "kind", "in": "query", "x-lean-always-sent": true,
         "schema": {"type": "string", "enum": ["A"], "default": "B"}},
    ]);
    refused(&value, &format!("{CALL}/parameters/0"));
}

#[test]
fn a_type_of_the_run_time_that_the_generator_ignores_is_a_problem() {
    let mut value = document();
    bank(&mut value)["min"] = json!({"type": "number"});
    let mut shaped = shaped(&value).expect("the document is fine");
    // Without a version the generator falls back to a plain string, and says nothing.
    let place = "/components/schemas/Bank/properties/min/x-rust-type";
    let mark = shaped
        .value
        .pointer_mut(place)
        .and_then(Value::as_object_mut)
        .expect("it is marked");
    mark.remove("version");
    shaped.openapi = serde_json::from_value(shaped.value.clone()).expect("it is OpenAPI");
    let problems = generate(&shaped).err().unwrap_or_default().to_string();
    assert!(
        problems.contains("instead of a `ExactDecimal`"),
        "{problems}"
    );
}

#[test]
fn a_panic_of_the_generator_is_a_problem_that_names_the_document() {
    let mut shaped = shaped(&document()).expect("the document is fine");
    shaped.value["paths"]["/banks/v1/"]["get"]["responses"]["204"] = json!({"description": ""});
    shaped.openapi = serde_json::from_value(shaped.value.clone()).expect("it is OpenAPI");
    let problems = generate(&shaped).err().unwrap_or_default().to_string();
    assert!(
        problems.starts_with("made-up.json: the generator panicked"),
        "{problems}"
    );
}

#[test]
fn a_list_of_what_must_not_be_printed_is_not_printed() {
    let mut value = document();
    bank(&mut value)["ibans"] =
        json!({"type": "array", "items": {"type": "string", "x-lean-sensitive": true}});
    let code = code(&value);
    assert!(code.contains("redacted_debug!(Bank { name } hides { ibans });"));
    assert!(!derives(&code, "Bank").contains("Debug"));
}

#[test]
fn a_text_with_a_limit_is_not_printed_by_itself() {
    let mut value = document();
    schemas(&mut value)["Request"] = json!({"type": "object", "properties": {
        "iban": {"type": "string", "minLength": 4, "x-lean-sensitive": true},
    }});
    call(&mut value)["requestBody"] = json_answer(&reference("Request"));
    let code = code(&value);
    // Such a text shows its name alone; see the run time.
    let declared = "leantech_core::bounded_text! {\n    /// The type `RequestIban`, without a description yet.\n    \
                    pub struct RequestIban(4..=usize::MAX);\n}\n";
    assert!(code.contains(declared), "{code}");
    assert!(code.contains("redacted_debug!(Request {  } hides { iban });"));
    assert!(!derives(&code, "Request").contains("Debug"));
}

#[test]
fn two_forms_of_different_kinds_become_one_type() {
    let mut value = document();
    let forms = json!([{"type": "number", "x-lean-money": true}, reference("Other")]);
    bank(&mut value)["amount"] = json!({"oneOf": forms});
    let code = dense(&value);
    assert!(
        code.contains("pubamount:Option<EitherForm<ExactDecimal,Other>>,"),
        "{code}"
    );
}

#[test]
fn two_forms_that_look_alike_are_refused() {
    let place = "/components/schemas/Bank/properties/amount/oneOf";
    let number = || json!({"type": "number", "x-lean-money": true});
    for alike in [
        json!([{"type": "string"}, {"type": "string", "enum": ["A"]}]),
        json!([number(), {"type": "integer"}]),
        // An exact number is also read from a text.
        json!([number(), {"type": "string"}]),
        json!([reference("Bank2"), reference("Other")]),
        json!([{}, {"type": "string"}]),
    ] {
        let mut value = document();
        schemas(&mut value)["Bank2"] =
            json!({"type": "object", "properties": {"a": {"type": "string"}}});
        bank(&mut value)["amount"] = json!({"oneOf": alike});
        refused(&value, place);
    }
}

#[test]
fn two_forms_in_a_request_are_refused() {
    let mut value = document();
    schemas(&mut value)["Request"] = json!({"type": "object", "properties": {
        "amount": {"oneOf": [{"type": "integer"}, {"type": "string"}]},
    }});
    call(&mut value)["requestBody"] = json_answer(&reference("Request"));
    refused(
        &value,
        "/components/schemas/Request/properties/amount/oneOf",
    );
}

#[test]
fn a_file_is_asked_for_and_handed_on_as_a_stream() {
    let mut value = document();
    let file = json!({"schema": {"type": "string", "format": "binary"}});
    call(&mut value)["responses"]["200"]["content"]["application/pdf"] = file.clone();
    let both = dense(&value);
    assert!(both.contains("pubfndownload(self)->implFuture<Output=Result<Download,Error>>+Send"));
    assert!(both.contains(
        "fndownload_with_head(self,)->implFuture<Output=Result<ResponseValue<Download>,Error>>+Send"
    ));
    assert!(both.contains("self.call.download(\"application/pdf\")"));
    assert!(both.contains("pubfnsend(self)->implFuture<Output=Result<types::Bank,Error>>+Send"));
    call(&mut value)["responses"]["200"]["content"] = json!({"application/octet-stream": file});
    let alone = dense(&value);
    assert!(!alone.contains("fndownload(") && !alone.contains("ByteStream"));
    assert!(alone.contains("pubfnsend(self)->implFuture<Output=Result<Download,Error>>+Send"));
    assert!(alone.contains("self.call.download(\"application/octet-stream\")"));
    assert!(alone.contains(
        "fnsend_with_head(self,)->implFuture<Output=Result<ResponseValue<Download>,Error>>+Send"
    ));
    assert!(!alone.contains("send::<"));
}

#[test]
fn an_idempotency_key_begins_with_the_call() {
    let mut value = document();
    call(&mut value)["parameters"] = json!([
        {"name": "Idempotency-Key", "in": "header", "schema": {"type": "string"}},
    ]);
    let code = dense(&value);
    let begun = ".header::<IdempotencyKey>(\"Idempotency-Key\",IdempotencyKey::random());";
    assert!(code.contains(begun), "{code}");
    assert!(code.contains("self.call.header::<IdempotencyKey>(\"Idempotency-Key\",value)"));
}

#[test]
fn consent_codes_of_a_call_are_in_its_constant() {
    let mut value = document();
    call(&mut value)["x-ksa-scopes"] = json!([["ReadBalances", "ReadParty"], "ReadPartyPSU"]);
    assert!(
        dense(&value)
            .contains(".with_ksa_scopes(&[&[\"ReadBalances\",\"ReadParty\"],&[\"ReadPartyPSU\"]])")
    );
}
