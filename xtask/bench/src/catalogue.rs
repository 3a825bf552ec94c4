//! The table of all figures, with what each is held to.

use crate::figure::Certainty::{self, Exact, Noisy};
use crate::figure::Compared::{self, Alone, Difference, Ratio};
use crate::figure::{Figure, Measure};
use crate::measure::{build, call, generation, sandbox, scale, token, webhook};
use crate::verdict::Limit;

type Limits = (Option<Limit>, Option<Limit>);
/// Name, what it says, unit, peer.
type Words = (&'static str, &'static str, &'static str, &'static str);

const fn most(bar: f64, target: f64) -> Limits {
    (Some(Limit::AtMost(bar)), Some(Limit::AtMost(target)))
}

const fn least(bar: f64, target: f64) -> Limits {
    (Some(Limit::AtLeast(bar)), Some(Limit::AtLeast(target)))
}

const fn between(from: f64, to: f64) -> Limits {
    let limit = Some(Limit::Between(from, to));
    (limit, limit)
}

/// Linear: a twentieth is within what repeats, a quarter is the caches of a large machine.
const LINEAR: Limits = most(1.25, 1.05);

const SHOWN: Limits = (None, None);

const fn figure(
    (name, what, unit, peer): Words,
    compared: Compared,
    (bar, target): Limits,
    certainty: Certainty,
    measure: Measure,
) -> Figure {
    Figure {
        name,
        what,
        unit,
        peer,
        compared,
        bar,
        target,
        certainty,
        measure,
    }
}

/// Every figure, in the order of the report.
#[rustfmt::skip]
pub const FIGURES: &[Figure] = &[
    figure(("call/instructions-reqwest", "a typed GET of the list of banks (5.9 KB)", "instructions", "raw reqwest and serde"), Ratio, most(0.92, 0.9), Exact, call::instructions_reqwest),
    figure(("call/instructions-hyper", "the same", "instructions", "raw hyper and serde"), Ratio, most(1.25, 1.15), Exact, call::instructions_hyper),
    figure(("call/instructions-middleware", "the same", "instructions", "reqwest-middleware with reqwest-retry"), Ratio, SHOWN, Exact, call::instructions_middleware),
    figure(("call/allocations", "the same", "allocations", "raw reqwest and serde"), Difference, most(18.0, 6.0), Exact, call::allocations),
    figure(("call/cpu-reqwest", "the same with 64 in flight, processor time", "ns", "raw reqwest and serde"), Ratio, most(1.12, 1.05), Noisy, call::cpu_reqwest),
    figure(("call/cpu-node-sdk", "the same with 64 in flight, processor time", "ns", "Lean's Node SDK 0.3.2"), Ratio, most(0.4, 0.25), Noisy, call::cpu_node_sdk),
    figure(("token/hit-allocations", "a cached token", "allocations", ""), Alone, most(0.0, 0.0), Exact, token::hit_allocations),
    figure(("token/hit-instructions", "a cached token", "instructions", ""), Alone, SHOWN, Exact, token::hit_instructions),
    figure(("token/hit-time", "a cached token", "ns", ""), Alone, most(150.0, 60.0), Noisy, token::hit_time),
    figure(("token/herd-healthy", "10,000 callers find no token", "requests", ""), Alone, most(1.0, 1.0), Exact, token::herd_healthy),
    figure(("token/herd-failing", "the same, the endpoint fails; a fetch has 2 attempts", "requests", "attempts"), Ratio, most(1.0, 1.0), Exact, token::herd_failing),
    figure(("token/herd-hanging", "the same, the endpoint hangs", "requests", ""), Alone, most(1.0, 1.0), Exact, token::herd_hanging),
    figure(("token/herd-leader-dropped", "the same, the first caller goes away", "requests", ""), Alone, most(1.0, 1.0), Exact, token::herd_leader_dropped),
    figure(("token/waiting-caller", "a task that waits for a token", "bytes", ""), Alone, most(4096.0, 1024.0), Exact, token::waiting_caller),
    figure(("token/waiting-call", "a call of the API that waits for a token, with its task", "bytes", ""), Alone, most(4096.0, 1024.0), Exact, token::waiting_call),
    figure(("webhook/openssl-1k", "verifying a body of 1 KB", "MB/s", "openssl speed"), Ratio, least(0.8, 0.95), Noisy, webhook::openssl_1k),
    figure(("webhook/openssl-16k", "the same, 16 KB", "MB/s", "openssl speed"), Ratio, least(0.8, 0.95), Noisy, webhook::openssl_16k),
    figure(("webhook/openssl-1m", "the same, 1 MB", "MB/s", "openssl speed"), Ratio, least(0.8, 0.95), Noisy, webhook::openssl_1m),
    figure(("webhook/node-crypto", "the same, 1 KB", "bodies/s", "Node's crypto"), Ratio, least(1.8, 2.2), Noisy, webhook::node_crypto),
    figure(("webhook/allocations", "1,000 verifications", "allocations", ""), Alone, most(0.0, 0.0), Exact, webhook::allocations),
    figure(("webhook/wrong-byte", "a signature whose first byte is wrong", "instructions", "its last byte is wrong"), Ratio, between(0.9, 1.1), Exact, webhook::first_or_last),
    figure(("build/packages", "packages of `leantech` as it comes", "packages", "the base"), Difference, most(30.0, 15.0), Exact, build::packages),
    figure(("build/packages-ksa", "the same with every area, each a package", "packages", "the base"), Difference, most(30.0, 15.0), Exact, build::packages_of_all),
    figure(("build/cpu-aws-lc", "cold debug build with every area, rustls and aws-lc-rs, processor time", "s", "the base"), Ratio, most(1.25, 1.12), Noisy, build::cpu_aws_lc),
    figure(("build/cpu-ring", "the same with rustls-no-provider and ring", "s", "the base"), Ratio, most(0.9, 0.75), Noisy, build::cpu_ring),
    figure(("build/cpu-native-tls", "the same with native-tls", "s", "the base"), Ratio, SHOWN, Noisy, build::cpu_native_tls),
    figure(("build/cpu-program", "cold debug build of a program with a call of each area, rustls and aws-lc-rs, processor time", "s", "a program with one call on the base"), Ratio, SHOWN, Noisy, build::cpu_program),
    figure(("build/journey", "from a clone to the end of the first example, `cargo run --example account_access`, processor time", "s", ""), Alone, most(260.0, 200.0), Noisy, build::journey),
    figure(("build/tests", "then `cargo test --workspace`, building and running, processor time", "s", ""), Alone, most(900.0, 650.0), Noisy, build::tests),
    figure(("generation/time", "generation of every document", "s", ""), Alone, most(1.0, 0.2), Noisy, generation::time),
    figure(("generation/openapi-generator", "the same, processor time", "s", "openapi-generator 7.26.0"), Ratio, most(0.05, 0.01), Noisy, generation::openapi_generator),
    figure(("sandbox/get-hyper", "GET from the sandbox's state, processor time", "ns", "raw hyper with a fixed body"), Ratio, most(8.0, 3.0), Noisy, sandbox::get_hyper),
    figure(("sandbox/get-prism", "the same", "ns", "Prism 5.16.0"), Ratio, most(0.2, 0.05), Noisy, sandbox::get_prism),
    figure(("sandbox/start", "start to first answer", "ms", ""), Alone, most(50.0, 10.0), Noisy, sandbox::start),
    figure(("sandbox/memory", "memory at rest", "MB", ""), Alone, most(15.0, 8.0), Noisy, sandbox::memory),
    figure(("sandbox/wrong-answers", "answers that are not 2xx, 64 connections, 10 s", "answers", ""), Alone, most(0.0, 0.0), Noisy, sandbox::wrong_answers),
    figure(("scale/in-flight", "growth of the nanoseconds of processor time a call, 1 to 10,000 in flight", "times", "raw reqwest and serde"), Ratio, most(1.12, 1.05), Noisy, scale::in_flight),
    figure(("scale/in-flight-instructions", "instructions a call, 10 to 1,000 in flight", "instructions", "10 in flight"), Ratio, LINEAR, Exact, scale::in_flight_instructions),
    figure(("scale/in-flight-reqwest", "processor time a call with 10,000 in flight", "ns", "raw reqwest and serde"), Ratio, most(1.12, 1.05), Noisy, scale::in_flight_reqwest),
    figure(("scale/page", "instructions a transaction, pages of 10 to 1,000", "instructions", "10 on a page"), Ratio, LINEAR, Exact, scale::page),
    figure(("scale/answer", "instructions a byte, answers of 6 KB to 6 MB", "instructions", "6 KB"), Ratio, LINEAR, Exact, scale::answer),
    figure(("scale/customers", "instructions of a token at hand, 1 to 10,000 customers", "instructions", "1 customer"), Ratio, LINEAR, Exact, scale::customers),
    figure(("scale/documents", "processor time a document, 1 to 200 generated", "ms", "1 document"), Ratio, LINEAR, Noisy, scale::documents),
];
