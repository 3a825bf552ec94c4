//! What is wrong with a document: where, why it matters, how to fix it.

use std::fmt;

/// One thing that is wrong with one place of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The file, named as the user named it.
    pub file: String,
    /// RFC 6901 JSON pointer of the place; empty when the whole file is meant.
    pub pointer: String,
    /// Line of the place, counted from 1, where it is known.
    pub line: Option<usize>,
    /// What was found.
    pub what: String,
    /// Why it cannot stay.
    pub why: String,
    /// How to fix it.
    pub mend: String,
}

impl Problem {
    /// A problem of the whole file.
    pub fn new(
        file: impl Into<String>,
        what: impl Into<String>,
        why: impl Into<String>,
        mend: impl Into<String>,
    ) -> Self {
        Self {
            file: file.into(),
            pointer: String::new(),
            line: None,
            what: what.into(),
            why: why.into(),
            mend: mend.into(),
        }
    }

    /// The same problem at the place `pointer`.
    #[must_use]
    pub fn at(mut self, pointer: impl Into<String>) -> Self {
        self.pointer = pointer.into();
        self
    }

    /// The same problem in line `line`, where that is known.
    #[must_use]
    pub fn line(mut self, line: impl Into<Option<usize>>) -> Self {
        self.line = line.into();
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let line = self.line.map_or(String::new(), |line| format!(":{line}"));
        let place = if self.pointer.is_empty() {
            String::new()
        } else {
            format!("{}: ", self.pointer)
        };
        let Self {
            file,
            what,
            why,
            mend,
            ..
        } = self;
        let text = format!("{file}{line}: {place}{what}, {why}; {mend}");
        // A key of the document may hold line breaks; a problem is one line all the same.
        f.write_str(&text.replace(['\n', '\r'], " "))
    }
}

/// Everything that is wrong, in the order of the document; empty when all is well.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Problems(Vec<Problem>);

impl Problems {
    /// No problem yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one more problem.
    pub fn push(&mut self, problem: Problem) {
        self.0.push(problem);
    }

    /// Whether all is well.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The problems, one after the other.
    pub fn iter(&self) -> std::slice::Iter<'_, Problem> {
        self.0.iter()
    }

    /// Gives `value` when all is well, the problems otherwise.
    ///
    /// # Errors
    ///
    /// Fails with these problems when there is at least one.
    pub fn or<T>(self, value: T) -> Result<T, Self> {
        if self.is_empty() {
            Ok(value)
        } else {
            Err(self)
        }
    }

    /// Puts the problems in the order of their lines; those without a line come first.
    pub fn sort(&mut self) {
        self.0.sort_by_key(|problem| problem.line);
    }
}

impl From<Problem> for Problems {
    fn from(problem: Problem) -> Self {
        Self(vec![problem])
    }
}

impl Extend<Problem> for Problems {
    fn extend<I: IntoIterator<Item = Problem>>(&mut self, problems: I) {
        self.0.extend(problems);
    }
}

impl FromIterator<Problem> for Problems {
    fn from_iter<I: IntoIterator<Item = Problem>>(problems: I) -> Self {
        Self(problems.into_iter().collect())
    }
}

impl IntoIterator for Problems {
    type Item = Problem;
    type IntoIter = std::vec::IntoIter<Problem>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a> IntoIterator for &'a Problems {
    type Item = &'a Problem;
    type IntoIter = std::slice::Iter<'a, Problem>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (nth, problem) in self.iter().enumerate() {
            if nth > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{problem}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Problem {}
impl std::error::Error for Problems {}

#[cfg(test)]
mod tests {
    use super::*;

    fn missing_source() -> Problem {
        Problem::new(
            "specs/sa/banks/1.0.0.yaml",
            "no x-source",
            "a reader cannot check it",
            "name the page it is from",
        )
    }

    #[test]
    fn problem_reads_as_file_line_pointer_what_why_mend() {
        let problem = missing_source().at("/paths/~1banks/get").line(12);
        assert_eq!(
            problem.to_string(),
            "specs/sa/banks/1.0.0.yaml:12: /paths/~1banks/get: no x-source, \
             a reader cannot check it; name the page it is from"
        );
    }

    #[test]
    fn problem_of_a_whole_file_has_neither_line_nor_pointer() {
        assert_eq!(
            missing_source().to_string(),
            "specs/sa/banks/1.0.0.yaml: no x-source, a reader cannot check it; \
             name the page it is from"
        );
    }

    #[test]
    fn problem_is_one_line_whatever_the_document_says() {
        let problem = missing_source().at("/paths/a\r\nb");
        assert!(problem.to_string().contains(" /paths/a  b: no x-source"));
    }

    #[test]
    fn problems_are_printed_one_a_line_in_the_order_of_the_document() {
        let mut problems: Problems = [9, 3]
            .map(|line| missing_source().line(line))
            .into_iter()
            .collect();
        problems.sort();
        let lines: Vec<_> = problems.iter().map(|problem| problem.line).collect();
        assert_eq!(lines, [Some(3), Some(9)]);
        assert_eq!(problems.to_string().lines().count(), 2);
    }
}
