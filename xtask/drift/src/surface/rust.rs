//! What a comparison asks about the Rust code of a document. The generator is not known here.

use std::fmt::Debug;

use xtask_openapi::{Document, Problems};

/// What a name of a document is called in Rust.
pub trait RustNames: Debug {
    /// The name of a field, a setter or a method.
    fn of_field(&self, text: &str) -> String;

    /// The name of a variant.
    fn of_variant(&self, text: &str) -> String;

    /// The name of a type.
    fn of_type(&self, text: &str) -> String;
}

/// The public items of the crate that is generated from a document.
///
/// A document is drafted first, which gives each item its path and its place. Of two drafts only
/// the part in which they differ is generated, which gives the items their signatures.
pub trait RustSurface: RustNames + Sync {
    /// A document on its way to its code.
    type Draft: Debug + Send;

    /// Drafts the code of a document.
    ///
    /// # Errors
    ///
    /// Fails with the places from which nothing can be generated.
    fn draft(&self, document: &Document) -> Result<Self::Draft, Problems>;

    /// Every item of a draft, without its signature.
    fn drafted(&self, draft: &Self::Draft) -> Vec<Item>;

    /// Leaves in both drafts only what differs, at most `most` calls and as many types. Gives how
    /// many calls and types differ beyond that.
    fn narrow(&self, old: &mut Self::Draft, new: &mut Self::Draft, most: usize) -> usize;

    /// The items of a draft as they are generated.
    ///
    /// # Errors
    ///
    /// Fails when the generator refuses the draft.
    fn generated(&self, draft: &Self::Draft) -> Result<Vec<Item>, Problems>;
}

/// One public item of a generated crate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Its path below the crate, such as `types::Bank::swift_code`, `Client::list_banks` or
    /// `calls::ListBanks::page_size`.
    pub path: String,
    /// Its type, or what else its users rely on; empty in a draft.
    pub signature: String,
    /// JSON pointer of the place in the document that it is made from.
    pub pointer: String,
    /// JSON pointer of the operation that it is the method or a setter of; empty for a type.
    pub operation: String,
}
