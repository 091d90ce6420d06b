//! What comes to light while somebody is received: a colleague's customer known again, or no buyer at all.

mod discovery;
mod left;

use crate::answer::{Answer, DecisionAnswer};
use crate::command::{Actor, Context, FindingOut, Registering};
use crate::decision::Decision;
use crate::event::{Event, FloorEvent};
use crate::floor::conduct::{known, lead};
use crate::floor::visits::received;
use crate::floor::{Arrival, Floor, Reception, waiting};
use crate::ids::{Cite, PartyId, StaffId, VisitorId};
use crate::party::{self, Deal, FirstFacts, Party, first_match};
use crate::policy::{FoundCondition, FoundEffect, FoundRule, Goes};
use crate::refusal::Refusal;
use crate::site::{Accepted, View};
use crate::time::{Span, Timestamp};
use crate::vocabulary::{Finding, RecognisedBy, Says};

pub(super) use discovery::standing_by;
use discovery::{Discovery, reopens};
use left::after_leaving;

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
    let theirs = one_record && party.owner_at(rules, at).is_some_and(|claim| claim.staff == *by);
    // A registration that has shown meanwhile whose they are has handed nobody back: that is still to be decided.
    let at_the_door = reception.arrival.standing.owner.as_ref() == Some(by);
    if theirs && (at_the_door || reception.staff == *by) {
        return Ok(Accepted { events: Vec::new(), answer: stands(&reception.decision) });
    }
    held_by_another(view, reception, by, at)?;
    let facts = FirstFacts {
        followed_up: first.kept_up_by(reception.arrived_at) || invited(reception, by),
        by: Some(who),
        ..first_facts(view.floor, reception, by, at)
    };
    let rule = first_match(&view.policy.found, Finding::Recognised, &facts)
        .ok_or(Refusal::NothingFollows(Finding::Recognised))?;
    still_open(view, reception, by, rule, who, context)?;
    let discovery =
        Discovery { view, reception, first: Some(by), customer: Some(&party.id), proxy: None, at };
    discovery.follow(rule)
}

/// What came to light by other means.
pub(crate) fn find_out(view: View<'_>, finding: &FindingOut, context: &Context) -> Result<Accepted, Refusal> {
    let at = context.happened_at;
    for staff in [&finding.staff, &finding.proxy, &finding.by].into_iter().flatten() {
        known(view.floor, staff)?;
    }
    if let (Some(_), Some(by)) = (finding.last, &finding.by) {
        lead(view.floor, by, &cite_of(view, finding.what))?;
    }
    let reception = match received(view.floor, &finding.visitor) {
        Ok(reception) => reception,
        Err(over) => return after_leaving(view, finding, at)?.ok_or(over),
    };
    if finding.what == Finding::CustomerOf && finding.staff.is_none() && finding.customer.is_none() {
        return Err(Refusal::WhichCustomer(reception.staff.clone()));
    }
    let party = match &finding.customer {
        Some(id) => Some(view.books.get(id).ok_or_else(|| Refusal::UnknownParty(id.clone()))?),
        None => None,
    };
    let claim = party.and_then(|party| party.owner_at(&view.policy.ownership, at));
    if party.is_some() && claim.is_none() {
        // Nobody's by now: whoever receives them goes on (P01-11).
        return Ok(Accepted { events: Vec::new(), answer: stands(&reception.decision) });
    }
    let first = finding.staff.as_ref().or(claim.map(|claim| &claim.staff));
    if let (Some(named), Some(claim)) = (&finding.staff, claim)
        && *named != claim.staff
    {
        let cite = view.policy.ownership.first_owns.clone();
        return Err(Refusal::NotTheirs { staff: named.clone(), cite });
    }
    if let Some(first) = first {
        held_by_another(view, reception, first, at)?;
        if party.is_none() && !by_the_finder(reception, context) {
            by_word_alone(view, reception, first, context)?;
        }
    }
    let mut facts = FirstFacts {
        followed_up: claim.is_some_and(|claim| claim.kept_up_by(reception.arrived_at)),
        on_floor: false,
        was_on_floor: false,
        since: Span::between(reception.since, at),
        by: (finding.what == Finding::CustomerOf).then_some(RecognisedBy::Staff),
        reached: finding.reached,
        outside: finding.outside,
        goes: goes(finding),
    };
    if let Some(first) = first {
        let known = first_facts(view.floor, reception, first, at);
        (facts.on_floor, facts.was_on_floor) = (known.on_floor, known.was_on_floor);
        facts.followed_up |= invited(reception, first);
    }
    let customer = party.map(|party| &party.id);
    let discovery = Discovery { view, reception, first, customer, proxy: finding.proxy.as_ref(), at };
    match first_match(&view.policy.found, finding.what, &facts) {
        Some(rule) => {
            if let Some(first) = first {
                if party.is_none() && moves(rule) && !by_the_finder(reception, context) {
                    return Err(Refusal::WhichCustomer(first.clone()));
                }
                still_open(view, reception, first, rule, RecognisedBy::Staff, context)?;
            }
            discovery.follow(rule)
        }
        // A pack without a word on it changes nothing: the turn stays used.
        None => Ok(Accepted { events: Vec::new(), answer: stands(&reception.decision) }),
    }
}

/// Who goes on with the visitor, by the lead's word.
fn goes(finding: &FindingOut) -> Goes {
    if finding.last == Some(true) { Goes::Last } else { Goes::Same }
}

/// On what it rests that a lead decides about such a discovery.
fn cite_of(view: View<'_>, what: Finding) -> Cite {
    let rules = view.policy.found.iter().filter(|rule| rule.what.contains(&what));
    let mut asking =
        rules.filter(|rule| rule.when.iter().any(|when| matches!(when, FoundCondition::Decided(_))));
    asking.next().map_or(Cite::Ours, |rule| rule.cite.clone())
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

/// Does the rule give the reception to somebody else on the first consultant's account?
fn moves(rule: &FoundRule) -> bool {
    rule.then.iter().any(|effect| matches!(effect, FoundEffect::HandBack | FoundEffect::Proxy))
}

/// Whoever receives says it against their own interest: that word is enough.
fn by_the_finder(reception: &Reception, context: &Context) -> bool {
    context.actor == Actor::Staff(reception.staff.clone())
}

/// Where no customer is named there is a word and no record: it does not take from whoever holds them by now (P16-2),
/// and nobody has a customer by their own word.
fn by_word_alone(
    view: View<'_>,
    reception: &Reception,
    first: &StaffId,
    context: &Context,
) -> Result<(), Refusal> {
    let rules = &view.policy.ownership;
    let held = view
        .books
        .get(&reception.arrival.party)
        .and_then(|own| own.owner_at(rules, context.happened_at))
        .is_some_and(|claim| claim.staff != *first);
    if held || context.actor == Actor::Staff(first.clone()) {
        return Err(Refusal::NotTheirs { staff: first.clone(), cite: rules.first_owns.clone() });
    }
    Ok(())
}

/// What has been answered stays: known too late, a consultant does not come in time afterwards (P16-8a); and when the
/// visit has led to a deal, whose the customer is is for a dispute.
fn still_open(
    view: View<'_>,
    reception: &Reception,
    first: &StaffId,
    rule: &FoundRule,
    who: RecognisedBy,
    context: &Context,
) -> Result<(), Refusal> {
    if !moves(rule) && !rule.then.contains(&FoundEffect::FirstOwns) {
        return Ok(());
    }
    let Some(own) = view.books.get(&reception.arrival.party) else { return Ok(()) };
    let visitor = &reception.arrival.visitor;
    let of_visit = |deal: &&Deal| deal.visitor.as_ref() == Some(visitor) || deal.at >= reception.arrived_at;
    if own.deal.as_ref().filter(of_visit).is_some_and(|deal| deal.owner != *first) {
        return Err(Refusal::DealtAlready(own.id.clone()));
    }
    let visit = own.visits.iter().find(|visit| visit.visitor == *visitor);
    // A registration alone leaves them their time; an hour entered afterwards does not.
    let timed = rule.when.iter().any(|when| matches!(when, FoundCondition::Through(_)));
    let in_time = timed && context.happened_at == context.at;
    let too_late = visit.is_some_and(|visit| visit.recognised_late.as_ref() == Some(first));
    if too_late && !in_time && who == RecognisedBy::Staff {
        return Err(Refusal::NotTheirs {
            staff: first.clone(),
            cite: view.policy.ownership.first_owns.clone(),
        });
    }
    Ok(())
}

/// Whoever came with a question and leaves within the pack's time has had a brief enquiry, which nobody needs to report
/// (P14-8): their reception gives its cell back. Nothing where the pack says otherwise, or they have bought.
pub(crate) fn brief(view: View<'_>, reception: &Reception, at: Timestamp) -> Option<Accepted> {
    let Arrival { says, visitor, party, .. } = &*reception.arrival;
    let bought = |party: &Party| party.deal.as_ref().is_some_and(|deal| deal.at >= reception.arrived_at);
    if *says != Says::Enquiry || reception.cell.is_none() || view.books.get(party).is_some_and(bought) {
        return None;
    }
    let facts = nothing_known(Span::between(reception.since, at));
    let rule = first_match(&view.policy.found, Finding::Brief, &facts)?;
    rule.then.iter().find_map(reopens)?;
    let discovery = Discovery { view, reception, first: None, customer: None, proxy: None, at };
    let accepted = discovery.follow(rule).ok()?;
    accepted.events.iter().any(|event| is_reopened(event, visitor)).then_some(accepted)
}

fn is_reopened(event: &Event, visitor: &VisitorId) -> bool {
    matches!(event, Event::Floor(FloorEvent::Reopened { visitor: of, .. }) if of == visitor)
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
        followed_up: visit.map_or(claim.followed_up, |visit| claim.kept_up_by(visit.at))
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
    let mut accepted = party::register(view, registering, facts.as_ref(), context)?;
    let graded = waiting::graded(view.floor, &registering.visitor, registering.grade);
    accepted.events.extend(graded.map(Event::Floor));
    Ok(accepted)
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
        goes: Goes::Same,
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
