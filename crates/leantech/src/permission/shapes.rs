//! Permissions in the shapes that Lean's APIs have for them: lists in requests and webhooks, nine
//! booleans in answers.

use crate::permission::{Permission, PermissionSet, UnknownPermission};

/// Conversions between a set and an answer's struct of nine optional booleans.
macro_rules! flags {
    ($($area:literal $flags:path),+ $(,)?) => {$(
        #[cfg(feature = $area)]
        impl From<&$flags> for PermissionSet {
            /// A flag that is true is in the set; false, null and absent ones are not.
            fn from(flags: &$flags) -> Self {
                Permission::ALL
                    .into_iter()
                    .filter(|permission| {
                        let flag = match permission {
                            Permission::Identity => flags.identity,
                            Permission::Accounts => flags.accounts,
                            Permission::Balance => flags.balance,
                            Permission::Transactions => flags.transactions,
                            Permission::Identities => flags.identities,
                            Permission::ScheduledPayments => flags.scheduled_payments,
                            Permission::StandingOrders => flags.standing_orders,
                            Permission::DirectDebits => flags.direct_debits,
                            Permission::Beneficiaries => flags.beneficiaries,
                        };
                        flag == Some(true)
                    })
                    .collect()
            }
        }

        #[cfg(feature = $area)]
        impl From<PermissionSet> for $flags {
            /// All nine are set, to true or false.
            fn from(set: PermissionSet) -> Self {
                let flag = |permission| set.contains(permission);
                Self::new()
                    .identity(flag(Permission::Identity))
                    .accounts(flag(Permission::Accounts))
                    .balance(flag(Permission::Balance))
                    .transactions(flag(Permission::Transactions))
                    .identities(flag(Permission::Identities))
                    .scheduled_payments(flag(Permission::ScheduledPayments))
                    .standing_orders(flag(Permission::StandingOrders))
                    .direct_debits(flag(Permission::DirectDebits))
                    .beneficiaries(flag(Permission::Beneficiaries))
            }
        }
    )+};
}

flags! {
    "consents" leantech_consents::types::Permissions,
    "entities" leantech_entities::types::Permissions,
}

/// Conversions between a permission and a document's own enum of the nine.
macro_rules! enums {
    ($($area:literal $enum:path),+ $(,)?) => {$(
        #[cfg(feature = $area)]
        impl From<Permission> for $enum {
            fn from(permission: Permission) -> Self {
                match permission {
                    Permission::Identity => Self::Identity,
                    Permission::Accounts => Self::Accounts,
                    Permission::Balance => Self::Balance,
                    Permission::Transactions => Self::Transactions,
                    Permission::Identities => Self::Identities,
                    Permission::ScheduledPayments => Self::ScheduledPayments,
                    Permission::StandingOrders => Self::StandingOrders,
                    Permission::DirectDebits => Self::DirectDebits,
                    Permission::Beneficiaries => Self::Beneficiaries,
                }
            }
        }

        #[cfg(feature = $area)]
        impl TryFrom<$enum> for Permission {
            type Error = UnknownPermission;

            /// Fails for a value that a later version of the document has.
            fn try_from(value: $enum) -> Result<Self, Self::Error> {
                value.as_str().parse()
            }
        }

        #[cfg(feature = $area)]
        impl From<PermissionSet> for Vec<$enum> {
            /// In Lean's order, as a request wants them.
            fn from(set: PermissionSet) -> Self {
                set.iter().map(Into::into).collect()
            }
        }
    )+};
}

enums! {
    "consents" leantech_consents::types::Permission,
    "data" leantech_data::types::DataType,
}
