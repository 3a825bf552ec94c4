//! The fields of each answer against those that Lean's own collection recorded: null, absent and
//! each type of JSON told apart.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::client::{ALL, Client, Fallible, Outcome};
use crate::context::Sandbox;

/// What was recorded, field by field.
const RECORDED: &str = include_str!("recorded.txt");

/// Fields that are otherwise on purpose, each operation with the reason; the README says the same.
const OURS: [(&str, &str); 1] = [(
    "getCreditObligationsV2",
    "the mock customers pay loans and cards, of which Lean's had none",
)];

/// What was seen in a field: types of JSON, `null`, or `absent`.
type Kinds = BTreeSet<String>;
type Fields = BTreeMap<String, Kinds>;

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

fn joined(path: &str, name: &str) -> String {
    if path.is_empty() {
        name.to_owned()
    } else {
        format!("{path}.{name}")
    }
}

/// Notes the kinds of everything in a value; `known` are the fields that may be absent.
fn note(path: &str, value: &Value, known: &Fields, seen: &mut Fields) {
    if !path.is_empty() {
        let kinds = seen.entry(path.to_owned()).or_default();
        kinds.insert(kind(value).to_owned());
    }
    match value {
        Value::Array(items) => {
            for item in items {
                note(&format!("{path}[]"), item, known, seen);
            }
        }
        Value::Object(fields) => {
            for (name, value) in fields {
                note(&joined(path, name), value, known, seen);
            }
            let inside = known.keys().filter(|field| {
                let rest = match path {
                    "" => Some(field.as_str()),
                    path => field.strip_prefix(path).and_then(|it| it.strip_prefix('.')),
                };
                rest.is_some_and(|name| !name.contains(['.', '[']) && !fields.contains_key(name))
            });
            for absent in inside {
                let kinds = seen.entry(absent.clone()).or_default();
                kinds.insert("absent".to_owned());
            }
        }
        _ => {}
    }
}

fn recorded() -> BTreeMap<&'static str, Fields> {
    let mut operations: BTreeMap<&str, Fields> = BTreeMap::new();
    let mut current = "";
    for line in RECORDED.lines() {
        if let Some(name) = line
            .strip_prefix('[')
            .and_then(|line| line.strip_suffix(']'))
        {
            current = name;
        } else if let (false, Some((path, kinds))) = (line.starts_with('#'), line.split_once(' ')) {
            let kinds = kinds.split('|').map(str::to_owned).collect();
            let fields = operations.entry(current).or_default();
            fields.insert(path.to_owned(), kinds);
        }
    }
    operations
}

/// Where the answers to an operation are not as recorded. Of several kinds that were recorded any
/// may be missing.
fn differences(operation: &str, recorded: &Fields, answers: &[Value]) -> Vec<String> {
    let mut seen = Fields::new();
    for answer in answers {
        note("", answer, recorded, &mut seen);
    }
    let mut found = Vec::new();
    for (path, kinds) in &seen {
        let none = Kinds::from(["absent".to_owned()]);
        let wanted = recorded.get(path).unwrap_or(&none);
        // Below a field that should not be there nothing else need be told.
        let parent = path.rsplit_once('.').map_or("", |(parent, _)| parent);
        let is_told = found
            .iter()
            .any(|line: &String| line.starts_with(&format!("{operation} {parent}:")));
        let is_ours = OURS.iter().any(|(ours, _)| *ours == operation);
        let is_null = |path: &str| {
            let kinds = recorded.get(path);
            kinds.is_some_and(|kinds| kinds.contains("null"))
        };
        let is_filled = is_ours && (is_null(path) || is_null(parent)) && !kinds.contains("absent");
        if !kinds.is_subset(wanted) && !is_told && !is_filled {
            found.push(format!(
                "{operation} {path}: {kinds:?} instead of {wanted:?}"
            ));
        }
    }
    for (path, kinds) in recorded {
        let is_absent = kinds.len() == 1 && kinds.contains("absent");
        if !seen.contains_key(path) && !is_absent {
            found.push(format!("{operation} {path}: never shown"));
        }
    }
    found
}

/// The requests whose answers Lean's collection holds, each with the answer of the sandbox.
async fn answers(client: &Client) -> Fallible<BTreeMap<&'static str, Vec<Value>>> {
    let mut answers: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
    let customer = client
        .post("/customers/v1/", json!({"app_user_id": "recorded"}))
        .await?;
    let id = customer.text_at("/customer_id");
    answers.insert("createCustomer", vec![customer.body]);
    let connection = client.reconnect(id, &ALL).await?;
    client
        .post("/_sandbox/clock", json!({"advance_seconds": 60}))
        .await?;
    let entity = &connection.entity;
    let account = |resource: &str, id: &str| {
        format!("/data/v2/accounts/{id}/{resource}?entity_id={entity}&size=100")
    };
    let mut got = async |operation, path: String| -> Fallible<Value> {
        let answer = client.get(&path).await?;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text);
        let all = answers.entry(operation).or_default();
        all.push(answer.body.clone());
        Ok(answer.body)
    };
    got("getCustomers", "/customers/v1".into()).await?;
    let entities = format!("/customers/v1/{}/entities", connection.customer);
    got("getEntities", entities).await?;
    let of_entity = |path: &str| format!("{path}?entity_id={entity}");
    let accounts = got("fetchAccounts", of_entity("/data/v2/accounts")).await?;
    got("fetchCurrentIdentity", of_entity("/data/v2/identity")).await?;
    let ids = accounts["data"]["accounts"].as_array().cloned();
    for id in ids.unwrap_or_default() {
        let id = id["account_id"].as_str().unwrap_or_default();
        for (operation, resource) in [
            ("fetchBalances", "balances"),
            ("fetchTransactions", "transactions"),
            ("fetchAllIdentities", "identities"),
            ("fetchBeneficiaries", "beneficiaries"),
            ("fetchDirectDebits", "direct-debits"),
            ("fetchScheduledPayments", "scheduled-payments"),
            ("getStandingOrders", "standing-orders"),
        ] {
            got(operation, account(resource, id)).await?;
        }
    }
    for (operation, path) in [
        ("getEmploymentDetailsV2", "income/employment"),
        ("getExpensesV2", "expenses"),
        ("getCashflowsV2", "assets/cashflows"),
        ("getBalancesV2", "assets/balances"),
        ("getFreelancersCashflowsV2", "assets/freelancers/cashflows"),
        ("getCreditObligationsV2", "liabilities/credit-obligations"),
        (
            "getNonCreditObligationsV2",
            "liabilities/non-credit-obligations",
        ),
    ] {
        let query = format!("entity_id={entity}&start_date=2000-01-01&async=false");
        got(operation, format!("/insights/v2/{path}?{query}")).await?;
    }
    let refreshes = got("getDataRefreshes", of_entity("/data/v2/refreshes")).await?;
    let refresh = refreshes["content"][0]["refresh_id"].as_str();
    let refresh = refresh.unwrap_or_default();
    let path = format!("/data/v2/refreshes/{refresh}");
    got("getDataRefreshStatus", path).await?;
    let mut posted = async |operation, path: &str, body: Value| -> Outcome {
        let answer = client.post(path, body).await?;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text);
        answers.entry(operation).or_default().push(answer.body);
        Ok(())
    };
    let body = json!({"entity_id": entity, "income_type": "ALL"});
    let path = "/insights/v2/income?async=false";
    posted("verifyIncomeV2", path, body).await?;
    let body = json!({"entity_id": entity});
    posted("trigger_data_refresh_v2", "/data/v2/refreshes", body).await?;
    for (operation, path, body) in verifications(entity) {
        posted(operation, path, body).await?;
    }
    Ok(answers)
}

/// The requests of verifications, with the numbers that Lean publishes.
fn verifications(entity: &str) -> Vec<(&'static str, &'static str, Value)> {
    const COMPANY: &str = "7001272184";
    let mut all = vec![
        (
            "beneficiaryNameVerification",
            "/verifications/v2/beneficiary-name",
            json!({"iban": "SA2810000011100000461309"}),
        ),
        (
            "corporateManagerVerification",
            "/verifications/v1/corporates/managers",
            json!({"language": "en", "identifications": [
                {"type": "UNIFIED_NUMBER", "value": COMPANY},
                {"type": "NATIONAL_ID", "value": "0000000001"},
            ]}),
        ),
        (
            "entityVerification",
            "/verifications/v2/entity",
            json!({"entity_id": entity,
                "identifications": [{"type": "NATIONAL_ID", "value": "0000000001"}]}),
        ),
    ];
    for kind in ["FULL", "BASIC", "CONTRACT", "ADDRESS"] {
        let company = [json!({"type": "UNIFIED_NUMBER", "value": COMPANY})];
        all.push((
            "corporateVerification",
            "/verifications/v1/corporates",
            json!({"type": kind, "language": "en", "identifications": company}),
        ));
    }
    let person = json!({"type": "NATIONAL_ID", "value": "0000000001"});
    for (kind, number) in [
        ("FULL", "FL-013988291"),
        ("FULL", "FL-595215341"),
        ("FULL", "FL-090302137"),
        ("FULL", "FL-490775363"),
        ("FULL", "FL-541440269"),
        ("FULL", "FL-560899391"),
        ("BASIC", "FL-013988291"),
        ("FULL_LIST", ""),
    ] {
        let mut ids = vec![person.clone()];
        if !number.is_empty() {
            ids.push(json!({"type": "FREELANCER_NUMBER", "value": number}));
        }
        all.push((
            "verifyFreelancer",
            "/verifications/v1/freelancers",
            json!({"type": kind, "identifications": ids}),
        ));
    }
    for (country, form, number, bank) in [
        ("SA", "IBAN", "SA2810000011100000461309", Value::Null),
        ("SA", "IBAN", "SA3076747147122249133391", Value::Null),
        ("SA", "IBAN", "SA7665000000124A60749002", Value::Null),
        ("AE", "IBAN", "AE810030012459313920001", Value::Null),
        ("AR", "ACCOUNT_ID", "0170032450000643500000", Value::Null),
        (
            "BD",
            "ACCOUNT_ID",
            "111112222201",
            json!({"type": "BIC", "value": "MTBLBDDH"}),
        ),
    ] {
        let mut body = json!({
            "country_code": country,
            "type": "PERSONAL",
            "account_details": {"type": form, "value": number},
            "identifications": [{"type": "FULL_NAME", "value": "Anybody At All"}],
        });
        if !bank.is_null() {
            body["bank_identifier"] = bank;
        }
        all.push((
            "internationalAvsVerification",
            "/verifications/v1/accounts",
            body,
        ));
    }
    all
}

#[tokio::test]
async fn every_answer_has_the_fields_that_were_recorded_and_no_others() -> Outcome {
    let sandbox = Sandbox::builder().seed(1).start().await?;
    let client = Client::of(&sandbox).await?;
    let answers = answers(&client).await?;
    let recorded = recorded();
    assert_eq!(answers.len(), recorded.len());
    let found: Vec<String> = answers
        .iter()
        .flat_map(|(operation, answers)| differences(operation, &recorded[operation], answers))
        .collect();
    assert!(found.is_empty(), "{}:\n{}", found.len(), found.join("\n"));
    Ok(())
}
