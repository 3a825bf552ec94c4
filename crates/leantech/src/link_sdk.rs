//! What a back end has to do with the `LinkSDK`, which itself runs in the customer's browser.
//!
//! | piece | for |
//! |---|---|
//! | [`Client::connect_configuration`](crate::Client::connect_configuration) | what the page passes to `Lean.connect`, token included |
//! | [`LinkSite`] | the script's address, and what the page's Content-Security-Policy has to allow |
//! | [`ContentSecurityPolicy`] | that policy, merged with the site's own |
//! | [`CallbackData`] | what the page passes on when the customer is done: a hint, not a proof |
//!
//! A page, its policy and its configuration:
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")] async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # use leantech::{Client, ClientCredentials, Environment, Permission};
//! # let sandbox = leantech_sandbox::Sandbox::start().await?;
//! # let lean = Client::builder(Environment::emulator(sandbox.base_url())?)
//! #     .credentials(ClientCredentials::new(sandbox.client_id(), sandbox.client_secret()))
//! #     .build()?;
//! # let customer = lean.get_or_create_customer(&"prod_usr_1246".parse()?).await?.customer_id;
//! # let nonce = "rAnd0mrAnd0mrAnd0mrAnd0"; // 128 random bits in base64
//! use leantech::link_sdk::{ConsentScreen, ContentSecurityPolicy, CspHosts, LinkSite, SdkVersion};
//!
//! let site = LinkSite::of(lean.environment());
//! let script = site.loader_url(&SdkVersion::Latest);
//! let own: ContentSecurityPolicy = "default-src 'self'; frame-ancestors 'none'".parse()?;
//! let policy = own.allowing(&site.content_security_policy(CspHosts::Exact)).script_nonce(nonce)?;
//! let configuration = lean.connect_configuration("your-app-token", &customer)
//!     .permissions([Permission::Accounts])
//!     .success_redirect_url("https://shop.example/back").fail_redirect_url("https://shop.example/back")
//!     .consent_screen(ConsentScreen::Own)
//!     .build().await?;
//! let page = format!(
//!     r#"<script src="{script}"></script><script nonce="{nonce}">Lean.connect({})</script>"#,
//!     configuration.to_script_json().expose(),
//! );                                                   // sent with `policy` and `no-store`
//! # assert!(page.contains("/lean-link-loader.min.js") && policy.to_string().contains(nonce));
//! # Ok(()) }
//! ```

mod callback;
mod choices;
mod colour;
mod colour_names;
mod connect;
mod connect_builder;
mod connect_error;
mod csp;
mod csp_hosts;
mod customization;
mod identifier;
mod page_url;
mod reconnect;
#[cfg(feature = "schemars")]
mod schema_forms;
mod script_json;
mod secondary_status;
mod site;
mod web_view;

pub use callback::{CallbackBank, CallbackData, CallbackStatus};
pub use choices::{AccountType, Appearance, ConsentScreen, DialogMode, Language, Mode, Platform};
pub use connect::ConnectConfiguration;
pub use connect_builder::ConnectBuilder;
pub use connect_error::{ConnectError, ConnectFault};
pub use csp::{CSP_HEADER, ContentSecurityPolicy, CspError};
pub use csp_hosts::CspHosts;
pub use customization::{ButtonRadius, Customization};
pub use reconnect::ReconnectConfiguration;
pub use secondary_status::{SecondaryGroup, SecondaryStatus};
pub use site::{
    BUNDLE_ELEMENT_ID, BUNDLE_GLOBAL, FixedVersion, LOADER_GLOBAL, LinkSite, SdkVersion,
    SdkVersionError,
};
pub use web_view::WebViewError;
