//! The visits to the dialog of the stand-in for the `LinkSDK`.
//! Uses what a visit holds; knows none of the dialog's pages.

pub(crate) mod attempt;
pub(crate) mod attempts;
