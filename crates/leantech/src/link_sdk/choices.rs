//! The values that a `connect` configuration chooses from.

use leantech_core::closed_enum;

closed_enum! {
    /// The language of the `LinkSDK`; without one it is English.
    ///
    /// Source: `LinkSDK` page for the web.
    pub enum Language {
        /// English.
        English = "en",
        /// Arabic, written from right to left.
        Arabic = "ar",
    }
}

closed_enum! {
    /// The kind of account, by which the list of banks is filtered.
    ///
    /// Source: flows reference.
    pub enum AccountType {
        /// Accounts of people.
        Personal = "PERSONAL",
        /// Accounts of companies.
        Business = "BUSINESS",
    }
}

closed_enum! {
    /// How the `LinkSDK`'s dialog stands in the page.
    pub enum DialogMode {
        /// In its own frame.
        Contained = "contained",
        /// Without a frame.
        Uncontained = "uncontained",
    }
}

closed_enum! {
    /// The appearance that is used whatever the customer's device prefers.
    pub enum Appearance {
        Light = "light",
        Dark = "dark",
    }
}

/// Who shows the customer what they agree to, before the bank does.
///
/// The Saudi central bank (SAMA) asks for such a screen, in Arabic and English: the purpose in its
/// fixed form, the benefit, the end of the consent, who receives the data, charges, and who you
/// are. Source: KSA documents, SAMA requirements and "Explaining the consent".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ConsentScreen {
    /// You have shown your own screen: `show_consent_explanation` is `false`.
    Own,
    /// The `LinkSDK` shows Lean's: `show_consent_explanation` is `true`. It may not be used when
    /// the data goes to third parties or the customer is charged.
    Leans,
}

/// Whether real banks are used: the field `sandbox` of a configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mode {
    /// Lean's mock banks. The `LinkSDK` reports a wrong configuration.
    Sandbox,
    /// Real banks. When the configuration is wrong, the `LinkSDK` silently does nothing.
    Production,
}

/// Where the configuration is used.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Platform {
    /// A page in a browser, or a web view that shows one.
    #[default]
    Web,
    /// The `LinkSDK` for React Native.
    ReactNative,
}
