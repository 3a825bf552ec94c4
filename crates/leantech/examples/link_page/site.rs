//! The example's site: its router, and what each address answers.

mod nonce;
mod page;
mod texts;

use std::error::Error;
use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, RawQuery, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use leantech::link_sdk::{
    CSP_HEADER, CallbackData, ConsentScreen, ContentSecurityPolicy, CspHosts, Language, LinkSite,
    SdkVersion,
};
use leantech::{Client, Confirmation, CustomerId, Permission, Redirect, RedirectOutcome};
use page::{Content, Page};

/// What this site allows in its pages, before the `LinkSDK`.
const OWN_POLICY: &str = "default-src 'none'; connect-src 'self'; form-action 'self'; \
                          base-uri 'none'; frame-ancestors 'none'";

/// How much a page may post, in bytes.
const LARGEST_CALLBACK: usize = 16 * 1024;

/// A site with one customer. A real one knows its customer from the session.
#[derive(Clone)]
pub(crate) struct Site(Arc<Inner>);

struct Inner {
    lean: Client,
    app_token: String,
    /// The address of the site, without a trailing slash.
    origin: String,
    customer: CustomerId,
    link: LinkSite,
    own_policy: ContentSecurityPolicy,
}

impl Site {
    /// A site at `origin`, whose customer is created at Lean if it does not exist.
    pub(crate) async fn new(
        lean: Client,
        app_token: String,
        origin: String,
        app_user_id: &str,
    ) -> Result<Self, Box<dyn Error>> {
        let customer = lean.get_or_create_customer(&app_user_id.parse()?).await?;
        Ok(Self(Arc::new(Inner {
            link: LinkSite::of(lean.environment()),
            own_policy: OWN_POLICY.parse()?,
            customer: customer.customer_id,
            lean,
            app_token,
            origin,
        })))
    }

    /// Every address of the site.
    pub(crate) fn router(&self) -> Router {
        Router::new()
            .route("/", get(start))
            .route("/connected", get(back))
            .route("/not-connected", get(back))
            .route("/status", get(status))
            .route("/callback", post(callback))
            .layer(DefaultBodyLimit::max(LARGEST_CALLBACK))
            .with_state(self.clone())
    }

    /// The banks that Lean says the customer is connected to.
    async fn connections(&self) -> Result<Vec<(String, String)>, leantech::Error> {
        let entities = self
            .0
            .lean
            .entities()
            .get_entities(&self.0.customer)
            .send()
            .await?;
        Ok(entities
            .into_iter()
            .map(|entity| {
                let bank = entity.bank_identifier.unwrap_or_default();
                (entity.id.to_string(), bank)
            })
            .collect())
    }

    /// A page with its headers. The policy allows what the `LinkSDK` needs, and this page's own
    /// script and style by a nonce that is made for this answer.
    fn answer(&self, language: Language, content: Content<'_>) -> Result<Response, Trouble> {
        let nonce = nonce::make()?;
        let policy = self
            .0
            .own_policy
            .clone()
            .allowing(&self.0.link.content_security_policy(CspHosts::Exact))
            .script_nonce(&nonce)?
            .style_nonce(&nonce)?;
        let page = Page {
            language,
            nonce: &nonce,
            loader_url: &self.0.link.loader_url(&SdkVersion::Latest),
            content,
        };
        let headers = [
            (CSP_HEADER, policy.to_string()),
            ("content-type", "text/html; charset=utf-8".to_owned()),
            // The page holds the customer's token.
            ("cache-control", "no-store".to_owned()),
            ("x-content-type-options", "nosniff".to_owned()),
        ];
        Ok((headers, page.to_string()).into_response())
    }
}

/// The page with the button. Each view has its own configuration.
async fn start(State(site): State<Site>, RawQuery(query): RawQuery) -> Result<Response, Trouble> {
    let language = language_of(query.as_deref());
    let back = |path: &str| format!("{}/{path}?lang={language}", site.0.origin);
    let configuration = site
        .0
        .lean
        .connect_configuration(&site.0.app_token, &site.0.customer)
        .permissions([
            Permission::Accounts,
            Permission::Balance,
            Permission::Transactions,
        ])
        .success_redirect_url(back("connected"))
        .fail_redirect_url(back("not-connected"))
        .consent_screen(ConsentScreen::Leans)
        .destination_alias("Example shop")
        .language(language)
        .build()
        .await?;
    let json = configuration.to_script_json();
    site.answer(
        language,
        Content::Start {
            configuration: json.expose(),
        },
    )
}

/// Where the customer comes back to. Both addresses are handled alike: which of the two was called is
/// as unsigned as the rest.
async fn back(State(site): State<Site>, RawQuery(query): RawQuery) -> Result<Response, Trouble> {
    let language = language_of(query.as_deref());
    let redirect = match Redirect::parse(query.as_deref().unwrap_or_default()) {
        Ok(redirect) => redirect,
        Err(error) => {
            eprintln!("{error}");
            return site.answer(language, Content::NotConfirmed);
        }
    };
    if let RedirectOutcome::Failed { code } = redirect.outcome() {
        let code = code.as_str();
        return site.answer(language, Content::Failed { code });
    }
    // Anybody can write a redirect, so Lean's API decides.
    match redirect.confirm(&site.0.lean, &site.0.customer).await? {
        Confirmation::Connected(_) => {
            let connections = site.connections().await?;
            site.answer(language, Content::Connections(&connections))
        }
        _ => site.answer(language, Content::NotConfirmed),
    }
}

/// What Lean says about the customer, whatever a browser said before.
async fn status(State(site): State<Site>, RawQuery(query): RawQuery) -> Result<Response, Trouble> {
    let connections = site.connections().await?;
    site.answer(
        language_of(query.as_deref()),
        Content::Connections(&connections),
    )
}

/// What the page's callback posts: a hint for what to show next.
async fn callback(State(site): State<Site>, headers: HeaderMap, body: Bytes) -> Response {
    // Only this site's own pages may post. A form of another site cannot send this content type.
    let is_ours = headers
        .get(header::ORIGIN)
        .is_none_or(|origin| origin == site.0.origin.as_str());
    let is_json = headers
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind == "application/json");
    if !is_ours || !is_json {
        return StatusCode::FORBIDDEN.into_response();
    }
    let Ok(callback) = serde_json::from_slice::<CallbackData>(&body) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    println!("the page says {callback:?}");
    let next = if callback.claims_success() {
        "/status"
    } else {
        ""
    };
    let headers = [(header::CONTENT_TYPE, "application/json")];
    (headers, serde_json::json!({ "next": next }).to_string()).into_response()
}

/// `lang=ar` anywhere in the query, or English.
fn language_of(query: Option<&str>) -> Language {
    let is_arabic = query
        .unwrap_or_default()
        .split('&')
        .any(|pair| pair == "lang=ar");
    if is_arabic {
        Language::Arabic
    } else {
        Language::English
    }
}

/// Something failed here or at Lean. That is all the customer is told.
struct Trouble(Box<dyn Error>);

impl<E: Into<Box<dyn Error>>> From<E> for Trouble {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl IntoResponse for Trouble {
    fn into_response(self) -> Response {
        eprintln!("{}", self.0);
        (StatusCode::BAD_GATEWAY, "Please try again later.").into_response()
    }
}
