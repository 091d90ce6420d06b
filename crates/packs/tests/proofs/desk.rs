//! Settings of the front desk that make no sense: leaving, passing a turn on, giving turns up, hours.

use crate::{CENTRE, POSTS, finds, found_in};

#[test]
fn a_turn_lost_by_leaving_is_closed() {
    let leaving = "do = \"forfeit\"\nat = \"leaving\"";
    finds(
        POSTS,
        leaving,
        "do = \"defer\"\nat = \"leaving\"",
        0,
        "pass[1].do: `at = \"leaving\"` closes the turn at once",
    );
    let said = found_in(
        POSTS,
        "if = { cause = \"away\", approved = false }",
        "if = { cause = [\"away\", \"no_answer\"], approved = false }",
    );
    assert!(said.iter().any(|told| told.contains("is for absences; `no_answer` is none")), "{said:?}");
}

#[test]
fn leaving_is_decided_apart_from_the_scan() {
    // Without the rule for a turn that comes while somebody is away, that case is open, whatever is said of leaving.
    let said = found_in(
        POSTS,
        "[[pass]]                # away without approval when the turn comes\nif.cause = \"away\"\n",
        "[[pass]]\nif = { cause = \"away\", approved = true }\n",
    );
    assert!(
        said.iter().any(|told| told.contains("for the cause `unannounced` (approved = false)")),
        "{said:?}"
    );
    // A second rule for the same leaving is never reached.
    let said = found_in(
        POSTS,
        "[[pass]]                # on business, with the manager's approval",
        "[[pass]]\nif = { cause = \"private\", approved = false }\ndo = \"blank\"\nat = \"leaving\"\nclause = \"P14-7\"\n\n[[pass]]",
    );
    assert!(said.len() == 1 && said[0].contains("pass[2]: this rule can never decide: pass[1]"), "{said:?}");
}

#[test]
fn a_turn_is_passed_on_after_some_time_or_not_at_all() {
    finds(
        POSTS,
        "if = { cause = \"waived\", after = \"30m\" }",
        "if = { cause = \"waived\" }",
        0,
        "pass[6].if: after how long may a turn be passed on?",
    );
    finds(
        POSTS,
        "if.cause = \"gave_up\"",
        "if = { cause = \"gave_up\", after = \"5m\" }",
        0,
        "pass[7].if.after: `after` counts the time at the front: it goes with `waived` alone",
    );
    let said = found_in(
        POSTS,
        "if = { cause = \"waived\", after = \"30m\" }\ndo = \"forfeit\"",
        "if = { cause = \"waived\", after = \"30m\" }\ndo = \"defer\"",
    );
    assert!(said.len() == 1 && said[0].contains("pass[6].do: a turn passed on is closed"), "{said:?}");
}

#[test]
fn what_is_given_up_is_counted_and_brings_something() {
    let said = found_in(POSTS, "given_up = true\nclause = \"P14-6\"", "clause = \"P14-6\"");
    assert_eq!(said, Vec::<String>::new(), "leaving still counts");
    finds(
        CENTRE,
        "bar = \"day\"",
        "given_up = true",
        0,
        "pass[2].given_up: nothing follows from a turn given up",
    );
    finds(POSTS, "times = 2", "times = 0", 0, "give_ups.times: turns are counted from 1");
    finds(POSTS, "fine_cents = 5000", "fine_cents = 0", 0, "give_ups.fine_cents: a fine of 0 is none");
    let said = found_in(POSTS, "fine_cents = 5000\nsuspend = \"24h\"", "");
    assert!(said.len() == 1 && said[0].contains("give_ups: this brings nothing"), "{said:?}");
    let said = found_in(
        POSTS,
        "if.cause = \"busy\"\ndo = \"forfeit\"",
        "if.cause = \"busy\"\ndo = \"forfeit\"\ngiven_up = true",
    );
    assert!(
        said.len() == 1 && said[0].contains("nobody gives a turn up for the cause `busy_new`"),
        "{said:?}"
    );
    let none = POSTS.replace("given_up = true\n", "");
    let said = found_in(&none, "times = 2", "times = 3");
    assert!(said.len() == 1 && said[0].contains("give_ups: nothing counts as given up"), "{said:?}");
}

#[test]
fn nobody_is_asked_after_a_choice() {
    finds(
        POSTS,
        "to = [\"holder_choice\"]",
        "to = [\"holder_choice\", \"turn\"]",
        0,
        "visit[5].to[2]: `turn` after `holder_choice`: nobody waits for a choice then",
    );
}

#[test]
fn whoever_is_chosen_uses_no_turn() {
    finds(
        POSTS,
        "to = [\"holder_choice\"]\ncell = \"none\"",
        "to = [\"holder_choice\"]\ncell = \"take\"",
        1,
        "visit[5].cell: whoever is sent by `holder_choice` comes outside the order and uses no turn: write `none`",
    );
}

#[test]
fn hours_end_after_they_begin() {
    finds(POSTS, "to = \"18:00\"", "to = \"09:00\"", 0, "hours.to: normal hours end later on the day");
    let said = found_in(POSTS, "to = \"18:00\"", "to = \"24:30\"");
    assert!(said.len() == 1 && said[0].contains("is not a time of day such as"), "{said:?}");
}

#[test]
fn a_breach_brings_something_or_is_put_on_record() {
    let said = found_in(CENTRE, "suspend = \"24h\"", "suspend = \"24h\"\nrecord = true");
    assert!(said.len() == 1 && said[0].contains("what brings something is on record anyway"), "{said:?}");
    let said = found_in(CENTRE, "fine_cents = 5000\nsuspend = \"24h\"", "record = true");
    assert_eq!(said, Vec::<String>::new());
}
