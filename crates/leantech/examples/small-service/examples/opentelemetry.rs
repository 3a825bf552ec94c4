//! Spans of calls with OpenTelemetry, and `traceparent` on every request.
//!
//! `cargo run -p small-service --example opentelemetry`

use leantech::testing::{self, Answer, CannedAnswers};
use opentelemetry::trace::TracerProvider as _;
use opentelemetry_sdk::propagation::TraceContextPropagator;
use opentelemetry_sdk::trace::{InMemorySpanExporter, SdkTracerProvider};
use tracing::Instrument as _;
use tracing_subscriber::layer::SubscriberExt as _;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    // A service exports to its collector instead, with opentelemetry-otlp.
    let exporter = InMemorySpanExporter::default();
    let provider = SdkTracerProvider::builder()
        .with_simple_exporter(exporter.clone())
        .build();
    opentelemetry::global::set_text_map_propagator(TraceContextPropagator::new());
    let layer = tracing_opentelemetry::layer().with_tracer(provider.tracer("service"));
    tracing::subscriber::set_global_default(tracing_subscriber::registry().with(layer))?;

    let answers = CannedAnswers::new()
        .on("GET /banks/v1", Answer::error(503, "UNAVAILABLE"))
        .on("GET /banks/v1", Answer::json(200, &serde_json::json!([])));
    let lean = testing::client(answers.clone())?;
    let handler = tracing::info_span!("GET /banks");
    lean.banks().list_banks().send().instrument(handler).await?;

    for request in answers.requests() {
        let parent = request.header("traceparent").unwrap_or("none");
        println!("{} {} traceparent={parent}", request.method, request.path);
    }
    for span in exporter.get_finished_spans()? {
        let attributes: Vec<_> = span
            .attributes
            .iter()
            .filter(|attribute| {
                ["http.", "url.", "server.", "error.", "lean."]
                    .iter()
                    .any(|begin| attribute.key.as_str().starts_with(begin))
            })
            .map(|attribute| format!("{}={}", attribute.key, attribute.value))
            .collect();
        println!("{} {}", span.name, attributes.join(" "));
    }
    Ok(())
}
