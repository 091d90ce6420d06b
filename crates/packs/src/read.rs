//! Turns what an author wrote into the domain's policy values, and notes every complaint on the way.

mod facts;
mod rules;
mod tasks;

use domain::ids::{Cite, ClauseId, Label, PolicyRef};
use domain::policy::{
    Authority, DeskRules, EveningRule, HoursRule, OrderRule, OwnershipRules, Policy, SplitRule, TableRules,
};
use domain::time::Span;
use std::collections::BTreeSet;

use crate::located::Located;
use crate::problem::Complaints;
use crate::schema::{Cited, Document, LengthRests};
use crate::words::Words;

/// How late a fact may be entered where the pack says nothing: within the working day.
const LATE: Span = Span(12 * 3_600);
/// Longest text of a title or description, in characters.
const LONGEST_TEXT: usize = 2_000;
/// Longest list of rules; the exhaustive check counts its rules in the bits of one number.
pub(crate) const MOST_RULES: usize = 100;

/// Reads a document's settings; `complaints` collects what is wrong with them.
pub(crate) struct Reader<'a, 'b> {
    pub(crate) complaints: &'a mut Complaints<'b>,
    /// What clause ids begin with.
    prefix: String,
    /// Every clause that a setting rests on.
    clauses: BTreeSet<ClauseId>,
}

impl Reader<'_, '_> {
    /// The policy that the document describes, and the clauses it cites.
    pub(crate) fn read<'b>(
        document: &Document,
        complaints: &mut Complaints<'b>,
    ) -> (Policy, BTreeSet<ClauseId>) {
        let prefix = document.clauses.value.clone();
        let mut reader = Reader { complaints, prefix, clauses: BTreeSet::new() };
        let policy = reader.policy(document);
        (policy, reader.clauses)
    }

    fn policy(&mut self, document: &Document) -> Policy {
        self.head(document);
        self.lengths_of_lists(document);
        Policy {
            id: PolicyRef { name: document.name.as_str().into(), version: document.version.value },
            currency: document.currency.value.clone(),
            tables: self.tables(document),
            waiting: document.waiting.iter().map(|entry| self.waiting(entry)).collect(),
            absences: document.absence.iter().map(|entry| self.absence(entry)).collect(),
            classes: document.class.iter().map(|entry| self.class(entry)).collect(),
            pass: document.pass.iter().map(|entry| self.pass(entry)).collect(),
            visits: document.visit.iter().map(|entry| self.visit(entry)).collect(),
            found: document.found.iter().map(|entry| self.found(entry)).collect(),
            ownership: self.ownership(document),
            splits: self.splits(document),
            posts: document.post.iter().map(|entry| self.post(entry)).collect(),
            breaches: document.breach.iter().map(|entry| self.breach(entry)).collect(),
            give_ups: document.give_ups.as_ref().map(|entry| self.give_ups(entry)),
            desk: DeskRules {
                posts: document.desk.posts.as_ref().map(|rests| self.cite(rests)),
                never_empty: document.desk.never_empty.as_ref().map(|rests| self.cite(rests)),
            },
            hours: document.hours.as_ref().map(|entry| HoursRule {
                from: entry.from.value.0,
                to: entry.to.value.0,
                rests: entry.rests,
                cite: self.cite(entry),
            }),
            eligibility: document.eligibility.iter().map(|entry| self.eligibility(entry)).collect(),
            gates: document.gate.iter().map(|entry| self.gate(entry)).collect(),
            tasks: document.task.iter().map(|entry| self.task(entry)).collect(),
            records: document.record.iter().map(|entry| self.record(entry)).collect(),
            large_party: document.large_party.as_ref().map(|entry| (entry.each.value, self.cite(entry))),
            reassign_by: document.supervisor.reassign_by.map_or(Authority::Lead, |by| by.0),
            permit_by: document.supervisor.permit_by.map_or(Authority::Lead, |by| by.0),
            clear_by: document.supervisor.clear_by.map_or(Authority::Lead, |by| by.0),
            undo: document.entry.undo.as_ref().map(|entry| self.length(entry)),
            suspend_order: document.supervisor.suspend_order.as_ref().map(|entry| self.cite(entry)),
            second_customer: document.supervisor.second_customer.as_ref().map(|entry| self.cite(entry)),
            order_change: document.supervisor.order_change.as_ref().map(|entry| self.cite(entry)),
            evening: document.evening.as_ref().map(|entry| EveningRule {
                next: entry.next.value,
                secretaries: entry.secretaries,
                cite: self.cite(entry),
            }),
            dispatch: self.cite_or_ours(document.supervisor.dispatch.as_ref()),
            dispatchers: document.supervisor.dispatchers.as_ref().map(Words::values).unwrap_or_default(),
            assist: self.cite_or_ours(document.supervisor.assist.as_ref()),
            late_entry: document.entry.late.as_ref().map_or(LATE, |late| late.value.0),
        }
    }

    fn head(&mut self, document: &Document) {
        let small = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        let name = &document.name;
        if name.is_empty() || name.len() > 64 || !name.chars().all(small) {
            self.complaints.at(name.at, "a pack's name has 1 to 64 small letters, digits and hyphens");
        }
        if document.version.value == 0 {
            self.complaints.at(document.version.at, "versions count from 1");
        }
        let prefix = &document.clauses;
        if prefix.is_empty() || prefix.len() > 16 || !prefix.chars().all(|c| c.is_ascii_alphanumeric()) {
            self.complaints
                .at(prefix.at, "clause ids begin with 1 to 16 letters and digits, such as \"P03\"");
        }
        let currency = &document.currency;
        if currency.len() != 3 || !currency.chars().all(|c| c.is_ascii_uppercase()) {
            self.complaints.at(currency.at, "a currency has three capital letters, such as \"CNY\"");
        }
        for (text, what) in [
            (&document.title.zh, "title.zh"),
            (&document.title.en, "title.en"),
            (&document.description.zh, "description.zh"),
            (&document.description.en, "description.en"),
        ] {
            if text.trim().is_empty() || text.chars().nth(LONGEST_TEXT).is_some() {
                let message = format!("{what} has 1 to {LONGEST_TEXT} characters");
                self.complaints.at(document.name.at, message);
            }
        }
    }

    fn lengths_of_lists(&mut self, document: &Document) {
        let lists = [
            ("order", document.order.len(), document.order.first().map(|rule| rule.at)),
            ("pass", document.pass.len(), document.pass.first().map(|rule| rule.at)),
            ("visit", document.visit.len(), document.visit.first().map(|rule| rule.at)),
            ("found", document.found.len(), document.found.first().map(|rule| rule.at)),
            ("split", document.split.len(), document.split.first().map(|rule| rule.at)),
        ];
        for (name, count, first) in lists {
            if count == 0 && !matches!(name, "found" | "split") {
                self.complaints.at(0, format!("the list `{name}` needs at least one rule"));
            }
            if count > MOST_RULES {
                let message = format!("the list `{name}` has {count} rules, more than {MOST_RULES}");
                self.complaints.at(first.unwrap_or(0), message);
            }
        }
    }

    fn tables(&mut self, document: &Document) -> TableRules {
        let orders = document.order.iter().map(|entry| OrderRule {
            source: entry.from.value.0,
            runs_on: entry.runs_on,
            cite: self.cite(entry),
        });
        TableRules {
            orders: orders.collect(),
            shared: document.tables.shared.iter().map(Words::values).collect(),
            busy: document.tables.busy.value.0,
            by_department: document.tables.by_department.as_ref().map(|rests| self.cite(rests)),
            halves: document.tables.halves.as_ref().map(|rests| self.cite(rests)),
            off_shift: document.tables.off_shift.as_ref().map(|rests| self.cite(rests)),
            cite: self.cite(&document.tables),
        }
    }

    fn ownership(&mut self, document: &Document) -> OwnershipRules {
        let Some(entry) = &document.ownership else { return OwnershipRules::none() };
        let mut household = Vec::new();
        for kin in &entry.household {
            let cite = self.cite(kin);
            household.extend(kin.relation.values().into_iter().map(|relation| (relation, cite.clone())));
        }
        OwnershipRules {
            begins: entry.begins.0,
            required_fields: entry.required_fields.iter().map(|field| self.label(field)).collect(),
            registration: self.cite_or_ours(entry.registration.as_ref()),
            incomplete: entry.incomplete.as_ref().map(|rests| self.cite(rests)),
            same_name: entry.same_name.as_ref().map(|rests| self.cite(rests)),
            same_phone: entry.same_phone.as_ref().map(|rests| self.cite(rests)),
            protection: entry.protection.as_ref().map(|length| self.length(length)),
            follow_up_extends: entry.follow_up_extends.as_ref().map(|rests| self.cite(rests)),
            household,
            household_by_approval: entry.household_by_approval.as_ref().map(|rests| self.cite(rests)),
            dispute_days: entry.dispute_within.as_ref().map(|within| (within.days.value, self.cite(within))),
            first_owns: self.cite_or_ours(entry.first_owns.as_ref()),
            dispute: self.cite_or_ours(entry.dispute.as_ref()),
            service_quality: entry.service_quality.as_ref().map(|rests| self.cite(rests)),
            leaver: self.cite_or_ours(entry.leaver.as_ref()),
            delegate: self.cite_or_ours(entry.delegate.as_ref()),
        }
    }

    /// A house that says nothing of commission gives it to whoever closes.
    fn splits(&mut self, document: &Document) -> Vec<SplitRule> {
        if document.split.is_empty() {
            return vec![SplitRule::whole_to_the_closer()];
        }
        document.split.iter().map(|entry| self.split(entry)).collect()
    }

    fn length(&mut self, entry: &Located<LengthRests>) -> (Span, Cite) {
        (entry.is.value.0, self.cite(entry))
    }

    fn label(&mut self, text: &Located<String>) -> Label {
        if text.is_empty() || text.chars().nth(64).is_some() || text.chars().any(char::is_control) {
            self.complaints.at(text.at, "a name of 1 to 64 characters is wanted here");
        }
        Label::new(&text.value)
    }

    /// On what a setting rests; exactly one of clause and basis must be written.
    fn cite<T: Cited>(&mut self, entry: &Located<T>) -> Cite {
        match entry.value.rests() {
            (Some(clause), None) => Cite::Clause(self.clause(clause)),
            (None, Some(_)) => Cite::Ours,
            (Some(_), Some(basis)) => {
                self.complaints
                    .at(basis.at, "a setting rests on a `clause` or on our own `basis`, not on both");
                Cite::Ours
            }
            (None, None) => {
                let example = format!("clause = \"{}-…\"", self.prefix);
                let message = format!(
                    "on what does this rest? Write `{example}`, or `basis = \"ours\"` where the house rules are silent"
                );
                self.complaints.at(entry.at, message);
                Cite::Ours
            }
        }
    }

    /// What holds in every house may be left out where the house rules are silent.
    fn cite_or_ours<T: Cited>(&mut self, entry: Option<&Located<T>>) -> Cite {
        entry.map_or(Cite::Ours, |entry| self.cite(entry))
    }

    fn clause(&mut self, clause: &Located<String>) -> ClauseId {
        let rest = clause.strip_prefix(self.prefix.as_str()).and_then(|rest| rest.strip_prefix('-'));
        let fine = |rest: &str| {
            !rest.is_empty()
                && rest.len() <= 32
                && rest.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
        };
        if !rest.is_some_and(fine) {
            let message = format!(
                "{} is no clause of this policy: its clauses are written `{}-…`",
                crate::meant::quoted(clause),
                self.prefix
            );
            self.complaints.at(clause.at, message);
        }
        let id = ClauseId::new(&clause.value);
        self.clauses.insert(id.clone());
        id
    }
}
