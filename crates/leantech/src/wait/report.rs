//! Waiting for a report to be ready.

use std::time::Duration;

use leantech_core::{CustomerId, Envelope, Error, ResponseValue};
use leantech_reports::types::{BankStatementsReport, VerificationOfIncomeReport};

use crate::client::Client;
use crate::wait::notifier::{Listener, look_until};

/// How long a report is waited for, by default. Lean states no time.
const DEADLINE: Duration = Duration::from_secs(5 * 60);

/// A report that is waited for; see [`Client::wait_for_report`].
#[derive(Debug, Clone)]
#[must_use = "nothing is asked before one of its reports is awaited"]
pub struct ReportWait<'a> {
    client: &'a Client,
    customer_id: CustomerId,
    report_id: String,
    deadline: Duration,
}

impl Client {
    /// Waits for a report that was requested: looks at once, after 1 s, and then less and less
    /// often, down to every 15 s.
    ///
    /// ```no_run
    /// use std::collections::BTreeMap;
    ///
    /// # async fn run(lean: leantech::Client, customer: leantech::CustomerId) -> Result<(), leantech::Error> {
    /// let begun = lean
    ///     .reports()
    ///     .create_verification_of_income_report(&customer)
    ///     .body(BTreeMap::<String, leantech::RawJson>::new())
    ///     .send()
    ///     .await?;
    /// let id = begun.report_id.unwrap_or_default();
    /// let report = lean.wait_for_report(&customer, &id).verification_of_income().await?;
    ///
    /// let call = lean.reports().get_verification_of_income_report(&customer, &id);
    /// let mut file = call.download().await?.with_cap(4 << 20);
    /// while let Some(piece) = file.chunk().await? {
    ///     println!("{} bytes", piece.len());
    /// }
    /// # drop(report);
    /// # Ok(())
    /// # }
    /// ```
    pub fn wait_for_report(&self, customer_id: &CustomerId, report_id: &str) -> ReportWait<'_> {
        ReportWait {
            client: self,
            customer_id: customer_id.clone(),
            report_id: report_id.to_owned(),
            deadline: DEADLINE,
        }
    }
}

impl ReportWait<'_> {
    /// How long to wait at most; five minutes by default.
    pub fn deadline(mut self, limit: Duration) -> Self {
        self.deadline = limit;
        self
    }

    /// Waits for a report of bank statements.
    ///
    /// # Errors
    ///
    /// Fails when the deadline passes ([`Error::is_timeout`]), when the report failed
    /// ([`Error::code`]), and when it cannot be fetched for a reason that is not temporary.
    pub async fn bank_statements(self) -> Result<BankStatementsReport, Error> {
        self.until_ready(|| {
            let reports = self.client.reports();
            let call = reports.get_bank_statements_report(&self.customer_id, &self.report_id);
            call.send_envelope()
        })
        .await
    }

    /// Waits for a report on income.
    ///
    /// # Errors
    ///
    /// As [`bank_statements`](Self::bank_statements).
    pub async fn verification_of_income(self) -> Result<VerificationOfIncomeReport, Error> {
        self.until_ready(|| {
            let reports = self.client.reports();
            let call =
                reports.get_verification_of_income_report(&self.customer_id, &self.report_id);
            call.send_envelope()
        })
        .await
    }

    async fn until_ready<T, F>(&self, read: impl Fn() -> F) -> Result<T, Error>
    where
        T: Envelope,
        F: Future<Output = Result<ResponseValue<T>, Error>>,
    {
        // There is no webhook for reports.
        let mut listener = Listener::new(None, &());
        look_until(self.client.time(), self.deadline, &mut listener, || async {
            let report = read().await?;
            // A failed report stays failed, even for a reason that is temporary elsewhere.
            Ok(match report.check() {
                Ok(()) => Some(Ok(report.into_inner())),
                Err(error) if error.is_pending() => None,
                Err(error) => Some(Err(error)),
            })
        })
        .await?
    }
}
