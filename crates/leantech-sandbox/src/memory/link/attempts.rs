//! The recent visits, only in memory: a dialog does not outlive the program.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::attempt::Attempt;
use crate::mock::random::Random;

/// How many visits are remembered; older ones get the page of an expired link.
const ROOM: usize = 256;

/// The visits by their id.
#[derive(Debug, Default)]
pub(crate) struct Attempts {
    attempts: Mutex<VecDeque<(String, Attempt)>>,
}

impl Attempts {
    /// Nothing panics while the lock is held, so a poisoned one is as good.
    fn attempts(&self) -> MutexGuard<'_, VecDeque<(String, Attempt)>> {
        self.attempts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Remembers a visit under an id that cannot be guessed from the ids of the API.
    pub(crate) fn add(&self, attempt: Attempt, mut ids: Random) -> String {
        let id = ids.uuid();
        let mut attempts = self.attempts();
        if attempts.len() >= ROOM {
            attempts.pop_front();
        }
        attempts.push_back((id.clone(), attempt));
        id
    }

    pub(crate) fn get(&self, id: &str) -> Option<Attempt> {
        let attempts = self.attempts();
        let (_, attempt) = attempts.iter().find(|(known, _)| known == id)?;
        Some(attempt.clone())
    }

    /// The visit that led to a consent's page, with its id.
    pub(crate) fn of_consent(&self, consent: &str) -> Option<(String, Attempt)> {
        let attempts = self.attempts();
        let leads_there = |attempt: &Attempt| attempt.consent.as_deref() == Some(consent);
        attempts
            .iter()
            .find(|(_, attempt)| leads_there(attempt))
            .cloned()
    }

    /// Changes a visit; whether it is still remembered.
    pub(crate) fn change(&self, id: &str, change: impl FnOnce(&mut Attempt)) -> bool {
        let mut attempts = self.attempts();
        let Some((_, attempt)) = attempts.iter_mut().find(|(known, _)| known == id) else {
            return false;
        };
        change(attempt);
        true
    }

    pub(crate) fn clear(&self) {
        self.attempts().clear();
    }
}
