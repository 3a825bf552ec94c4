//! The account-access codes of the Saudi Open Banking standard, and sets of them.

use std::fmt;
use std::str::FromStr;

use leantech_core::Operation;
use serde::{Deserialize, Serialize};

use crate::permission::{Permission, Quoted};

/// One code of the Saudi standard for what an account-access consent lets Lean read at the bank.
///
/// Lean asks the bank for these codes; a client of Lean only ever sends the nine [`Permission`]s.
/// They matter to a service that shows a consent in the standard's terms, or that compares one with
/// what a bank reports.
///
/// The seventeen codes are those of Lean's own table, for the standard's version
/// [`STANDARD_VERSION`](Self::STANDARD_VERSION). Codes of sister standards (`ReadPAN`, `ReadOffers`,
/// `ReadStatementsBasic` …) are not Saudi codes.
///
/// Which fields `Basic` leaves out is described here as in the British standard that the Saudi one is
/// based on; it is not verified for the Saudi text.
///
/// ```
/// use leantech::KsaScope;
///
/// assert_eq!(KsaScope::ReadPartyPsu.as_str(), "ReadPartyPSU");
/// assert_eq!("ReadBalances".parse(), Ok(KsaScope::ReadBalances));
/// ```
///
/// Source: KSA guide, table of permissions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "&'static str")]
pub enum KsaScope {
    /// `ReadAccountsBasic`: accounts without the numbers that identify them.
    ReadAccountsBasic,
    /// `ReadAccountsDetail`: accounts with the numbers that identify them.
    ReadAccountsDetail,
    /// `ReadBalances`: the balances of accounts.
    ReadBalances,
    /// `ReadBeneficiariesBasic`: saved payees without their account numbers.
    ReadBeneficiariesBasic,
    /// `ReadBeneficiariesDetail`: saved payees with their account numbers.
    ReadBeneficiariesDetail,
    /// `ReadStandingOrdersBasic`: standing orders without the payee's account.
    ReadStandingOrdersBasic,
    /// `ReadStandingOrdersDetail`: standing orders with the payee's account.
    ReadStandingOrdersDetail,
    /// `ReadDirectDebits`: direct debits.
    ReadDirectDebits,
    /// `ReadScheduledPaymentsBasic`: scheduled payments without the payee's account.
    ReadScheduledPaymentsBasic,
    /// `ReadScheduledPaymentsDetail`: scheduled payments with the payee's account.
    ReadScheduledPaymentsDetail,
    /// `ReadTransactionsBasic`: transactions without the details of the other side.
    ReadTransactionsBasic,
    /// `ReadTransactionsDetail`: transactions with the details of the other side.
    ReadTransactionsDetail,
    /// `ReadTransactionsCredits`: transactions that brought money in.
    ReadTransactionsCredits,
    /// `ReadTransactionsDebits`: transactions that took money out.
    ReadTransactionsDebits,
    /// `ReadParty`: the parties of an account.
    ReadParty,
    /// `ReadPartyPSU`: the consenting customer as a party.
    ReadPartyPsu,
    /// `ReadPartyPSUIdentity`: the customer's identity number and date of birth.
    ReadPartyPsuIdentity,
}

impl KsaScope {
    /// The version of the Saudi standard that these codes are from, as written in its paths.
    pub const STANDARD_VERSION: &'static str = "2022.11.01-final-errata2";

    /// Every code, accounts first.
    pub const ALL: [Self; 17] = [
        Self::ReadAccountsBasic,
        Self::ReadAccountsDetail,
        Self::ReadBalances,
        Self::ReadBeneficiariesBasic,
        Self::ReadBeneficiariesDetail,
        Self::ReadStandingOrdersBasic,
        Self::ReadStandingOrdersDetail,
        Self::ReadDirectDebits,
        Self::ReadScheduledPaymentsBasic,
        Self::ReadScheduledPaymentsDetail,
        Self::ReadTransactionsBasic,
        Self::ReadTransactionsDetail,
        Self::ReadTransactionsCredits,
        Self::ReadTransactionsDebits,
        Self::ReadParty,
        Self::ReadPartyPsu,
        Self::ReadPartyPsuIdentity,
    ];

    /// The code as the standard writes it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ReadAccountsBasic => "ReadAccountsBasic",
            Self::ReadAccountsDetail => "ReadAccountsDetail",
            Self::ReadBalances => "ReadBalances",
            Self::ReadBeneficiariesBasic => "ReadBeneficiariesBasic",
            Self::ReadBeneficiariesDetail => "ReadBeneficiariesDetail",
            Self::ReadStandingOrdersBasic => "ReadStandingOrdersBasic",
            Self::ReadStandingOrdersDetail => "ReadStandingOrdersDetail",
            Self::ReadDirectDebits => "ReadDirectDebits",
            Self::ReadScheduledPaymentsBasic => "ReadScheduledPaymentsBasic",
            Self::ReadScheduledPaymentsDetail => "ReadScheduledPaymentsDetail",
            Self::ReadTransactionsBasic => "ReadTransactionsBasic",
            Self::ReadTransactionsDetail => "ReadTransactionsDetail",
            Self::ReadTransactionsCredits => "ReadTransactionsCredits",
            Self::ReadTransactionsDebits => "ReadTransactionsDebits",
            Self::ReadParty => "ReadParty",
            Self::ReadPartyPsu => "ReadPartyPSU",
            Self::ReadPartyPsuIdentity => "ReadPartyPSUIdentity",
        }
    }

    const fn bit(self) -> u32 {
        1 << self as u32
    }
}

impl fmt::Display for KsaScope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl AsRef<str> for KsaScope {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl From<KsaScope> for &'static str {
    fn from(scope: KsaScope) -> Self {
        scope.as_str()
    }
}

impl FromStr for KsaScope {
    type Err = UnknownKsaScope;

    /// Reads one of the seventeen codes; case matters.
    fn from_str(code: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|scope| scope.as_str() == code)
            .ok_or_else(|| UnknownKsaScope { code: code.into() })
    }
}

impl TryFrom<String> for KsaScope {
    type Error = UnknownKsaScope;

    fn try_from(code: String) -> Result<Self, Self::Error> {
        code.parse()
    }
}

/// A text that is not one of the seventeen account-access codes.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnknownKsaScope {
    code: Box<str>,
}

impl UnknownKsaScope {
    /// The complete text that was read.
    pub fn code(&self) -> &str {
        &self.code
    }
}

impl fmt::Display for UnknownKsaScope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "could not read the account-access code {}",
            Quoted(&self.code)
        )
    }
}

impl std::error::Error for UnknownKsaScope {}

/// A set of [`KsaScope`]s, made from codes or from the [`Permission`]s that ask for them.
///
/// ```
/// use leantech::{KsaScope, KsaScopes, Permission};
///
/// let scopes: KsaScopes = [Permission::Accounts, Permission::Balance].into_iter().collect();
/// assert!(scopes.contains(KsaScope::ReadBalances));
/// assert!(!scopes.contains(KsaScope::ReadParty));
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "Vec<KsaScope>", into = "Vec<KsaScope>")]
pub struct KsaScopes {
    bits: u32,
}

impl KsaScopes {
    /// The empty set.
    pub const EMPTY: Self = Self { bits: 0 };

    /// The set of all seventeen codes.
    pub const ALL: Self = Self::of(&KsaScope::ALL);

    pub(crate) const fn of(mut scopes: &[KsaScope]) -> Self {
        let mut set = Self::EMPTY;
        while let [first, rest @ ..] = scopes {
            set.insert(*first);
            scopes = rest;
        }
        set
    }

    /// Makes an empty set.
    pub const fn new() -> Self {
        Self::EMPTY
    }

    /// Whether `scope` is in the set.
    pub const fn contains(self, scope: KsaScope) -> bool {
        self.bits & scope.bit() != 0
    }

    /// Whether every code of `other` is in this set too.
    pub const fn contains_all(self, other: Self) -> bool {
        self.bits & other.bits == other.bits
    }

    /// The codes that are in this set, in `other`, or in both.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self {
            bits: self.bits | other.bits,
        }
    }

    /// Adds `scope`; returns whether it was missing before.
    pub const fn insert(&mut self, scope: KsaScope) -> bool {
        let was_missing = !self.contains(scope);
        self.bits |= scope.bit();
        was_missing
    }

    /// How many codes are in the set, zero to seventeen.
    pub const fn len(self) -> usize {
        self.bits.count_ones() as usize
    }

    /// Whether the set is empty.
    pub const fn is_empty(self) -> bool {
        self.bits == 0
    }

    /// Whether a consent with these codes is enough for a call.
    ///
    /// The open-banking calls, the calls that read data, and those of insights name their codes.
    /// An operation whose document names none is always permitted here. Lean decides in the end: a
    /// consent may have expired, and a bank may grant less than was asked for; a call that is refused
    /// for that reason fails with
    /// [`UserPermissionsNotGranted`](leantech_core::ErrorCode::UserPermissionsNotGranted).
    ///
    /// ```
    /// # #[cfg(feature = "open-banking")] {
    /// use leantech::open_banking::operations::{
    ///     GET_ACCOUNT_BALANCES_V1 as BALANCES, GET_ACCOUNTS_V1 as ACCOUNTS,
    /// };
    /// use leantech::{KsaScope, KsaScopes, Permission};
    ///
    /// let consent = KsaScopes::from(Permission::Accounts);
    /// assert!(consent.permit(&ACCOUNTS));
    /// assert!(!consent.permit(&BALANCES));
    /// assert!(consent.missing_for(&BALANCES).contains(KsaScope::ReadBalances));
    /// assert!(consent.union(Permission::Balance.into()).permit(&BALANCES));
    /// # }
    /// ```
    ///
    /// Source: KSA reference, open banking: the codes that each call asks for. Those of data and
    /// insights are inferred from it.
    pub fn permit(self, operation: &Operation) -> bool {
        self.missing_for(operation).is_empty()
    }

    /// The codes that a consent lacks for a call; the first of each list of alternatives, where
    /// none of them is there. Empty when the call may be made.
    #[must_use]
    pub fn missing_for(self, operation: &Operation) -> Self {
        let holds = |code: &&str| code.parse().is_ok_and(|code| self.contains(code));
        let groups = operation.ksa_scopes.iter();
        let lacking = groups.filter(|codes| !codes.iter().any(&holds));
        lacking
            .filter_map(|codes| codes.first()?.parse::<KsaScope>().ok())
            .collect()
    }

    /// The codes of the set, in the order of [`KsaScope::ALL`].
    pub fn iter(self) -> KsaScopeIter {
        KsaScopeIter { rest: self }
    }
}

impl fmt::Debug for KsaScopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

/// Writes the codes with commas between them, and nothing for the empty set.
impl fmt::Display for KsaScopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, scope) in self.iter().enumerate() {
            if position > 0 {
                f.write_str(",")?;
            }
            f.write_str(scope.as_str())?;
        }
        Ok(())
    }
}

impl Extend<KsaScope> for KsaScopes {
    fn extend<I: IntoIterator<Item = KsaScope>>(&mut self, scopes: I) {
        for scope in scopes {
            self.insert(scope);
        }
    }
}

impl Extend<Permission> for KsaScopes {
    fn extend<I: IntoIterator<Item = Permission>>(&mut self, permissions: I) {
        for permission in permissions {
            *self = self.union(permission.ksa_scopes());
        }
    }
}

impl FromIterator<KsaScope> for KsaScopes {
    fn from_iter<I: IntoIterator<Item = KsaScope>>(scopes: I) -> Self {
        let mut set = Self::EMPTY;
        set.extend(scopes);
        set
    }
}

impl FromIterator<Permission> for KsaScopes {
    fn from_iter<I: IntoIterator<Item = Permission>>(permissions: I) -> Self {
        let mut set = Self::EMPTY;
        set.extend(permissions);
        set
    }
}

impl From<Vec<KsaScope>> for KsaScopes {
    fn from(scopes: Vec<KsaScope>) -> Self {
        scopes.into_iter().collect()
    }
}

impl From<KsaScopes> for Vec<KsaScope> {
    fn from(scopes: KsaScopes) -> Self {
        scopes.iter().collect()
    }
}

impl IntoIterator for KsaScopes {
    type Item = KsaScope;
    type IntoIter = KsaScopeIter;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl IntoIterator for &KsaScopes {
    type Item = KsaScope;
    type IntoIter = KsaScopeIter;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// The codes of a [`KsaScopes`], in the order of [`KsaScope::ALL`].
#[derive(Debug, Clone)]
pub struct KsaScopeIter {
    rest: KsaScopes,
}

impl Iterator for KsaScopeIter {
    type Item = KsaScope;

    fn next(&mut self) -> Option<KsaScope> {
        let next = KsaScope::ALL
            .into_iter()
            .find(|scope| self.rest.contains(*scope))?;
        self.rest.bits &= !next.bit();
        Some(next)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.rest.len(), Some(self.rest.len()))
    }
}

impl ExactSizeIterator for KsaScopeIter {}
impl std::iter::FusedIterator for KsaScopeIter {}
