//! Runs the service against two sandboxes inside this process.

use std::error::Error;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use leantech_sandbox::Sandbox;
use serde_json::{Value, json};
use small_service::applications::{Applications, in_sandbox};
use small_service::store::Store;
use small_service::{Service, routes, worker};
use tokio::net::TcpListener;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

const APPLICATIONS: [&str; 2] = ["shop", "lender"];

#[tokio::main]
async fn main() -> ExitCode {
    let serves = std::env::args().nth(1).as_deref() == Some("serve");
    match run(serves).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(serves: bool) -> Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}", listener.local_addr()?);
    let file = std::env::temp_dir().join(format!("small-service-{}.sqlite", std::process::id()));
    let mut sandboxes = Vec::new();
    let mut applications = Vec::new();
    for name in APPLICATIONS {
        let (application, sandbox) = in_sandbox(name, &url).await?;
        applications.push(application);
        sandboxes.push((name, sandbox));
    }
    let service = Service {
        applications: Arc::new(Applications::of(applications)),
        store: Store::open(&file).await?,
        public_url: url.as_str().into(),
    };
    for name in APPLICATIONS {
        tokio::spawn(worker::run(service.clone(), name.to_owned()));
    }
    let router = routes::router(service.clone());
    let serving = tokio::spawn(async move { axum::serve(listener, router).await });

    for (name, sandbox) in &sandboxes {
        journey(&url, name, sandbox, &service).await?;
    }
    if serves {
        println!("serving on {url}; stop it with Ctrl-C");
        serving.await??;
    }
    drop(service);
    for end in ["", "-shm", "-wal"] {
        let mut path = file.clone().into_os_string();
        path.push(end);
        let _ = std::fs::remove_file(path);
    }
    Ok(())
}

/// What a customer does in a browser.
async fn journey(url: &str, name: &str, sandbox: &Sandbox, service: &Service) -> Result<()> {
    let browser = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .build()?;
    let asked = json!({ "user": "noura", "bank": "LEA1_SAMAOB_SAU" });
    let to_bank = browser
        .post(format!("{url}/{name}/connect"))
        .json(&asked)
        .send()
        .await?;
    let location = to_bank
        .headers()
        .get("location")
        .ok_or("there is no location")?
        .to_str()?;
    println!(
        "{name}: to the bank at {}",
        location.split('?').next().unwrap_or_default()
    );
    let consent = service
        .store
        .latest_consent(name)
        .await?
        .ok_or("nobody was sent to the bank")?;
    let back = sandbox.approve(&consent)?;
    let answer = browser.get(back).send().await?.text().await?;
    println!("{name}: {answer}");

    let of_user = format!("{url}/{name}/users/noura");
    let mut booked = Vec::new();
    for _ in 0..200 {
        let all = browser
            .get(format!("{of_user}/transactions"))
            .send()
            .await?;
        booked = all.json::<Vec<Value>>().await?;
        if !booked.is_empty() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    println!("{name}: {} transactions were stored", booked.len());
    let affordability = browser
        .get(format!("{of_user}/affordability"))
        .send()
        .await?;
    println!("{name}: {}", affordability.text().await?);
    let consents = browser.get(format!("{of_user}/consents")).send().await?;
    println!(
        "{name}: {} consent",
        consents.json::<Vec<Value>>().await?.len()
    );
    Ok(())
}
