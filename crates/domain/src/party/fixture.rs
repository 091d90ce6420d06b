//! A small house for the ownership tests: two sets of rules written out by hand, and what happens there.

use chrono::DateTime;

use crate::books::Books;
use crate::command::{Actor, Context, Dealing, Registering};
use crate::decision::{Chosen, Decision};
use crate::event::{Event, FloorEvent};
use crate::floor::{Arrival, Delegate, Floor, Member, Presence};
use crate::ids::{Cite, ClauseId, PartyId, PolicyRef, StaffId, VisitorId};
use crate::party::{Party, after, belongs_to, received, standing_of};
use crate::policy::{
    Belongs, BusyScope, ClaimBegins, FoundCondition, FoundEffect, FoundRule, OrderRule, OwnershipRules,
    Policy, ShareRole, SplitCondition, SplitRule, TableRules,
};
use crate::refusal::Refusal;
use crate::share::Share;
use crate::site::{Accepted, View};
use crate::time::{Span, Timestamp, Zone};
use crate::vocabulary::{Capacity, CellUse, Channel, Finding, OrderSource, RecognisedBy, Relation, Role};

/// An instant at the site, such as `03-02 09:05` of 2026 (+08:00); seconds may follow.
pub(super) fn t(text: &str) -> Timestamp {
    let seconds = if text.len() == 11 { ":00" } else { "" };
    let full = format!("2026-{}{seconds}+08:00", text.replace(' ', "T"));
    DateTime::parse_from_rfc3339(&full).expect("an instant").to_utc()
}

pub(super) fn staff(id: &str) -> StaffId {
    StaffId::new(id)
}

pub(super) fn cite(clause: &str) -> Cite {
    Cite::Clause(ClauseId::new(clause))
}

pub(super) fn share(text: &str) -> Share {
    Share::parse(text).expect("a share")
}

pub(super) fn shares(list: &[(&str, &str)]) -> Vec<(StaffId, Share)> {
    list.iter().map(|(who, text)| (staff(who), share(text))).collect()
}

pub(super) fn now(at: &str) -> Context {
    Context { at: t(at), happened_at: t(at), actor: Actor::Desk }
}

/// Entered at `at`, about something that happened before.
pub(super) fn late(at: &str, happened_at: &str) -> Context {
    Context { at: t(at), happened_at: t(happened_at), actor: Actor::Desk }
}

/// One site with its books.
pub(super) struct House {
    pub(super) floor: Floor,
    pub(super) books: Books,
    pub(super) policy: Policy,
}

impl House {
    /// P16's rules of ownership; A, B, C and the manager M.
    pub(super) fn two_tables() -> Self {
        let mut policy = policy("P16-2");
        policy.ownership.service_quality = Some(cite("P16-9"));
        policy.ownership.household =
            [Relation::Spouse, Relation::Parent, Relation::Child].map(|r| (r, cite("P16-4a"))).to_vec();
        policy.found = two_tables_found();
        policy.splits = two_tables_splits();
        Self::with(policy)
    }

    /// P12's rules of ownership; A, B, C and the manager M.
    pub(super) fn full_regulations() -> Self {
        let mut policy = policy("P12-16a");
        let rules = &mut policy.ownership;
        rules.protection = Some((Span::days(30), cite("P12-10")));
        rules.follow_up_extends = Some(cite("P12-15c"));
        rules.household = [Relation::Spouse, Relation::Parent, Relation::Child]
            .map(|relation| (relation, cite("P12-15a")))
            .into_iter()
            .chain([(Relation::Shareholder, cite("P12-15b"))])
            .collect();
        rules.household_by_approval = Some(cite("P12-15a"));
        rules.registration = cite("P12-10");
        rules.dispute = cite("P12-17");
        rules.leaver = cite("P12-39");
        policy.splits = vec![split_rule(&[], &[(ShareRole::Owner, "1")], "P12-16a")];
        Self::with(policy)
    }

    fn with(policy: Policy) -> Self {
        let mut members: Vec<Member> =
            ["A", "B", "C"].into_iter().map(|id| member(id, Role::Consultant)).collect();
        members.push(member("M", Role::Manager));
        Self { floor: floor(&policy, members), books: Books::default(), policy }
    }

    pub(super) fn view(&self) -> View<'_> {
        View { floor: &self.floor, books: &self.books, policy: &self.policy }
    }

    /// Takes note of what has happened.
    pub(super) fn take(&mut self, events: &[Event]) {
        self.books = after(&self.books, events);
        for event in events {
            if let Event::Floor(FloorEvent::EntryNumbered(entry)) = event {
                self.floor.entries = *entry;
            }
        }
    }

    /// A command that must be accepted; its events are taken note of.
    pub(super) fn when(&mut self, command: impl FnOnce(View<'_>) -> Result<Accepted, Refusal>) -> Accepted {
        let accepted = command(self.view()).expect("accepted");
        self.take(&accepted.events);
        accepted
    }

    /// `staff` receives the visit of a party, new or known; whose they become is left to the first to receive.
    pub(super) fn receives(&mut self, who: &str, visitor: &str, party: &str, at: &str) {
        self.receives_as(who, &coming(visitor, party), Belongs::FirstToReceive, Capacity::Turn, false, at);
    }

    pub(super) fn receives_as(
        &mut self,
        who: &str,
        arrival: &Arrival,
        belongs: Belongs,
        capacity: Capacity,
        first_absent: bool,
        at: &str,
    ) {
        let mut arrival = arrival.clone();
        let (rules, date) = (&self.policy.ownership, self.floor.zone.date(t(at)));
        let referrer = arrival.referred_by.as_ref();
        arrival.standing = standing_of(&self.books, rules, &arrival.party, referrer, date, t(at));
        let mut decision = decision(&arrival, who, capacity);
        decision.belongs_to = belongs_to(self.view(), belongs, &arrival, &staff(who), t(at));
        let events = received(self.view(), &decision, &arrival, first_absent, t(at));
        self.take(&events);
    }

    pub(super) fn party(&self, id: &str) -> &Party {
        self.books.get(&PartyId::new(id)).expect("a party in the books")
    }

    /// Whose the party is.
    pub(super) fn owner(&self, id: &str, at: &str) -> Option<&str> {
        self.party(id).owner_at(&self.policy.ownership, t(at)).map(|claim| claim.staff.as_str())
    }

    /// Until when, inclusive.
    pub(super) fn protected_until(&self, id: &str) -> Option<Timestamp> {
        self.party(id).claim.as_ref().and_then(|claim| claim.protected_until(&self.policy.ownership))
    }

    pub(super) fn delegates(&mut self, from: &str, to: &str, until: Option<&str>) {
        let member = self.floor.members.iter_mut().find(|member| member.id == staff(from)).expect("a member");
        member.delegate = Some(Delegate { to: staff(to), until: until.map(t) });
    }
}

/// A buyer on foot who says nothing about themselves.
pub(super) fn coming(visitor: &str, party: &str) -> Arrival {
    Arrival { party: PartyId::new(party), ..Arrival::plain(VisitorId::new(visitor), Channel::WalkIn) }
}

pub(super) fn decision(arrival: &Arrival, who: &str, capacity: Capacity) -> Decision {
    Decision {
        at: DateTime::UNIX_EPOCH,
        policy: PolicyRef { name: "fixture".into(), version: 1 },
        visitor: arrival.visitor.clone(),
        party: arrival.party.clone(),
        channel: arrival.channel,
        table: arrival.channel.into(),
        department: None,
        chosen: Some(Chosen {
            staff: staff(who),
            capacity,
            cell: None,
            cell_use: CellUse::None,
            cite: Cite::Ours,
        }),
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
    }
}

/// A complete registration of the visit's party.
pub(super) fn registering(visitor: &str, party: &str, signed_by: &str) -> Registering {
    Registering {
        visitor: VisitorId::new(visitor),
        party: PartyId::new(party),
        matches: None,
        names_agree: true,
        namesake: None,
        has_name: true,
        has_phone: true,
        signed_by: Some(staff(signed_by)),
        fields: Vec::new(),
        grade: None,
    }
}

pub(super) fn dealing(party: &str, visitor: Option<&str>, by: &str) -> Dealing {
    Dealing {
        party: PartyId::new(party),
        visitor: visitor.map(VisitorId::new),
        by: staff(by),
        agreed: Vec::new(),
        units: None,
        buyer_differs: false,
        buyer_relation: None,
    }
}

pub(super) fn split_rule(when: &[SplitCondition], shares: &[(ShareRole, &str)], clause: &str) -> SplitRule {
    let shares = shares.iter().map(|(role, text)| (*role, share(text))).collect();
    SplitRule { when: when.to_vec(), shares, equally: false, cite: cite(clause) }
}

fn two_tables_splits() -> Vec<SplitRule> {
    use ShareRole::{Closer, First, Owner};
    use SplitCondition as If;
    let thirds = [(Closer, "2/3"), (First, "1/3")];
    vec![
        split_rule(&[If::Reassigned(true)], &[(Owner, "1")], "P16-9"),
        split_rule(&[If::StandIn(true), If::Agreed(true)], &[], "P16-6"),
        split_rule(&[If::RecognisedLate(true)], &[(Closer, "1")], "P16-8a"),
        split_rule(&[If::CloserOwns(true)], &[(Closer, "1")], "P16-2"),
        split_rule(&[If::Referral(true)], &thirds, "P16-5"),
        split_rule(&[If::FirstAbsent(true)], &thirds, "P16-8c"),
        split_rule(&[], &[(Owner, "1")], "P16-2"),
    ]
}

fn two_tables_found() -> Vec<FoundRule> {
    let rule = |what: &[Finding], when: &[FoundCondition], then: FoundEffect, clause: &str| FoundRule {
        what: what.to_vec(),
        when: when.to_vec(),
        then: vec![then],
        cite: cite(clause),
    };
    use FoundCondition as If;
    vec![
        rule(
            &[Finding::Recognised],
            &[If::By(RecognisedBy::Staff), If::Through(Span::minutes(10))],
            FoundEffect::HandBack,
            "P16-8b",
        ),
        rule(&[Finding::Registered], &[If::FollowedUp(true)], FoundEffect::FirstOwns, "P16-8b"),
        rule(&[Finding::Registered], &[If::FirstWasOnFloor(false)], FoundEffect::FirstOwns, "P16-8c"),
        rule(&[Finding::Registered], &[], FoundEffect::ReceiverOwns, "P16-8a"),
    ]
}

fn policy(clause: &str) -> Policy {
    let cite = cite(clause);
    Policy {
        id: PolicyRef { name: "fixture".into(), version: 1 },
        currency: "CNY".into(),
        tables: TableRules {
            by_department: None,
            halves: None,
            orders: vec![OrderRule { source: OrderSource::Fixed, runs_on: true, cite: cite.clone() }],
            shared: Vec::new(),
            busy: BusyScope::Table,
            off_shift: None,
            cite: cite.clone(),
        },
        pass: Vec::new(),
        visits: Vec::new(),
        found: Vec::new(),
        ownership: OwnershipRules {
            begins: ClaimBegins::Reception,
            registration: cite.clone(),
            first_owns: cite.clone(),
            dispute: cite.clone(),
            leaver: cite.clone(),
            delegate: cite.clone(),
            ..OwnershipRules::none()
        },
        splits: Vec::new(),
        posts: Vec::new(),
        breaches: Vec::new(),
        give_ups: None,
        desk: crate::policy::DeskRules::default(),
        hours: None,
        eligibility: Vec::new(),
        tasks: Vec::new(),
        records: Vec::new(),
        undo: None,
        reassign_by: crate::policy::Authority::Lead,
        permit_by: crate::policy::Authority::Lead,
        clear_by: crate::policy::Authority::Lead,
        large_party: None,
        suspend_order: None,
        second_customer: None,
        order_change: None,
        dispatch: cite.clone(),
        dispatchers: Vec::new(),
        evening: None,
        assist: cite,
        waiting: Vec::new(),
        absences: Vec::new(),
        classes: Vec::new(),
        gates: Vec::new(),
        late_entry: Span::days(3),
    }
}

fn member(id: &str, role: Role) -> Member {
    Member { role, presence: Presence::On, ..Member::joining(staff(id)) }
}

fn floor(policy: &Policy, members: Vec<Member>) -> Floor {
    let zone = Zone::parse("Asia/Shanghai").expect("a zone");
    Floor { members, ..Floor::empty(zone, policy.id.clone(), OrderSource::Fixed, true) }
}
