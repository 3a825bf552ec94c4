//! Rules for our own extensions: known names, at places where they mean something, with known
//! values. A misspelt one would change the generated code in silence.

use serde_json::Value;
use xtask_openapi::place::{Kind, Spot};
use xtask_openapi::pointer;

use super::Lint;
use super::schema::has_type;

/// What may follow `x-lean-id:`, one word for each id type of the run time.
pub(super) const IDS: [&str; 7] = [
    "customer", "app-user", "entity", "consent", "account", "refresh", "results",
];

/// The account-access codes of the Saudi standard 2022.11.01-final-errata2.
pub(super) const KSA_SCOPES: [&str; 17] = [
    "ReadAccountsBasic",
    "ReadAccountsDetail",
    "ReadBalances",
    "ReadBeneficiariesBasic",
    "ReadBeneficiariesDetail",
    "ReadStandingOrdersBasic",
    "ReadStandingOrdersDetail",
    "ReadDirectDebits",
    "ReadScheduledPaymentsBasic",
    "ReadScheduledPaymentsDetail",
    "ReadTransactionsBasic",
    "ReadTransactionsDetail",
    "ReadTransactionsCredits",
    "ReadTransactionsDebits",
    "ReadParty",
    "ReadPartyPSU",
    "ReadPartyPSUIdentity",
];

/// The regions that Lean serves.
const REGIONS: [&str; 2] = ["sa", "ae"];

/// What there can be in one region alone.
const OF_A_REGION: [Kind; 5] = [
    Kind::Operation,
    Kind::Parameter,
    Kind::Schema,
    Kind::Response,
    Kind::Server,
];

/// The names of our extensions that the generator reads.
const EXTENSIONS: [&str; 11] = [
    "x-lean-id",
    "x-lean-money",
    "x-lean-secret",
    "x-lean-sensitive",
    "x-lean-enum",
    "x-lean-paging",
    "x-lean-envelope",
    "x-lean-time",
    "x-lean-lenient",
    "x-lean-always-sent",
    "x-lean-reads",
];

const OURS: &str = "x-lean";

impl Lint<'_> {
    pub(super) fn extensions(&mut self, spot: Spot<'_, '_>) {
        let members = spot.value.as_object().into_iter().flatten();
        for (name, value) in members.filter(|(name, _)| name.starts_with("x-")) {
            let at = pointer::child(spot.pointer, name);
            match name.as_str() {
                "x-source" | "x-choice" => self.documentation(&at, name, value),
                "x-environment" => self.environment(spot, &at, value),
                "x-regions" => self.regions(spot, &at, value),
                "x-ksa-scopes" => self.ksa_scopes(spot, &at, value),
                ours if ours.starts_with(OURS) => self.ours(spot, &at, ours, value),
                _ => {}
            }
        }
    }

    fn documentation(&mut self, at: &str, name: &str, value: &Value) {
        if value.as_str().is_none_or(|text| text.trim().is_empty()) {
            self.report(
                at,
                format!("`{name}` is not a text"),
                "it tells a reader where a statement comes from",
                "name the page and the step, or say why",
            );
        }
    }

    fn environment(&mut self, spot: Spot<'_, '_>, at: &str, value: &Value) {
        if spot.kind != Kind::Server || (value != "sandbox" && value != "production") {
            self.report(
                at,
                format!("`x-environment: {value}` on {}", spot.kind.words()),
                "it says which environment a server belongs to",
                "write `sandbox` or `production`, on a server",
            );
        }
    }

    fn regions(&mut self, spot: Spot<'_, '_>, at: &str, value: &Value) {
        let listed = value.as_array().map(Vec::as_slice).unwrap_or_default();
        let is_region = |value: &Value| {
            value
                .as_str()
                .is_some_and(|region| REGIONS.contains(&region))
        };
        let is_once = !listed
            .iter()
            .enumerate()
            .any(|(index, region)| listed.iter().take(index).any(|earlier| earlier == region));
        let is_known = !listed.is_empty() && listed.iter().all(is_region) && is_once;
        if !OF_A_REGION.contains(&spot.kind) || !is_known {
            self.report(
                at,
                format!("`x-regions: {value}` on {}", spot.kind.words()),
                "it says in which of Lean's regions it exists",
                "write a list of `sa` and `ae`, each at most once, on an operation, a parameter, a \
                 schema, a response or a server; leave it out for what is in all of them",
            );
        }
    }

    fn ksa_scopes(&mut self, spot: Spot<'_, '_>, at: &str, value: &Value) {
        let is_code = |code: &Value| code.as_str().is_some_and(|code| KSA_SCOPES.contains(&code));
        let is_group = |group: &Value| match group {
            Value::Array(codes) => !codes.is_empty() && codes.iter().all(is_code),
            code => is_code(code),
        };
        let is_known = value
            .as_array()
            .is_some_and(|groups| !groups.is_empty() && groups.iter().all(is_group));
        if spot.kind != Kind::Operation || !is_known {
            self.report(
                at,
                format!("`x-ksa-scopes: {value}` on {}", spot.kind.words()),
                "it says which codes of the Saudi standard a consent must hold for a call",
                "write, on an operation, a list of codes that must all be there, each of them one \
                 code or a list of which one is enough",
            );
        }
    }

    fn ours(&mut self, spot: Spot<'_, '_>, at: &str, name: &str, value: &Value) {
        let schema = spot.kind == Kind::Schema;
        let typed =
            |wanted: &[&str]| schema && wanted.iter().any(|wanted| has_type(spot.value, wanted));
        let (in_place, place, known, values) = match name {
            "x-lean-id" => (
                typed(&["string"]),
                "a schema of `type: string`",
                value.as_str().is_some_and(|word| IDS.contains(&word)),
                IDS.join(", "),
            ),
            "x-lean-money" => (
                typed(&["number", "integer", "string"]),
                "a schema of `type: number`, `integer` or `string`",
                value.is_boolean(),
                "true, false".to_owned(),
            ),
            "x-lean-secret" => (
                typed(&["string"]),
                "a schema of `type: string`",
                value == true,
                "true".to_owned(),
            ),
            "x-lean-sensitive" => (schema, "a schema", value == true, "true".to_owned()),
            "x-lean-envelope" => (
                schema,
                "a schema",
                value == true
                    || value
                        .as_str()
                        .is_some_and(|member| has_member(spot, member)),
                "true, for the member `data`, or the name of the member that holds the data"
                    .to_owned(),
            ),
            "x-lean-always-sent" => (
                schema || spot.kind == Kind::Parameter,
                "a parameter or a schema",
                value == true,
                "true".to_owned(),
            ),
            "x-lean-reads" => (
                spot.kind == Kind::Operation,
                "an operation",
                value == true,
                "true".to_owned(),
            ),
            "x-lean-enum" => (
                schema && (spot.value.get("enum").is_some() || spot.value.get("const").is_some()),
                "a schema with `enum`",
                value == "closed" || value == "open",
                "closed, open".to_owned(),
            ),
            "x-lean-time" => (
                typed(&["string"]),
                "a schema of `type: string`",
                value == "date-or-date-time",
                "date-or-date-time".to_owned(),
            ),
            "x-lean-lenient" if typed(&["array"]) => {
                (schema, "a schema", value == "list", "list".to_owned())
            }
            "x-lean-lenient" => (schema, "a schema", value == "seconds", "seconds".to_owned()),
            // What it says is checked with the operation.
            "x-lean-paging" => (
                spot.kind == Kind::Operation,
                "an operation",
                true,
                String::new(),
            ),
            _ => return self.unknown(at, name),
        };
        if !in_place {
            self.report(
                at,
                format!(
                    "`{name}` on {}, where it does not belong",
                    spot.kind.words()
                ),
                "the generator would not read it here",
                format!("write it on {place}, or leave it out"),
            );
        }
        if !known {
            self.report(
                at,
                format!("`{name}: {value}`"),
                "the generator does not know this value",
                format!("write one of: {values}"),
            );
        }
    }

    fn unknown(&mut self, at: &str, name: &str) {
        self.report(
            at,
            format!("the extension `{name}` is unknown"),
            "the generator would ignore it",
            format!("write one of: {}", EXTENSIONS.join(", ")),
        );
    }
}

fn has_member(spot: Spot<'_, '_>, member: &str) -> bool {
    let members = spot.value.get("properties");
    members.is_some_and(|members| members.get(member).is_some())
}
