//! Issued tokens, by their text.

use std::collections::{BTreeMap, HashSet, VecDeque};
use std::fmt;
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::rows::TokenRow;

/// The tokens that are known; what is not here is refused.
#[derive(Default)]
pub(crate) struct Tokens {
    /// In order, because a text of some 800 characters is compared sooner than hashed.
    rows: BTreeMap<Arc<str>, TokenRow>,
    /// In the order in which they were issued, which is that of their ends.
    order: VecDeque<Arc<str>>,
    touched: HashSet<Arc<str>>,
}

/// How many tokens are known; the oldest end before others are issued.
const KEPT: usize = 50_000;

impl Tokens {
    pub(crate) fn get(&self, text: &str) -> Option<&TokenRow> {
        self.rows.get(text)
    }

    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Adds a token, and forgets the oldest of those that are over or too many. Each is looked at a few
    /// times in its life, however many there are.
    pub(crate) fn add(&mut self, text: String, row: TokenRow, now: DateTime<Utc>) {
        while let Some(first) = self.order.front() {
            let is_over = self.rows.get(first).is_none_or(|row| row.expires <= now);
            if !is_over && self.rows.len() < KEPT {
                break;
            }
            if let Some(first) = self.order.pop_front()
                && self.rows.remove(&first).is_some()
            {
                self.touched.insert(first);
            }
        }
        let text: Arc<str> = text.into();
        self.touched.insert(Arc::clone(&text));
        self.order.push_back(Arc::clone(&text));
        self.rows.insert(text, row);
    }

    /// Puts tokens back that were kept elsewhere.
    pub(crate) fn restore(&mut self, text: String, row: TokenRow) {
        self.rows.insert(text.into(), row);
    }

    /// Brings the tokens that were put back into the order of their ends.
    pub(crate) fn restore_order(&mut self) {
        let mut ends: Vec<_> = self
            .rows
            .iter()
            .map(|(text, row)| (row.expires, Arc::clone(text)))
            .collect();
        ends.sort_unstable();
        self.order = ends.into_iter().map(|(_, text)| text).collect();
    }

    /// Lets every token end now.
    pub(crate) fn expire(&mut self, now: DateTime<Utc>) {
        for (text, row) in &mut self.rows {
            row.expires = row.expires.min(now);
            self.touched.insert(Arc::clone(text));
        }
    }

    /// Lets a token end now.
    pub(crate) fn expire_one(&mut self, text: &str, now: DateTime<Utc>) {
        if let Some(row) = self.rows.get_mut(text) {
            row.expires = row.expires.min(now);
            self.touched.insert(text.into());
        }
    }

    /// Takes back a token.
    pub(crate) fn revoke(&mut self, text: &str) {
        if self.rows.remove(text).is_some() {
            self.touched.insert(text.into());
        }
    }

    /// Takes back every token.
    pub(crate) fn clear(&mut self) {
        let rows = std::mem::take(&mut self.rows);
        self.order.clear();
        self.touched.extend(rows.into_keys());
    }

    pub(crate) fn is_touched(&self) -> bool {
        !self.touched.is_empty()
    }

    pub(crate) fn drop_touched(&mut self) {
        self.touched.clear();
    }

    /// The tokens that changed since this was last asked; one without a row is gone.
    pub(crate) fn take_touched(&mut self) -> impl Iterator<Item = (Arc<str>, Option<&TokenRow>)> {
        let touched = std::mem::take(&mut self.touched);
        touched.into_iter().map(|text| {
            let row = self.rows.get(&text);
            (text, row)
        })
    }
}

impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tokens")
            .field("count", &self.rows.len())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use chrono::TimeDelta;

    use super::*;

    fn add(tokens: &mut Tokens, number: usize) {
        let expires = DateTime::UNIX_EPOCH + TimeDelta::seconds(3600);
        let text = format!("{}{number:08}", "a".repeat(800));
        tokens.add(text, TokenRow { expires, api: true }, DateTime::UNIX_EPOCH);
    }

    #[test]
    fn e4_a_token_is_issued_as_soon_among_forty_thousand_as_among_four_hundred() {
        // The best of several, since others use the machine too.
        let best = |tokens: &mut Tokens, next: &mut usize| {
            let of_one = (0..5).map(|_| {
                let began = Instant::now();
                (0..200).for_each(|_| {
                    add(tokens, *next);
                    *next += 1;
                });
                began.elapsed()
            });
            of_one.min().unwrap_or_default()
        };
        let (mut tokens, mut next) = (Tokens::default(), 0);
        let few = best(&mut tokens, &mut next);
        while next < 40_000 {
            add(&mut tokens, next);
            next += 1;
        }
        let many = best(&mut tokens, &mut next);
        assert!(
            many < few * 2 + Duration::from_millis(2),
            "{few:?} {many:?}"
        );
    }

    #[test]
    fn e4_the_oldest_tokens_go_when_they_are_over_or_too_many() {
        let mut tokens = Tokens::default();
        (0..KEPT + 10).for_each(|number| add(&mut tokens, number));
        assert_eq!(tokens.len(), KEPT);
        let later = DateTime::UNIX_EPOCH + TimeDelta::seconds(3600);
        let row = TokenRow {
            expires: later + TimeDelta::seconds(1),
            api: true,
        };
        tokens.add("last".into(), row, later);
        assert_eq!(tokens.len(), 1);
    }
}
