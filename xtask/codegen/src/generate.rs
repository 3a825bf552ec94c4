//! Runs the generator on a shaped document, then rewrites its output to our policy.
//!
//! Each rewrite is a module, and fails when it finds nothing to change where it must: the
//! generator's output has then taken another form, and that must not pass in silence.

mod client;
mod conversation;
mod debug;
mod docs;
mod download;
mod envelope;
mod exchange;
mod exprs;
mod initial;
mod inline;
mod members;
mod messages;
mod native;
mod object;
mod operations;
mod paging;
mod path;
mod progenitor;
mod received;
mod round_trip;
mod send;
mod structs;
mod tidy;
mod traits;
pub(crate) mod tree;
mod unread;
mod words;
mod written;

use std::fmt;

use xtask_openapi::{Problem, Problems};

use crate::shape::Shaped;

/// Why a rewrite could not be made.
#[derive(Debug)]
pub(crate) struct Fault {
    what: String,
    /// The place in the document, when it is the document's fault.
    place: Option<String>,
}

impl Fault {
    /// The generator's output is not of the form that a rewrite knows.
    fn new(what: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            place: None,
        }
    }

    /// A mark in the document asks for what its schemas do not have.
    fn in_document(place: impl Into<String>, what: impl Into<String>) -> Self {
        Self {
            what: what.into(),
            place: Some(place.into()),
        }
    }

    fn into_problem(self, shaped: &Shaped) -> Problem {
        match self.place {
            Some(place) => shaped.document.problem(
                &place,
                self.what,
                "the mark there asks for it",
                "correct the mark or the schema",
            ),
            None => Problem::new(
                shaped.document.name.clone(),
                self.what,
                "the client could not be generated as it should be",
                "report it: the shaping should have refused the document, or the generator has changed",
            ),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)
    }
}

/// The source of a client for the document.
///
/// # Errors
///
/// Fails when the generator refuses the document or panics on it, or when its output is not of
/// the form that the rewrites know.
pub fn generate(shaped: &Shaped) -> Result<syn::File, Problems> {
    made(shaped).map_err(|fault| fault.into_problem(shaped).into())
}

/// The source of a client as far as its outline shows it: without what stands inside functions,
/// without documentation and without what is added beside the calls and types.
///
/// # Errors
///
/// Fails as [`generate`] does.
pub fn generate_surface(shaped: &Shaped) -> Result<syn::File, Problems> {
    let made = || {
        let mut file = progenitor::run(shaped)?;
        let facts = &shaped.facts;
        members::respell(&mut file, facts)?;
        conversation::hand_over(&mut file, facts)?;
        initial::set(&mut file, facts)?;
        native::check(&mut file, facts)?;
        received::write_null(&mut file, facts)?;
        received::replace_builders(&mut file, facts)?;
        words::respell(&mut file, facts)?;
        paging::add(&mut file, facts)?;
        download::add(&mut file, facts)?;
        send::wrap(&mut file, facts)?;
        Ok(file)
    };
    made().map_err(|fault: Fault| fault.into_problem(shaped).into())
}

fn made(shaped: &Shaped) -> Result<syn::File, Fault> {
    let mut file = progenitor::run(shaped)?;
    rewrite(&mut file, shaped)?;
    Ok(file)
}

fn rewrite(file: &mut syn::File, shaped: &Shaped) -> Result<(), Fault> {
    let facts = &shaped.facts;
    members::respell(file, facts)?;
    path::encode_with_the_run_time(file, facts)?;
    conversation::hand_over(file, facts)?;
    initial::set(file, facts)?;
    native::check(file, facts)?;
    received::write_null(file, facts)?;
    received::replace_builders(file, facts)?;
    words::respell(file, facts)?;
    paging::add(file, facts)?;
    envelope::add(file, facts)?;
    download::add(file, facts)?;
    // After paging, which reads the answer's type off the generator's own `send`.
    send::wrap(file, facts)?;
    exchange::hand_over(file, facts)?;
    client::replace_constructors(file, facts)?;
    traits::derive(file, facts)?;
    object::read(file, facts)?;
    debug::redact(file, facts)?;
    docs::write(file, facts)?;
    operations::add(file, facts);
    round_trip::add(file, facts)?;
    written::write(file)?;
    words::share(file, facts)?;
    messages::shorten(file)?;
    inline::mark(file);
    tidy::up(file)
}

#[cfg(test)]
mod tests;
