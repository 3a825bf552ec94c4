//! Reading `OpenAPI` documents: their text, their places and references, the two series of the
//! format, and the manifest that lists them. What is made from a document is not known here.

pub mod bundle;
pub mod edit;
pub mod effective;
mod load;
mod lower;
pub mod manifest;
mod note;
pub mod place;
pub mod pointer;
mod problem;
mod raise;
pub mod reference;
pub mod yaml;

pub use load::{DEEPEST_NESTING, Document, LONGEST_DOCUMENT, load};
pub use lower::{LOWERED_VERSION, Lowered, Series, lower, series};
pub use note::Note;
pub use problem::{Problem, Problems};
pub use raise::{RAISED_VERSION, raise};
