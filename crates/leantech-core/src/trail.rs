//! The way through a body to the place where reading it failed.
//!
//! A format's own error has no room for it, and a reader that watches the way has to be compiled
//! for every type beside the one that reads. So each object and list that a failure passes on its
//! way out leaves its step here, where somebody listens; a body that can be read costs nothing.

use std::cell::RefCell;
use std::fmt::Write as _;

/// A step into a body.
#[derive(Debug, Clone)]
pub(crate) enum Step {
    /// Into an object.
    Member(&'static str),
    /// Into a map, whose names no document gives.
    Entry(String),
    /// Into a list.
    Item(usize),
}

thread_local! {
    /// The steps of the failure under way, the innermost first, while somebody listens.
    static STEPS: RefCell<Option<Vec<Step>>> = const { RefCell::new(None) };
}

/// Notes that a failure passed this step.
pub(crate) fn passed(step: Step) {
    STEPS.with_borrow_mut(|steps| {
        if let Some(steps) = steps {
            steps.push(step);
        }
    });
}

/// Reads something, and says where it failed: `data.accounts[0].currency`, or `.` for the whole.
pub(crate) fn followed<T, E>(read: impl FnOnce() -> Result<T, E>) -> Result<T, (E, String)> {
    let (result, steps) = listening(Some(Vec::new()), read);
    result.map_err(|error| (error, written(&steps.unwrap_or_default())))
}

/// Reads something whose failure is no failure of the whole.
pub(crate) fn aside<T>(read: impl FnOnce() -> T) -> T {
    listening(None, read).0
}

/// Puts `steps` in the place of those that are noted, until `read` has ended.
fn listening<T>(steps: Option<Vec<Step>>, read: impl FnOnce() -> T) -> (T, Option<Vec<Step>>) {
    let outer = STEPS.replace(steps);
    let back = Back(outer);
    let result = read();
    let noted = STEPS.take();
    drop(back);
    (result, noted)
}

/// Puts back what was noted before, also when the reading unwinds.
struct Back(Option<Vec<Step>>);

impl Drop for Back {
    fn drop(&mut self) {
        STEPS.set(self.0.take());
    }
}

fn written(steps: &[Step]) -> String {
    let mut path = String::new();
    for step in steps.iter().rev() {
        let name = match step {
            Step::Member(name) => name,
            Step::Entry(name) => name.as_str(),
            Step::Item(number) => {
                // Writing into a text does not fail.
                let _ = write!(path, "[{number}]");
                continue;
            }
        };
        if !path.is_empty() {
            path.push('.');
        }
        path.push_str(name);
    }
    if path.is_empty() {
        path.push('.');
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failed(steps: &[Step]) -> Result<(), ()> {
        steps.iter().rev().cloned().for_each(passed);
        Err(())
    }

    #[test]
    fn steps_are_told_from_the_outermost_on() {
        let steps = [
            Step::Member("data"),
            Step::Item(3),
            Step::Member("extra"),
            Step::Entry("branch".to_owned()),
        ];
        assert_eq!(
            followed(|| failed(&steps)),
            Err(((), "data[3].extra.branch".to_owned()))
        );
    }

    #[test]
    fn a_failure_of_the_whole_is_a_dot() {
        assert_eq!(followed(|| failed(&[])), Err(((), ".".to_owned())));
    }

    #[test]
    fn a_failure_aside_leaves_no_step() {
        let path = followed(|| {
            let _ = aside(|| failed(&[Step::Member("first")]));
            failed(&[Step::Member("second")])
        });
        assert_eq!(path, Err(((), "second".to_owned())));
    }

    #[test]
    fn nothing_is_kept_where_nobody_listens() {
        let _ = failed(&[Step::Member("lost")]);
        assert!(STEPS.take().is_none());
    }

    #[test]
    fn a_reading_that_unwinds_ends_its_listening() {
        let unwound = std::panic::catch_unwind(|| {
            followed(|| -> Result<(), ()> { std::panic::resume_unwind(Box::new("made")) })
        });
        assert!(unwound.is_err());
        assert!(STEPS.take().is_none());
    }
}
