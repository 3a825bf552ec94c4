//! The customer's decision at the mock bank, and where the browser is sent afterwards.

use chrono::{DateTime, Utc};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::{events, refresh};
use crate::memory::rows::{
    AccountRow, ConsentRow, Decision, EntityRow, LinkRow, NamedBy, Standing,
};
use crate::memory::shared::Shared;
use crate::memory::state::{IdKind, State};
use crate::mock::persona::{AccountKind, PERSONAS};

/// Why the bank cannot decide on a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Undecidable {
    Unknown,
    AlreadyDecided,
    Expired,
}

/// The code for a customer who refused.
pub(crate) const CONSENT_REJECTED: &str = "CONSENT_REJECTED";

/// The customer consents and picks these accounts, or all. Gives the address the browser is sent
/// to.
pub(crate) fn approve(
    shared: &Shared,
    bank_consent_id: &str,
    picked: Option<&[AccountKind]>,
) -> Result<String, Undecidable> {
    let now = shared.clock.now();
    let mut state = shared.state();
    let link = decide(&mut state, bank_consent_id, Decision::Approved, now)?;
    let (entity, is_new) = connect(&mut state, &link, picked, now);
    let consent = state.new_id(IdKind::Consent);
    let consent = add_consent(
        &mut state,
        consent,
        &link,
        Some(entity),
        Standing::Active,
        now,
    );
    if let Some(row) = state.entities.at_mut(entity) {
        row.permissions = link.permissions;
        row.updated = now;
        row.consents.push(consent);
    }
    let attempt: String = state.new_id(IdKind::Attempt);
    let entity_id = state
        .entities
        .at(entity)
        .map(|row| row.id.to_string())
        .unwrap_or_default();
    let url = redirect(
        &state,
        &link,
        &link.success_redirect_url,
        &[("entity_id", &entity_id), ("consent_attempt_id", &attempt)],
    );
    if is_new {
        events::entity_created(shared, &mut state, entity, now);
    } else {
        events::entity_updated(shared, &mut state, entity, now);
    }
    // Lean starts to fetch everything by itself.
    refresh::start(shared, &mut state, entity, now);
    Ok(url)
}

/// The customer refuses, or the bank fails with another word. Gives the address the browser is
/// sent to.
pub(crate) fn reject(
    shared: &Shared,
    bank_consent_id: &str,
    granular_status_code: &str,
) -> Result<String, Undecidable> {
    let now = shared.clock.now();
    let mut state = shared.state();
    let decision = Decision::Failed(granular_status_code.into());
    let link = decide(&mut state, bank_consent_id, decision, now)?;
    let info = if granular_status_code == CONSENT_REJECTED {
        let consent = state.new_id(IdKind::Consent);
        add_consent(&mut state, consent, &link, None, Standing::Rejected, now);
        "The customer refused the consent"
    } else {
        "The bank could not complete the consent"
    };
    Ok(redirect(
        &state,
        &link,
        &link.failure_redirect_url,
        &[
            ("granular_status_code", granular_status_code),
            ("status_additional_info", info),
        ],
    ))
}

/// Marks a link as decided and gives what it asked for.
fn decide(
    state: &mut State,
    id: &str,
    decision: Decision,
    now: DateTime<Utc>,
) -> Result<LinkRow, Undecidable> {
    let (position, link) = state.links.find(id).ok_or(Undecidable::Unknown)?;
    if link.decision.is_some() {
        return Err(Undecidable::AlreadyDecided);
    }
    if link.expires.utc() <= now {
        return Err(Undecidable::Expired);
    }
    let link = state.links.at_mut(position).ok_or(Undecidable::Unknown)?;
    link.decision = Some(decision);
    Ok(link.clone())
}

/// The entity of the link's customer at its bank: the one there is, whose consents end now, or
/// a new one. Says whether it is new.
fn connect(
    state: &mut State,
    link: &LinkRow,
    picked: Option<&[AccountKind]>,
    now: DateTime<Utc>,
) -> (usize, bool) {
    let is_picked = |kind| picked.is_none_or(|picked| picked.contains(&kind));
    let known = state.customers.at(link.customer).and_then(|customer| {
        customer.entities.iter().copied().find(|position| {
            state.entities.at(*position).is_some_and(|entity| {
                !entity.deleted && entity.bank_identifier == link.bank_identifier
            })
        })
    });
    if let Some(entity) = known {
        let former = state
            .entities
            .at(entity)
            .map(|entity| entity.consents.clone())
            .unwrap_or_default();
        for consent in former {
            state.end_consent(consent, Standing::Revoked, now);
        }
        if let Some(row) = state.entities.at_mut(entity) {
            for account in &mut row.accounts {
                account.is_picked = is_picked(account.kind);
            }
        }
        return (entity, false);
    }
    // Those that were not picked have ids too, so that what is picked later changes no id.
    let accounts = AccountKind::ALL
        .into_iter()
        .map(|kind| AccountRow {
            id: state.new_id(IdKind::Account),
            kind,
            is_picked: is_picked(kind),
        })
        .collect();
    let row = EntityRow {
        id: state.new_id(IdKind::Entity),
        customer: link.customer,
        bank_identifier: link.bank_identifier.clone(),
        persona: persona_of(link.customer),
        permissions: link.permissions,
        created: now,
        updated: now,
        deleted: false,
        accounts,
        consents: Vec::new(),
        refreshes: Vec::new(),
    };
    let entity = state.entities.add(row);
    if let Some(customer) = state.customers.at_mut(link.customer) {
        customer.entities.push(entity);
    }
    (entity, true)
}

/// The first customer is the first mock customer of each bank, the second the second.
pub(crate) fn persona_of(customer: usize) -> u64 {
    u64::try_from(customer).unwrap_or(0) % PERSONAS
}

fn add_consent(
    state: &mut State,
    id: leantech_core::ConsentId,
    link: &LinkRow,
    entity: Option<usize>,
    standing: Standing,
    now: DateTime<Utc>,
) -> usize {
    let consent = state.consents.add(ConsentRow {
        id,
        bank_consent_id: link.bank_consent_id.clone(),
        bank_identifier: link.bank_identifier.clone(),
        entity,
        permissions: link.permissions,
        withheld: link.withheld.clone(),
        standing,
        created: now,
        changed: now,
        expires: link.expires.clone(),
        transactions_from: link.transactions_from.clone(),
    });
    if let Some(customer) = state.customers.at_mut(link.customer) {
        customer.consents.push(consent);
    }
    consent
}

/// Everything but RFC 3986's unreserved characters.
const VALUE: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// The application's own address with Lean's parameters behind its own.
fn redirect(state: &State, link: &LinkRow, url: &str, outcome: &[(&str, &str)]) -> String {
    let customer = state.customers.at(link.customer);
    let named = match link.named_by {
        NamedBy::CustomerId => ("customer_id", customer.map(|row| row.id.as_str())),
        NamedBy::AppUserId => ("app_user_id", customer.map(|row| row.app_user_id.as_str())),
    };
    let parameters = [
        (named.0, named.1.unwrap_or_default()),
        ("bank_identifier", &*link.bank_identifier),
    ];
    append(url, parameters.iter().chain(outcome).copied())
}

/// Appends parameters to a URL; what it has stays as it is, a fragment stays at the end.
fn append<'p>(url: &str, parameters: impl Iterator<Item = (&'p str, &'p str)>) -> String {
    let (address, fragment) = match url.split_once('#') {
        Some((address, fragment)) => (address, Some(fragment)),
        None => (url, None),
    };
    let mut appended = address.to_owned();
    let mut mark = match address.split_once('?') {
        None => "?",
        Some((_, "")) => "",
        Some(_) => "&",
    };
    for (name, value) in parameters {
        appended.push_str(mark);
        appended.push_str(name);
        appended.push('=');
        appended.extend(utf8_percent_encode(value, VALUE));
        mark = "&";
    }
    if let Some(fragment) = fragment {
        appended.push('#');
        appended.push_str(fragment);
    }
    appended
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_go_behind_the_url_s_own_and_before_its_fragment() {
        let append = |url| append(url, [("a", "x y"), ("b", "é&")].into_iter());
        assert_eq!(
            append("https://a.example/"),
            "https://a.example/?a=x%20y&b=%C3%A9%26"
        );
        assert_eq!(append("app://done?"), "app://done?a=x%20y&b=%C3%A9%26");
        assert_eq!(
            append("https://a.example/?own=1#top"),
            "https://a.example/?own=1&a=x%20y&b=%C3%A9%26#top"
        );
    }
}
