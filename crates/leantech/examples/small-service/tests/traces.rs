//! A request carries the trace of whoever made the call, and each attempt is a span of its own.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

use leantech::testing::{self, Answer, CannedAnswers};
use opentelemetry::trace::{SpanKind, TracerProvider as _};
use opentelemetry_sdk::propagation::TraceContextPropagator;
use opentelemetry_sdk::trace::{InMemorySpanExporter, SdkTracerProvider, SpanData};
use tracing::Instrument as _;
use tracing_subscriber::layer::SubscriberExt as _;

fn attribute(span: &SpanData, name: &str) -> Option<String> {
    let found = span.attributes.iter().find(|own| own.key.as_str() == name);
    found.map(|own| own.value.to_string())
}

#[tokio::test(flavor = "current_thread")]
async fn each_attempt_is_a_client_span_of_the_callers_trace_and_sends_its_own_id() {
    let exporter = InMemorySpanExporter::default();
    let provider = SdkTracerProvider::builder()
        .with_simple_exporter(exporter.clone())
        .build();
    opentelemetry::global::set_text_map_propagator(TraceContextPropagator::new());
    let layer = tracing_opentelemetry::layer().with_tracer(provider.tracer("test"));
    let subscriber = tracing_subscriber::registry().with(layer);
    let guard = tracing::subscriber::set_default(subscriber);
    let answers = CannedAnswers::new()
        .on("GET /banks/v1", Answer::broken())
        .on("GET /banks/v1", Answer::json(200, &serde_json::json!([])));
    let lean = testing::client(answers.clone()).unwrap();
    let caller = tracing::info_span!("caller");
    lean.banks()
        .list_banks()
        .send()
        .instrument(caller)
        .await
        .unwrap();
    drop(guard);

    let spans = exporter.get_finished_spans().unwrap();
    let caller = spans.iter().find(|span| span.name == "caller").unwrap();
    let call = spans.iter().find(|span| span.name == "lean_call").unwrap();
    assert_eq!(call.parent_span_id, caller.span_context.span_id());
    let attempts: Vec<_> = spans
        .iter()
        .filter(|span| span.span_kind == SpanKind::Client)
        .collect();
    assert_eq!(attempts.len(), 2);
    let requests = answers.requests();
    for (attempt, request) in attempts.iter().zip(&requests) {
        assert_eq!(attempt.name, "GET /banks/v1/");
        assert_eq!(attempt.parent_span_id, call.span_context.span_id());
        let (trace, span) = (
            caller.span_context.trace_id(),
            attempt.span_context.span_id(),
        );
        let expected = format!("00-{trace}-{span}-01");
        assert_eq!(request.header("traceparent"), Some(expected.as_str()));
        assert_eq!(
            attribute(attempt, "server.address").as_deref(),
            Some("sandbox.sa.leantech.me")
        );
    }
    assert_eq!(
        attribute(attempts[0], "error.type").as_deref(),
        Some("transport")
    );
    assert_eq!(attribute(attempts[0], "http.request.resend_count"), None);
    assert_eq!(
        attribute(attempts[1], "http.request.resend_count").as_deref(),
        Some("1")
    );
    assert_eq!(
        attribute(call, "http.request.resend_count").as_deref(),
        Some("1")
    );
    assert_eq!(
        attribute(call, "http.response.status_code").as_deref(),
        Some("200")
    );
}

#[tokio::test(flavor = "current_thread")]
async fn the_fetch_of_a_token_belongs_to_the_trace_of_the_call_that_needed_it() {
    let exporter = InMemorySpanExporter::default();
    let provider = SdkTracerProvider::builder()
        .with_simple_exporter(exporter.clone())
        .build();
    let layer = tracing_opentelemetry::layer().with_tracer(provider.tracer("test"));
    let guard = tracing::subscriber::set_default(tracing_subscriber::registry().with(layer));
    let token =
        serde_json::json!({ "access_token": "t", "token_type": "bearer", "expires_in": 3600 });
    let answers = CannedAnswers::new()
        .on("POST /oauth2/token", Answer::json(200, &token))
        .on("GET /banks/v1", Answer::json(200, &serde_json::json!([])));
    let lean = leantech::Client::builder(leantech::Environment::SANDBOX)
        .credentials(leantech::ClientCredentials::new("id", "made up"))
        .transport(answers)
        .build()
        .unwrap();
    lean.banks().list_banks().send().await.unwrap();
    drop(guard);

    let spans = exporter.get_finished_spans().unwrap();
    let of = |operation: &str| {
        let calls = spans.iter().filter(|span| span.name == "lean_call");
        let mut calls =
            calls.filter(|span| attribute(span, "lean.operation").as_deref() == Some(operation));
        calls.next().unwrap()
    };
    let (call, fetch) = (of("listBanks"), of("generateAccessToken"));
    assert_eq!(fetch.parent_span_id, call.span_context.span_id());
}
