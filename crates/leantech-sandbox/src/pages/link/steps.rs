//! The steps of a visit before the bank: the choice of a bank, the explanation of the consent.

use http::StatusCode;
use maud::{Markup, html};
use url::form_urlencoded;

use crate::exchange::Exchange;
use crate::life::links::{self, NewLink};
use crate::memory::link::attempt::Attempt;
use crate::memory::rows::NamedBy;
use crate::mock::banks::{MOCK_BANKS, MockBank};
use crate::pages::bank::{self, closed};
use crate::pages::layout::{Dialog, Frame};
use crate::pages::policy::Policy;
use crate::pages::visit::{application, dialog};
use crate::pages::{reply, texts};
use crate::wire::answer::Answer;
use crate::wire::language::Language;

/// Where a visit goes on.
pub(super) fn address(id: &str, language: Language) -> String {
    format!("/_sandbox/link/step?attempt={id}&lang={}", language.tag())
}

/// The first page of the dialog, which waits for the configuration.
pub(super) fn loading(exchange: &Exchange<'_>) -> Answer {
    let language = Language::of(exchange.query.value("lang").as_deref(), exchange.headers);
    let origin = exchange.query.value("origin").unwrap_or_default();
    let words = texts::of(language);
    let content = html! {
        p class="lead" role="status" { (words.loading) }
        noscript { p class="problem" { (words.needs_script) } }
    };
    let dialog = Dialog {
        origin: &origin,
        point: "LOADING",
        bank: None,
        correlation: None,
        done: None,
    };
    framed(
        StatusCode::OK,
        language,
        words.loading,
        &dialog,
        None,
        &content,
    )
}

/// The step that a visit is at.
pub(super) fn show(exchange: &Exchange<'_>) -> Answer {
    let id = exchange.query.value("attempt").unwrap_or_default();
    let Some(attempt) = exchange.shared.attempts.get(&id) else {
        let language = Language::of(exchange.query.value("lang").as_deref(), exchange.headers);
        return closed::page(language, &closed::Closed::Expired);
    };
    let language = super::language(exchange, &attempt);
    if attempt.outcome.is_some() {
        return closed::page(language, &closed::Closed::Used);
    }
    if attempt.bank.is_none() {
        choice(&id, &attempt, language)
    } else if attempt.explain {
        explanation(
            &id,
            &attempt,
            language,
            &application(&exchange.shared.settings, &attempt),
        )
    } else {
        to_the_bank(&attempt, language)
    }
}

/// Takes what the customer chose, and goes on.
pub(super) fn take(exchange: &Exchange<'_>) -> Answer {
    let (mut id, mut bank, mut agreed, mut tag) = (String::new(), None, false, None);
    for (name, value) in form_urlencoded::parse(exchange.body) {
        match &*name {
            "attempt" => id = value.into_owned(),
            "bank" => bank = Some(value.into_owned()),
            "agree" => agreed = true,
            "lang" => tag = Some(value.into_owned()),
            _ => {}
        }
    }
    let language = Language::of(tag.as_deref(), exchange.headers);
    if !exchange.is_own() {
        return closed::page(language, &closed::Closed::Foreign(None));
    }
    let known = exchange.shared.attempts.change(&id, |attempt| {
        let offered = |bank: &String| offer(attempt).any(|known| known.identifier == bank);
        if let Some(bank) = bank.filter(offered)
            && attempt.consent.is_none()
        {
            attempt.bank = Some(bank);
        }
        if agreed && attempt.bank.is_some() {
            attempt.explain = false;
        }
    });
    prepare(exchange, &id);
    let next = known.then(|| reply::redirect(&address(&id, language)));
    next.flatten()
        .unwrap_or_else(|| closed::page(language, &closed::Closed::Expired))
}

/// The banks that fit a visit. The mock banks serve persons alone.
fn offer(attempt: &Attempt) -> impl Iterator<Item = &'static MockBank> + use<> {
    let is_empty = attempt.wants_business;
    MOCK_BANKS.iter().filter(move |_| !is_empty)
}

fn choice(id: &str, attempt: &Attempt, language: Language) -> Answer {
    let words = texts::of(language);
    let banks: Vec<_> = offer(attempt).collect();
    let content = html! {
        @if banks.is_empty() {
            h1 { (words.choose_bank) }
            p class="lead" { (words.no_bank) }
        } @else {
            form method="post" action="/_sandbox/link/step" {
                (hidden(id, language))
                fieldset class="banks" aria-describedby="bank-hint" {
                    legend { h1 { (words.choose_bank) } }
                    p id="bank-hint" class="hint" { (words.choose_hint) }
                    @for bank in banks {
                        @let input = format!("bank-{}", bank.number);
                        label for=(input) {
                            input type="radio" name="bank" id=(input) value=(bank.identifier) required;
                            bdi { (bank.name) }
                        }
                    }
                }
                div class="actions" { button type="submit" { (words.proceed) } }
            }
        }
    };
    let dialog = dialog(id, attempt, "BANK_SELECTION");
    framed(
        StatusCode::OK,
        language,
        words.choose_bank,
        &dialog,
        Some(id),
        &content,
    )
}

fn explanation(id: &str, attempt: &Attempt, language: Language, name: &str) -> Answer {
    let words = texts::of(language);
    let content = html! {
        h1 { (words.explain_title) }
        p class="lead" {
            strong { bdi { (name) } } " " (words.explain_purpose)
        }
        (bank::view::permissions(attempt.permissions, language))
        ul class="duties" {
            li { (words.explain_shared) }
            li { (words.explain_revoke) }
            li { (words.explain_charge) }
        }
        form method="post" action="/_sandbox/link/step" {
            (hidden(id, language))
            div class="actions" {
                button type="submit" name="agree" value="yes" { (words.agree) }
            }
        }
    };
    let dialog = dialog(id, attempt, "CONSENT_EXPLANATION");
    framed(
        StatusCode::OK,
        language,
        words.explain_title,
        &dialog,
        Some(id),
        &content,
    )
}

/// Makes the connect link of a visit that has nothing left to choose, once. Only what a person sends
/// leads here; looking at a page changes nothing.
pub(super) fn prepare(exchange: &Exchange<'_>, id: &str) {
    let attempts = &exchange.shared.attempts;
    let Some(attempt) = attempts.get(id) else {
        return;
    };
    let Some(bank) = attempt
        .bank
        .filter(|_| !attempt.explain && attempt.consent.is_none())
    else {
        return;
    };
    let link = NewLink {
        customer: attempt.customer,
        named_by: NamedBy::CustomerId,
        bank_identifier: bank,
        success_redirect_url: attempt.success_redirect_url,
        failure_redirect_url: attempt.fail_redirect_url,
        permissions: attempt.permissions,
        withheld: Vec::new(),
        expires: attempt.expires,
        transactions_from: attempt.transactions_from,
    };
    let consent = links::add(&mut exchange.shared.state(), link, exchange.now);
    attempts.change(id, |attempt| attempt.consent = Some(consent));
}

/// Leads to the bank's page of a visit.
fn to_the_bank(attempt: &Attempt, language: Language) -> Answer {
    let consent = attempt.consent.as_deref().unwrap_or_default();
    let address = format!("{}lang={}", bank::view::address(consent), language.tag());
    reply::redirect(&address).unwrap_or_else(|| closed::page(language, &closed::Closed::Unknown))
}

fn hidden(id: &str, language: Language) -> Markup {
    html! {
        input type="hidden" name="attempt" value=(id);
        input type="hidden" name="lang" value=(language.tag());
    }
}

/// A page of the dialog.
pub(super) fn framed(
    status: StatusCode,
    language: Language,
    title: &str,
    dialog: &Dialog<'_>,
    id: Option<&str>,
    content: &Markup,
) -> Answer {
    let switch = id.map(|id| format!("/_sandbox/link/step?attempt={id}&"));
    let frame = Frame {
        language,
        title,
        bank: "Lean",
        bank_number: 0,
        switch: switch.as_deref(),
        dialog: Some(dialog),
    };
    let policy = Policy::new().with_script().framed_by(dialog.origin);
    reply::page(status, &policy, frame.around(content))
}
