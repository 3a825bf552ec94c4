//! What a figure is held to, and whether it holds.

use std::fmt;

use serde::Serialize;

/// Where a figure has to stay.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Limit {
    /// No more than this.
    AtMost(f64),
    /// No less than this.
    AtLeast(f64),
    /// From the first to the second.
    Between(f64, f64),
}

impl Limit {
    /// Whether a value keeps to it. What is not a number keeps to nothing.
    pub fn holds(self, value: f64) -> bool {
        match self {
            Self::AtMost(most) => value <= most,
            Self::AtLeast(least) => value >= least,
            Self::Between(least, most) => (least..=most).contains(&value),
        }
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AtMost(most) => write!(f, "≤ {most}"),
            Self::AtLeast(least) => write!(f, "≥ {least}"),
            Self::Between(least, most) => write!(f, "{least} … {most}"),
        }
    }
}

/// What came of a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It is where it should be.
    Target,
    /// It keeps to its bar, and not to its target.
    Bar,
    /// It is outside its bar.
    Missed,
    /// It is measured and held to nothing.
    Shown,
    /// A peer or a tool is not there.
    Absent,
    /// What is ours did not do its work.
    Failed,
}

impl Verdict {
    /// Judges a value.
    pub fn of(value: f64, bar: Option<Limit>, target: Option<Limit>) -> Self {
        let keeps_bar = bar.is_none_or(|bar| bar.holds(value));
        let keeps_target = target.is_some_and(|target| target.holds(value));
        match (keeps_bar, keeps_target) {
            (false, _) => Self::Missed,
            (true, true) => Self::Target,
            (true, false) if bar.is_none() && target.is_none() => Self::Shown,
            (true, false) => Self::Bar,
        }
    }

    /// The word in every form of the report.
    pub fn word(self) -> &'static str {
        match self {
            Self::Target => "target",
            Self::Bar => "bar",
            Self::Missed => "missed",
            Self::Shown => "shown",
            Self::Absent => "absent",
            Self::Failed => "failed",
        }
    }

    /// Whether it fails a check, where the figure is one that repeats.
    pub fn is_failure(self) -> bool {
        matches!(self, Self::Missed | Self::Failed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BAR: Option<Limit> = Some(Limit::AtMost(1.05));
    const TARGET: Option<Limit> = Some(Limit::AtMost(1.0));

    #[test]
    fn value_on_a_limit_keeps_to_it() {
        assert_eq!(Verdict::of(1.0, BAR, TARGET), Verdict::Target);
        assert_eq!(Verdict::of(1.05, BAR, TARGET), Verdict::Bar);
        assert_eq!(Verdict::of(1.0501, BAR, TARGET), Verdict::Missed);
    }

    #[test]
    fn higher_is_better_where_the_limit_is_a_least() {
        let (bar, target) = (Some(Limit::AtLeast(0.8)), Some(Limit::AtLeast(0.95)));
        assert_eq!(Verdict::of(0.79, bar, target), Verdict::Missed);
        assert_eq!(Verdict::of(0.80, bar, target), Verdict::Bar);
        assert_eq!(Verdict::of(1.20, bar, target), Verdict::Target);
    }

    #[test]
    fn both_ends_of_a_range_count() {
        let range = Some(Limit::Between(0.9, 1.1));
        assert_eq!(Verdict::of(0.89, range, range), Verdict::Missed);
        assert_eq!(Verdict::of(1.0, range, range), Verdict::Target);
        assert_eq!(Verdict::of(1.11, range, range), Verdict::Missed);
    }

    #[test]
    fn figure_without_limits_is_only_shown() {
        assert_eq!(Verdict::of(7.0, None, None), Verdict::Shown);
    }

    #[test]
    fn what_is_no_number_misses_its_bar() {
        assert_eq!(Verdict::of(f64::NAN, BAR, TARGET), Verdict::Missed);
    }
}
