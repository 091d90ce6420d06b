//! Proves the list of visits: every visit is decided, every rule and every candidate can come into play.

use domain::policy::{Belongs, Step, VisitCondition as When, VisitRule};
use domain::vocabulary::{CellUse, Receiver};

use super::Check;
use super::lists::{List, contradictions};
use super::visit_facts::space;
use crate::load::Pack;
use crate::located::Located;
use crate::schema::VisitEntry;

pub(super) fn check(check: &mut Check<'_>, pack: &Pack) {
    let entries = &pack.document.visit;
    let rules: Vec<Vec<When>> = pack.policy.visits.iter().map(|rule| rule.when.clone()).collect();
    let places: Vec<usize> = entries.iter().map(|entry| entry.at).collect();
    let conditions: Vec<usize> =
        entries.iter().map(|entry| entry.r#if.as_ref().map_or(entry.at, |facts| facts.at)).collect();
    contradictions(check, &rules, &conditions, key, space);
    let all = space(&rules);
    let undecided = List { name: "visit", places: &places, space: &all }.check(check);
    if let Some(visit) = undecided {
        let last = places.last().copied().unwrap_or(0);
        let message = format!("no rule decides a visit with {visit}: end the list with a rule without `if`");
        check.complain(last, message);
    }
    for (entry, rule) in entries.iter().zip(&pack.policy.visits) {
        if let Some(people) = entry.r#if.as_ref().and_then(|facts| facts.party_from.as_ref())
            && people.value < 2
        {
            check.complain(people.at, "every party has at least one person: write 2 or more");
        }
        steps(check, entry, rule, pack.policy.posts.len());
        flags(check, entry, rule);
        belongs(check, entry, rule);
    }
}

/// The key under which a pack writes a condition.
fn key(condition: &When) -> &'static str {
    match condition {
        When::Channel(_) => "channel",
        When::Known(_) => "known",
        When::Owned(_) => "owned",
        When::State(_) => "state",
        When::OwnerBusy(_) => "owner_busy",
        When::OwnerOnFloor(_) => "owner_on_floor",
        When::SameDay(_) => "same_day",
        When::CallsOnly(_) => "calls_only",
        When::AsksFor(_) => "asks_for",
        When::AsksForReferrer(_) => "asks_for_referrer",
        When::Invited(_) => "invited",
        When::Referred(_) => "referred",
        When::Acquaintance(_) => "acquaintance",
        When::Says(_) => "says",
        When::PartyFrom(_) => "party_from",
        When::Grade(_) => "grade",
        When::Class(_) => "class",
        When::Needs(_) => "needs",
        When::Key(_) => "key",
        When::OrderSuspended(_) => "order_suspended",
        When::AfterHours(_) => "after_hours",
        When::Absent(_) => "absent",
        When::Redistributed { .. } => "redistributed",
    }
}

/// Complains of candidates who can never be asked, and of cells that nobody can take so.
fn steps(check: &mut Check<'_>, entry: &Located<VisitEntry>, rule: &VisitRule, posts: usize) {
    if rule.to.is_empty() {
        check.complain(entry.to.at, "who receives? At least one receiver is needed");
    }
    for (index, (written, step)) in entry.to.iter().zip(&rule.to).enumerate() {
        let before = rule.to.get(..index).unwrap_or_default();
        let word = step.who.word();
        if before.iter().any(|earlier| earlier.who == step.who && (!earlier.skilled || step.skilled)) {
            check.complain(written.at, format!("`{word}` stands here twice: the second one is never asked"));
        } else if let Some(all) = before.iter().find(|earlier| takes_anybody(earlier))
            && (by_order(step.who) || step.who == Receiver::Turn)
        {
            let all = all.who.word();
            check.complain(
                written.at,
                format!("`{word}` after `{all}` is never asked: `{all}` takes anybody who can receive"),
            );
        }
        if let Some(choice) = before.iter().find(|earlier| is_choice(earlier.who)) {
            let choice = choice.who.word();
            check.complain(written.at, format!("`{word}` after `{choice}`: nobody waits for a choice then"));
        }
        if let Some(lacking) = lacking(step.who, &rule.when) {
            check.complain(
                written.at,
                format!("there is no `{word}` here: the rule is for visits with `{lacking} = false`"),
            );
        }
        if let Some(skilled) = &written.skilled {
            if !by_order(step.who) && step.who != Receiver::Turn {
                check.complain(
                    skilled.at,
                    format!("`{word}` is one person, skilled or not: leave `skilled` out"),
                );
            } else if rule.when.contains(&When::Needs(false)) {
                check.complain(skilled.at, "the rule is for visits that need no skill: leave `skilled` out");
            }
        }
        if step.who == Receiver::SlotHolder && posts == 0 {
            check.complain(written.at, "nobody holds a slot: add a `[[post]]`");
        }
        if step.who == Receiver::Owner && rule.when.contains(&When::OwnerBusy(true)) {
            check.complain(
                written.at,
                "an owner who is receiving cannot receive this visit: leave `owner` out",
            );
        }
        if is_choice(step.who) && step.cell != CellUse::None {
            let at = written.cell.as_ref().or(entry.cell.as_ref()).map_or(written.at, |cell| cell.at);
            check.complain(
                at,
                format!("whoever is sent by `{word}` comes outside the order and uses no turn: write `none`"),
            );
        }
        if step.who == Receiver::Owner && rule.when.contains(&When::OwnerOnFloor(false)) {
            check.complain(written.at, "an owner who is off the floor cannot receive: leave `owner` out");
        }
        if step.who == Receiver::LongestFree && step.cell != CellUse::None {
            let at = written.cell.as_ref().or(entry.cell.as_ref()).map_or(written.at, |cell| cell.at);
            check.complain(at, "whoever has been free longest comes by no turn and uses none: write `none`");
        }
        if step.who == Receiver::Turn && step.cell == CellUse::Ahead {
            let at = written.cell.as_ref().or(entry.cell.as_ref()).map_or(written.at, |cell| cell.at);
            check.complain(
                at,
                "whoever is in turn takes the cell of this turn, none ahead of it: write `take`",
            );
        }
    }
}

/// Complains of a choice that nobody has, and of a company in which nobody comes.
fn flags(check: &mut Check<'_>, entry: &Located<VisitEntry>, rule: &VisitRule) {
    let owned = |when: &When| {
        matches!(when, When::Owned(true) | When::State(_) | When::OwnerBusy(true) | When::OwnerOnFloor(true))
    };
    if let Some(chooses) = entry.owner_chooses.as_ref().filter(|chooses| chooses.value)
        && !rule.when.iter().any(owned)
    {
        check.complain(chooses.at, "not every visit of this rule has an owner: add `if.owned = true`");
    }
    if let Some(together) = entry.together.as_ref().filter(|together| together.value)
        && rule.to.iter().all(|step| step.who != Receiver::Referrer)
    {
        check.complain(together.at, "`together` is about the `referrer`, who is not among the receivers");
    }
}

/// Does this step find somebody whenever anybody in the order can receive?
const fn takes_anybody(step: &Step) -> bool {
    by_order(step.who) && !step.skilled
}

/// Does the sheet say who it is, whoever's turn it is?
const fn by_order(who: Receiver) -> bool {
    matches!(who, Receiver::NextInOrder | Receiver::LastInOrder | Receiver::BestMatch | Receiver::LongestFree)
}

/// Does the visitor wait at this step until a person chooses?
const fn is_choice(who: Receiver) -> bool {
    matches!(who, Receiver::ManagerChoice | Receiver::HolderChoice)
}

/// The condition of the rule by which this receiver cannot exist.
fn lacking(who: Receiver, when: &[When]) -> Option<&'static str> {
    let says = |wanted: When, name| when.contains(&wanted).then_some(name);
    match who {
        Receiver::Owner | Receiver::Delegate | Receiver::SubTeam => {
            says(When::Owned(false), "owned").or_else(|| says(When::Known(false), "known"))
        }
        Receiver::Contact => says(When::Known(false), "known"),
        Receiver::Named => says(When::AsksFor(false), "asks_for"),
        Receiver::Inviter => says(When::Invited(false), "invited"),
        Receiver::Referrer => says(When::Referred(false), "referred"),
        _ => None,
    }
}

/// Complains where the customer is to belong to somebody whom the conditions do not warrant.
fn belongs(check: &mut Check<'_>, entry: &Located<VisitEntry>, rule: &VisitRule) {
    let Some(written) = &entry.belongs else { return };
    let needs = match rule.belongs {
        Belongs::Named => Some((&[When::AsksFor(true), When::AsksForReferrer(true)][..], "asks_for")),
        Belongs::Inviter => Some((&[When::Invited(true)][..], "invited")),
        Belongs::Referrer => Some((&[When::Referred(true), When::AsksForReferrer(true)][..], "referred")),
        Belongs::FirstToReceive | Belongs::Receiver | Belongs::Nobody => None,
    };
    if let Some((warranting, name)) = needs
        && !warranting.iter().any(|condition| rule.when.contains(condition))
    {
        let message = format!("not every visit of this rule has such a person: add `if.{name} = true`");
        check.complain(written.at, message);
    }
}
