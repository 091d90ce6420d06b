//! Looks over the settings that stand for themselves: tables, orders, lengths, posts, breaches.

use domain::policy::Consequence;
use domain::vocabulary::Reason;

use super::Check;
use crate::load::Pack;
use crate::located::Located;
use crate::measure::Length;
use crate::schema::Document;
use domain::vocabulary::{OrderSource, Precedence, Role};

/// Longest time by which a fact may be entered late.
const LATEST_ENTRY: u32 = 31 * 86_400;

pub(super) fn check(check: &mut Check<'_>, pack: &Pack) {
    let document = &pack.document;
    tables(check, document);
    ownership(check, document);
    posts(check, document);
    dispatchers(check, document);
    if let Some(evening) = document.evening.as_ref().filter(|evening| evening.next.value == 0) {
        check.complain(evening.next.at, "nobody stays: leave `evening` out");
    }
    conduct(check, document);
    desk(check, pack);
    if let Some(basis) = document
        .large_party
        .as_ref()
        .and_then(|large| large.each_basis.as_ref().filter(|_| large.basis.is_some()))
    {
        check.complain(basis.at, "all of it is ours anyway: leave `each_basis` out");
    }
    if let Some(large) = document.large_party.as_ref().filter(|large| large.each.value == 0) {
        check.complain(large.each.at, "a large party has at least 1 person for each who helps");
    }
    if let Some(late) = document.entry.late.as_ref().filter(|late| late.value.0.0 > LATEST_ENTRY) {
        check.complain(late.at, "a fact cannot be entered more than 31 days late");
    }
    if let Some(undo) = &document.entry.undo {
        some_time(check, &undo.is, "a window of no length: leave `undo` out where nothing can be taken back");
    }
}

fn desk(check: &mut Check<'_>, pack: &Pack) {
    let document = &pack.document;
    if let Some(hours) = &document.hours
        && hours.from.value.0 >= hours.to.value.0
    {
        check.complain(hours.to.at, "normal hours end later on the day than they begin");
    }
    let Some(give_ups) = &document.give_ups else { return };
    if give_ups.times.value == 0 {
        check.complain(give_ups.times.at, "turns are counted from 1");
    }
    if let Some(fine) = give_ups.fine_cents.as_ref().filter(|fine| fine.value == 0) {
        check.complain(fine.at, "a fine of 0 is none: leave the key out");
    }
    if let Some(suspend) = &give_ups.suspend {
        some_time(check, suspend, "a suspension of no length is none: leave the key out");
    }
    if pack.policy.give_ups.as_ref().is_some_and(|rule| rule.consequence == Consequence::default()) {
        check.complain(give_ups.at, "this brings nothing: add a fine, a bar, a suspension or a warning");
    }
    if pack.policy.pass.iter().all(|rule| !rule.given_up) {
        check.complain(give_ups.at, "nothing counts as given up: add `given_up = true` to a rule of `pass`");
    }
}

fn tables(check: &mut Check<'_>, document: &Document) {
    let mut channels = Vec::new();
    for group in &document.tables.shared {
        for channel in &group.0 {
            let word = channel.value.word();
            if channels.contains(&channel.value) {
                check.complain(
                    channel.at,
                    format!("the channel `{word}` is already in a table: groups are disjoint"),
                );
            }
            channels.push(channel.value);
        }
        if let [alone] = group.0.as_slice() {
            check.complain(
                alone.at,
                "a channel that shares with none has a table of its own anyway: leave it out",
            );
        }
    }
    let mut grounds = Vec::new();
    for rule in &document.waiting {
        let ground = rule.by.value.0;
        if grounds.contains(&ground) {
            check.complain(rule.by.at, format!("the ground `{}` stands here twice", ground.word()));
        }
        grounds.push(ground);
    }
    absences(check, document);
    classes(check, document);
    let mut sources = Vec::new();
    for order in &document.order {
        let source = order.from.value.0;
        if sources.contains(&source) {
            check.complain(order.from.at, format!("the order `{}` stands here twice", source.word()));
        }
        sources.push(source);
        if matches!(source, OrderSource::FirstArrival | OrderSource::EqualCounts) && !order.runs_on {
            let message =
                format!("the order `{}` goes on from day to day: write `runs_on = true`", source.word());
            check.complain(order.from.at, message);
        }
    }
}

/// The house's own words do not change what the three words mean that every house knows.
fn absences(check: &mut Check<'_>, document: &Document) {
    let mut words: Vec<&str> = Vec::new();
    for absence in &document.absence {
        let word = absence.reason.as_str();
        if Reason::parse(word).is_some() {
            check.complain(
                absence.reason.at,
                format!("`{word}` has its meaning already: choose another word"),
            );
        }
        if words.contains(&word) {
            check.complain(absence.reason.at, format!("the word `{word}` stands here twice"));
        }
        words.push(word);
    }
}

/// Classes are named once, and rules name only those.
fn classes(check: &mut Check<'_>, document: &Document) {
    let mut words: Vec<&str> = Vec::new();
    for class in &document.class {
        let word = class.word.as_str();
        if words.contains(&word) {
            check.complain(class.word.at, format!("the class `{word}` stands here twice"));
        }
        words.push(word);
    }
    for asked in document.visit.iter().filter_map(|rule| rule.r#if.as_ref()?.class.as_ref()) {
        if asked.is_empty() {
            check.complain(asked.at, "of which class? Name at least one");
        }
        for word in asked.iter().filter(|word| !words.contains(&word.as_str())) {
            let hint = crate::meant::hint(word, words.iter().copied());
            let quoted = crate::meant::quoted(word);
            check.complain(word.at, format!("there is no class {quoted}{hint}: add a `[[class]]` for it"));
        }
    }
    let by_class = |rule: &&Located<crate::schema::WaitingEntry>| rule.by.value.0 == Precedence::Class;
    if let Some(rule) = document.waiting.iter().find(by_class).filter(|_| words.is_empty()) {
        check.complain(rule.by.at, "nobody comes first by class: add a `[[class]]`");
    }
}

fn ownership(check: &mut Check<'_>, document: &Document) {
    let Some(entry) = &document.ownership else { return };
    match (&entry.protection, &entry.follow_up_extends) {
        (Some(protection), _) => {
            some_time(
                check,
                &protection.is,
                "a protection of no length: leave the key out where it holds for good",
            );
        }
        (None, Some(extends)) => {
            check.complain(extends.at, "there is no `protection` that a follow-up could extend");
        }
        (None, None) => {}
    }
    if let Some(within) = entry.dispute_within.as_ref().filter(|within| within.days.value == 0) {
        check.complain(within.days.at, "a dispute is possible for at least 1 day, the deal's own");
    }
    let mut relations = Vec::new();
    for relation in entry.household.iter().flat_map(|kin| kin.relation.0.iter()) {
        if relations.contains(&relation.value) {
            check
                .complain(relation.at, format!("the relation `{}` stands here twice", relation.value.word()));
        }
        relations.push(relation.value);
    }
    let mut fields: Vec<&str> = Vec::new();
    for field in &entry.required_fields {
        if fields.contains(&field.as_str()) {
            check.complain(field.at, "this field stands here twice");
        }
        fields.push(field.as_str());
    }
}

/// Those who lead may dispatch anyway.
fn dispatchers(check: &mut Check<'_>, document: &Document) {
    let mut seen = Vec::new();
    for role in document.supervisor.dispatchers.iter().flat_map(|roles| roles.0.iter()) {
        let word = role.value.word();
        if matches!(role.value, Role::Supervisor | Role::Manager) {
            check.complain(role.at, format!("a {word} may dispatch anyway: leave it out"));
        }
        if seen.contains(&role.value) {
            check.complain(role.at, format!("the role `{word}` stands here twice"));
        }
        seen.push(role.value);
    }
}

fn posts(check: &mut Check<'_>, document: &Document) {
    let mut names: Vec<&str> = Vec::new();
    for post in &document.post {
        some_time(check, &post.every.is, "a post changes hands after some time");
        if names.contains(&post.name.as_str()) {
            check.complain(post.name.at, "there is another post of this name");
        }
        if let (Some(from), Some(to)) = (&post.from, &post.to)
            && from.is.value.0 >= to.is.value.0
        {
            check.complain(to.is.at, "a post is stood from an earlier time of day to a later one");
        }
        names.push(post.name.as_str());
    }
}

fn conduct(check: &mut Check<'_>, document: &Document) {
    let mut clauses: Vec<&str> = Vec::new();
    for breach in &document.breach {
        if breach.of.is_empty() {
            check.complain(breach.of.at, "a breach of what? Name at least one clause");
        }
        for clause in breach.of.iter() {
            if clauses.contains(&clause.as_str()) {
                check.complain(
                    clause.at,
                    format!("what a breach of `{}` brings is said already", clause.as_str()),
                );
            }
            clauses.push(clause.as_str());
        }
        let brings = breach.fine_cents.is_some()
            || breach.bar.is_some()
            || breach.suspend.is_some()
            || breach.warning
            || breach.alternate;
        if !brings && !breach.record {
            check.complain(
                breach.at,
                "this breach brings nothing: add a fine, a bar, a suspension or a warning, or `record = true`",
            );
        }
        if brings && breach.record {
            check.complain(breach.at, "what brings something is on record anyway: leave `record` out");
        }
        if let Some(fine) = breach.fine_cents.as_ref().filter(|fine| fine.value == 0) {
            check.complain(fine.at, "a fine of 0 is none: leave the key out");
        }
        if let Some(suspend) = &breach.suspend {
            some_time(check, suspend, "a suspension of no length is none: leave the key out");
        }
    }
    let mut statuses = Vec::new();
    for status in document.eligibility.iter().flat_map(|rule| rule.status.0.iter()) {
        if statuses.contains(&status.value) {
            let message = format!("people of the status `{}` are kept out already", status.value.word());
            check.complain(status.at, message);
        }
        statuses.push(status.value);
    }
}

fn some_time(check: &mut Check<'_>, length: &Located<Length>, message: &str) {
    if length.value.0.0 == 0 {
        check.complain(length.at, message);
    }
}
