//! What is told when the day has been played: the sheet, three decisions explained, disputes, and how even it was.

use std::fmt::Write as _;

use serde_json::Value;

use super::client::{Client, text};
use super::house::{CONSULTANTS, SITE};
use super::play::Played;

/// The whole of it.
///
/// # Errors
/// The server does not answer.
pub(super) fn told(client: &mut Client, played: &Played) -> Result<String, String> {
    let mut page = String::new();
    sheets(&mut page, client)?;
    decisions(&mut page, client, played)?;
    customers(&mut page, played);
    fairness(&mut page, client)?;
    if !played.refusals.is_empty() {
        let _ = writeln!(page, "\nRefused by the rules 制度拒绝: {}", counted(&played.refusals));
    }
    Ok(page)
}

fn sheets(page: &mut String, client: &mut Client) -> Result<(), String> {
    for (channel, title) in [("walk_in", "walk-in visitors 来访"), ("phone", "calls 来电")] {
        let sheet = client.get_text(&format!("/v1/sites/{SITE}/sheet?channel={channel}"))?;
        let _ = writeln!(page, "\nThe turn table 轮排表, {title}\n");
        for line in sheet.lines() {
            let _ = writeln!(page, "  {}", named(line));
        }
    }
    Ok(())
}

/// A row of the sheet with the name at its end.
fn named(line: &str) -> String {
    let staff = line.split_whitespace().next().unwrap_or_default();
    match CONSULTANTS.iter().find(|(id, _)| *id == staff) {
        Some((_, name)) => format!("{line}   {name}"),
        None => line.to_owned(),
    }
}

fn decisions(page: &mut String, client: &mut Client, played: &Played) -> Result<(), String> {
    let first = &played.first;
    let kinds = [
        (&first.private, "private", "Away on private matters when the turn came 轮到时因私离岗"),
        (&first.owner, "", "An old customer goes back to their own consultant 老客户归原置业顾问"),
        (&first.moved, "move_to_end", "Moved to the end of the order 移到末位"),
    ];
    let _ = writeln!(page, "\nThree decisions, explained 三个决定的说明");
    for (visit, word, title) in kinds {
        let Some(visit) = visit else { continue };
        let path = format!("/v1/sites/{SITE}/visits/{visit}");
        let told = client.get(&path)?;
        let decision = &told["decision"];
        let _ = writeln!(page, "\n  {title}\n  GET {path}");
        for language in ["zh", "en"] {
            let _ = writeln!(page, "    {}", text(&decision["text"], language));
        }
        let not_chosen = CONSULTANTS.iter().map(|(id, _)| *id).find(|id| *id != text(decision, "assigned"));
        if let Some(staff) = passed_over(decision, word).or(not_chosen) {
            let told = client.get(&format!("{path}?why_not={staff}"))?;
            let _ = writeln!(page, "    Why not {staff}? 为何不是 {staff}？");
            for language in ["zh", "en"] {
                let _ = writeln!(page, "      {}", text(&told["why_not"], language));
            }
        }
    }
    Ok(())
}

/// The first one of whom the decision says this word, as a cause or as an outcome.
fn passed_over<'a>(decision: &'a Value, word: &str) -> Option<&'a str> {
    let mut rows = decision["because"].as_array()?.iter();
    let one =
        rows.find(|row| !word.is_empty() && [text(row, "outcome"), text(row, "cause")].contains(&word))?;
    Some(text(one, "staff"))
}

fn customers(page: &mut String, played: &Played) {
    let _ = writeln!(page, "\nDisputes and deals 争议与成交");
    for dispute in &played.disputes {
        let evidence = dispute["evidence"].as_array().map_or(0, Vec::len);
        let owner = dispute["owner"].as_str().unwrap_or("nobody 无人");
        let _ = writeln!(page, "  dispute 争议: {owner} owns 归属, on {evidence} pieces of evidence 条证据");
    }
    for deal in &played.deals {
        let _ = writeln!(
            page,
            "  deal 成交: {} belongs to 归 {}, split 分成 {}",
            text(deal, "customer"),
            text(deal, "owner"),
            deal["split"]
        );
    }
}

fn fairness(page: &mut String, client: &mut Client) -> Result<(), String> {
    let figures = client.get(&format!("/v1/sites/{SITE}/fairness"))?;
    let _ = writeln!(page, "\nFairness 公平 (cells taken by turn 按轮次接待数)");
    let used =
        |figures: &Value| figures["filled"].as_object().is_some_and(|all| all.values().any(|n| *n != 0));
    for (channel, figures) in figures.as_object().into_iter().flatten().filter(|(_, figures)| used(figures)) {
        let filled: Vec<String> = CONSULTANTS
            .iter()
            .filter_map(|(id, _)| figures["filled"].get(id).map(|count| format!("{id} {count}")))
            .collect();
        let _ = writeln!(
            page,
            "  {channel:<8} {}\n           spread 极差 {}, Jain's index {:.3}",
            filled.join(", "),
            figures["spread"],
            figures["jain"].as_f64().unwrap_or_default()
        );
    }
    for (id, _) in CONSULTANTS {
        let eligible = client.get(&format!("/v1/sites/{SITE}/staff/{id}/eligibility"))?;
        let fines = client.get(&format!("/v1/sites/{SITE}/staff/{id}/fines"))?;
        let mut told = Vec::new();
        if eligible["eligible"] == false {
            told.push(format!("out of the rotation today 当天取消资格 ({})", text(&eligible, "clause")));
        }
        if fines["fines"] != 0 {
            told.push(format!("fined 罚款 CNY {}", fines["fines"]));
        }
        if !told.is_empty() {
            let _ = writeln!(page, "  {id}: {}", told.join(", "));
        }
    }
    Ok(())
}

fn counted(counts: &std::collections::BTreeMap<String, u32>) -> String {
    counts.iter().map(|(what, count)| format!("{count} × {what}")).collect::<Vec<_>>().join(", ")
}
