//! Calls of the area `payouts`.

use leantech_tests::sandbox::client_of;
use std::time::Duration;

use futures_util::TryStreamExt;
use leantech::payouts::types::{
    BulkPayoutRow, BulkPayoutStatus, CreateDestinationRequest, CreatedPayoutStatus, CreatedPayouts,
    DestinationStatus, PaymentEventName, Payout, PayoutPaymentDetails, PayoutRow,
    PayoutRowDescription, PayoutStatus,
};
use leantech::{Client, Error, ExactDecimal, Permission, Timestamp};
use leantech_sandbox::{Fault, PAYOUT_ACCOUNT_ID, Sandbox};
use leantech_tests::hostile::{HostileServer, JumpClock, Reply, within};

use crate::ground::Ground;

/// The outer limit of a test.
const LIMIT: Duration = Duration::from_secs(30);

const IBAN: &str = "SA0091000000000000000123";

/// A client of a sandbox whose waits take no time.
fn client(sandbox: &Sandbox) -> Client {
    let clock = JumpClock::new(Duration::from_secs(10));
    client_of(sandbox).clock(clock.shared()).build().unwrap()
}

fn amount(text: &str) -> ExactDecimal {
    text.parse().unwrap()
}

/// A destination with that IBAN, and its id.
async fn destination(lean: &Client, iban: &str) -> String {
    let request = CreateDestinationRequest::new(
        "1 Example Road",
        "Riyadh",
        "SAU",
        "SAR",
        iban,
        "Sample Holder",
    );
    let request = request.bank_identifier("LEA2_SAMAOB_SAU");
    let call = lean.payouts().create_payout_destination();
    let stored = call.body(vec![request]).send().await.unwrap();
    stored.first().unwrap().destination_id.clone().unwrap()
}

/// A row of a payout.
#[derive(Debug, Clone)]
struct Row<'a> {
    to: Option<&'a str>,
    amount: &'a str,
    is_authorized: bool,
}

fn row(to: &str) -> Row<'_> {
    Row {
        to: Some(to),
        amount: "1250.50",
        is_authorized: true,
    }
}

async fn pay(
    lean: &Client,
    key: Option<&str>,
    from: &str,
    row: Row<'_>,
) -> Result<CreatedPayouts, Error> {
    let description: PayoutRowDescription = "Salary of May".parse().unwrap();
    let mut payment = PayoutRow::new(amount(row.amount), row.is_authorized, description);
    if let Some(to) = row.to {
        payment = payment.payment_destination_id(to);
    }
    let details = PayoutPaymentDetails::new(from, vec![payment]);
    let mut call = lean
        .payouts()
        .create_payout()
        .payment_details(vec![details]);
    if let Some(key) = key {
        call = call.idempotency_key(key);
    }
    call.send().await
}

async fn all(lean: &Client) -> Vec<Payout> {
    let stream = lean.payouts().get_payouts().stream();
    stream.try_collect().await.unwrap()
}

fn code(error: &Error) -> String {
    error.code().unwrap().to_string()
}

/// Calls each operation of the area so that it succeeds.
pub(crate) async fn call_each(ground: &Ground) {
    let payouts = ground.lean.payouts();
    let id = destination(&ground.lean, IBAN).await;
    let stored = payouts
        .get_payout_destination_by_id(&id)
        .send()
        .await
        .unwrap();
    assert_eq!(stored.status, Some(DestinationStatus::Active));
    assert_eq!(stored.iban.as_deref(), Some(IBAN));

    let made = pay(&ground.lean, None, PAYOUT_ACCOUNT_ID, row(&id)).await;
    let made = made.unwrap().payouts_payment_details.unwrap();
    let made = made.into_iter().next().unwrap();
    let to = made.destination_details.unwrap();
    let to = to.first().unwrap();
    assert_eq!(to.destination_id.as_deref(), Some(&*id));
    assert_eq!(to.amount.as_ref().unwrap().to_string(), "1250.50");
    assert_eq!(to.payment_status, Some(CreatedPayoutStatus::Created));

    let rows = ["0.10", "2000", "0.2"].map(|text| {
        let row = BulkPayoutRow::new(amount(text), "SAR");
        row.destination_id(&id).description("Bonus")
    });
    let bulk = payouts
        .create_bulk_payout()
        .account_id(PAYOUT_ACCOUNT_ID)
        .authorize_payment(false)
        .payments(rows.to_vec());
    let bulk = bulk.send().await.unwrap();
    let totals = bulk.payouts_payment_details.unwrap();
    assert_eq!(totals.total_amount, Some(amount("2000.30")));
    assert_eq!(totals.total_payments, Some(3));
    let awaited = BulkPayoutStatus::AwaitingAuthorization;
    assert_eq!(totals.status, Some(awaited));

    let listed = payouts.get_payouts().send().await.unwrap();
    assert_eq!(listed.total_elements, Some(4));
    let history = payouts.get_payment_history(made.payment_id.unwrap());
    let history = history.send().await.unwrap();
    assert_eq!(history.intent_id, made.payment_intent_id);
    assert_eq!(history.payments.unwrap().len(), 1);
    let of_bulk = listed.content.unwrap().remove(0);
    let history = payouts.get_payment_history(of_bulk.payment_id.unwrap());
    let history = history.send().await.unwrap();
    assert_eq!(history.intent_id, bulk.bulk_payment_intent_id);
    assert_eq!(history.payments.unwrap().len(), 3);
}

#[tokio::test]
async fn call_whose_answer_was_lost_is_repeated_and_pays_once() {
    within(LIMIT, async {
        let path = "/payouts/v1/payment";
        let faults = [
            // The first three do the deed.
            Fault::dropped(path),
            Fault::dropped(path).times(2),
            Fault::truncated(path),
            Fault::reset(path),
            Fault::status(path, 503),
            Fault::status(path, 429).times(2),
        ];
        for fault in faults {
            let sandbox = Sandbox::start().await.unwrap();
            let lean = client(&sandbox);
            let id = destination(&lean, IBAN).await;
            sandbox
                .inject(fault.clone().operation("createPayout"))
                .unwrap();
            let made = pay(&lean, None, PAYOUT_ACCOUNT_ID, row(&id)).await;
            let made = made.unwrap().payouts_payment_details.unwrap();
            assert!(sandbox.requests_of("createPayout") > 1, "{fault:?}");
            let listed = all(&lean).await;
            assert_eq!(listed.len(), 1, "{fault:?}");
            assert_eq!(listed[0].payment_id, made[0].payment_id, "{fault:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn key_that_comes_again_gets_the_first_answer_and_another_body_is_a_conflict() {
    within(LIMIT, async {
        let sandbox = Sandbox::start().await.unwrap();
        let lean = client(&sandbox);
        let id = destination(&lean, IBAN).await;
        let key = Some("order-7");
        let first = pay(&lean, key, PAYOUT_ACCOUNT_ID, row(&id)).await.unwrap();
        sandbox.advance_clock(Duration::from_secs(3600));
        let again = pay(&lean, key, PAYOUT_ACCOUNT_ID, row(&id)).await.unwrap();
        assert_eq!(first, again);
        let other = Row {
            amount: "1250.51",
            ..row(&id)
        };
        let error = pay(&lean, key, PAYOUT_ACCOUNT_ID, other.clone()).await;
        let error = error.unwrap_err();
        assert!(error.is_conflict());
        assert_eq!(code(&error), "IDEMPOTENCY_KEY_CONFLICT");
        assert_eq!(all(&lean).await.len(), 1);
        let fresh = pay(&lean, Some("order-8"), PAYOUT_ACCOUNT_ID, other).await;
        assert_ne!(fresh.unwrap(), first);
        assert_eq!(all(&lean).await.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn key_of_a_refused_request_is_not_used_up() {
    within(LIMIT, async {
        let sandbox = Sandbox::start().await.unwrap();
        let lean = client(&sandbox);
        let id = destination(&lean, IBAN).await;
        let nothing = Row {
            amount: "0",
            ..row(&id)
        };
        let key = Some("order-7");
        let refused = pay(&lean, key, PAYOUT_ACCOUNT_ID, nothing).await;
        assert_eq!(code(&refused.unwrap_err()), "INVALID_PARAMETERS");
        pay(&lean, key, PAYOUT_ACCOUNT_ID, row(&id)).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn payouts_and_keys_survive_a_restart() {
    within(LIMIT, async {
        let folder = tempfile::tempdir().unwrap();
        let start = || {
            Sandbox::builder()
                .state_file(folder.path().join("state"))
                .start()
        };
        let sandbox = start().await.unwrap();
        let lean = client(&sandbox);
        let id = destination(&lean, IBAN).await;
        let first = pay(&lean, Some("order-7"), PAYOUT_ACCOUNT_ID, row(&id)).await;
        sandbox.advance_clock(Duration::from_secs(60));
        let listed = all(&lean).await;
        sandbox.shut_down(Duration::from_secs(1)).unwrap();

        let sandbox = start().await.unwrap();
        let lean = client(&sandbox);
        assert_eq!(all(&lean).await, listed);
        let again = pay(&lean, Some("order-7"), PAYOUT_ACCOUNT_ID, row(&id)).await;
        assert_eq!(first.unwrap(), again.unwrap());
        let more = pay(&lean, None, PAYOUT_ACCOUNT_ID, row(&id)).await.unwrap();
        let more = more.payouts_payment_details.unwrap()[0].payment_id.clone();
        let listed = all(&lean).await;
        assert_eq!(listed.len(), 2);
        assert_eq!(listed[0].payment_id, more, "the newest comes first");
    })
    .await;
}

#[tokio::test]
async fn states_move_on_with_the_clock_and_stay_in_the_history() {
    use PaymentEventName::{PaymentCreated, PaymentUpdated};
    use PayoutStatus::{AcceptedByBank, AwaitingAuthorization, Failed, PendingWithBank};
    within(LIMIT, async {
        let pace = Duration::from_secs(60);
        let sandbox = Sandbox::builder()
            .standing_clock("2026-07-10T09:00:00Z".parse().unwrap())
            .refresh_time(pace)
            .start()
            .await
            .unwrap();
        let lean = client(&sandbox);
        let good = destination(&lean, IBAN).await;
        let bad = destination(&lean, "no IBAN").await;
        for (to, is_authorized) in [(&good, false), (&bad, true)] {
            let row = Row {
                is_authorized,
                ..row(to)
            };
            pay(&lean, None, PAYOUT_ACCOUNT_ID, row).await.unwrap();
        }
        let expected = [
            [PendingWithBank, AwaitingAuthorization],
            [Failed, PendingWithBank],
            [Failed, AcceptedByBank],
        ];
        for states in expected {
            let found = all(&lean).await;
            let found: Vec<_> = found.into_iter().map(|row| row.status.unwrap()).collect();
            assert_eq!(found, states);
            sandbox.advance_clock(pace);
        }
        let listed = all(&lean).await.pop().unwrap();
        assert_eq!(listed.auto_authorized, Some(false));
        assert_eq!(listed.pending_manual_authorization, Some(false));
        let payouts = lean.payouts();
        let history = payouts.get_payment_history(listed.payment_id.unwrap());
        let history = history.send().await.unwrap();
        let events = history.payments.unwrap().remove(0).events.unwrap();
        let told: Vec<_> = events
            .into_iter()
            .map(|event| {
                let at = event.published_at.unwrap().to_string();
                (event.event.unwrap(), event.status.unwrap(), at)
            })
            .collect();
        let expected = [
            (
                PaymentCreated,
                AwaitingAuthorization,
                "2026-07-10T09:00:00Z",
            ),
            (PaymentUpdated, PendingWithBank, "2026-07-10T09:01:00Z"),
            (PaymentUpdated, AcceptedByBank, "2026-07-10T09:02:00Z"),
        ];
        let expected = expected.map(|(event, status, at)| (event, status, at.to_owned()));
        assert_eq!(told, expected);
        assert_eq!(
            listed.updated_at.unwrap().to_string(),
            "2026-07-10T09:02:00Z"
        );
    })
    .await;
}

#[tokio::test]
async fn list_is_cut_by_each_filter_and_comes_in_pages() {
    within(LIMIT, async {
        let sandbox = Sandbox::builder()
            .standing_clock("2026-07-10T09:00:00Z".parse().unwrap())
            .refresh_time(Duration::from_secs(90))
            .start()
            .await
            .unwrap();
        let lean = client(&sandbox);
        let id = destination(&lean, IBAN).await;
        // One a minute: 09:00 to 09:04.
        for text in ["1", "2.50", "3", "4.05", "5"] {
            let row = Row {
                amount: text,
                ..row(&id)
            };
            pay(&lean, None, PAYOUT_ACCOUNT_ID, row).await.unwrap();
            sandbox.advance_clock(Duration::from_secs(60));
        }
        let amounts = |rows: Vec<Payout>| -> Vec<String> {
            let rows = rows.into_iter();
            rows.map(|row| row.amount.unwrap().to_string()).collect()
        };
        let at = |text: &str| -> Timestamp { text.parse().unwrap() };
        let list = || lean.payouts().get_payouts();
        for (call, expected) in [
            (
                list().amount_min("2.5").amount_max("4.05"),
                &["4.05", "3", "2.50"][..],
            ),
            (list().amount_min("4.06"), &["5"]),
            (
                list()
                    .from(at("2026-07-10T09:03:00Z"))
                    .to(at("2026-07-10T12:03:00+03:00")),
                &["4.05"],
            ),
            (list().to(at("2026-07-10T09:00:59Z")), &["1"]),
            // They were accepted 90 s after they were made; the last is not yet.
            (
                list().from_updated_at(at("2026-07-10T09:03:30Z")),
                &["5", "4.05", "3"],
            ),
            (list().to_updated_at(at("2026-07-10T09:01:30Z")), &["1"]),
        ] {
            let found: Vec<Payout> = call.stream().try_collect().await.unwrap();
            assert_eq!(amounts(found), expected);
        }
        let stream = list().page_size(2_u32).stream();
        let found: Vec<Payout> = stream.try_collect().await.unwrap();
        assert_eq!(amounts(found), ["5", "4.05", "3", "2.50", "1"]);
        assert!(sandbox.requests_of("getPayouts") >= 9, "three pages of two");
        let page = list().page_number(2_u32).page_size(2_u32).send().await;
        let page = page.unwrap();
        assert_eq!(
            (page.total_pages, page.number_of_elements),
            (Some(3), Some(1))
        );
        assert_eq!((page.first, page.last), (Some(false), Some(true)));
        let error = list().amount_min("ten").send().await.unwrap_err();
        assert_eq!(code(&error), "INVALID_PARAMETERS");
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_paid_is_refused_and_nothing_is_paid() {
    within(LIMIT, async {
        let sandbox = Sandbox::start().await.unwrap();
        let lean = client(&sandbox);
        let id = destination(&lean, IBAN).await;
        let nowhere = "7d5c1f6e-3c1a-4a52-9a8f-1c2d3e4f5a6b";
        let own = PAYOUT_ACCOUNT_ID;
        let of = |amount| Row { amount, ..row(&id) };
        let to = |to| Row { to, ..row(&id) };
        for (from, row, status, word) in [
            (nowhere, row(&id), 404, "UNKNOWN_ACCOUNT"),
            (own, to(Some(nowhere)), 404, "UNKNOWN_DESTINATION"),
            (own, to(None), 400, "MISSING_PARAMETERS"),
            (own, of("0"), 400, "INVALID_PARAMETERS"),
            (own, of("-1"), 400, "INVALID_PARAMETERS"),
            (own, of("1.005"), 400, "INVALID_PARAMETERS"),
        ] {
            let error = pay(&lean, None, from, row.clone()).await.unwrap_err();
            assert_eq!(error.status().unwrap().as_u16(), status, "{row:?}");
            assert_eq!(code(&error), word, "{row:?}");
        }
        let bulk = |currency| BulkPayoutRow::new(amount("5"), currency);
        for (row, word) in [
            (bulk("SAR").destination_id(&id), "MISSING_PARAMETERS"),
            (bulk("SAR"), "MISSING_PARAMETERS"),
            (
                bulk("USD").destination_id(&id).description("x"),
                "INVALID_PARAMETERS",
            ),
        ] {
            let call = lean
                .payouts()
                .create_bulk_payout()
                .account_id(own)
                .authorize_payment(true)
                .payments(vec![row]);
            assert_eq!(code(&call.send().await.unwrap_err()), word);
        }
        assert_eq!(all(&lean).await, []);
        let payouts = lean.payouts();
        let call = payouts.get_payment_history(nowhere);
        assert_eq!(code(&call.send().await.unwrap_err()), "UNKNOWN_PAYMENT");
        let call = payouts.get_payout_destination_by_id("x");
        assert_eq!(code(&call.send().await.unwrap_err()), "UNKNOWN_DESTINATION");
        for id in ["createPayout", "getPayouts"] {
            let fault = Fault::status("/payouts", 403).code("INCORRECT_ACCESS_LEVEL");
            sandbox.inject(fault.operation(id)).unwrap();
        }
        let refused = pay(&lean, None, own, row(&id)).await.unwrap_err();
        assert_eq!(code(&refused), "INCORRECT_ACCESS_LEVEL");
        let refused = payouts.get_payouts().send().await.unwrap_err();
        assert_eq!(code(&refused), "INCORRECT_ACCESS_LEVEL");
    })
    .await;
}

#[tokio::test]
async fn connected_account_pays_too_and_is_told_as_the_payer() {
    within(LIMIT, async {
        let ground = Ground::new().await;
        let (customer, entity) = ground.connected("payer", [Permission::Accounts]).await;
        let call = ground.lean.data().fetch_accounts().entity_id(entity);
        let accounts = call.send().await.unwrap().accounts.unwrap();
        let id = destination(&ground.lean, IBAN).await;
        let current = accounts[0].account_id.as_str();
        let made = pay(&ground.lean, None, current, row(&id)).await.unwrap();
        let payment = made.payouts_payment_details.unwrap().remove(0);
        let ibans = accounts[0].account.as_ref().unwrap();
        assert_eq!(payment.iban, ibans[0].identification);
        let payouts = ground.lean.payouts();
        let history = payouts.get_payment_history(payment.payment_id.unwrap());
        assert_eq!(history.send().await.unwrap().customer_id, Some(customer));
        // The third account is behind a credit card.
        let card = accounts[2].account_id.as_str();
        let refused = pay(&ground.lean, None, card, row(&id)).await.unwrap_err();
        assert_eq!(code(&refused), "UNKNOWN_ACCOUNT");
    })
    .await;
}

#[tokio::test]
async fn list_whose_figures_stand_in_a_page_of_its_own_is_read_to_its_end() {
    within(LIMIT, async {
        let server = HostileServer::start();
        server.on_each("GET", "/payouts/v1/payments", |seen| {
            let number = seen.query("page_number").unwrap_or("0").to_owned();
            let body = format!(
                r#"{{"content":[{{"payment_id":"{number}"}}],"page":{{"number":{number},"size":1,"total_elements":3,"total_pages":3,"sort":null}}}}"#
            );
            Reply::json(200, body)
        });
        let lean = server.client_with_token().build().unwrap();
        let found = all(&lean).await.into_iter();
        let found: Vec<_> = found.map(|row| row.payment_id.unwrap()).collect();
        assert_eq!(found, ["0", "1", "2"]);
    })
    .await;
}
