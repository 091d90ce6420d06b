//! Who receives a visit: the rule that speaks, its candidates one after the other, and the scan of the turn table.

mod best_match;

use crate::decision::{Awaits, Cell, Chosen, Considered, Decision, Incident};
use crate::floor::conduct::one_more_given_up;
use crate::floor::facts::visit_rule;
use crate::floor::judge::{Hindered, Wanted, judge, judge_named};
use crate::floor::{Arrival, Excluded, Member, Presence, posts};
use crate::ids::{Cite, PartyId, StaffId};
use crate::policy::{Belongs, Consequence, Step, TakesEffect, VisitRule};
use crate::site::View;
use crate::time::Timestamp;
use crate::turn_table::{CellKey, Hindrance, Passing, Row, Scan, TableId, TurnTable};
use crate::vocabulary::{Capacity, Cause, CellUse, Outcome, Receiver};

/// A visit to be decided.
#[derive(Clone, Copy)]
pub(crate) struct Asking<'a> {
    pub(crate) view: View<'a>,
    pub(crate) arrival: &'a Arrival,
    /// Called in vain for this visitor.
    pub(crate) excluded: &'a [Excluded],
    pub(crate) at: Timestamp,
    /// The visitor has just arrived: what falls at the arrival falls now, and never again when deciding anew.
    pub(crate) at_arrival: bool,
}

/// The decision, and whose the customer is by the rule that made it.
pub(crate) struct Reached {
    pub(crate) decision: Decision,
    pub(crate) belongs: Belongs,
}

/// Away, and not counted yet as having given up a turn by that: an absence counts once (P14-6).
fn counts_anew(member: &Member) -> bool {
    matches!(&member.presence, Presence::Away(absence) if !absence.given_up)
}

/// One way to a receiver that a rule tried.
enum Tried {
    Found(Chosen, Vec<Considered>, Vec<Incident>),
    Nobody(Vec<Considered>, Vec<Incident>),
}

/// Decides a visit.
pub(crate) fn decide_visit(asking: Asking<'_>) -> Reached {
    let View { floor, policy, .. } = asking.view;
    let arrival = asking.arrival;
    let table = floor.table_of(policy, arrival);
    let mut decision = Decision {
        at: asking.at,
        policy: floor.policy.clone(),
        visitor: arrival.visitor.clone(),
        party: arrival.party.clone(),
        channel: arrival.channel,
        table,
        chosen: None,
        because: Vec::new(),
        rather: Vec::new(),
        incidents: Vec::new(),
        belongs_to: None,
        meant_for: None,
        choice_of: None,
        named_by: None,
        assistance: None,
        known_by: arrival.known_by,
        moved: None,
        ahead: None,
        awaits: None,
    };
    let Some(rule) = visit_rule(asking.view, arrival, asking.at) else {
        return Reached { decision, belongs: Belongs::FirstToReceive };
    };
    if rule.owner_chooses {
        decision.choice_of = arrival.standing.owner.clone();
    }
    for step in &rule.to {
        match asking.attempt(rule, step, table, &mut decision.rather) {
            Tried::Found(chosen, because, incidents) => {
                decision.because = because;
                decision.incidents = incidents;
                decision.because.push(Considered::passed(
                    chosen.staff.clone(),
                    None,
                    Outcome::Chosen,
                    chosen.cite.clone(),
                ));
                decision.chosen = Some(chosen);
                break;
            }
            Tried::Nobody(because, incidents) => {
                if !because.is_empty() {
                    decision.because = because;
                }
                decision.incidents.extend(incidents);
            }
        }
    }
    if decision.chosen.is_none() {
        let choice = rule.to.iter().map(|step| step.who);
        let mut choice = choice.filter(|who| matches!(who, Receiver::ManagerChoice | Receiver::HolderChoice));
        decision.awaits = choice.next().map(|whose| Awaits { whose, cite: rule.cite.clone() });
    }
    Reached { decision, belongs: rule.belongs }
}

impl Asking<'_> {
    fn attempt(&self, rule: &VisitRule, step: &Step, table: TableId, rather: &mut Vec<Considered>) -> Tried {
        let books = &self.arrival.standing;
        match step.who {
            Receiver::Turn => self.by_turn(rule, step, table),
            Receiver::NextInOrder => self.next_in_order(rule, step, table),
            Receiver::BestMatch => self.best_match(rule, step, table),
            Receiver::LastInOrder => self.last_in_order(rule, step, table),
            Receiver::Owner => self.one(rule, step, books.owner.as_ref(), Capacity::Owner, table, rather),
            Receiver::Contact => {
                let contact = books.contact.as_ref().filter(|contact| books.owner.as_ref() != Some(contact));
                self.one(rule, step, contact, Capacity::Owner, table, rather)
            }
            Receiver::Named => {
                self.one(rule, step, self.arrival.asks_for.as_ref(), Capacity::Named, table, rather)
            }
            Receiver::Inviter => {
                self.one(rule, step, self.arrival.invited_by.as_ref(), Capacity::Inviter, table, rather)
            }
            Receiver::Referrer => {
                self.one(rule, step, books.referrer_owner.as_ref(), Capacity::Owner, table, rather)
            }
            Receiver::Delegate => {
                let delegate = self.whose().and_then(|owner| self.delegate_of(owner));
                self.one(rule, step, delegate.as_ref(), Capacity::Proxy, table, rather)
            }
            Receiver::SubTeam => self.sub_team(rule, step, table, rather),
            Receiver::Desk => {
                let desk = self.view.floor.members.iter().filter(|member| member.is_desk());
                let able = desk
                    .map(|member| &member.id)
                    .find(|staff| self.can(staff, table, Wanted::ForTheirOwn).is_ok());
                self.one(rule, step, able, Capacity::OnDuty, table, rather)
            }
            Receiver::OnDuty => self.on_duty(rule, step, table, rather),
            // A lead's choice is a dispatch (P12-13), that of the one in turn is handed on (P14-2); until then the
            // visitor waits. The others are refused by the pack check as not yet built.
            Receiver::SlotHolder => self.slot_holder(rule, step, table, rather),
            Receiver::ManagerChoice
            | Receiver::HolderChoice
            | Receiver::PostHolder
            | Receiver::AreaHolder
            | Receiver::TermHolder => Tried::Nobody(Vec::new(), Vec::new()),
        }
    }

    /// Whoever greets in this slot, else the next in the rotation who can: on duty, or as a proxy for whoever the customer
    /// stays with (P02-2, P02-5).
    fn slot_holder(
        &self,
        rule: &VisitRule,
        step: &Step,
        table: TableId,
        rather: &mut Vec<Considered>,
    ) -> Tried {
        let View { floor, policy, .. } = self.view;
        let order = policy.posts.first().map(|post| posts::from_holder(floor, post)).unwrap_or_default();
        let able = order.into_iter().find(|staff| self.can(staff, table, Wanted::InRotation).is_ok());
        let books = &self.arrival.standing;
        let stays_with = match rule.belongs {
            Belongs::Named => self.arrival.asks_for.as_ref(),
            Belongs::Inviter => self.arrival.invited_by.as_ref(),
            Belongs::Referrer => books.referrer_owner.as_ref(),
            Belongs::FirstToReceive => books.owner.as_ref(),
            Belongs::Receiver | Belongs::Nobody => None,
        };
        let proxies = stays_with.is_some_and(|owner| Some(owner) != able);
        let capacity = if proxies { Capacity::Proxy } else { Capacity::OnDuty };
        self.one(rule, step, able, capacity, table, rather)
    }

    /// Whose customer the visitor is, or for whom they ask.
    fn whose(&self) -> Option<&StaffId> {
        let books = &self.arrival.standing;
        books
            .owner
            .as_ref()
            .or(books.contact.as_ref())
            .or(self.arrival.asks_for.as_ref())
            .or(books.referrer_owner.as_ref())
    }

    fn delegate_of(&self, owner: &StaffId) -> Option<StaffId> {
        let delegate = self.view.floor.member(owner)?.delegate.as_ref()?;
        delegate.until.is_none_or(|until| self.at < until).then(|| delegate.to.clone())
    }

    fn can(&self, staff: &StaffId, table: TableId, wanted: Wanted) -> Result<usize, Option<Cause>> {
        judge_named(self.view, staff, table, self.excluded, wanted, self.at)
    }

    /// Tries one person outside the order.
    fn one(
        &self,
        rule: &VisitRule,
        step: &Step,
        staff: Option<&StaffId>,
        capacity: Capacity,
        table: TableId,
        rather: &mut Vec<Considered>,
    ) -> Tried {
        let Some(staff) = staff else { return Tried::Nobody(Vec::new(), Vec::new()) };
        let wanted = match capacity {
            Capacity::Owner if step.cell == CellUse::None => Wanted::ForTheirOwn,
            _ if matches!(step.who, Receiver::SubTeam) => Wanted::InRotation,
            _ => Wanted::ByName,
        };
        let together = rule.together && step.who == Receiver::Referrer && self.receives_referrer(staff);
        match self.can(staff, table, wanted) {
            Err(Some(cause)) if !(together && cause.is_busy()) => {
                self.rather(rule, staff, Some(cause), rather)
            }
            Err(None) => self.rather(rule, staff, None, rather),
            Ok(_) | Err(Some(_)) => {
                let cell = self.cell_for(staff, step.cell, table);
                let chosen = Chosen {
                    staff: staff.clone(),
                    capacity,
                    cell,
                    cell_use: if cell.is_some() { step.cell } else { CellUse::None },
                    cite: self.cite_of(rule, step),
                };
                Tried::Found(chosen, Vec::new(), Vec::new())
            }
        }
    }

    /// To whom the visit would rather have gone, and why they cannot.
    fn rather(
        &self,
        rule: &VisitRule,
        staff: &StaffId,
        cause: Option<Cause>,
        rather: &mut Vec<Considered>,
    ) -> Tried {
        if rather.iter().all(|known| known.staff != *staff) {
            rather.push(Considered::passed(staff.clone(), cause, Outcome::Keep, rule.cite.clone()));
        }
        Tried::Nobody(Vec::new(), Vec::new())
    }

    /// Does all that occupies somebody come from the customer who brought this visitor along (P01-5)?
    fn receives_referrer(&self, staff: &StaffId) -> bool {
        let View { floor, books, .. } = self.view;
        let living = |id: &PartyId| books.get(id).map_or_else(|| id.clone(), |party| party.id.clone());
        let Some(referrer) = self.arrival.referred_by.as_ref().map(living) else { return false };
        floor.member(staff).is_some_and(|member| {
            member.busy.iter().all(|busy| {
                floor
                    .reception(&busy.visitor)
                    .is_some_and(|reception| living(&reception.arrival.party) == referrer)
            })
        })
    }

    /// By which rule somebody receives out of turn: a stand-in by the clause on stand-ins, where the pack has one (P16-6).
    fn cite_of(&self, rule: &VisitRule, step: &Step) -> Cite {
        match (&step.cite, &self.view.policy.ownership.delegate) {
            (Some(cite), _) => cite.clone(),
            (None, Cite::Clause(clause)) if step.who == Receiver::Delegate => Cite::Clause(clause.clone()),
            _ => rule.cite.clone(),
        }
    }

    /// The cell that somebody who receives out of turn uses.
    fn cell_for(&self, staff: &StaffId, cell: CellUse, table: TableId) -> Option<Cell> {
        match cell {
            CellUse::None => None,
            CellUse::Take | CellUse::Ahead | CellUse::Provisional | CellUse::Reopened => {
                self.view.floor.table(table)?.row(staff).map(crate::turn_table::Row::earliest)
            }
        }
    }

    fn sub_team(&self, rule: &VisitRule, step: &Step, table: TableId, rather: &mut Vec<Considered>) -> Tried {
        let floor = self.view.floor;
        let team = self.whose().and_then(|owner| floor.member(owner)).and_then(|owner| owner.team.as_ref());
        let (Some(team), Some(sheet)) = (team, floor.table(table)) else {
            return Tried::Nobody(Vec::new(), Vec::new());
        };
        let mate = sheet.rows.iter().map(|row| &floor.members[row.seat]).find(|member| {
            member.team.as_ref() == Some(team)
                && Some(&member.id) != self.whose()
                && self.can(&member.id, table, Wanted::InRotation).is_ok()
        });
        self.one(rule, step, mate.map(|member| &member.id), Capacity::Proxy, table, rather)
    }

    /// Those on duty; without a list, whoever is signed in, from the top of the sheet.
    fn on_duty(&self, rule: &VisitRule, step: &Step, table: TableId, rather: &mut Vec<Considered>) -> Tried {
        let floor = self.view.floor;
        let duty = floor.on_duty(table);
        let able = if duty.is_empty() {
            let rows = floor.table(table).map(|sheet| &sheet.rows[..]).unwrap_or_default();
            rows.iter().find(|row| self.covers(row, table)).map(|row| &row.staff)
        } else {
            duty.into_iter().find(|staff| self.can(staff, table, Wanted::ForTheirOwn).is_ok())
        };
        self.one(rule, step, able, Capacity::OnDuty, table, rather)
    }

    /// Can receive now, whatever their working hours: nothing else keeps them out of the rotation.
    fn covers(&self, row: &Row, table: TableId) -> bool {
        let member = &self.view.floor.members[row.seat];
        super::judge::unfit(self.view.policy, member).is_none()
            && !self.view.floor.off_half(member, self.view.floor.zone.date(self.at))
            && member.gated(self.at).is_none()
            && member.suspension.as_ref().is_none_or(|bar| self.at >= bar.until)
            && member.bar.as_ref().is_none_or(|bar| self.at >= bar.until)
            && self.can(&row.staff, table, Wanted::ForTheirOwn).is_ok()
    }

    fn scan(&self, table: TableId) -> Option<(&TurnTable, Scan<Hindered>)> {
        let floor = self.view.floor;
        let sheet = floor.table(table)?;
        let scan = sheet.scan(|position| {
            judge(self.view, &floor.members[sheet.rows[position].seat], table, self.excluded, self.at)
        });
        Some((sheet, scan))
    }

    /// The next in the order who can receive, whoever's turn that is.
    pub(crate) fn next_able(&self, table: TableId) -> Option<StaffId> {
        let (sheet, scan) = self.scan(table)?;
        scan.chosen.map(|(position, _)| sheet.rows[position].staff.clone())
    }

    /// The earliest open cell whose consultant can receive now.
    fn by_turn(&self, rule: &VisitRule, step: &Step, table: TableId) -> Tried {
        let cell_use = step.cell;
        let Some((sheet, scan)) = self.scan(table) else { return Tried::Nobody(Vec::new(), Vec::new()) };
        // A reception that uses no turn passes nobody over.
        let awaited = self.awaited(&scan);
        let received = scan.chosen.is_some() && cell_use != CellUse::None && !awaited;
        let (mut because, incidents) = self.passed(sheet, &scan, received);
        let Some((position, cell)) = scan.chosen.filter(|_| !awaited) else {
            return match self.off_shift(rule, sheet, table).filter(|_| !awaited) {
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
                    item.lost = row.lost_beyond_cap(*position, limit, passing);
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
        super::conduct::incident(self.view.floor, &member.id, brings, cite, self.at)
    }

    /// Nobody on shift can receive: the first signed in by the order does, on duty, without a cell.
    fn off_shift(&self, rule: &VisitRule, sheet: &TurnTable, table: TableId) -> Option<Chosen> {
        let floor = self.view.floor;
        let found = sheet.rows.iter().find(|row| {
            let member = &floor.members[row.seat];
            super::judge::off_shift(floor, member, self.at) && self.covers(row, table)
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
    fn next_in_order(&self, rule: &VisitRule, step: &Step, table: TableId) -> Tried {
        let Some((sheet, scan)) = self.scan(table) else { return Tried::Nobody(Vec::new(), Vec::new()) };
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
    fn last_in_order(&self, rule: &VisitRule, step: &Step, table: TableId) -> Tried {
        let Some(staff) = self.last_able(table) else { return Tried::Nobody(Vec::new(), Vec::new()) };
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
        let floor = self.view.floor;
        let sheet = floor.table(table)?;
        let able = sheet
            .rows
            .iter()
            .enumerate()
            .filter(|(_, row)| self.can(&row.staff, table, Wanted::InRotation).is_ok());
        let furthest = able.max_by_key(|(position, row)| {
            let cell = row.candidate();
            CellKey::of(cell.rank, cell.round, *position)
        })?;
        Some(furthest.1.staff.clone())
    }
}
