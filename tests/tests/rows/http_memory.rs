//! Row H10 of the reliability table: what a huge answer costs, measured in a process of its own.

use std::time::Duration;

use leantech::{Client, DEFAULT_BODY_CAP, ErrorKind};
use leantech_tests::hostile::{
    BANKS, HostileServer, Reply, peak_memory, reset_peak_memory, resident_memory, within,
};
use leantech_tests::own_process::passed_alone;

/// The outer limit of the test.
const LIMIT: Duration = Duration::from_secs(50);

/// What an answer may cost beside the cap.
const BESIDE: u64 = 8 * 1024 * 1024;

async fn failure(client: &Client) -> ErrorKind {
    client.banks().list_banks().send().await.unwrap_err().kind()
}

/// A gigabyte of blanks, packed into a few megabytes: one block, a thousand times. It has no end,
/// because nobody should come that far.
fn bomb() -> Vec<u8> {
    let mut deflate = flate2::Compress::new(flate2::Compression::fast(), false);
    let mut block = Vec::with_capacity(1 << 20);
    deflate
        .compress_vec(
            &vec![b' '; 1 << 20],
            &mut block,
            flate2::FlushCompress::Full,
        )
        .unwrap();
    let mut packed = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
    packed.extend(block.repeat(1_024));
    packed
}

#[tokio::test]
async fn h10_huge_answer_costs_no_more_than_the_cap() {
    if passed_alone("http_memory::h10_huge_answer_costs_no_more_than_the_cap") {
        return;
    }
    within(LIMIT, async {
        let server = HostileServer::start();
        let bomb = bomb();
        assert!(bomb.len() < 8 << 20, "{}", bomb.len());
        let ours = server.client_with_token().build().unwrap();
        let unpacking = reqwest::Client::builder()
            .no_proxy()
            .gzip(true)
            .build()
            .unwrap();
        let unpacking = server
            .client_with_token()
            .http_client(unpacking)
            .build()
            .unwrap();
        // What connections and threads take once is not the answer's.
        server.on("GET", BANKS, [Reply::json(200, "{}")]);
        for client in [&ours, &unpacking] {
            assert_eq!(failure(client).await, ErrorKind::Decode);
        }
        let json = Reply::json(200, "");
        let packed = || json.clone().header("content-encoding", "gzip");
        // Ten gigabytes in chunks, as much announced, and a bomb.
        let table = [
            (
                &ours,
                json.clone().body_repeated(vec![b' '; 1 << 16], 163_840),
                ErrorKind::TooLarge,
            ),
            (
                &ours,
                json.clone()
                    .body_announced_as("[", 10_000_000_000)
                    .then_hang(),
                ErrorKind::TooLarge,
            ),
            (&ours, packed().body(bomb.clone()), ErrorKind::Decode),
            (&unpacking, packed().body(bomb.clone()), ErrorKind::TooLarge),
        ];
        for (client, reply, expected) in table {
            server.on("GET", BANKS, [reply]);
            reset_peak_memory();
            let before = resident_memory();
            assert_eq!(failure(client).await, expected);
            let grown = peak_memory().saturating_sub(before);
            assert!(
                before > 0 && grown <= DEFAULT_BODY_CAP as u64 + BESIDE,
                "{grown} bytes"
            );
        }
    })
    .await;
}
