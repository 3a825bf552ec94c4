//! The JSON Schema of each generated type is that of its document, but for differences that are
//! known and listed here.

use std::collections::{BTreeMap, BTreeSet};

use leantech_auth::types as auth;
use leantech_banks::types as banks;
use leantech_consents::types as consents;
use leantech_core::{OneOrMany, RawJson};
use leantech_customers::types as customers;
use leantech_data::types as data;
use leantech_entities::types as entities;
use leantech_insights::types as insights;
use leantech_open_banking::types as open_banking;
use leantech_payouts::types as payouts;
use leantech_reports::types as reports;
use leantech_tests::answers::{Operation, Schema, operations};
use leantech_tests::schema_places::{Direction, differences, of_document, of_type};
use leantech_verifications::types as verifications;
use schemars::{JsonSchema, schema_for};
use serde_json::Value;

/// What an operation answers and takes, as the generated types describe it.
struct Row {
    area: &'static str,
    operation: &'static str,
    answer: Value,
    body: Option<Value>,
}

fn answer<T: JsonSchema>(area: &'static str, operation: &'static str) -> Row {
    Row {
        area,
        operation,
        answer: schema_for!(T).to_value(),
        body: None,
    }
}

impl Row {
    fn taking<T: JsonSchema>(self) -> Self {
        Self {
            body: Some(schema_for!(T).to_value()),
            ..self
        }
    }
}

fn rows() -> Vec<Row> {
    vec![
        answer::<auth::AccessToken>("auth", "generateAccessToken").taking::<auth::TokenRequest>(),
        answer::<customers::Customer>("customers", "createCustomer")
            .taking::<customers::CreateCustomerRequest>(),
        answer::<customers::CustomersPage>("customers", "getCustomers"),
        answer::<customers::Customer>("customers", "getCustomerById"),
        answer::<customers::Customer>("customers", "getCustomerByAppUserId"),
        answer::<Vec<banks::Bank>>("banks", "listBanks"),
        answer::<consents::ConnectLink>("consents", "createConnectLink")
            .taking::<consents::CreateConnectLinkRequest>(),
        answer::<consents::ConsentsPage>("consents", "getCustomerConsents"),
        answer::<consents::Consent>("consents", "getCustomerConsentById"),
        answer::<BTreeMap<String, RawJson>>("consents", "deleteConsent"),
        answer::<Vec<entities::Entity>>("entities", "getEntities"),
        answer::<entities::Entity>("entities", "getEntityById"),
        answer::<BTreeMap<String, RawJson>>("entities", "deleteEntity"),
        answer::<entities::ListedEntitiesPage>("entities", "listEntities"),
        answer::<data::AccountsResult>("data", "fetchAccounts"),
        answer::<data::BalancesResult>("data", "fetchBalances"),
        answer::<data::TransactionsResult>("data", "fetchTransactions"),
        answer::<data::IdentitiesResult>("data", "fetchCurrentIdentity"),
        answer::<data::IdentitiesResult>("data", "fetchAllIdentities"),
        answer::<data::BeneficiariesResult>("data", "fetchBeneficiaries"),
        answer::<data::DirectDebitsResult>("data", "fetchDirectDebits"),
        answer::<data::ScheduledPaymentsResult>("data", "fetchScheduledPayments"),
        answer::<data::StandingOrdersResult>("data", "getStandingOrders"),
        answer::<data::TriggeredRefresh>("data", "trigger_data_refresh_v2")
            .taking::<data::TriggerDataRefreshRequest>(),
        answer::<data::DataRefreshesPage>("data", "getDataRefreshes"),
        answer::<data::DataRefresh>("data", "getDataRefreshStatus"),
        answer::<data::ResultsEnvelope>("data", "getResults"),
    ]
    .into_iter()
    .chain(verifications_rows())
    .chain(payouts_rows())
    .chain(reports_rows())
    .chain(open_banking_rows())
    .chain(insights_rows())
    .collect()
}

fn verifications_rows() -> Vec<Row> {
    use verifications as v;
    let area = "verifications";
    vec![
        answer::<v::BeneficiaryNameResult>(area, "beneficiaryNameVerification")
            .taking::<v::BeneficiaryNameRequest>(),
        answer::<v::CorporateResult>(area, "corporateVerification").taking::<v::CorporateRequest>(),
        answer::<v::CorporateManagersResult>(area, "corporateManagerVerification")
            .taking::<v::CorporateManagersRequest>(),
        answer::<v::FreelancerResult>(area, "verifyFreelancer").taking::<v::FreelancerRequest>(),
        answer::<v::IbanResult>(area, "ibanVerification").taking::<v::IbanRequest>(),
        answer::<Vec<v::IbanBankConfiguration>>(area, "getIbanVerificationBankConfigurations"),
        answer::<v::EntityResult>(area, "entityVerification")
            .taking::<v::EntityVerificationRequest>(),
        answer::<v::AccountResult>(area, "internationalAvsVerification")
            .taking::<v::AccountRequest>(),
        answer::<v::PropertyResult>(area, "propertyVerification").taking::<v::PropertyRequest>(),
        answer::<v::PropertySearchResult>(area, "propertySearch")
            .taking::<v::PropertySearchRequest>(),
    ]
}

fn payouts_rows() -> Vec<Row> {
    use payouts as p;
    let area = "payouts";
    vec![
        answer::<p::CreatedPayouts>(area, "createPayout").taking::<p::CreatePayoutRequest>(),
        answer::<p::CreatedBulkPayout>(area, "createBulkPayout")
            .taking::<p::CreateBulkPayoutRequest>(),
        answer::<p::PayoutsPage>(area, "getPayouts"),
        answer::<p::PaymentHistory>(area, "getPaymentHistory"),
        answer::<OneOrMany<p::CreatedDestination>>(area, "createPayoutDestination")
            .taking::<Vec<p::CreateDestinationRequest>>(),
        answer::<p::Destination>(area, "getPayoutDestinationById"),
    ]
}

fn reports_rows() -> Vec<Row> {
    use reports as r;
    let area = "reports";
    vec![
        answer::<r::ReportCustomer>(area, "createCustomerForReports")
            .taking::<r::CreateCustomerForReportsRequest>(),
        answer::<r::CustomerReports>(area, "getReportsByCustomer"),
        answer::<r::CreatedReport>(area, "createBankStatementsReport")
            .taking::<r::CreateBankStatementsReportRequest>(),
        answer::<r::BankStatementsReport>(area, "getBankStatementsReport"),
        answer::<r::CreatedReport>(area, "createVerificationOfIncomeReport")
            .taking::<BTreeMap<String, RawJson>>(),
        answer::<r::VerificationOfIncomeReport>(area, "getVerificationOfIncomeReport"),
    ]
}

fn open_banking_rows() -> Vec<Row> {
    use open_banking as o;
    let area = "open-banking";
    vec![
        answer::<o::AccountPartiesResult>(area, "GetAccountPartiesV1"),
        answer::<o::AccountsResult>(area, "GetAccountsV1"),
        answer::<o::BalancesResult>(area, "GetAccountBalancesV1"),
        answer::<o::BeneficiariesResult>(area, "GetAccountBeneficiariesV1"),
        answer::<o::DirectDebitsResult>(area, "GetAccountDirectDebitsV1"),
        answer::<o::PartiesResult>(area, "GetPartiesV1"),
        answer::<o::ScheduledPaymentsResult>(area, "GetAccountScheduledPaymentsV1"),
        answer::<o::StandingOrdersResult>(area, "GetAccountStandingOrdersV1"),
        answer::<o::TransactionsResult>(area, "GetAccountTransactionsV1"),
    ]
}

fn insights_rows() -> Vec<Row> {
    use insights as i;
    let area = "insights";
    vec![
        answer::<i::IncomeResult>(area, "verifyIncomeV2").taking::<i::VerifyIncomeRequest>(),
        answer::<i::EmploymentResult>(area, "getEmploymentDetailsV2"),
        answer::<i::ExpensesResult>(area, "getExpensesV2"),
        answer::<i::CashflowsResult>(area, "getCashflowsV2"),
        answer::<i::BalancesResult>(area, "getBalancesV2"),
        answer::<i::FreelancerResult>(area, "getFreelancersCashflowsV2"),
        answer::<i::CreditObligationsV2Result>(area, "getCreditObligationsV2"),
        answer::<i::NonCreditObligationsResult>(area, "getNonCreditObligationsV2"),
        answer::<i::AccountControlsResult>(area, "getAccountControlsV3"),
        answer::<i::BehaviorsResult>(area, "getBehavioralInsightsV3"),
        answer::<i::CashflowPatternsResult>(area, "getCashFlowV3"),
        answer::<i::CreditAssessmentsResult>(area, "getCreditAssessmentsV3"),
        answer::<i::CreditObligationsV3Result>(area, "getCreditObligationsV3"),
    ]
}

fn operation_of(row: &Row) -> &'static Operation {
    let mut all = operations().iter();
    all.find(|known| known.area == row.area && known.id == row.operation)
        .unwrap_or_else(|| panic!("{} has no {}", row.area, row.operation))
}

#[test]
fn every_operation_has_its_row() {
    let known: BTreeSet<_> = operations()
        .iter()
        .map(|known| (&*known.area, &*known.id))
        .collect();
    let rows = rows();
    let listed: BTreeSet<_> = rows.iter().map(|row| (row.area, row.operation)).collect();
    assert_eq!(listed, known);
}

#[test]
fn the_schema_of_every_answer_is_that_of_its_document() {
    for row in rows() {
        let document = of_document(&operation_of(&row).answer, Direction::Received);
        let found = differences(&document, &of_type(&row.answer));
        assert!(
            found.is_empty(),
            "{} of {}:\n{}",
            row.operation,
            row.area,
            found.join("\n")
        );
    }
}

#[test]
fn the_schema_of_every_body_is_that_of_its_document() {
    for row in rows() {
        let places = |schema: &Schema| of_document(schema, Direction::Sent);
        let document = operation_of(&row).body.as_ref().map(places);
        let generated = row.body.as_ref().map(of_type);
        let found = differences(
            &document.unwrap_or_default(),
            &generated.unwrap_or_default(),
        );
        assert!(
            found.is_empty(),
            "{} of {}:\n{}",
            row.operation,
            row.area,
            found.join("\n")
        );
    }
}
