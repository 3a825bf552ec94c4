//! Waiting for an insight that was requested with `async=true`.

use std::time::Duration;

use leantech_core::{Envelope, Error, RawJson, ResultsId};

use crate::client::Client;
use crate::wait::notifier::{Listener, Notifier, look_until};

/// How long an insight is waited for, by default. Lean states no time.
const DEADLINE: Duration = Duration::from_secs(5 * 60);

/// Notifies those who wait for a result that the webhook `results.ready` has arrived; pass it to
/// [`InsightWait::told_by`].
pub type ResultsNotifier = Notifier<ResultsId>;

/// An insight that is waited for; see [`Client::wait_for_insight`].
#[derive(Debug, Clone)]
#[must_use = "nothing is asked before `wait` is called"]
pub struct InsightWait<'a> {
    client: &'a Client,
    results_id: ResultsId,
    deadline: Duration,
    notifier: Option<ResultsNotifier>,
}

impl Client {
    /// Waits for the result of an insight that was requested with `async=true`: looks at once,
    /// after 1 s, and then less and less often, down to every 15 s.
    ///
    /// ```no_run
    /// use leantech::insights::types::ExpensesInsights;
    /// use leantech::{Client, EntityId};
    ///
    /// # async fn run(lean: Client, entity: EntityId) -> Result<(), Box<dyn std::error::Error>> {
    /// let call = lean.insights().get_expenses_v2().entity_id(&entity).async_(true);
    /// let begun = call.send_envelope().await?;
    /// if let Some(results_id) = &begun.results_id {
    ///     let insight = lean.wait_for_insight(results_id).wait().await?;
    ///     let expenses: ExpensesInsights = insight.read()?;
    /// #   drop(expenses);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn wait_for_insight(&self, results_id: &ResultsId) -> InsightWait<'_> {
        InsightWait {
            client: self,
            results_id: results_id.clone(),
            deadline: DEADLINE,
            notifier: None,
        }
    }
}

impl InsightWait<'_> {
    /// How long to wait at most; five minutes by default.
    pub fn deadline(mut self, limit: Duration) -> Self {
        self.deadline = limit;
        self
    }

    /// The notifier of the webhook `results.ready`, with which the result is seen at once.
    pub fn told_by(mut self, notifier: &ResultsNotifier) -> Self {
        self.notifier = Some(notifier.clone());
        self
    }

    /// Waits. The insight is the JSON as Lean sent it: deserialise it as the type of `insights` in the
    /// answer of the call.
    ///
    /// # Errors
    ///
    /// Fails when the deadline passes ([`Error::is_timeout`]), when the result says that it failed
    /// ([`Error::code`]) or holds no insight, and when it cannot be fetched for a reason that is
    /// not temporary.
    pub async fn wait(self) -> Result<RawJson, Error> {
        let mut listener = Listener::new(self.notifier.as_ref(), &self.results_id);
        look_until(self.client.time(), self.deadline, &mut listener, || async {
            let results = self.client.data().get_results(&self.results_id);
            let result = results.send_envelope().await?;
            // A failed result stays failed, even for a reason that is temporary elsewhere.
            match result.check() {
                Err(error) if error.is_pending() => return Ok(None),
                Err(error) => return Ok(Some(Err(error))),
                Ok(()) => {}
            }
            let result = result.into_inner();
            let insight = result.insights.or(result.data);
            let none = || Error::invalid_request("the result is ready and holds no insight");
            Ok(Some(insight.ok_or_else(none)))
        })
        .await?
    }
}
