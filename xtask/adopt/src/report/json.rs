//! The report as JSON.

use serde_json::{Value, json};

use crate::plan::{AreaPlan, Line, Plan};

pub(super) fn write(plan: &Plan) -> String {
    let areas: Vec<Value> = plan
        .areas
        .iter()
        .filter(|area| !area.is_nothing())
        .map(of_area)
        .collect();
    let report = json!({"notes": plan.notes, "areas": areas});
    let mut text = serde_json::to_string_pretty(&report).unwrap_or_default();
    text.push('\n');
    text
}

fn of_area(area: &AreaPlan) -> Value {
    let conflicts: Vec<Value> = area
        .conflicts
        .iter()
        .map(|conflict| {
            let mut row = line(&conflict.line, &area.area);
            if let Some(row) = row.as_object_mut() {
                row.insert(
                    "lean_before".to_owned(),
                    conflict.lean_before.clone().into(),
                );
                row.insert("lean_now".to_owned(), conflict.lean_now.clone().into());
                row.insert("ours".to_owned(), conflict.ours.clone().into());
                row.insert("reason".to_owned(), conflict.reason.words().into());
                row.insert("choice".to_owned(), conflict.choice.clone().into());
            }
            row
        })
        .collect();
    let differences: Vec<Value> = area
        .differences
        .iter()
        .map(|difference| {
            json!({
                "pointer": format!("{}:{}", area.area, difference.place),
                "context": difference.context,
                "subject": difference.subject,
                "lean": difference.lean,
                "ours": difference.ours,
                "why": difference.why,
            })
        })
        .collect();
    let lines =
        |lines: &[Line]| -> Vec<Value> { lines.iter().map(|row| line(row, &area.area)).collect() };
    let next = area.next.as_ref().map(|next| {
        let report: Value = serde_json::from_str(&next.report.json()).unwrap_or_default();
        json!({
            "version": next.version,
            "before": next.before,
            "file": next.document.name,
            "diff": next.diff,
            "report": report,
        })
    });
    json!({
        "area": area.area,
        "region": area.region,
        "first": area.is_first,
        "baseline": area.baseline.as_ref().map(|baseline| &baseline.name),
        "conflicts": conflicts,
        "differences": differences,
        "taken_over": lines(&area.taken_over),
        "known": lines(&area.known),
        "kept": area.kept.iter().map(|kept| json!({
            "pointer": format!("{}:{}", area.area, kept.place),
            "lean": kept.lean,
            "day": kept.day,
        })).collect::<Vec<_>>(),
        "recognised": area.recognised,
        "undescribed": area.undescribed,
        "next": next,
    })
}

fn line(line: &Line, area: &str) -> Value {
    json!({
        "pointer": format!("{area}:{}", line.place),
        "context": line.context,
        "what": line.what,
        "shared_with": line.shared_with,
        "likely_rename": line.is_rename,
    })
}
