//! Keys of requests: the same one twice is the same request.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::{HeaderName, StatusCode};
use leantech_payouts::types::CreatePayoutRequest;
use sha2::{Digest, Sha256};

use crate::exchange::Exchange;
use crate::memory::rows::payouts::{KeyRow, PayoutRow};
use crate::memory::state::State;
use crate::wire::answer::Answer;

const HEADER: HeaderName = HeaderName::from_static("idempotency-key");

/// A request with its key, as digests.
#[derive(Debug)]
pub(super) struct Keyed {
    key: String,
    body: String,
}

fn digest(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(bytes))
}

impl Keyed {
    /// The request, if it came with a key. Two bodies that say the same are the same one.
    pub(super) fn read(exchange: &Exchange<'_>, request: &CreatePayoutRequest) -> Option<Self> {
        // An empty key marks nothing.
        let key = exchange.headers.get(HEADER).filter(|key| !key.is_empty())?;
        // A request type of the documents can always be written.
        let body = serde_json::to_vec(request).unwrap_or_default();
        Some(Self {
            key: digest(key.as_bytes()),
            body: digest(&body),
        })
    }

    /// The payments that the same request made before, if it came before. No source says what
    /// Lean answers where the key was used for something else.
    pub(super) fn earlier<'s>(
        &self,
        exchange: &Exchange<'_>,
        state: &'s State,
    ) -> Result<Option<Vec<&'s PayoutRow>>, Answer> {
        let mut known = state.payout_keys.entries().rev();
        let Some((_, known)) = known.find(|(_, row)| row.key == self.key) else {
            return Ok(None);
        };
        if known.body != self.body {
            return Err(exchange.error(
                StatusCode::CONFLICT,
                "IDEMPOTENCY_KEY_CONFLICT",
                "This idempotency-key was used for another request",
            ));
        }
        // Where payments are forgotten, so is the key.
        let end = known.first.saturating_add(known.count);
        Ok((known.first..end)
            .map(|number| state.payouts.at(number))
            .collect())
    }

    /// Remembers that the request made these payments.
    pub(super) fn keep(self, state: &mut State, first: u64, count: u64) {
        state.payout_keys.add(KeyRow {
            key: self.key,
            body: self.body,
            first,
            count,
        });
    }
}
