//! Customers: made once, found by either id, listed in pages.

use crate::context::Sandbox;
use serde_json::{Value, json};

use super::client::{Client, Outcome};

#[tokio::test]
async fn a_customer_is_made_once_and_found_by_either_id() -> Outcome {
    let sandbox = Sandbox::start().await?;
    let client = Client::of(&sandbox).await?;
    let made = client
        .post("/customers/v1/", json!({ "app_user_id": "a/b c@é" }))
        .await?;
    assert_eq!(made.status, 200);
    let again = client
        .post("/customers/v1", json!({ "app_user_id": "a/b c@é" }))
        .await?;
    assert_eq!(
        (again.status, again.text_at("/status")),
        (409, "CUSTOMER_ALREADY_EXISTS".into())
    );
    let id = made.text_at("/customer_id");
    assert_eq!(
        client.get(&format!("/customers/v1/{id}")).await?.body,
        made.body
    );
    let by_app_user = client
        .get("/customers/v1/app-user-id/a%2Fb%20c%40%C3%A9")
        .await?;
    assert_eq!(by_app_user.body, made.body);
    Ok(())
}

#[tokio::test]
async fn a_customer_that_is_not_there_is_404_and_an_id_that_is_none_400() -> Outcome {
    let sandbox = Sandbox::start().await?;
    let client = Client::of(&sandbox).await?;
    for (path, status) in [
        ("/customers/v1/00000000-0000-4000-8000-000000000000", 404),
        ("/customers/v1/app-user-id/nobody", 404),
        ("/customers/v1/app-user-id/%FF", 400),
        ("/customers/v1/nonsense", 400),
    ] {
        assert_eq!(client.get(path).await?.status, status, "{path}");
    }
    Ok(())
}

#[tokio::test]
async fn an_app_user_id_has_1_to_255_characters() -> Outcome {
    let sandbox = Sandbox::start().await?;
    let client = Client::of(&sandbox).await?;
    for (body, status, word) in [
        (json!({ "app_user_id": "" }), 400, "INVALID_PARAMETERS"),
        (
            json!({ "app_user_id": "é".repeat(256) }),
            400,
            "INVALID_PARAMETERS",
        ),
        (json!({ "app_user_id": ".." }), 400, "INVALID_PARAMETERS"),
        (json!({ "app_user_id": 1 }), 400, "INVALID_PARAMETERS"),
        (json!([]), 400, "MISSING_PARAMETERS"),
        (json!({}), 400, "MISSING_PARAMETERS"),
        (json!("x"), 400, "INVALID_PARAMETERS"),
        (json!({ "app_user_id": "é".repeat(255) }), 200, ""),
    ] {
        let answer = client.post("/customers/v1/", body.clone()).await?;
        assert_eq!(answer.status, status, "{body}");
        if body.is_object() {
            assert_eq!(answer.text_at("/status"), word, "{body}");
        }
    }
    Ok(())
}

#[tokio::test]
async fn the_list_comes_in_pages_that_cover_everybody() -> Outcome {
    let sandbox = Sandbox::start().await?;
    let client = Client::of(&sandbox).await?;
    for number in 0..5 {
        client.new_customer(&format!("user-{number}")).await?;
    }
    let mut seen: Vec<Value> = Vec::new();
    for page in 0..3 {
        let answer = client
            .get(&format!("/customers/v1?page_number={page}&page_size=2"))
            .await?;
        seen.extend(answer.body["data"].as_array().cloned().unwrap_or_default());
        assert_eq!(
            answer.body["page"],
            json!({ "number": page, "size": 2, "total_elements": 5, "total_pages": 3, "sort": null })
        );
    }
    let names: Vec<_> = seen
        .iter()
        .filter_map(|it| it["app_user_id"].as_str())
        .collect();
    assert_eq!(names, ["user-0", "user-1", "user-2", "user-3", "user-4"]);
    assert_eq!(
        client
            .get("/customers/v1?page_number=9")
            .await?
            .length_at("/data"),
        0
    );
    // The documents have no bounds for the size.
    let whole = client.get("/customers/v1?page_size=0").await?;
    assert_eq!(
        (whole.status, whole.body["page"]["size"].as_u64()),
        (200, Some(50))
    );
    assert_eq!(
        client.get("/customers/v1?page_number=-1").await?.status,
        400
    );
    Ok(())
}
