//! What a person finds who opens the sandbox's address.

use maud::{Markup, html};

use super::shell;

/// The way to the dashboard.
pub(super) fn page() -> Markup {
    let content = html! {
        h1 { "Lean's sandbox" }
        p { "Programs call Lean's paths at this address. For people there are:" }
        ul {
            li { a href="/_sandbox/" { "the dashboard" } }
            li { a href="/_sandbox/openapi.json" { "the description of the controls" } }
        }
    };
    shell::around("Start", &content)
}
