//! Proves the list of discoveries: whatever comes to light is answered, and effects do not contradict each other.

use domain::policy::{FoundCondition as When, FoundEffect as Effect, FoundRule, Goes};
use domain::time::Span;
use domain::vocabulary::{CellUse, Finding, RecognisedBy};

use super::Check;
use super::lists::{List, contradictions};
use super::search::Space;
use crate::load::Pack;
use crate::located::Located;
use crate::schema::FoundEntry;
use crate::words::Word;

/// A condition, or what the rule is about.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Part {
    What(Vec<Finding>),
    When(When),
}

pub(super) fn check(check: &mut Check<'_>, pack: &Pack) {
    let entries = &pack.document.found;
    if entries.is_empty() {
        return;
    }
    let rules: Vec<Vec<Part>> = pack.policy.found.iter().map(parts).collect();
    let places: Vec<usize> = entries.iter().map(|entry| entry.at).collect();
    let conditions: Vec<usize> =
        entries.iter().map(|entry| entry.r#if.as_ref().map_or(entry.at, |facts| facts.at)).collect();
    contradictions(check, &rules, &conditions, key, space);
    let all = space(&rules);
    if let Some(found) = (List { name: "found", places: &places, space: &all }).check(check) {
        let message = format!("no rule says what follows from a discovery with {found}");
        check.complain(places.last().copied().unwrap_or(0), message);
    }
    for (entry, rule) in entries.iter().zip(&pack.policy.found) {
        effects(check, entry, rule);
    }
}

pub(super) fn parts(rule: &FoundRule) -> Vec<Part> {
    let what = Part::What(rule.what.clone());
    core::iter::once(what).chain(rule.when.iter().copied().map(Part::When)).collect()
}

fn key(part: &Part) -> &'static str {
    match part {
        Part::What(_) => "what",
        Part::When(When::By(_)) => "if.by",
        Part::When(When::Through(_)) => "if.through",
        Part::When(When::FollowedUp(_)) => "if.followed_up",
        Part::When(When::FirstOnFloor(_)) => "if.first_on_floor",
        Part::When(When::FirstWasOnFloor(_)) => "if.first_was_on_floor",
        Part::When(When::Reached(_)) => "if.reached",
        Part::When(When::Outside(_)) => "if.outside",
        Part::When(When::Decided(_)) => "if.decided",
    }
}

/// The combinations that these rules tell apart. Only a recognition has somebody who recognised.
pub(super) fn space(rules: &[Vec<Part>]) -> Space {
    let mut space = Space::new(rules.len());
    let kinds = Finding::ALL.iter().flat_map(|what| {
        let by: &[Option<RecognisedBy>] = match what {
            Finding::Recognised => &[Some(RecognisedBy::Staff), Some(RecognisedBy::Customer)],
            _ => &[None],
        };
        by.iter().map(move |by| (*what, *by))
    });
    let kind = |(what, by): &(Finding, Option<RecognisedBy>), part: &Part| match part {
        Part::What(wanted) => Some(wanted.contains(what)),
        Part::When(When::By(wanted)) => Some(*by == Some(*wanted)),
        Part::When(_) => None,
    };
    let said = |(what, by): &(Finding, Option<RecognisedBy>)| {
        let by = by.map(|by| format!(", by = {}", by.word())).unwrap_or_default();
        format!("what = {}{by}", what.word())
    };
    space.fact(rules, kinds, said, kind);
    let elapsed = |value: &Span, part: &Part| match part {
        Part::When(When::Through(span)) => Some(value <= span),
        _ => None,
    };
    space.fact(rules, moments(rules), |value| format!("{} passed", crate::measure::written(*value)), elapsed);
    let decided = |value: &Goes, part: &Part| match part {
        Part::When(When::Decided(wanted)) => Some(wanted == value),
        _ => None,
    };
    space.fact(rules, [Goes::Same, Goes::Last], |value| format!("decided = {}", value.word()), decided);
    type Fact = (&'static str, fn(&When) -> Option<bool>);
    const FACTS: &[Fact] = &[
        ("followed_up", |when| if let When::FollowedUp(wanted) = when { Some(*wanted) } else { None }),
        ("first_on_floor", |when| if let When::FirstOnFloor(wanted) = when { Some(*wanted) } else { None }),
        (
            "first_was_on_floor",
            |when| if let When::FirstWasOnFloor(wanted) = when { Some(*wanted) } else { None },
        ),
        ("reached", |when| if let When::Reached(wanted) = when { Some(*wanted) } else { None }),
        ("outside", |when| if let When::Outside(wanted) = when { Some(*wanted) } else { None }),
    ];
    for (name, wanted) in FACTS {
        let holds = |value: &bool, part: &Part| match part {
            Part::When(condition) => wanted(condition).map(|wanted| wanted == *value),
            Part::What(_) => None,
        };
        space.fact(rules, [false, true], |value| format!("{name} = {value}"), holds);
    }
    space
}

/// Moments on both sides of every bound that the rules name.
fn moments(rules: &[Vec<Part>]) -> Vec<Span> {
    let bounds = rules.iter().flatten().filter_map(|part| match part {
        Part::When(When::Through(span)) => Some(*span),
        _ => None,
    });
    let mut moments: Vec<Span> = bounds.flat_map(|span| [span, Span(span.0.saturating_add(1))]).collect();
    moments.push(Span(0));
    moments.sort_unstable();
    moments.dedup();
    moments
}

fn effects(check: &mut Check<'_>, entry: &Located<FoundEntry>, rule: &FoundRule) {
    /// Effects of which a rule can have one.
    const OWNERSHIP: &[Effect] =
        &[Effect::HandBack, Effect::FirstOwns, Effect::ReceiverOwns, Effect::NewCustomer];
    const RECEIVER: &[Effect] = &[Effect::HandBack, Effect::LastInOrder, Effect::Proxy, Effect::NewCustomer];
    let reopens = |effect: &Effect| matches!(effect, Effect::ReopenFinder { .. } | Effect::Cell(_));
    for (index, effect) in entry.r#do.0.iter().enumerate() {
        let before = rule.then.get(..index).unwrap_or_default();
        let word = effect.value.word();
        let rival = before.iter().find(|earlier| {
            **earlier == effect.value
                || (OWNERSHIP.contains(earlier) && OWNERSHIP.contains(&effect.value))
                || (RECEIVER.contains(earlier) && RECEIVER.contains(&effect.value))
                || (reopens(earlier) && reopens(&effect.value))
        });
        if let Some(rival) = rival {
            check.complain(effect.at, format!("`{word}` cannot follow together with `{}`", rival.word()));
        }
        let nobody = rule.what.iter().find(|what| {
            matches!(what, Finding::NonBuyer | Finding::Survey | Finding::Brief)
                && matches!(effect.value, Effect::HandBack | Effect::FirstOwns | Effect::Proxy)
        });
        if let Some(what) = nobody {
            check.complain(
                effect.at,
                format!("`{word}`: a discovery of `{}` has no first consultant", what.word()),
            );
        }
        if matches!(effect.value, Effect::HandBack | Effect::LastInOrder | Effect::Proxy)
            && rule.what.contains(&Finding::Registered)
        {
            check.complain(effect.at, "a registration moves nobody: write `first_owns` or `receiver_owns`");
        }
        if effect.value == Effect::Cell(CellUse::Provisional) && rule.what.contains(&Finding::Registered) {
            check.complain(effect.at, "a registration changes no cell: leave `cell_provisional` out");
        }
        if effect.value == Effect::HandBack && rule.when.contains(&When::FirstOnFloor(false)) {
            check.complain(
                effect.at,
                "the customer cannot be handed back to somebody who is not on the floor",
            );
        }
    }
}
