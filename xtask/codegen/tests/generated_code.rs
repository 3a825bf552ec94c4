//! What the generated code looks like after our rewrites.

#![expect(clippy::expect_used, reason = "a test may stop at the first surprise")]

use xtask_codegen::outline::outline;
use xtask_codegen::{Shaped, generate, shape};
use xtask_openapi::{Document, lower};

/// A document that has something for every rewrite.
const DOCUMENT: &str = include_str!("../../openapi/tests/documents/every_rewrite.json");

fn shaped() -> Shaped {
    let document = Document::parse(DOCUMENT, "made-up.json").expect("it is JSON");
    let lowered = lower(&document).expect("it can be lowered");
    shape(&document, lowered).unwrap_or_else(|problems| unreachable!("{problems}"))
}

fn code() -> String {
    let file = generate(&shaped()).unwrap_or_else(|problems| unreachable!("{problems}"));
    prettyplease::unparse(&file)
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
fn path_parameters_go_through_the_encoder_of_the_run_time() {
    let code = dense();
    assert!(
        code.contains("::leantech_core::generated::encode_path_segment(&customer_id.to_string())?")
    );
    assert!(!code.contains("encode_path("));
}

#[test]
fn no_request_names_an_api_version() {
    let code = dense();
    assert!(!code.contains("api-version") && code.contains("\"customer-ip\""));
    assert_eq!(code.matches("header_map.append(").count(), 1);
    // Nothing is reserved for headers that are not set.
    assert_eq!(code.matches("HeaderMap::new()").count(), 1);
    assert!(!code.contains("HeaderMap::with_capacity"));
}

#[test]
fn an_answer_is_read_by_the_run_time_or_not_at_all() {
    let code = dense();
    let reader = |name: &str| {
        format!("::leantech_core::generated::{name}(session,self.draft(),&super::operations::")
    };
    assert!(code.contains(&reader("call")) && code.contains(&reader("send")));
    assert!(!code.contains("OperationInfo") && !code.contains("client.exec("));
}

#[test]
fn sending_gives_the_error_of_the_run_time() {
    let code = dense();
    assert!(code.contains(
        "fndraft(self,)->Result<::leantech_core::generated::Draft,::leantech_core::Error>"
    ));
    assert!(!code.contains("pubfndraft(") && !code.contains("progenitor_client"));
    assert!(code.contains(
        "pubasyncfnsend(self,)->Result<ResponseValue<types::AccountsAnswer>,::leantech_core::Error>"
    ));
    assert!(code.contains("&super::operations::LIST_ACCOUNTS"));
}

#[test]
fn the_client_is_made_from_a_session_alone() {
    let code = dense();
    assert!(code.contains("pubfnnew(session:::leantech_core::Session)->Self"));
    assert!(!code.contains("ClientBuilder") && !code.contains("new_with_client"));
}

#[test]
fn pages_and_items_are_streams() {
    let code = dense();
    assert!(
        code.contains("pubfnpages(self)->::leantech_core::paging::Pages<'a,types::AccountsAnswer>")
    );
    assert!(code.contains("typeItem=Account;"));
    assert!(code.contains("info.total_pages="));
    assert!(code.contains("::leantech_core::Envelope::check(self)"));
}

#[test]
fn an_envelope_tells_its_status() {
    let code = dense();
    assert!(code.contains("impl::leantech_core::EnvelopeforAccountsAnswer"));
    assert!(code.contains("typeData=AccountsData;"));
    assert!(code.contains("value.granular_status_code.as_ref()"));
}

#[test]
fn types_are_read_and_written_by_the_run_time() {
    let code = dense();
    assert!(!code.contains("derive(::serde"), "{code}");
    assert!(code.contains("::leantech_core::read_as_object!(Account);"));
    assert!(code.contains("constMEMBERS:&'static[&'staticstr]=&["));
    assert!(code.contains("::leantech_core::generated::Writer::begin(serializer,\"Account\","));
}

#[test]
fn functions_are_compiled_where_they_are_called() {
    let code = dense();
    for function in [
        "pubfnnew(session:::leantech_core::Session)",
        "pubasyncfnsend(self",
        "fndraft(self",
        "fnfmt(&self,f:",
    ] {
        assert!(code.contains(function), "{function}");
        let all = code.matches(function).count();
        let marked = code.matches(&format!("#[inline]{function}")).count();
        assert_eq!(marked, all, "{function}");
    }
}

#[test]
fn what_could_identify_a_person_is_not_printed() {
    let code = dense();
    assert!(code.contains(
        ".field(\"holderName\",&::leantech_core::generated::redacted(&self.holder_name)"
    ));
    assert!(code.contains("f.debug_struct(\"MakeToken\").finish_non_exhaustive()"));
    assert!(code.contains("f.debug_struct(\"Ask\").finish_non_exhaustive()"));
}

#[test]
fn what_lean_sends_is_written_with_its_nulls() {
    assert!(!dense().contains("skip_serializing_if"));
}

#[test]
fn every_public_item_is_documented() {
    let code = code();
    let lines: Vec<&str> = code.lines().map(str::trim).collect();
    for (above, line) in lines.iter().zip(lines.iter().skip(1)) {
        if line.starts_with("pub ") && !line.starts_with("pub(crate)") {
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
    let file = generate(&shaped()).unwrap_or_else(|problems| unreachable!("{problems}"));
    let outline = outline(&file);
    for line in [
        "  list_accounts() -> AccountsAnswer, in pages",
        "    .page: Option<u32>",
        "    holderName -> holder_name: Option<String>",
        "  enum Status: OK | FAILED",
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
    let document = Document::parse(value.to_string(), "made-up.json").expect("it is JSON");
    let lowered = lower(&document).expect("it can be lowered");
    let shaped = shape(&document, lowered).unwrap_or_else(|problems| unreachable!("{problems}"));
    let file = generate(&shaped).unwrap_or_else(|problems| unreachable!("{problems}"));
    assert_eq!(prettyplease::unparse(&file), code());
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
