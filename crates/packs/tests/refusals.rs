//! A pack that cannot be read: the complaint names file, line and key, and what was meant.

const PACK: &str = include_str!("../../../config/policies/two-tables.toml");

/// What is wrong with the pack once `from` reads `to`; `{line}` in `expected` is the line of `from`.
fn refused(from: &str, to: &str, expected: &str) {
    let text = PACK.replacen(from, to, 1);
    assert_ne!(text, PACK, "`{from}` is not in the pack");
    let line = PACK.find(from).map_or(0, |offset| PACK[..offset].matches('\n').count() + 1);
    let said: Vec<String> =
        packs::load(&text, "x.toml").err().unwrap_or_default().iter().map(ToString::to_string).collect();
    let expected = format!("x.toml:{line}: {expected}");
    assert!(said.len() == 1 && said[0].starts_with(&expected), "expected {expected}\nsaid {said:#?}");
}

#[test]
fn an_unknown_key_names_the_one_that_was_meant() {
    refused(
        "if.referred = true",
        "if.refered = true",
        "visit[7].if.refered: unknown key `refered`; did you mean `referred`?",
    );
    refused("[supervisor]", "[supervisr]", "supervisr: unknown key `supervisr`; did you mean `supervisor`?");
    refused("do = \"defer\"", "does = \"defer\"", "pass[1].does: unknown key `does`; did you mean `do`?");
    refused(
        "runs_on = true",
        "umbrella = true",
        "order[1].umbrella: unknown key `umbrella` (known: from, runs_on,",
    );
}

#[test]
fn an_unknown_word_names_the_one_that_was_meant() {
    refused(
        "if.cause = \"busy\"",
        "if.cause = \"bussy\"",
        "pass[2].if.cause: unknown cause `bussy`; did you mean `busy`?",
    );
    refused(
        "\"busy_own_closed\"]",
        "\"busy_own_close\"]",
        "pass[1].if.cause[2]: unknown cause `busy_own_close`; did you mean `busy_own_closed`?",
    );
    refused(
        "is = \"forfeit\"",
        "is = \"forfiet\"",
        "pass[4].do[2].is: unknown outcome `forfiet`; did you mean `forfeit`?",
    );
    refused("do = \"forfeit\"", "do = \"chosen\"", "pass[6].do: unknown outcome `chosen`");
    refused(
        "\"delegate\"",
        "\"delgate\"",
        "visit[4].to[2]: unknown receiver `delgate`; did you mean `delegate`?",
    );
    refused(
        "cell = \"ahead\"",
        "cell = \"ahed\"",
        "visit[7].to[1].cell: unknown use of a cell `ahed`; did you mean `ahead`?",
    );
    refused(
        "\"hand_back\"",
        "\"handback\"",
        "found[1].do[1]: unknown effect `handback`; did you mean `hand_back`?",
    );
    refused(
        "busy = \"table\"",
        "busy = \"tables\"",
        "tables.busy: unknown scope of being busy `tables`; did you mean `table`?",
    );
}

/// A new author had been told of missing sections one at a time.
#[test]
fn all_sections_that_are_missing_are_told_at_once() {
    let said: Vec<String> =
        packs::load("name = \"x\"\n", "x.toml").unwrap_err().iter().map(ToString::to_string).collect();
    assert_eq!(
        said,
        ["x.toml:1: these are missing: `version`, `title`, `description`, `clauses`, `currency`, `tables`, \
          `[[order]]`, `[[pass]]`, `[[visit]]`"]
    );
}

#[test]
fn a_list_written_as_one_section_is_told_how_lists_are_written() {
    refused(
        "[tables]",
        "[[tables]]",
        "tables[1]: there is one `tables`: write `[tables]`, in single brackets",
    );
    let text = PACK.replacen("[[give_ups]]", "", 1);
    let first = text.find("[[visit]]").expect("a visit rule");
    let next = text[first + 1..].find("\n[[").expect("another section") + first + 1;
    let rest = text[next..].replace("[[visit]]", "[[visits]]");
    let single = format!("{}[visit]{}{rest}", &text[..first], &text[first + 9..next]);
    let said: Vec<String> =
        packs::load(&single, "x.toml").unwrap_err().iter().map(ToString::to_string).collect();
    let line = text[..first].matches('\n').count() + 1;
    assert_eq!(
        said,
        [format!(
            "x.toml:{line}: visit: `visit` is a list of rules: each begins with `[[visit]]`, in two brackets"
        )]
    );
}

/// A house without customers of one's own, commission, registers or leads' rules: what it says nothing of is left out.
#[test]
fn the_least_that_a_house_needs_is_a_pack() {
    let least = r#"
name = "ticket-hall"
version = 1
title = { zh = "票务大厅", en = "Ticket hall" }
description = { zh = "按号接待。", en = "By number." }
clauses = "T"
currency = "CNY"
[tables]
busy = "house"
clause = "T-1"
[[order]]
from = "fixed"
runs_on = false
clause = "T-1"
[[pass]]
if.cause = ["away", "no_answer", "gave_up"]
do = "forfeit"
clause = "T-2"
[[pass]]
if.cause = "busy"
do = "keep"
clause = "T-1"
[[visit]]
to = ["turn"]
cell = "take"
clause = "T-1"
"#;
    let pack = packs::load(least, "x.toml").expect("a pack");
    assert_eq!(packs::check(&pack), []);
    assert_eq!(pack.policy.ownership.begins, domain::policy::ClaimBegins::Never);
}

#[test]
fn a_missing_key_is_named() {
    refused("[[order]]\nfrom = \"fixed\"", "[[order]]", "order[1]: the key `from` is missing");
    refused("# Walk-in and phone tables with splits (P16).\n", "undo = 1\n", "undo: unknown key `undo`");
}

#[test]
fn a_rule_must_say_on_what_it_rests() {
    refused(
        "[[found]]               # too late\nwhat = [\"recognised\", \"customer_of\"]\ndo = \"new_customer\"\nclause = \"P16-8a\"",
        "[[found]]\nwhat = [\"recognised\", \"customer_of\"]\ndo = \"new_customer\"",
        "found[8]: on what does this rest? Write `clause = \"P16-…\"`",
    );
    refused(
        "clause = \"P16-10\"",
        "basis = \"ours\"\nclause = \"P16-10\"",
        "visit[1].basis: a setting rests on a `clause` or on our own `basis`, not on both",
    );
}

#[test]
fn a_foreign_clause_is_refused() {
    refused(
        "clause = \"P16-10\"",
        "clause = \"P03-1\"",
        "visit[1].clause: `P03-1` is no clause of this policy: its clauses are written `P16-…`",
    );
    refused("clause = \"P16-5\"", "clause = \"P16-\"", "visit[7].clause: `P16-` is no clause of this policy");
}

#[test]
fn values_of_the_wrong_kind_are_refused() {
    refused(
        "through = \"5m\"",
        "through = \"5 minutes\"",
        "pass[4].do[1].through: `5 minutes` is not a length of time such as",
    );
    refused(
        "through = \"5m\"",
        "through = 5",
        "pass[4].do[1].through: invalid type: integer `5`, expected a length of time",
    );
    refused(
        "first = \"1/3\"",
        "first = \"4/3\"",
        "split[2].shares.first: `4/3` is not a fraction between 0 and 1",
    );
    refused(
        "runs_on = true",
        "runs_on = \"yes\"",
        "order[1].runs_on: invalid type: string \"yes\", expected a boolean",
    );
    refused("version = 1", "version = 0", "version: versions count from 1");
    refused("version = 1", "version = -1", "version: invalid value: integer `-1`, expected u32");
    refused(
        "name = \"two-tables\"",
        "name = \"Two tables\"",
        "name: a pack's name has 1 to 64 small letters",
    );
    refused("currency = \"CNY\"", "currency = \"yuan\"", "currency: a currency has three capital letters");
    refused("if.cause = \"no_answer\"", "if.cause = []", "pass[5].if.cause: an empty list matches nothing");
}

#[test]
fn a_split_is_either_shared_or_agreed() {
    refused(
        "[[split]]",
        "[[split]]\nshares.owner = \"1\"",
        "split[1]: a split has one of `shares = {…}`, `equally = true` and `as_agreed = true`",
    );
}

#[test]
fn a_reception_without_a_cell_is_refused() {
    refused(
        "to = [\"named\", \"turn\"]\ncell = \"take\"",
        "to = [\"named\", {who = \"turn\", cell = \"take\"}]",
        "visit[8].to[1]: which cell does this reception use?",
    );
}

#[test]
fn what_is_no_toml_is_refused_with_its_line() {
    refused("runs_on = true", "runs_on = ", "runs_on: string values must be quoted");
    refused("busy = \"table\"", "busy = \"table\", x", "busy: unexpected key or value, expected newline");
    for text in ["", "\u{feff}", "[", "= 1", "\0", "name = 'x", "[[pass]]\n[pass]"] {
        assert!(packs::load(text, "x.toml").is_err(), "{text:?}");
    }
}

#[test]
fn absurd_sizes_are_refused() {
    let huge = "#".repeat(300 * 1024);
    let said = packs::load(&huge, "x.toml").err().unwrap_or_default();
    assert!(said[0].message.contains("256 KiB"), "{said:?}");

    let deep = format!("name = {}{}", "[".repeat(50_000), "]".repeat(50_000));
    assert!(packs::load(&deep, "x.toml").is_err());

    let many =
        format!("{PACK}{}", "\n[[visit]]\nto = [\"turn\"]\ncell = \"take\"\nbasis = \"ours\"\n".repeat(200));
    let said = packs::load(&many, "x.toml").err().unwrap_or_default();
    assert!(said[0].message.contains("more than 100"), "{said:?}");
}

#[test]
fn several_problems_are_told_at_once_in_the_order_of_the_file() {
    let text = PACK.replace("clause = \"P16-5\"", "clause = \"P17-5\"").replace("version = 1", "version = 0");
    let said = packs::load(&text, "x.toml").err().unwrap_or_default();
    let keys: Vec<&str> = said.iter().map(|problem| problem.key.as_str()).collect();
    assert_eq!(keys, ["version", "visit[7].clause", "split[2].clause"]);
}
