//! What comes to light while somebody is received: a colleague's customer known again, or no buyer at all.

use crate::answer::{Answer, DecisionAnswer};
use crate::books::Books;
use crate::command::{Context, FindingOut, Registering};
use crate::decision::{Chosen, Decision, Rank};
use crate::event::{Event, FloorEvent};
use crate::floor::conduct::known;
use crate::floor::receive::Asking;
use crate::floor::visits::{Moving, move_to, received};
use crate::floor::{Floor, Reception};
use crate::ids::{PartyId, StaffId, VisitorId};
use crate::party::{self, Evidence, FirstFacts, Merger, Stands, first_match};
use crate::policy::{FoundEffect, FoundRule};
use crate::refusal::Refusal;
use crate::site::{Accepted, View};
use crate::time::{Span, Timestamp};
use crate::vocabulary::{Capacity, CellUse, CustomerState, Finding, RecognisedBy};

/// A discovery about a visit that is being received.
struct Discovery<'a> {
    view: View<'a>,
    reception: &'a Reception,
    /// The consultant whose customer it turns out to be.
    first: Option<&'a StaffId>,
    /// The customer it turns out to be.
    customer: Option<&'a PartyId>,
    at: Timestamp,
}

/// The first consultant knows the customer again, or is named by them.
pub(crate) fn recognise(
    view: View<'_>,
    visitor: &VisitorId,
    by: &StaffId,
    customer: &PartyId,
    who: RecognisedBy,
    context: &Context,
) -> Result<Accepted, Refusal> {
    known(view.floor, by)?;
    let reception = received(view.floor, visitor)?;
    let at = context.happened_at;
    let party = view.books.get(customer).ok_or_else(|| Refusal::UnknownParty(customer.clone()))?;
    // A registration under their phone may have given the customer to whoever receives; within its time the first
    // consultant's word still counts.
    let rules = &view.policy.ownership;
    let Some(first) = party.owner_apart_from(visitor, rules, at).filter(|claim| claim.staff == *by) else {
        return Err(Refusal::NotTheirs { staff: by.clone(), cite: rules.first_owns.clone() });
    };
    let one_record = view.books.get(&reception.arrival.party).is_some_and(|own| own.id == party.id);
    if one_record && party.owner_at(rules, at).is_some_and(|claim| claim.staff == *by) {
        return Ok(Accepted { events: Vec::new(), answer: stands(&reception.decision) });
    }
    held_by_another(view, reception, by, at)?;
    let facts = FirstFacts {
        followed_up: first.followed_up || invited(reception, by),
        by: Some(who),
        ..first_facts(view.floor, reception, by, at)
    };
    let rule = first_match(&view.policy.found, Finding::Recognised, &facts)
        .ok_or(Refusal::NothingFollows(Finding::Recognised))?;
    let discovery = Discovery { view, reception, first: Some(by), customer: Some(&party.id), at };
    Ok(discovery.follow(rule))
}

/// What came to light by other means.
pub(crate) fn find_out(view: View<'_>, finding: &FindingOut, context: &Context) -> Result<Accepted, Refusal> {
    let reception = received(view.floor, &finding.visitor)?;
    let at = context.happened_at;
    for staff in [&finding.staff, &finding.proxy, &finding.by].into_iter().flatten() {
        known(view.floor, staff)?;
    }
    if finding.what == Finding::CustomerOf && finding.staff.is_none() && finding.customer.is_none() {
        return Err(Refusal::WhichCustomer(reception.staff.clone()));
    }
    let party = match &finding.customer {
        Some(id) => Some(view.books.get(id).ok_or_else(|| Refusal::UnknownParty(id.clone()))?),
        None => None,
    };
    let claim = party.and_then(|party| party.owner_at(&view.policy.ownership, at));
    let first = finding.staff.as_ref().or(claim.map(|claim| &claim.staff));
    if let (Some(named), Some(claim)) = (&finding.staff, claim)
        && *named != claim.staff
    {
        let cite = view.policy.ownership.first_owns.clone();
        return Err(Refusal::NotTheirs { staff: named.clone(), cite });
    }
    if let Some(first) = first {
        held_by_another(view, reception, first, at)?;
    }
    let mut facts = FirstFacts {
        followed_up: claim.is_some_and(|claim| claim.followed_up),
        on_floor: false,
        was_on_floor: false,
        since: Span::between(reception.since, at),
        by: (finding.what == Finding::CustomerOf).then_some(RecognisedBy::Staff),
        reached: finding.reached,
        outside: finding.outside,
    };
    if let Some(first) = first {
        let known = first_facts(view.floor, reception, first, at);
        (facts.on_floor, facts.was_on_floor) = (known.on_floor, known.was_on_floor);
        facts.followed_up |= invited(reception, first);
    }
    let discovery = Discovery { view, reception, first, customer: party.map(|party| &party.id), at };
    match first_match(&view.policy.found, finding.what, &facts) {
        Some(rule) => Ok(discovery.follow(rule)),
        // A pack without a word on it changes nothing: the turn stays used.
        None => Ok(Accepted { events: Vec::new(), answer: stands(&reception.decision) }),
    }
}

/// Only a visit taken for new can turn out to be somebody's: a customer whom the books knew at the door as another
/// consultant's is not to be had by "recognising" them (P16-2).
fn held_by_another(
    view: View<'_>,
    reception: &Reception,
    first: &StaffId,
    at: Timestamp,
) -> Result<(), Refusal> {
    let rules = &view.policy.ownership;
    let visitor = &reception.arrival.visitor;
    let held =
        view.books.get(&reception.arrival.party).and_then(|own| own.owner_apart_from(visitor, rules, at));
    match held {
        Some(claim) if claim.staff != *first => {
            Err(Refusal::NotTheirs { staff: first.clone(), cite: rules.first_owns.clone() })
        }
        _ => Ok(()),
    }
}

/// Registers a visitor; a phone that an earlier customer has makes the two one, by the pack's word.
pub(crate) fn register(
    view: View<'_>,
    registering: &Registering,
    context: &Context,
) -> Result<Accepted, Refusal> {
    let at = context.happened_at;
    let earlier = registering.matches.as_ref().and_then(|id| view.books.get(id));
    let first = earlier.and_then(|party| party.owner_at(&view.policy.ownership, at));
    let reception = view.floor.reception(&registering.visitor);
    let visit = view
        .books
        .get(&registering.party)
        .and_then(|party| party.visits.iter().find(|visit| visit.visitor == registering.visitor));
    let facts = first.map(|claim| FirstFacts {
        followed_up: claim.followed_up
            || visit.is_some_and(|visit| visit.invited_by.as_ref() == Some(&claim.staff)),
        ..match reception {
            Some(reception) => first_facts(view.floor, reception, &claim.staff, at),
            // Registered when the visit is over: what counts is still who was there when they came.
            None => FirstFacts {
                on_floor: on_floor(view.floor, &claim.staff),
                was_on_floor: visit.is_some_and(|visit| view.floor.among(&claim.staff, &visit.there)),
                ..nothing_known(Span(u32::MAX))
            },
        }
    });
    party::register(view, registering, facts.as_ref(), context)
}

fn nothing_known(since: Span) -> FirstFacts {
    FirstFacts {
        followed_up: false,
        on_floor: false,
        was_on_floor: false,
        since,
        by: None,
        reached: true,
        outside: false,
    }
}

/// Where the first consultant is now, was when the customer came, and how long the reception has lasted.
fn first_facts(floor: &Floor, reception: &Reception, first: &StaffId, at: Timestamp) -> FirstFacts {
    FirstFacts {
        on_floor: on_floor(floor, first),
        was_on_floor: floor.among(first, &reception.floor_then),
        ..nothing_known(Span::between(reception.since, at))
    }
}

/// An invitation that brought the customer here counts as keeping them up (P16-8a).
fn invited(reception: &Reception, by: &StaffId) -> bool {
    reception.arrival.invited_by.as_ref() == Some(by)
}

fn on_floor(floor: &Floor, staff: &StaffId) -> bool {
    floor.member(staff).is_some_and(crate::floor::Member::on_floor)
}

/// The decision as it stands, nothing having been handed back.
fn stands(decision: &Decision) -> Answer {
    Answer::Decision(Box::new(DecisionAnswer {
        decision: decision.clone(),
        handed_back: Some(false),
        reopened: Vec::new(),
    }))
}

impl Discovery<'_> {
    /// What the rule says follows, in order.
    fn follow(&self, rule: &FoundRule) -> Accepted {
        let reopen = rule.then.iter().find_map(|effect| match effect {
            FoundEffect::ReopenFinder { priority } => {
                Some(if *priority { Rank::Priority } else { Rank::Ordinary })
            }
            FoundEffect::Cell(CellUse::None) => Some(Rank::Ordinary),
            _ => None,
        });
        let to = if rule.then.contains(&FoundEffect::HandBack) {
            self.first.cloned().map(|first| (first, Capacity::Owner))
        } else if rule.then.contains(&FoundEffect::LastInOrder) {
            self.last().map(|last| (last, Capacity::LastInOrder))
        } else {
            None
        };
        let moving = to.filter(|(staff, _)| *staff != self.reception.staff);
        let mut events = self.records(rule, moving.is_some());
        let books = party::after(self.view.books, &events);
        let view = View { books: &books, ..self.view };
        let (decision, handed_back, reopened) = match moving {
            Some((staff, capacity)) => {
                let cite = rule.cite.clone();
                let chosen = Chosen { staff, capacity, cell: None, cell_use: CellUse::None, cite };
                let handed_back = capacity == Capacity::Owner;
                let moving = Moving { reopen, back: handed_back.then(|| self.state(&books)) };
                let (moved, decision) = move_to(view, self.reception, chosen, moving, self.at);
                events.extend(moved);
                let reopened = decision.moved.as_ref().is_some_and(|moved| moved.reopened.is_some());
                (decision, handed_back, reopened)
            }
            None => {
                let reopened = reopen.filter(|_| self.reception.cell.is_some());
                let visitor = self.reception.arrival.visitor.clone();
                events.extend(reopened.map(|rank| Event::Floor(FloorEvent::Reopened { visitor, rank })));
                ((*self.reception.decision).clone(), false, reopened.is_some())
            }
        };
        let answer = DecisionAnswer {
            decision,
            handed_back: Some(handed_back),
            reopened: reopened.then(|| self.reception.staff.clone()).into_iter().collect(),
        };
        Accepted { events, answer: Answer::Decision(Box::new(answer)) }
    }

    /// What the discovery does to the customer's records.
    fn records(&self, rule: &FoundRule, handed_back: bool) -> Vec<Event> {
        let (Some(first), Some(customer)) = (self.first, self.customer) else { return Vec::new() };
        let visitor = &self.reception.arrival.visitor;
        let absent = !on_floor(self.view.floor, first) || !self.was_on_floor(first);
        // Whoever knows their own customer again while receiving them hands nobody back, but has them as before.
        let own = self.reception.staff == *first && rule.then.contains(&FoundEffect::HandBack);
        let stands = if handed_back || own || rule.then.contains(&FoundEffect::FirstOwns) {
            Stands::Earlier
        } else if rule.then.contains(&FoundEffect::ReceiverOwns) {
            Stands::Receiver(self.reception.staff.clone(), Evidence::Reception(visitor.clone()))
        } else {
            let party = &self.reception.arrival.party;
            return party::known_too_late(self.view, party, visitor, first).into_iter().collect();
        };
        let merger = Merger {
            from: &self.reception.arrival.party,
            into: customer,
            stands,
            visit: Some((visitor, absent)),
        };
        party::merged(self.view, &merger, self.at)
    }

    /// What the customer found out is to their consultant, where one was named.
    fn state(&self, books: &Books) -> Option<CustomerState> {
        let party = books.get(self.customer?)?;
        party.owner_at(&self.view.policy.ownership, self.at).map(|claim| claim.state)
    }

    fn was_on_floor(&self, first: &StaffId) -> bool {
        first_facts(self.view.floor, self.reception, first, self.at).was_on_floor
    }

    fn last(&self) -> Option<StaffId> {
        let reception = self.reception;
        let asking = Asking {
            view: self.view,
            arrival: &reception.arrival,
            excluded: &reception.excluded,
            at: self.at,
            at_arrival: false,
        };
        asking.last_able(reception.decision.table)
    }
}
