//! A sandbox with its recorder, a client, and customers who have connected a bank.

use leantech::{
    AppUserId, Client, ClientCredentials, CustomerId, EntityId, Environment, PermissionSet,
    Redirect,
};
use leantech_sandbox::Sandbox;

use crate::recorder::Recorder;

/// What a test of these areas stands on.
pub(crate) struct Ground {
    pub(crate) sandbox: Sandbox,
    pub(crate) recorder: Recorder,
    /// Calls the sandbox by way of the recorder.
    pub(crate) lean: Client,
}

impl Ground {
    pub(crate) async fn new() -> Self {
        Self::on(Sandbox::start().await.unwrap()).await
    }

    pub(crate) async fn on(sandbox: Sandbox) -> Self {
        let recorder = Recorder::start(sandbox.base_url()).await;
        let lean = Client::builder(Environment::emulator(&recorder.base_url).unwrap())
            .credentials(ClientCredentials::new(
                sandbox.client_id(),
                sandbox.client_secret(),
            ))
            .build()
            .unwrap();
        Self {
            sandbox,
            recorder,
            lean,
        }
    }

    /// A customer who has connected a bank with these permissions.
    pub(crate) async fn connected(
        &self,
        who: &str,
        asked: impl Into<PermissionSet>,
    ) -> (CustomerId, EntityId) {
        self.connected_to("LEA1_SAMAOB_SAU", who, asked).await
    }

    /// A customer who has connected this bank with these permissions.
    pub(crate) async fn connected_to(
        &self,
        identifier: &str,
        who: &str,
        asked: impl Into<PermissionSet>,
    ) -> (CustomerId, EntityId) {
        let id: AppUserId = who.parse().unwrap();
        let customer = self.lean.get_or_create_customer(&id).await.unwrap();
        let customer = customer.customer_id;
        let link = self
            .lean
            .consents()
            .create_connect_link()
            .customer_id(&customer)
            .bank_identifier(identifier)
            .success_redirect_url("https://example.com/back?success=true")
            .failure_redirect_url("https://example.com/back?success=false")
            .permissions(asked.into())
            .send()
            .await
            .unwrap();
        let back = self
            .sandbox
            .approve(&link.bank_consent_id.unwrap())
            .unwrap();
        let back = Redirect::parse(&back).unwrap();
        (customer, back.entity_id().unwrap().parse().unwrap())
    }
}
