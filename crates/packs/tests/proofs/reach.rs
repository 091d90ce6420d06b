//! Rules out of reach, cases left undecided, facts that never meet.

use crate::{PACK, finds, found_in};

#[test]
fn a_visit_rule_behind_one_that_takes_all_its_cases_names_it() {
    let shadow = "[[visit]]\nif.known = true\nto = [\"owner\"]\ncell = \"none\"\nbasis = \"ours\"\n\n";
    let from = "[[visit]]               # a caller who is not new";
    let to = format!("{shadow}{from}");
    let said = found_in(PACK, from, &to);
    assert_eq!(said.len(), 3, "{said:#?}");
    assert_eq!(
        said[0],
        "x.toml:82: visit[5]: this rule can never decide: visit[4] (line 76) takes all its cases before it"
    );
    assert!(said[1].contains("visit[6]: this rule can never decide: visit[4] (line 76)"), "{said:#?}");
    assert!(said[2].contains("visit[7]: this rule can never decide: visit[4] (line 76)"), "{said:#?}");
}

#[test]
fn two_rules_can_shadow_one_between_them() {
    let to = "[[visit]]\nif.channel = [\"walk_in\", \"web\"]\nto = [\"turn\"]\ncell = \"take\"\nbasis = \"ours\"\n\n[[visit]]\nif.channel = \"phone\"\nto = [\"turn\"]\ncell = \"take\"\nclause = \"P16-4c\"\n\n[[visit]]\nif.key = true";
    let said = found_in(
        PACK,
        "[[visit]]               # a new caller uses a phone turn\nif.channel = \"phone\"",
        to,
    );
    assert_eq!(said.len(), 2, "{said:#?}");
    assert!(
        said[0].contains(
            "visit[12]: this rule can never decide: visit[10] (line 113) and visit[11] (line 119) take"
        ),
        "{said:#?}"
    );
}

#[test]
fn a_visit_that_no_rule_decides_is_told() {
    finds(
        PACK,
        "[[visit]]\nto = [\"turn\"]\ncell = \"take\"\nclause = \"P16-1\"",
        "[[visit]]\nif.known = true\nto = [\"turn\"]\ncell = \"take\"\nclause = \"P16-1\"",
        0,
        "visit[11]: no rule decides a visit with channel = walk_in, known = false",
    );
}

#[test]
fn facts_that_never_hold_together_are_told() {
    finds(
        PACK,
        "if.redistributed.followed_up = false",
        "if = { known = false, owned = true }",
        0,
        "visit[1].if: `known` and `owned` can never hold so together",
    );
    finds(
        PACK,
        "if.redistributed.followed_up = false",
        "if = { referred = false, asks_for_referrer = true, key = true }",
        0,
        "visit[1].if: `asks_for_referrer` and `referred` can never hold so together",
    );
    finds(
        PACK,
        "if = { by = \"customer\", first_on_floor = true }",
        "if = { by = \"customer\", first_on_floor = true }\nwhat_ = 1",
        1,
        "found[1].what_: unknown key",
    );
    finds(
        PACK,
        "what = \"registered\"\nif.first_was_on_floor = false",
        "what = \"registered\"\nif = {first_was_on_floor = false, by = \"staff\"}",
        1,
        "found[9].if: `what` and `if.by` can never hold so together",
    );
}

#[test]
fn every_cause_must_be_answered() {
    let said = found_in(PACK, "if.cause = \"busy\"", "if.cause = [\"busy_new\", \"proxying\"]");
    assert_eq!(
        said,
        ["x.toml:24: pass[1]: no rule says what becomes of the turn for the cause `helping_to_close`"]
    );
    let said = found_in(PACK, "if.cause = \"away\"", "if = { cause = \"away\", approved = true }");
    assert_eq!(said.len(), 3, "{said:#?}");
    assert!(said[1].ends_with("for the cause `private` (approved = false)"), "{said:#?}");
}

#[test]
fn a_pass_rule_behind_one_that_takes_its_causes_names_it() {
    finds(
        PACK,
        "[[pass]]                # away on work",
        "[[pass]]\nif.cause = [\"busy_new\", \"proxying\"]\ndo = \"keep\"\nbasis = \"ours\"\n\n[[pass]]",
        0,
        "pass[3]: this rule can never decide: pass[2] (line 29) takes all its cases before it",
    );
}

#[test]
fn discoveries_must_all_be_answered_and_effects_agree() {
    let said =
        found_in(PACK, "what = [\"non_buyer\", \"survey\", \"brief\"]", "what = [\"non_buyer\", \"survey\"]");
    assert!(
        said[0].contains("found[12]: no rule says what follows from a discovery with what = brief"),
        "{said:?}"
    );
    finds(
        PACK,
        "do = \"receiver_owns\"",
        "do = [\"receiver_owns\", \"first_owns\"]",
        0,
        "found[11].do[2]: `first_owns` cannot follow together with `receiver_owns`",
    );
    finds(
        PACK,
        "do = \"receiver_owns\"",
        "do = \"hand_back\"",
        0,
        "found[11].do: a registration moves nobody",
    );
    finds(
        PACK,
        "do = \"new_customer\"     # nothing changes",
        "do = \"first_owns\"",
        0,
        "found[12].do: `first_owns`: a discovery of `non_buyer` has no first consultant",
    );
}
