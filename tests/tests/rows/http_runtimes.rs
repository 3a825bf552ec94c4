//! Row H18 of the reliability table: a connection whose runtime rests.

use std::time::{Duration, Instant};

use leantech_tests::hostile::{
    BANKS, CUSTOMER, CUSTOMERS, HostileServer, LIMIT, Reply, create_customer, list_banks,
    within_blocking,
};
use tokio::runtime::Runtime;

fn runtime() -> Runtime {
    let mut builder = tokio::runtime::Builder::new_current_thread();
    builder.enable_all().build().unwrap()
}

fn server() -> HostileServer {
    let server = HostileServer::start();
    server.on("GET", BANKS, [Reply::json(200, "[]")]);
    server.on("POST", CUSTOMERS, [Reply::json(200, CUSTOMER)]);
    server
}

#[test]
fn h18_call_goes_through_while_another_runtime_rests() {
    within_blocking(LIMIT, || {
        let server = server();
        for client in [server.client(), server.client_with_token()] {
            let lean = client.build().unwrap();
            let (first, second) = (runtime(), runtime());
            first.block_on(list_banks(&lean)).unwrap();
            let posts = server.count("POST", CUSTOMERS);
            let began = Instant::now();
            second.block_on(create_customer(&lean)).unwrap();
            second.block_on(list_banks(&lean)).unwrap();
            let took = began.elapsed();
            assert!(took < Duration::from_secs(2), "{took:?}");
            assert_eq!(server.count("POST", CUSTOMERS), posts + 1);
            // The first one can go on as well.
            first.block_on(create_customer(&lean)).unwrap();
        }
    });
}

#[test]
fn h18_each_runtime_uses_its_own_connection_again() {
    within_blocking(LIMIT, || {
        let server = server();
        let lean = server.client_with_token().build().unwrap();
        let runtimes: Vec<_> = (0..4).map(|_| runtime()).collect();
        for _ in 0..3 {
            for runtime in &runtimes {
                runtime.block_on(list_banks(&lean)).unwrap();
            }
        }
        assert_eq!(server.connections(), runtimes.len());
    });
}

#[test]
fn h18_connections_of_a_runtime_end_with_it() {
    within_blocking(LIMIT, || {
        let server = server();
        let lean = server.client_with_token().build().unwrap();
        let last = runtime();
        for _ in 0..50 {
            runtime().block_on(list_banks(&lean)).unwrap();
        }
        last.block_on(async {
            list_banks(&lean).await.unwrap();
            server.has_open_connections(1).await;
            list_banks(&lean).await.unwrap();
        });
        assert_eq!(server.connections(), 51);
    });
}
