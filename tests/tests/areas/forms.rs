//! Answers of payouts and reports in every form that Lean's files and recordings show, each exact.

use serde_json::json;
use xtask_replay::{Options, run, specs};

const PAYMENT: &str = "/payouts/v1/payment";
const PAYMENTS: &str = "/payouts/v1/payments";
const DESTINATIONS: &str = "/payouts/v1/payment/destinations";
const HISTORY: &str = "/payouts/v1/payments/44444444-4444-4444-8444-444444444402/history";
const DESTINATION: &str = "/payouts/v1/payment/destinations/66666666-6666-4666-8666-666666666602";
const BULK: &str = "/payouts/v1/bulk-payments";
const REPORTS: &str = "/reports/v2/customers/77777777-7777-4777-8777-777777777701/reports/";
const STATEMENTS: &str = "/insights/v2/customers/77777777-7777-4777-8777-777777777701/reports/bank-statements/88888888-8888-4888-8888-888888888801";
const INCOME: &str = "/insights/v2/customers/77777777-7777-4777-8777-777777777701/reports/verification-of-income/88888888-8888-4888-8888-888888888801";

/// Method, path, status and body, character for character.
const ANSWERS: &[(&str, &str, u16, &str)] = &[
    // One object in the place of the list, a whole amount, null for the error.
    (
        "POST",
        PAYMENT,
        200,
        r#"{"end_user_id":"e","payouts_payment_details":[{"payment_intent_id":"i","payment_id":null,"initiate_payment_task_id":"t","account_number":"000","iban":"X","bank_identifier":"B","destination_details":{"destination_id":"d","amount":1,"currency":"AED","payment_status":"CREATED","error_message":null,"recipient_details":{"account_number":"000","iban":"X","name":"N"}}}]}"#,
    ),
    // The generic reference: a list, and a misspelt name; an amount as text and a new word.
    (
        "POST",
        PAYMENT,
        200,
        r#"{"end_user_id":null,"payouts_payment_details":[{"payment_intent_id":"i","destination_details":[{"amount":"10.500","payment_status":"ON_HOLD","recepient_details":{"name":null}},{"amount":1e3}]},{"payment_intent_id":"j","destination_details":null}]}"#,
    ),
    (
        "POST",
        BULK,
        201,
        r#"{"bulk_payment_intent_id":"BULK_PAYMENTS_CSV","mechanism":"JSON","sender_details":{"bank_identifier":null,"account_number":"0","iban":"X"},"payouts_payment_details":{"status":"CREATED","currency":"SAR","total_amount":20.0,"total_payments":2}}"#,
    ),
    // The page of recordings.
    (
        "GET",
        PAYMENTS,
        200,
        r#"{"content":[{"recipient_name":"N","recipient_cool_off_expiry":"2026-05-10T10:00:00.123456Z","amount":5,"created_at":"2026-05-10T10:00:00.123456Z","updated_at":"2026-05-10T10:00:00.120000Z","pending_manual_authorization":false,"status":"FAILED","post_initiation_status":null,"bank_transaction_reference":null}],"page":{"number":0,"size":20,"total_elements":1,"total_pages":1,"sort":null}}"#,
    ),
    // The page of the reference, without a payment's id; and its order as a list.
    (
        "GET",
        PAYMENTS,
        200,
        r#"{"content":[{"amount":10.50,"status":"AUTHORISATION_FAILED","auto_authorized":true}],"number":0,"size":50,"total_elements":1,"pageable":{"sort":[{"property":"x"}],"offset":0,"page_size":50,"page_number":0,"paged":true,"unpaged":false},"last":true,"total_pages":1,"sort":{"empty":true,"sorted":false,"unsorted":true},"first":true,"number_of_elements":1,"empty":false}"#,
    ),
    (
        "GET",
        HISTORY,
        200,
        r#"{"customer_id":"77777777-7777-4777-8777-777777777701","end_user_id":"e","intent_id":"i","payments":[{"payment_id":"p","description":"d","amount":0.10,"bank_identifier":"B","status":"ACCEPTED_BY_BANK","initiation_timestamp":"2026-05-10T10:00:00.123456Z","events":[{"payment_id":"p","event":"payment.created","status":"AWAITING_AUTHORIZATION","published_at":"2026-05-10T10:00:00.123456Z"},{"event":"payment.paused","status":null}]}]}"#,
    ),
    (
        "GET",
        HISTORY,
        200,
        r#"{"content":[{"payment_id":"44444444-4444-4444-8444-444444444402","events":[{"event":"payment.created","status":"ACCEPTED_BY_BANK","post_initiation_status":null,"published_at":"2026-05-10T10:00:00.123456Z"}]}],"page":{"number":0,"size":20,"total_elements":1,"total_pages":1,"sort":null}}"#,
    ),
    (
        "POST",
        DESTINATIONS,
        200,
        r#"{"add_benefeciary_task_id":"t","destination_id":"d","bank_identifier":"B","iban":"X","account_number":"0","display_name":"N","status":"FAILED","error_message":"no"}"#,
    ),
    (
        "POST",
        DESTINATIONS,
        200,
        r#"[{"add_beneficiary_task_id":"t","destination_id":"d","status":"CONFIRMED"},{"status":null}]"#,
    ),
    (
        "GET",
        DESTINATION,
        200,
        r#"{"id":"d","status":"NOT_PRESENT","name":"N","short_name":"S","iban":null,"account_number":"000","country":"SAU","currency_iso_code":"SAR","transit_number":"1"}"#,
    ),
    // Ids of reports as text and as a number that no float holds.
    (
        "GET",
        REPORTS,
        200,
        r#"{"reports":{"total_pages":1,"total_elements":3,"content":[{"id":"88888888-8888-4888-8888-888888888801","timestamp":"2026-05-10T10:00:00.123456789Z"},{"id":9007199254740993,"timestamp":null},{"id":null}]}}"#,
    ),
    ("GET", REPORTS, 200, r#"{"reports":null}"#),
    (
        "GET",
        STATEMENTS,
        200,
        r#"{"report_id":"88888888-8888-4888-8888-888888888801","status":"PENDING","status_detail":null,"created_at":"2026-05-10T10:00:00Z","report":{"properties":{"account_sub_types":null,"end_date":"2026-03-31","start_date":"2026-01-01"},"banks":[]}}"#,
    ),
    (
        "GET",
        STATEMENTS,
        200,
        r#"{"report_id":"r","status":"FAILED","status_detail":{"granular_status_code":"NEW_REASON","status_additional_info":null},"created_at":"2026-05-10T10:00:00Z","report":null}"#,
    ),
    (
        "GET",
        STATEMENTS,
        200,
        r#"{"report_id":"r","status":"OK","created_at":"2026-05-10T10:00:00Z","report":{"properties":{"start_date":"2026-01-01","end_date":"2026-03-31","account_sub_types":["CURRENT"]},"banks":[{"bank_identifier":"B","bank_name":"N","identity":{"full_name":"N","address_line":"A"},"accounts":[{"account":{"nickname":"n","account_type":"CHECKING","account":[{"scheme_name":"KSAOB.IBAN","identification":"X"}]},"balance":{"type":"CLOSING_AVAILABLE","credit_debit_indicator":"CREDIT","amount":{"currency":"SAR","amount":10.0},"credit_line":[]},"balances":[{"credit_line":[{"included":false,"amount":{"currency":"SAR","amount":7},"type":"CREDIT"}]}],"transactions":[{"id":"t","booking_date_time":"2026-03-01T00:00:00Z","amount":{"currency":"SAR","amount":7},"credit_debit_indicator":"DEBIT","transaction_information":"x","balance":{"type":"X","amount":{"currency":"SAR","amount":0.10}}}]}]},{}]}}"#,
    ),
    (
        "GET",
        INCOME,
        200,
        r#"{"report_id":"r","status":"OK","status_detail":{},"created_at":"2026-05-10T10:00:00Z","report":{"properties":{"start_date":"2026-01-01","end_date":"2026-03-31"},"accounts":[{"account":[{"scheme_name":"IBAN","identification":"X","name":null}],"bank_name":"N"}],"income_sources":[{"id":1,"income_source_name":"N","income_source_type":"LOTTERY","start_date":"2026-01-01","end_date":"2026-03-31","pay_frequency":null,"total_amount":{"currency":"SAR","amount":30000},"transaction_count":3,"predicted_next_payment_date":"2026-04-27","average_monthly_income":{"currency":"SAR","amount":10000}}],"income_summary":{"average_monthly_income":{"currency":"SAR","amount":10000.25},"annual_income":{"currency":"SAR","amount":120003.00}}}}"#,
    ),
];

#[test]
fn every_form_of_an_answer_comes_back_exact() {
    let folder = tempfile::tempdir().unwrap();
    for (number, (method, path, status, body)) in ANSWERS.iter().enumerate() {
        let capture = json!({
            "request": {"method": method, "url": format!("https://sandbox.sa.leantech.me{path}")},
            "response": {"status": status, "body_text": body},
        });
        let name = format!("{number:03}.json");
        std::fs::write(folder.path().join(name), capture.to_string()).unwrap();
    }
    let options = Options::load(&specs()).unwrap();
    let report = run(&[folder.path().to_owned()], &options).unwrap();
    // A member or a word that the documents lack is told, and kept all the same.
    let count = ANSWERS.len();
    assert_eq!(
        (report.matched, report.exact),
        (count, count),
        "{report:#?}"
    );
}
