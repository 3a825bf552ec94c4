//! A fault of webhooks: sent more than once, or after the next one.

use serde::{Deserialize, Serialize};

/// What will happen to the next webhooks. Lean guarantees neither that an event comes once nor
/// that events come in order.
///
/// ```
/// use leantech_sandbox::WebhookFault;
///
/// // The next webhook comes three times, with the same `event_id`.
/// let fault = WebhookFault::duplicated(2);
/// // The next `entity.created` comes after the webhook that follows it.
/// let fault = WebhookFault::reordered().event("entity.created");
/// # let _ = fault;
/// ```
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WebhookFault {
    /// The type of event, or any.
    #[serde(skip_serializing_if = "Option::is_none")]
    event: Option<String>,
    #[serde(default = "once")]
    times: u32,
    /// How many extra times each is sent.
    #[serde(default)]
    pub(crate) duplicates: u32,
    /// Whether each is held back until the next one was sent.
    #[serde(default)]
    pub(crate) reorder: bool,
}

fn once() -> u32 {
    1
}

impl WebhookFault {
    /// Sends a webhook that many extra times.
    pub fn duplicated(more: u32) -> Self {
        Self {
            event: None,
            times: once(),
            duplicates: more,
            reorder: false,
        }
    }

    /// Holds a webhook back until the next one was sent.
    pub fn reordered() -> Self {
        Self {
            reorder: true,
            ..Self::duplicated(0)
        }
    }

    /// Affects only webhooks of this type.
    #[must_use]
    pub fn event(mut self, kind: &str) -> Self {
        self.event = Some(kind.into());
        self
    }

    /// How many webhooks are affected; one unless set.
    #[must_use]
    pub fn times(mut self, times: u32) -> Self {
        self.times = times;
        self
    }

    /// What is wrong with the fault, if anything.
    pub(crate) fn mistake(&self) -> Option<&'static str> {
        /// More would only fill the memory.
        const MOST: u32 = 100;
        if self.duplicates == 0 && !self.reorder {
            return Some("set duplicates or reorder");
        }
        (self.duplicates > MOST).then_some("duplicates must be at most 100")
    }

    /// What it does, in a few words.
    pub(crate) fn description(&self) -> String {
        let event = self.event.as_deref().unwrap_or("any event");
        let order = if self.reorder { ", out of order" } else { "" };
        format!(
            "webhook {event}: the next {}, {} duplicates{order}",
            self.times, self.duplicates
        )
    }

    pub(crate) fn is_meant_for(&self, kind: &str) -> bool {
        !self.is_over() && self.event.as_deref().is_none_or(|event| event == kind)
    }

    pub(crate) fn is_over(&self) -> bool {
        self.times == 0
    }

    pub(crate) fn strike(&mut self) -> Self {
        self.times = self.times.saturating_sub(1);
        self.clone()
    }
}
