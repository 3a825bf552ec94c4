//! The quick way to an outline, held against the whole client.

#![expect(clippy::expect_used, reason = "a test may stop at the first surprise")]

use xtask_openapi::{Document, lower};

use super::{generate, generate_surface};
use crate::outline::items;
use crate::shape::shape;

const SPECS: [&str; 2] = [
    include_str!("../../../../specs/sa/banks/1.0.0.yaml"),
    include_str!("../../../../specs/sa/consents/1.0.0.yaml"),
];

#[test]
fn surface_has_every_item_of_the_whole_client() {
    for text in SPECS {
        let document = Document::parse(text, "spec").expect("it can be read");
        let lowered = lower(&document).expect("it can be lowered");
        let shaped = shape(&document, lowered).expect("it can be shaped");
        let whole = items(&generate(&shaped).expect("it can be generated"));
        let surface = items(&generate_surface(&shaped).expect("it can be generated"));
        assert!(whole.len() > 30, "{}", whole.len());
        assert_eq!(surface, whole);
    }
}
