//! Creates customers, consents and connections without the steps that a person would take.

use chrono::{DateTime, Utc};
use leantech_core::{AppUserId, CustomerId, Timestamp};
use serde::{Deserialize, Serialize};

use super::inspect;
use super::records::{ConsentRecord, ConsentState, CustomerRecord, EntityRecord};
use crate::life::consent_end;
use crate::life::decision::{self, CONSENT_REJECTED};
use crate::life::links::{self, NewLink};
use crate::memory::ksa_codes;
use crate::memory::permission_set::PermissionSet;
use crate::memory::rows::{NamedBy, Standing};
use crate::memory::shared::Shared;
use crate::memory::state::State;
use crate::mock::banks::{self, MOCK_BANKS};
use crate::mock::persona::AccountKind;

/// A consent to create in any state, with everything it needs: its customer, its connect
/// link, its connection.
///
/// ```
/// use leantech_sandbox::{ConsentState, NewConsent};
///
/// // A customer whose consent to read accounts has expired.
/// let consent = NewConsent::of("prod_usr_1246").permissions(&["accounts"])
///     .state(ConsentState::Expired);
/// # let _ = consent;
/// ```
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct NewConsent {
    #[serde(skip_serializing_if = "Option::is_none")]
    customer_id: Option<CustomerId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    app_user_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bank_identifier: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    permissions: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    withheld_scopes: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    accounts: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<ConsentState>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_at: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    transactions_from: Option<DateTime<Utc>>,
}

impl NewConsent {
    /// A consent of the customer with this application id, who is created if there is none.
    /// It is authorised, at the first mock bank, with every permission and account, for 24 hours,
    /// unless set otherwise.
    pub fn of(app_user_id: impl Into<String>) -> Self {
        Self {
            app_user_id: Some(app_user_id.into()),
            ..Self::default()
        }
    }

    /// A consent of the customer with this id from Lean, who must exist.
    pub fn of_customer(customer_id: CustomerId) -> Self {
        Self {
            customer_id: Some(customer_id),
            ..Self::default()
        }
    }

    /// The bank, such as `LEA2_SAMAOB_SAU`.
    #[must_use]
    pub fn bank(mut self, identifier: impl Into<String>) -> Self {
        self.bank_identifier = Some(identifier.into());
        self
    }

    /// The permissions, as Lean names them, such as `accounts`.
    #[must_use]
    pub fn permissions<W: AsRef<str>>(mut self, words: &[W]) -> Self {
        self.permissions = Some(words.iter().map(|word| word.as_ref().into()).collect());
        self
    }

    /// Codes of the Saudi standard that the bank withholds although the permissions ask for them,
    /// such as `ReadTransactionsDetail`. The open-banking calls that need one of
    /// them are refused, those that can do without it return less.
    #[must_use]
    pub fn withheld_scopes<W: AsRef<str>>(mut self, codes: &[W]) -> Self {
        self.withheld_scopes = codes.iter().map(|code| code.as_ref().into()).collect();
        self
    }

    /// The kinds of accounts that the customer picks: `CURRENT`, `SAVINGS`, `CREDIT`,
    /// `CHARGE_CARD`, `EMONEY`, `PREPAID`, `UNSUPPORTED`.
    #[must_use]
    pub fn accounts<W: AsRef<str>>(mut self, kinds: &[W]) -> Self {
        self.accounts = Some(kinds.iter().map(|kind| kind.as_ref().into()).collect());
        self
    }

    /// The state of the consent.
    #[must_use]
    pub fn state(mut self, state: ConsentState) -> Self {
        self.state = Some(state);
        self
    }

    /// When the consent ends.
    #[must_use]
    pub fn expires_at(mut self, at: DateTime<Utc>) -> Self {
        self.expires_at = Some(at);
        self
    }

    /// Where the readable history begins.
    #[must_use]
    pub fn transactions_from(mut self, at: DateTime<Utc>) -> Self {
        self.transactions_from = Some(at);
        self
    }
}

/// Why something cannot be made.
pub(crate) type Mistake = &'static str;

/// Makes a customer.
pub(crate) fn customer(shared: &Shared, app_user_id: &str) -> Result<CustomerRecord, Mistake> {
    let mut state = shared.state();
    if state.app_users.contains_key(app_user_id) {
        return Err("a customer with this app_user_id exists");
    }
    let position = new_customer(&mut state, app_user_id, shared.clock.now())?;
    let row = state.customers.at(position).ok_or(NO_CUSTOMER)?;
    Ok(inspect::customer(&state, row))
}

const NO_CUSTOMER: Mistake = "the customer was not found";

fn new_customer(
    state: &mut State,
    app_user_id: &str,
    now: DateTime<Utc>,
) -> Result<usize, Mistake> {
    /// As Lean's documents have it.
    const LONGEST: usize = 255;
    let id = AppUserId::try_from(app_user_id)
        .ok()
        .filter(|id| id.as_str().chars().count() <= LONGEST)
        .ok_or("app_user_id must have 1 to 255 characters and not only dots")?;
    Ok(state.add_customer(&id, now))
}

/// Makes a consent, and whatever it needs.
pub(crate) fn consent(shared: &Shared, new: &NewConsent) -> Result<ConsentRecord, Mistake> {
    let reached = new.state.unwrap_or(ConsentState::Authorised);
    let picked = new.accounts.as_deref().map(kinds).transpose()?;
    let id = link(shared, new, reached)?;
    let decided = match reached {
        ConsentState::AwaitingAuthorisation | ConsentState::Lapsed => Ok(String::new()),
        ConsentState::Rejected => decision::reject(shared, &id, CONSENT_REJECTED),
        ConsentState::Failed => decision::reject(shared, &id, "BANK_ISSUE"),
        ConsentState::Authorised | ConsentState::Revoked | ConsentState::Expired => {
            decision::approve(shared, &id, picked.as_deref())
        }
    };
    decided.map_err(|_| "expires_at must be later than the sandbox's time")?;
    match reached {
        ConsentState::Revoked => consent_end::end(shared, &id, Standing::Revoked),
        ConsentState::Expired => consent_end::end(shared, &id, Standing::Expired),
        _ => true,
    };
    let now = shared.clock.now();
    let state = shared.state();
    let link = state.links.find(&id).map(|(_, link)| link);
    link.and_then(|link| inspect::consent(&state, link, shared.hosts.base_url(), now))
        .ok_or(NO_CUSTOMER)
}

/// Makes a connection by an authorised consent.
pub(crate) fn entity(shared: &Shared, new: &NewConsent) -> Result<EntityRecord, Mistake> {
    let consent = consent(shared, new)?;
    let id = consent
        .entity_id
        .ok_or("state must be one with a connection: AUTHORISED, REVOKED or EXPIRED")?;
    let state = shared.state();
    let row = state.live_entity(id.as_str()).map(|(_, row)| row);
    row.and_then(|row| inspect::entity(&state, row))
        .ok_or("the connection was deleted meanwhile")
}

/// The link of a consent that is made; gives the bank's id of it.
fn link(shared: &Shared, new: &NewConsent, reached: ConsentState) -> Result<String, Mistake> {
    let now = shared.clock.now();
    let identifier = new.bank_identifier.as_deref();
    let identifier = identifier.unwrap_or(MOCK_BANKS[0].identifier);
    let bank = banks::find(identifier).ok_or("bank_identifier is not a mock bank")?;
    let permissions = match &new.permissions {
        Some(words) if words.is_empty() => None,
        Some(words) => PermissionSet::from_words(words),
        None => Some(PermissionSet::all()),
    };
    let permissions = permissions.ok_or("permissions must be some of Lean's nine permissions")?;
    if !new
        .withheld_scopes
        .iter()
        .all(|code| ksa_codes::is_known(code))
    {
        return Err("withheld_scopes must be codes of the Saudi standard, such as ReadBalances");
    }
    let mut state = shared.state();
    let customer = match (&new.customer_id, &new.app_user_id) {
        (Some(id), None) => state.customers.position(id.as_str()).ok_or(NO_CUSTOMER)?,
        (None, Some(id)) => match state.app_users.get(id).copied() {
            Some(customer) => customer,
            None => new_customer(&mut state, id, now)?,
        },
        _ => return Err("set either customer_id or app_user_id"),
    };
    let expires = match reached {
        ConsentState::Lapsed => Some(Timestamp::from(now)),
        _ => new.expires_at.map(Timestamp::from),
    };
    let link = NewLink {
        customer,
        named_by: NamedBy::CustomerId,
        bank_identifier: bank.identifier.into(),
        success_redirect_url: "https://app.example.com/?success=true".into(),
        failure_redirect_url: "https://app.example.com/?success=false".into(),
        permissions,
        withheld: new.withheld_scopes.clone(),
        expires,
        transactions_from: new.transactions_from.map(Timestamp::from),
    };
    Ok(links::add(&mut state, link, now))
}

fn kinds(words: &[String]) -> Result<Vec<AccountKind>, Mistake> {
    words
        .iter()
        .map(|word| AccountKind::of_word(word).ok_or("accounts has an unknown kind"))
        .collect()
}

/// How a sandbox starts over.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Beginning {
    /// The seed of ids and data; the one before unless given.
    pub(crate) seed: Option<u64>,
    /// How many customers there are, each connected to a bank.
    pub(crate) customers: u32,
}

/// Forgets everything and creates that many connected customers.
pub(crate) fn begin(shared: &Shared, beginning: &Beginning) -> Result<(), Mistake> {
    /// More would take long to create, with the sandbox's other callers waiting.
    const MOST: u32 = 1000;
    if beginning.customers > MOST {
        return Err("customers must be at most 1000");
    }
    shared.reset(beginning.seed);
    for number in 1..=beginning.customers {
        let bank = MOCK_BANKS.iter().cycle().nth(number as usize - 1);
        let new = NewConsent::of(format!("customer-{number}"))
            .bank(bank.map_or("", |bank| bank.identifier));
        consent(shared, &new)?;
    }
    Ok(())
}
