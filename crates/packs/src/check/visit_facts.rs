//! Every combination of facts that an arrival can have.

use domain::ids::Label;
use domain::policy::VisitCondition as When;
use domain::vocabulary::{Channel, CustomerState, Grade, Role, Says};

use super::search::Space;

/// What the books say of the party; only combinations that can exist.
#[derive(Clone, Copy)]
struct Books {
    known: bool,
    state: Option<CustomerState>,
    same_day: bool,
    calls_only: bool,
    redistributed: Option<bool>,
    owner_busy: bool,
    owner_on_floor: bool,
}

/// For whom they ask and who sent them; only combinations that can exist.
#[derive(Clone, Copy)]
struct Asking {
    asks_for: bool,
    asks_for_referrer: bool,
    referred: bool,
}

/// The combinations that these rules tell apart.
pub(super) fn space(rules: &[Vec<When>]) -> Space {
    let mut space = Space::new(rules.len());
    let channel = |value: &Channel, condition: &When| match condition {
        When::Channel(wanted) => Some(wanted.contains(value)),
        _ => None,
    };
    space.fact(rules, Channel::ALL.iter().copied(), |value| format!("channel = {}", value.word()), channel);
    space.fact(rules, books(), Books::said, Books::holds);
    let askings = [
        (false, false, false),
        (true, false, false),
        (false, false, true),
        (true, false, true),
        (true, true, true),
    ];
    let askings = askings.map(|(asks_for, asks_for_referrer, referred)| Asking {
        asks_for,
        asks_for_referrer,
        referred,
    });
    space.fact(rules, askings, Asking::said, Asking::holds);
    single_facts(&mut space, rules);
    let says = |value: &Says, condition: &When| match condition {
        When::Says(wanted) => Some(wanted.contains(value)),
        _ => None,
    };
    space.fact(rules, Says::ALL.iter().copied(), |value| format!("says = {}", value.word()), says);
    let grades = Grade::ALL.iter().copied().map(Some).chain([None]);
    let grade = |value: &Option<Grade>, condition: &When| match condition {
        When::Grade(wanted) => Some(value.is_some_and(|grade| wanted.contains(&grade))),
        _ => None,
    };
    space.fact(
        rules,
        grades,
        |value| value.map_or("no grade".to_owned(), |grade| format!("grade = {}", grade.word())),
        grade,
    );
    classes(&mut space, rules);
    absences(&mut space, rules);
    let people = |value: &u32, condition: &When| match condition {
        When::PartyFrom(least) => Some(value >= least),
        _ => None,
    };
    space.fact(rules, sizes(rules), |value| format!("{value} people"), people);
    space
}

/// Each class that a rule names, and none of them.
fn classes(space: &mut Space, rules: &[Vec<When>]) {
    let named = rules.iter().flatten().filter_map(|condition| match condition {
        When::Class(words) => Some(words.iter().cloned()),
        _ => None,
    });
    let mut all: Vec<Option<Label>> = named.flatten().map(Some).collect();
    all.sort();
    all.dedup();
    all.push(None);
    let holds = |class: &Option<Label>, condition: &When| match condition {
        When::Class(words) => Some(class.as_ref().is_some_and(|class| words.contains(class))),
        _ => None,
    };
    let said = |class: &Option<Label>| {
        class.as_ref().map_or("no class named".to_owned(), |class| format!("class = {}", class.as_str()))
    };
    space.fact(rules, all, said, holds);
}

/// Who is on the floor, role by role. Nobody of several roles is there exactly if nobody of each one is.
fn absences(space: &mut Space, rules: &[Vec<When>]) {
    let chosen = |bits: u32| Role::ALL.iter().copied().enumerate().filter(move |(at, _)| bits >> at & 1 == 1);
    let all = (0..1u32 << Role::ALL.len()).map(|bits| chosen(bits).map(|(_, role)| role).collect::<Vec<_>>());
    let holds = |absent: &Vec<Role>, condition: &When| match condition {
        When::Absent(wanted) => Some(wanted.iter().all(|role| absent.contains(role))),
        _ => None,
    };
    let said = |absent: &Vec<Role>| {
        let words: Vec<&str> = absent.iter().map(|role| role.word()).collect();
        if words.is_empty() { String::new() } else { format!("nobody there of: {}", words.join(", ")) }
    };
    space.fact(rules, all, said, holds);
}

/// The yes-or-no facts that hang together with no other.
fn single_facts(space: &mut Space, rules: &[Vec<When>]) {
    type Fact = (&'static str, fn(&When) -> Option<bool>);
    const FACTS: &[Fact] = &[
        ("invited", |when| if let When::Invited(wanted) = when { Some(*wanted) } else { None }),
        ("acquaintance", |when| if let When::Acquaintance(wanted) = when { Some(*wanted) } else { None }),
        ("needs", |when| if let When::Needs(wanted) = when { Some(*wanted) } else { None }),
        ("key", |when| if let When::Key(wanted) = when { Some(*wanted) } else { None }),
        (
            "order_suspended",
            |when| if let When::OrderSuspended(wanted) = when { Some(*wanted) } else { None },
        ),
        ("after_hours", |when| if let When::AfterHours(wanted) = when { Some(*wanted) } else { None }),
    ];
    for (name, wanted) in FACTS {
        let holds = |value: &bool, condition: &When| wanted(condition).map(|wanted| wanted == *value);
        space.fact(rules, [false, true], |value| format!("{name} = {value}"), holds);
    }
}

/// Party sizes around the bounds that the rules name.
fn sizes(rules: &[Vec<When>]) -> Vec<u32> {
    let bounds = rules.iter().flatten().filter_map(|condition| match condition {
        When::PartyFrom(least) => Some(*least),
        _ => None,
    });
    let mut sizes: Vec<u32> =
        bounds.flat_map(|least| [least.saturating_sub(1).max(1), least.max(1)]).collect();
    sizes.push(1);
    sizes.sort_unstable();
    sizes.dedup();
    sizes
}

fn books() -> Vec<Books> {
    let mut all = vec![Books {
        known: false,
        state: None,
        same_day: false,
        calls_only: false,
        redistributed: None,
        owner_busy: false,
        owner_on_floor: false,
    }];
    for state in [None, Some(CustomerState::Open), Some(CustomerState::Closed)] {
        let given: &[Option<bool>] = if state.is_some() { &[None, Some(false), Some(true)] } else { &[None] };
        for redistributed in given.iter().copied() {
            for (same_day, calls_only) in [(false, false), (false, true), (true, false), (true, true)] {
                // Whoever is receiving is on the floor.
                let owners = [(false, false), (false, true), (true, true)];
                for (owner_busy, owner_on_floor) in
                    owners.into_iter().take(if state.is_some() { 3 } else { 1 })
                {
                    all.push(Books {
                        known: true,
                        state,
                        same_day,
                        calls_only,
                        redistributed,
                        owner_busy,
                        owner_on_floor,
                    });
                }
            }
        }
    }
    all
}

impl Books {
    fn holds(&self, condition: &When) -> Option<bool> {
        match condition {
            When::Known(wanted) => Some(self.known == *wanted),
            When::Owned(wanted) => Some(self.state.is_some() == *wanted),
            When::State(wanted) => Some(self.state == Some(*wanted)),
            When::OwnerBusy(wanted) => Some(self.owner_busy == *wanted),
            When::OwnerOnFloor(wanted) => Some(self.owner_on_floor == *wanted),
            When::SameDay(wanted) => Some(self.same_day == *wanted),
            When::CallsOnly(wanted) => Some(self.calls_only == *wanted),
            When::Redistributed { followed_up } => Some(self.redistributed == Some(*followed_up)),
            _ => None,
        }
    }

    fn said(&self) -> String {
        let mut said = vec![format!("known = {}", self.known)];
        if self.known {
            said.push(format!("owned = {}", self.state.is_some()));
        }
        said.extend(self.state.map(|state| format!("state = {}", state.word())));
        said.extend(self.redistributed.map(|followed| format!("redistributed.followed_up = {followed}")));
        said.extend(self.owner_busy.then(|| "owner_busy = true".to_owned()));
        said.extend(self.owner_on_floor.then(|| "owner_on_floor = true".to_owned()));
        said.extend(self.same_day.then(|| "same_day = true".to_owned()));
        said.extend(self.calls_only.then(|| "calls_only = true".to_owned()));
        said.join(", ")
    }
}

impl Asking {
    fn holds(&self, condition: &When) -> Option<bool> {
        match condition {
            When::AsksFor(wanted) => Some(self.asks_for == *wanted),
            When::AsksForReferrer(wanted) => Some(self.asks_for_referrer == *wanted),
            When::Referred(wanted) => Some(self.referred == *wanted),
            _ => None,
        }
    }

    fn said(&self) -> String {
        format!("asks_for = {}, referred = {}", self.asks_for, self.referred)
    }
}
