//! What the generated code looks like after our rewrites.

use xtask_codegen::outline::outline;
use xtask_codegen::{Origin, Shaped, generate, render, shape};
use xtask_openapi::{Document, lower};

/// A document that has something for every rewrite.
const DOCUMENT: &str = include_str!("../../../openapi/tests/documents/every_rewrite.json");

fn shaped() -> Shaped {
    shaped_of(&serde_json::from_str(DOCUMENT).expect("it is JSON"))
}

fn shaped_of(value: &serde_json::Value) -> Shaped {
    let document = Document::parse(value.to_string(), "made-up.json").expect("it is JSON");
    let lowered = lower(&document).expect("it can be lowered");
    shape(&document, lowered).unwrap_or_else(|problems| unreachable!("{problems}"))
}

fn code() -> String {
    code_of(&shaped())
}

fn code_of(shaped: &Shaped) -> String {
    let client = generate(shaped).unwrap_or_else(|problems| unreachable!("{problems}"));
    let origin = Origin {
        area: "data".to_owned(),
        crate_name: "leantech-data".to_owned(),
        document: "specs/sa/data/1.0.0.yaml".to_owned(),
        version: "1.0.0".to_owned(),
        sha256: "0".repeat(64),
    };
    let files = render(&origin, shaped, &client).into_iter();
    let sources = files.filter(|file| file.path.contains("/generated"));
    sources.map(|file| file.content).collect()
}

fn dense() -> String {
    code().split_whitespace().collect()
}

fn dense_of(code: &str) -> String {
    code.split_whitespace().collect()
}

#[test]
fn two_runs_give_the_same_bytes() {
    assert_eq!(code(), code());
}

#[test]
fn what_the_path_needs_is_an_argument() {
    let code = dense();
    assert!(
        code.contains("customer_id:implTryInto<CustomerId,Error:Display>"),
        "{code}"
    );
    assert!(code.contains(".path::<CustomerId>(\"customer_id\",customer_id)"));
}

#[test]
fn a_header_is_set_like_any_other_value_and_no_request_names_an_api_version() {
    let code = dense();
    assert!(!code.contains("api-version"));
    assert!(code.contains("self.call.header::<String>(\"customer-ip\",value)"));
}

#[test]
fn a_good_result_gives_what_it_holds() {
    let code = dense();
    assert!(
        code.contains(
            "pubfnsend(self,)->implFuture<Output=Result<types::AccountsData,Error>>+Send"
        ),
        "{code}"
    );
    assert!(code.contains("self.call.send_payload::<types::AccountsAnswer>()"));
    assert!(code.contains(
        "pubfnsend_envelope(self,)->implFuture<Output=Result<ResponseValue<types::AccountsAnswer>,Error>,>+Send"
    ));
    assert!(code.contains("&operations::LIST_ACCOUNTS"));
    assert!(!code.contains("progenitor_client") && !code.contains("OperationInfo"));
}

#[test]
fn the_client_is_made_from_a_session_alone() {
    let code = dense();
    assert!(code.contains("pubfnnew(session:Session)->Self"));
    assert!(!code.contains("ClientBuilder") && !code.contains("new_with_client"));
}

#[test]
fn pages_and_items_are_streams() {
    let code = dense();
    assert!(
        code.contains("pubfnpages(self)->Pages<types::AccountsData>"),
        "{code}"
    );
    assert!(code.contains("pubfnstream(self)->Items<types::Account>"));
    assert!(code.contains("typeItem=Account;"));
    assert!(code.contains("info.total_pages="));
    assert!(code.contains("Envelope::check(self)"));
}

#[test]
fn an_envelope_tells_its_status() {
    let code = dense();
    assert!(code.contains("implEnvelopeforAccountsAnswer"));
    assert!(code.contains("typeData=AccountsData;"));
    assert!(code.contains("it.granular_status_code.as_ref()"), "{code}");
}

#[test]
fn types_derive_the_traits_of_serde() {
    let code = dense();
    let derived = |name: &str| {
        let before = code.split(&format!("pubstruct{name}{{")).next();
        let derived = before.and_then(|before| before.rsplit("#[derive(").next());
        let derived = derived.and_then(|rest| rest.split(')').next());
        derived.map(str::to_owned)
    };
    // Something of an account is hidden and something required, of a page neither is.
    assert_eq!(
        derived("Account").as_deref(),
        Some("Clone,PartialEq,Serialize,Deserialize")
    );
    assert_eq!(
        derived("Page").as_deref(),
        Some("Clone,Debug,Default,PartialEq,Serialize,Deserialize")
    );
    assert!(code.contains("#[serde(rename=\"holderName\")]pubholder_name:Option<String>,"));
}

#[test]
fn what_could_identify_a_person_is_not_printed() {
    assert!(dense().contains("hides{holder_name"));
}

#[test]
fn what_lean_sends_is_written_with_its_nulls() {
    let mut value: serde_json::Value = serde_json::from_str(DOCUMENT).expect("it is JSON");
    value["components"]["schemas"]["Ask"]["properties"]["scope"] =
        serde_json::json!({"type": "string"});
    let code = code_of(&shaped_of(&value));
    let declared = |name: &str| {
        let (_, rest) = code
            .split_once(&format!("pub struct {name} {{"))
            .expect("it is there");
        rest.split_once("\n}").expect("it ends").0.to_owned()
    };
    assert!(declared("Account").contains("pub balance: Option<ExactDecimal>,"));
    assert!(!declared("Account").contains("skip_serializing_if"));
    let skipped =
        "#[serde(skip_serializing_if = \"Option::is_none\")]\n    pub scope: Option<String>,";
    assert!(declared("Ask").contains(skipped));
}

#[test]
fn every_public_item_is_documented() {
    let code = code();
    let lines: Vec<&str> = code.lines().map(str::trim).collect();
    for (above, line) in lines.iter().zip(lines.iter().skip(1)) {
        if line.starts_with("pub ")
            && !line.starts_with("pub mod ")
            && !line.starts_with("pub use ")
        {
            assert!(
                above.starts_with("///") || above.starts_with("#["),
                "{above}\n{line}"
            );
        }
    }
}

#[test]
fn a_description_is_no_link_and_no_tag() {
    assert!(code().contains("/// Data\\[\\] of \\<people\\>."));
}

#[test]
fn a_list_and_an_example_keep_their_form_in_what_a_setter_says() {
    let mut value: serde_json::Value = serde_json::from_str(DOCUMENT).expect("it is JSON");
    value["paths"]["/customers/v1/{customer_id}/accounts"]["get"]["parameters"][1]["description"] =
        "One of\n- first\n- last".into();
    value["components"]["schemas"]["Ask"]["properties"]["key"]["description"] =
        "As in\n```\n1\n\n2\n```\n\nMore.".into();
    let code = code_of(&shaped_of(&value));
    for docs in [
        &[
            "One of",
            "- first",
            "- last",
            "",
            "The query parameter `page`.",
        ][..],
        &[
            "As in",
            "```text",
            "1",
            "",
            "2",
            "```",
            "",
            "The field of the body `key`. Required.",
        ],
    ] {
        let comments: Vec<String> = docs.iter().map(|line| format!("/// {line}")).collect();
        let comments = comments.iter().map(|comment| comment.trim_end());
        let expected = format!("{}pubfn", dense_of(&comments.collect::<String>()));
        assert!(dense_of(&code).contains(&expected), "{expected}");
    }
}

#[test]
fn secrets_have_no_equality() {
    let code = code();
    let before = |name: &str| {
        let start = code
            .find(&format!("pub struct {name} {{"))
            .expect("it is there");
        dense_of(
            code.get(start.saturating_sub(160)..start)
                .unwrap_or_default(),
        )
    };
    assert!(!before("Ask").contains("PartialEq"));
    assert!(before("Account").contains("PartialEq"));
}

#[test]
fn the_outline_shows_wire_names_and_words() {
    let client = generate(&shaped()).unwrap_or_else(|problems| unreachable!("{problems}"));
    let outline = outline(&client);
    for line in [
        "  list_accounts(customer_id: CustomerId) -> AccountsData, in pages",
        "    .page: Option<u32>",
        "    holderName -> holder_name: Option<String>",
        "  open enum Status: OK | FAILED",
    ] {
        assert!(
            outline.lines().any(|known| known == line),
            "{line}\n\n{outline}"
        );
    }
}

#[test]
fn regions_change_nothing_in_the_code() {
    let mut value = serde_json::from_str(DOCUMENT).expect("it is JSON");
    let marked = mark_regions(&mut value);
    assert!(marked > 20, "{marked}");
    assert_eq!(code_of(&shaped_of(&value)), code());
}

/// Marks each operation, parameter, answer and schema; says how many.
fn mark_regions(value: &mut serde_json::Value) -> usize {
    use serde_json::{Value, json};
    let mut marked = 0;
    match value {
        Value::Object(object) => {
            let is_one = ["operationId", "in", "type", "$ref", "content"]
                .iter()
                .any(|key| object.contains_key(*key));
            marked += object.values_mut().map(mark_regions).sum::<usize>();
            if is_one {
                object.insert("x-regions".to_owned(), json!(["sa"]));
                marked += 1;
            }
        }
        Value::Array(items) => marked += items.iter_mut().map(mark_regions).sum::<usize>(),
        _ => {}
    }
    marked
}
