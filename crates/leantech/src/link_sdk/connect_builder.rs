//! How a `connect` configuration is put together, and what is refused before the `LinkSDK` could
//! ignore it.

use leantech_core::{CustomerId, Secret};

use super::choices::{AccountType, ConsentScreen, Language, Mode, Platform};
use super::connect::{ConnectConfiguration, LinkPermission};
use super::connect_error::{ConnectError, ConnectFault};
use super::customization::Customization;
use super::identifier::{filled, identifier};
use super::page_url;
use crate::{Client, Date, Environment, PermissionSet, Region};
use leantech_core::codegen::Redacted;

/// Puts a [`ConnectConfiguration`] together; see [`Client::connect_configuration`].
#[derive(Debug)]
#[must_use = "a builder does nothing until it is built"]
pub struct ConnectBuilder<'c> {
    client: &'c Client,
    app_token: Text,
    customer_id: CustomerId,
    permissions: PermissionSet,
    payments: bool,
    mode: Option<Mode>,
    region: Option<Region>,
    platform: Platform,
    success_redirect_url: Option<Text>,
    fail_redirect_url: Option<Text>,
    access_from: Option<Date>,
    access_to: Option<Date>,
    bank_identifier: Option<Text>,
    account_type: Option<AccountType>,
    consent_screen: Option<ConsentScreen>,
    end_user_id: Option<Text>,
    customer_metadata: Option<Text>,
    destination_alias: Option<Text>,
    destination_avatar: Option<Text>,
    payment_destination_id: Option<Text>,
    language: Option<Language>,
    customization: Option<Customization>,
}

/// A text that is never shown: it may be an address with a key in it, or name a person.
struct Text(String);

impl std::fmt::Debug for Text {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        Redacted.fmt(f)
    }
}

impl Client {
    /// Begins the configuration of `Lean.connect` for one customer.
    ///
    /// `app_token` is the application's token from Lean's dashboard; it is public. Mode and region
    /// come from the client's environment.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # use leantech::{Client, ClientCredentials, Environment};
    /// use leantech::{Permission, link_sdk::{ConsentScreen, Language}};
    /// # let sandbox = leantech_sandbox::Sandbox::start().await?;
    /// # let lean = Client::builder(Environment::emulator(sandbox.base_url())?)
    /// #     .credentials(ClientCredentials::new(sandbox.client_id(), sandbox.client_secret()))
    /// #     .build()?;
    /// # let customer = lean.get_or_create_customer(&"prod_usr_1246".parse()?).await?;
    ///
    /// let configuration = lean
    ///     .connect_configuration("your-app-token", &customer.customer_id)
    ///     .permissions([Permission::Accounts, Permission::Balance])
    ///     .success_redirect_url("https://shop.example/connected")
    ///     .fail_redirect_url("https://shop.example/not-connected")
    ///     .consent_screen(ConsentScreen::Leans)
    ///     .language(Language::Arabic)
    ///     .build()
    ///     .await?;                                     // obtains the customer's token
    /// let for_the_page = configuration.to_script_json();
    /// # assert!(for_the_page.expose().contains("\"language\":\"ar\""));
    /// # Ok(()) }
    /// ```
    pub fn connect_configuration(
        &self,
        app_token: impl Into<String>,
        customer_id: &CustomerId,
    ) -> ConnectBuilder<'_> {
        ConnectBuilder {
            client: self,
            app_token: Text(app_token.into()),
            customer_id: customer_id.clone(),
            permissions: PermissionSet::EMPTY,
            payments: false,
            mode: None,
            region: None,
            platform: Platform::default(),
            success_redirect_url: None,
            fail_redirect_url: None,
            access_from: None,
            access_to: None,
            bank_identifier: None,
            account_type: None,
            consent_screen: None,
            end_user_id: None,
            customer_metadata: None,
            destination_alias: None,
            destination_avatar: None,
            payment_destination_id: None,
            language: None,
            customization: None,
        }
    }
}

impl ConnectBuilder<'_> {
    /// What the customer is asked to share: at least one permission.
    pub fn permissions(mut self, permissions: impl Into<PermissionSet>) -> Self {
        self.permissions = permissions.into();
        self
    }

    /// Asks for `payments` as well, which Saudi Arabia does not have.
    pub fn payments(mut self) -> Self {
        self.payments = true;
        self
    }

    /// Mock banks or real ones, for an environment of [custom](Environment::custom) hosts, which
    /// counts as production. Lean's own environments know their mode.
    pub fn mode(mut self, mode: Mode) -> Self {
        self.mode = Some(mode);
        self
    }

    /// The region, for an environment that does not know its own: custom hosts and emulators are
    /// assumed to be Saudi Arabia.
    pub fn region(mut self, region: Region) -> Self {
        self.region = Some(region);
        self
    }

    /// Where the configuration is used; a page in a browser by default.
    pub fn platform(mut self, platform: Platform) -> Self {
        self.platform = platform;
        self
    }

    /// Where the customer comes back to when the bank has connected them: `https`, and in sandbox
    /// mode also plain `http` on this machine. Required in KSA.
    pub fn success_redirect_url(mut self, url: impl Into<String>) -> Self {
        self.success_redirect_url = Some(Text(url.into()));
        self
    }

    /// Where the customer comes back to when the bank has not connected them; as
    /// [`success_redirect_url`](Self::success_redirect_url). The connect link's name for it,
    /// `failure_redirect_url`, is not the `LinkSDK`'s.
    pub fn fail_redirect_url(mut self, url: impl Into<String>) -> Self {
        self.fail_redirect_url = Some(Text(url.into()));
        self
    }

    /// The first day that access is requested for, without a time zone.
    pub fn access_from(mut self, day: Date) -> Self {
        self.access_from = Some(day);
        self
    }

    /// The last day that access is requested for; not before `access_from`.
    pub fn access_to(mut self, day: Date) -> Self {
        self.access_to = Some(day);
        self
    }

    /// The bank, such as `LEA1_SAMAOB_SAU`, so that the customer does not choose one.
    pub fn bank_identifier(mut self, identifier: impl Into<String>) -> Self {
        self.bank_identifier = Some(Text(identifier.into()));
        self
    }

    /// Offers only banks with accounts of this kind.
    pub fn account_type(mut self, kind: AccountType) -> Self {
        self.account_type = Some(kind);
        self
    }

    /// Who shows the customer what they agree to. Required in KSA.
    pub fn consent_screen(mut self, screen: ConsentScreen) -> Self {
        self.consent_screen = Some(screen);
        self
    }

    /// Your own id for the customer, which Lean returns.
    pub fn end_user_id(mut self, id: impl Into<String>) -> Self {
        self.end_user_id = Some(Text(id.into()));
        self
    }

    /// Your own note, which Lean returns.
    pub fn customer_metadata(mut self, note: impl Into<String>) -> Self {
        self.customer_metadata = Some(Text(note.into()));
        self
    }

    /// The name of the application that the customer sees.
    pub fn destination_alias(mut self, name: impl Into<String>) -> Self {
        self.destination_alias = Some(Text(name.into()));
        self
    }

    /// The address of the application's logo that the customer sees.
    pub fn destination_avatar(mut self, url: impl Into<String>) -> Self {
        self.destination_avatar = Some(Text(url.into()));
        self
    }

    /// Where payments go; not in Saudi Arabia.
    pub fn payment_destination_id(mut self, id: impl Into<String>) -> Self {
        self.payment_destination_id = Some(Text(id.into()));
        self
    }

    /// The language; English without one.
    pub fn language(mut self, language: Language) -> Self {
        self.language = Some(language);
        self
    }

    /// The look; Lean's own without one.
    pub fn customization(mut self, look: Customization) -> Self {
        self.customization = Some(look);
        self
    }

    /// Checks the configuration, then obtains the customer's token.
    ///
    /// The token has more than ten minutes to live, which the `LinkSDK` requires; a cached one that
    /// lives long enough is used again.
    ///
    /// # Errors
    ///
    /// Fails when a field has a value that the `LinkSDK` would ignore or fail on, naming the field
    /// and how to fix it, and when no token can be obtained; see [`ConnectError`].
    pub async fn build(self) -> Result<ConnectConfiguration, ConnectError> {
        let client = self.client;
        let mut configuration = self.checked()?;
        let token = client
            .customer_token(&configuration.customer_id)
            .await
            .map_err(|source| ConnectError::Token { source })?;
        configuration.access_token = token.secret().clone();
        Ok(configuration)
    }

    /// The configuration without its token.
    fn checked(self) -> Result<ConnectConfiguration, ConnectError> {
        let environment = self.client.environment();
        let is_sandbox = self.is_sandbox(environment)?;
        let is_ksa = self.is_ksa(environment)?;
        self.check_what_ksa_needs(is_ksa)?;
        self.check_what_belongs_together()?;
        let permissions = self.words()?;
        let page = |field, url| page_url::of_page(field, url, is_sandbox);
        Ok(ConnectConfiguration {
            app_token: identifier("app_token", self.app_token.0)?,
            customer_id: self.customer_id,
            permissions,
            access_token: Secret::from(""),
            sandbox: is_sandbox,
            success_redirect_url: set(page, "success_redirect_url", self.success_redirect_url)?,
            fail_redirect_url: set(page, "fail_redirect_url", self.fail_redirect_url)?,
            access_from: self.access_from,
            access_to: self.access_to,
            bank_identifier: set(identifier, "bank_identifier", self.bank_identifier)?,
            account_type: self.account_type,
            show_consent_explanation: self
                .consent_screen
                .map(|screen| screen == ConsentScreen::Leans),
            end_user_id: set(filled, "end_user_id", self.end_user_id)?,
            customer_metadata: set(filled, "customer_metadata", self.customer_metadata)?,
            destination_alias: set(filled, "destination_alias", self.destination_alias)?,
            destination_avatar: set(page, "destination_avatar", self.destination_avatar)?,
            payment_destination_id: set(
                identifier,
                "payment_destination_id",
                self.payment_destination_id,
            )?,
            language: self.language,
            customization: self.customization,
        })
    }

    fn is_sandbox(&self, environment: &Environment) -> Result<bool, ConnectError> {
        let is_open = environment.region().is_none() && !environment.is_emulator();
        match self.mode {
            Some(mode) if is_open => Ok(mode == Mode::Sandbox),
            Some(mode) if (mode == Mode::Sandbox) != environment.is_sandbox() => {
                Err(ConnectError::field_is("sandbox", ConnectFault::OtherMode))
            }
            _ => Ok(environment.is_sandbox()),
        }
    }

    fn is_ksa(&self, environment: &Environment) -> Result<bool, ConnectError> {
        let region = match (self.region, environment.region()) {
            (Some(asked), Some(known)) if asked != known => {
                return Err(ConnectError::field_is("region", ConnectFault::OtherRegion));
            }
            (asked, known) => asked.or(known).unwrap_or(Region::SaudiArabia),
        };
        Ok(region == Region::SaudiArabia)
    }

    fn check_what_ksa_needs(&self, is_ksa: bool) -> Result<(), ConnectError> {
        if !is_ksa {
            return Ok(());
        }
        let needed = [
            ("success_redirect_url", self.success_redirect_url.is_some()),
            ("fail_redirect_url", self.fail_redirect_url.is_some()),
            ("show_consent_explanation", self.consent_screen.is_some()),
        ];
        for (field, is_there) in needed {
            if !is_there {
                return Err(ConnectError::field_is(field, ConnectFault::MissingInKsa));
            }
        }
        let of_payments = [
            ("permissions", self.payments),
            (
                "payment_destination_id",
                self.payment_destination_id.is_some(),
            ),
        ];
        for (field, is_there) in of_payments {
            if is_there {
                return Err(ConnectError::field_is(field, ConnectFault::PaymentsInKsa));
            }
        }
        Ok(())
    }

    fn check_what_belongs_together(&self) -> Result<(), ConnectError> {
        if let (Some(from), Some(to)) = (self.access_from, self.access_to)
            && from > to
        {
            return Err(ConnectError::field_is(
                "access_from",
                ConnectFault::DatesReversed,
            ));
        }
        if let Some(look) = &self.customization {
            look.check()?;
            if look.has_bottom_inset() && self.platform != Platform::ReactNative {
                return Err(ConnectError::field_is(
                    "customization.bottom_inset",
                    ConnectFault::ReactNativeOnly,
                ));
            }
        }
        Ok(())
    }

    fn words(&self) -> Result<Vec<LinkPermission>, ConnectError> {
        let payments = self.payments.then_some(LinkPermission::Payments);
        let words: Vec<LinkPermission> = self
            .permissions
            .iter()
            .map(LinkPermission::Data)
            .chain(payments)
            .collect();
        if words.is_empty() {
            return Err(ConnectError::field_is("permissions", ConnectFault::Empty));
        }
        Ok(words)
    }
}

/// Checks an optional field.
fn set(
    check: impl Fn(&'static str, String) -> Result<String, ConnectError>,
    field: &'static str,
    text: Option<Text>,
) -> Result<Option<String>, ConnectError> {
    text.map(|text| check(field, text.0)).transpose()
}
