//! Lean's nine permissions for what a customer agrees to share, and sets of them.
//!
//! It uses no other room.

pub(crate) mod ksa_map;
pub(crate) mod ksa_scope;
#[cfg(any(feature = "consents", feature = "entities", feature = "data"))]
pub(crate) mod shapes;

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// One kind of data that a customer agrees to share, as Lean names it.
///
/// The same nine values are in the request for a connect link, in the configuration of the `LinkSDK`,
/// in webhooks and, as the keys of an object of booleans, in consents and entities. What each of
/// them means at the bank, in the codes of the Saudi standard, is a [`KsaScopes`](crate::KsaScopes).
///
/// ```
/// use leantech::Permission;
///
/// let permission: Permission = "scheduled_payments".parse()?;
/// assert_eq!(permission, Permission::ScheduledPayments);
/// assert_eq!(permission.as_str(), "scheduled_payments");
/// # Ok::<(), leantech::UnknownPermission>(())
/// ```
///
/// Source: KSA guide, table of permissions; KSA reference, `createConnectLink`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "&'static str")]
pub enum Permission {
    /// `identity`: who the consenting customer is.
    Identity,
    /// `accounts`: the list of accounts, and with it the ids that every call about one account needs.
    Accounts,
    /// `balance`: the balances of an account.
    Balance,
    /// `transactions`: the transactions of an account, money in and money out.
    Transactions,
    /// `identities`: the people and companies that hold an account.
    Identities,
    /// `scheduled_payments`: single payments of an account that are set for a later day.
    ScheduledPayments,
    /// `standing_orders`: repeating payments that the customer set up.
    StandingOrders,
    /// `direct_debits`: what others may collect from an account.
    DirectDebits,
    /// `beneficiaries`: the payees saved for an account.
    Beneficiaries,
}

impl Permission {
    /// Every permission, in the order in which Lean's reference lists them.
    pub const ALL: [Self; 9] = [
        Self::Identity,
        Self::Accounts,
        Self::Balance,
        Self::Transactions,
        Self::Identities,
        Self::ScheduledPayments,
        Self::StandingOrders,
        Self::DirectDebits,
        Self::Beneficiaries,
    ];

    /// The value on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Accounts => "accounts",
            Self::Balance => "balance",
            Self::Transactions => "transactions",
            Self::Identities => "identities",
            Self::ScheduledPayments => "scheduled_payments",
            Self::StandingOrders => "standing_orders",
            Self::DirectDebits => "direct_debits",
            Self::Beneficiaries => "beneficiaries",
        }
    }

    const fn bit(self) -> u16 {
        1 << self as u16
    }
}

impl fmt::Display for Permission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl AsRef<str> for Permission {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl From<Permission> for &'static str {
    fn from(permission: Permission) -> Self {
        permission.as_str()
    }
}

#[cfg(feature = "schemars")]
impl schemars::JsonSchema for Permission {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Permission".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let words = Self::ALL.map(Self::as_str);
        schemars::json_schema!({
            "description": "One kind of data that a customer agrees to share, in Lean's own words.",
            "type": "string",
            "enum": words
        })
    }
}

#[cfg(feature = "schemars")]
impl schemars::JsonSchema for PermissionSet {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "PermissionSet".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let word = generator.subschema_for::<Permission>();
        schemars::json_schema!({
            "description": "What a customer agrees to share: a list of permissions, whose order means nothing.",
            "type": "array",
            "items": word
        })
    }
}

impl FromStr for Permission {
    type Err = UnknownPermission;

    /// Reads one of the nine values; case matters.
    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|permission| permission.as_str() == word)
            .ok_or_else(|| UnknownPermission { word: word.into() })
    }
}

impl TryFrom<&str> for Permission {
    type Error = UnknownPermission;

    fn try_from(word: &str) -> Result<Self, Self::Error> {
        word.parse()
    }
}

impl TryFrom<String> for Permission {
    type Error = UnknownPermission;

    fn try_from(word: String) -> Result<Self, Self::Error> {
        word.parse()
    }
}

/// A text that is not one of Lean's nine permissions.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct UnknownPermission {
    word: Box<str>,
}

impl UnknownPermission {
    /// The complete text that was read.
    pub fn word(&self) -> &str {
        &self.word
    }
}

impl fmt::Display for UnknownPermission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "could not read the permission {}", Quoted(&self.word))
    }
}

impl std::error::Error for UnknownPermission {}

/// Foreign text inside an error: escaped, and cut so that it cannot fill a log.
pub(crate) struct Quoted<'a>(pub(crate) &'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const LONGEST: usize = 64;
        match self.0.char_indices().nth(LONGEST) {
            Some((end, _)) => write!(f, "{:?}…", self.0.get(..end).unwrap_or_default()),
            None => write!(f, "{:?}", self.0),
        }
    }
}

/// A set of [`Permission`]s.
///
/// Lean writes the same concept in two shapes: an array of strings in requests and webhooks,
/// and an object of nine booleans in consents and entities. This set serialises as the array;
/// [`from_flags`](Self::from_flags) and [`to_flags`](Self::to_flags) convert from and to the
/// object. Neither conversion loses anything.
///
/// ```
/// use leantech::{Permission, PermissionSet};
///
/// let asked: PermissionSet = [Permission::Balance, Permission::Accounts].into();
/// assert_eq!(asked.to_string(), "accounts,balance");
/// assert!(asked.contains(Permission::Balance));
/// ```
///
/// Lean refuses an empty array: check [`is_empty`](Self::is_empty) before you send a set made from user
/// input. Source: KSA reference, `createConnectLink`.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "Vec<Permission>", into = "Vec<Permission>")]
pub struct PermissionSet {
    bits: u16,
}

impl PermissionSet {
    /// The empty set.
    pub const EMPTY: Self = Self { bits: 0 };

    /// The set of all nine permissions.
    pub const ALL: Self = Self {
        bits: (1 << Permission::ALL.len()) - 1,
    };

    /// Makes an empty set.
    pub const fn new() -> Self {
        Self::EMPTY
    }

    /// Whether `permission` is in the set.
    pub const fn contains(self, permission: Permission) -> bool {
        self.bits & permission.bit() != 0
    }

    /// Whether every permission of `other` is in this set too.
    pub const fn contains_all(self, other: Self) -> bool {
        self.bits & other.bits == other.bits
    }

    /// Adds `permission`; returns whether it was missing before.
    pub const fn insert(&mut self, permission: Permission) -> bool {
        let was_missing = !self.contains(permission);
        self.bits |= permission.bit();
        was_missing
    }

    /// Removes `permission`; returns whether it was there.
    pub const fn remove(&mut self, permission: Permission) -> bool {
        let was_there = self.contains(permission);
        self.bits &= !permission.bit();
        was_there
    }

    /// How many permissions are in the set, zero to nine.
    pub const fn len(self) -> usize {
        self.bits.count_ones() as usize
    }

    /// Whether the set is empty.
    pub const fn is_empty(self) -> bool {
        self.bits == 0
    }

    /// The permissions of the set, in the order of [`Permission::ALL`].
    pub fn iter(self) -> PermissionIter {
        PermissionIter { rest: self }
    }

    /// Reads Lean's object of nine booleans, given in the order of [`Permission::ALL`].
    ///
    /// A flag that is absent or null grants nothing, like one that is `false`.
    /// Source: KSA guide, answers of consents and entities.
    pub fn from_flags(flags: [Option<bool>; 9]) -> Self {
        Permission::ALL
            .into_iter()
            .zip(flags)
            .filter_map(|(permission, flag)| (flag == Some(true)).then_some(permission))
            .collect()
    }

    /// Lean's object of nine booleans, in the order of [`Permission::ALL`].
    pub fn to_flags(self) -> [bool; 9] {
        Permission::ALL.map(|permission| self.contains(permission))
    }

    /// A warning for developers, when the set is allowed but of little use.
    ///
    /// Everything except `identity` is fetched by the id of an account, and only `accounts` gives such
    /// an id. Lean publishes no rule against such a set, so nothing refuses it: log the text.
    /// Source: KSA documents, "Getting started with data" (inferred).
    ///
    /// ```
    /// use leantech::{Permission, PermissionSet};
    ///
    /// assert!(PermissionSet::from([Permission::Balance]).advice().is_some());
    /// assert!(PermissionSet::from([Permission::Identity]).advice().is_none());
    /// ```
    pub fn advice(self) -> Option<&'static str> {
        let asks_per_account = self
            .iter()
            .any(|permission| permission != Permission::Identity);
        (asks_per_account && !self.contains(Permission::Accounts)).then_some(
            "`accounts` is not asked for: the other data is fetched by account, and only `accounts` gives the ids",
        )
    }
}

impl fmt::Debug for PermissionSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

/// Writes the values with commas between them, and nothing for the empty set.
impl fmt::Display for PermissionSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, permission) in self.iter().enumerate() {
            if position > 0 {
                f.write_str(",")?;
            }
            f.write_str(permission.as_str())?;
        }
        Ok(())
    }
}

/// Reads values separated by commas; blanks around a value do not matter.
impl FromStr for PermissionSet {
    type Err = UnknownPermission;

    fn from_str(words: &str) -> Result<Self, Self::Err> {
        if words.trim().is_empty() {
            return Ok(Self::EMPTY);
        }
        words.split(',').map(|word| word.trim().parse()).collect()
    }
}

impl Extend<Permission> for PermissionSet {
    fn extend<I: IntoIterator<Item = Permission>>(&mut self, permissions: I) {
        for permission in permissions {
            self.insert(permission);
        }
    }
}

impl FromIterator<Permission> for PermissionSet {
    fn from_iter<I: IntoIterator<Item = Permission>>(permissions: I) -> Self {
        let mut set = Self::EMPTY;
        set.extend(permissions);
        set
    }
}

impl<const N: usize> From<[Permission; N]> for PermissionSet {
    fn from(permissions: [Permission; N]) -> Self {
        permissions.into_iter().collect()
    }
}

impl From<Permission> for PermissionSet {
    fn from(permission: Permission) -> Self {
        [permission].into()
    }
}

impl From<Vec<Permission>> for PermissionSet {
    fn from(permissions: Vec<Permission>) -> Self {
        permissions.into_iter().collect()
    }
}

impl From<PermissionSet> for Vec<Permission> {
    fn from(set: PermissionSet) -> Self {
        set.iter().collect()
    }
}

impl IntoIterator for PermissionSet {
    type Item = Permission;
    type IntoIter = PermissionIter;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl IntoIterator for &PermissionSet {
    type Item = Permission;
    type IntoIter = PermissionIter;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// The permissions of a [`PermissionSet`], in the order of [`Permission::ALL`].
#[derive(Debug, Clone)]
pub struct PermissionIter {
    rest: PermissionSet,
}

impl Iterator for PermissionIter {
    type Item = Permission;

    fn next(&mut self) -> Option<Permission> {
        let next = Permission::ALL
            .into_iter()
            .find(|permission| self.rest.contains(*permission))?;
        self.rest.remove(next);
        Some(next)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.rest.len(), Some(self.rest.len()))
    }
}

impl ExactSizeIterator for PermissionIter {}
impl std::iter::FusedIterator for PermissionIter {}
