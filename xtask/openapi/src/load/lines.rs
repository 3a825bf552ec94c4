//! The line of each node of a document.

use std::collections::HashMap;

use crate::pointer;

/// The line of one node, with those of the nodes below it.
#[derive(Debug, Clone)]
pub(super) struct Lines {
    line: Option<usize>,
    below: Below,
}

#[derive(Debug, Clone)]
enum Below {
    Nothing,
    Items(Vec<Lines>),
    Members(HashMap<String, Lines>),
}

/// A line as the YAML reader gives it, which says 0 when it does not know.
pub(super) fn known(line: u64) -> Option<usize> {
    usize::try_from(line).ok().filter(|line| *line > 0)
}

impl Lines {
    pub(super) fn leaf(line: Option<usize>) -> Self {
        let below = Below::Nothing;
        Self { line, below }
    }

    pub(super) fn list(line: Option<usize>, items: Vec<Self>) -> Self {
        let below = Below::Items(items);
        Self { line, below }
    }

    pub(super) fn mapping(line: Option<usize>, members: HashMap<String, Self>) -> Self {
        let below = Below::Members(members);
        Self { line, below }
    }

    /// The same nodes, the uppermost of them in line `line`.
    pub(super) fn starting(mut self, line: Option<usize>) -> Self {
        self.line = line.or(self.line);
        self
    }

    pub(super) fn of(&self, pointer: &str) -> Option<usize> {
        let tokens = pointer::tokens(pointer)?;
        tokens
            .iter()
            .try_fold(self, |lines, token| lines.child(token))?
            .line
    }

    /// The line of the node, or of the nearest node above it that exists.
    pub(super) fn nearest(&self, pointer: &str) -> Option<usize> {
        let mut here = self;
        let mut line = self.line;
        for token in pointer::tokens(pointer)? {
            let Some(child) = here.child(&token) else {
                break;
            };
            here = child;
            line = here.line.or(line);
        }
        line
    }

    fn child(&self, token: &str) -> Option<&Self> {
        match &self.below {
            Below::Nothing => None,
            Below::Items(items) => items.get(token.parse::<usize>().ok()?),
            Below::Members(members) => members.get(token),
        }
    }
}
