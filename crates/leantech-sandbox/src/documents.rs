//! What Lean's documents say of each operation's requests.
//! Uses operations and the forms on the wire; uses no answer.

pub(crate) mod checks;

#[rustfmt::skip]
mod auth;
#[rustfmt::skip]
mod banks;
#[rustfmt::skip]
mod consents;
#[rustfmt::skip]
mod customers;
#[rustfmt::skip]
mod data;
#[rustfmt::skip]
mod entities;
#[cfg(feature = "insights")]
#[rustfmt::skip]
mod insights;
#[cfg(feature = "open-banking")]
#[rustfmt::skip]
mod open_banking;
#[cfg(feature = "payouts")]
#[rustfmt::skip]
mod payouts;
#[cfg(feature = "reports")]
#[rustfmt::skip]
mod reports;
#[cfg(feature = "verifications")]
#[rustfmt::skip]
mod verifications;

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

/// The request side of every document whose area this sandbox has.
pub(crate) const ALL: &[&str] = &[
    auth::REQUESTS,
    banks::REQUESTS,
    consents::REQUESTS,
    customers::REQUESTS,
    data::REQUESTS,
    entities::REQUESTS,
    #[cfg(feature = "insights")]
    insights::REQUESTS,
    #[cfg(feature = "open-banking")]
    open_banking::REQUESTS,
    #[cfg(feature = "payouts")]
    payouts::REQUESTS,
    #[cfg(feature = "reports")]
    reports::REQUESTS,
    #[cfg(feature = "verifications")]
    verifications::REQUESTS,
];

/// An operation's requests.
#[derive(Debug, Deserialize)]
pub(crate) struct Requests {
    #[cfg(test)]
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) body: Option<Body>,
}

/// A parameter of an operation.
#[derive(Debug, Deserialize)]
pub(crate) struct Parameter {
    pub(crate) name: String,
    #[serde(rename = "in")]
    pub(crate) place: Place,
    pub(crate) required: bool,
    pub(crate) schema: Value,
}

/// Where a parameter stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Place {
    Path,
    Query,
    Header,
}

/// The body of an operation's requests.
#[derive(Debug, Deserialize)]
pub(crate) struct Body {
    pub(crate) media_type: String,
    pub(crate) required: bool,
    pub(crate) schema: Value,
}

/// What one of the documents says of the operations in it, by their ids.
pub(crate) fn read(document: &'static str) -> BTreeMap<&'static str, &'static RawValue> {
    // The texts are generated, and a test reads every one of them.
    serde_json::from_str(document).unwrap_or_default()
}

/// What the documents say of the operation with that id.
pub(crate) fn of(id: &str) -> Option<Requests> {
    ALL.iter().copied().find_map(|document| {
        let requests = read(document).get(id).copied()?;
        serde_json::from_str(requests.get()).ok()
    })
}

#[cfg(test)]
mod tests {
    use http::Method;

    use super::*;
    use crate::routing::operation::Operation;
    use crate::routing::router;
    use crate::routing::router::{Segments, Target};

    #[test]
    fn every_operation_of_the_documents_is_served_at_its_path() {
        let mut served = 0;
        for document in ALL.iter().copied() {
            let operations = read(document);
            assert!(!operations.is_empty());
            for id in operations.keys() {
                let found = of(id).and_then(|requests| {
                    let method: Method = requests.method.parse().ok()?;
                    let path = requests.path.replace(['{', '}'], "");
                    match router::find(&method, Segments::of(&path).as_slice()) {
                        Target::Lean(operation, _) => Some(operation.id()),
                        _ => None,
                    }
                });
                assert_eq!(found, Some(*id));
                served += 1;
            }
        }
        let all = Operation::ALL.iter();
        let there = all.filter(|operation| operation.area().left_out().is_none());
        assert_eq!(served, there.count());
    }
}
