//! Runs the generator on a shaped document, and makes of its output the client that is written.
//!
//! Of the generator we take the types of fields, of parameters, of bodies and of answers, and which
//! types there are. [`index`] finds them once, [`PASSES`] bring them to our policy, and [`calls`]
//! puts together what each call takes and gives. Each step fails when it does not find what it must:
//! the generator's output has then taken another form, and that must not pass in silence.

pub(crate) mod answers;
pub(crate) mod calls;
pub(crate) mod index;
mod passes;
mod progenitor;
pub(crate) mod tree;

use std::fmt;

use xtask_openapi::{Problem, Problems};

use crate::shape::Shaped;

pub(crate) use calls::{Answer, Call, Place, Setter};
pub(crate) use index::Types;

/// A client as it is written and outlined.
#[derive(Debug, Clone)]
pub struct Client {
    /// Its calls, in the document's order.
    pub(crate) calls: Vec<Call>,
    /// Its types.
    pub(crate) types: Types,
    /// How results and pages are looked at.
    pub(crate) answers: Vec<syn::ItemImpl>,
}

/// Why a client could not be made.
#[derive(Debug)]
pub(crate) struct Fault {
    what: String,
    /// The place in the document, when it is the document's fault.
    place: Option<String>,
}

impl Fault {
    /// The generator's output is not of the form that a step knows.
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
                "the mark there requires it",
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

/// The client of a document.
///
/// # Errors
///
/// Fails when the generator refuses the document or panics on it, or when its output is not of
/// the form that the steps know.
pub fn generate(shaped: &Shaped) -> Result<Client, Problems> {
    made(shaped).map_err(|fault| fault.into_problem(shaped).into())
}

fn made(shaped: &Shaped) -> Result<Client, Fault> {
    let facts = &shaped.facts;
    let mut index = index::Index::of(&progenitor::run(shaped)?, facts)?;
    for pass in passes::PASSES {
        (pass.run)(&mut index, facts)?;
    }
    let calls = calls::of(&index, facts)?;
    let types = index.types;
    let answers = answers::of(&types, facts)?;
    Ok(Client {
        calls,
        types,
        answers,
    })
}
