//! What holds after whatever happens to the customers of a house.

use chrono::TimeDelta;
use proptest::prelude::*;

use crate::books::Books;
use crate::command::{Dealing, Registering};
use crate::event::{ClaimEnd, Event, PartyEvent};
use crate::floor::Arrival;
use crate::ids::{PartyId, StaffId, VisitorId};
use crate::party::fixture::{House, coming, dealing, decision, now, registering, staff, t};
use crate::party::receive::begun;
use crate::party::{
    Deal, Evidence, FirstFacts, Party, Reassigning, Registration, Relating, Visit, after, belongs_to, deal,
    dispute, follow_up, kin, known_too_late, lapse, reassign, received, register, release, standing_of,
    taken_back,
};
use crate::policy::{Belongs, ClaimBegins};
use crate::refusal::Refusal;
use crate::share::Share;
use crate::site::{Accepted, View};
use crate::time::{Span, Timestamp};
use crate::vocabulary::{Capacity, Channel, ReassignReason, Relation};

/// Something that may happen to customers; numbers choose among what there is.
#[derive(Clone, Debug)]
enum Step {
    Comes { who: usize, known: Option<usize>, referred_by: Option<usize>, belongs: Belongs, absent: bool },
    Again { visit: usize, who: usize },
    TakenBack { visit: usize },
    Registers { visit: usize, who: usize, matches: Option<usize>, names_agree: bool, was_there: bool },
    FollowsUp { customer: usize, who: usize },
    Deals { customer: usize, visit: Option<usize>, who: usize },
    Disputes { customer: usize },
    Relates { one: usize, other: usize, relation: Relation },
    Reassigns { customer: usize, who: usize, why: ReassignReason },
    KnownTooLate { visit: usize, who: usize },
    Passes { hours: u32 },
}

fn step() -> impl Strategy<Value = Step> {
    let n = 0..12_usize;
    let who = 0..3_usize;
    let belongs = prop::sample::select(vec![
        Belongs::FirstToReceive,
        Belongs::Receiver,
        Belongs::Named,
        Belongs::Inviter,
        Belongs::Referrer,
        Belongs::Nobody,
    ]);
    let maybe = || prop::option::of(0..12_usize);
    let why = prop::sample::select(ReassignReason::ALL);
    prop_oneof![
        4 => (who.clone(), maybe(), maybe(), belongs, any::<bool>()).prop_map(
            |(who, known, referred_by, belongs, absent)| Step::Comes { who, known, referred_by, belongs, absent }
        ),
        1 => (n.clone(), who.clone()).prop_map(|(visit, who)| Step::Again { visit, who }),
        1 => n.clone().prop_map(|visit| Step::TakenBack { visit }),
        3 => (n.clone(), who.clone(), maybe(), any::<bool>(), any::<bool>()).prop_map(
            |(visit, who, matches, names_agree, was_there)| {
                Step::Registers { visit, who, matches, names_agree, was_there }
            }
        ),
        2 => (n.clone(), who.clone()).prop_map(|(customer, who)| Step::FollowsUp { customer, who }),
        2 => (n.clone(), maybe(), who.clone())
            .prop_map(|(customer, visit, who)| Step::Deals { customer, visit, who }),
        1 => n.clone().prop_map(|customer| Step::Disputes { customer }),
        1 => (n.clone(), n.clone(), prop::sample::select(Relation::ALL))
            .prop_map(|(one, other, relation)| Step::Relates { one, other, relation }),
        1 => (n.clone(), who.clone(), why)
            .prop_map(|(customer, who, why)| Step::Reassigns { customer, who, why }),
        1 => (n, who).prop_map(|(visit, who)| Step::KnownTooLate { visit, who }),
        2 => (1..400_u32).prop_map(|hours| Step::Passes { hours }),
    ]
}

/// A house in which one thing happens after the other.
struct Story {
    house: House,
    at: Timestamp,
    journal: Vec<Event>,
    arrivals: Vec<Arrival>,
}

impl Story {
    fn of(house: House) -> Self {
        Self { house, at: t("03-02 09:00"), journal: Vec::new(), arrivals: Vec::new() }
    }

    fn happens(&mut self, step: &Step) {
        self.at += match step {
            Step::Passes { hours } => TimeDelta::hours(i64::from(*hours)),
            _ => TimeDelta::minutes(7),
        };
        let events = self.judge(step).map_or_else(|_| Vec::new(), |accepted| accepted.events);
        self.house.take(&events);
        self.journal.extend(events);
        if !matches!(step, Step::Comes { .. } | Step::Again { .. } | Step::Registers { .. }) {
            // Whatever was just done is already so; a registration and a reception are facts of their own each time.
            let again = self.judge(step).map_or_else(|_| Vec::new(), |accepted| accepted.events);
            assert_eq!(again, [], "{step:?} twice");
        }
    }

    fn judge(&mut self, step: &Step) -> Result<Accepted, Refusal> {
        let mut context = now("03-02 09:00");
        (context.at, context.happened_at) = (self.at, self.at);
        let nothing = || Ok(done(Vec::new()));
        if let Step::Comes { who, known, referred_by, belongs, absent } = step {
            return Ok(self.comes(*who, *known, *referred_by, *belongs, *absent));
        }
        if matches!(step, Step::Passes { .. }) {
            return Ok(done(lapse(&self.house.books, &self.house.policy.ownership, self.at)));
        }
        let view = self.house.view();
        let arrival = |n: usize| self.arrivals.get(n % self.arrivals.len().max(1));
        let customer = |n: usize| arrival(n).map(|arrival| arrival.party.clone());
        match step {
            Step::Comes { .. } | Step::Passes { .. } => nothing(),
            Step::Again { visit, who } => {
                let Some(arrival) = arrival(*visit) else { return nothing() };
                Ok(done(self.receives(view, arrival, *who, Belongs::FirstToReceive, false)))
            }
            Step::TakenBack { visit } => {
                let Some(arrival) = arrival(*visit) else { return nothing() };
                Ok(done(taken_back(view, &arrival.party, &arrival.visitor, self.at)))
            }
            Step::Registers { visit, who, matches, names_agree, was_there } => {
                let Some(arrival) = arrival(*visit) else { return nothing() };
                let facts = facts(*was_there);
                let registering = Registering {
                    matches: matches.and_then(customer),
                    names_agree: *names_agree,
                    ..registering(arrival.visitor.as_str(), arrival.party.as_str(), name(*who).as_str())
                };
                register(view, &registering, Some(&facts), &context)
            }
            Step::FollowsUp { customer: n, who } => {
                customer(*n).map_or_else(nothing, |id| follow_up(view, &id, &name(*who), &context))
            }
            Step::Deals { customer: n, visit, who } => {
                let Some(id) = customer(*n) else { return nothing() };
                let visitor = visit.and_then(arrival).map(|arrival| arrival.visitor.clone());
                let plain = dealing(id.as_str(), None, name(*who).as_str());
                deal(view, &Dealing { visitor, ..plain }, &context)
            }
            Step::Disputes { customer: n } => {
                customer(*n).map_or_else(nothing, |id| dispute(view, &id, &[name(0), name(1)], &context))
            }
            Step::Relates { one, other, relation } => {
                let (Some(first), Some(second)) = (customer(*one), customer(*other)) else {
                    return nothing();
                };
                let relation = *relation;
                let relating = Relating { first: &first, second: &second, relation, approved_by: None };
                kin(view, &relating, &context)
            }
            Step::Reassigns { customer: n, who, why } => {
                let Some(party) = customer(*n) else { return nothing() };
                let (to, by) = (name(*who), staff("M"));
                reassign(view, &Reassigning { party: &party, to: &to, by: &by, why: *why }, &context)
            }
            Step::KnownTooLate { visit, who } => {
                let Some(arrival) = arrival(*visit) else { return nothing() };
                let late = known_too_late(view, &arrival.party, &arrival.visitor, &name(*who));
                Ok(done(late.into_iter().filter(|event| self.changes(event)).collect()))
            }
        }
    }

    fn changes(&self, event: &Event) -> bool {
        after(&self.house.books, std::slice::from_ref(event)) != self.house.books
    }

    fn comes(
        &mut self,
        who: usize,
        known: Option<usize>,
        referred_by: Option<usize>,
        belongs: Belongs,
        absent: bool,
    ) -> Accepted {
        let visitor = format!("v{}", self.arrivals.len());
        let among = |n: usize| self.arrivals.get(n).map(|arrival| arrival.party.clone());
        let mut arrival = coming(&visitor, &visitor);
        arrival.party = known.and_then(among).unwrap_or(arrival.party);
        arrival.referred_by = referred_by.and_then(among);
        arrival.channel = if absent { Channel::Phone } else { Channel::WalkIn };
        arrival.asks_for = Some(name(who + 1));
        arrival.invited_by = Some(name(who + 2));
        let (rules, date) = (&self.house.policy.ownership, self.house.floor.zone.date(self.at));
        let referrer = arrival.referred_by.as_ref();
        arrival.standing = standing_of(&self.house.books, rules, &arrival.party, referrer, date, self.at);
        let events = self.receives(self.house.view(), &arrival, who, belongs, absent);
        self.arrivals.push(arrival);
        done(events)
    }

    fn receives(
        &self,
        view: View<'_>,
        arrival: &Arrival,
        who: usize,
        belongs: Belongs,
        absent: bool,
    ) -> Vec<Event> {
        let mut decided = decision(arrival, name(who).as_str(), Capacity::Proxy);
        decided.belongs_to = belongs_to(view, belongs, arrival, &name(who), self.at);
        received(view, &decided, arrival, absent, self.at)
    }
}

fn done(events: Vec<Event>) -> Accepted {
    Accepted { events, answer: crate::answer::Answer::Done }
}

fn name(n: usize) -> StaffId {
    staff(["A", "B", "C"][n % 3])
}

fn facts(was_on_floor: bool) -> FirstFacts {
    FirstFacts {
        followed_up: false,
        on_floor: true,
        was_on_floor,
        since: Span::minutes(5),
        by: None,
        reached: true,
        outside: false,
        goes: crate::policy::Goes::Same,
    }
}

/// What must hold of any books that the rules have written.
fn lawful(story: &Story) -> Result<(), TestCaseError> {
    let (books, rules) = (&story.house.books, &story.house.policy.ownership);
    let mut visitors: Vec<&VisitorId> = Vec::new();
    for party in books.iter() {
        prop_assert!(party.visits.len() <= Party::VISITS && party.register.len() <= Party::ENTRIES);
        prop_assert!(party.visits.is_sorted_by_key(|visit| visit.at));
        if party.merged_into.is_some() {
            prop_assert!(party.claim.is_none(), "one customer, one owner: {} gave up", party.id);
            continue;
        }
        visitors.extend(party.visits.iter().map(|visit| &visit.visitor));
        if let Some(claim) = &party.claim {
            let until = claim.protected_until(rules);
            prop_assert_eq!(
                claim.state == crate::vocabulary::CustomerState::Closed,
                party.deal.as_ref().is_some_and(|deal| !deal.to_another)
            );
            if let Some(until) = until {
                prop_assert!(claim.alive_at(rules, until));
                prop_assert!(!claim.alive_at(rules, until + TimeDelta::seconds(1)));
                prop_assert!(claim.since <= claim.runs_from);
            }
        }
        if let Some(deal) = &party.deal {
            let shares: Vec<Share> = deal.split.iter().map(|(_, share)| *share).collect();
            let sum = shares[1..].iter().try_fold(shares[0], |sum, share| sum.plus(*share));
            prop_assert_eq!(sum, Some(Share::WHOLE));
        }
    }
    visitors.sort();
    let before = visitors.len();
    visitors.dedup();
    prop_assert_eq!(before, visitors.len(), "a visit counts for one customer");
    for arrival in &story.arrivals {
        let party = books.get(&arrival.party);
        prop_assert!(party.is_some_and(|party| party.merged_into.is_none()), "{} resolves", arrival.party);
    }
    Ok(())
}

fn houses() -> impl Strategy<Value = u8> {
    0..3_u8
}

fn house(n: u8) -> House {
    match n {
        0 => House::full_regulations(),
        1 => House::two_tables(),
        _ => {
            let mut house = House::two_tables();
            house.policy.ownership.begins = ClaimBegins::Registration;
            house
        }
    }
}

proptest! {
    /// No customer has two owners, splits add up, nothing is lost in a merger, repeating does nothing, and the books
    /// are what the journal says.
    #[test]
    fn the_books_stay_lawful(n in houses(), steps in prop::collection::vec(step(), 1..40)) {
        let mut story = Story::of(house(n));
        for step in &steps {
            story.happens(step);
            lawful(&story)?;
        }
        prop_assert_eq!(&after(&Books::default(), &story.journal), &story.house.books);
    }

    /// Whoever leaves the house holds nobody.
    #[test]
    fn a_leaver_holds_nobody(n in houses(), steps in prop::collection::vec(step(), 1..30)) {
        let mut story = Story::of(house(n));
        for step in &steps {
            story.happens(step);
        }
        let events = release(&story.house.books, &name(0));
        story.house.take(&events);
        let held = |party: &Party| party.claim.as_ref().is_some_and(|claim| claim.staff == name(0));
        prop_assert!(!story.house.books.iter().any(held));
    }

    /// Evolving is total: any facts in any order, also about parties that were never opened, and stays bounded.
    #[test]
    fn evolving_is_total(facts in prop::collection::vec((0..3_usize, fact()), 0..60)) {
        let mut books = Books::default();
        for (n, fact) in &facts {
            books.evolve(&party(*n), fact);
        }
        for party in books.iter() {
            prop_assert!(party.visits.len() <= Party::VISITS);
            prop_assert!(party.register.len() <= Party::ENTRIES && party.follow_ups.len() <= Party::ENTRIES);
            prop_assert_ne!(party.merged_into.as_ref(), Some(&party.id));
            let _ = books.get(&party.id);
        }
    }
}

fn party(n: usize) -> PartyId {
    PartyId::new(["c1", "c2", "c3"][n % 3])
}

fn fact() -> impl Strategy<Value = PartyEvent> {
    (0..11_u8, 0..9_u16, 0..20_i64).prop_map(|(kind, n, hours)| {
        let at = t("03-02 09:00") + TimeDelta::hours(hours);
        let n = usize::from(n);
        let visitor = VisitorId::new(format!("v{n}"));
        let who = StaffId::new(format!("S{n}"));
        let date = crate::time::Zone::UTC.date(at);
        match kind {
            0 => PartyEvent::Opened(at),
            1 | 2 => PartyEvent::Visited(Box::new(visit(visitor, who, at)), date),
            3 => PartyEvent::NotReceived { visitor, last_day: None },
            4 => PartyEvent::ClaimBegan(Box::new(begun(None, who, Evidence::Reception(visitor), at))),
            5 => PartyEvent::ClaimEnded(ClaimEnd::Lapsed(at)),
            6 => PartyEvent::Registered(Registration {
                entry: u64::try_from(n).unwrap_or(0),
                at,
                signed_by: who,
            }),
            7 => PartyEvent::FollowedUp {
                by: who,
                at,
                extends: n % 2 == 0,
                counts: true,
                how: None,
                reached: None,
            },
            8 => PartyEvent::MergedInto(party(n)),
            9 => PartyEvent::ClaimEnded(ClaimEnd::TakenBack),
            _ => PartyEvent::Dealt(Box::new(Deal {
                at,
                closer: who.clone(),
                owner: who.clone(),
                split: vec![(who, Share::WHOLE)],
                cite: crate::ids::Cite::Ours,
                visitor: None,
                words: Vec::new(),
                agreed: false,
                to_another: false,
            })),
        }
    })
}

fn visit(visitor: VisitorId, who: StaffId, at: Timestamp) -> Visit {
    Visit {
        visitor,
        channel: Channel::WalkIn,
        at,
        staff: who,
        capacity: Capacity::Turn,
        first: None,
        first_absent: false,
        referral: None,
        recognised_late: None,
        stand_in: false,
        asked_for: None,
        invited_by: None,
        there: Vec::new(),
        cell: None,
        provisional: false,
        meant_for: None,
        with: Vec::new(),
    }
}
