//! The list of banks.

use crate::context::Sandbox;

use super::client::{Client, Outcome};

#[tokio::test]
async fn the_two_mock_banks_of_the_guide_are_listed_with_every_field() -> Outcome {
    let sandbox = Sandbox::start().await?;
    let client = Client::of(&sandbox).await?;
    let answer = client.get("/banks/v1/?account_types=PERSONAL").await?;
    assert_eq!(answer.length_at(""), 2);
    assert_eq!(answer.text_at("/0/identifier"), "LEA1_SAMAOB_SAU");
    assert_eq!(answer.text_at("/1/swift_code"), "MOCKSA03");
    assert_eq!(
        answer.body[0].as_object().map(serde_json::Map::len),
        Some(24)
    );
    assert!(answer.text.contains(r#""min":10.000"#), "{}", answer.text);
    assert_eq!(client.get("/banks/v1").await?.text, answer.text);
    Ok(())
}

#[tokio::test]
async fn no_mock_bank_serves_businesses_and_other_words_are_refused() -> Outcome {
    let sandbox = Sandbox::start().await?;
    let client = Client::of(&sandbox).await?;
    assert_eq!(
        client.get("/banks/v1/?account_types=BUSINESS").await?.text,
        "[]"
    );
    assert_eq!(
        client
            .get("/banks/v1/?account_types=personal")
            .await?
            .status,
        400
    );
    Ok(())
}
