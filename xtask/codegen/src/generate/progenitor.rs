//! The generator itself, with our settings and behind a fence.

use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

use progenitor_impl::{
    GenerationSettings, Generator, HooksMode, InterfaceStyle, TagStyle, UnknownPolicy,
};
use quote::quote;

use super::{Fault, unread};
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
    syn::parse2(unread::leave_out(tokens, &shaped.facts)).map_err(|error| {
        Fault::new(format!(
            "the generator wrote code that is no Rust ({error})"
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
            .unwrap_or("without a word");
        let text = text.lines().next().unwrap_or_default();
        Fault::new(format!("the generator panicked ({text})"))
    })
}

#[cfg(test)]
mod tests {
    use super::fenced;
    use crate::beside;

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
    #[expect(clippy::panic, reason = "a panic is what is tested")]
    fn a_panic_beside_others_is_a_fault_of_its_own() {
        let work = |number: &u64| {
            fenced(|| {
                if *number == 2 {
                    panic!("no {number}")
                } else {
                    *number
                }
            })
            .map_err(|fault: super::Fault| fault.to_string())
        };
        let made = beside::each(&[1, 2, 3], 3, |number| *number, work);
        let fault = Err("the generator panicked (no 2)".to_owned());
        assert_eq!(made, [Ok(1), fault, Ok(3)]);
    }
}
