//! No operation of these areas' documents is left without a call that succeeds, and every answer
//! comes back exact from the type of its operation.

use std::collections::BTreeSet;

use leantech::Operation;
use xtask_replay::{Options, run, specs};

use crate::ground::Ground;
use crate::{insights, open_banking, payouts, reports, verifications};

async fn call_each() -> Ground {
    let ground = Ground::new().await;
    insights::call_each(&ground).await;
    open_banking::call_each(&ground).await;
    payouts::call_each(&ground).await;
    reports::call_each(&ground).await;
    verifications::call_each(&ground).await;
    ground
}

/// Whether a capture's path is one of the operation's.
fn is_of(operation: &Operation, path: &str) -> bool {
    let is_id = |segment: &str| segment.starts_with('{');
    let (wanted, found) = (operation.path.split('/'), path.split('/'));
    wanted.clone().count() == found.clone().count()
        && wanted
            .zip(found)
            .all(|(wanted, found)| wanted == found || is_id(wanted))
}

#[tokio::test]
async fn every_operation_answers_and_every_answer_comes_back_exact() {
    let ground = call_each().await;
    let captures = ground.recorder.captures();
    let root = ground.sandbox.base_url().trim_end_matches('/');
    let succeeded: BTreeSet<(&str, &str)> = captures
        .iter()
        .filter(|capture| capture.status < 300)
        .map(|capture| {
            let path = capture.url.strip_prefix(root).unwrap();
            let path = path.split('?').next().unwrap();
            (capture.method.as_str(), path)
        })
        .collect();
    let mut missing = Vec::new();
    for operation in leantech_tests::all_operations() {
        let method = operation.method;
        let answered = succeeded
            .iter()
            .any(|(its, path)| *its == method && is_of(operation, path));
        // The journey calls those of account access.
        if !leantech_tests::is_account_access(operation) && !answered {
            missing.push(operation.id);
        }
    }
    assert_eq!(missing, [""; 0], "no call of these succeeded");
    comes_back_exact(&ground);
}

/// Each recorded answer of text is exact when it is read into its type and written again.
pub(crate) fn comes_back_exact(ground: &Ground) {
    let folder = tempfile::tempdir().unwrap();
    let count = ground.recorder.write(folder.path());
    let options = Options::load(&specs()).unwrap();
    let report = run(&[folder.path().to_owned()], &options).unwrap();
    assert_eq!(report.findings, [], "{:#?}", report.findings);
    assert_eq!(
        (report.responses, report.matched, report.exact),
        (count, count, count)
    );
}
