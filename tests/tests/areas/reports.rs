//! Calls of the area `reports`.

use leantech_tests::sandbox::client_of;
use std::collections::BTreeMap;
use std::time::Duration;

use chrono::NaiveDate;
use futures_util::TryStreamExt;
use leantech::data::types::{Balance, BalanceType, Transaction};
use leantech::reports::types::{
    AccountSubType, BankStatements, BankStatementsReport, CreditDebitIndicator, IncomeSourceType,
    ListedReport, Money, ReportAccountHolderType, ReportCustomer, ReportIdentifier,
    ReportIdentifierType, ReportStatus,
};
use leantech::{
    AccountId, Client, CustomerId, Decimal, Download, EntityId, Error, ErrorCode, ErrorKind,
    ExactDecimal, Permission, PermissionSet, RawJson,
};
use leantech_sandbox::{Fault, NewConsent, Sandbox};
use leantech_tests::hostile::{JumpClock, within};

use crate::ground::Ground;

/// The outer limit of a test.
const LIMIT: Duration = Duration::from_secs(30);

/// Longer than a report takes.
const A_WHILE: Duration = Duration::from_secs(60);

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn code(error: &Error) -> String {
    error.code().unwrap().to_string()
}

/// A sandbox whose clock stands on the tenth of July 2026, and a client whose waits take no time.
struct Bare {
    sandbox: Sandbox,
    lean: Client,
}

impl Bare {
    async fn new() -> Self {
        let noon = "2026-07-10T12:00:00Z".parse().unwrap();
        Self::of(
            Sandbox::builder()
                .standing_clock(noon)
                .start()
                .await
                .unwrap(),
        )
    }

    fn of(sandbox: Sandbox) -> Self {
        let clock = JumpClock::new(Duration::from_secs(9));
        let lean = client_of(&sandbox).clock(clock.shared()).build().unwrap();
        Self { sandbox, lean }
    }

    /// A customer of that name with a bank, and the connection.
    fn connected(&self, who: &str) -> (CustomerId, EntityId) {
        let entity = self.sandbox.create_entity(&NewConsent::of(who)).unwrap();
        (entity.customer_id, entity.entity_id)
    }

    async fn statements(&self, customer: &CustomerId) -> Result<BankStatementsReport, Error> {
        let id = begin(&self.lean, customer, ("2026-03-05", "2026-07-10"), None).await?;
        let wait = self.lean.wait_for_report(customer, &id);
        wait.bank_statements().await
    }
}

/// Begins a report of bank statements and gives its id.
async fn begin(
    lean: &Client,
    customer: &CustomerId,
    (start, end): (&str, &str),
    kinds: Option<Vec<AccountSubType>>,
) -> Result<String, Error> {
    let call = lean.reports().create_bank_statements_report(customer);
    let mut call = call.start_date(day(start)).end_date(day(end));
    if let Some(kinds) = kinds {
        call = call.account_sub_types(kinds);
    }
    let begun = call.send().await?;
    assert_eq!(begun.status, Some(ReportStatus::Pending));
    Ok(begun.report_id.unwrap())
}

async fn begin_income(lean: &Client, customer: &CustomerId) -> Result<String, Error> {
    let call = lean
        .reports()
        .create_verification_of_income_report(customer);
    let begun = call.body(BTreeMap::<String, RawJson>::new()).send().await?;
    Ok(begun.report_id.unwrap())
}

async fn file(lean: &Client, customer: &CustomerId, id: &str) -> Result<Download, Error> {
    lean.reports().get_report(customer, id).send().await
}

async fn bytes(file: Download) -> Result<Vec<u8>, Error> {
    let pieces: Vec<_> = file.into_stream().try_collect().await?;
    Ok(pieces.concat())
}

fn exact(money: Option<&Money>) -> ExactDecimal {
    money.unwrap().amount.clone().unwrap()
}

/// Calls each operation of the area so that it succeeds.
pub(crate) async fn call_each(ground: &Ground) {
    let lean = &ground.lean;
    let (customer, entity) = ground
        .connected("reported", PermissionSet::from_iter(Permission::ALL))
        .await;
    let today = ground.sandbox.now().date_naive().to_string();
    let statements = begin(lean, &customer, ("2020-01-01", &today), None).await;
    let (statements, income) = (
        statements.unwrap(),
        begin_income(lean, &customer).await.unwrap(),
    );
    let reports = lean.reports();
    let call = reports.get_bank_statements_report(&customer, &statements);
    let pending = call.clone().send_envelope().await.unwrap();
    assert_eq!(pending.status, Some(ReportStatus::Pending));
    let error = call.clone().send().await.unwrap_err();
    assert_eq!(error.code(), Some(&ErrorCode::Pending));
    assert!(error.is_pending() && error.correlation_id().is_some());
    assert_eq!(error.operation().unwrap().id, "getBankStatementsReport");
    ground.sandbox.advance_clock(A_WHILE);
    let ready = call.clone().send_envelope().await.unwrap();
    assert_eq!(ready.status, Some(ReportStatus::Ok));
    assert_eq!(ready.into_inner().report, Some(call.send().await.unwrap()));
    let call = reports.get_verification_of_income_report(&customer, &income);
    let ready = call.clone().send_envelope().await.unwrap();
    assert_eq!(ready.status, Some(ReportStatus::Ok));
    assert_eq!(ready.into_inner().report, Some(call.send().await.unwrap()));

    for id in [&statements, &income] {
        let file = file(lean, &customer, id).await.unwrap();
        assert_eq!(file.content_type(), Some("application/pdf"));
        assert!(bytes(file).await.unwrap().starts_with(b"%PDF-1."));
    }
    let call = reports.get_reports_by_customer(&customer);
    let listed: Vec<ListedReport> = call.stream().try_collect().await.unwrap();
    let ids = listed
        .iter()
        .map(|row| row.id.as_ref().unwrap().first().unwrap());
    assert_eq!(ids.collect::<Vec<_>>(), [&income, &statements]);

    let call = reports.get_poa_document(entity.as_str());
    let document = call.send().await.unwrap();
    assert_eq!(document.content_type(), Some("application/octet-stream"));
    let document = bytes(document).await.unwrap();
    assert!(String::from_utf8_lossy(&document).contains("(1 Example Road"));

    let made = person_for_reports(lean).await.customer_id.unwrap();
    let known = lean.customers().get_customer_by_id(&made);
    assert_eq!(known.send().await.unwrap().customer_id, made);
}

/// A person who is made for reports alone.
async fn person_for_reports(lean: &Client) -> ReportCustomer {
    let identifier = ReportIdentifier::new(ReportIdentifierType::NationalId, "0000000001");
    let call = lean
        .reports()
        .create_customer_for_reports()
        .account_type(ReportAccountHolderType::Personal)
        .identifiers(vec![identifier]);
    call.send().await.unwrap()
}

/// All transactions of an account in data v2.
async fn transactions(lean: &Client, entity: &EntityId, account: &AccountId) -> Vec<Transaction> {
    let call = lean.data().fetch_transactions(account).entity_id(entity);
    let call = call.start_date(day("2026-03-05"));
    call.size(100_u32).stream().try_collect().await.unwrap()
}

async fn available(lean: &Client, entity: &EntityId, account: &AccountId) -> Balance {
    let call = lean.data().fetch_balances(account).entity_id(entity);
    let all: Vec<Balance> = call.stream().try_collect().await.unwrap();
    let mut all = all.into_iter();
    all.find(|it| it.type_ == Some(BalanceType::ClosingAvailable))
        .unwrap()
}

async fn accounts(lean: &Client, entity: &EntityId) -> Vec<AccountId> {
    let call = lean.data().fetch_accounts().entity_id(entity);
    let all = call.stream().map_ok(|account| account.account_id);
    all.try_collect().await.unwrap()
}

#[tokio::test]
async fn statements_hold_the_transactions_and_balances_of_data_v2() {
    within(LIMIT, async {
        let bare = Bare::new().await;
        let (customer, entity) = bare.connected("someone");
        let report = bare.statements(&customer).await.unwrap().report.unwrap();
        let bank = report.banks.unwrap().remove(0);
        let told = bank.accounts.unwrap();
        let known = accounts(&bare.lean, &entity).await;
        assert_eq!((told.len(), known.len()), (7, 7));
        let mut count = 0;
        for (told, known) in told.into_iter().zip(&known) {
            let data = transactions(&bare.lean, &entity, known).await;
            let expected: Vec<_> = data
                .into_iter()
                .map(|one| {
                    let (amount, balance) = (one.amount.unwrap(), one.balance.unwrap());
                    (
                        one.transaction_id,
                        one.booking_date_time.unwrap(),
                        amount.amount.to_string(),
                        one.credit_debit_indicator.unwrap().to_string(),
                        one.transaction_information.unwrap(),
                        balance.amount.unwrap().amount.to_string(),
                    )
                })
                .collect();
            let found: Vec<_> = told.transactions.unwrap();
            let found: Vec<_> = found
                .into_iter()
                .map(|one| {
                    (
                        one.id.unwrap(),
                        one.booking_date_time.unwrap(),
                        exact(one.amount.as_ref()).to_string(),
                        one.credit_debit_indicator.unwrap().to_string(),
                        one.transaction_information.unwrap(),
                        exact(one.balance.unwrap().amount.as_ref()).to_string(),
                    )
                })
                .collect();
            assert_eq!(found, expected);
            count += found.len();
            let balance = available(&bare.lean, &entity, known).await;
            let amount = exact(told.balance.as_ref().unwrap().amount.as_ref());
            assert_eq!(amount, balance.amount.unwrap().amount);
        }
        assert!(count > 150, "{count}");
    })
    .await;
}

#[tokio::test]
async fn income_is_the_salaries_of_data_v2() {
    within(LIMIT, async {
        let bare = Bare::new().await;
        let (customer, entity) = bare.connected("someone");
        let id = begin_income(&bare.lean, &customer).await.unwrap();
        let report = bare.lean.wait_for_report(&customer, &id);
        let report = report
            .verification_of_income()
            .await
            .unwrap()
            .report
            .unwrap();
        let window = report.properties.unwrap();
        let start = window.start_date.unwrap().to_string();
        assert_eq!(start, "2026-01-01");
        assert_eq!(window.end_date.unwrap().to_string(), "2026-07-10");

        let account = &accounts(&bare.lean, &entity).await[0];
        let call = bare.lean.data().fetch_transactions(account);
        let call = call.entity_id(&entity).start_date(day(&start));
        let all: Vec<Transaction> = call.stream().try_collect().await.unwrap();
        let salaries: Vec<Decimal> = all
            .into_iter()
            .filter(|one| {
                one.transaction_information
                    .as_ref()
                    .unwrap()
                    .starts_with("SALARY")
            })
            .map(|one| one.amount.unwrap().amount.decimal())
            .collect();
        let total: Decimal = salaries.iter().sum();
        let sources = report.income_sources.unwrap();
        let salary = &sources[0];
        let employment = IncomeSourceType::Employment;
        assert_eq!(salary.income_source_type, Some(employment));
        assert_eq!(exact(salary.total_amount.as_ref()).decimal(), total);
        assert_eq!(salary.transaction_count, Some(6));
        assert_eq!(salaries.len(), 6);
        let next = salary.predicted_next_payment_date.as_ref().unwrap();
        assert_eq!(next.to_string(), "2026-07-27");
        // January to July are seven months, and each of six had a salary.
        let average = exact(salary.average_monthly_income.as_ref()).decimal();
        assert_eq!(average, (total / Decimal::from(7)).round_dp(2));
        let received = exact(salary.average_monthly_received_value.as_ref());
        assert_eq!(received.decimal(), total / Decimal::from(6));

        let summary = report.income_summary.unwrap();
        let sum: Decimal = sources
            .iter()
            .map(|source| exact(source.total_amount.as_ref()).decimal())
            .sum();
        let average = exact(summary.average_monthly_income.as_ref()).decimal();
        assert_eq!(average, (sum / Decimal::from(7)).round_dp(2));
        let year = exact(summary.annual_income.as_ref()).decimal();
        assert_eq!(year, average * Decimal::from(12));
    })
    .await;
}

#[tokio::test]
async fn file_has_the_figures_of_the_json() {
    within(LIMIT, async {
        let bare = Bare::new().await;
        let (customer, _) = bare.connected("someone");
        let report = bare.statements(&customer).await.unwrap();
        let reports = bare.lean.reports();
        let call = reports.get_bank_statements_report(&customer, report.report_id.unwrap());
        let file = bytes(call.download().await.unwrap()).await.unwrap();
        let text = String::from_utf8_lossy(&file);
        let BankStatements { banks, .. } = report.report.unwrap();
        let accounts = banks.unwrap().remove(0).accounts.unwrap();
        let all = accounts.into_iter().flat_map(|it| it.transactions.unwrap());
        let mut count = 0;
        for one in all {
            let day = one.booking_date_time.unwrap().utc().date_naive();
            let is_credit = one.credit_debit_indicator == Some(CreditDebitIndicator::Credit);
            let sign = if is_credit { '+' } else { '-' };
            let amount = format!("{sign}{} SAR", exact(one.amount.as_ref()));
            let what = one.transaction_information.unwrap();
            let line = format!("({day}  {what:<36} {amount:>14}");
            assert!(text.contains(&line), "{line}");
            count += 1;
        }
        assert!(count > 150, "{count}");
        // Some hundred lines do not fit on one page.
        assert!(text.matches("/Type /Page\n").count() > 1);
    })
    .await;
}

#[tokio::test]
async fn report_that_is_not_ready_is_no_file_yet_and_not_in_the_list() {
    within(LIMIT, async {
        let bare = Bare::new().await;
        let (customer, _) = bare.connected("someone");
        let window = ("2026-03-05", "2026-07-10");
        let id = begin(&bare.lean, &customer, window, None).await.unwrap();
        let error = file(&bare.lean, &customer, &id).await.unwrap_err();
        assert!(error.is_pending(), "{error}");
        let reports = bare.lean.reports();
        let call = reports.get_bank_statements_report(&customer, &id);
        let error = call.download().await.map(drop).unwrap_err();
        assert!(error.is_pending(), "{error}");
        let list = reports.get_reports_by_customer(&customer);
        let listed = list.clone().send().await.unwrap();
        assert_eq!(listed.reports.unwrap().total_elements, Some(0));
        bare.sandbox.advance_clock(A_WHILE);
        let listed = list.send().await.unwrap();
        assert_eq!(listed.reports.unwrap().total_elements, Some(1));
        file(&bare.lean, &customer, &id).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn report_without_data_or_consent_fails_and_says_why() {
    within(LIMIT, async {
        let bare = Bare::new().await;
        let nobody = bare.sandbox.create_customer("nobody").unwrap().customer_id;
        let (revoked, entity) = bare.connected("revoked");
        let entity = bare
            .sandbox
            .entities()
            .into_iter()
            .find(|it| it.entity_id == entity);
        let consents = bare.sandbox.consents().into_iter();
        let mut consents = consents.filter(|it| it.customer_id == revoked);
        bare.sandbox
            .revoke_consent(&consents.next().unwrap().bank_consent_id)
            .unwrap();
        assert!(entity.is_some());
        let few = NewConsent::of("few").permissions(&["accounts", "balance"]);
        let few = bare.sandbox.create_entity(&few).unwrap().customer_id;
        for (customer, word) in [
            (nobody, "DATA_NOT_FOUND"),
            (revoked, "CONSENT_EXPIRED"),
            (few, "USER_PERMISSIONS_NOT_GRANTED"),
        ] {
            let error = bare.statements(&customer).await.unwrap_err();
            assert_eq!(code(&error), word);
            let id = begin_income(&bare.lean, &customer).await.unwrap();
            bare.sandbox.advance_clock(A_WHILE);
            let error = file(&bare.lean, &customer, &id).await.unwrap_err();
            assert_eq!((code(&error).as_str(), error.is_not_found()), (word, true));
        }
    })
    .await;
}

#[tokio::test]
async fn what_is_unknown_or_makes_no_sense_is_refused() {
    within(LIMIT, async {
        let bare = Bare::new().await;
        let (customer, _) = bare.connected("someone");
        let (other, _) = bare.connected("other");
        let window = ("2026-03-05", "2026-07-10");
        let id = begin(&bare.lean, &customer, window, None).await.unwrap();
        let error = file(&bare.lean, &other, &id).await.unwrap_err();
        assert_eq!(code(&error), "UNKNOWN_REPORT");
        let reports = bare.lean.reports();
        let call = reports.get_verification_of_income_report(&customer, &id);
        let error = call.send().await.unwrap_err();
        assert_eq!(code(&error), "UNKNOWN_REPORT");
        let nobody: CustomerId = "7d5c1f6e-3c1a-4a52-9a8f-1c2d3e4f5a6b".parse().unwrap();
        let error = begin_income(&bare.lean, &nobody).await.unwrap_err();
        assert_eq!(code(&error), "UNKNOWN_CUSTOMER");
        for window in [("2026-07-10", "2026-07-09"), ("2026-07-11", "2026-07-12")] {
            let error = begin(&bare.lean, &customer, window, None)
                .await
                .unwrap_err();
            assert_eq!(code(&error), "INVALID_PARAMETERS");
        }
        let number = ReportIdentifier::new(ReportIdentifierType::UnifiedNumber, "7000000000");
        for kind in [
            ReportAccountHolderType::Personal,
            ReportAccountHolderType::Business,
        ] {
            let call = reports.create_customer_for_reports().account_type(kind);
            let call = call.identifiers(vec![number.clone()]);
            assert_eq!(code(&call.send().await.unwrap_err()), "MISSING_PARAMETERS");
        }
        let call = reports.get_poa_document("x");
        let error = call.send().await.map(drop).unwrap_err();
        assert_eq!(code(&error), "DATA_NOT_FOUND");
    })
    .await;
}

#[tokio::test]
async fn only_the_kinds_of_account_that_were_asked_for_are_reported_on() {
    within(LIMIT, async {
        let bare = Bare::new().await;
        let (customer, _) = bare.connected("someone");
        let kinds = vec![AccountSubType::Savings, AccountSubType::Loan];
        let window = ("2026-03-05", "2026-07-10");
        let id = begin(&bare.lean, &customer, window, Some(kinds))
            .await
            .unwrap();
        let report = bare.lean.wait_for_report(&customer, &id);
        let report = report.bank_statements().await.unwrap().report.unwrap();
        let asked = report.properties.unwrap().account_sub_types.unwrap();
        assert_eq!(asked, ["SAVINGS", "LOAN"]);
        let accounts = report.banks.unwrap().remove(0).accounts.unwrap();
        assert_eq!(accounts.len(), 1);
        let account = accounts[0].account.as_ref().unwrap();
        assert_eq!(account.account_sub_type.as_deref(), Some("SAVINGS"));
    })
    .await;
}

#[tokio::test]
async fn reports_survive_a_restart_as_they_were() {
    within(LIMIT, async {
        let folder = tempfile::tempdir().unwrap();
        let noon = "2026-07-10T12:00:00Z".parse().unwrap();
        let start = || {
            let sandbox = Sandbox::builder().state_file(folder.path().join("state"));
            sandbox.standing_clock(noon).start()
        };
        let bare = Bare::of(start().await.unwrap());
        let (customer, _) = bare.connected("someone");
        let before = bare.statements(&customer).await.unwrap();
        bare.sandbox.shut_down(Duration::from_secs(1)).unwrap();
        let bare = Bare::of(start().await.unwrap());
        let id = before.report_id.clone().unwrap();
        let wait = bare.lean.wait_for_report(&customer, &id);
        assert_eq!(wait.bank_statements().await.unwrap(), before);
        assert_ne!(
            bare.statements(&customer).await.unwrap().report_id,
            Some(id)
        );
    })
    .await;
}

#[tokio::test]
async fn file_is_struck_by_faults_as_any_answer_is() {
    within(LIMIT, async {
        let bare = Bare::new().await;
        let (customer, _) = bare.connected("someone");
        let id = bare.statements(&customer).await.unwrap().report_id.unwrap();
        let whole = bytes(file(&bare.lean, &customer, &id).await.unwrap())
            .await
            .unwrap();
        let inject = |fault: Fault| bare.sandbox.inject(fault.operation("getReport")).unwrap();

        inject(Fault::status("/reports", 503));
        let again = file(&bare.lean, &customer, &id).await.unwrap();
        assert_eq!(bytes(again).await.unwrap(), whole);
        inject(Fault::truncated("/reports"));
        let cut = bytes(file(&bare.lean, &customer, &id).await.unwrap()).await;
        assert_eq!(cut.unwrap_err().kind(), ErrorKind::Transport);
        inject(Fault::slow_body("/reports", Duration::from_millis(50)));
        let slow = file(&bare.lean, &customer, &id).await.unwrap();
        assert_eq!(bytes(slow).await.unwrap(), whole);
        inject(Fault::status("/reports", 403).code("INCORRECT_ACCESS_LEVEL"));
        let error = file(&bare.lean, &customer, &id).await.unwrap_err();
        assert_eq!(code(&error), "INCORRECT_ACCESS_LEVEL");

        let cap = u64::try_from(whole.len()).unwrap() - 1;
        let large = file(&bare.lean, &customer, &id)
            .await
            .unwrap()
            .with_cap(cap);
        assert_eq!(bytes(large).await.unwrap_err().kind(), ErrorKind::TooLarge);
        let struck = bare.sandbox.recorded_requests();
        assert!(struck.iter().any(|it| it.status == Some(403)));
    })
    .await;
}

#[tokio::test]
async fn link_of_a_customer_for_reports_leads_to_the_bank_and_then_to_a_report() {
    within(LIMIT, async {
        let bare = Bare::new().await;
        let made = person_for_reports(&bare.lean).await;
        let http = reqwest::Client::builder()
            .no_proxy()
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .unwrap();
        let hyperlink = made.hyperlink.unwrap();
        let answer = http.get(&hyperlink).send().await.unwrap();
        let location = answer.headers()["location"].to_str().unwrap().to_owned();
        let bank = http.get(&location).send().await.unwrap();
        assert_eq!(bank.status(), 200, "{location}");
        let (_, rest) = location.split_once("consent=").unwrap();
        let (consent, _) = rest.split_once('&').unwrap();
        let redirect = bare.sandbox.approve(consent).unwrap();
        assert!(redirect.starts_with(&hyperlink), "{redirect}");
        let customer = made.customer_id.unwrap();
        let report = bare.statements(&customer).await.unwrap().report.unwrap();
        assert_eq!(report.banks.unwrap().len(), 1);
        let answer = http.get(format!("{hyperlink}x")).send().await.unwrap();
        assert_eq!(answer.status(), 404);
    })
    .await;
}
