//! Where our documents differ from what Lean publishes, each place says why.

use leantech_tests::repository::{document, manifest, root};
use serde_json::{Value, json};
use xtask_adopt::{Area, BASELINE, Difference, differences};
use xtask_openapi::manifest::Api;
use xtask_openapi::{Document, load};

/// What Lean publishes about the operations of an area.
fn baseline(area: &str) -> Document {
    let name = format!("specs/sa/{area}/{BASELINE}");
    load(&root().join(&name), &name).unwrap_or_else(|problems| panic!("{problems}"))
}

/// The areas that Lean's files speak of.
fn apis() -> Vec<Api> {
    let mut apis = manifest().apis;
    apis.retain(|api| {
        let baseline = format!("specs/{}/{}/{BASELINE}", api.region, api.area);
        root().join(baseline).exists()
    });
    apis
}

fn between(api: &Api, lean: Document, ours: Document) -> Vec<Difference> {
    let area = Area {
        api,
        ours,
        baselines: vec![("sa".to_owned(), lean)],
    };
    differences(&area, "sa")
}

/// The places of differences that nobody gave a reason for.
fn unexplained(api: &Api, lean: Document, ours: Document) -> Vec<String> {
    between(api, lean, ours)
        .into_iter()
        .filter(|difference| difference.why.is_none())
        .map(|difference| difference.place)
        .collect()
}

/// The document of an area after a change, compared with what Lean publishes.
fn unexplained_after(area: &str, change: fn(&mut Value)) -> Vec<String> {
    let api = manifest().api(area).unwrap().clone();
    let mut ours = document(area);
    change(&mut ours.value);
    unexplained(&api, baseline(area), ours)
}

#[test]
fn each_difference_from_what_lean_publishes_has_a_reason() {
    let apis = apis();
    let areas: Vec<&str> = apis.iter().map(|api| api.area.as_str()).collect();
    for area in [
        "banks",
        "consents",
        "customers",
        "data",
        "entities",
        "reports",
    ] {
        assert!(areas.contains(&area), "{area} has a baseline");
    }
    let open: Vec<String> = apis
        .iter()
        .flat_map(|api| {
            let places = unexplained(api, baseline(&api.area), document(&api.area));
            places
                .into_iter()
                .map(|place| format!("{}:{place}", api.area))
        })
        .collect();
    assert!(open.is_empty(), "no recorded reason:\n{}", open.join("\n"));
}

#[test]
fn document_does_not_differ_from_itself() {
    for api in apis() {
        let lean = baseline(&api.area);
        assert_eq!(between(&api, lean.clone(), lean), []);
    }
}

#[test]
fn difference_without_its_choice_has_no_reason() {
    let theme = "/components/schemas/BankTheme";
    let open = unexplained_after("banks", |ours| {
        let theme = ours.pointer_mut("/components/schemas/BankTheme").unwrap();
        theme.as_object_mut().unwrap().remove("x-choice").unwrap();
    });
    assert_eq!(open, [format!("{theme}/enum")]);
}

#[test]
fn choice_of_an_operation_explains_only_what_it_names() {
    let open = unexplained_after("entities", |ours| {
        let operation = "/paths/~1customers~1v1~1{customer_id}~1entities/get";
        let operation = ours.pointer_mut(operation).unwrap();
        assert!(operation.get("x-choice").is_some());
        operation["security"] = json!([]);
    });
    assert_eq!(
        open,
        ["/paths/~1customers~1v1~1{customer_id}~1entities/get/security"]
    );
}

#[test]
fn shared_place_needs_a_reason_in_each_operation_that_it_stands_in() {
    let api = manifest().api("reports").unwrap().clone();
    let mut ours = document("reports");
    let schema = ours.value.pointer_mut("/components/schemas/ReportStatus");
    let schema = schema.unwrap().as_object_mut().unwrap();
    schema.remove("x-choice").unwrap();
    let reason = |ours: &Document| {
        let all = between(&api, baseline("reports"), ours.clone());
        let found = all
            .into_iter()
            .find(|difference| difference.subject == "value OK");
        found.unwrap().why
    };
    // Where it is received, the document has the values of all sources.
    assert!(reason(&ours).is_some());
    let sent = "/components/schemas/ReportIdentifier/properties/type";
    *ours.value.pointer_mut(sent).unwrap() = json!({"$ref": "#/components/schemas/ReportStatus"});
    assert_eq!(reason(&ours), None);
}

#[test]
fn field_of_ours_alone_needs_a_source_besides_the_reference() {
    let open = unexplained_after("reports", |ours| {
        let field = json!({"type": "string", "description": "Made up."});
        let report = "/components/schemas/ReportCustomer/properties";
        ours.pointer_mut(report).unwrap()["made_up"] = field;
    });
    assert_eq!(
        open,
        ["/components/schemas/ReportCustomer/properties/made_up"]
    );
    let open = unexplained_after("reports", |ours| {
        let field = json!({"type": "string", "x-source": "recordings"});
        let report = "/components/schemas/ReportCustomer/properties";
        ours.pointer_mut(report).unwrap()["made_up"] = field;
    });
    assert_eq!(open, [""; 0]);
}

#[test]
fn format_that_sets_a_type_needs_a_reason() {
    let date = "/components/schemas/BankStatementsWindow/properties/start_date";
    let open = unexplained_after("reports", |ours| {
        let date = "/components/schemas/BankStatementsWindow/properties/start_date";
        let date = ours.pointer_mut(date).unwrap().as_object_mut().unwrap();
        date.remove("x-choice").unwrap();
    });
    assert_eq!(open, [format!("{date}/format")]);
}
