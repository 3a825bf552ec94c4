//! Figures of earlier runs, which a run that takes only some of them keeps.

use serde_json::Value;

use crate::catalogue::FIGURES;
use crate::figure::{Certainty, Figure, Reading};
use crate::report::{Report, Row};
use crate::trouble::Trouble;

/// What is said of a figure that neither this run nor an earlier one has.
const NOT_TAKEN: &str = "not taken on this machine yet";

/// Every figure: what was measured now, and of an earlier report, in its JSON form, what was not
/// measured again.
///
/// Of another machine only what repeats everywhere is kept, and of a figure whose unit or peer is
/// another one today, nothing. The limits are those of today. A figure that was never taken is there
/// as well: left out, nobody would miss it.
pub(crate) fn join(report: &Report, earlier: &str) -> Report {
    let earlier: Value = serde_json::from_str(earlier).unwrap_or_default();
    let machine = serde_json::to_value(&report.machine).unwrap_or_default();
    let is_same = |word: &str| at(&earlier, &["machine", word]) == at(&machine, &[word]);
    let is_this_machine = is_same("processor") && is_same("processors");
    let kept = |figure: &Figure| {
        let row = earlier.get("figures")?.as_array()?;
        let row = row.iter().find(|row| at(row, &["name"]) == figure.name)?;
        let is_of_today = at(row, &["unit"]) == figure.unit
            && at(row, &["peer_name"]) == figure.peer
            && at(row, &["note"]) != NOT_TAKEN;
        if !is_of_today {
            return None;
        }
        (is_this_machine || figure.certainty == Certainty::Exact).then(|| row_of(figure, row))
    };
    let mut whole = report.clone();
    whole.figures = FIGURES
        .iter()
        .map(|figure| {
            let fresh = report.figures.iter().find(|row| row.name == figure.name);
            let known = fresh.cloned().or_else(|| kept(figure));
            let absent = || Row::new(figure, Err(Trouble::absent(NOT_TAKEN)), &report.date);
            known.unwrap_or_else(absent)
        })
        .collect();
    whole
}

/// What stands at a path of fields; null where there is nothing.
fn at<'v>(value: &'v Value, path: &[&str]) -> &'v Value {
    const NOTHING: &Value = &Value::Null;
    path.iter()
        .try_fold(value, |value, word| value.get(word))
        .unwrap_or(NOTHING)
}

fn row_of(figure: &Figure, row: &Value) -> Row {
    let why = || {
        row["note"]
            .as_str()
            .unwrap_or("it was not measured")
            .to_owned()
    };
    let points = |name: &str| serde_json::from_value(at(row, &[name]).clone()).unwrap_or_default();
    let reading = match at(row, &["ours"]).as_f64() {
        Some(ours) => Ok(Reading {
            ours,
            peer: at(row, &["peer"]).as_f64(),
            points: points("points"),
            peer_points: points("peer_points"),
        }),
        None if at(row, &["verdict"]) == "absent" => Err(Trouble::absent(why())),
        None => Err(Trouble::new(why())),
    };
    Row::new(
        figure,
        reading,
        at(row, &["date"]).as_str().unwrap_or("an unknown day"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::machine::Machine;
    use crate::report::REPORT_VERSION;
    use crate::verdict::Verdict;

    fn report(processor: &str, rows: Vec<Row>) -> Report {
        Report {
            version: REPORT_VERSION,
            date: "2026-05-10".to_owned(),
            machine: Machine {
                processor: processor.to_owned(),
                processors: 2,
                system: "Linux".to_owned(),
                rustc: "rustc".to_owned(),
            },
            figures: rows,
        }
    }

    fn row(name: &str, ours: f64, date: &str) -> Vec<Row> {
        let figure = FIGURES.iter().find(|figure| figure.name == name);
        figure
            .map(|figure| Row::new(figure, Ok(Reading::alone(ours)), date))
            .into_iter()
            .collect()
    }

    fn joined(now: &Report, before: &Report) -> Vec<(&'static str, Option<f64>, String)> {
        let before = serde_json::to_string(before).unwrap_or_default();
        let rows = join(now, &before).figures;
        rows.into_iter()
            .filter(|row| row.ours.is_some())
            .map(|row| (row.name, row.ours, row.date))
            .collect()
    }

    #[test]
    fn figure_that_is_not_taken_again_is_kept_with_its_day() {
        let mut before = row("token/hit-time", 70.0, "2026-05-08");
        before.extend(row("token/waiting-call", 1_500.0, "2026-05-08"));
        let now = report("a", row("token/waiting-call", 967.0, "2026-05-10"));
        let expected = [
            ("token/hit-time", Some(70.0), "2026-05-08".to_owned()),
            ("token/waiting-call", Some(967.0), "2026-05-10".to_owned()),
        ];
        assert_eq!(joined(&now, &report("a", before)), expected);
    }

    #[test]
    fn of_another_machine_only_what_repeats_is_kept() {
        let mut before = row("token/hit-time", 70.0, "2026-05-08");
        before.extend(row("token/waiting-call", 1_500.0, "2026-05-08"));
        let kept = joined(&report("a", Vec::new()), &report("b", before));
        let expected = [("token/waiting-call", Some(1_500.0), "2026-05-08".to_owned())];
        assert_eq!(kept, expected);
    }

    #[test]
    fn figure_that_means_something_else_today_is_not_kept() {
        let changes = [
            (r#""unit":"ns""#, r#""unit":"ms""#),
            (r#""peer_name":"""#, r#""peer_name":"somebody""#),
        ];
        for (today, then) in changes {
            let earlier = report("a", row("token/hit-time", 70.0, "2026-05-08"));
            let earlier = serde_json::to_string(&earlier).unwrap_or_default();
            let whole = join(&report("a", Vec::new()), &earlier.replace(today, then));
            let kept = whole.figures.iter().filter(|row| row.ours.is_some());
            assert_eq!(kept.count(), 0, "{then}");
        }
    }

    #[test]
    fn figure_that_no_run_has_is_listed_as_not_taken_until_one_has_it() {
        let earlier = report("a", row("token/hit-time", 70.0, "2026-05-08"));
        let text = |report: &Report| serde_json::to_string(report).unwrap_or_default();
        // Twice, because what is written is read again.
        let once = join(&report("b", Vec::new()), &text(&earlier));
        let mut next = report("b", row("token/hit-time", 60.0, "2026-05-11"));
        next.date = "2026-05-11".to_owned();
        let twice = join(&next, &text(&once));
        for whole in [&once, &twice] {
            let names: Vec<&str> = whole.figures.iter().map(|row| row.name).collect();
            let all: Vec<&str> = FIGURES.iter().map(|figure| figure.name).collect();
            assert_eq!(names, all);
            let absent: Vec<&Row> = whole
                .figures
                .iter()
                .filter(|row| row.ours.is_none())
                .collect();
            let is_said = |row: &&Row| {
                row.note.as_deref() == Some(NOT_TAKEN)
                    && row.verdict == Verdict::Absent
                    && row.date == whole.date
            };
            assert!(absent.iter().all(is_said), "{absent:?}");
        }
        let taken = |whole: &Report| {
            whole
                .figures
                .iter()
                .filter(|row| row.ours.is_some())
                .count()
        };
        assert_eq!((taken(&once), taken(&twice)), (0, 1));
    }
}
