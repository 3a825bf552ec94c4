//! The paths of the sandbox's own pages.

/// The region of the paths of Lean's CDN; the documents of others are not served here.
const REGION: &str = "sa";

/// Whether a path leads to a page or to a file of one.
pub(crate) fn is_page(segments: &[&str]) -> bool {
    is_bank(segments) || is_dialog(segments) || is_dashboard(segments)
}

/// Whether a path is for everybody's browser: what a customer sees, and what an application's page
/// loads; and whether the sandbox is there.
pub(crate) fn is_for_anybody(segments: &[&str]) -> bool {
    is_bank(segments) || is_dialog(segments) || matches!(*segments, ["_sandbox", "health"] | [""])
}

fn is_bank(segments: &[&str]) -> bool {
    matches!(
        *segments,
        ["_sandbox", "authorize"]
            | ["_sandbox", "assets", _]
            | ["hyperlink", _]
            | ["img", "banks", _]
    )
}

/// Whether a path is one of the CDN's, or of the dialog's.
fn is_dialog(segments: &[&str]) -> bool {
    matches!(
        *segments,
        [
            "link",
            "loader",
            "prod",
            REGION,
            _,
            "lean-link-loader.min.js"
        ] | ["link", "sdk", "web", "v2", "prod", REGION, _, "Lean.min.js"]
            | ["_sandbox", "link"]
            | ["_sandbox", "link", "attempts" | "step" | "done"]
    )
}

fn is_dashboard(segments: &[&str]) -> bool {
    matches!(
        *segments,
        ["_sandbox"] | ["_sandbox", "act" | "live"] | ["_sandbox", "customers", _]
    )
}
