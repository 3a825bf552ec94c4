//! Lean's older mechanism: which headers go out, and a certificate of the client over real TLS.
#![allow(deprecated, reason = "the mechanism is Lean's old one")]

use std::net::Ipv4Addr;
use std::sync::Arc;

use leantech::{
    Client, ClientCredentials, CustomerId, Environment, ErrorKind, MutualTls, RetryPolicy,
};
use leantech_tests::hostile::{
    BANKS, FixedToken, HostileServer, LIMIT, Reply, list_banks, whole_text, within,
};
use rcgen::{CertifiedKey, generate_simple_self_signed};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;
use tokio_rustls::rustls::server::WebPkiClientVerifier;
use tokio_rustls::rustls::{RootCertStore, ServerConfig};

fn plain(server: &HostileServer) -> leantech::ClientBuilder {
    Client::builder(Environment::emulator(&server.url()).unwrap())
}

fn app_token() -> MutualTls {
    MutualTls::without_identity("canary-app-token").unwrap()
}

#[tokio::test]
async fn each_mechanism_sends_its_own_header_and_never_the_other_s() {
    within(LIMIT, async {
        let server = HostileServer::start();
        server.on("GET", BANKS, [Reply::json(200, "[]")]);
        let older = plain(&server).mutual_tls(app_token()).build().unwrap();
        list_banks(&older).await.unwrap();
        let seen = server.last_seen().unwrap();
        assert_eq!(seen.header("lean-app-token"), Some("canary-app-token"));
        assert_eq!(seen.header("authorization"), None);

        let source = Arc::new(FixedToken::default());
        let newer = plain(&server).token_source(source).build().unwrap();
        list_banks(&newer).await.unwrap();
        let seen = server.last_seen().unwrap();
        assert_eq!(seen.header("lean-app-token"), None);
        assert!(seen.header("authorization").unwrap().starts_with("Bearer "));
        assert_eq!(server.token_requests(), 0);
    })
    .await;
}

#[tokio::test]
async fn older_mechanism_asks_for_no_token_when_it_is_refused() {
    within(LIMIT, async {
        let server = HostileServer::start();
        server.on("GET", BANKS, [Reply::status(401)]);
        let client = plain(&server).mutual_tls(app_token()).build().unwrap();
        let client = client.with_retry(RetryPolicy::none());
        let error = list_banks(&client).await.unwrap_err();
        assert_eq!(error.status().map(|status| status.as_u16()), Some(401));
        assert_eq!(
            (server.count("GET", BANKS), server.token_requests()),
            (1, 0)
        );
        let customer: CustomerId = "c-1".parse().unwrap();
        let no_token = client.customer_token(&customer).await.unwrap_err();
        assert!(no_token.is_token() && !no_token.is_retryable());
        for error in [error, no_token] {
            assert!(!whole_text(&error).contains("canary"), "{error}");
        }
        assert!(!format!("{client:?}").contains("canary"));
    })
    .await;
}

#[test]
fn both_mechanisms_in_one_client_are_refused() {
    let server = HostileServer::start();
    let builders = [
        plain(&server).credentials(ClientCredentials::new("id", "canary-secret")),
        plain(&server).token_source(Arc::new(FixedToken::default())),
        // This HTTP client would never show the certificate.
        plain(&server).http_client(reqwest::Client::new()),
    ];
    for builder in builders {
        let both = MutualTls::from_pem("canary-app-token", b"canary", b"canary").unwrap();
        let builder = builder.mutual_tls(both);
        assert!(!format!("{builder:?}").contains("canary"));
        let error = builder.build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert!(!whole_text(&error).contains("canary"), "{error}");
    }
}

#[test]
fn pem_that_holds_no_key_is_refused_when_the_client_is_built() {
    let server = HostileServer::start();
    let bad = MutualTls::from_pem("t", b"canary", b"canary").unwrap();
    let error = plain(&server).mutual_tls(bad).build().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
    assert!(!whole_text(&error).contains("canary"), "{error}");
}

/// A certificate that signs itself, for loopback.
fn certificate() -> CertifiedKey<rcgen::KeyPair> {
    generate_simple_self_signed([Ipv4Addr::LOCALHOST.to_string()]).unwrap()
}

/// A server that takes connections with this one client certificate, and sends on the head of
/// each request.
async fn serve(
    server: &CertifiedKey<rcgen::KeyPair>,
    client: &CertifiedKey<rcgen::KeyPair>,
) -> (String, mpsc::Receiver<String>) {
    let mut trusted = RootCertStore::empty();
    trusted.add(client.cert.der().clone()).unwrap();
    let provider = Arc::new(tokio_rustls::rustls::crypto::aws_lc_rs::default_provider());
    let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(trusted), provider.clone())
        .build()
        .unwrap();
    let key = PrivateKeyDer::try_from(server.signing_key.serialize_der()).unwrap();
    let configuration = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_client_cert_verifier(verifier)
        .with_single_cert(vec![server.cert.der().clone()], key)
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(configuration));
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    let (heads, received) = mpsc::channel(8);
    tokio::spawn(async move {
        while let Ok((connection, _)) = listener.accept().await {
            let Ok(mut stream) = acceptor.accept(connection).await else {
                continue;
            };
            let mut head = Vec::new();
            while !head.ends_with(b"\r\n\r\n") {
                let Ok(byte) = stream.read_u8().await else {
                    break;
                };
                head.push(byte);
            }
            let answer = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\
                          content-length: 2\r\nconnection: close\r\n\r\n[]";
            let _ = stream.write_all(answer.as_bytes()).await;
            let _ = stream.shutdown().await;
            let _ = heads
                .send(String::from_utf8_lossy(&head).into_owned())
                .await;
        }
    });
    (url, received)
}

#[tokio::test]
async fn certificate_from_pem_files_is_shown_to_the_server() {
    within(LIMIT, async {
        let (server, client) = (certificate(), certificate());
        let (url, mut heads) = serve(&server, &client).await;
        let folder = tempfile::tempdir().unwrap();
        let (chain, key) = (
            folder.path().join("chain.pem"),
            folder.path().join("key.pem"),
        );
        std::fs::write(&chain, client.cert.pem()).unwrap();
        std::fs::write(&key, client.signing_key.serialize_pem()).unwrap();
        let lean = Client::builder(Environment::emulator(&url).unwrap())
            .mutual_tls(
                MutualTls::from_pem_files("canary-app-token", &chain, &key)
                    .unwrap()
                    .root_certificate(server.cert.pem().as_bytes()),
            )
            .retry(RetryPolicy::none())
            .build()
            .unwrap();
        list_banks(&lean).await.unwrap();
        let head = heads.recv().await.unwrap().to_ascii_lowercase();
        assert!(
            head.contains("\r\nlean-app-token: canary-app-token\r\n"),
            "{head}"
        );
        assert!(!head.contains("authorization"), "{head}");
    })
    .await;
}

#[tokio::test]
async fn server_refuses_another_certificate_and_none() {
    within(LIMIT, async {
        let (server, client, other) = (certificate(), certificate(), certificate());
        let (url, _heads) = serve(&server, &client).await;
        let with_other = MutualTls::from_pem(
            "t",
            other.cert.pem().as_bytes(),
            other.signing_key.serialize_pem().as_bytes(),
        );
        for mutual_tls in [with_other, MutualTls::without_identity("t")] {
            let trusting = mutual_tls
                .unwrap()
                .root_certificate(server.cert.pem().as_bytes());
            let lean = Client::builder(Environment::emulator(&url).unwrap())
                .mutual_tls(trusting)
                .retry(RetryPolicy::none())
                .build()
                .unwrap();
            let error = list_banks(&lean).await.unwrap_err();
            let kind = error.kind();
            assert!(
                matches!(kind, ErrorKind::Connect | ErrorKind::Transport),
                "{error:?}"
            );
        }
    })
    .await;
}
