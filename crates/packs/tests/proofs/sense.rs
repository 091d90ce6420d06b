//! Settings that make no sense, and words without a mechanism.

use crate::{CENTRE, PACK, REGULATIONS, finds, found_in};

#[test]
fn cells_of_those_who_are_not_there_are_no_rules_business() {
    finds(
        PACK,
        "if.cause = \"gave_up\"",
        "if.cause = [\"gave_up\", \"barred\"]",
        0,
        "pass[6].if.cause[2]: cells passed for the cause `barred` are always blank",
    );
    finds(
        PACK,
        "if.cause = \"gave_up\"",
        "if.cause = [\"gave_up\", \"gave_up\"]",
        0,
        "pass[6].if.cause[2]: the cause `gave_up` stands here twice",
    );
}

#[test]
fn stages_grow_and_the_last_one_is_open() {
    let stages = "do = [{ through = \"5m\", is = \"defer\" }, { is = \"forfeit\" }]";
    finds(
        PACK,
        stages,
        "do = [{ through = \"5m\", is = \"defer\" }, { through = \"5m\", is = \"keep\" }, { is = \"forfeit\" }]",
        0,
        "pass[4].do[2].through: stages grow: `5m` is not later",
    );
    finds(
        PACK,
        stages,
        "do = [{ through = \"5m\", is = \"defer\" }, { through = \"6m\", is = \"forfeit\" }]",
        0,
        "pass[4].do[2].through: the last stage has no `through`",
    );
    finds(
        PACK,
        stages,
        "do = [{ is = \"defer\" }, { is = \"forfeit\" }]",
        0,
        "pass[4].do[1].is: only the last stage is open-ended",
    );
    finds(
        PACK,
        "if.cause = \"away\"",
        "if.cause = [\"away\", \"proxying\"]",
        1,
        "pass[4].do: stages count from stepping away; the cause `proxying` has no such moment",
    );
}

#[test]
fn what_comes_besides_must_bring_something() {
    finds(CENTRE, "fine_cents = 5000", "fine_cents = 0", 0, "pass[2].fine_cents: a fine of 0 is none");
    finds(
        CENTRE,
        "bar = \"day\"",
        "cap = 1",
        0,
        "pass[2].cap: `cap` bounds deferred turns, and this rule defers none",
    );
    finds(CENTRE, "suspend = \"24h\"", "suspend = \"0s\"", 0, "breach[1].suspend: a suspension of no length");
    finds(
        CENTRE,
        "of = [\"P03-3\", \"P03-9\"]",
        "of = [\"P03-3\", \"P03-1\"]",
        0,
        "breach[2].of[2]: what a breach of `P03-1` brings is said already",
    );
    let said = found_in(PACK, "alternate = true", "# nothing");
    assert!(said[0].contains("breach[1]: this breach brings nothing"), "{said:?}");
}

#[test]
fn candidates_who_are_never_asked_are_told() {
    finds(
        CENTRE,
        "to = [\"owner\", \"delegate\", \"next_in_order\"]",
        "to = [\"owner\", \"owner\"]",
        0,
        "visit[1].to[2]: `owner` stands here twice",
    );
    finds(
        CENTRE,
        "to = [\"owner\", \"delegate\", \"next_in_order\"]",
        "to = [\"next_in_order\", \"last_in_order\"]",
        0,
        "visit[1].to[2]: `last_in_order` after `next_in_order` is never asked",
    );
    finds(
        CENTRE,
        "if.asks_for = true",
        "if.asks_for = false",
        1,
        "visit[4].to[1]: there is no `named` here: the rule is for visits with `asks_for = false`",
    );
    finds(
        PACK,
        "to = [{ who = \"referrer\", cell = \"ahead\" }, \"turn\"]",
        "to = [\"referrer\", { who = \"turn\", cell = \"ahead\" }]",
        0,
        "visit[7].to[2].cell: whoever is in turn takes the cell of this turn",
    );
}

#[test]
fn a_customer_cannot_belong_to_somebody_who_may_not_exist() {
    finds(
        PACK,
        "belongs = \"referrer\"",
        "belongs = \"inviter\"",
        0,
        "visit[7].belongs: not every visit of this rule has such a person: add `if.invited = true`",
    );
}

#[test]
fn shares_add_up_to_the_whole() {
    finds(
        PACK,
        "shares = { closer = \"2/3\", first = \"1/3\" }",
        "shares = { closer = \"2/3\", first = \"1/4\" }",
        0,
        "split[2].shares: shares add up to 1: 2/3 + 1/4 do not",
    );
    finds(
        PACK,
        "shares = { closer = \"2/3\", first = \"1/3\" }",
        "shares = {}",
        0,
        "split[2].shares: shares add up to 1",
    );
    let said = found_in(
        PACK,
        "[[split]]\nshares.owner = \"1\"",
        "[[split]]\nif.same_day = true\nshares.owner = \"1\"",
    );
    assert!(
        said[0].contains("split[7]: no rule splits a deal with closer_owns = false, first_absent = false"),
        "{said:?}"
    );
}

#[test]
fn settings_that_contradict_each_other_are_told() {
    finds(
        REGULATIONS,
        "protection = { is = \"30d\", clause = \"P12-10\" }\n",
        "\n",
        1,
        "ownership.follow_up_extends: there is no `protection`",
    );
    finds(
        REGULATIONS,
        "is = \"30d\"",
        "is = \"0d\"",
        0,
        "ownership.protection.is: a protection of no length",
    );
    finds(
        REGULATIONS,
        "relation = \"shareholder\"",
        "relation = [\"shareholder\", \"child\"]",
        0,
        "ownership.household[2].relation[2]: the relation `child` stands here twice",
    );
    finds(
        REGULATIONS,
        "from = \"fixed\"",
        "from = \"sign_in\"",
        0,
        "order[2].from: the order `sign_in` stands here twice",
    );
    finds(
        PACK,
        "busy = \"table\"",
        "shared = [[\"walk_in\", \"web\"], [\"phone\", \"web\"]]\nbusy = \"table\"",
        0,
        "tables.shared[2][2]: the channel `web` is already in a table",
    );
    finds(
        PACK,
        "late = \"24h\"",
        "late = \"90d\"",
        0,
        "entry.late: a fact cannot be entered more than 31 days late",
    );
    finds(
        CENTRE,
        "every = { is = \"30m\"",
        "every = { is = \"0m\"",
        0,
        "post[1].every.is: a post changes hands after some time",
    );
    finds(
        CENTRE,
        "status = [\"training\",",
        "status = [\"leaving\",",
        0,
        "eligibility[1].status[4]: people of the status `leaving` are kept out already",
    );
}

/// P15-1, P06-3: an order that goes on from day to day cannot begin anew each day.
#[test]
fn an_order_that_goes_on_runs_on() {
    for order in ["first_arrival", "equal_counts"] {
        let to = format!("from = \"{order}\"");
        let said =
            format!("order[1].from: the order `{order}` goes on from day to day: write `runs_on = true`");
        finds(CENTRE, "from = \"sign_in\"", &to, 0, &said);
    }
}

/// P06-4: who is waited for is away, and not for no time.
#[test]
fn one_waits_for_somebody_who_is_away() {
    let busy = "if.cause = \"gave_up\"";
    let said = "pass[6].wait_under: one waits for somebody who is away; `gave_up` is no absence";
    finds(PACK, busy, &format!("{busy}\nwait_under = \"1m\""), 1, said);
    let away = "if.cause = \"away\"";
    let said = "pass[4].wait_under: nobody has been away for less than no time";
    finds(PACK, away, &format!("{away}\nwait_under = \"0s\""), 1, said);
}

/// P15-2: from an earlier to a later time of day.
#[test]
fn a_post_is_stood_forwards_in_time() {
    let from = "makes_up = true\n";
    let to = "makes_up = true\nfrom = { is = \"17:00\", basis = \"ours\" }\nto = { is = \"09:00\", basis = \"ours\" }\n";
    finds(CENTRE, from, to, 2, "post[1].to.is: a post is stood from an earlier time of day");
}

/// P06-1: those who lead may dispatch without being named.
#[test]
fn leads_are_not_named_as_dispatchers() {
    let from = "[supervisor]\n";
    let to = "[supervisor]\ndispatchers = [\"secretary\", \"manager\"]\n";
    finds(PACK, from, to, 1, "supervisor.dispatchers[2]: a manager may dispatch anyway");
}

/// P06-2: only a house with halves has somebody who does outreach, and then it says what becomes of their cells.
#[test]
fn the_other_half_is_answered_where_there_is_one() {
    finds(
        PACK,
        "if.cause = \"gave_up\"",
        "if.cause = [\"gave_up\", \"off_half\"]",
        0,
        "pass[6].if.cause[2]: nobody is of the other half here: add `tables.halves = {…}`",
    );
    let halves = "busy = \"table\"\nhalves = { basis = \"ours\" }";
    let said = found_in(PACK, "busy = \"table\"", halves);
    assert!(said.iter().any(|said| said.contains("the cause `off_half`")), "{said:?}");
}

#[test]
fn no_word_of_the_vocabulary_is_refused_by_the_reader_but_by_the_check() {
    finds(
        PACK,
        "\"inviter\"",
        "\"inviter\", \"term_holder\"",
        0,
        "visit[9].to[2]: the receiver `term_holder` is not built yet",
    );
}
