//! From an `OpenAPI` document to the files of a crate: the rules for our documents, the shape that
//! the generator is given, what is taken of its output, and the files of the crate.

mod generate;
mod lint;
mod narrow;
pub mod outline;
mod render;
pub mod requests;
mod shape;

pub use generate::{Client, generate};
pub use lint::{lint, undescribed};
pub use narrow::to_what_differs;
pub use render::{GeneratedFile, MARK, Origin, render};
pub use shape::{
    Direction, EnumFacts, Facts, Initial, LASTING, MemberFacts, OperationFacts, Paging,
    ParameterFacts, Shaped, StructFacts, TypeFacts, TypeKind, WordFacts, name, shape,
};
