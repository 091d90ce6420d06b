//! Gates on the rotation: a month's figures, who they keep out, and the steps by which somebody comes in again.

mod evolve;

use chrono::{Datelike, Months, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::answer::Answer;
use crate::command::Context;
use crate::event::{Event, FloorEvent};
use crate::floor::conduct::{done, known, lead};
use crate::floor::{Floor, Member};
use crate::ids::{Cite, ClauseId, StaffId};
use crate::policy::{Bound, GateRule};
use crate::refusal::Refusal;
use crate::site::{Accepted, View};
use crate::time::Timestamp;
use crate::vocabulary::{GateStep, Metric, Role};

/// What keeps somebody out of the rotation until it is lifted.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Gated {
    /// What was measured.
    pub metric: Metric,
    /// By which rule.
    pub cite: Cite,
    /// The first day of the month whose figures did it.
    pub month: NaiveDate,
    /// From when it keeps them out.
    pub from: Timestamp,
    /// It ends by itself then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// What still has to be done.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub open: Vec<GateStep>,
    /// A test failed is final.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub once: bool,
    /// The one chance was missed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub failed: bool,
    /// Everything was done: it keeps nobody out, but the same figures do not impose it again.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub lifted: bool,
    /// Its place in the pack: where several gates stand, the first is cited.
    #[serde(default)]
    pub place: usize,
}

/// Somebody's figures of one month.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Figures {
    /// Whose.
    pub staff: StaffId,
    /// The first day of the month.
    pub month: NaiveDate,
    /// Leads received and deals closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sales: Option<(u32, u32)>,
    /// The last evaluation's mean score, in hundredths.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<u32>,
    /// The leads and deals were stated by a person, who knows better than the count.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub stated: bool,
}

/// Leads and deals so far in the running month.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Counted {
    /// Whose.
    pub staff: StaffId,
    /// New customers received on a turn.
    pub leads: u32,
    /// Deals closed.
    pub deals: u32,
}

/// So many months of figures are kept: corrections of older ones come too late.
const MONTHS_KEPT: u32 = 3;

/// What is measured, as a fraction; `None`: the month does not count for them.
type Measured = Option<(u64, u64)>;

impl Gated {
    /// Does it keep its person out at that instant?
    #[must_use]
    pub fn holds(&self, at: Timestamp) -> bool {
        !self.lifted && self.from <= at && self.until.is_none_or(|until| at < until)
    }

    fn is_by(&self, rule: &GateRule) -> bool {
        self.metric == rule.metric && self.cite == rule.cite
    }
}

impl Member {
    /// The gate that keeps somebody out, the pack's first where there are several.
    #[must_use]
    pub fn gated(&self, at: Timestamp) -> Option<&Gated> {
        self.gates.iter().filter(|gate| gate.holds(at)).min_by_key(|gate| gate.place)
    }
}

/// A month's leads and deals, where the site has not counted them itself.
pub(crate) fn result(
    view: View<'_>,
    staff: &StaffId,
    month: NaiveDate,
    (leads, deals): (u32, u32),
    context: &Context,
) -> Result<Accepted, Refusal> {
    known(view.floor, staff)?;
    let stated = Figures { sales: Some((leads, deals)), stated: true, ..view.floor.figures_of(staff, month) };
    take_in(view, &stated, context.happened_at)
}

/// An evaluation in the running month.
pub(crate) fn evaluate(
    view: View<'_>,
    staff: &StaffId,
    score: u32,
    context: &Context,
) -> Result<Accepted, Refusal> {
    known(view.floor, staff)?;
    let at = context.happened_at;
    let month = first_of(view.floor.zone.date(at));
    let figures = Figures { score: Some(score), ..view.floor.figures_of(staff, month) };
    take_in(view, &figures, at)
}

/// A month that has not begun has no figures; one long past is not judged any more.
fn take_in(view: View<'_>, figures: &Figures, at: Timestamp) -> Result<Accepted, Refusal> {
    let running = first_of(view.floor.zone.date(at));
    let oldest = running.checked_sub_months(Months::new(MONTHS_KEPT)).unwrap_or(running);
    if figures.month > running || figures.month < oldest {
        return Err(Refusal::NoSuchMonth);
    }
    let mut events = Vec::new();
    if !view.floor.figures.contains(figures) {
        events.push(FloorEvent::FiguresIn(vec![figures.clone()]));
    }
    events.extend(judge(view, &events, figures.month, at));
    let answer = Answer::Gates(standing(view.floor, &events, Some(&figures.staff)));
    Ok(Accepted { events: events.into_iter().map(Event::Floor).collect(), answer })
}

/// The running month is over: what the site counted itself becomes its figures, and is judged.
pub(crate) fn month_ends(view: View<'_>, at: Timestamp) -> Accepted {
    let floor = view.floor;
    let Some(month) = floor.counted_month else { return done(Vec::new()) };
    let counted = |member: &&Member| {
        let counted = floor.counted.iter().find(|counted| counted.staff == member.id);
        counted.map_or((0, 0), |counted| (counted.leads, counted.deals))
    };
    let everybody = floor.members.iter().filter(|member| member.role == Role::Consultant && !member.gone);
    let figures = everybody.map(|member| (floor.figures_of(&member.id, month), counted(&member)));
    let unstated = figures.filter(|(known, _)| !known.stated);
    let figures = unstated.map(|(known, sales)| Figures { sales: Some(sales), ..known }).collect();
    let mut events = vec![FloorEvent::FiguresIn(figures), FloorEvent::MonthCounted(month)];
    events.extend(judge(view, &events, month, at));
    let answer = Answer::Gates(standing(floor, &events, None));
    Accepted { events: events.into_iter().map(Event::Floor).collect(), answer }
}

/// The first day of the month after the one counted, where the pack has gates.
pub(crate) fn next_month_end(view: View<'_>) -> Option<Timestamp> {
    let month = view.floor.counted_month.filter(|_| !view.policy.gates.is_empty())?;
    Some(view.floor.zone.start_of(after(month)))
}

/// A lead ends a penalty or a gate, or says how a test went.
pub(crate) fn clear(
    view: View<'_>,
    staff: &StaffId,
    clause: &ClauseId,
    by: &StaffId,
    passed: Option<bool>,
) -> Result<Accepted, Refusal> {
    match step(view, staff, clause, by, passed)? {
        Some(accepted) => Ok(accepted),
        None if passed == Some(false) => Err(Refusal::NotInPolicy("passed")),
        None => super::conduct::clear(view, staff, clause, by),
    }
}

/// A step towards being let in again, or a test failed; nothing where no such gate stands.
fn step(
    view: View<'_>,
    staff: &StaffId,
    clause: &ClauseId,
    by: &StaffId,
    passed: Option<bool>,
) -> Result<Option<Accepted>, Refusal> {
    let member = known(view.floor, staff)?;
    let mut gates = member.gates.iter().filter(|gate| !gate.lifted && gate.cite.clause() == Some(clause));
    let Some(first) = gates.clone().next() else { return Ok(None) };
    let cite = first.cite.clone();
    lead(view.floor, by, &cite)?;
    let Some(gate) = gates.find(|gate| !gate.failed) else {
        return Err(Refusal::OutForGood { staff: staff.clone(), cite });
    };
    let name = (staff.clone(), gate.metric, cite);
    let tested = passed.is_some() && gate.open.contains(&GateStep::Test);
    let done = if tested { Some(GateStep::Test) } else { gate.open.first().copied() };
    let event = match (passed, done) {
        (Some(false), _) => FloorEvent::GateFailed { gate: name, last: gate.once },
        (_, Some(step)) if gate.open.len() > 1 => FloorEvent::GateStep { gate: name, step },
        _ => FloorEvent::GateLifted { gate: name, corrected: false },
    };
    let events = vec![event];
    let answer = Answer::Gates(standing(view.floor, &events, Some(staff)));
    Ok(Some(Accepted { events: events.into_iter().map(Event::Floor).collect(), answer }))
}

/// A written analysis that a gate of this clause asks of somebody: the step it takes, and the rule; nothing where no
/// such gate stands (P11-5).
pub(crate) fn analysis_written(
    floor: &Floor,
    staff: Option<&StaffId>,
    clause: &ClauseId,
) -> Option<(FloorEvent, Cite)> {
    let member = floor.member(staff?)?;
    let mut gates = member.gates.iter().filter(|gate| !gate.lifted && !gate.failed);
    let asks = |gate: &&Gated| gate.cite.clause() == Some(clause) && gate.open.contains(&GateStep::Analysis);
    let gate = gates.find(asks)?;
    let name = (member.id.clone(), gate.metric, gate.cite.clone());
    let event = if gate.open.len() > 1 {
        FloorEvent::GateStep { gate: name, step: GateStep::Analysis }
    } else {
        FloorEvent::GateLifted { gate: name, corrected: false }
    };
    Some((event, gate.cite.clone()))
}

/// Whom the figures of a month keep out, and whom they kept out before they were corrected.
fn judge(view: View<'_>, figures_in: &[FloorEvent], month: NaiveDate, at: Timestamp) -> Vec<FloorEvent> {
    let floor = after_events(view.floor, figures_in);
    let starts = floor.zone.start_of(after(month)).max(at);
    let mut events = Vec::new();
    for (place, rule) in view.policy.gates.iter().enumerate() {
        let group: Vec<(&Member, Option<Measured>)> = floor
            .members
            .iter()
            .filter(|member| member.role == Role::Consultant && !member.gone)
            .filter(|member| rule.among.is_empty() || rule.among.contains(&member.status))
            .map(|member| (member, measured(rule.metric, &floor.figures_of(&member.id, month))))
            .collect();
        for (member, measured) in &group {
            let Some(hit) = is_hit(rule, *measured, &group) else { continue };
            let mut gates = member.gates.iter().filter(|gate| gate.is_by(rule));
            let stands = gates.clone().find(|gate| !gate.lifted);
            if let Some(standing) = stands {
                if !hit && standing.month == month && !standing.failed {
                    let gate = (member.id.clone(), rule.metric, rule.cite.clone());
                    events.push(FloorEvent::GateLifted { gate, corrected: true });
                }
            } else if hit && gates.all(|gate| gate.month != month) {
                let gate = imposed(rule, place, month, starts);
                events.push(FloorEvent::Gated(member.id.clone(), Box::new(gate)));
            }
        }
    }
    events
}

fn imposed(rule: &GateRule, place: usize, month: NaiveDate, from: Timestamp) -> Gated {
    Gated {
        metric: rule.metric,
        cite: rule.cite.clone(),
        month,
        from,
        until: rule.lasts.map(|span| span.after(from)),
        open: rule.release.clone(),
        once: rule.once,
        failed: false,
        lifted: false,
        place,
    }
}

/// Does the rule hit somebody so measured? Nothing while the figures it needs are not in.
fn is_hit(
    rule: &GateRule,
    measured: Option<Measured>,
    group: &[(&Member, Option<Measured>)],
) -> Option<bool> {
    let under = |(over, under): (u64, u64), (bound_over, bound_under): (u64, u64)| {
        over * bound_under < bound_over * under
    };
    match rule.bound {
        Bound::Below(share) => {
            let bound = (u64::from(share.over()), u64::from(share.under()));
            Some(measured?.is_some_and(|value| under(value, bound)))
        }
        Bound::Fewer(least) => {
            let least = u64::from(least) * if rule.metric == Metric::Score { 100 } else { 1 };
            Some(measured?.is_some_and(|value| under(value, (least, 1))))
        }
        Bound::Lowest => {
            let all: Vec<Measured> = group.iter().map(|(_, measured)| *measured).collect::<Option<_>>()?;
            let Some(mine) = measured? else { return Some(false) };
            let counted = all.iter().flatten();
            let not_above = counted.clone().filter(|value| !under(mine, **value)).count();
            // Only they themselves are not above them; the lowest of one alone is nobody's place.
            Some(not_above == 1 && counted.count() > 1)
        }
    }
}

/// What the metric says of these figures; nothing where they are not in.
fn measured(metric: Metric, figures: &Figures) -> Option<Measured> {
    if metric == Metric::Score {
        return figures.score.map(|score| Some((u64::from(score), 1)));
    }
    let (leads, deals) = figures.sales?;
    let (leads, deals) = (u64::from(leads), u64::from(deals));
    Some(match metric {
        Metric::Conversion => (leads > 0).then_some((deals, leads)),
        Metric::Deals => (leads > 0 || deals > 0).then_some((deals, 1)),
        Metric::Leads | Metric::Score => Some((leads, 1)),
    })
}

/// The gates that stand after these events: of one person, else of everybody whom they keep out.
fn standing(floor: &Floor, events: &[FloorEvent], staff: Option<&StaffId>) -> Vec<(StaffId, Gated)> {
    let touched =
        |id: &StaffId| events.iter().any(|event| matches!(event, FloorEvent::Gated(gated, _) if gated == id));
    let floor = after_events(floor, events);
    let concerned = floor.members.iter().filter(|member| Some(&member.id) == staff || touched(&member.id));
    concerned.flat_map(|member| member.gates.iter().map(|gate| (member.id.clone(), gate.clone()))).collect()
}

fn after_events(floor: &Floor, events: &[FloorEvent]) -> Floor {
    let mut floor = floor.clone();
    events.iter().for_each(|event| floor.evolve(event));
    floor
}

fn first_of(date: NaiveDate) -> NaiveDate {
    date.with_day(1).unwrap_or(date)
}

/// The first day of the next month.
fn after(month: NaiveDate) -> NaiveDate {
    month.checked_add_months(Months::new(1)).unwrap_or(NaiveDate::MAX)
}

/// From which month on a site that opens at that date counts whole months.
pub(crate) fn counts_from(date: NaiveDate) -> NaiveDate {
    if date.day() == 1 { date } else { after(first_of(date)) }
}
