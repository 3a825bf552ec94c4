//! The generator itself, with our settings and behind a fence.

use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

use progenitor_impl::{
    GenerationSettings, Generator, HooksMode, InterfaceStyle, TagStyle, UnknownPolicy,
};
use quote::quote;

use super::Fault;
use crate::shape::Shaped;

thread_local! {
    /// Whether a panic of this thread is expected, and told in another way.
    static FENCED: Cell<bool> = const { Cell::new(false) };
}

/// The panic hook belongs to the whole process, so it is put in once and asks the thread.
static HOOK: Once = Once::new();

pub(super) fn run(shaped: &Shaped) -> Result<syn::File, Fault> {
    let tokens = fenced(|| Generator::new(&settings()).generate_tokens(&shaped.openapi))?
        .map_err(|error| Fault::new(format!("the generator refused the document ({error})")))?;
    syn::parse2(tokens).map_err(|error| {
        Fault::new(format!(
            "the generator wrote code that is not valid Rust ({error})"
        ))
    })
}

fn settings() -> GenerationSettings {
    let mut settings = GenerationSettings::new();
    settings
        .with_interface(InterfaceStyle::Builder)
        .with_tag(TagStyle::Merged)
        .with_hooks(HooksMode::Expected)
        .with_inner_type(quote! { ::leantech_core::Session })
        .with_unknown_crates(UnknownPolicy::Allow)
        .with_map_type("::std::collections::BTreeMap");
    settings
}

/// Runs `work`; a panic in it becomes a fault. The shaping refuses every document on which the
/// generator is known to panic, so this is for what is not known yet.
fn fenced<T>(work: impl FnOnce() -> T) -> Result<T, Fault> {
    HOOK.call_once(|| {
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            if !FENCED.get() {
                usual(panic);
            }
        }));
    });
    FENCED.set(true);
    let outcome = panic::catch_unwind(AssertUnwindSafe(work));
    FENCED.set(false);
    outcome.map_err(|panic| {
        let text = panic
            .downcast_ref::<String>()
            .map(String::as_str)
            .or_else(|| panic.downcast_ref::<&str>().copied())
            .unwrap_or("without a message");
        let text = text.lines().next().unwrap_or_default();
        Fault::new(format!("the generator panicked ({text})"))
    })
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::fenced;

    #[test]
    #[expect(clippy::panic, reason = "a panic is what is tested")]
    fn a_panic_becomes_a_fault_with_its_first_line() {
        let fault = fenced(|| panic!("no such thing\nand more"));
        assert_eq!(
            fault
                .err()
                .map(|fault: super::Fault| fault.to_string())
                .as_deref(),
            Some("the generator panicked (no such thing)"),
        );
    }

    #[test]
    fn a_panic_is_a_fault_of_its_own_thread_alone() {
        let work = |number: u64| {
            let made = fenced(|| {
                assert!(number != 2, "no {number}");
                number
            });
            made.map_err(|fault| fault.to_string())
        };
        let made: Vec<_> = thread::scope(|scope| {
            let threads = [1, 2, 3].map(|number| scope.spawn(move || work(number)));
            threads
                .into_iter()
                .filter_map(|thread| thread.join().ok())
                .collect()
        });
        let fault = Err("the generator panicked (no 2)".to_owned());
        assert_eq!(made, [Ok(1), fault, Ok(3)]);
    }
}
