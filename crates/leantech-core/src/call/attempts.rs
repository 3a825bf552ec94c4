//! One call over the wire: token, attempts, waits, and the evaluation of the answer.

use std::panic::AssertUnwindSafe;
use std::time::Duration;

use bytes::Bytes;
use futures_util::FutureExt;
#[cfg(feature = "metrics")]
use http::HeaderValue;
use http::{HeaderMap, StatusCode, header};
use reqwest::{Request, Response};
use tokio::time::Instant;

use super::draft::Draft;
use super::ended::{Attempted, Ended};
use super::{download, retry_after};
use crate::error::encoding_of;
#[cfg(feature = "metrics")]
use crate::error::ids::CORRELATION_ID;
use crate::session::app_token::LEAN_APP_TOKEN;
use crate::session::clock::Time;
use crate::session::guard::{self, unharmed};
use crate::session::retry::RetryPolicy;
use crate::session::{DEFAULT_BODY_CAP, Session, Shared};
use crate::value::wiped::Wiped;
use crate::{Error, ErrorKind, Operation, Outcome, Scope, Token, TokenSource};

/// An answer whose body has been read completely.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// How many times the request was sent.
    pub(crate) attempts: u32,
    /// A file that is not read yet; the body is empty then.
    pub(crate) file: Option<Box<Response>>,
}

/// What to do after an attempt.
enum Verdict {
    /// The call is over.
    Done(Answer),
    /// The token was refused.
    Refused(Error),
    /// The attempt failed and may be repeated, after the wait that the server asked for, if any.
    Again(Error, Option<Duration>),
    /// The attempt failed and must not be repeated.
    Failed(Error),
}

/// Sends a draft until there is a final answer.
#[expect(
    clippy::manual_async_fn,
    reason = "an `async fn` keeps room for its arguments twice, and ten thousand callers may wait \
              for one token"
)]
pub(super) fn exchange(
    session: Session,
    draft: Result<Draft, Error>,
    operation: &'static Operation,
) -> impl Future<Output = Ended> + Send + use<> {
    async move {
        let draft = match &draft {
            Ok(draft) => draft,
            Err(error) => return Ended::unsent(error.clone(), operation),
        };
        let shared = session.shared();
        if let Err(error) = shared.time.check_runtime() {
            return Ended::unsent(error, operation);
        }
        let is_safe = operation.only_reads;
        let key = draft.idempotency_key();
        let run = Run {
            shared,
            draft,
            #[cfg(any(feature = "metrics", feature = "tracing"))]
            operation,
            started: shared.time.now(),
            is_safe,
            is_repeatable: is_safe || key.is_some(),
        };
        shared.budget.count_call();
        let mut count = 0;
        let result = run.run(&mut count);
        #[cfg(feature = "tracing")]
        let span = crate::call::trace::call_span(operation);
        #[cfg(feature = "tracing")]
        let result = tracing::Instrument::instrument(result, span.clone());
        let result = result.await;
        Ended {
            result,
            operation,
            attempted: Some(Attempted {
                count,
                key,
                #[cfg(feature = "metrics")]
                started: run.started,
                #[cfg(feature = "metrics")]
                session: session.clone(),
                #[cfg(feature = "tracing")]
                span,
            }),
        }
    }
}

/// One call in progress.
struct Run<'a> {
    shared: &'a Shared,
    draft: &'a Draft,
    #[cfg(any(feature = "metrics", feature = "tracing"))]
    operation: &'static Operation,
    started: Instant,
    /// The request changes nothing.
    is_safe: bool,
    /// The request takes effect once, however often it is sent: it is safe, or has a key.
    is_repeatable: bool,
}

impl Run<'_> {
    async fn run(&self, attempts: &mut u32) -> Result<Answer, Error> {
        let mut is_replayed = false;
        let mut retries = 0;
        let mut token = self.token().await?;
        loop {
            let request = self.request(token.as_ref())?;
            *attempts += 1;
            // Boxed, so that a caller who waits for a token does not carry it.
            let verdict = Box::pin(self.attempt(request, *attempts)).await;
            match verdict {
                Verdict::Done(mut answer) => {
                    answer.attempts = *attempts;
                    return Ok(answer);
                }
                Verdict::Failed(error) => return Err(error),
                Verdict::Refused(error) => {
                    let (Some(tokens), Some(refused), false) =
                        (&self.shared.tokens, &token, is_replayed)
                    else {
                        return Err(error);
                    };
                    is_replayed = true;
                    let _ = unharmed(|| tokens.refuse(&Scope::Api, refused));
                    let renewed = self.fetch_token(tokens.as_ref()).await?;
                    if renewed.is_same(refused) {
                        return Err(error);
                    }
                    token = Some(renewed);
                }
                Verdict::Again(error, asked) => {
                    retries += 1;
                    let policy = &self.shared.retry;
                    let wait =
                        asked.map_or_else(|| policy.wait_after(retries), RetryPolicy::jittered);
                    let is_in_time = Time::after(self.shared.time.now(), wait) < self.deadline();
                    if retries >= policy.attempts
                        || !is_in_time
                        || !self.shared.budget.take_repeat(policy.budget_percent)
                    {
                        return Err(error);
                    }
                    self.shared.time.sleep(wait).await;
                    token = self.token().await?;
                }
            }
        }
    }

    fn deadline(&self) -> Instant {
        Time::after(self.started, self.shared.deadlines.call)
    }

    async fn token(&self) -> Result<Option<Token>, Error> {
        let Some(tokens) = &self.shared.tokens else {
            return Ok(None);
        };
        match guard::cached_by(tokens.as_ref(), &Scope::Api) {
            Some(token) => Ok(Some(token)),
            None => self.fetch_token(tokens.as_ref()).await.map(Some),
        }
    }

    async fn fetch_token(&self, tokens: &dyn TokenSource) -> Result<Token, Error> {
        let limit = self.shared.deadlines.call;
        self.shared
            .time
            .timeout_at(
                self.deadline(),
                guard::token_of(tokens, |tokens| tokens.token(&Scope::Api)),
            )
            .await
            .unwrap_or_else(|_| Err(Error::timeout(limit)))
    }

    /// The request of one attempt. Lean refuses one with a token and an application token.
    fn request(&self, token: Option<&Token>) -> Result<Request, Error> {
        let credential = match (token, &self.shared.app_token) {
            (Some(token), _) => Some((header::AUTHORIZATION, token.header())),
            (None, Some(app_token)) => Some((LEAN_APP_TOKEN, app_token.header())),
            (None, None) => None,
        };
        self.draft
            .request(&self.shared.base, credential, &self.shared.headers)
    }

    #[cfg_attr(
        not(any(feature = "metrics", feature = "tracing")),
        expect(unused_variables, reason = "only observers are told the number")
    )]
    async fn attempt(&self, request: Request, number: u32) -> Verdict {
        let began = self.shared.time.now();
        #[cfg(feature = "metrics")]
        let own_id = match self.shared.observer {
            Some(_) => request.headers().get(CORRELATION_ID).cloned(),
            None => None,
        };
        let deadline = match self.shared.deadlines.attempt {
            Some(limit) => Time::after(began, limit).min(self.deadline()),
            None => self.deadline(),
        };
        #[cfg(feature = "tracing")]
        let span = crate::call::trace::attempt_span(self.operation, number, &self.shared.base);
        #[cfg(feature = "opentelemetry")]
        let request = {
            let mut request = request;
            crate::call::trace::propagate(&span, request.headers_mut());
            request
        };
        let sent = self.send(request);
        #[cfg(feature = "tracing")]
        let sent = tracing::Instrument::instrument(sent, span.clone());
        let sent = self.shared.time.timeout_at(deadline, sent).await;
        let result =
            sent.unwrap_or_else(|_| Err(Error::timeout(deadline.saturating_duration_since(began))));
        let is_call_over = self.shared.time.now() >= self.deadline();
        #[cfg(feature = "metrics")]
        self.tell(&result, number, began, own_id.as_ref());
        #[cfg(feature = "tracing")]
        crate::call::trace::attempted(
            &span,
            number,
            &result,
            self.shared.time.now().saturating_duration_since(began),
        );
        match result {
            Ok(answer) => self.judge(answer),
            Err(error) => self.judge_failure(error, is_call_over),
        }
    }

    async fn send(&self, request: Request) -> Result<Answer, Error> {
        let executed = AssertUnwindSafe(self.shared.execute(request)).catch_unwind();
        let mut response = executed.await.map_err(|_| Error::http_panicked())??;
        let status = response.status();
        let headers = std::mem::take(response.headers_mut());
        if length_of(&headers) > HEADERS_CAP {
            return Err(Error::too_large(HEADERS_CAP, status, &headers));
        }
        if self.draft.wants_file()
            && download::is_file(status, &headers)
            && encoding_of(&headers).is_none()
        {
            *response.headers_mut() = headers.clone();
            return Ok(Answer {
                status,
                headers,
                body: Bytes::new(),
                attempts: 1,
                file: Some(Box::new(response)),
            });
        }
        let cap = self.shared.body_cap;
        let body = if self.draft.is_form() {
            read_body::<Wiped>(&mut response, cap, status, &headers).await?
        } else {
            read_body::<Vec<u8>>(&mut response, cap, status, &headers).await?
        };
        Ok(Answer {
            status,
            headers,
            body,
            attempts: 1,
            file: None,
        })
    }

    fn judge(&self, answer: Answer) -> Verdict {
        let Answer {
            status,
            headers,
            body,
            ..
        } = &answer;
        if status.is_success() {
            return Verdict::Done(answer);
        }
        if status.is_redirection() {
            let error = Error::redirect(*status, headers);
            // These send the same request elsewhere; any other may come after it was carried out.
            let is_undone = matches!(status.as_u16(), 301 | 302 | 307 | 308);
            return Verdict::Failed(if self.is_safe || is_undone {
                error
            } else {
                error.with_outcome_unknown()
            });
        }
        let asked = retry_after::read(headers);
        let error = Error::api(*status, headers, body, asked);
        if *status == StatusCode::UNAUTHORIZED {
            return Verdict::Refused(error);
        }
        // An identical request is running: a retry would only be refused again.
        if error.is_duplicate_request() {
            return Verdict::Failed(error);
        }
        // 429 says that nothing was done, and so does 503 with `Retry-After`.
        let is_undone = *status == StatusCode::TOO_MANY_REQUESTS
            || (*status == StatusCode::SERVICE_UNAVAILABLE && asked.is_some());
        // Only a status of the client's own fault says so as well; 101 and 600 say nothing.
        let is_ambiguous = !status.is_client_error() || *status == StatusCode::REQUEST_TIMEOUT;
        let error = if !self.is_safe && !is_undone && is_ambiguous {
            error.with_outcome_unknown()
        } else {
            error
        };
        if !self.is_repeatable && !is_undone {
            return Verdict::Failed(error);
        }
        let policy = &self.shared.retry;
        if !policy.counts(Outcome::Status(status.as_u16())) {
            return Verdict::Failed(error);
        }
        match asked {
            Some(wait) if wait > policy.retry_after => Verdict::Failed(error),
            // A date in the past is not a usable wait.
            asked => Verdict::Again(error, asked.filter(|wait| !wait.is_zero())),
        }
    }

    fn judge_failure(&self, error: Error, is_call_over: bool) -> Verdict {
        let outcome = match error.kind() {
            ErrorKind::Connect => Outcome::Connect,
            ErrorKind::Timeout => Outcome::TimedOut,
            ErrorKind::Transport => Outcome::Broken,
            ErrorKind::TooLarge if !self.is_safe => {
                return Verdict::Failed(error.with_outcome_unknown());
            }
            _ => return Verdict::Failed(error),
        };
        let is_unsent = outcome == Outcome::Connect;
        let error = if self.is_safe || is_unsent {
            error
        } else {
            error.with_outcome_unknown()
        };
        if !self.is_repeatable && !is_unsent {
            return Verdict::Failed(error);
        }
        if is_call_over || !self.shared.retry.counts(outcome) {
            return Verdict::Failed(error);
        }
        Verdict::Again(error, None)
    }

    #[cfg(feature = "metrics")]
    fn tell(
        &self,
        result: &Result<Answer, Error>,
        attempt: u32,
        began: Instant,
        own_id: Option<&HeaderValue>,
    ) {
        let Some(observer) = &self.shared.observer else {
            return;
        };
        let answer = result.as_ref().ok();
        let answered_id = answer.and_then(|answer| answer.headers.get(CORRELATION_ID));
        let event = crate::AttemptEvent {
            operation: self.operation,
            attempt,
            status: answer.map(|answer| answer.status.as_u16()),
            failure: result.as_ref().err().map(Error::kind),
            duration: self.shared.time.now().saturating_duration_since(began),
            has_foreign_id: own_id.is_some() && answered_id.is_some() && own_id != answered_id,
        };
        let _ = unharmed(|| observer.attempt(&event));
    }
}

/// How many bytes the headers of an answer may have; Lean's have less than one thousand.
const HEADERS_CAP: usize = 32 * 1024;

fn length_of(headers: &HeaderMap) -> usize {
    headers
        .iter()
        .map(|(name, value)| name.as_str().len() + value.len())
        .sum()
}

/// What the pieces of a body are put together in.
trait Whole: Send {
    fn with_room(bytes: usize) -> Self;
    fn length(&self) -> usize;
    fn add(&mut self, piece: &[u8]);
    fn done(self) -> Bytes;
}

impl Whole for Vec<u8> {
    fn with_room(bytes: usize) -> Self {
        Self::with_capacity(bytes)
    }

    fn length(&self) -> usize {
        self.len()
    }

    fn add(&mut self, piece: &[u8]) {
        self.extend_from_slice(piece);
    }

    fn done(self) -> Bytes {
        self.into()
    }
}

/// For an answer that is a secret.
impl Whole for Wiped {
    fn with_room(bytes: usize) -> Self {
        Self::with_capacity(bytes)
    }

    fn length(&self) -> usize {
        self.len()
    }

    fn add(&mut self, piece: &[u8]) {
        self.extend(piece);
    }

    fn done(self) -> Bytes {
        self.into_bytes()
    }
}

/// Reads a body, but no more than the cap.
async fn read_body<W: Whole>(
    response: &mut reqwest::Response,
    cap: usize,
    status: StatusCode,
    headers: &HeaderMap,
) -> Result<Bytes, Error> {
    let too_large = || Error::too_large(cap, status, headers);
    let announced = headers
        .get(header::CONTENT_LENGTH)
        .and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|length| length > cap) {
        return Err(too_large());
    }
    let Some(first) = response.chunk().await.map_err(Error::from_reqwest)? else {
        return Ok(Bytes::new());
    };
    if first.len() > cap {
        return Err(too_large());
    }
    let Some(second) = response.chunk().await.map_err(Error::from_reqwest)? else {
        return Ok(first);
    };
    // The announced length may be wrong: it is a hint, up to the cap and to the default one, and the
    // buffer grows as needed.
    let most = cap.min(DEFAULT_BODY_CAP);
    let capacity = announced.unwrap_or(first.len() * 2).min(most);
    let mut whole = W::with_room(capacity.max(first.len()));
    whole.add(&first);
    let mut next = Some(second);
    while let Some(chunk) = next {
        if whole.length() + chunk.len() > cap {
            return Err(too_large());
        }
        whole.add(&chunk);
        next = response.chunk().await.map_err(Error::from_reqwest)?;
    }
    Ok(whole.done())
}
