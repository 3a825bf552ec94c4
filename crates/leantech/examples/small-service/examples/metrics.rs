//! An observer that feeds the crate `metrics`: counts and times by operation, without an id of a person.
//!
//! `cargo run -p small-service --example metrics`

use leantech::testing::{Answer, CannedAnswers, TestTokens};
use leantech::{AttemptEvent, CallEvent, Client, Environment, ErrorKind, Observer, RenewalEvent};
use metrics_util::debugging::DebuggingRecorder;

/// Labels are the operation, the status and the kind of a failure: few values each.
#[derive(Debug)]
struct ToMetrics;

fn outcome(failure: Option<ErrorKind>) -> &'static str {
    failure.map_or("ok", ErrorKind::as_str)
}

impl Observer for ToMetrics {
    fn attempt(&self, event: &AttemptEvent) {
        let status = event
            .status
            .map_or_else(String::new, |status| status.to_string());
        let error = match event.status {
            Some(400..) => status.clone(),
            _ => outcome(event.failure).to_owned(),
        };
        metrics::histogram!(
            "http.client.request.duration",
            "http.request.method" => event.operation.method,
            "url.template" => event.operation.path,
            "http.response.status_code" => status,
            "error.type" => error,
        )
        .record(event.duration);
    }

    fn call(&self, event: &CallEvent<'_>) {
        metrics::counter!(
            "lean.calls",
            "lean.operation" => event.operation.id,
            "outcome" => outcome(event.failure),
        )
        .increment(1);
        metrics::histogram!("lean.call.duration", "lean.operation" => event.operation.id)
            .record(event.duration);
    }

    fn renewal(&self, event: &RenewalEvent) {
        metrics::counter!("lean.token.renewals", "scope" => event.scope, "outcome" => outcome(event.failure))
            .increment(1);
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    // A service installs its exporter here, such as metrics-exporter-prometheus.
    let recorder = DebuggingRecorder::new();
    let snapshots = recorder.snapshotter();
    recorder.install()?;

    let answers = CannedAnswers::new()
        .on("GET /banks/v1", Answer::error(503, "UNAVAILABLE"))
        .on("GET /banks/v1", Answer::json(200, &serde_json::json!([])));
    let lean = Client::builder(Environment::SANDBOX)
        .token_source(std::sync::Arc::new(TestTokens))
        .transport(answers)
        .observer(std::sync::Arc::new(ToMetrics))
        .build()?;
    lean.banks().list_banks().send().await?;

    for (key, _, _, value) in snapshots.snapshot().into_vec() {
        let labels: Vec<_> = key
            .key()
            .labels()
            .map(|label| format!("{}={}", label.key(), label.value()))
            .collect();
        println!("{} {{{}}} {value:?}", key.key().name(), labels.join(", "));
    }
    Ok(())
}
