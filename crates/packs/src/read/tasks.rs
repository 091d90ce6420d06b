//! Reads tasks and records.

use domain::policy::{Bilingual, Consequence, RecordRule, TaskCondition, TaskRule};

use super::{LONGEST_TEXT, Reader};
use crate::located::Located;
use crate::schema::{Bilingual as Written, OverdueEntry, RecordEntry, TaskEntry, TaskIf};
use crate::words::Words;

impl Reader<'_, '_> {
    pub(super) fn task(&mut self, entry: &Located<TaskEntry>) -> TaskRule {
        TaskRule {
            on: entry.on.value.0,
            when: entry.r#if.as_ref().map(|facts| condition(facts)).unwrap_or_default(),
            who: entry.who.value.0,
            due: entry.due.value.0,
            due_is_ours: entry.due_basis.is_some(),
            times: entry.times.as_ref().map_or(1, |times| times.value),
            done_by: entry.done_by.as_ref().map(Words::values).unwrap_or_default(),
            overdue: entry.overdue.as_ref().map(|brings| consequence(brings)),
            keeps_out: entry.keeps_out,
            what: self.text(&entry.what, entry.at),
            clause: self.clause(&entry.clause),
        }
    }

    pub(super) fn record(&mut self, entry: &Located<RecordEntry>) -> RecordRule {
        RecordRule {
            on: entry.on.as_ref().map(|on| on.value.0),
            fields: entry.fields.iter().map(|field| self.label(field)).collect(),
            what: self.text(&entry.what, entry.at),
            clause: self.clause(&entry.clause),
        }
    }

    fn text(&mut self, text: &Written, at: usize) -> Bilingual {
        for (text, what) in [(&text.zh, "what.zh"), (&text.en, "what.en")] {
            if text.trim().is_empty() || text.chars().nth(LONGEST_TEXT).is_some() {
                self.complaints.at(at, format!("{what} has 1 to {LONGEST_TEXT} characters"));
            }
        }
        Bilingual { zh: text.zh.clone(), en: text.en.clone() }
    }
}

fn condition(facts: &TaskIf) -> TaskCondition {
    let yes_no = |fact: &Option<Located<bool>>| fact.as_ref().map(|fact| fact.value);
    TaskCondition {
        customer: facts.customer.as_ref().map(Words::values).unwrap_or_default(),
        channel: facts.channel.as_ref().map(Words::values).unwrap_or_default(),
        capacity: facts.r#as.as_ref().map(Words::values).unwrap_or_default(),
        says: facts.says.as_ref().map(Words::values).unwrap_or_default(),
        key: yes_no(&facts.key),
        asked_under: facts.asked_under.as_ref().map(|least| least.value),
        party_from: facts.party_from.as_ref().map(|from| from.value),
        registered: yes_no(&facts.registered),
        reached: yes_no(&facts.reached),
        colleague_on_floor: yes_no(&facts.colleague_on_floor),
        dates: facts.dates.iter().flat_map(|days| days.value.iter()).map(|day| day.value.0).collect(),
    }
}

fn consequence(brings: &OverdueEntry) -> Consequence {
    Consequence {
        fine_cents: brings.fine_cents.as_ref().map(|fine| fine.value),
        bar_day: brings.bar.is_some(),
        suspend: brings.suspend.as_ref().map(|length| length.value.0),
        warning: brings.warning,
        alternate: brings.alternate,
    }
}
