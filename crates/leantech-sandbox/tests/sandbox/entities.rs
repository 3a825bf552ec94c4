//! Entities: one a customer and bank.

use crate::context::Sandbox;
use chrono::{DateTime, Utc};

use super::client::{ALL, Client, Outcome};

#[tokio::test]
async fn an_entity_holds_its_consents_with_four_fields_null() -> Outcome {
    let sandbox = Sandbox::start().await?;
    let client = Client::of(&sandbox).await?;
    let one = client.connect("someone", &ALL).await?;
    let list = client
        .get(&format!("/customers/v1/{}/entities", one.customer))
        .await?;
    assert_eq!(list.length_at(""), 1);
    let entity = &list.body[0];
    assert_eq!(entity["id"], *one.entity);
    assert_eq!(entity["bank_type"], "RETAIL");
    let consent = &entity["consents"][0];
    for name in ["bank_identifier", "consent_type", "standard_consent_status"] {
        assert!(consent[name].is_null(), "{name}");
    }
    assert!(consent["accounts"][0]["secondary_identification"].is_null());
    assert_eq!(consent["consent_status"], "ACTIVE");
    let path = format!("/customers/v1/{}/entities/{}", one.customer, one.entity);
    assert_eq!(client.get(&path).await?.body, *entity);
    Ok(())
}

#[tokio::test]
async fn the_range_list_goes_by_the_day_of_creation() -> Outcome {
    let start: DateTime<Utc> = "2026-04-13T13:34:00Z".parse()?;
    let sandbox = Sandbox::builder().standing_clock(start).start().await?;
    let client = Client::of(&sandbox).await?;
    client.connect("one", &ALL).await?;
    client.connect("two", &ALL).await?;
    let path = "/customers/v1/entities?start_date=2026-04-13&end_date=2026-04-13";
    let list = client
        .get(&format!("{path}&page_number=1&page_size=1"))
        .await?;
    assert_eq!(list.length_at("/data"), 1);
    assert_eq!(list.body["page"]["total_elements"], 2);
    assert_eq!(list.text_at("/data/0/status"), "ACTIVE");
    assert!(list.body["data"][0]["updated_at"].is_string());
    assert_eq!(client.get(path).await?.body["page"]["size"], 100);
    let before = "/customers/v1/entities?start_date=2026-01-01&end_date=2026-04-12";
    assert_eq!(client.get(before).await?.length_at("/data"), 0);
    for bad in [
        "",
        "?start_date=2026-04-13",
        "?start_date=2026-04-13&end_date=today",
        "?start_date=2026-04-13&end_date=2026-04-12",
    ] {
        assert_eq!(
            client
                .get(&format!("/customers/v1/entities{bad}"))
                .await?
                .status,
            400,
            "{bad}"
        );
    }
    Ok(())
}

#[tokio::test]
async fn a_deleted_entity_is_gone_and_a_new_consent_makes_another() -> Outcome {
    let sandbox = Sandbox::start().await?;
    let client = Client::of(&sandbox).await?;
    let one = client.connect("someone", &ALL).await?;
    let path = format!("/customers/v1/{}/entities/{}", one.customer, one.entity);
    assert_eq!(client.delete(&path).await?.status, 400);
    assert_eq!(
        client
            .delete(&format!("{path}?reason=USER_REQUESTED"))
            .await?
            .text,
        "{}"
    );
    let gone = client.get(&path).await?;
    assert_eq!(
        (gone.status, gone.text_at("/status")),
        (404, "UNKNOWN_ENTITY".into())
    );
    let consents = client
        .get(&format!("/customers/v1/{}/consents", one.customer))
        .await?;
    assert_eq!(consents.text_at("/data/0/consent_status"), "REVOKED");
    let again = client.reconnect(one.customer, &ALL).await?;
    assert_ne!(again.entity, one.entity);
    Ok(())
}
