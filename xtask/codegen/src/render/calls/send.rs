//! How a call is sent: one method for each form of the answer that a caller may want.

use std::fmt::Write as _;

use super::super::code::{Imports, docs};
use crate::generate::{Answer, Call};

// The methods are `#[inline]` so that a service compiles what reads the answers of the calls that it
// makes, and no others, and pass on the future of the run time instead of one around it: an area's
// crate takes a quarter of the time to compile.

/// When every call fails.
const ERRORS: &str = "# Errors\n\nFails when a value is missing or does not convert, no token can be had, the \
                      request times out, or Lean\nrefuses it; see [`Error`].";

/// What a way to send says that keeps the head of the answer.
fn with_head(name: &str) -> String {
    format!(
        "Sends the call, and gives the head of the answer as well: status, headers, attempts.\n\n\
         # Errors\n\nFails as [`{name}`](Self::{name}) does."
    )
}

fn sends(call: &Call) -> String {
    format!("Sends `{} {}`.", call.facts.method, call.facts.path)
}

pub(super) fn send(code: &mut String, call: &Call, imports: &mut Imports) {
    let sends = sends(call);
    let errors = ERRORS;
    let with_head = &with_head("send");
    let mut add = |text: &str, name: &str, given: &str, done: &str| {
        let _ = write!(
            code,
            "{}#[inline]\npub fn {name}(self) -> impl Future<Output = Result<{given}, Error>> + Send {{\nself.call.{done}\n}}\n",
            docs(text, ""),
        );
    };
    match &call.answer {
        Answer::Json(kind) => {
            let kind = imports.short(kind);
            add(&format!("{sends}\n\n{errors}"), "send", &kind, "send()");
            let head = format!("ResponseValue<{kind}>");
            add(with_head, "send_with_head", &head, "send_with_head()");
        }
        Answer::Result { envelope, payload } => {
            let (kind, envelope) = (imports.short(payload), imports.short(envelope));
            let text = format!(
                "{sends}\n\nGives what a good result holds.\n\n{errors} A result that is not good is an error \
                 as well: see\n[`is_pending`](Error::is_pending) and [`code`](Error::code)."
            );
            add(
                &text,
                "send",
                &kind,
                &format!("send_payload::<{envelope}>()"),
            );
            let head = format!("ResponseValue<{kind}>");
            add(
                with_head,
                "send_with_head",
                &head,
                &format!("send_payload_with_head::<{envelope}>()"),
            );
            let text = "Sends the call, and gives the whole result, good or not.\n\n# Errors\n\nFails as \
                        [`send`](Self::send) does, except for a result that is not good.";
            let head = format!("ResponseValue<{envelope}>");
            add(
                text,
                "send_envelope",
                &head,
                &format!("send_envelope::<{envelope}>()"),
            );
        }
        Answer::Empty => {
            add(
                &format!("{sends}\n\n{errors}"),
                "send",
                "()",
                "send_empty()",
            );
            add(
                with_head,
                "send_with_head",
                "ResponseValue<()>",
                "send_empty_with_head()",
            );
        }
        Answer::File => {}
    }
    send_for_file(code, call, imports);
    send_for_pages(code, call, imports);
}

fn send_for_file(code: &mut String, call: &Call, imports: &mut Imports) {
    let facts = &call.facts;
    let Some(media_type) = &facts.file else {
        return;
    };
    imports.add("leantech_core", "Download");
    let name = if facts.is_file { "send" } else { "download" };
    let text = format!(
        "{} Asks for the file (`{media_type}`), which comes as a stream.\n\n{ERRORS} It fails as \
         well when the answer is not the file: where it is not ready yet,\n\
         [`is_pending`](Error::is_pending).",
        sends(call)
    );
    let _ = write!(
        code,
        "{}#[inline]\npub fn {name}(self) -> impl Future<Output = Result<Download, Error>> + Send {{\n\
         self.call.download({media_type:?})\n}}\n\
         {}#[inline]\npub fn {name}_with_head(self) -> impl Future<Output = Result<ResponseValue<Download>, Error>> + Send {{\n\
         self.call.download_with_head({media_type:?})\n}}\n",
        docs(&text, ""),
        docs(&with_head(name), ""),
    );
}

fn send_for_pages(code: &mut String, call: &Call, imports: &mut Imports) {
    let facts = &call.facts;
    if let (Some(paging), Some(answer), Some((page, item))) =
        (&facts.paging, &facts.answer, &call.list)
    {
        let (page, item) = (imports.short(page), imports.short(item));
        imports.add("leantech_core::paging", "self");
        imports.add("leantech_core::paging", "Items");
        imports.add("leantech_core::paging", "Pages");
        let number = &paging.number;
        let _ = write!(
            code,
            "/// The pages one after the other, from the one that is set or else the first.\n///\n\
             /// A page is fetched when it is asked for. After a failure the stream ends.\n\
             #[inline]\n\
             pub fn pages(self) -> Pages<{page}> {{\npaging::pages::<types::{answer}>(self.call, {number:?})\n}}\n\
             /// The items of all pages, from the page that is set or else the first.\n///\n\
             /// A page is fetched when its first item is asked for. After a failure the stream ends.\n\
             #[inline]\n\
             pub fn stream(self) -> Items<{item}> {{\npaging::items::<types::{answer}>(self.call, {number:?})\n}}\n",
        );
    }
}
