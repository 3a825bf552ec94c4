//! The configuration of `Lean.connect`: what it holds, and what is refused.
#![cfg(feature = "link-sdk")]

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use leantech::link_sdk::{
    AccountType, Appearance, ButtonRadius, ConnectBuilder, ConnectError, ConnectFault,
    ConsentScreen, Customization, DialogMode, Language, Mode, Platform, ReconnectConfiguration,
};
use leantech::{
    Client, ClientCredentials, CustomerId, Date, Environment, Error, Fetch, IssuedToken,
    Permission, Region, Scope, Secret, Token, TokenCache, TokenFetch, TokenFuture, TokenSource,
};
use serde_json::{Value, json};
use tokio::time::Instant;

const TOKEN: &str = "canary.customer.token";

/// Hands out one token for customers, which lives as long as it was made with.
#[derive(Debug)]
struct Fixed {
    life: Option<Duration>,
}

impl TokenSource for Fixed {
    fn token<'a>(&'a self, scope: &'a Scope) -> TokenFuture<'a> {
        assert_eq!(scope.to_string(), "customer.c-1");
        Box::pin(async {
            let expires = self.life.map(|life| Instant::now() + life);
            Token::new(Secret::from(TOKEN), expires).map_err(Error::token)
        })
    }
}

fn client_living(environment: Environment, life: Option<Duration>) -> Client {
    Client::builder(environment)
        .token_source(Arc::new(Fixed { life }))
        .build()
        .unwrap()
}

fn client(environment: Environment) -> Client {
    client_living(environment, Some(Duration::from_secs(3_600)))
}

fn customer() -> CustomerId {
    "c-1".parse().unwrap()
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// What KSA cannot do without.
fn least<'c>(client: &'c Client, customer: &CustomerId) -> ConnectBuilder<'c> {
    client
        .connect_configuration("app-token", customer)
        .permissions([Permission::Accounts])
        .success_redirect_url("https://shop.example/yes")
        .fail_redirect_url("https://shop.example/no")
        .consent_screen(ConsentScreen::Own)
}

async fn refused(builder: ConnectBuilder<'_>) -> (&'static str, ConnectFault) {
    let error = builder.build().await.unwrap_err();
    let text = error.to_string();
    let (field, fault) = (error.field().unwrap(), error.fault().unwrap());
    assert!(text.contains(field), "{text}");
    assert!(!format!("{text} {error:?}").contains("canary"), "{text}");
    (field, fault)
}

#[tokio::test]
async fn every_field_goes_to_the_page_by_its_own_name() {
    let client = client(Environment::KSA_SANDBOX);
    let look = Customization::new()
        .theme_color("#0b6bcb")
        .theme_color_dark("skyblue")
        .button_text_color("white")
        .button_text_color_dark("rgb(1, 2, 3)")
        .link_color("#00f")
        .overlay_color("#00000080")
        .button_border_radius(ButtonRadius::Pill)
        .dialog_mode(DialogMode::Uncontained)
        .dialog_background_color_light("linear-gradient(45deg, white, #eef)")
        .dialog_background_color_dark("black")
        .force_appearance(Appearance::Dark)
        .bottom_inset(20);
    let configuration = least(&client, &customer())
        .permissions([Permission::Balance, Permission::Accounts])
        .access_from(day("2026-01-01"))
        .access_to(day("2026-12-31"))
        .bank_identifier("LEA1_SAMAOB_SAU")
        .account_type(AccountType::Business)
        .consent_screen(ConsentScreen::Leans)
        .end_user_id("user 7")
        .customer_metadata("note")
        .destination_alias("Shop")
        .destination_avatar("https://shop.example/logo.png")
        .language(Language::Arabic)
        .platform(Platform::ReactNative)
        .customization(look)
        .build()
        .await
        .unwrap();
    assert_eq!(
        serde_json::to_value(&configuration).unwrap(),
        json!({
            "app_token": "app-token",
            "customer_id": "c-1",
            "permissions": ["accounts", "balance"],
            "access_token": TOKEN,
            "sandbox": true,
            "success_redirect_url": "https://shop.example/yes",
            "fail_redirect_url": "https://shop.example/no",
            "access_from": "2026-01-01",
            "access_to": "2026-12-31",
            "bank_identifier": "LEA1_SAMAOB_SAU",
            "account_type": "BUSINESS",
            "show_consent_explanation": true,
            "end_user_id": "user 7",
            "customer_metadata": "note",
            "destination_alias": "Shop",
            "destination_avatar": "https://shop.example/logo.png",
            "language": "ar",
            "customization": {
                "theme_color": "#0b6bcb",
                "theme_color_dark": "skyblue",
                "button_text_color": "white",
                "button_text_color_dark": "rgb(1, 2, 3)",
                "link_color": "#00f",
                "overlay_color": "#00000080",
                "button_border_radius": "pill",
                "dialog_mode": "uncontained",
                "dialog_background_color_light": "linear-gradient(45deg, white, #eef)",
                "dialog_background_color_dark": "black",
                "force_appearance": "dark",
                "bottom_inset": 20
            }
        })
    );
}

#[tokio::test]
async fn what_is_not_set_is_left_out() {
    let client = client(Environment::KSA_PRODUCTION);
    let configuration = least(&client, &customer()).build().await.unwrap();
    assert_eq!(
        serde_json::to_string(&configuration).unwrap(),
        format!(
            "{{\"app_token\":\"app-token\",\"customer_id\":\"c-1\",\"permissions\":[\"accounts\"],\
             \"access_token\":\"{TOKEN}\",\"sandbox\":false,\
             \"success_redirect_url\":\"https://shop.example/yes\",\
             \"fail_redirect_url\":\"https://shop.example/no\",\"show_consent_explanation\":false}}"
        )
    );
}

#[tokio::test]
async fn the_emirates_have_payments_and_ask_for_no_redirects() {
    let client = client(Environment::UAE_PRODUCTION);
    let configuration = client
        .connect_configuration("app-token", &customer())
        .permissions([Permission::Accounts])
        .payments()
        .payment_destination_id("destination-1")
        .customization(Customization::new().button_border_radius(ButtonRadius::Pixels(8)))
        .build()
        .await
        .unwrap();
    let json = serde_json::to_value(&configuration).unwrap();
    assert_eq!(json["permissions"], json!(["accounts", "payments"]));
    assert_eq!(json["payment_destination_id"], "destination-1");
    assert_eq!(json["customization"]["button_border_radius"], 8);
    assert!(json.get("success_redirect_url").is_none() && json["sandbox"] == Value::Bool(false));
}

#[tokio::test]
async fn what_ksa_needs_and_what_it_has_not_is_refused() {
    use ConnectFault as Fault;
    let client = client(Environment::KSA_SANDBOX);
    let id = customer();
    let bare = || {
        client
            .connect_configuration("app-token", &id)
            .permissions([Permission::Accounts])
    };
    let least = || least(&client, &id);
    let url = "https://shop.example";
    let table = [
        (bare(), "success_redirect_url", Fault::MissingInKsa),
        (
            bare().success_redirect_url(url),
            "fail_redirect_url",
            Fault::MissingInKsa,
        ),
        (
            bare().success_redirect_url(url).fail_redirect_url(url),
            "show_consent_explanation",
            Fault::MissingInKsa,
        ),
        (least().payments(), "permissions", Fault::PaymentsInKsa),
        (
            least().payment_destination_id("canary"),
            "payment_destination_id",
            Fault::PaymentsInKsa,
        ),
    ];
    for (builder, field, fault) in table {
        assert_eq!(refused(builder).await, (field, fault));
    }
}

#[tokio::test]
async fn what_the_link_sdk_would_ignore_is_refused() {
    use ConnectFault as Fault;
    let client = client(Environment::KSA_SANDBOX);
    let id = customer();
    let least = || least(&client, &id);
    let look = |look: Customization| least().customization(look);
    let table = [
        (least().permissions([]), "permissions", Fault::Empty),
        (
            least().success_redirect_url("javascript:canary"),
            "success_redirect_url",
            Fault::NotHttps,
        ),
        (
            least().fail_redirect_url("canary/no"),
            "fail_redirect_url",
            Fault::NotAUrl,
        ),
        (
            least().destination_avatar("https://canary:pw@shop.example"),
            "destination_avatar",
            Fault::UserInfo,
        ),
        (
            least()
                .access_from(day("2026-02-01"))
                .access_to(day("2026-01-31")),
            "access_from",
            Fault::DatesReversed,
        ),
        (
            least().bank_identifier("canary bank"),
            "bank_identifier",
            Fault::NotAnIdentifier,
        ),
        (least().end_user_id(" "), "end_user_id", Fault::Empty),
        (
            least().customer_metadata(""),
            "customer_metadata",
            Fault::Empty,
        ),
        (
            least().destination_alias("\t"),
            "destination_alias",
            Fault::Empty,
        ),
        (least().mode(Mode::Production), "sandbox", Fault::OtherMode),
        (
            least().region(Region::UnitedArabEmirates),
            "region",
            Fault::OtherRegion,
        ),
        (
            look(Customization::new().link_color("canary")),
            "customization.link_color",
            Fault::NotAColour,
        ),
        (
            look(Customization::new().theme_color("linear-gradient(red, blue)")),
            "customization.theme_color",
            Fault::NotAColour,
        ),
        (
            look(Customization::new().dialog_background_color_dark("linear-gradient(canary)")),
            "customization.dialog_background_color_dark",
            Fault::NotABackground,
        ),
        (
            look(Customization::new().bottom_inset(0)),
            "customization.bottom_inset",
            Fault::ReactNativeOnly,
        ),
    ];
    for (builder, field, fault) in table {
        assert_eq!(refused(builder).await, (field, fault));
    }
}

#[tokio::test]
async fn an_app_token_is_needed_and_one_day_is_a_span() {
    let client = client(Environment::KSA_SANDBOX);
    let id = customer();
    let url = "https://shop.example";
    let without = client
        .connect_configuration("", &id)
        .permissions([Permission::Accounts])
        .success_redirect_url(url)
        .fail_redirect_url(url)
        .consent_screen(ConsentScreen::Own);
    assert_eq!(refused(without).await, ("app_token", ConnectFault::Empty));
    let least = || least(&client, &id);
    let one_day = least()
        .access_from(day("2026-02-01"))
        .access_to(day("2026-02-01"));
    assert!(one_day.build().await.is_ok());
}

type Setter = fn(Customization, &'static str) -> Customization;

#[tokio::test]
async fn every_colour_of_a_look_is_checked() {
    let client = client(Environment::KSA_SANDBOX);
    let setters: [(&str, Setter); 8] = [
        ("theme_color", |look, text| look.theme_color(text)),
        ("theme_color_dark", |look, text| look.theme_color_dark(text)),
        ("button_text_color", |look, text| {
            look.button_text_color(text)
        }),
        ("button_text_color_dark", |look, text| {
            look.button_text_color_dark(text)
        }),
        ("link_color", |look, text| look.link_color(text)),
        ("overlay_color", |look, text| look.overlay_color(text)),
        ("dialog_background_color_light", |look, text| {
            look.dialog_background_color_light(text)
        }),
        ("dialog_background_color_dark", |look, text| {
            look.dialog_background_color_dark(text)
        }),
    ];
    for (name, set) in setters {
        let bad = least(&client, &customer()).customization(set(Customization::new(), "canary"));
        let (field, _) = refused(bad).await;
        assert_eq!(field.strip_prefix("customization."), Some(name));
    }
}

#[tokio::test]
async fn custom_hosts_are_production_unless_told() {
    let hosts = Environment::custom("https://auth.example", "https://api.example").unwrap();
    let client = client(hosts);
    let is_sandbox =
        async |builder: ConnectBuilder<'_>| builder.build().await.unwrap().is_sandbox();
    assert!(!is_sandbox(least(&client, &customer())).await);
    assert!(is_sandbox(least(&client, &customer()).mode(Mode::Sandbox)).await);
    assert!(!is_sandbox(least(&client, &customer()).mode(Mode::Production)).await);
    let uae = client
        .connect_configuration("app-token", &customer())
        .region(Region::UnitedArabEmirates)
        .permissions([Permission::Accounts]);
    assert!(!is_sandbox(uae).await);
}

#[tokio::test(start_paused = true)]
async fn a_token_that_ends_within_ten_minutes_is_not_handed_to_the_page() {
    for (seconds, is_enough) in [(600, false), (630, false), (631, true)] {
        let client = client_living(Environment::KSA_SANDBOX, Some(Duration::from_secs(seconds)));
        let built = least(&client, &customer()).build().await;
        match built {
            Ok(_) => assert!(is_enough, "{seconds} s were enough"),
            Err(ConnectError::Token { source, .. }) => {
                assert!(!is_enough && source.is_token(), "{seconds} s: {source}");
            }
            Err(error) => panic!("{error}"),
        }
    }
    let client = client_living(Environment::KSA_SANDBOX, None);
    assert!(least(&client, &customer()).build().await.is_ok());
}

/// Issues a token of an hour with a number in it.
#[derive(Debug, Default)]
struct Issuer {
    issued: AtomicU32,
}

impl TokenFetch for Issuer {
    fn fetch<'a>(&'a self, _: &'a Scope) -> Fetch<'a> {
        let number = self.issued.fetch_add(1, Ordering::SeqCst);
        let text = Secret::from(format!("token-{number}"));
        let life = Some(Duration::from_secs(3_600));
        Box::pin(async move { Ok(IssuedToken::new(text, life)) })
    }
}

fn client_of(issuer: &Arc<Issuer>) -> Client {
    let cache = TokenCache::builder(Arc::clone(issuer) as Arc<dyn TokenFetch>).build();
    Client::builder(Environment::KSA_SANDBOX)
        .token_source(Arc::new(cache))
        .build()
        .unwrap()
}

#[tokio::test(start_paused = true)]
async fn an_old_token_is_renewed_for_the_page() {
    let client = client_of(&Arc::default());
    let token = async || {
        let configuration = least(&client, &customer()).build().await.unwrap();
        serde_json::to_value(&configuration).unwrap()["access_token"].clone()
    };
    assert_eq!(token().await, "token-0");
    tokio::time::advance(Duration::from_secs(2_900)).await;
    assert_eq!(token().await, "token-0", "it has more than ten minutes");
    tokio::time::advance(Duration::from_secs(100)).await;
    assert_eq!(token().await, "token-1", "it had ten minutes and no more");
}

#[tokio::test]
async fn no_token_is_fetched_for_a_configuration_that_is_refused() {
    let issuer = Arc::new(Issuer::default());
    let client = client_of(&issuer);
    let empty = least(&client, &customer()).permissions([]);
    assert_eq!(refused(empty).await, ("permissions", ConnectFault::Empty));
    assert_eq!(issuer.issued.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn the_sandbox_s_token_is_the_customer_s_without_the_word_bearer() {
    let sandbox = leantech_sandbox::Sandbox::start().await.unwrap();
    let client = Client::builder(Environment::emulator(sandbox.base_url()).unwrap())
        .credentials(ClientCredentials::new(
            sandbox.client_id(),
            sandbox.client_secret(),
        ))
        .build()
        .unwrap();
    let user = "user-1".parse().unwrap();
    let customer = client.get_or_create_customer(&user).await.unwrap();
    let id = customer.customer_id;
    let configuration = least(&client, &id).build().await.unwrap();
    let json = serde_json::to_value(&configuration).unwrap();
    let token = client.customer_token(&id).await.unwrap();
    assert_eq!(json["access_token"], token.secret().expose());
    assert!(!token.secret().expose().starts_with("Bearer"));
    assert_eq!(json["sandbox"], true);
}

#[tokio::test]
async fn s04_debug_of_configuration_and_builder_shows_nobody() {
    let client = client(Environment::KSA_SANDBOX);
    let builder = || {
        least(&client, &customer())
            .success_redirect_url("https://shop.example/?key=canary")
            .end_user_id("canary")
            .customer_metadata("canary")
    };
    let shown = format!("{:?}", builder());
    assert!(!shown.contains("canary"), "{shown}");
    let configuration = builder().build().await.unwrap();
    for shown in [
        format!("{configuration:?}"),
        format!("{configuration:#?}"),
        format!("{:?}", configuration.to_script_json()),
    ] {
        assert!(!shown.contains("canary"), "{shown}");
    }
    let reconnect = ReconnectConfiguration::new("app", "canary").unwrap();
    assert!(!format!("{reconnect:?}").contains("canary"));
}

#[tokio::test]
async fn configuration_cannot_end_the_script_that_holds_it() {
    let client = client(Environment::KSA_SANDBOX);
    let hostile = "</script><!--\u{2028}&";
    let configuration = least(&client, &customer())
        .destination_alias(hostile)
        .build()
        .await
        .unwrap();
    let json = configuration.to_script_json();
    assert!(!json.expose().contains(['<', '>', '&', '\u{2028}']));
    let read: Value = serde_json::from_str(json.expose()).unwrap();
    assert_eq!(read["destination_alias"], hostile);
    assert_eq!(read, serde_json::to_value(&configuration).unwrap());
}

#[test]
fn reconnect_takes_two_identifiers() {
    let field = |app_token: &str, id: &str| {
        ReconnectConfiguration::new(app_token, id)
            .unwrap_err()
            .field()
    };
    assert_eq!(field("", "r"), Some("app_token"));
    assert_eq!(field("a", " "), Some("reconnect_id"));
    assert_eq!(field("a", "r\n"), Some("reconnect_id"));
}
