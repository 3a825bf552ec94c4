//! The forms of a report, and what fails a check.

use super::*;

const DAY: &str = "2026-05-10";
const EARLIER: &str = "2026-05-09";

fn figure(certainty: Certainty) -> Figure {
    Figure {
        name: "call/made-up",
        what: "a made-up call",
        unit: "instructions",
        peer: "a peer",
        compared: Compared::Ratio,
        bar: Some(Limit::AtMost(1.05)),
        target: Some(Limit::AtMost(1.0)),
        certainty,
        measure: |_| Err(Trouble::new("it is not measured here")),
    }
}

fn report(rows: Vec<Row>) -> Report {
    Report {
        version: REPORT_VERSION,
        date: DAY.to_owned(),
        machine: Machine {
            processor: "made up".to_owned(),
            processors: 2,
            system: "Linux".to_owned(),
            rustc: "rustc".to_owned(),
        },
        figures: rows,
    }
}

fn rows() -> Vec<Row> {
    let exact = figure(Certainty::Exact);
    vec![
        Row::new(&exact, Ok(Reading::beside(103.0, 100.0)), DAY),
        Row::new(
            &exact,
            Err(Trouble::absent("there is no valgrind")),
            EARLIER,
        ),
    ]
}

#[test]
fn json_keeps_its_members() {
    let json = serde_json::to_value(report(rows())).unwrap_or_default();
    let expected = serde_json::json!({
        "version": 1,
        "date": "2026-05-10",
        "machine": {"processor": "made up", "processors": 2, "system": "Linux", "rustc": "rustc"},
        "figures": [
            {
                "name": "call/made-up", "what": "a made-up call", "unit": "instructions",
                "ours": 103.0, "peer_name": "a peer", "peer": 100.0, "compared": "ratio",
                "value": 1.03, "bar": {"at_most": 1.05}, "target": {"at_most": 1.0},
                "certainty": "exact", "verdict": "bar", "note": null, "points": [],
                "peer_points": [], "date": "2026-05-10"
            },
            {
                "name": "call/made-up", "what": "a made-up call", "unit": "instructions",
                "ours": null, "peer_name": "a peer", "peer": null, "compared": "ratio",
                "value": null, "bar": {"at_most": 1.05}, "target": {"at_most": 1.0},
                "certainty": "exact", "verdict": "absent", "note": "there is no valgrind",
                "points": [], "peer_points": [], "date": "2026-05-09"
            }
        ]
    });
    assert_eq!(json, expected);
}

#[test]
fn table_has_a_line_for_each_figure_and_says_what_is_absent() {
    let text = Text(&report(rows())).to_string();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 4, "{text}");
    assert!(
        text.contains("103 instructions   100  1.030  ≤ 1.05     ≤ 1  bar"),
        "{text}"
    );
    assert!(text.contains("absent: there is no valgrind"), "{text}");
}

#[test]
fn page_names_machine_date_and_command() {
    let page = Markdown(&report(rows())).to_string();
    for part in [
        "2026-05-10",
        "made up, 2 processors",
        "`cargo xtask bench --write`",
        "`call/made-up` *",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
}

#[test]
fn growth_beside_a_peer_is_judged_by_both_and_shows_the_points_of_both() {
    let ours = vec![(1.0, 40.0), (10.0, 70.0), (100.0, 104.0)];
    let peers = vec![(1.0, 50.0), (10.0, 60.0), (100.0, 130.0)];
    let reading = Reading::growth_beside(ours, peers);
    let row = Row::new(&figure(Certainty::Noisy), reading, DAY);
    assert_eq!(
        (row.ours, row.peer, row.value),
        (Some(2.6), Some(2.6), Some(1.0))
    );
    let report = report(vec![row]);
    let page = Markdown(&report).to_string();
    let points = "(a made-up call): 1: 40; 10: 70; 100: 104; a peer: 1: 50; 10: 60; 100: 130\n";
    assert!(page.contains(points), "{page}");
    let text = Text(&report).to_string();
    assert!(text.contains("          100  104  130\n"), "{text}");
}

#[test]
fn page_says_of_an_earlier_figure_when_it_was_taken() {
    let page = Markdown(&report(rows())).to_string();
    assert!(
        page.contains("there is no valgrind (taken on 2026-05-09)"),
        "{page}"
    );
    assert!(!page.contains("(taken on 2026-05-10)"), "{page}");
}

#[test]
fn absent_peer_fails_no_check() {
    assert_eq!(report(rows()).failures().count(), 0);
}

#[test]
fn exact_figure_over_its_bar_fails_the_check_and_a_noisy_one_does_not() {
    let over = |certainty| Row::new(&figure(certainty), Ok(Reading::beside(106.0, 100.0)), DAY);
    assert_eq!(report(vec![over(Certainty::Exact)]).failures().count(), 1);
    assert_eq!(report(vec![over(Certainty::Noisy)]).failures().count(), 0);
}

#[test]
fn program_of_ours_that_breaks_fails_the_check() {
    let row = Row::new(
        &figure(Certainty::Exact),
        Err(Trouble::new("it broke")),
        DAY,
    );
    assert_eq!(row.verdict, Verdict::Failed);
    assert_eq!(report(vec![row]).failures().count(), 1);
}

#[test]
fn peer_that_measures_nothing_is_no_ratio() {
    let row = Row::new(
        &figure(Certainty::Exact),
        Ok(Reading::beside(1.0, 0.0)),
        DAY,
    );
    assert_eq!((row.value, row.verdict), (None, Verdict::Failed));
}
