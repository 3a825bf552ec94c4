//! The sandbox as a server.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use crate::figure::Reading;
use crate::peer::prism;
use crate::trouble::Trouble;
use crate::workbench::{Server, Workbench, http};

const ROUNDS: usize = 5;
const REQUESTS: usize = 4_000;
const CONNECTIONS: usize = 8;

/// What it prints before its address.
const LISTENING: &str = "listening on";
const CREDENTIALS: &str = "client_id=00000000-0000-4000-8000-000000000001&client_secret=sandbox-secret\
     &grant_type=client_credentials&scope=api";

fn start_sandbox(bench: &Workbench) -> Result<Server, Trouble> {
    start_program(&bench.built("leantech-sandbox", "leantech-sandbox")?)
}

fn start_program(program: &Path) -> Result<Server, Trouble> {
    let mut command = Command::new(program);
    command.args(["--port", "0"]);
    Server::start(command, LISTENING)
}

/// A request for a customer who exists, in the form of `probe drive`, and the length of the answer.
fn request(url: &str) -> Result<(String, usize), Trouble> {
    let token = http::post(
        url,
        "/oauth2/token",
        "application/x-www-form-urlencoded",
        "",
        CREDENTIALS,
    )?;
    let token = http::member(&token, "access_token")?;
    let body = "{\"app_user_id\":\"made-up\"}";
    let customer = http::post(url, "/customers/v1/", "application/json", &token, body)?;
    let id = http::member(&customer, "customer_id")?;
    let request = format!(
        "GET /customers/v1/{id}/ HTTP/1.1|host: 127.0.0.1|accept: application/json|\
         authorization: Bearer {token}||"
    );
    Ok((request, customer.len()))
}

/// Nanoseconds of the server's processor time a request.
fn cpu(bench: &Workbench, server: &Server, request: &str) -> Result<f64, Trouble> {
    let drive = |count: usize| {
        let (connections, count) = (CONNECTIONS.to_string(), (count / CONNECTIONS).to_string());
        bench.measured(&[
            "drive",
            server.url(),
            request,
            &connections,
            "requests",
            &count,
        ])
    };
    // Warms up, and sees that the answers are what they should be.
    if drive(400)? > 0.0 {
        return Err(Trouble::new(
            "a server refuses the request that it is measured with",
        ));
    }
    let before = server.cpu_time()?;
    drive(REQUESTS)?;
    Ok((server.cpu_time()? - before) * 1e9 / REQUESTS as f64)
}

fn least(measure: impl Fn() -> Result<f64, Trouble>) -> Result<f64, Trouble> {
    let mut least = f64::INFINITY;
    for _ in 0..ROUNDS {
        least = least.min(measure()?);
    }
    Ok(least)
}

fn ours(bench: &Workbench) -> Result<f64, Trouble> {
    bench.once("sandbox/get", || {
        let sandbox = start_sandbox(bench)?;
        let (request, _) = request(sandbox.url())?;
        least(|| cpu(bench, &sandbox, &request))
    })
}

pub(crate) fn get_hyper(bench: &Workbench) -> Result<Reading, Trouble> {
    let sandbox = start_sandbox(bench)?;
    let (request, length) = request(sandbox.url())?;
    drop(sandbox);
    let hyper = Server::start(bench.program(&["serve-hyper", &length.to_string()]), "")?;
    let peer = least(|| cpu(bench, &hyper, &request))?;
    Ok(Reading::beside(ours(bench)?, peer))
}

pub(crate) fn get_prism(bench: &Workbench) -> Result<Reading, Trouble> {
    let prism = prism::start(bench).map_err(Trouble::or_absent)?;
    let request = "GET /customers/v1/0b6bb4a4-6c4b-4ed6-8b4e-2d0c6a0d4a11 HTTP/1.1|\
                   host: 127.0.0.1|accept: application/json|authorization: Bearer made-up||";
    let peer = least(|| cpu(bench, &prism, request)).map_err(Trouble::or_absent)?;
    Ok(Reading::beside(ours(bench)?, peer))
}

pub(crate) fn start(bench: &Workbench) -> Result<Reading, Trouble> {
    let program = bench.built("leantech-sandbox", "leantech-sandbox")?;
    let milliseconds = least(|| {
        let began = Instant::now();
        let sandbox = start_program(&program)?;
        http::post(
            sandbox.url(),
            "/oauth2/token",
            "application/x-www-form-urlencoded",
            "",
            CREDENTIALS,
        )?;
        Ok(began.elapsed().as_secs_f64() * 1e3)
    })?;
    Ok(Reading::alone(milliseconds))
}

pub(crate) fn memory(bench: &Workbench) -> Result<Reading, Trouble> {
    let sandbox = start_sandbox(bench)?;
    let status = fs::read_to_string(format!("/proc/{}/status", sandbox.id())).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|rest| rest.trim().strip_suffix(" kB")?.parse::<f64>().ok())
        .map(|kilobytes| Reading::alone(kilobytes / 1024.0))
        .ok_or_else(|| Trouble::absent("the kernel does not report the memory of a program"))
}

pub(crate) fn wrong_answers(bench: &Workbench) -> Result<Reading, Trouble> {
    let sandbox = start_sandbox(bench)?;
    let (request, _) = request(sandbox.url())?;
    bench
        .measured(&["drive", sandbox.url(), &request, "64", "seconds", "10"])
        .map(Reading::alone)
}
