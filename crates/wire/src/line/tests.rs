//! Whole lines: what is read, what is refused and how, and that both ways of reading agree.

use super::*;
use proptest::prelude::*;
use serde_json::json;

const EXAMPLES: [&str; 3] = [
    include_str!("../../tests/marketing-centre.ndjson"),
    include_str!("../../tests/two-tables.ndjson"),
    include_str!("../../tests/full-regulations.ndjson"),
];

/// One line of every verb with all its keys, as the specification names them.
const EVERY_VERB: &str = include_str!("../../tests/every-verb.ndjson");

fn lines(file: &str) -> impl Iterator<Item = &str> {
    file.lines().filter(|line| !line.is_empty())
}

fn told(line: &str) -> String {
    Line::parse(line).unwrap_err().to_string()
}

fn told_of(rest: &str) -> String {
    told(&format!(r#"{{"at":"2026-03-02T09:00:00+08:00",{rest}}}"#))
}

#[test]
fn the_examples_are_read_completely_and_the_quick_way() {
    for file in EXAMPLES {
        let (first, rest) = file.split_once('\n').unwrap();
        let setting = Setting::parse(first).unwrap();
        assert!(!setting.staff.is_empty());
        assert_eq!(setting.timezone.unwrap(), "Asia/Shanghai");
        for line in lines(rest) {
            assert!(swift::read(line).is_some(), "{line}");
            Line::parse(line).unwrap();
        }
    }
}

#[test]
fn every_verb_survives_the_trip_and_loses_no_key() {
    let mut words: Vec<&str> = Vec::new();
    for text in lines(EVERY_VERB) {
        let line = Line::parse(text).unwrap_or_else(|bad| panic!("{bad}: {text}"));
        assert_eq!(swift::read(text).as_ref(), Some(&line));
        let written = serde_json::to_string(&line).unwrap();
        assert_eq!(Line::parse(&written).unwrap(), line);
        let (given, written): (Value, Value) =
            (serde_json::from_str(text).unwrap(), serde_json::from_str(&written).unwrap());
        assert_eq!(written, given);
        words.push(line.verb.word());
    }
    words.dedup();
    assert_eq!(words, Verb::WORDS);
}

#[test]
fn usual_values_stand_in_for_missing_keys() {
    let line = Line::parse(r#"{"at":"2026-03-02T09:00:00+08:00","do":"arrive","visitor":"v1"}"#).unwrap();
    let Verb::Arrive(arrive) = line.verb else { panic!("an arrival") };
    assert_eq!((arrive.channel.word(), arrive.says.word(), arrive.key), ("walk_in", "buyer", false));
    let line = Line::parse(
        r#"{"at":"2026-03-02T09:00:00+08:00","do":"find_out","visitor":"v1","what":"customer_of","reached":false}"#,
    );
    let Verb::FindOut(found) = line.unwrap().verb else { panic!("a finding") };
    assert!(!found.was_reached() && !found.outside);
}

#[test]
fn keys_may_stand_in_any_order() {
    let sorted = r#"{"actor":"S","at":"2026-03-02T09:00:00+08:00","do":"leave","happened_at":"2026-03-02T08:59:00+08:00","visitor":"v1"}"#;
    let usual = r#"{"at":"2026-03-02T09:00:00+08:00","do":"leave","visitor":"v1","actor":"S","happened_at":"2026-03-02T08:59:00+08:00"}"#;
    assert_eq!(Line::parse(sorted), Line::parse(usual));
    assert!(swift::read(sorted).is_none());
}

#[test]
fn a_bad_line_names_its_key_and_the_reason() {
    for (rest, reason) in [
        (r#""do":"arive","visitor":"v1""#, "`do`: unknown verb; was `arrive` meant?"),
        (r#""do":"dance""#, "`do`: unknown verb"),
        (r#""do":7"#, "`do`: must be a text: the verb"),
        (r#""visitor":"v1""#, "`do`: is missing: it names what happened"),
        (r#""do":"arrive""#, "`visitor`: is missing"),
        (r#""do":"arrive","visitor":"v1","chanel":"web""#, "`chanel`: unknown key; was `channel` meant?"),
        (r#""do":"leave","visitor":"v1","expct":{}"#, "`expct`: unknown key; was `expect` meant?"),
        (r#""do":"arrive","visitor":"v1","channel":"fax""#, "`channel`: must be one of walk_in, phone, web"),
        (
            r#""do":"arrive","visitor":"v1","channel":{"web":null}"#,
            "`channel`: must be one of walk_in, phone, web, not object",
        ),
        (r#""do":"arrive","visitor":17"#, "`visitor`: must be a text of at most 64 characters, not number"),
        (r#""do":"arrive","visitor":null"#, "`visitor`: must be a text of at most 64 characters, not null"),
        (r#""do":"arrive","visitor":"""#, "`visitor`: must not be empty"),
        (r#""do":"arrive","visitor":"v\n1""#, "`visitor`: contains a control character"),
        (
            r#""do":"arrive","visitor":"v1","party_size":-1"#,
            "`party_size`: must be a whole number from 0 on, which this number is not",
        ),
        (
            r#""do":"arrive","visitor":"v1","party_size":2.5"#,
            "`party_size`: must be a whole number from 0 on, not number",
        ),
        (r#""do":"arrive","visitor":"v1","key":"yes""#, "`key`: must be true or false, not text"),
        (r#""do":"arrive","visitor":"v1","needs":"villa""#, "`needs`: must be a list, not text"),
        (r#""do":"arrive","visitor":"v1","visitor":"v2""#, "`visitor` stands twice"),
        (r#""do":"leave","visitor":"v1","actor":"S","actor":"M""#, "`actor` stands twice"),
        (
            r#""do":"leave","visitor":"v1","happened_at":"2026-03-02T09:00:01+08:00""#,
            "`happened_at`: is later than `at`",
        ),
        (r#""do":"deal","by":"A""#, "`customer`: is missing, and so is `visitor`: one of them is needed"),
        (
            r#""do":"deal","by":"A","visitor":"v1","agreed_split":{"A":"4/3"}"#,
            "`agreed_split.A`: must be a share such as \"1/3\" or \"1\", which this value is not",
        ),
        (r#""do":"ask","what":"eligible""#, "`staff`: is missing, which this question needs"),
        (
            r#""do":"import","customers":[{"id":"c1","registered_at":"2026-03-01"}]"#,
            "`customers[0].registered_at`: must be an instant with its offset, such as 2026-03-02T09:00:00+08:00",
        ),
    ] {
        assert_eq!(told_of(rest), reason, "{rest}");
    }
}

#[test]
fn a_line_must_be_one_object_with_a_good_instant() {
    assert_eq!(told("[1]"), "must be a JSON object");
    assert_eq!(told(r#"{"do":"leave","visitor":"v1"}"#), "`at`: is missing");
    for at in ["2026-03-02T09:00:00", "2026-03-02", "09:00", ""] {
        let told = told(&format!(r#"{{"at":"{at}","do":"leave","visitor":"v1"}}"#));
        assert_eq!(told, "`at`: must be an instant with its offset, such as 2026-03-02T09:00:00+08:00");
    }
    assert!(told("{\"at\":").starts_with("not valid JSON at column 6"));
    assert!(told("").starts_with("not valid JSON"));
    assert!(told(&"[".repeat(100_000)).contains("recursion limit"));
}

#[test]
fn sizes_are_bounded() {
    let long = |n: usize| "x".repeat(n);
    assert_eq!(told(&long(MOST_BYTES + 1)), "is longer than 1048576 bytes");
    for (key, most) in [("name", 100), ("phone", 32), ("asks_for", 64)] {
        let rest = |n: usize| format!(r#""do":"arrive","visitor":"v1","{key}":"{}""#, long(n));
        assert_eq!(told_of(&rest(most + 1)), format!("`{key}`: is longer than {most} characters"));
        assert!(Line::parse(&format!(r#"{{"at":"2026-03-02T09:00:00+08:00",{}}}"#, rest(most))).is_ok());
    }
    let note = format!(r#""do":"incident","staff":"A","clause":"P01-1b","note":"{}""#, long(2001));
    assert_eq!(told_of(&note), "`note`: is longer than 2000 characters");
    let needs = vec!["s"; 10_001];
    let rest = format!(r#""do":"arrive","visitor":"v1","needs":{}"#, json!(needs));
    assert_eq!(told_of(&rest), "`needs`: holds more than 10000 items");
}

#[test]
fn no_error_and_no_debug_shows_a_phone() {
    for phone in
        [r#""13800000001 and 13800000001 and more""#, "13800000001", "-13800000001", r#"["13800000001"]"#]
    {
        for rest in [
            format!(r#""do":"arrive","visitor":"v1","phone":{phone}"#),
            format!(r#""do":"arrive","visitor":"v1","channel":{phone}"#),
            format!(r#""do":"arrive","visitor":"v1","party_size":{phone}"#),
            format!(r#""do":{phone}"#),
            format!(r#""do":"leave","visitor":"v1","happened_at":{phone}"#),
            format!(r#""do":"register","visitor":"v1","fields":{{"mobile":[{phone}]}}"#),
            format!(r#""do":"deal","by":"A","visitor":"v1","agreed_split":{{"13800000001":{phone}}}"#),
        ] {
            let bad = told_of(&rest);
            assert!(!bad.contains("138"), "{bad}");
        }
    }
    for rest in [
        r#""do":"register","visitor":"v1","phone":"13800000001","fields":{"mobile":"13800000001"}"#,
        r#""do":"import","customers":[{"id":"c1","phone":"13800000001"}]"#,
    ] {
        let line = Line::parse(&format!(r#"{{"at":"2026-03-02T09:00:00+08:00",{rest}}}"#)).unwrap();
        assert!(!format!("{line:?}").contains("138"), "{line:?}");
    }
}

#[test]
fn the_setting_needs_its_edition_and_its_policy() {
    let told = |text: &str| Setting::parse(text).unwrap_err().to_string();
    assert_eq!(told(r#"{"day_file":1}"#), "`policy`: is missing");
    assert_eq!(
        told(r#"{"day_file":2,"policy":"p"}"#),
        "`day_file`: must be 1, the only edition of the format so far"
    );
    assert_eq!(told(r#"{"day_file":1,"policy":"p","polcy":1}"#), "`polcy`: unknown key; was `policy` meant?");
    assert_eq!(
        told(r#"{"day_file":1,"policy":"p","sales":[{"A":1},{"A":1}]}"#),
        "`sales`: must be an object or a text, not list"
    );
    assert_eq!(
        told(r#"{"day_file":1,"policy":"p","sales":{"yesterday":{"A":-1}}}"#),
        "`sales.yesterday.A`: must be a whole number from 0 on, which this number is not"
    );
    assert!(told(r#"{"at":"2026-03-02T09:00:00+08:00","do":"leave"}"#).contains("`day_file`: is missing"));
}

#[test]
fn the_setting_survives_the_trip() {
    let text = include_str!("../../tests/setting.json");
    let setting = Setting::parse(text).unwrap();
    let written = serde_json::to_string(&setting).unwrap();
    assert_eq!(Setting::parse(&written).unwrap(), setting);
    assert_eq!(
        serde_json::from_str::<Value>(&written).unwrap(),
        serde_json::from_str::<Value>(text).unwrap()
    );
}

/// JSON that is near to a line: real keys and words beside wrong ones, values of all kinds.
fn near_line() -> impl Strategy<Value = String> {
    let keys = [
        "at", "do", "visitor", "staff", "channel", "phone", "expect", "actor", "by", "customer", "what", "x",
    ];
    let value = prop_oneof![
        prop::sample::select(Verb::WORDS).prop_map(|word| json!(word)),
        Just(json!("2026-03-02T09:00:00+08:00")),
        Just(json!(["A", "B"])),
        Just(json!({"id": "A"})),
        Just(Value::Null),
        any::<i32>().prop_map(|n| json!(n)),
        "[a-z]{0,5}".prop_map(|text| json!(text)),
    ];
    prop::collection::vec((prop::sample::select(keys.to_vec()), value), 0..5).prop_map(|members| {
        let members: Vec<String> =
            members.iter().map(|(key, value)| format!("{}:{value}", json!(key))).collect();
        format!(r#"{{"at":"2026-03-02T09:00:00+08:00",{}}}"#, members.join(","))
    })
}

proptest! {
    #[test]
    fn both_ways_of_reading_agree(text in near_line()) {
        let exact = reading::tree(&text).and_then(Line::from_tree);
        if let Some(quick) = swift::read(&text) {
            prop_assert_eq!(Ok(quick), exact);
        }
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in "\\PC{0,80}", cut in 0_usize..200, line in 0_usize..60) {
        let _ = Line::parse(&text);
        let _ = Setting::parse(&text);
        let known = lines(EVERY_VERB).nth(line % lines(EVERY_VERB).count()).unwrap_or_default();
        let cut = (0..=cut.min(known.len())).rev().find(|at| known.is_char_boundary(*at)).unwrap_or(0);
        let _ = Line::parse(&format!("{}{text}{}", &known[..cut], &known[cut..]));
    }
}
