//! Results look as the specification shows them.

use super::*;
use crate::vocabulary::{Capacity, Cause, Cell, Channel, Outcome};
use crate::{Label, Money, Share, Stamp};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

fn at() -> Stamp {
    Stamp::parse("2026-03-02T09:00:00+08:00").unwrap()
}

fn both_ways<T: Serialize + DeserializeOwned + PartialEq + core::fmt::Debug>(value: &T, text: &str) {
    assert_eq!(serde_json::to_string(value).unwrap(), text);
    assert_eq!(&serde_json::from_str::<T>(text).unwrap(), value);
}

fn decision() -> Decision {
    Decision {
        reception: "v5".into(),
        assigned: Some("B".into()),
        capacity: Some(Capacity::Turn),
        uses_turn: true,
        because: vec![
            Because {
                staff: "A".into(),
                outcome: Outcome::MoveToEnd,
                cause: Some(Cause::BusyOwnOpen),
                lost: None,
                clause: Some("P03-7".into()),
                basis: None,
            },
            Because {
                staff: "B".into(),
                outcome: Outcome::Chosen,
                cause: None,
                lost: None,
                clause: Some("P03-1".into()),
                basis: None,
            },
        ],
        ..Decision::default()
    }
}

#[test]
fn a_decision_is_printed_as_the_specification_shows_it() {
    let printed = Printed::done(7, at(), "arrive", decision());
    both_ways(
        &printed,
        concat!(
            r#"{"line":7,"at":"2026-03-02T09:00:00+08:00","do":"arrive","ok":true,"result":"#,
            r#"{"reception":"v5","assigned":"B","as":"turn","uses_turn":true,"#,
            r#""because":[{"staff":"A","outcome":"move_to_end","cause":"busy_own_open","clause":"P03-7"},"#,
            r#"{"staff":"B","outcome":"chosen","clause":"P03-1"}],"incidents":[]}}"#
        ),
    );
}

#[test]
fn nobody_who_can_receive_is_a_null() {
    let waiting = Decision { reception: "v5".into(), waiting: true, ..Decision::default() };
    both_ways(
        &waiting,
        r#"{"reception":"v5","assigned":null,"uses_turn":false,"waiting":true,"because":[],"incidents":[]}"#,
    );
    both_ways(&Next { next: None }, r#"{"next":null}"#);
    both_ways(
        &Owner { owner: None, state: None, protected_until: None },
        r#"{"owner":null,"protected_until":null}"#,
    );
}

#[test]
fn fines_are_in_whole_units_where_they_are_whole() {
    let breach = Breach {
        staff: "C".into(),
        clause: "P03-6a".into(),
        fine: Money::from_cents(5000),
        suspended_until: None,
        warning: false,
    };
    both_ways(&breach, r#"{"staff":"C","clause":"P03-6a","fine":50}"#);
    let fines = Fines { fines: Money::from_cents(5050).unwrap(), warnings: 0, suspended_until: None };
    both_ways(&fines, r#"{"fines":50.5,"warnings":0,"suspended_until":null}"#);
}

#[test]
fn a_split_is_in_fractions() {
    let split = [("A", Share::new(2, 6)), ("B", Share::new(2, 3))];
    let split = split.into_iter().map(|(staff, share)| (Label::from(staff), share.unwrap())).collect();
    both_ways(
        &DealResult {
            customer: "v1".into(),
            owner: Some("A".into()),
            split,
            clause: Some("P16-8c".into()),
            waiting_for: Vec::new(),
            closed_by: None,
        },
        r#"{"customer":"v1","owner":"A","split":{"A":"1/3","B":"2/3"},"clause":"P16-8c"}"#,
    );
}

#[test]
fn sheets_posts_and_fairness_have_their_shapes() {
    let row = Row { staff: "A".into(), cells: vec![Cell::Taken, Cell::Deferred] };
    both_ways(&Table { rows: vec![row] }, r#"{"rows":[{"staff":"A","cells":["taken","deferred"]}]}"#);
    both_ways(
        &Post::Single { at_post: Some("D".into()), until: Some(at()), clause: None },
        r#"{"at_post":"D","until":"2026-03-02T09:00:00+08:00"}"#,
    );
    both_ways(&Post::Pair { a: Some("A".into()), b: None }, r#"{"a":"A","b":null}"#);
    let channel = ChannelFairness {
        filled: [(Label::from("A"), 3)].into(),
        deferred: [(Label::from("A"), 0)].into(),
        spread: 1,
        jain: 0.5,
    };
    both_ways(
        &Fairness([(Channel::WalkIn, channel)].into()),
        r#"{"walk_in":{"filled":{"A":3},"deferred":{"A":0},"spread":1,"jain":0.5}}"#,
    );
}

#[test]
fn a_refusal_and_what_time_brought_are_lines_too() {
    let error = Refused { code: "not_eligible".into(), detail: "…".into(), clause: Some("P12-3".into()) };
    both_ways(
        &Printed::<Value>::refused(3, at(), "waive", error),
        concat!(
            r#"{"line":3,"at":"2026-03-02T09:00:00+08:00","do":"waive","ok":false,"#,
            r#""error":{"code":"not_eligible","detail":"…","clause":"P12-3"}}"#
        ),
    );
    let auto = Auto {
        line: 9,
        at: at(),
        auto: "day_end".into(),
        staff: None,
        visitor: None,
        customer: None,
        result: json!({}),
    };
    both_ways(&auto, r#"{"line":9,"at":"2026-03-02T09:00:00+08:00","auto":"day_end","result":{}}"#);
}

#[test]
fn any_answer_writes_itself_without_a_wrapper() {
    let text = |answer: Answer| serde_json::to_string(&answer).unwrap();
    assert_eq!(text(Nothing::default().into()), "{}");
    assert_eq!(text(Nothing { diverged: true, ..Nothing::default() }.into()), r#"{"diverged":true}"#);
    assert_eq!(text(Next { next: Some("B".into()) }.into()), r#"{"next":"B"}"#);
    assert_eq!(text(decision().into()), serde_json::to_string(&decision()).unwrap());
}
