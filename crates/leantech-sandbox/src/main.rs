//! The sandbox as a program: started from the command line, stopped by a signal.

mod program;

use std::io::Write;
use std::process::ExitCode;
use std::time::Duration;

use leantech_sandbox::{DEFAULT_CLIENT_ID, DEFAULT_CLIENT_SECRET, Sandbox, SandboxError};
use program::arguments::{self, Arguments, Wish};
use program::log;

/// How long requests in progress may take after a signal.
const GRACE: Duration = Duration::from_secs(10);

fn main() -> ExitCode {
    let arguments = match arguments::read(std::env::args_os().skip(1)) {
        Ok(Wish::Serve(arguments)) => *arguments,
        Ok(Wish::Help) => return say(&arguments::help()),
        Ok(Wish::Version) => return say(concat!("leantech-sandbox ", env!("CARGO_PKG_VERSION"))),
        Err(mistake) => return complain(&mistake.to_string()),
    };
    log::start(arguments.log_format, arguments.log_level);
    let sandbox = match start(arguments) {
        Ok(sandbox) => sandbox,
        Err(error) => return complain(&reasons(&error)),
    };
    let signals = match Signals::listen() {
        Ok(signals) => signals,
        Err(error) => return complain(&format!("listen for signals: {error}")),
    };
    // The one line that scripts wait for.
    let line = format!("leantech-sandbox listening on {}", sandbox.base_url());
    if say(&line) != ExitCode::SUCCESS {
        return ExitCode::FAILURE;
    }
    tracing::info!(address = sandbox.base_url(), "listening");
    signals.wait(&sandbox);
    tracing::info!("stopping");
    match sandbox.shut_down(GRACE) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            complain(&reasons(&error));
            ExitCode::FAILURE
        }
    }
}

fn start(arguments: Arguments) -> Result<Sandbox, SandboxError> {
    let mut builder = Sandbox::builder().host(arguments.host).port(arguments.port);
    if let Some(seed) = arguments.seed {
        builder = builder.seed(seed);
    }
    if let Some(url) = arguments.webhook_url {
        builder = builder.webhook_url(url);
    }
    if let Some(path) = arguments.state {
        builder = builder.state_file(path);
    }
    let id = arguments.client_id.unwrap_or(DEFAULT_CLIENT_ID.into());
    let secret = arguments
        .client_secret
        .unwrap_or(DEFAULT_CLIENT_SECRET.into());
    builder = builder.credentials(id, secret);
    if let Some(token) = arguments.control_token {
        builder = builder.control_token(token);
    }
    if let Some(name) = arguments.application {
        builder = builder.application(name);
    }
    if let Some(url) = arguments.public_url {
        builder = builder.public_url(url);
    }
    for name in arguments.allowed_hosts {
        builder = builder.allow_host(name);
    }
    for origin in arguments.cors {
        builder = builder.cors(origin);
    }
    if let Some(secret) = arguments.webhook_secret {
        builder = builder.webhook_secret(secret);
    }
    if let Some(minute) = arguments.webhook_minute {
        builder = builder.webhook_retry_minute(minute);
    }
    if let Some(lifetime) = arguments.token_lifetime {
        builder = builder.token_lifetime(lifetime);
    }
    if let Some(time) = arguments.refresh_time {
        builder = builder.refresh_time(time);
    }
    if let Some(at) = arguments.frozen_at {
        builder = builder.standing_clock(at);
    }
    builder.start_now()
}

/// An error with the causes behind it, in one line.
fn reasons(error: &SandboxError) -> String {
    let mut text = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        text.push_str(": ");
        text.push_str(&cause.to_string());
        source = cause.source();
    }
    text
}

fn say(text: &str) -> ExitCode {
    let mut out = std::io::stdout();
    match writeln!(out, "{text}").and_then(|()| out.flush()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

fn complain(text: &str) -> ExitCode {
    // If nobody reads the complaint, the exit code still says it.
    let _ = writeln!(std::io::stderr(), "leantech-sandbox: {text}");
    ExitCode::from(2)
}

/// The signals that end the program, handled before the address is printed.
struct Signals {
    runtime: tokio::runtime::Runtime,
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
    #[cfg(unix)]
    interrupt: tokio::signal::unix::Signal,
}

impl Signals {
    fn listen() -> std::io::Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        #[cfg(unix)]
        {
            use tokio::signal::unix::{SignalKind, signal};
            let in_runtime = runtime.enter();
            let (terminate, interrupt) = (
                signal(SignalKind::terminate())?,
                signal(SignalKind::interrupt())?,
            );
            drop(in_runtime);
            Ok(Self {
                runtime,
                terminate,
                interrupt,
            })
        }
        #[cfg(not(unix))]
        Ok(Self { runtime })
    }

    #[cfg(unix)]
    fn wait(self, sandbox: &Sandbox) {
        let Self {
            runtime,
            mut terminate,
            mut interrupt,
        } = self;
        runtime.block_on(async {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
                // What is answered from here on would be lost; the end says why.
                () = sandbox.state_lost() => {}
            }
        });
    }

    #[cfg(not(unix))]
    fn wait(self, sandbox: &Sandbox) {
        self.runtime.block_on(async {
            tokio::select! {
                // Without a signal to wait for there is nothing to do but to end.
                _ = tokio::signal::ctrl_c() => {}
                () = sandbox.state_lost() => {}
            }
        });
    }
}
