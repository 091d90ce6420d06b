//! What is told while the day is played: the first decision at once, then a line for each hour.

use std::collections::BTreeMap;

use serde_json::Value;

use super::client::text;
use super::script::Minute;

/// Visits whose decisions are worth explaining at the end: the first of each kind.
#[derive(Debug, Default)]
pub(super) struct First {
    any: bool,
    /// Somebody away on private matters was passed over and fined.
    pub(super) private: Option<String>,
    /// An old customer went back to their owner.
    pub(super) owner: Option<String>,
    /// Somebody was moved to the end.
    pub(super) moved: Option<String>,
}

impl First {
    /// Is this the day's first decision?
    pub(super) fn is_first(&mut self, decision: &Value) -> bool {
        let first = !self.any && decision["assigned"].is_string();
        self.any |= first;
        first
    }

    pub(super) fn note(&mut self, decision: &Value) {
        let visit = text(decision, "reception");
        let has = |key: &str, word: &str| {
            let rows = decision["because"].as_array().into_iter().flatten();
            rows.filter(|row| text(row, key) == word).count() > 0
        };
        let keep = |kept: &mut Option<String>, is_one: bool| {
            if is_one && kept.is_none() {
                *kept = Some(visit.to_owned());
            }
        };
        if decision["assigned"].is_null() {
            return;
        }
        let fined = decision["incidents"].as_array().is_some_and(|incidents| !incidents.is_empty());
        let private = has("cause", "private") && fined;
        keep(&mut self.private, private);
        keep(&mut self.owner, text(decision, "as") == "owner");
        keep(&mut self.moved, has("outcome", "move_to_end") && !private);
    }
}

/// The first decision, told at once.
pub(super) fn told_first(at: Minute, decision: &Value) -> String {
    let told = &decision["text"];
    format!(
        "\nThe first decision 第一个决定, at {:02}:{:02}: {} receives {}\n  {}\n  {}\n",
        at / 60,
        at % 60,
        text(decision, "assigned"),
        text(decision, "reception"),
        text(told, "zh"),
        text(told, "en"),
    )
}

/// What came of the arrivals of one hour.
#[derive(Debug, Default)]
pub(super) struct Hour {
    hour: u32,
    visitors: u32,
    calls: u32,
    capacities: BTreeMap<String, u32>,
    waiting: u32,
    pub(super) unserved: u32,
    pub(super) absences: u32,
}

impl Hour {
    pub(super) fn note(&mut self, decision: &Value, call: bool) {
        *(if call { &mut self.calls } else { &mut self.visitors }) += 1;
        match decision["as"].as_str() {
            Some(capacity) => *self.capacities.entry(capacity.to_owned()).or_default() += 1,
            None => self.waiting += 1,
        }
    }

    /// The line of the hour that is over when `hour` begins, if there is anything to tell.
    pub(super) fn turned(&mut self, hour: u32) -> Option<String> {
        if hour == self.hour {
            return None;
        }
        let over = std::mem::replace(self, Self { hour, ..Self::default() });
        if over.visitors + over.calls == 0 {
            return None;
        }
        let mut line =
            format!("  {:02}:00  {:>2} visitors, {} calls: ", over.hour, over.visitors, over.calls);
        let capacities: Vec<String> = over
            .capacities
            .iter()
            .map(|(capacity, count)| format!("{count} {}", capacity.replace('_', " ")))
            .collect();
        line.push_str(&capacities.join(", "));
        for (count, what) in
            [(over.waiting, "had to wait"), (over.unserved, "left unserved"), (over.absences, "stepped away")]
        {
            if count > 0 {
                line.push_str(&format!(", {count} {what}"));
            }
        }
        Some(line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_hour_is_told_once_and_only_if_something_happened() {
        let mut hour = Hour::default();
        assert_eq!(hour.turned(9), None);
        hour.note(&json!({"as": "make_up"}), false);
        hour.note(&json!({"waiting": true}), true);
        assert_eq!(hour.turned(9), None);
        assert_eq!(hour.turned(10).unwrap(), "  09:00   1 visitors, 1 calls: 1 make up, 1 had to wait");
        assert_eq!(hour.turned(11), None);
    }

    #[test]
    fn the_first_of_each_kind_is_kept() {
        let mut first = First::default();
        let private = json!({"reception": "v1", "assigned": "B", "as": "turn",
            "because": [{"staff": "A", "cause": "private", "outcome": "forfeit"}],
            "incidents": [{"staff": "A", "clause": "P03-6a", "fine": 50}]});
        first.note(&private);
        first.note(&json!({"reception": "v2", "assigned": "A", "as": "owner", "because": []}));
        first.note(&json!({"reception": "v3", "assigned": "A", "as": "owner", "because": []}));
        assert_eq!((first.private.as_deref(), first.owner.as_deref()), (Some("v1"), Some("v2")));
        assert_eq!(first.moved, None);
        assert!(first.is_first(&private) && !first.is_first(&private));
    }
}
