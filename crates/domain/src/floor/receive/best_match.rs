//! Who suits a visitor best: of those able who have every skill needed, the one whose cell comes first (P17-2b).

use core::cmp::Reverse;

use super::{Asking, Tried};
use crate::decision::{Cell, Chosen, Considered};
use crate::floor::Member;
use crate::floor::judge::{Hindered, judge};
use crate::policy::{Step, VisitRule};
use crate::turn_table::{CellKey, TableId, TurnTable, Verdict};
use crate::vocabulary::{Capacity, Cause, CellUse, Outcome};

/// A row of the sheet as far as a match looks at it.
struct Candidate<'a> {
    position: usize,
    cell: Cell,
    member: &'a Member,
    hindered: Option<Hindered>,
}

impl Candidate<'_> {
    fn key(&self) -> CellKey {
        CellKey::of(self.cell.rank, self.cell.round, self.position)
    }

    /// The earliest cell; in one round, whoever has more experience; then the order.
    fn comes(&self) -> (u8, u32, Reverse<u32>, usize) {
        let key = self.key();
        (key.class, key.round, Reverse(self.member.experience_months.unwrap_or(0)), key.position)
    }
}

impl Asking<'_> {
    /// The best match takes their cell; nobody else loses or defers anything, whoever stood before them.
    ///
    /// Where nobody able has all the skills, everybody able is looked at, unless the step wants somebody skilled.
    pub(super) fn best_match(&self, rule: &VisitRule, step: &Step, table: TableId) -> Tried {
        let Some(sheet) = self.view.floor.table(table) else {
            return Tried::Nobody(Vec::new(), Vec::new());
        };
        let candidates = self.candidates(sheet, table);
        let able = || candidates.iter().filter(|candidate| candidate.hindered.is_none());
        let skilled = able().filter(|candidate| self.has_skills(candidate.member));
        let best = skilled.min_by_key(|candidate| candidate.comes());
        let anybody = || able().filter(|_| !step.skilled).min_by_key(|candidate| candidate.comes());
        let Some(best) = best.or_else(anybody) else {
            let because = self.untouched(rule, candidates.iter().collect());
            return match self.off_shift(rule, step, sheet, table) {
                Some(chosen) => Tried::Found(chosen, Vec::new(), Vec::new()),
                None => Tried::Nobody(because, Vec::new()),
            };
        };
        let before = candidates.iter().filter(|candidate| candidate.key() < best.key()).collect();
        let uses = step.cell != CellUse::None;
        let chosen = Chosen {
            staff: best.member.id.clone(),
            capacity: Capacity::Match,
            cell: uses.then_some(best.cell),
            cell_use: step.cell,
            cite: self.cite_of(rule, step),
        };
        Tried::Found(chosen, self.untouched(rule, before), Vec::new())
    }

    fn candidates<'s>(&'s self, sheet: &TurnTable, table: TableId) -> Vec<Candidate<'s>> {
        let members = &self.view.floor.members;
        let rows = sheet.rows.iter().enumerate();
        rows.filter_map(|(position, row)| {
            let member = &members[row.seat];
            let hindered = match judge(self.view, member, table, self.excluded, self.at) {
                Verdict::Absent => return None,
                Verdict::Unable(hindered) => Some(hindered),
                Verdict::Able => None,
            };
            Some(Candidate { position, cell: row.candidate(), member, hindered })
        })
        .collect()
    }

    pub(super) fn has_skills(&self, member: &Member) -> bool {
        self.arrival.needs.iter().all(|skill| member.skills.contains(skill))
    }

    /// Those who stood before, in the order of the scan: they keep their cells.
    fn untouched(&self, rule: &VisitRule, mut stood: Vec<&Candidate<'_>>) -> Vec<Considered> {
        stood.sort_by_key(|candidate| candidate.key());
        let told = stood.into_iter().map(|candidate| {
            let (cause, cite) = match &candidate.hindered {
                Some(hindered) if hindered.not_in_rotation() => {
                    (hindered.cause, hindered.ruling(self.view.policy).cite)
                }
                Some(hindered) => (hindered.cause, rule.cite.clone()),
                None => (Cause::NoMatch, rule.cite.clone()),
            };
            Considered::passed(candidate.member.id.clone(), Some(cause), Outcome::Keep, cite)
        });
        told.collect()
    }
}
