//! The bank's page as HTML.

use maud::{Markup, html};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::FAILURES;
use super::ask::{Ask, word_of};
use crate::memory::ksa_codes;
use crate::memory::permission_set::PermissionSet;
use crate::pages::layout::{Dialog, Frame};
use crate::pages::moment;
use crate::pages::texts::{self, Words};
use crate::wire::language::Language;

/// What was wrong with the form that was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mistake {
    NoAccount,
    NoDecision,
}

/// The page's own address, to which a parameter can be added.
pub(crate) fn address(consent: &str) -> String {
    let consent = utf8_percent_encode(consent, NON_ALPHANUMERIC);
    format!("/_sandbox/authorize?consent={consent}&")
}

/// The whole page.
pub(crate) fn page(
    ask: &Ask,
    language: Language,
    mistake: Option<Mistake>,
    dialog: Option<&Dialog<'_>>,
) -> Markup {
    let words = texts::of(language);
    let title = match mistake {
        None => words.title.to_owned(),
        Some(_) => format!("{}: {}", words.problem, words.title),
    };
    let content = html! {
        h1 { (words.title) }
        @if let Some(mistake) = mistake { (problem(mistake, words)) }
        p class="lead" {
            strong { bdi { (ask.application) } } " " (words.asks_for) " " bdi { (ask.bank.name) } ". "
            (words.through)
        }
        (permissions(ask.permissions, language))
        (span(ask, language))
        form method="post" action="/_sandbox/authorize" {
            input type="hidden" name="consent" value=(ask.consent);
            input type="hidden" name="lang" value=(language.tag());
            (accounts(ask, language, mistake))
            (decision(words))
        }
    };
    Frame {
        language,
        title: &title,
        bank: ask.bank.name,
        bank_number: ask.bank.number,
        switch: Some(&address(&ask.consent)),
        dialog,
    }
    .around(&content)
}

fn problem(mistake: Mistake, words: &Words) -> Markup {
    html! {
        div class="problem" role="alert" {
            h2 { (words.problem) }
            p {
                @match mistake {
                    Mistake::NoAccount => a href="#account-current" { (words.no_account) },
                    Mistake::NoDecision => a href="#decision" { (words.decide) },
                }
            }
        }
    }
}

/// What the application will see, in plain words and in the standard's codes.
pub(crate) fn permissions(set: PermissionSet, language: Language) -> Markup {
    let words = texts::of(language);
    html! {
        section aria-labelledby="permissions" {
            h2 id="permissions" { (words.sees) }
            ul class="permissions" {
                @for access in set.iter() {
                    @let (name, sentence) = texts::permission(language, access);
                    li { strong { (name) } span { (sentence) } }
                }
            }
            details class="scopes" {
                summary { (words.scopes) }
                table {
                    thead {
                        tr { th scope="col" { (words.permission) } th scope="col" { (words.codes) } }
                    }
                    tbody {
                        @for access in set.iter() {
                            tr {
                                th scope="row" {
                                    code lang="en" dir="ltr" { (access.word()) }
                                }
                                td {
                                    @for scope in ksa_codes::of(access) {
                                        code lang="en" dir="ltr" { (scope) } " "
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Until when, and for which span of transactions.
fn span(ask: &Ask, language: Language) -> Markup {
    let words = texts::of(language);
    let has_transactions = ask
        .permissions
        .contains(crate::memory::permission_set::Access::Transactions);
    let expires = ask.expires.date_time();
    let from = ask.transactions_from.date_time();
    html! {
        section aria-labelledby="span" {
            h2 id="span" { (words.how_long) }
            dl class="facts" {
                div {
                    dt { (words.until) }
                    dd { time datetime=(expires.to_rfc3339()) { (moment::instant(language, &expires)) } }
                }
                @if has_transactions {
                    div {
                        dt { (words.span) }
                        dd {
                            (words.from) " "
                            time datetime=(from.to_rfc3339()) { (moment::day(language, &from)) }
                            " " (words.to_end)
                        }
                    }
                }
            }
        }
    }
}

fn accounts(ask: &Ask, language: Language, mistake: Option<Mistake>) -> Markup {
    let words = texts::of(language);
    let is_missing = mistake == Some(Mistake::NoAccount);
    let described = if is_missing {
        "accounts-hint accounts-problem"
    } else {
        "accounts-hint"
    };
    html! {
        fieldset class="accounts" aria-describedby=(described) {
            legend { (words.accounts) }
            p id="accounts-hint" class="hint" { (words.accounts_hint) }
            @if is_missing {
                p id="accounts-problem" class="mistake" { (words.no_account) }
            }
            @for account in &ask.accounts {
                @let word = word_of(account.kind);
                label for={ "account-" (word) } {
                    input type="checkbox" name="account" id={ "account-" (word) } value=(word)
                        checked[!is_missing];
                    span { (texts::account(language, account.kind)) }
                    bdi class="number" { (account.number) }
                }
            }
        }
    }
}

fn decision(words: &Words) -> Markup {
    html! {
        section aria-labelledby="decision" {
            h2 id="decision" { (words.decide) }
            div class="actions" {
                button type="submit" name="decision" value="approve" { (words.approve) }
                button type="submit" name="decision" value="reject" class="quiet" { (words.reject) }
            }
            p class="hint" { (words.withdraw) }
        }
        details class="failures" {
            summary { (words.fail) }
            p { (words.fail_hint) }
            div class="actions" {
                @for (failure, label) in FAILURES.into_iter().zip([words.bank_issue, words.unseen_error]) {
                    button type="submit" name="decision" value=(failure) class="quiet" {
                        (label) " " code lang="en" dir="ltr" { (failure) }
                    }
                }
            }
        }
    }
}
