//! `POST /reports/v2/customers`: a customer with a link to connect a bank.

use leantech_core::AppUserId;
use leantech_reports::types::{
    CreateCustomerForReportsRequest, ReportAccountHolderType, ReportCustomer, ReportIdentifierType,
};

use crate::exchange::Exchange;
use crate::life::links::{self, NewLink};
use crate::memory::permission_set::PermissionSet;
use crate::memory::rows::{LinkRow, NamedBy};
use crate::memory::state::{IdKind, State};
use crate::mock::random::Random;
use crate::wire::answer::Answer;

/// Where the customer connects; the sandbox's first mock bank.
const BANK: &str = "LEA1_SAMAOB_SAU";

pub(super) fn create(exchange: &Exchange<'_>) -> Result<Answer, Answer> {
    use ReportIdentifierType::{CommercialRegistration, NationalId, UnifiedNumber};
    let request: CreateCustomerForReportsRequest = exchange.read_body()?;
    let needed = match request.account_type {
        ReportAccountHolderType::Business => &[CommercialRegistration, UnifiedNumber][..],
        _ => &[NationalId],
    };
    let identifiers = request.identifiers.unwrap_or_default();
    for kind in needed {
        if !identifiers.iter().any(|given| given.type_ == *kind) {
            let message = format!("an identifier of the type {} is required", kind.as_str());
            return Err(exchange.missing("/body/identifiers", &message));
        }
    }
    let mut state = exchange.shared.state();
    let app_user_id: AppUserId = state.new_id(IdKind::Report);
    let position = state.add_customer(&app_user_id, exchange.now);
    // Where the browser goes afterwards depends on the link, whose id is not known before.
    let link = NewLink {
        customer: position,
        named_by: NamedBy::CustomerId,
        bank_identifier: BANK.into(),
        success_redirect_url: String::new(),
        failure_redirect_url: String::new(),
        permissions: PermissionSet::all(),
        withheld: Vec::new(),
        expires: None,
        transactions_from: None,
    };
    let consent = links::add(&mut state, link, exchange.now);
    let address = address(exchange.base_url, &key(state.seed, &consent));
    let link = state.links.position(&consent);
    if let Some(link) = link.and_then(|link| state.links.at_mut(link)) {
        link.success_redirect_url = format!("{address}?success=true");
        link.failure_redirect_url = format!("{address}?success=false");
    }
    let customer_id = state.customers.at(position).map(|row| row.id.clone());
    drop(state);
    let mut customer = ReportCustomer::new().hyperlink(address);
    customer.customer_id = customer_id;
    Ok(Answer::ok(&customer))
}

fn address(base_url: &str, key: &str) -> String {
    format!("{base_url}/hyperlink/{key}")
}

/// What stands in the address for a link.
fn key(seed: u64, bank_consent_id: &str) -> String {
    /// Keeps these apart from all other ids of the same seed.
    const HYPERLINKS: u64 = 1 << 34;
    let number = bank_consent_id.parse().unwrap_or_default();
    Random::stream(seed, &[HYPERLINKS, number]).uuid()
}

/// Where a hyperlink leads the customer's browser: to the bank, which says so when the customer
/// has been there.
pub(crate) fn hyperlink(exchange: &Exchange<'_>, wanted: &str) -> Option<String> {
    let state = exchange.shared.state();
    let link = find(&state, wanted)?;
    let url = links::redirect_url(
        exchange.base_url,
        &link.bank_consent_id,
        &link.bank_identifier,
    );
    drop(state);
    // Unlike that of Lean's answers, an address in a header must hold no space.
    Some(url.replace(' ', "%20"))
}

fn find<'s>(state: &'s State, wanted: &str) -> Option<&'s LinkRow> {
    let mut links = state.links.rows().iter().rev();
    links.find(|link| key(state.seed, &link.bank_consent_id) == wanted)
}
