//! Occasions: what has just happened, as far as somebody may be asked to do something about it or it is written down.

use chrono::NaiveDate;

use crate::books::Books;
use crate::command::Command;
use crate::decision::Decision;
use crate::event::{ClaimEnd, Event, FloorEvent, PartyEvent};
use crate::floor::evolve::kind_of;
use crate::floor::presence::first_in_turn;
use crate::floor::{Arrival, CustomerKind, Floor, Reception};
use crate::ids::{ClauseId, Label, PartyId, StaffId, VisitorId};
use crate::party;
use crate::policy::{RecordRule, TaskCondition};
use crate::site::View;
use crate::time::Timestamp;
use crate::turn_table::TurnTable;
use crate::vocabulary::{Assignee, Capacity, Channel, Finding, Occasion, Role};

/// Something that happened.
#[derive(Clone, Debug)]
pub(crate) struct Happening<'a> {
    /// Which occasion it is.
    pub(crate) on: Occasion,
    /// Whose doing it is: who receives, signs in, stands, pays.
    pub(crate) person: Option<StaffId>,
    /// The colleague whose customer was found out.
    colleague: Option<StaffId>,
    /// Could that colleague be reached?
    reached: Option<bool>,
    /// The visit it is about.
    pub(crate) visitor: Option<VisitorId>,
    /// The customer it is about.
    pub(crate) party: Option<PartyId>,
    visit: Option<&'a Arrival>,
    kind: Option<CustomerKind>,
    capacity: Option<Capacity>,
    /// When the visit came.
    came: Option<Timestamp>,
    date: Option<NaiveDate>,
    noted: Noted,
}

/// Particulars that a record shows.
#[derive(Clone, Debug, Default)]
struct Noted {
    entry: Option<u64>,
    way: Option<Label>,
    post: Option<Label>,
    since: Option<Timestamp>,
}

impl<'a> Happening<'a> {
    fn new(on: Occasion, person: Option<StaffId>) -> Self {
        Self {
            on,
            person,
            colleague: None,
            reached: None,
            visitor: None,
            party: None,
            visit: None,
            kind: None,
            capacity: None,
            came: None,
            date: None,
            noted: Noted::default(),
        }
    }

    fn of_visit(on: Occasion, person: Option<StaffId>, arrival: &'a Arrival) -> Self {
        Self {
            visitor: Some(arrival.visitor.clone()),
            party: Some(arrival.party.clone()),
            visit: Some(arrival),
            ..Self::new(on, person)
        }
    }

    fn of_reception(on: Occasion, reception: &'a Reception) -> Self {
        Self {
            kind: Some(reception.kind),
            capacity: reception.decision.chosen.as_ref().map(|chosen| chosen.capacity),
            came: Some(reception.arrived_at),
            ..Self::of_visit(on, Some(reception.staff.clone()), &reception.arrival)
        }
    }

    fn of_party(on: Occasion, person: Option<StaffId>, party: &PartyId) -> Self {
        Self { party: Some(party.clone()), ..Self::new(on, person) }
    }
}

/// What happened, of the occasions that are wanted; the floor and the books are those before.
pub(crate) fn happenings<'a>(
    view: View<'a>,
    asked: Option<&'a Command>,
    events: &'a [Event],
    wanted: &dyn Fn(Occasion) -> bool,
) -> Vec<Happening<'a>> {
    let mut found = Vec::new();
    found.extend(asked.and_then(|command| of_command(view, command)));
    for event in events {
        match event {
            Event::Floor(event) => of_floor(view, events, event, &mut found),
            Event::Party(id, event) => found.extend(of_party(view, asked, id, event)),
        }
    }
    if wanted(Occasion::FirstInTurn) {
        found.extend(new_first(view, events));
    }
    found.retain(|happening| wanted(happening.on));
    found
}

fn of_command<'a>(view: View<'a>, command: &'a Command) -> Option<Happening<'a>> {
    match command {
        Command::FindOut(finding) if finding.what == Finding::CustomerOf => {
            let reception = view.floor.reception(&finding.visitor)?;
            Some(Happening {
                // Whose customer it is tells the colleague, also where nobody was named.
                colleague: finding.staff.clone().or_else(|| owner_of(view, finding.customer.as_ref())),
                reached: Some(finding.reached),
                ..Happening::of_reception(Occasion::Found, reception)
            })
        }
        Command::Recognise(visitor, by, ..) => {
            let reception = view.floor.reception(visitor)?;
            Some(Happening {
                colleague: Some(by.clone()),
                reached: Some(true),
                ..Happening::of_reception(Occasion::Found, reception)
            })
        }
        Command::Dispute(party, _) => Some(Happening::of_party(Occasion::Dispute, None, party)),
        _ => None,
    }
}

fn owner_of(view: View<'_>, customer: Option<&PartyId>) -> Option<StaffId> {
    let at = view.floor.clock?;
    let claim = view.books.get(customer?)?.owner_at(&view.policy.ownership, at)?;
    Some(claim.staff.clone())
}

fn of_floor<'a>(view: View<'a>, events: &'a [Event], event: &'a FloorEvent, found: &mut Vec<Happening<'a>>) {
    let person = |on, staff: &StaffId| Happening::new(on, Some(staff.clone()));
    match event {
        FloorEvent::DayBegan(date) => {
            found.push(Happening { date: Some(*date), ..Happening::new(Occasion::DayBegins, None) });
        }
        FloorEvent::SignedIn(staff) => found.push(person(Occasion::SignIn, staff)),
        FloorEvent::SignedOut(staff) => found.push(person(Occasion::SignOut, staff)),
        FloorEvent::Resigned(staff) => found.push(person(Occasion::Resignation, staff)),
        FloorEvent::Arrived(arrival, _) => {
            found.push(Happening::of_visit(Occasion::Arrival, None, arrival));
        }
        FloorEvent::Decided(decision) => found.extend(of_decision(view, events, decision)),
        FloorEvent::Left(visitor) => {
            let reception = view.floor.reception(visitor);
            found.extend(reception.map(|known| Happening::of_reception(Occasion::VisitEnds, known)));
        }
        FloorEvent::Incurred(incident) if incident.fine_cents.is_some() => {
            found.push(person(Occasion::Fine, &incident.staff));
        }
        FloorEvent::PostChanged { post, standing, .. } => {
            let before = view.floor.posts.iter().find(|known| known.name == *post);
            let before = before.and_then(|known| known.standing.as_ref());
            found.extend(before.map(|stood| Happening {
                noted: Noted { post: Some(post.clone()), since: Some(stood.since), ..Noted::default() },
                ..person(Occasion::PostEnds, &stood.staff)
            }));
            found.extend(standing.as_ref().map(|stands| Happening {
                noted: Noted { post: Some(post.clone()), ..Noted::default() },
                ..person(Occasion::PostBegins, &stands.staff)
            }));
        }
        FloorEvent::DayEnded(_) => {
            let receptions = view.floor.receptions.iter();
            found.extend(receptions.map(|known| Happening::of_reception(Occasion::VisitEnds, known)));
            let standing = view.floor.posts.iter().filter_map(|post| Some((post, post.standing.as_ref()?)));
            found.extend(standing.map(|(post, stood)| Happening {
                noted: Noted { post: Some(post.name.clone()), since: Some(stood.since), ..Noted::default() },
                ..person(Occasion::PostEnds, &stood.staff)
            }));
        }
        _ => {}
    }
}

/// Somebody receives, or nobody can yet; and those fined by the decision.
fn of_decision<'a>(view: View<'a>, events: &'a [Event], decision: &'a Decision) -> Vec<Happening<'a>> {
    let just_come = events.iter().find_map(|event| match event {
        Event::Floor(FloorEvent::Arrived(arrival, _)) if arrival.visitor == decision.visitor => {
            Some(&**arrival)
        }
        _ => None,
    });
    let waiting = || view.floor.waiting_for(&decision.visitor).map(|waiting| &*waiting.arrival);
    let received = || view.floor.reception(&decision.visitor).map(|reception| &*reception.arrival);
    let mut found: Vec<Happening<'a>> = Vec::new();
    if let Some(arrival) = just_come.or_else(waiting).or_else(received) {
        found.push(match &decision.chosen {
            Some(chosen) => Happening {
                kind: Some(kind_of(arrival, decision, chosen)),
                capacity: Some(chosen.capacity),
                ..Happening::of_visit(Occasion::Reception, Some(chosen.staff.clone()), arrival)
            },
            None => Happening::of_visit(Occasion::Waiting, None, arrival),
        });
    }
    let fined = decision.incidents.iter().filter(|incident| incident.fine_cents.is_some());
    found.extend(fined.map(|incident| Happening::new(Occasion::Fine, Some(incident.staff.clone()))));
    found
}

fn of_party<'a>(
    view: View<'a>,
    asked: Option<&'a Command>,
    id: &PartyId,
    event: &PartyEvent,
) -> Option<Happening<'a>> {
    match event {
        PartyEvent::Registered(registration) => {
            let visitor = match asked {
                Some(Command::Register(registering)) => Some(registering.visitor.clone()),
                _ => None,
            };
            let signed_by = Some(registration.signed_by.clone());
            Some(Happening {
                visitor,
                noted: Noted { entry: Some(registration.entry), ..Noted::default() },
                ..Happening::of_party(Occasion::Registration, signed_by, id)
            })
        }
        // A hold that is imported, merged or rests on an invitation is none that somebody has just made.
        PartyEvent::FollowedUp { by, how, reached, .. }
            if matches!(asked, Some(Command::FollowUp(..) | Command::FollowedUp(_))) =>
        {
            Some(Happening {
                reached: *reached,
                noted: Noted { way: how.clone(), ..Noted::default() },
                ..Happening::of_party(Occasion::FollowUp, Some(by.clone()), id)
            })
        }
        PartyEvent::Dealt(deal) => Some(Happening::of_party(Occasion::Deal, Some(deal.closer.clone()), id)),
        PartyEvent::ClaimEnded(ClaimEnd::Lapsed(_)) => {
            let holder = view.books.record(id).and_then(|party| party.claim.as_ref());
            Some(Happening::of_party(Occasion::Lapse, holder.map(|claim| claim.staff.clone()), id))
        }
        _ => None,
    }
}

/// Whoever is first in turn at the front desk now and was not before: one for each department's sheet.
fn new_first(view: View<'_>, events: &[Event]) -> Vec<Happening<'static>> {
    let Some(at) = view.floor.clock else { return Vec::new() };
    let mut floor = view.floor.clone();
    floor.evolve_all(events);
    let channel = view.policy.tables.table_of(Channel::WalkIn);
    let sheets = floor.tables.iter().map(TurnTable::id).filter(|id| id.channel == channel);
    let firsts = sheets.filter_map(|id| {
        let before = first_in_turn(view, id, at);
        let after = first_in_turn(View { floor: &floor, ..view }, id, at)?;
        (before.as_ref() != Some(&after)).then(|| Happening::new(Occasion::FirstInTurn, Some(after)))
    });
    firsts.collect()
}

/// The floor and the books as events left them, on which it is said who is asked.
pub(crate) struct Scene<'a> {
    view: View<'a>,
    floor: std::borrow::Cow<'a, Floor>,
    books: Books,
    at: Timestamp,
}

impl<'a> Scene<'a> {
    pub(crate) fn after(view: View<'a>, events: &[Event], at: Timestamp) -> Self {
        // The next in turn is the one thing that depends on the whole floor; all else is told by the occasion.
        let needs_floor = view.policy.tasks.iter().any(|rule| rule.who == Assignee::Next);
        let mut floor = std::borrow::Cow::Borrowed(view.floor);
        if needs_floor {
            let changed = floor.to_mut();
            changed.evolve_all(events);
        }
        Self { view, floor, books: party::after(view.books, events), at }
    }

    /// Do all the conditions hold?
    pub(crate) fn holds(&self, when: &TaskCondition, happening: &Happening<'_>) -> bool {
        fn among<T: PartialEq>(list: &[T], fact: Option<&T>) -> bool {
            list.is_empty() || fact.is_some_and(|fact| list.contains(fact))
        }
        let visit = happening.visit;
        let agrees = |wanted: Option<bool>, fact: Option<bool>| wanted.is_none_or(|want| fact == Some(want));
        let on_floor = happening
            .colleague
            .as_ref()
            .map(|colleague| self.view.floor.member(colleague).is_some_and(crate::floor::Member::on_floor));
        among(&when.customer, happening.kind.as_ref())
            && among(&when.channel, visit.map(|visit| &visit.channel))
            && among(&when.capacity, happening.capacity.as_ref())
            && among(&when.says, visit.map(|visit| &visit.says))
            && agrees(when.key, visit.map(|visit| visit.key))
            && when
                .asked_under
                .is_none_or(|least| visit.is_some_and(|visit| visit.asked.unwrap_or(0) < least))
            && when.party_from.is_none_or(|from| visit.is_some_and(|visit| visit.party_size >= from))
            && agrees(when.registered, visit.is_some().then(|| self.registered(happening)))
            && agrees(when.reached, happening.reached)
            && agrees(when.colleague_on_floor, on_floor)
            && (when.dates.is_empty()
                || happening.date.is_some_and(|date| when.dates.iter().any(|day| day.is(date))))
    }

    /// Has the customer been registered since they came?
    fn registered(&self, happening: &Happening<'_>) -> bool {
        let party = happening.party.as_ref().and_then(|id| self.books.get(id));
        let entry = party.and_then(|party| party.registration.as_ref());
        entry.is_some_and(|entry| happening.came.is_none_or(|came| entry.at >= came))
    }

    /// Who is asked; nobody of that kind: nobody.
    pub(crate) fn assigned(&self, who: Assignee, happening: &Happening<'_>) -> Vec<StaffId> {
        let floor = self.view.floor;
        let one = |staff: Option<StaffId>| staff.into_iter().collect::<Vec<_>>();
        let mut asked = match who {
            Assignee::Receiver | Assignee::Themselves => one(happening.person.clone()),
            Assignee::Owner => one(self.owner(happening)),
            Assignee::Colleague => one(happening.colleague.clone()),
            Assignee::Next => {
                let view = View { floor: &self.floor, ..self.view };
                let desk = self.view.policy.tables.table_of(Channel::WalkIn);
                let own = happening.person.as_ref().map(|staff| self.floor.own_table(desk, staff));
                one(first_in_turn(view, own.unwrap_or_else(|| desk.into()), self.at))
            }
            Assignee::Everybody => {
                let consultants = floor.members.iter().filter(|member| member.role == Role::Consultant);
                consultants.map(|member| member.id.clone()).collect()
            }
            Assignee::Supervisor => one(self.of_role(&[Role::Supervisor, Role::Manager])),
            Assignee::Manager => one(self.of_role(&[Role::Manager])),
            Assignee::Secretary => one(self.of_role(&[Role::Secretary])),
            Assignee::Operator => one(self.of_role(&[Role::Operator])),
        };
        asked.retain(|staff| floor.member(staff).is_some_and(|member| !member.gone));
        asked
    }

    fn owner(&self, happening: &Happening<'_>) -> Option<StaffId> {
        let party = happening.party.as_ref().and_then(|id| self.books.get(id));
        let held = party.and_then(|party| party.owner_at(&self.view.policy.ownership, self.at));
        let told = happening.visit.and_then(|visit| visit.standing.owner.as_ref());
        held.map(|claim| &claim.staff).or(told).cloned()
    }

    /// Of the first of these roles that somebody has: whoever is on the floor, else whoever joined first.
    fn of_role(&self, roles: &[Role]) -> Option<StaffId> {
        roles.iter().find_map(|role| {
            let members = self.view.floor.members.iter();
            let mut of_role = members.filter(|member| member.role == *role && !member.gone);
            let first = of_role.clone().next();
            of_role.find(|member| member.on_floor()).or(first).map(|member| member.id.clone())
        })
    }
}

/// Something written down under a clause.
#[derive(Clone, PartialEq, Debug)]
pub struct Entry {
    /// The clause that wants it.
    pub clause: ClauseId,
    /// The occasion that wrote it down by itself; nothing where somebody did.
    pub on: Option<Occasion>,
    /// Whose doing it is.
    pub staff: Option<StaffId>,
    /// The visit it is about.
    pub visitor: Option<VisitorId>,
    /// The customer it is about.
    pub party: Option<PartyId>,
    /// Running number in the public register.
    pub number: Option<u64>,
    /// How many questions were put at the door.
    pub asked: Option<u32>,
    /// In what way a customer was kept up.
    pub way: Option<Label>,
    /// Was somebody reached?
    pub reached: Option<bool>,
    /// Which post.
    pub post: Option<Label>,
    /// Since when, for what lasted.
    pub since: Option<Timestamp>,
    /// What it is about, where somebody wrote it down.
    pub about: Option<String>,
    /// What they filled in, as JSON.
    pub data: Option<String>,
    /// What they should have filled in besides.
    pub missing: Vec<Label>,
}

/// What is written down under a clause of what happened; the floor and the books are those before.
#[must_use]
pub fn entries(view: View<'_>, clause: &ClauseId, asked: Option<&Command>, events: &[Event]) -> Vec<Entry> {
    let rules: Vec<&RecordRule> = view.policy.records.iter().filter(|rule| rule.clause == *clause).collect();
    let wanted = |on| rules.iter().any(|rule| rule.on == Some(on));
    let by_themselves = happenings(view, asked, events, &wanted);
    let mut written: Vec<Entry> = by_themselves.iter().map(|happening| entry_of(clause, happening)).collect();
    written.extend(events.iter().filter_map(|event| match event {
        Event::Floor(FloorEvent::Recorded(record)) if record.clause == *clause => Some(Entry {
            staff: record.staff.clone(),
            visitor: record.visitor.clone(),
            about: record.about.clone(),
            data: record.data.clone(),
            missing: record.missing.clone(),
            ..entry_of(clause, &Happening::new(Occasion::Arrival, None)).by_somebody()
        }),
        _ => None,
    }));
    written
}

fn entry_of(clause: &ClauseId, happening: &Happening<'_>) -> Entry {
    Entry {
        clause: clause.clone(),
        on: Some(happening.on),
        staff: happening.person.clone(),
        visitor: happening.visitor.clone(),
        party: happening.party.clone(),
        number: happening.noted.entry,
        asked: happening.visit.and_then(|visit| visit.asked),
        way: happening.noted.way.clone(),
        reached: happening.reached,
        post: happening.noted.post.clone(),
        since: happening.noted.since,
        about: None,
        data: None,
        missing: Vec::new(),
    }
}

impl Entry {
    fn by_somebody(self) -> Self {
        Self { on: None, ..self }
    }
}
