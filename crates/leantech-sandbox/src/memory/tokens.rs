//! Issued tokens, by their text.

use std::collections::{BTreeMap, HashSet};
use std::fmt;

use chrono::{DateTime, Utc};

use super::rows::TokenRow;

/// The tokens that are known; what is not here is refused.
#[derive(Default)]
pub(crate) struct Tokens {
    /// In order, because a text of some 800 characters is compared sooner than hashed.
    rows: BTreeMap<String, TokenRow>,
    touched: HashSet<String>,
}

impl Tokens {
    pub(crate) fn get(&self, text: &str) -> Option<&TokenRow> {
        self.rows.get(text)
    }

    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    pub(crate) fn add(&mut self, text: String, row: TokenRow) {
        self.touched.insert(text.clone());
        self.rows.insert(text, row);
    }

    /// Puts a token back that was kept elsewhere.
    pub(crate) fn restore(&mut self, text: String, row: TokenRow) {
        self.rows.insert(text, row);
    }

    /// Forgets the tokens whose time is over.
    pub(crate) fn sweep(&mut self, now: DateTime<Utc>) {
        let touched = &mut self.touched;
        self.rows.retain(|text, row| {
            let is_good = row.expires > now;
            if !is_good {
                touched.insert(text.clone());
            }
            is_good
        });
    }

    /// Lets every token end now.
    pub(crate) fn expire(&mut self, now: DateTime<Utc>) {
        for (text, row) in &mut self.rows {
            row.expires = row.expires.min(now);
            self.touched.insert(text.clone());
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
        self.touched.extend(rows.into_keys());
    }

    pub(crate) fn is_touched(&self) -> bool {
        !self.touched.is_empty()
    }

    pub(crate) fn drop_touched(&mut self) {
        self.touched.clear();
    }

    /// The tokens that changed since this was last asked; one without a row is gone.
    pub(crate) fn take_touched(&mut self) -> impl Iterator<Item = (String, Option<&TokenRow>)> {
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
