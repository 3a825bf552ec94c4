//! Taking in what Lean publishes: three documents compared, Lean's before, Lean's now, and ours.
//!
//! Our corrections are the difference between what Lean published before and what we publish, so
//! nobody writes them down as actions. What Lean changed since goes into our document, and where
//! Lean changed what we had corrected, a person decides.

mod alike;
mod apply;
mod area;
mod baseline;
mod decide;
mod descriptions;
mod difference;
mod facts;
mod given;
mod marks;
mod operation;
mod plan;
mod point;
mod report;
mod translate;
mod walk;

pub use area::Area;
pub use baseline::{FILE as BASELINE, Kept};
pub use decide::Reason;
pub use difference::{Difference, differences};
pub use given::Given;
pub use plan::{AreaPlan, Conflict, Line, Next, Options, Plan, plan};
pub use report::Format;
