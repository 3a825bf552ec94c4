//! The dashboard as HTML. Each part that changes has its own id, by which it is updated.

use maud::{Markup, html};

use super::overview::Overview;
use super::shell::{self, Tone, badge, instant, time};

/// The whole page.
pub(super) fn page(overview: &Overview) -> Markup {
    let content = html! {
        h1 { "Sandbox at a glance" }
        p class="hint" { "Serves " code { (overview.base_url) } }
        (clock(overview))
        ul id="counts" class="counts" data-live {
            @for (name, anchor, count) in &overview.counts {
                li { a href={ "#" (anchor) } { strong { (count) } span { (name) } } }
            }
        }
        (links(overview))
        (webhooks(overview))
        (requests(overview))
        (customers(overview))
        (faults(overview))
        (consents(overview))
        (entities(overview))
    };
    shell::around("Dashboard", &content)
}

fn clock(overview: &Overview) -> Markup {
    html! {
        section class="clock" aria-labelledby="clock-title" {
            h2 id="clock-title" { "Clock" }
            p id="clock" data-live {
                strong { (instant(overview.now)) " UTC" } " "
                @if overview.is_frozen { (badge(Tone::Waiting, "stopped")) }
                @else { (badge(Tone::Good, "runs")) }
            }
            form method="post" action="/_sandbox/act" {
                input type="hidden" name="action" value="advance";
                label for="by" { "Advance by" }
                select name="seconds" id="by" {
                    option value="60" { "a minute" }
                    option value="600" { "ten minutes" }
                    option value="3600" selected { "an hour" }
                    option value="86400" { "a day" }
                    option value="2592000" { "thirty days" }
                }
                button type="submit" { "Advance" }
            }
        }
    }
}

/// A part of the page with a table; what there is to say when it is empty.
fn part(id: &str, title: &str, empty: &str, is_empty: bool, table: &Markup) -> Markup {
    html! {
        section id=(id) aria-labelledby={ (id) "-title" } data-live {
            h2 id={ (id) "-title" } { (title) }
            @if is_empty {
                p class="hint" { (empty) }
            } @else {
                div class="scroll" tabindex="0" role="region" aria-labelledby={ (id) "-title" } { (table) }
            }
        }
    }
}

fn head(names: &[&str]) -> Markup {
    html! { thead { tr { @for name in names { th scope="col" { (name) } } } } }
}

/// A form that is one button.
fn button(action: &str, id: &str, label: &str, about: &str) -> Markup {
    html! {
        form method="post" action="/_sandbox/act" class="one" {
            input type="hidden" name="action" value=(action);
            input type="hidden" name="id" value=(id);
            button type="submit" aria-label={ (label) " " (about) } { (label) }
        }
    }
}

fn links(overview: &Overview) -> Markup {
    let table = html! {
        table {
            (head(&["Customer", "Bank", "Asks for", "Expires", "Decide"]))
            tbody {
                @for link in &overview.links {
                    tr {
                        th scope="row" { bdi { (link.app_user_id) } }
                        td data-label="Bank" { (link.bank) }
                        td data-label="Asks for" class="wide" { (link.permissions) }
                        td data-label="Expires" { (instant(link.expires)) }
                        td data-label="Decide" class="actions" {
                            a class="button" href={ "/_sandbox/authorize?consent=" (link.consent) }
                                aria-label={ "Open the bank's page of consent " (link.consent) } { "Open" }
                            (button("approve", &link.consent, "Approve", &link.consent))
                            (button("reject", &link.consent, "Reject", &link.consent))
                        }
                    }
                }
            }
        }
    };
    part(
        "links",
        "Waiting for the customer at the bank",
        "No link is open.",
        overview.links.is_empty(),
        &table,
    )
}

fn webhooks(overview: &Overview) -> Markup {
    let table = html! {
        table {
            (head(&["Webhook", "Made", "State", "Attempts"]))
            tbody {
                @for webhook in &overview.webhooks {
                    tr {
                        th scope="row" { span class="number" { "#" (webhook.number) } " " (webhook.kind) }
                        td data-label="Made" { (time(webhook.created)) }
                        td data-label="State" { (badge(webhook.tone, webhook.word)) }
                        td data-label="Attempts" class="wide" {
                            @for (at, tone, said) in &webhook.attempts {
                                span class="attempt" { (time(*at)) " " (badge(*tone, said)) }
                            }
                            @if let Some(due) = webhook.due.filter(|_| !webhook.attempts.is_empty()) {
                                span class="attempt" { "next at " (time(due)) }
                            }
                            @if webhook.attempts.is_empty() { "none" }
                        }
                    }
                }
            }
        }
    };
    let empty = if overview.has_receiver {
        "None so far."
    } else {
        "None so far; nobody receives them: start the sandbox with --webhook-url."
    };
    part(
        "webhooks",
        "Webhooks",
        empty,
        overview.webhooks.is_empty(),
        &table,
    )
}

fn requests(overview: &Overview) -> Markup {
    let table = html! {
        table {
            (head(&["Request", "At", "Status", "Took"]))
            tbody {
                @for request in &overview.requests {
                    tr {
                        th scope="row" class="path" title=(request.operation) {
                            code { strong { (request.method) } " " (request.path) }
                        }
                        td data-label="At" { (time(request.at)) }
                        td data-label="Status" {
                            @let tone = Tone::of_status(request.status);
                            @match request.status {
                                Some(status) => (badge(tone, &status.to_string())),
                                None => (badge(tone, "dropped")),
                            }
                            @if request.is_struck { " " (badge(Tone::Waiting, "fault")) }
                        }
                        td data-label="Took" class="amount" { (milliseconds(request.took)) " ms" }
                    }
                }
            }
        }
    };
    part(
        "requests",
        "Recent requests",
        "None so far.",
        overview.requests.is_empty(),
        &table,
    )
}

fn milliseconds(took: std::time::Duration) -> String {
    format!("{:.1}", took.as_secs_f64() * 1000.0)
}

fn customers(overview: &Overview) -> Markup {
    let table = html! {
        table {
            (head(&["Customer", "Lean's id", "Entities", "Consents"]))
            tbody {
                @for customer in &overview.customers {
                    tr {
                        th scope="row" {
                            a href={ "/_sandbox/customers/" (customer.id) } { bdi { (customer.app_user_id) } }
                        }
                        td data-label="Lean's id" class="path" { code { (customer.id) } }
                        td data-label="Entities" class="amount" { (customer.entities) }
                        td data-label="Consents" class="amount" { (customer.consents) }
                    }
                }
            }
        }
    };
    part(
        "customers",
        "Customers",
        "None so far.",
        overview.customers.is_empty(),
        &table,
    )
}

fn consents(overview: &Overview) -> Markup {
    let table = html! {
        table {
            (head(&["Consent", "Customer", "Bank", "State", "Ends", "Change"]))
            tbody {
                @for consent in &overview.consents {
                    tr {
                        th scope="row" class="path" { code { (consent.id) } }
                        td data-label="Customer" { bdi { (consent.app_user_id) } }
                        td data-label="Bank" { (consent.bank) }
                        td data-label="State" { (badge(consent.tone, consent.word)) }
                        td data-label="Ends" { (instant(consent.expires)) }
                        @if consent.is_active {
                            td data-label="Change" class="actions" {
                                (button("expire", &consent.id, "Expire", &consent.id))
                            }
                        } @else {
                            td data-label="Change" { "–" }
                        }
                    }
                }
            }
        }
    };
    part(
        "consents",
        "Consents",
        "None so far.",
        overview.consents.is_empty(),
        &table,
    )
}

fn entities(overview: &Overview) -> Markup {
    let table = html! {
        table {
            (head(&["Entity", "Customer", "Bank", "Accounts", "Last refresh", "Changed"]))
            tbody {
                @for entity in &overview.entities {
                    tr {
                        th scope="row" class="path" { code { (entity.id) } }
                        td data-label="Customer" { bdi { (entity.app_user_id) } }
                        td data-label="Bank" { (entity.bank) }
                        td data-label="Accounts" class="amount" { (entity.accounts) }
                        td data-label="Last refresh" { (badge(entity.tone, entity.refresh)) }
                        td data-label="Changed" { (instant(entity.updated)) }
                    }
                }
            }
        }
    };
    part(
        "entities",
        "Entities",
        "None so far.",
        overview.entities.is_empty(),
        &table,
    )
}

fn faults(overview: &Overview) -> Markup {
    html! {
        section id="faults" aria-labelledby="faults-title" data-live {
            h2 id="faults-title" { "Faults" }
            @if overview.faults.is_empty() {
                p class="hint" { "None: every request gets its real answer." }
            } @else {
                ul class="faults" { @for fault in &overview.faults { li { (fault) } } }
                (button("clear-faults", "", "Remove all faults", ""))
            }
        }
    }
}
