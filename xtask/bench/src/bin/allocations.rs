//! The measured programs under an allocator that counts.

use std::process::ExitCode;

use xtask_bench::probe::{self, Meter};

/// Counts allocations; of callers who wait, the bytes that they hold.
struct Allocations {
    bytes: bool,
}

impl Meter for Allocations {
    fn cost(&self, work: &mut dyn FnMut()) -> u64 {
        let counted = allocation_counter::measure(work);
        if self.bytes {
            u64::try_from(counted.bytes_current).unwrap_or_default()
        } else {
            counted.count_total
        }
    }
}

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let meter = Allocations {
        bytes: words.first() == Some(&"waiters"),
    };
    match probe::run(&words, &meter) {
        Ok(()) => ExitCode::SUCCESS,
        Err(trouble) => {
            eprintln!("{trouble}");
            ExitCode::FAILURE
        }
    }
}
