//! Sets of Lean's nine permissions.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// One of Lean's nine permissions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    Identity,
    Accounts,
    Balance,
    Transactions,
    Identities,
    ScheduledPayments,
    StandingOrders,
    DirectDebits,
    Beneficiaries,
}

impl Access {
    /// In the order of Lean's documents.
    pub(crate) const ALL: [Self; 9] = [
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

    /// The word as Lean spells it.
    pub(crate) fn word(self) -> &'static str {
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

    fn bit(self) -> u16 {
        1 << (self as u16)
    }
}

/// What a customer allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct PermissionSet(u16);

impl PermissionSet {
    /// The set of these words, or `None` where one is none of the nine.
    pub(crate) fn from_words<W: AsRef<str>>(words: impl IntoIterator<Item = W>) -> Option<Self> {
        words.into_iter().try_fold(Self::default(), |set, word| {
            let access = Access::ALL
                .into_iter()
                .find(|access| access.word() == word.as_ref())?;
            Some(Self(set.0 | access.bit()))
        })
    }

    /// All nine.
    pub(crate) fn all() -> Self {
        let bits = Access::ALL.into_iter().map(Access::bit);
        Self(bits.fold(0, |all, bit| all | bit))
    }

    pub(crate) fn contains(self, access: Access) -> bool {
        self.0 & access.bit() != 0
    }

    /// The permissions, in the order of Lean's documents.
    pub(crate) fn iter(self) -> impl Iterator<Item = Access> {
        Access::ALL
            .into_iter()
            .filter(move |access| self.contains(*access))
    }

    /// The words, in the order of Lean's documents.
    pub(crate) fn words(self) -> impl Iterator<Item = &'static str> {
        self.iter().map(Access::word)
    }
}

/// The nine booleans of answers; two documents have a struct of their own for them.
macro_rules! flags {
    ($($flags:path),+) => {$(
        impl From<PermissionSet> for $flags {
            fn from(set: PermissionSet) -> Self {
                let has = |access| set.contains(access);
                Self::new()
                    .identity(has(Access::Identity))
                    .accounts(has(Access::Accounts))
                    .balance(has(Access::Balance))
                    .transactions(has(Access::Transactions))
                    .identities(has(Access::Identities))
                    .scheduled_payments(has(Access::ScheduledPayments))
                    .standing_orders(has(Access::StandingOrders))
                    .direct_debits(has(Access::DirectDebits))
                    .beneficiaries(has(Access::Beneficiaries))
            }
        }
    )+};
}

flags!(
    leantech_consents::types::Permissions,
    leantech_entities::types::Permissions
);

impl Serialize for PermissionSet {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.words())
    }
}

impl<'de> Deserialize<'de> for PermissionSet {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let words = Vec::<String>::deserialize(deserializer)?;
        Self::from_words(&words).ok_or_else(|| serde::de::Error::custom("an unknown permission"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_go_in_and_come_out() {
        let set = PermissionSet::from_words(["beneficiaries", "balance"]);
        assert_eq!(
            set.map(|set| set.words().collect::<Vec<_>>()),
            Some(vec!["balance", "beneficiaries"])
        );
        assert_eq!(PermissionSet::from_words(["balances"]), None);
    }
}
