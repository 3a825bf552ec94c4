//! Feeds `targets::web_view` with whatever reaches new code.
#![no_main]

#[path = "../targets.rs"]
#[allow(dead_code, reason = "each target is a program of its own")]
mod targets;

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    targets::web_view(input);
});
