//! Can somebody receive now, and if not, for what cause?

use crate::floor::{Absence, Excluded, Floor, Member, Occupation, Presence};
use crate::ids::{Cite, StaffId};
use crate::policy::{BusyScope, PassRule, Policy, Unfitness};
use crate::site::View;
use crate::time::{Span, Timestamp};
use crate::turn_table::{TableId, Verdict};
use crate::vocabulary::{Cause, Outcome, Role, Status};

/// Why somebody cannot receive.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Hindered {
    /// The cause, as it is printed.
    pub(crate) cause: Cause,
    /// A lead had approved it.
    approved: bool,
    /// How long it has lasted.
    elapsed: Span,
    /// The outcome and its ground where no pass rule is asked: a bar already known.
    fixed: Option<(Outcome, Cite)>,
}

/// What becomes of the cells of somebody hindered, by the pack.
pub(crate) struct Ruling<'a> {
    pub(crate) outcome: Outcome,
    pub(crate) cite: Cite,
    pub(crate) rule: Option<&'a PassRule>,
    /// A later stage of the outcome is still to come.
    pub(crate) in_grace: bool,
}

impl Hindered {
    fn new(cause: Cause) -> Self {
        Self { cause, approved: false, elapsed: Span(0), fixed: None }
    }

    fn known(cause: Cause, cite: &Cite) -> Self {
        Self { fixed: Some((Outcome::Blank, cite.clone())), ..Self::new(cause) }
    }

    /// Without a skill that the visitor needs: the cell is kept, whatever else stood against them.
    pub(crate) fn unskilled(cite: &Cite) -> Self {
        Self { fixed: Some((Outcome::Keep, cite.clone())), ..Self::new(Cause::NoMatch) }
    }

    fn away(absence: &Absence, at: Timestamp) -> Self {
        let (cause, approved) = absence.counts_as();
        Self { approved, elapsed: Span::between(absence.since, at), ..Self::new(cause) }
    }

    /// Does this keep somebody out of the rotation as such, so that they are not the turn-holder?
    pub(crate) fn not_in_rotation(&self) -> bool {
        matches!(
            self.cause,
            Cause::Barred
                | Cause::Suspended
                | Cause::NotEligible
                | Cause::OffShift
                | Cause::OffHalf
                | Cause::NoAnswer
                | Cause::NoMatch
        )
    }

    /// The pack's word on it.
    pub(crate) fn ruling<'p>(&self, policy: &'p Policy) -> Ruling<'p> {
        if let Some((outcome, cite)) = &self.fixed {
            return Ruling { outcome: *outcome, cite: cite.clone(), rule: None, in_grace: false };
        }
        match policy.pass.iter().find(|rule| rule.covers(self.cause, self.approved)) {
            Some(rule) => Ruling {
                outcome: rule.outcome(self.elapsed),
                cite: rule.cite.clone(),
                rule: Some(rule),
                in_grace: rule
                    .stages
                    .iter()
                    .find(|stage| stage.through.is_none_or(|through| self.elapsed <= through))
                    .is_some_and(|stage| stage.through.is_some()),
            },
            None => Ruling { outcome: Outcome::Keep, cite: Cite::Ours, rule: None, in_grace: false },
        }
    }
}

impl Hindered {
    /// Away for so short a time that the visitor waits for them.
    pub(crate) fn awaited(&self, policy: &Policy) -> bool {
        let rule = self.ruling(policy).rule;
        rule.and_then(|rule| rule.wait_under).is_some_and(|bound| self.elapsed < bound)
    }
}

/// From when on a visitor waits no longer for somebody who is away.
pub(crate) fn awaited_until(policy: &Policy, member: &Member) -> Option<Timestamp> {
    let Presence::Away(absence) = &member.presence else { return None };
    let bound = Hindered::away(absence, absence.since).ruling(policy).rule?.wait_under?;
    Some(bound.after(absence.since))
}

/// Away, and by the pack as good as not signed in until they are back (private leave): their cells are blank and they
/// are not the turn-holder.
pub(crate) fn counts_as_off(policy: &Policy, member: &Member, at: Timestamp) -> bool {
    matches!(&member.presence, Presence::Away(absence)
        if Hindered::away(absence, at).ruling(policy).outcome == Outcome::Blank)
}

/// Can this person take a turn on this table?
pub(crate) fn judge(
    view: View<'_>,
    member: &Member,
    table: TableId,
    excluded: &[Excluded],
    at: Timestamp,
) -> Verdict<Hindered> {
    if member.gone || member.role != Role::Consultant || !member.signed_in() || taken_back(member, excluded) {
        return Verdict::Absent;
    }
    match rotation_hindrance(view, member, at)
        .or_else(|| presence_hindrance(view, member, table, excluded, at))
    {
        Some(hindered) => Verdict::Unable(hindered),
        None => Verdict::Able,
    }
}

/// What keeps somebody out of the rotation although they are there: shift, status, suspension, bar.
pub(crate) fn rotation_hindrance(view: View<'_>, member: &Member, at: Timestamp) -> Option<Hindered> {
    if view.floor.off_half(member, view.floor.zone.date(at)) {
        return Some(Hindered::new(Cause::OffHalf));
    }
    kept_out(view, member, at)
}

/// What keeps somebody out of the rotation on a day on which their half is on site.
fn kept_out(view: View<'_>, member: &Member, at: Timestamp) -> Option<Hindered> {
    if off_shift(view.floor, member, at) {
        let cite = view.policy.tables.off_shift.as_ref();
        return Some(Hindered::known(Cause::OffShift, cite.unwrap_or(&Cite::Ours)));
    }
    if let Some(gate) = member.gated(at) {
        return Some(Hindered::known(Cause::NotEligible, &gate.cite));
    }
    if let Some(cite) = unfit(view.policy, member) {
        return Some(Hindered::known(Cause::NotEligible, cite));
    }
    if let Some(clause) = crate::floor::tasks::kept_out(view.floor, view.policy, member) {
        return Some(Hindered::known(Cause::NotEligible, &Cite::Clause(clause.clone())));
    }
    if let Some(bar) = member.bar.as_ref().filter(|bar| at < bar.until) {
        return Some(Hindered::known(Cause::Barred, &bar.cite));
    }
    let suspension = member.suspension.as_ref().filter(|bar| at < bar.until);
    suspension.map(|bar| Hindered::known(Cause::Suspended, &bar.cite))
}

/// What keeps somebody from receiving at this moment: a call in vain, an absence, another customer.
pub(crate) fn presence_hindrance(
    view: View<'_>,
    member: &Member,
    table: TableId,
    excluded: &[Excluded],
    at: Timestamp,
) -> Option<Hindered> {
    if let Some(excluded) = excluded.iter().find(|excluded| excluded.staff == member.id) {
        let fixed = (!excluded.by_turn).then_some((Outcome::Keep, Cite::Ours));
        return Some(Hindered { fixed, ..Hindered::new(Cause::NoAnswer) });
    }
    if let Presence::Away(absence) = &member.presence {
        return Some(Hindered::away(absence, at));
    }
    if member.may_take_second {
        return None;
    }
    occupation(view, member, table).map(|busy| Hindered::new(busy.cause))
}

/// What occupies somebody on this table, by the pack's scope of being busy.
fn occupation<'a>(view: View<'_>, member: &'a Member, table: TableId) -> Option<&'a Occupation> {
    let everywhere = view.policy.tables.busy == BusyScope::House;
    member.busy.iter().find(|busy| everywhere || busy.table.channel == table.channel)
}

/// Are they receiving, without leave to take another customer besides?
pub(crate) fn occupied(view: View<'_>, member: &Member, table: TableId) -> bool {
    !member.may_take_second && occupation(view, member, table).is_some()
}

/// Was this visitor's assignment to them taken back?
fn taken_back(member: &Member, excluded: &[Excluded]) -> bool {
    excluded.iter().any(|excluded| excluded.undone && excluded.staff == member.id)
}

/// Outside their working hours.
pub(crate) fn off_shift(floor: &Floor, member: &Member, at: Timestamp) -> bool {
    member.shift.is_some_and(|shift| !shift.covers(floor.zone.time_of_day(at)))
}

/// The rule that keeps somebody of this status out of the rotation.
pub(crate) fn unfit<'p>(policy: &'p Policy, member: &Member) -> Option<&'p Cite> {
    policy.eligibility.iter().find_map(|rule| match &rule.unfit {
        Unfitness::Status(statuses) => statuses.contains(&member.status).then_some(&rule.cite),
    })
}

/// As what somebody is wanted outside the order.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// The customer is theirs, or a lead or their duty says so: whatever keeps them out of the rotation.
    ForTheirOwn,
    /// Asked for by name: also while their half does outreach.
    ByName,
    /// Only if nothing keeps them out of the rotation.
    InRotation,
}

/// Can this person receive outside the order? The cause why not, if the vocabulary has one.
pub(crate) fn judge_named(
    view: View<'_>,
    staff: &StaffId,
    table: TableId,
    excluded: &[Excluded],
    wanted: Wanted,
    at: Timestamp,
) -> Result<usize, Option<Cause>> {
    let seat = view.floor.seat(staff).ok_or(None)?;
    let member = &view.floor.members[seat];
    if member.gone || !member.signed_in() || taken_back(member, excluded) {
        return Err(None);
    }
    // Whoever is gated still receives their own customers; a leaver hands them over.
    if member.status == Status::Leaving {
        return Err(Some(Cause::NotEligible));
    }
    let kept_out = match wanted {
        Wanted::ForTheirOwn => None,
        Wanted::ByName => kept_out(view, member, at),
        Wanted::InRotation => rotation_hindrance(view, member, at),
    };
    match kept_out.or_else(|| presence_hindrance(view, member, table, excluded, at)) {
        Some(hindered) => Err(Some(hindered.cause)),
        None => Ok(seat),
    }
}
