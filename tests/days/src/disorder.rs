//! Lines that follow no sense: any verb, about anybody, in any order, so that whatever a house could be told is told.

use serde_json::{Value, json};
use std::sync::LazyLock;

/// Everybody of the house, and one whom nobody knows.
const STAFF: [&str; 9] = ["A", "B", "C", "D", "E", "T", "S", "M", "nobody"];
/// Visits, and customers known before; names of one kind also stand where the other belongs.
const PARTIES: [&str; 12] = ["v0", "v1", "v2", "v3", "v4", "v5", "v6", "v7", "c0", "c1", "c2", "nothing"];
const PHONES: [&str; 4] = ["13800000000", "+86 138 0000 0001", "13900000002", "021-5555 0003"];

/// What one line is made of; every value is good.
#[derive(Clone, Copy, Debug)]
pub struct Dice {
    /// Which verb.
    pub verb: u8,
    /// Who and whom.
    pub who: [u8; 3],
    /// Which of a verb's optional keys stand there.
    pub keys: u16,
    /// How long after the line before it.
    pub gap: u16,
}

/// The setting of a house under a pack.
#[must_use]
pub fn house(policy: &str) -> Value {
    let customer = |n: usize, owner: &str, state: &str| {
        json!({"id": format!("c{n}"), "name": format!("Customer {n}"), "phone": PHONES[n], "owner": owner,
               "state": state, "registered_at": "2026-02-20T10:00:00+08:00",
               "last_follow_up": "2026-02-25T10:00:00+08:00"})
    };
    json!({"day_file": 1, "policy": policy, "timezone": "Asia/Shanghai",
        "staff": [{"id": "A"}, {"id": "B"}, {"id": "C", "shift": "09:00-15:00"}, {"id": "D", "skills": ["villa"]},
                  {"id": "E", "half": 2}, {"id": "T", "status": "training"},
                  {"id": "S", "role": "supervisor"}, {"id": "M", "role": "manager"}],
        "customers": [customer(0, "A", "open"), customer(1, "B", "closed"), customer(2, "T", "open")]})
}

/// Seconds to the next line: mostly moments and minutes, now and then hours, days, months.
#[must_use]
pub fn seconds(dice: Dice) -> i64 {
    let number = i64::from(dice.gap / 16);
    match dice.gap % 16 {
        0..4 => 0,
        4..9 => number % 120,
        9..12 => 240 + number % 120,
        12..14 => number,
        14 => number * 20,
        _ => number * 900,
    }
}

/// One line without its instant.
#[must_use]
pub fn line(dice: Dice, clauses: &[String]) -> Value {
    let whole = body(dice, clauses);
    let Value::Object(mut keys) = whole else { return whole };
    // Optional keys were written as null where the dice left them out.
    keys.retain(|_, value| !value.is_null());
    if dice.keys.is_multiple_of(23) {
        keys.insert("actor".into(), json!(staff(dice.who[2])));
    }
    Value::Object(keys)
}

fn staff(dice: u8) -> &'static str {
    // The one whom nobody knows ends a run, so only seldom.
    let known = STAFF.len() - 1;
    if dice == u8::MAX { STAFF[known] } else { STAFF[usize::from(dice) % known] }
}

fn party(dice: u8) -> &'static str {
    let known = PARTIES.len() - 1;
    if dice == u8::MAX { PARTIES[known] } else { PARTIES[usize::from(dice) % known] }
}

fn visit(dice: u8) -> &'static str {
    PARTIES[usize::from(dice) % 8]
}

fn pick<'a>(from: &'a [&'a str], dice: impl Into<usize>) -> &'a str {
    from.get(dice.into() % from.len().max(1)).copied().unwrap_or_default()
}

fn body(dice: Dice, clauses: &[String]) -> Value {
    let Dice { verb, who: [a, b, c], keys, .. } = dice;
    // A key that stands where its bit is set.
    let may = |bit: u32, value: Value| if keys >> bit & 1 == 1 { value } else { Value::Null };
    let clause = clauses.get(usize::from(c) % clauses.len().max(1)).map_or("P03-1", String::as_str);
    match verb % 64 {
        0..8 => json!({"do": "sign_in", "staff": staff(a)}),
        8..10 => json!({"do": "sign_out", "staff": staff(a)}),
        10..14 => json!({"do": "step_away", "staff": staff(a), "approved_by": may(0, json!(staff(b))),
                         "reason": pick(&["unannounced", "private", "business"], keys >> 1)}),
        14..17 => json!({"do": "come_back", "staff": staff(a), "claim": keys & 1 == 1}),
        17..29 => arrive(dice),
        29..34 => json!({"do": "leave", "visitor": visit(a)}),
        34..36 => json!({"do": "no_answer", "visitor": visit(a)}),
        36..39 => json!({"do": "register", "visitor": visit(a), "name": may(0, json!("Somebody")),
                         "phone": may(1, json!(pick(&PHONES, b))), "signed_by": may(2, json!(staff(c)))}),
        39 => json!({"do": "claim", "staff": staff(a)}),
        40 => {
            json!({"do": "kin", "customer": party(a), "of": party(b), "approved_by": may(0, json!(staff(c))),
                     "relation": pick(&["spouse", "parent", "sibling", "shareholder", "other"], keys >> 1)})
        }
        41..43 => json!({"do": "find_out", "visitor": visit(a), "staff": may(0, json!(staff(b))),
                         "customer": may(1, json!(party(c))), "reached": may(2, json!(keys & 8 == 8)),
                         "proxy": may(4, json!(staff(c))), "outside": keys & 32 == 32,
                         "decided": may(6, json!(pick(&["last", "same"], keys >> 7))), "by": may(8, json!(staff(c))),
                         "what": pick(&["non_buyer", "survey", "customer_of", "brief"], keys >> 9)}),
        43..45 => {
            json!({"do": "recognise", "visitor": visit(a), "by": staff(b), "customer": may(0, json!(party(c))),
                         "who": pick(&["staff", "customer"], keys >> 1)})
        }
        45 => json!({"do": "choose", "visitor": visit(a), "by": staff(b), "to": may(0, json!(staff(c))),
                     "take": pick(&["both", "proxy"], keys >> 1)}),
        46 => json!({"do": "hand_on", "visitor": visit(a), "by": staff(b), "to": staff(c)}),
        47 => json!({"do": "assist", "visitor": visit(a), "staff": staff(b)}),
        48 => {
            json!({"do": pick(&["waive", "give_up"], keys), "staff": staff(a), "accepted_by": may(1, json!(staff(b)))})
        }
        49 => {
            json!({"do": "delegate", "staff": staff(a), "to": staff(b), "until": "2026-03-20T10:00:00+08:00"})
        }
        50 => {
            json!({"do": "dispatch", "visitor": visit(a), "staff": staff(b), "by": may(0, json!(staff(c)))})
        }
        51 => json!({"do": pick(&["suspend_order", "resume_order"], keys), "by": may(1, json!(staff(a))),
                     "channel": may(2, json!(channel(keys >> 3)))}),
        52 => json!({"do": "permit", "staff": staff(a), "by": may(0, json!(staff(b))),
                     "what": pick(&["second_customer", "order_change"], keys >> 1)}),
        53 => {
            json!({"do": "follow_up", "customer": party(a), "by": staff(b), "how": "call", "reached": keys & 1 == 1})
        }
        54..56 => {
            json!({"do": "deal", "customer": party(a), "by": staff(b), "amount": may(0, json!(1_234_567.89)),
                         "agreed_split": may(1, json!({staff(b): "1/3", staff(c): "2/3"})),
                         "buyer_relation": may(2, json!("spouse")), "units": may(3, json!(2))})
        }
        56 if keys & 1 == 1 => {
            json!({"do": "settle", "dispute": u64::from(a % 4), "by": may(1, json!(staff(b))),
                         "to": may(2, json!(staff(c))), "why": may(3, json!("seen first"))})
        }
        56 => json!({"do": "dispute", "customer": party(a), "between": [staff(b), staff(c)]}),
        57 => json!({"do": "reassign", "customer": party(a), "to": staff(b), "by": staff(c),
                     "why": pick(&["service_quality", "leaving", "other"], keys)}),
        58 => conduct(dice, clause),
        59 => json!({"do": "undo", "visitor": visit(a), "by": may(0, json!(staff(b)))}),
        60 => house_change(dice),
        61 => {
            json!({"do": "arrive", "visitor": "v0", "party_size": 4_294_967_295_u32, "asked": 4_294_967_295_u32})
        }
        _ => ask(dice, clause),
    }
}

/// What is reported of somebody, and a month's figures.
fn conduct(dice: Dice, clause: &str) -> Value {
    let Dice { who: [a, b, c], keys, .. } = dice;
    match keys % 8 {
        0 | 1 => json!({"do": pick(&["incident", "done"], keys), "staff": staff(a), "clause": clause}),
        2 | 3 => json!({"do": "clear", "staff": staff(a), "clause": clause}),
        4 => json!({"do": "clear", "staff": staff(a), "clause": clause, "passed": keys & 8 == 8}),
        5 => json!({"do": "evaluate", "staff": staff(a), "scores": {"manner": b, "results": c}}),
        _ => json!({"do": "result", "staff": staff(a), "leads": b % 16, "deals": c % 4,
                    "month": pick(&["2026-02", "2026-03", "2026-01", "2027-01"], keys >> 3)}),
    }
}

fn arrive(dice: Dice) -> Value {
    let Dice { who: [a, b, c], keys, .. } = dice;
    let may = |bit: u32, value: Value| if keys >> (bit % 16) & 3 == 3 { value } else { Value::Null };
    let says =
        ["sightseer", "survey", "same_trade", "looking_for_somebody", "enquiry", "brochure", "wrong_number"];
    json!({"do": "arrive", "visitor": visit(a), "channel": channel(keys), "name": may(1, json!("Somebody")),
           "phone": may(2, json!(pick(&PHONES, b))), "customer": may(3, json!(party(b))),
           "asks_for": may(5, json!(staff(c))), "invited_by": may(7, json!(staff(c))),
           "referred_by": may(9, json!(party(c))), "acquaintance_of": may(11, json!(staff(b))),
           "says": may(12, json!(pick(&says, c))), "party_size": may(13, json!(usize::from(b) % 9)),
           "grade": may(14, json!(pick(&["prospect", "intent", "signed"], c))), "needs": may(15, json!(["villa"])),
           "key": keys & 33 == 33})
}

fn channel(dice: u16) -> &'static str {
    ["walk_in", "walk_in", "phone", "web"][usize::from(dice % 4)]
}

/// Somebody joins or changes, customers are imported, another pack is bound, somebody leaves the house.
fn house_change(dice: Dice) -> Value {
    let Dice { who: [a, b, _], keys, .. } = dice;
    match keys % 8 {
        0 | 1 => json!({"do": "staff", "staff": {"id": format!("N{}", a % 3)}}),
        2 => {
            json!({"do": "staff", "staff": {"id": staff(a), "status": pick(&["active", "training", "leaving"], b)}})
        }
        3 | 4 => json!({"do": "import", "customers": [{"id": format!("i{}", a % 4), "owner": staff(b)}]}),
        5 | 6 => json!({"do": "bind", "from": "2026-03-05",
                        "policy": any_pack(a)}),
        _ => json!({"do": "resign", "staff": staff(a)}),
    }
}

/// The name of a pack.
fn any_pack(dice: u8) -> &'static str {
    static NAMES: LazyLock<Vec<String>> = LazyLock::new(|| crate::shelf().names());
    NAMES.get(usize::from(dice) % NAMES.len().max(1)).map_or("", String::as_str)
}

fn ask(dice: Dice, clause: &str) -> Value {
    let Dice { who: [a, b, _], keys, .. } = dice;
    let asked =
        ["next", "order", "table", "post", "fines", "tasks", "fairness", "owner", "reception", "eligible"];
    match pick(&asked, keys) {
        "owner" => json!({"do": "ask", "what": "owner", "customer": party(a)}),
        "reception" => json!({"do": "ask", "what": "reception", "visitor": visit(a)}),
        "eligible" => json!({"do": "ask", "what": "eligible", "staff": staff(b)}),
        "tasks" => json!({"do": "ask", "what": "records", "clause": clause}),
        what => json!({"do": "ask", "what": what, "channel": channel(keys >> 4)}),
    }
}
