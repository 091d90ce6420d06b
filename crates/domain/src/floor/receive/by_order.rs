//! Who receives by the order of the sheet, and what becomes of those whom the scan passes.

use super::{Asking, Tried};
use crate::decision::{Chosen, Considered, Incident};
use crate::floor::conduct::one_more_given_up;
use crate::floor::judge::{Hindered, Wanted, judge};
use crate::floor::{Member, Presence};
use crate::ids::{Cite, StaffId};
use crate::policy::{Consequence, Step, TakesEffect, VisitRule};
use crate::site::View;
use crate::turn_table::{CellKey, Hindrance, Passing, Scan, TableId, TurnTable, Verdict};
use crate::vocabulary::{Capacity, Cause, CellUse, Outcome};

/// Away, and not counted yet as having given up a turn by that: an absence counts once (P14-6).
fn counts_anew(member: &Member) -> bool {
    matches!(&member.presence, Presence::Away(absence) if !absence.given_up)
}

impl Asking<'_> {
    /// `skills`: only those count who have every skill that the visitor needs; on what that rests.
    fn scan(&self, table: TableId, skills: Option<&Cite>) -> Option<(&TurnTable, Scan<Hindered>)> {
        let floor = self.view.floor;
        let sheet = floor.table(table)?;
        let scan = sheet.scan(|position| {
            let member = &floor.members[sheet.rows[position].seat];
            match (judge(self.view, member, table, self.excluded, self.at), skills) {
                (Verdict::Absent, _) => Verdict::Absent,
                // Whoever could not have served this visitor loses nothing by not being there.
                (_, Some(cite)) if !self.has_skills(member) => Verdict::Unable(Hindered::unskilled(cite)),
                (verdict, _) => verdict,
            }
        });
        Some((sheet, scan))
    }

    /// On what it rests that this step looks at skills, where it does.
    fn skills<'r>(rule: &'r VisitRule, step: &'r Step) -> Option<&'r Cite> {
        step.skilled.then(|| step.cite.as_ref().unwrap_or(&rule.cite))
    }

    /// The next in the order who can receive, whoever's turn that is.
    pub(crate) fn next_able(&self, table: TableId) -> Option<StaffId> {
        let (sheet, scan) = self.scan(table, None)?;
        scan.chosen.map(|(position, _)| sheet.rows[position].staff.clone())
    }

    /// The earliest open cell whose consultant can receive now.
    pub(super) fn by_turn(&self, rule: &VisitRule, step: &Step, table: TableId) -> Tried {
        let cell_use = step.cell;
        if let Some(called) = self.called_up(table) {
            return Tried::Found(called, Vec::new(), Vec::new());
        }
        let Some((sheet, scan)) = self.scan(table, Self::skills(rule, step)) else {
            return Tried::Nobody(Vec::new(), Vec::new());
        };
        // A reception that uses no turn passes nobody over.
        let awaited = self.awaited(&scan);
        let received = scan.chosen.is_some() && cell_use != CellUse::None && !awaited;
        let (mut because, incidents) = self.passed(sheet, &scan, received);
        let Some((position, cell)) = scan.chosen.filter(|_| !awaited) else {
            return match self.off_shift(rule, step, sheet, table).filter(|_| !awaited) {
                Some(chosen) => {
                    because.retain(|item| item.staff != chosen.staff);
                    Tried::Found(chosen, because, incidents)
                }
                None => Tried::Nobody(because, incidents),
            };
        };
        let uses = cell_use != CellUse::None;
        for closed in sheet.closed_since.iter().rev().filter(|_| uses) {
            if because.iter().all(|item| item.staff != closed.staff) {
                because.insert(0, Considered { closed_before: true, ..closed.clone() });
            }
        }
        let capacity =
            if cell.rank == crate::decision::Rank::Fresh { Capacity::Turn } else { Capacity::MakeUp };
        let staff = sheet.rows[position].staff.clone();
        because.retain(|item| item.staff != staff);
        let chosen = Chosen {
            staff,
            capacity,
            cell: uses.then_some(cell),
            cell_use: if uses { cell_use } else { CellUse::None },
            cite: self.cite_of(rule, step),
        };
        Tried::Found(chosen, because, incidents)
    }

    /// Somebody whom a lead has put before the order for one case, if they can receive: nobody is passed over and no cell
    /// is used (P12-4).
    fn called_up(&self, table: TableId) -> Option<Chosen> {
        let View { floor, policy, .. } = self.view;
        let cite = policy.order_change.as_ref()?;
        let rows = &floor.table(table)?.rows;
        let called = rows.iter().map(|row| &floor.members[row.seat]).filter(|member| member.called_up);
        let mut able = called.filter(|member| {
            matches!(judge(self.view, member, table, self.excluded, self.at), Verdict::Able)
        });
        Some(Chosen {
            staff: able.next()?.id.clone(),
            capacity: Capacity::Dispatched,
            cell: None,
            cell_use: CellUse::None,
            cite: cite.clone(),
        })
    }

    /// Is somebody next in turn who has been away for so short a time that the visitor waits for them?
    fn awaited(&self, scan: &Scan<Hindered>) -> bool {
        scan.passed.iter().any(|(_, hindrance)| match hindrance {
            Hindrance::Unable(hindered) => hindered.awaited(self.view.policy),
            Hindrance::SkippedRound => false,
        })
    }

    /// What the pack says of everybody passed; nobody loses anything unless somebody receives, save what falls at the
    /// arrival.
    fn passed(
        &self,
        sheet: &TurnTable,
        scan: &Scan<Hindered>,
        received: bool,
    ) -> (Vec<Considered>, Vec<Incident>) {
        let floor = self.view.floor;
        let (mut because, mut incidents) = (Vec::with_capacity(scan.passed.len() + 1), Vec::new());
        let mut holder_seen = false;
        for (position, hindrance) in &scan.passed {
            let row = &sheet.rows[*position];
            let member = &floor.members[row.seat];
            let Hindrance::Unable(hindered) = hindrance else {
                let cite = member.alternation.as_ref().map_or(Cite::Ours, |penalty| penalty.cite.clone());
                let outcome = if received { Outcome::Blank } else { Outcome::Keep };
                because.push(Considered::passed(row.staff.clone(), Some(Cause::SkippedRound), outcome, cite));
                continue;
            };
            let ruling = hindered.ruling(self.view.policy);
            let holder = !holder_seen && !hindered.not_in_rotation() && ruling.outcome != Outcome::Blank;
            holder_seen |= holder;
            let mut item = Considered::passed(
                row.staff.clone(),
                Some(hindered.cause),
                ruling.outcome,
                ruling.cite.clone(),
            );
            item.in_grace = ruling.in_grace;
            if let Some(rule) = ruling.rule {
                item.cap = rule.cap;
                if let Some((at, cell)) = scan.chosen.filter(|_| received) {
                    let limit = CellKey::of(cell.rank, cell.round, at);
                    let passing = Passing { outcome: item.outcome, cap: item.cap, in_grace: item.in_grace };
                    item.lost = row.lost_all_the_same(*position, limit, passing);
                }
                let falls = self.at_arrival && holder && rule.effect == TakesEffect::Arrival;
                item.falls_now = falls && !received;
                if let Some(brings) = rule.consequence.as_ref()
                    && self.at_arrival
                    && holder
                    && (falls || received)
                {
                    incidents.push(self.incident(member, brings, ruling.cite));
                }
                if received && rule.given_up && counts_anew(member) {
                    let counted = one_more_given_up(self.view, member, self.at);
                    item.given_up = counted.as_ref().map(|(count, _)| *count);
                    incidents.extend(counted.and_then(|(_, brings)| brings));
                }
            }
            if !received && !item.falls_now {
                item.outcome = Outcome::Keep;
            }
            because.push(item);
        }
        (because, incidents)
    }

    fn incident(&self, member: &Member, brings: &Consequence, cite: Cite) -> Incident {
        crate::floor::conduct::incident(self.view.floor, &member.id, brings, cite, self.at)
    }

    /// Nobody on shift can receive: the first signed in by the order does, on duty, without a cell.
    pub(super) fn off_shift(
        &self,
        rule: &VisitRule,
        step: &Step,
        sheet: &TurnTable,
        table: TableId,
    ) -> Option<Chosen> {
        let floor = self.view.floor;
        let found = sheet.rows.iter().find(|row| {
            let member = &floor.members[row.seat];
            crate::floor::judge::off_shift(floor, member, self.at)
                && (!step.skilled || self.has_skills(member))
                && self.covers(row, table)
        })?;
        Some(Chosen {
            staff: found.staff.clone(),
            capacity: Capacity::OnDuty,
            cell: None,
            cell_use: CellUse::None,
            cite: self.view.policy.tables.off_shift.as_ref().unwrap_or(&rule.cite).clone(),
        })
    }

    /// The row of the earliest open cell able to receive proxies; nobody is passed over.
    pub(super) fn next_in_order(&self, rule: &VisitRule, step: &Step, table: TableId) -> Tried {
        let Some((sheet, scan)) = self.scan(table, Self::skills(rule, step)) else {
            return Tried::Nobody(Vec::new(), Vec::new());
        };
        let mut because: Vec<Considered> = self.passed(sheet, &scan, false).0;
        for item in &mut because {
            item.outcome = Outcome::Keep;
            item.falls_now = false;
        }
        match scan.chosen {
            Some((position, cell)) => {
                let uses = step.cell != CellUse::None;
                let chosen = Chosen {
                    staff: sheet.rows[position].staff.clone(),
                    capacity: Capacity::Proxy,
                    cell: uses.then_some(cell),
                    cell_use: if uses { step.cell } else { CellUse::None },
                    cite: self.cite_of(rule, step),
                };
                because.retain(|item| item.staff != chosen.staff);
                Tried::Found(chosen, because, Vec::new())
            }
            None => Tried::Nobody(because, Vec::new()),
        }
    }

    /// Of those able, the one whose next open cell is furthest; no cell is used unless the rule says so.
    pub(super) fn last_in_order(&self, rule: &VisitRule, step: &Step, table: TableId) -> Tried {
        let skilled = |member: &Member| !step.skilled || self.has_skills(member);
        let Some(staff) = self.last_of(table, skilled) else { return Tried::Nobody(Vec::new(), Vec::new()) };
        let cell = self.cell_for(&staff, step.cell, table);
        let chosen = Chosen {
            staff,
            capacity: Capacity::LastInOrder,
            cell,
            cell_use: if cell.is_some() { step.cell } else { CellUse::None },
            cite: self.cite_of(rule, step),
        };
        Tried::Found(chosen, Vec::new(), Vec::new())
    }

    /// Of those able, the one whose next open cell is furthest.
    pub(crate) fn last_able(&self, table: TableId) -> Option<StaffId> {
        self.last_of(table, |_| true)
    }

    fn last_of(&self, table: TableId, counts: impl Fn(&Member) -> bool) -> Option<StaffId> {
        let floor = self.view.floor;
        let sheet = floor.table(table)?;
        let able = sheet
            .rows
            .iter()
            .enumerate()
            .filter(|(_, row)| counts(&floor.members[row.seat]))
            .filter(|(_, row)| self.can(&row.staff, table, Wanted::InRotation).is_ok());
        let furthest = able.max_by_key(|(position, row)| {
            let cell = row.candidate();
            CellKey::of(cell.rank, cell.round, *position)
        })?;
        Some(furthest.1.staff.clone())
    }
}
