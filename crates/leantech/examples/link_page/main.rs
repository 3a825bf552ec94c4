//! A page with the `LinkSDK`: configuration, Content-Security-Policy, redirects and callback.
//!
//! `cargo run --example link_page --features axum` serves it with a sandbox inside this process:
//! no network, no set-up. It prints the page's address and runs until it is stopped.
//!
//! With `LEAN_CLIENT_ID`, `LEAN_CLIENT_SECRET` and `LEAN_APP_TOKEN` set,
//! `cargo run --example link_page --features axum -- --environment sandbox` serves it with Lean's
//! own sandbox. `--port 3000` chooses the port.

// By its path, so that it is found from here and from a test.
#[path = "site.rs"]
mod site;

use std::error::Error;
use std::process::ExitCode;

use leantech::{Client, ClientCredentials, Environment};
use leantech_sandbox::Sandbox;
use site::Site;
use tokio::net::TcpListener;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let Err(error) = run().await else {
        return ExitCode::SUCCESS;
    };
    eprintln!("{error}");
    let mut source = error.source();
    while let Some(inner) = source {
        eprintln!("  because: {inner}");
        source = inner.source();
    }
    ExitCode::FAILURE
}

async fn run() -> Result<()> {
    let arguments = Arguments::read(std::env::args().skip(1))?;
    let listener = TcpListener::bind(("127.0.0.1", arguments.port)).await?;
    let Some(environment) = arguments.environment else {
        // It stops when it is dropped, so it is kept until the end.
        let sandbox = Sandbox::start().await?;
        println!("sandbox listening on {}", sandbox.base_url());
        let credentials = ClientCredentials::new(sandbox.client_id(), sandbox.client_secret());
        let environment = Environment::emulator(sandbox.base_url())?;
        // The sandbox takes any application token.
        return serve(listener, environment, credentials, "made-up-app-token").await;
    };
    let app_token = std::env::var("LEAN_APP_TOKEN").map_err(
        |_| "could not read the environment variable LEAN_APP_TOKEN: it is not set, or not text",
    )?;
    serve(
        listener,
        environment,
        ClientCredentials::from_env()?,
        &app_token,
    )
    .await
}

async fn serve(
    listener: TcpListener,
    environment: Environment,
    credentials: ClientCredentials,
    app_token: &str,
) -> Result<()> {
    let origin = format!("http://{}", listener.local_addr()?);
    let lean = Client::builder(environment)
        .credentials(credentials)
        .build()?;
    let site = Site::new(
        lean,
        app_token.to_owned(),
        origin.clone(),
        "link_page-user-1",
    )
    .await?;
    println!("open {origin}/ in a browser");
    axum::serve(listener, site.router()).await?;
    Ok(())
}

struct Arguments {
    environment: Option<Environment>,
    port: u16,
}

impl Arguments {
    fn read(mut words: impl Iterator<Item = String>) -> Result<Self> {
        let mut arguments = Self {
            environment: None,
            port: 0,
        };
        while let Some(word) = words.next() {
            match (word.as_str(), words.next()) {
                ("--environment", Some(name)) => arguments.environment = Some(name.parse()?),
                ("--port", Some(port)) => arguments.port = port.parse()?,
                _ => {
                    return Err(
                        "could not read the arguments: usage is link_page [--environment sandbox] [--port N]"
                            .into(),
                    );
                }
            }
        }
        Ok(arguments)
    }
}
