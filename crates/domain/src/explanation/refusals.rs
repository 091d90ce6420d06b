//! Refusals in words: a title, and one sentence that names what stood in the way.

mod chinese;
mod english;

#[cfg(test)]
mod tests;

use core::fmt::Write as _;

use super::Lang;
use super::prose::Prose;
use crate::refusal::Refusal;
use crate::vocabulary::Role;

/// A short title, without particulars: the same for every refusal of its kind.
#[must_use]
pub fn refusal_title(refusal: &Refusal, lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => chinese::title(refusal),
        Lang::En => english::title(refusal),
    }
}

/// What was refused and why, in one sentence, with the clause where there is one.
///
/// People, visits and customers are named by id, and an id that could be a phone number is masked: refusals end up
/// in logs and in other systems' error reports.
#[must_use]
pub fn refusal(refusal: &Refusal, lang: Lang) -> String {
    let mut prose = Prose::new(lang);
    let (before, after) = match lang {
        Lang::Zh => chinese::around(refusal),
        Lang::En => english::around(refusal),
    };
    prose.say(before);
    subject(&mut prose, refusal, lang);
    prose.say(after);
    if let Refusal::NotAuthorised { needs, .. } = refusal {
        list(&mut prose, needs, lang);
    }
    if let Some(cite) = cite(refusal) {
        prose.cite(cite);
    }
    prose.stop();
    prose.finish()
}

/// The one particular that the sentence is about.
fn subject(prose: &mut Prose, refusal: &Refusal, lang: Lang) {
    match refusal {
        Refusal::UnknownStaff(staff)
        | Refusal::DuplicateStaff(staff)
        | Refusal::SignedInAlready(staff)
        | Refusal::NotSignedIn(staff)
        | Refusal::AwayAlready(staff)
        | Refusal::HasLeft(staff)
        | Refusal::Receiving(staff)
        | Refusal::NotFirstInTurn(staff)
        | Refusal::NothingToClaim(staff)
        | Refusal::WhichCustomer(staff)
        | Refusal::CannotReceive(staff)
        | Refusal::NotTheirs { staff, .. }
        | Refusal::OutForGood { staff, .. }
        | Refusal::DeskEmpty { staff, .. }
        | Refusal::TooEarly { staff, .. }
        | Refusal::NoBreach { staff, .. }
        | Refusal::NotAuthorised { staff, .. } => id(prose, staff.as_str()),
        Refusal::UnknownVisitor(visitor)
        | Refusal::DuplicateVisitor(visitor)
        | Refusal::NotReceived(visitor)
        | Refusal::NotTheLast(visitor)
        | Refusal::Overtaken(visitor)
        | Refusal::Over(visitor) => id(prose, visitor.as_str()),
        Refusal::UnknownParty(party)
        | Refusal::DuplicateParty(party)
        | Refusal::NoOwner(party)
        | Refusal::DealtAlready(party) => id(prose, party.as_str()),
        Refusal::UnknownReason(word) | Refusal::UnknownClass(word) => id(prose, word.as_str()),
        Refusal::UnknownClause(clause) => id(prose, clause.as_str()),
        Refusal::UnknownDepartment(department) => id(prose, department.as_str()),
        Refusal::ClockWentBack { seen } => {
            let mut instant = String::new();
            let _ = write!(instant, "{}", seen.format("%Y-%m-%d %H:%M:%S UTC"));
            prose.say(&instant);
        }
        Refusal::OrderNotAllowed(source) => {
            prose.say(match lang {
                Lang::Zh => chinese::order(*source),
                Lang::En => english::order(*source),
            });
        }
        Refusal::NothingFollows(finding) => {
            prose.say(match lang {
                Lang::Zh => chinese::finding(*finding),
                Lang::En => english::finding(*finding),
            });
        }
        Refusal::NoSuchDispute(number) => {
            prose.number(*number);
        }
        Refusal::IncompleteRecord { missing, .. } => {
            for (place, field) in missing.iter().enumerate() {
                prose.say_if(place > 0, if lang == Lang::Zh { "、" } else { ", " });
                id(prose, field.as_str());
            }
        }
        Refusal::NotInPolicy(what) | Refusal::TooLarge(what) => id(prose, what),
        Refusal::LateEntry
        | Refusal::DisputeTooLate(_)
        | Refusal::BadShares
        | Refusal::NoAgreedSplit(_)
        | Refusal::UndoTooLate(_)
        | Refusal::NoSuchMonth
        | Refusal::BindTooLate => {}
    }
}

fn list(prose: &mut Prose, roles: &[Role], lang: Lang) {
    for (place, role) in roles.iter().enumerate() {
        match lang {
            Lang::Zh => prose.say_if(place > 0, "、").say(chinese::role(*role)),
            Lang::En => prose.say_if(place > 0, " or ").say(english::role(*role)),
        };
    }
}

fn cite(refusal: &Refusal) -> Option<&crate::ids::Cite> {
    match refusal {
        Refusal::NotTheirs { cite, .. }
        | Refusal::NoBreach { cite, .. }
        | Refusal::NotAuthorised { cite, .. }
        | Refusal::OutForGood { cite, .. }
        | Refusal::IncompleteRecord { cite, .. }
        | Refusal::DeskEmpty { cite, .. }
        | Refusal::TooEarly { cite, .. }
        | Refusal::DisputeTooLate(cite)
        | Refusal::NoAgreedSplit(cite)
        | Refusal::UndoTooLate(cite) => Some(cite),
        _ => None,
    }
}

/// An id as it came in, unless somebody used a phone number for one: then only its first and last two digits.
fn id(prose: &mut Prose, text: &str) {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let only_digits =
        text.chars().all(|c| c.is_ascii_digit() || matches!(c, ' ' | '-' | '+' | '(' | ')' | '.'));
    // National numbers have at least seven digits and E.164 allows fifteen; longer ones are database keys.
    if !only_digits || !(7..=15).contains(&digits) {
        prose.say(text);
        return;
    }
    let mut masked = String::with_capacity(text.len());
    for (place, digit) in text.chars().filter(char::is_ascii_digit).enumerate() {
        masked.push(if place < 2 || place + 2 >= digits { digit } else { '*' });
    }
    prose.say(&masked);
}
