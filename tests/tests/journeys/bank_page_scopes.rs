//! The bank's page of the sandbox names the scopes that the facade says a permission stands for.

use leantech_tests::sandbox::client_of;
use std::collections::BTreeSet;

use leantech::consents::types::Permission as Asked;
use leantech::{KsaScope, KsaScopes, Permission};
use leantech_sandbox::Sandbox;

#[tokio::test]
async fn the_page_shows_exactly_the_scopes_of_the_permissions_asked_for()
-> Result<(), Box<dyn std::error::Error>> {
    let sandbox = Sandbox::start().await?;
    let lean = client_of(&sandbox).build()?;
    let customer = lean.get_or_create_customer(&"someone".parse()?).await?;
    for permission in Permission::ALL {
        let asked: Asked = permission.as_str().parse()?;
        let request = lean
            .consents()
            .create_connect_link()
            .customer_id(customer.customer_id.clone())
            .bank_identifier("LEA1_SAMAOB_SAU")
            .success_redirect_url("https://shop.example/")
            .failure_redirect_url("https://shop.example/")
            .permissions(vec![asked]);
        let link = request.send().await?.redirect_url;
        let page = reqwest::get(&link).await?.text().await?;
        let shown: BTreeSet<&str> = page
            .split("<code lang=\"en\" dir=\"ltr\">")
            .filter_map(|piece| piece.split_once("</code>"))
            .map(|(code, _)| code)
            .filter(|code| code.starts_with("Read"))
            .collect();
        let scopes: KsaScopes = [permission].into_iter().collect();
        let expected: BTreeSet<&str> = KsaScope::ALL
            .into_iter()
            .filter(|scope| scopes.contains(*scope))
            .map(KsaScope::as_str)
            .collect();
        assert_eq!(shown, expected, "{permission}");
    }
    Ok(())
}
