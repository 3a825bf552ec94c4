//! Which codes of the Saudi standard each of Lean's permissions asks the bank for, both ways.
//!
//! Source: KSA guide, table of permissions for the standard 2022.11.01-final-errata2. Rows are sets:
//! their order in the guide means nothing.

use leantech_core::Operation;

use crate::permission::ksa_scope::{KsaScope, KsaScopes};
use crate::permission::{Permission, PermissionSet};

/// The three codes behind both `identity` and `identities`: Lean offers two calls, the standard one
/// consent.
const PARTY: KsaScopes = KsaScopes::of(&[
    KsaScope::ReadParty,
    KsaScope::ReadPartyPsu,
    KsaScope::ReadPartyPsuIdentity,
]);

impl Permission {
    /// The codes of the Saudi standard that this permission asks the bank for.
    ///
    /// `identity` and `identities` ask for the same three codes; no other two permissions share one.
    ///
    /// ```
    /// use leantech::{KsaScope, Permission};
    ///
    /// let scopes = Permission::Accounts.ksa_scopes();
    /// assert!(scopes.iter().eq([KsaScope::ReadAccountsBasic, KsaScope::ReadAccountsDetail]));
    /// ```
    ///
    /// Source: KSA guide, table of permissions.
    pub const fn ksa_scopes(self) -> KsaScopes {
        match self {
            Self::Accounts => {
                KsaScopes::of(&[KsaScope::ReadAccountsBasic, KsaScope::ReadAccountsDetail])
            }
            Self::Balance => KsaScopes::of(&[KsaScope::ReadBalances]),
            Self::Transactions => KsaScopes::of(&[
                KsaScope::ReadTransactionsBasic,
                KsaScope::ReadTransactionsDetail,
                KsaScope::ReadTransactionsCredits,
                KsaScope::ReadTransactionsDebits,
            ]),
            Self::Identity | Self::Identities => PARTY,
            Self::Beneficiaries => KsaScopes::of(&[
                KsaScope::ReadBeneficiariesBasic,
                KsaScope::ReadBeneficiariesDetail,
            ]),
            Self::ScheduledPayments => KsaScopes::of(&[
                KsaScope::ReadScheduledPaymentsBasic,
                KsaScope::ReadScheduledPaymentsDetail,
            ]),
            Self::StandingOrders => KsaScopes::of(&[
                KsaScope::ReadStandingOrdersBasic,
                KsaScope::ReadStandingOrdersDetail,
            ]),
            Self::DirectDebits => KsaScopes::of(&[KsaScope::ReadDirectDebits]),
        }
    }
}

impl PermissionSet {
    /// The codes of the Saudi standard that these permissions ask the bank for, each once.
    pub fn ksa_scopes(self) -> KsaScopes {
        self.iter().collect()
    }

    /// Whether a consent to these permissions is enough for a call; see [`KsaScopes::permit`].
    ///
    /// The permissions of a consent or an entity are such a set, and every operation of the
    /// areas is in its crate's `operations`:
    ///
    /// ```
    /// # #[cfg(all(feature = "data", feature = "entities"))] {
    /// use leantech::data::operations::{FETCH_ACCOUNTS, FETCH_BALANCES};
    /// use leantech::entities::types::Entity;
    /// use leantech::{Permission, PermissionSet};
    ///
    /// # let answer = r#"{"id": "11111111-1111-4111-8111-111111111111", "permissions": {"accounts": true, "balance": false}}"#;
    /// let entity: Entity = serde_json::from_str(answer)?;        // of `get_entities`, say
    /// let given = entity.permissions.as_ref().map(PermissionSet::from).unwrap_or_default();
    ///
    /// assert!(given.permit(&FETCH_ACCOUNTS));
    /// // Ask the customer for more before this call:
    /// assert_eq!(given.missing_for(&FETCH_BALANCES), Permission::Balance.into());
    /// # }
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub fn permit(self, operation: &Operation) -> bool {
        self.ksa_scopes().permit(operation)
    }

    /// The permissions that a consent to these lacks for a call. Empty when the call may be made.
    ///
    /// `identity` and `identities` both cover who consents: when that is missing both are returned, and
    /// either is enough.
    #[must_use]
    pub fn missing_for(self, operation: &Operation) -> Self {
        let missing = self.ksa_scopes().missing_for(operation);
        missing.iter().flat_map(KsaScope::permissions).collect()
    }
}

impl Permission {
    /// Whether a consent to this permission alone is enough for a call; see
    /// [`KsaScopes::permit`].
    pub fn permits(self, operation: &Operation) -> bool {
        self.ksa_scopes().permit(operation)
    }
}

impl KsaScope {
    /// Whether a consent with this code alone is enough for a call; see [`KsaScopes::permit`].
    pub fn permits(self, operation: &Operation) -> bool {
        KsaScopes::of(&[self]).permit(operation)
    }

    /// The permissions that ask the bank for this code: one, or both `identity` and `identities`.
    ///
    /// A permission in the answer may need further codes; what a set of codes is sufficient for is
    /// [`KsaScopes::granted_permissions`].
    pub fn permissions(self) -> PermissionSet {
        Permission::ALL
            .into_iter()
            .filter(|permission| permission.ksa_scopes().contains(self))
            .collect()
    }
}

impl KsaScopes {
    /// The permissions whose codes are all in this set.
    ///
    /// `identity` and `identities` come together, because their codes are the same. So a conversion
    /// from permissions to codes and back returns what went in, plus the missing one of these two if
    /// the other was there.
    ///
    /// ```
    /// use leantech::{KsaScope, KsaScopes, Permission};
    ///
    /// let scopes: KsaScopes = [KsaScope::ReadBalances, KsaScope::ReadAccountsBasic].into_iter().collect();
    /// // `accounts` needs ReadAccountsDetail as well.
    /// assert_eq!(scopes.granted_permissions(), Permission::Balance.into());
    /// ```
    pub fn granted_permissions(self) -> PermissionSet {
        Permission::ALL
            .into_iter()
            .filter(|permission| self.contains_all(permission.ksa_scopes()))
            .collect()
    }
}

impl From<Permission> for KsaScopes {
    fn from(permission: Permission) -> Self {
        permission.ksa_scopes()
    }
}

impl From<PermissionSet> for KsaScopes {
    fn from(permissions: PermissionSet) -> Self {
        permissions.ksa_scopes()
    }
}
