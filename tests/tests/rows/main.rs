//! What holds under each fault: a network, a token endpoint, a document or a caller that misbehaves.

mod changing_credentials;
mod data;
mod downloads;
mod fuzz_smoke;
mod headers;
mod http_bodies;
mod http_calls;
mod http_memory;
mod http_pages;
mod http_proxies;
mod http_retries;
mod idempotency;
mod mutual_tls;
mod observers;
mod odd_answers;
mod outcomes;
mod sandbox;
mod secret_memory;
mod secret_traces;
mod secrets;
mod surroundings;
mod token_life;
mod token_memory;
mod token_wire;
mod tokens;
mod webhooks;
