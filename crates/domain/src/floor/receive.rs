//! Who receives a visit: the rule that speaks, its candidates one after the other, and the scan of the turn table.

mod best_match;
mod by_order;

use crate::decision::{Awaits, Cell, Chosen, Considered, Decision, Incident};
use crate::floor::facts::visit_rule;
use crate::floor::judge::{Wanted, judge_named};
use crate::floor::{Arrival, Excluded, posts};
use crate::ids::{Cite, PartyId, StaffId};
use crate::policy::{Belongs, Step, VisitRule};
use crate::site::View;
use crate::time::Timestamp;
use crate::turn_table::{Row, TableId};
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
        department: floor.label_of(table).cloned(),
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
        tie: None,
        unskilled: false,
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
                decision.tie = asking.tie(step.who, &chosen.staff);
                decision.unskilled = chosen.capacity == Capacity::Match && asking.lacks_skills(&chosen.staff);
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
            Receiver::LongestFree => self.longest_free(rule, step, table, rather),
            Receiver::LastInOrder => self.last_in_order(rule, step, table),
            Receiver::Owner => self.one(rule, step, books.owner.as_ref(), Capacity::Owner, table, rather),
            Receiver::Contact => {
                let contact = books.contact.as_ref().filter(|contact| books.owner.as_ref() != Some(contact));
                // Whoever served a colleague's customer before goes on for that colleague.
                let capacity = if books.owner.is_some() { Capacity::Proxy } else { Capacity::Owner };
                self.one(rule, step, contact, capacity, table, rather)
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

    /// Of those able, the one who has been free longest, whoever's turn it is; of equals, the order.
    fn longest_free(
        &self,
        rule: &VisitRule,
        step: &Step,
        table: TableId,
        rather: &mut Vec<Considered>,
    ) -> Tried {
        let floor = self.view.floor;
        let rows = floor.table(table).map(|sheet| &sheet.rows[..]).unwrap_or_default();
        let able = rows.iter().map(|row| &floor.members[row.seat]).filter(|member| {
            (!step.skilled || self.has_skills(member))
                && self.can(&member.id, table, Wanted::InRotation).is_ok()
        });
        let longest = able.min_by_key(|member| member.freed).map(|member| &member.id);
        self.one(rule, step, longest, Capacity::LongestFree, table, rather)
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

    /// What ties somebody to a customer who is not theirs, where that is why they receive.
    fn tie(&self, who: Receiver, staff: &StaffId) -> Option<Receiver> {
        let tied = matches!(who, Receiver::Contact | Receiver::Referrer);
        (tied && self.arrival.standing.owner.as_ref() != Some(staff)).then_some(who)
    }

    /// Without some skill that the visitor needs?
    fn lacks_skills(&self, staff: &StaffId) -> bool {
        let member = self.view.floor.member(staff);
        member.is_some_and(|member| self.arrival.needs.iter().any(|skill| !member.skills.contains(skill)))
    }

    /// Whose customer the visitor is, or for whom they ask.
    fn whose(&self) -> Option<&StaffId> {
        let books = &self.arrival.standing;
        books
            .owner
            .as_ref()
            .or(self.arrival.asks_for.as_ref())
            .or(self.arrival.invited_by.as_ref())
            .or(books.contact.as_ref())
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
}
