//! The bank's page, where the customer decides on a request.

pub(crate) mod ask;
pub(crate) mod closed;
pub(crate) mod view;

use http::StatusCode;
use url::form_urlencoded;

use super::policy::Policy;
use super::{reply, visit};
use crate::exchange::Exchange;
use crate::life::decision::{self, CONSENT_REJECTED, Undecidable};
use crate::memory::link::attempt::Outcome;
use crate::mock::persona::AccountKind;
use crate::wire::answer::Answer;
use crate::wire::language::Language;
use ask::Ask;
use closed::Closed;
use view::Mistake;

/// What the form's buttons say when the bank is to fail.
const FAILURES: [&str; 2] = ["BANK_ISSUE", "UNSEEN_BANK_ERROR"];

/// The page, or why there is none any more.
pub(crate) fn show(exchange: &Exchange<'_>) -> Answer {
    let language = Language::of(exchange.query.value("lang").as_deref(), exchange.headers);
    let id = exchange.query.value("consent").unwrap_or_default();
    match open(exchange, &id) {
        Ok(ask) => page(&ask, language, None),
        Err(why) => closed::page(language, &why),
    }
}

/// Takes the decision and sends the browser where Lean would.
pub(crate) fn decide(exchange: &Exchange<'_>) -> Answer {
    let form = Form::read(exchange.body);
    let language = Language::of(form.language.as_deref(), exchange.headers);
    if !exchange.is_own() {
        return closed::page(language, &Closed::Foreign(Some(form.consent)));
    }
    let ask = match open(exchange, &form.consent) {
        Ok(ask) => ask,
        Err(why) => return closed::page(language, &why),
    };
    let shared = exchange.shared;
    let decided = match form.decision.as_str() {
        "approve" if form.accounts.is_empty() => {
            return page(&ask, language, Some(Mistake::NoAccount));
        }
        "approve" => decision::approve(shared, &form.consent, Some(&form.accounts)),
        "reject" => decision::reject(shared, &form.consent, CONSENT_REJECTED),
        failure if FAILURES.contains(&failure) => decision::reject(shared, &form.consent, failure),
        _ => return page(&ask, language, Some(Mistake::NoDecision)),
    };
    let url = match decided {
        Ok(url) => url,
        Err(why) => return closed::page(language, &why.into()),
    };
    let failure = (form.decision != "approve").then(|| match form.decision.as_str() {
        "reject" => CONSENT_REJECTED.to_owned(),
        other => other.to_owned(),
    });
    let next = match &ask.visit {
        None => reply::redirect(&url),
        Some((id, _)) => {
            let outcome = Outcome {
                failure,
                redirect_url: url,
            };
            shared
                .attempts
                .change(id, |attempt| attempt.outcome = Some(outcome));
            reply::redirect(&visit::end(id))
        }
    };
    next.unwrap_or_else(|| closed::page(language, &Closed::Nowhere))
}

/// The request behind a link that can still be decided on.
fn open(exchange: &Exchange<'_>, id: &str) -> Result<Ask, Closed> {
    let visit = exchange.shared.attempts.of_consent(id);
    Ask::of(exchange.shared, id, visit)
}

fn page(ask: &Ask, language: Language, mistake: Option<Mistake>) -> Answer {
    let status = match mistake {
        None => StatusCode::OK,
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let visit = ask.visit.as_ref();
    let dialog = visit.map(|(id, attempt)| visit::dialog(id, attempt, "BANK_AUTHORISATION"));
    let policy = match visit {
        // The form ends at the application, whose page the browser then shows.
        None => Policy::new()
            .form_may_end_at(&ask.success_url)
            .form_may_end_at(&ask.failure_url),
        // The form ends at the sandbox's own page, which tells the dialog.
        Some((_, attempt)) => Policy::new().with_script().framed_by(&attempt.origin),
    };
    reply::page(
        status,
        &policy,
        view::page(ask, language, mistake, dialog.as_ref()),
    )
}

/// What the page's form sends.
#[derive(Debug, Default)]
struct Form {
    consent: String,
    language: Option<String>,
    decision: String,
    accounts: Vec<AccountKind>,
}

impl Form {
    fn read(body: &[u8]) -> Self {
        let mut form = Self::default();
        for (name, value) in form_urlencoded::parse(body) {
            match &*name {
                "consent" => form.consent = value.into_owned(),
                "lang" => form.language = Some(value.into_owned()),
                "decision" => form.decision = value.into_owned(),
                "account" => form.accounts.extend(ask::account_of(&value)),
                _ => {}
            }
        }
        form
    }
}

impl From<Undecidable> for Closed {
    fn from(why: Undecidable) -> Self {
        match why {
            Undecidable::Unknown => Self::Unknown,
            Undecidable::AlreadyDecided => Self::Used,
            Undecidable::Expired => Self::Expired,
        }
    }
}
