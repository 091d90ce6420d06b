//! Choices, company, courtesies and joint receptions: settings that only make sense where somebody is there for them.

use crate::{OFFICE, PACK, found_in};

fn says(pack: &str, from: &str, to: &str, expected: &str) {
    let said = found_in(pack, from, to);
    assert!(said.iter().any(|told| told.contains(expected)), "expected {expected}\nsaid {said:#?}");
}

#[test]
fn only_an_owner_can_choose_afterwards() {
    says(
        PACK,
        "if.invited = true\n",
        "if.invited = true\nowner_chooses = true\n",
        "visit[9].owner_chooses: not every visit of this rule has an owner: add `if.owned = true`",
    );
}

#[test]
fn only_a_referrer_can_receive_both_together() {
    says(
        OFFICE,
        "to = [\"referrer\", \"delegate\",",
        "to = [\"delegate\",",
        "visit[9].together: `together` is about the `referrer`, who is not among the receivers",
    );
}

#[test]
fn an_owner_who_is_receiving_is_never_asked() {
    says(
        OFFICE,
        "to = [\"delegate\", \"last_in_order\"]",
        "to = [\"owner\", \"last_in_order\"]",
        "visit[6].to[1]: an owner who is receiving cannot receive this visit: leave `owner` out",
    );
}

#[test]
fn a_registration_moves_nobody_and_no_cell() {
    says(
        OFFICE,
        "do = \"first_owns\"",
        "do = [\"first_owns\", \"cell_provisional\"]",
        "found[4].do[2]: a registration changes no cell: leave `cell_provisional` out",
    );
    says(
        OFFICE,
        "do = \"first_owns\"",
        "do = [\"first_owns\", \"proxy\"]",
        "found[4].do[2]: a registration moves nobody",
    );
}

#[test]
fn what_a_lead_decides_is_last_or_same() {
    says(
        OFFICE,
        "if = { outside = false, decided = \"last\" }",
        "if = { through = \"2m\", decided = \"last\" }",
        "found[7]: this rule can never decide: found[6]",
    );
}

#[test]
fn a_split_is_said_in_one_way() {
    says(
        OFFICE,
        "shares = { receiver = \"1/2\", first = \"1/2\" }",
        "shares = { receiver = \"1/2\", first = \"1/2\" }\nequally = true",
        "split[2]: a split has one of `shares = {…}`, `equally = true` and `as_agreed = true`",
    );
}

/// Skills say which of several receives; of one person they say nothing, and after somebody skilled anybody may follow.
#[test]
fn skills_tell_apart_those_whom_the_order_names() {
    says(
        PACK,
        "{ who = \"referrer\", cell = \"ahead\" }",
        "{ who = \"referrer\", cell = \"ahead\", skilled = true }",
        "`referrer` is one person, skilled or not: leave `skilled` out",
    );
    let last = "clause = \"P01-1c\"\n\n[[visit]]\nto = [\"turn\"]";
    let both = "clause = \"P01-1c\"\n\n[[visit]]\nto = [{ who = \"turn\", skilled = true }, \"turn\"]";
    assert_eq!(found_in(OFFICE, last, both), Vec::<String>::new());
    says(
        OFFICE,
        last,
        "clause = \"P01-1c\"\n\n[[visit]]\nto = [\"turn\", { who = \"turn\", skilled = true }]",
        "`turn` stands here twice: the second one is never asked",
    );
}
