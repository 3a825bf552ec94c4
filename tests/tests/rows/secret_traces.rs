//! Row S4 of the reliability table: nothing secret in any text, with all crates at TRACE.
//!
//! It is the only test of its process, because the subscriber is the process's.

use std::fmt::Debug;
use std::io::{self, Write};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::TryStreamExt;
use leantech::consents::types::Permission;
use leantech::webhook::WebhookVerifier;
use leantech::{
    AppUserId, AttemptEvent, CallEvent, Client, ClientCredentials, CustomerId, Environment, Error,
    Observer, Redirect, RenewalEvent, RetryPolicy, Scope, Secret, Token, TokenSource,
};
use leantech_tests::hostile::{
    HostileServer, JumpClock, Reply, ReservedPort, TOKEN_PATH, token_answer, whole_text, within,
};
use leantech_tests::own_process::passed_alone;
use leantech_tests::signing::signature;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::fmt::format::FmtSpan;

const SECRET: &str = "canary-client-secret";
const WEBHOOK_SECRET: &str = "canary-webhook-secret";
/// Shaped like Lean's tokens, which begin with these letters.
const TOKEN: &str = "eyJjanaryhead.eyJjanarybody.canarysignature";
const APP_USER_ID: &str = "canary.person@example.com";
const CUSTOMER_ID: &str = "canary-customer-id";
const IBAN: &str = "SA0380000000608010167519";
const NAME: &str = "Canary Person";

/// What must not be in any text: pieces of the above.
const CANARIES: [&str; 9] = [
    "canary",
    "Canary",
    "anaryhead",
    "anarybody",
    "Bearer ey",
    "6080101675",
    "80000000608",
    "example.com",
    "client_secret=",
];

/// All that was printed: spans, events, log records and what the test adds.
#[derive(Clone, Default)]
struct Printed(Arc<Mutex<Vec<u8>>>);

impl Write for Printed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Printed {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

impl Printed {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap()).into_owned()
    }

    fn debug(&mut self, what: &str, value: &impl Debug) {
        writeln!(self, "{what}: {value:?} {value:#?}").unwrap();
    }

    fn error(&mut self, error: &Error) {
        let text = whole_text(error);
        writeln!(self, "{text} {:?} {:?}", error.body(), error.code()).unwrap();
    }

    /// Takes down an answer or an error.
    fn result<T: Debug>(&mut self, what: &str, result: Result<T, Error>) {
        match result {
            Ok(value) => self.debug(what, &value),
            Err(error) => self.error(&error),
        }
    }
}

/// Prints all events, as a careless service would.
#[derive(Debug)]
struct Printing;

impl Observer for Printing {
    fn attempt(&self, event: &AttemptEvent) {
        tracing::info!("{event:?}");
    }

    fn call(&self, event: &CallEvent) {
        tracing::info!("{event:?}");
    }

    fn renewal(&self, event: &RenewalEvent) {
        tracing::info!("{event:?}");
    }
}

fn customer() -> String {
    format!(r#"{{"customer_id":"{CUSTOMER_ID}","app_user_id":"{APP_USER_ID}"}}"#)
}

fn good_answers(server: &HostileServer) {
    server.on("POST", TOKEN_PATH, [token_answer(TOKEN, 3_599)]);
    server.on("POST", "/customers/v1/", [Reply::json(201, customer())]);
    server.on(
        "GET",
        "/customers/v1",
        [Reply::json(200, format!(r#"{{"data":[{}]}}"#, customer()))],
    );
    server.on("GET", "/customers/v1/*", [Reply::json(200, customer())]);
    server.on("GET", "/banks/v1/", [Reply::json(200, "[]")]);
    let link = format!(
        r#"{{"redirect_url":"https://bank.example.com/canary?token={TOKEN}","customer_id":"{CUSTOMER_ID}","app_user_id":"{APP_USER_ID}"}}"#
    );
    server.on(
        "POST",
        "/v2/accounts-access-consents",
        [Reply::json(200, link)],
    );
    let accounts = format!(
        r#"{{"status":"OK","message":"m","metadata":"{TOKEN}","data":{{"accounts":[{{"account_id":"a-1","account_holder_name":"{NAME}",
        "nickname":"{NAME}","account":[{{"scheme_name":"IBAN","identification":"{IBAN}","name":"{NAME}"}}]}}]}}}}"#
    );
    server.on("GET", "/data/v2/accounts", [Reply::json(200, accounts)]);
    let identity = format!(
        r#"{{"status":"OK","data":{{"full_name":"{NAME}","identity":{{"full_name":"{NAME}","email_address":"{APP_USER_ID}"}}}}}}"#
    );
    server.on("GET", "/data/v2/identity", [Reply::json(200, identity)]);
}

/// Answers to any call that say more than they should.
fn bad_answers() -> Vec<Reply> {
    let failed = |said: &str| {
        format!(
            r#"{{"status":"FAILED","message":"{said}","metadata":"{TOKEN}","status_detail":
            {{"granular_status_code":"BANK_ISSUE","status_additional_info":"{said}"}},"results_id":"r-1"}}"#
        )
    };
    let telling = failed(&format!("{NAME} {IBAN}"));
    vec![
        Reply::json(400, telling.clone()),
        Reply::json(401, telling.clone()),
        Reply::json(429, telling.clone()),
        Reply::json(500, telling),
        Reply::json(200, failed(&format!("{NAME} {IBAN}"))),
        Reply::json(200, format!(r#"["{IBAN}","{TOKEN}"]"#)),
        Reply::json(200, format!(r#"{{"{IBAN}":{{"data":7}}}}"#)),
        Reply::json(200, format!(r#"{{"data":"{NAME}"}}"#)),
        Reply::status(200)
            .header("content-type", "text/html")
            .body(format!("<p>{NAME} {IBAN}")),
        Reply::status(307).header("location", &format!("https://other.test/{IBAN}?t={TOKEN}")),
        Reply::status(418)
            .header("lean-correlation-id", &format!("{NAME} {TOKEN}"))
            .body(NAME),
        Reply::json(200, "{")
            .body_announced_as(format!("{{{IBAN}"), 1_000)
            .then_reset(),
        Reply::raw(format!("HTTP/1.1 {IBAN}\r\n\r\n{TOKEN}")),
        Reply::reset(),
    ]
}

/// Every kind of call once, each outcome and each request taken down.
async fn journey(client: &Client, printed: &mut Printed) {
    let customer: CustomerId = CUSTOMER_ID.parse().unwrap();
    let user: AppUserId = APP_USER_ID.parse().unwrap();

    let create = client.customers().create_customer().app_user_id(&user);
    printed.debug("request", &create);
    // An id of Lean's is no secret in a value; in a text about it, it is.
    let made = create.send().await;
    printed.result("customer", made.map(|customer| customer.app_user_id));
    let made = client.get_or_create_customer(&user).await;
    printed.result("customer", made.map(|customer| customer.app_user_id));
    let listed: Result<Vec<_>, _> = client
        .customers()
        .get_customers()
        .stream()
        .try_collect()
        .await;
    printed.result("customers", listed.map(|customers| customers.len()));
    let get = client.customers().get_customer_by_id(&customer);
    printed.debug("request", &get);
    printed.result("customer", get.send().await.map(|_| ()));
    let find = client.customers().get_customer_by_app_user_id(&user);
    printed.debug("request", &find);
    printed.result("customer", find.send().await.map(|_| ()));

    let link = client
        .consents()
        .create_connect_link()
        .app_user_id(user.clone())
        .bank_identifier("LEA1")
        .permissions(vec![Permission::Accounts])
        .success_redirect_url("https://shop.example.com/canary")
        .failure_redirect_url("https://shop.example.com/canary");
    printed.debug("request", &link);
    printed.result(
        "link",
        link.send().await.map(|mut link| {
            link.customer_id = None;
            link
        }),
    );

    let accounts = client.data().fetch_accounts().entity_id("e-1").meta(NAME);
    printed.debug("request", &accounts);
    let accounts = accounts.send().await;
    printed.result("accounts", accounts);
    let identity = client
        .data()
        .fetch_current_identity()
        .entity_id("e-1")
        .send()
        .await;
    printed.result("identity", identity);
    printed.result(
        "banks",
        client
            .banks()
            .list_banks()
            .send()
            .await
            .map(|banks| banks.len()),
    );
    printed.result("token", client.customer_token(&customer).await);
}

/// A webhook with personal data, verified and refused in each way, and what is made of it.
fn webhooks(printed: &mut Printed) {
    let builder = WebhookVerifier::builder()
        .secret(WEBHOOK_SECRET)
        .body_cap(4_096);
    printed.debug("webhook builder", &builder);
    let verifier = builder.build().unwrap();
    printed.debug("webhook verifier", &verifier);
    for payload in [
        format!(
            r#"{{"type":"entity.created","payload":{{"id":"e-1","app_user_id":"{APP_USER_ID}"}},"message":"{NAME}"}}"#
        ),
        format!(
            r#"{{"type":"payment.created","payload":{{"reason":"{NAME}","bank_transaction_reference":"{IBAN}","metadata":{{"{IBAN}":"{TOKEN}"}}}}}}"#
        ),
        format!(
            r#"{{"type":"payment_source.created","payload":{{"end_user_id":"{APP_USER_ID}"}}}}"#
        ),
        format!(r#"{{"type":"new.type","payload":"{IBAN}","{NAME}":"{TOKEN}"}}"#),
        format!(r#"{{"type":"entity.created","payload":{{"id":["{IBAN}"]}}}}"#),
        format!(r#"{{"type":"entity.created","{IBAN}":nul"#),
        format!("{NAME} {IBAN} {TOKEN}"),
        NAME.repeat(1_000),
    ] {
        let body = payload.as_bytes();
        let signed = signature(WEBHOOK_SECRET, body);
        for header in [signed.clone(), signature(TOKEN, body), NAME.to_owned()] {
            let outcome = verifier.receive([("Lean-Signature", header)], body);
            printed.debug("webhook", &outcome);
            if let Err(refusal) = outcome {
                let text = whole_text(&refusal);
                writeln!(printed, "{text}").unwrap();
            }
        }
        assert!(!printed.text().contains(&signed), "a signature was printed");
    }
    let redirect = Redirect::parse(&format!(
        "https://shop.example.com/?entity_id=e-1&customer_id={CUSTOMER_ID}&app_user_id={APP_USER_ID}&own={TOKEN}"
    ));
    printed.debug("redirect", &redirect);
    for bad in [
        format!("{IBAN}=%zz"),
        format!("entity_id={NAME}&entity_id={IBAN}"),
    ] {
        let error = Redirect::parse(&bad).unwrap_err();
        printed.debug("redirect", &error);
        writeln!(printed, "{}", whole_text(&error)).unwrap();
    }
}

#[tokio::test]
async fn s04_no_text_of_a_whole_journey_holds_anything_secret() {
    if passed_alone("secret_traces::s04_no_text_of_a_whole_journey_holds_anything_secret") {
        return;
    }
    let mut printed = Printed::default();
    tracing_log::LogTracer::init().unwrap();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_span_events(FmtSpan::FULL)
        .with_writer(printed.clone())
        .with_ansi(false)
        .finish();
    tracing::subscriber::set_global_default(subscriber).unwrap();

    within(Duration::from_secs(30), async {
        let clock = JumpClock::new(Duration::from_secs(5));
        let build = |url: &str| {
            Client::builder(Environment::emulator(url).unwrap())
                .credentials(ClientCredentials::new("made-up-client-id", SECRET))
                .observer(Arc::new(Printing))
                .clock(clock.shared())
        };
        let server = HostileServer::start();
        good_answers(&server);
        let builder = build(&server.url());
        printed.debug("builder", &builder);
        let client = builder.build().unwrap();
        printed.debug("client", &client);
        journey(&client, &mut printed).await;
        assert_eq!(
            server.seen_count(),
            11,
            "every call went out, and two for tokens"
        );

        // Each bad answer, from every path, and from the token endpoint.
        for reply in bad_answers() {
            let server = HostileServer::start();
            good_answers(&server);
            server.on("GET", "/*", [reply.clone()]);
            server.on("POST", "/customers/v1/", [reply.clone()]);
            server.on("POST", "/v2/*", [reply.clone()]);
            let client = build(&server.url())
                .build()
                .unwrap()
                .with_retry(RetryPolicy::none());
            journey(&client, &mut printed).await;
            server.on("POST", TOKEN_PATH, [reply]);
            journey(&build(&server.url()).build().unwrap(), &mut printed).await;
        }
        // Nobody there, and a token that is refused.
        journey(
            &build(&ReservedPort::take().url()).build().unwrap(),
            &mut printed,
        )
        .await;

        let credentials = ClientCredentials::new("id", SECRET);
        let source: Arc<dyn TokenSource> = client.token_source();
        let token = source.token(&Scope::Api).await.unwrap();
        let scope = Scope::customer(CUSTOMER_ID.parse().unwrap()).unwrap();
        printed.debug("credentials", &credentials);
        printed.debug("source", &source);
        printed.debug("token", &token);
        printed.debug("scope", &scope);
        printed.debug("secret", &Secret::from(SECRET));
        printed.debug(
            "unusable token",
            &Token::new(Secret::from("canary\n"), None),
        );
        printed.debug("id", &APP_USER_ID.parse::<AppUserId>());
    })
    .await;

    webhooks(&mut printed);

    let text = printed.text();
    for expected in [
        "WebhookVerifier",
        "EntityCreated",
        "the signature does not match",
        "payload.id",
        "attempt",
        "createCustomer",
        "generateAccessToken",
        "RenewalEvent",
        "TRACE",
        "DEBUG",
        "reqwest",
    ] {
        assert!(text.contains(expected), "nothing of {expected} was printed");
    }
    for canary in CANARIES {
        if let Some(at) = text.find(canary) {
            let start = text[..at].rfind('\n').unwrap_or(0);
            let start = start.max(at.saturating_sub(2_000));
            panic!(
                "{canary:?} was printed: {}",
                &text[start..(at + 100).min(text.len())]
            );
        }
    }
}
