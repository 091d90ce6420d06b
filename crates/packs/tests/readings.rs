//! The table of outcomes in the clause list, against what the shipped packs do.

use domain::policy::{Policy, PolicyShelf};
use domain::time::Span;
use domain::vocabulary::{Cause, Outcome};
use packs::Shelf;

/// The outcome and clause for a cause after an absence of so many seconds; `ours` where no clause says it.
fn outcome(policy: &Policy, cause: Cause, approved: bool, seconds: u32) -> Option<(Outcome, String)> {
    let rule = policy.pass.iter().find(|rule| rule.covers(cause, approved))?;
    let cite = rule.cite.clause().map_or("ours".to_owned(), ToString::to_string);
    Some((rule.outcome(Span(seconds)), cite))
}

#[test]
fn what_becomes_of_a_passed_turn_is_what_the_clauses_say() {
    use Cause::{Business, BusyNew, BusyOwnClosed, BusyOwnOpen, Private, Unannounced};
    use Outcome::{Blank, Defer, Forfeit, MoveToEnd};
    let shelf = Shelf::shipped().unwrap();
    let table = [
        ("marketing-centre", BusyNew, false, 0, MoveToEnd, "P03-7"),
        ("marketing-centre", BusyOwnOpen, false, 0, MoveToEnd, "P03-7"),
        ("marketing-centre", BusyOwnClosed, false, 0, MoveToEnd, "P03-7"),
        ("marketing-centre", Business, true, 0, MoveToEnd, "P03-6b"),
        ("marketing-centre", Business, false, 0, Forfeit, "P03-6a"),
        ("marketing-centre", Private, false, 0, Forfeit, "P03-6a"),
        ("marketing-centre", Unannounced, false, 0, Forfeit, "P03-6a"),
        ("full-regulations", BusyNew, false, 0, Defer, "ours"),
        ("full-regulations", BusyOwnOpen, false, 0, Forfeit, "P12-5c"),
        ("full-regulations", BusyOwnClosed, false, 0, Forfeit, "P12-5c"),
        ("full-regulations", Business, true, 0, Forfeit, "P12-5b"),
        ("full-regulations", Private, false, 0, Forfeit, "P12-5b"),
        ("two-tables", BusyNew, false, 0, Defer, "ours"),
        ("two-tables", BusyOwnOpen, false, 0, Defer, "P16-4b"),
        ("two-tables", BusyOwnClosed, false, 0, Defer, "P16-4b"),
        ("two-tables", Business, true, 3600, Defer, "P16-7"),
        ("two-tables", Private, false, 300, Defer, "P16-7"),
        ("two-tables", Private, false, 301, Forfeit, "P16-7"),
        ("two-tables", Business, false, 301, Forfeit, "P16-7"),
        ("turn-adjudication", BusyNew, false, 0, Defer, "ours"),
        ("turn-adjudication", BusyOwnOpen, false, 0, Defer, "ours"),
        ("turn-adjudication", BusyOwnClosed, false, 0, Defer, "ours"),
        ("turn-adjudication", Cause::Proxying, false, 0, Defer, "P08-7"),
        ("turn-adjudication", Business, true, 0, Defer, "P08-4"),
        ("turn-adjudication", Private, false, 0, Forfeit, "P08-4"),
        ("turn-adjudication", Unannounced, false, 0, Forfeit, "P08-4"),
        ("turn-adjudication", Private, true, 0, Blank, "P08-5"),
        ("ab-posts", BusyNew, false, 0, Forfeit, "P14-6"),
        ("ab-posts", BusyOwnOpen, false, 0, Forfeit, "P14-6"),
        ("ab-posts", BusyOwnClosed, false, 0, Forfeit, "P14-6"),
        ("ab-posts", Business, true, 0, Defer, "P14-5a"),
        ("ab-posts", Private, false, 0, Forfeit, "P14-5a"),
        ("ab-posts", Unannounced, false, 0, Forfeit, "P14-5a"),
        ("ab-posts", Private, true, 0, Blank, "P14-7"),
    ];
    for (pack, cause, approved, seconds, expected, clause) in table {
        let policy = shelf.newest(pack).unwrap();
        let said = outcome(&policy, cause, approved, seconds).unwrap();
        assert_eq!(
            said,
            (expected, clause.to_owned()),
            "{pack}: {cause:?}, approved {approved}, {seconds} s"
        );
    }
}

#[test]
fn private_absence_costs_the_day_and_a_fine_in_the_marketing_centre() {
    let policy = Shelf::shipped().unwrap().newest("marketing-centre").unwrap();
    let rule = policy.pass.iter().find(|rule| rule.covers(Cause::Private, false)).unwrap();
    let consequence = rule.consequence.clone().unwrap();
    assert_eq!((consequence.fine_cents, consequence.bar_day), (Some(5000), true));
    assert_eq!(rule.effect, domain::policy::TakesEffect::Arrival);
    let business = policy.pass.iter().find(|rule| rule.covers(Cause::Business, true)).unwrap();
    assert_eq!(business.consequence, None);
}

#[test]
fn a_registration_holds_thirty_days_under_the_regulations() {
    let policy = Shelf::shipped().unwrap().newest("full-regulations").unwrap();
    let (length, cite) = policy.ownership.protection.clone().unwrap();
    assert_eq!(length, Span::days(30));
    assert_eq!(cite.clause().map(ToString::to_string).as_deref(), Some("P12-10"));
    assert_eq!(policy.tables.orders.len(), 4);
}

/// P14-1: the day's roster, from the top each morning; P08-3: one order that goes on over the night.
#[test]
fn a_roster_begins_anew_and_an_order_runs_on() {
    let shelf = Shelf::shipped().unwrap();
    for (pack, runs_on, clause) in [("ab-posts", false, "P14-1"), ("turn-adjudication", true, "P08-3")] {
        let policy = shelf.newest(pack).unwrap();
        let order = &policy.tables.orders[0];
        assert_eq!((order.runs_on, order.cite.clause().unwrap().as_str()), (runs_on, clause), "{pack}");
    }
}
