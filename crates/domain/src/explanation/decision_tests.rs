//! Decisions read aloud: every word once, and whole texts for days that the specification tells.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::{House, Ids, Lang, Names, text};
use crate::decision::{Cell, Chosen, Considered, Decision, Incident, Moved, Rank};
use crate::ids::{Cite, PolicyRef, StaffId};
use crate::time::{Timestamp, Zone};
use crate::vocabulary::{Capacity, Cause, CellUse, Channel, Outcome};

pub(super) fn house() -> House<'static> {
    House { names: &Ids, currency: "CNY", zone: Zone::parse("Asia/Shanghai").expect("a zone") }
}

pub(super) fn at(text: &str) -> Timestamp {
    text.parse().expect("an instant")
}

pub(super) fn clause(id: &str) -> Cite {
    Cite::Clause(id.into())
}

pub(super) fn passed(staff: &str, cause: Cause, outcome: Outcome, cite: Cite) -> Considered {
    Considered::passed(staff.into(), Some(cause), outcome, cite)
}

pub(super) fn chosen(staff: &str, capacity: Capacity, round: Option<u32>, rank: Rank, cite: &str) -> Chosen {
    let cell_use = if round.is_some() { CellUse::Take } else { CellUse::None };
    let cell = round.map(|round| Cell { round, rank });
    Chosen { staff: staff.into(), capacity, cell, cell_use, cite: clause(cite) }
}

pub(super) fn decision(visitor: &str, chosen: Option<Chosen>, passed: Vec<Considered>) -> Decision {
    let mut because = passed;
    if let Some(chosen) = &chosen {
        because.push(Considered::passed(chosen.staff.clone(), None, Outcome::Chosen, chosen.cite.clone()));
    }
    Decision {
        at: at("2026-03-02T02:00:00Z"),
        policy: PolicyRef { name: "any".into(), version: 1 },
        visitor: visitor.into(),
        party: visitor.into(),
        channel: Channel::WalkIn,
        table: Channel::WalkIn.into(),
        department: None,
        belongs_to: chosen.as_ref().map(|chosen| chosen.staff.clone()),
        chosen,
        because,
        rather: Vec::new(),
        incidents: Vec::new(),
        meant_for: None,
        choice_of: None,
        named_by: None,
        assistance: None,
        known_by: None,
        moved: None,
        ahead: None,
        awaits: None,
        tie: None,
        unskilled: false,
    }
}

pub(super) fn incident(staff: &str, cite: Cite) -> Incident {
    Incident {
        staff: staff.into(),
        cite,
        fine_cents: None,
        barred_until: None,
        suspended_until: None,
        warning: false,
        alternate: false,
    }
}

fn by_turn(visitor: &str, staff: &str, round: u32, passed: Vec<Considered>) -> Decision {
    decision(visitor, Some(chosen(staff, Capacity::Turn, Some(round), Rank::Fresh, "P03-1")), passed)
}

fn both(decision: &Decision) -> (String, String) {
    (text(decision, Lang::Zh, &house()), text(decision, Lang::En, &house()))
}

#[track_caller]
fn reads(decision: &Decision, zh: &str, en: &str) {
    assert_eq!(both(decision), (zh.to_owned(), en.to_owned()));
}

/// What must hold of any text in either language.
#[track_caller]
pub(super) fn sound(zh: &str, en: &str) {
    for told in [zh, en] {
        assert!(!told.is_empty() && !told.contains("TODO") && !told.contains("  "), "{told}");
        assert_eq!(told.trim(), told);
    }
    assert!(en.is_ascii() && en.ends_with('.'), "{en}");
    assert!(zh.ends_with('。') && !zh.contains([',', ';', '(', ')']), "{zh}");
}

#[test]
fn every_cause_and_outcome_has_words_of_its_own_in_both_languages() {
    let mut told = BTreeSet::new();
    for &cause in Cause::ALL {
        for &outcome in Outcome::ALL.iter().filter(|outcome| **outcome != Outcome::Chosen) {
            let (zh, en) = both(&by_turn("v9", "B", 1, vec![passed("A", cause, outcome, clause("P99-1x"))]));
            sound(&zh, &en);
            assert!(zh.contains("P99-1x") && en.contains("(P99-1x)"), "{zh} {en}");
            assert!(told.insert(zh) && told.insert(en), "{cause:?} {outcome:?} reads like another");
        }
    }
}

#[test]
fn every_single_word_differs_from_all_others_and_between_the_languages() {
    let causes = Cause::ALL
        .iter()
        .flat_map(|&cause| [super::chinese::cause(cause), super::english::cause(cause).words]);
    let outcomes = Outcome::ALL
        .iter()
        .flat_map(|&outcome| [super::chinese::outcome(outcome), super::english::outcome(outcome)]);
    let words: Vec<&str> = causes.chain(outcomes).collect();
    assert_eq!(words.iter().collect::<BTreeSet<_>>().len(), words.len());
    assert_eq!(words.len(), 2 * (Cause::ALL.len() + Outcome::ALL.len()));
}

#[test]
fn every_capacity_on_every_cell_reads_differently() {
    let mut told = BTreeSet::new();
    for &capacity in Capacity::ALL {
        for &cell_use in CellUse::ALL {
            let mut received = chosen("B", capacity, Some(4), Rank::Ordinary, "P99-2");
            received.cell_use = cell_use;
            let (zh, en) = both(&decision("v1", Some(received), Vec::new()));
            sound(&zh, &en);
            let used = cell_use != CellUse::None;
            assert_eq!(zh.contains("第 4 轮"), used, "{zh}");
            assert_eq!(en.contains("round 4"), used, "{en}");
            assert!(zh.contains("P99-2") && en.contains("(P99-2)"), "{zh} {en}");
            assert!(told.insert(zh.clone()) && told.insert(en.clone()), "{zh} {en} reads like another");
        }
    }
}

#[test]
fn v3_the_turn_holder_is_away_on_private_matters() {
    let mut v3 = by_turn("v3", "D", 1, vec![passed("C", Cause::Private, Outcome::Forfeit, clause("P03-6a"))]);
    v3.incidents.push(Incident {
        fine_cents: Some(5_000),
        barred_until: Some(at("2026-03-02T16:00:00Z")),
        ..incident("C", clause("P03-6a"))
    });
    reads(
        &v3,
        "v3 由 D 接待，按轮次，占用第 1 轮（P03-1）。C 因私离岗，跳过，不补，罚款 50 元，取消当天接待资格（P03-6a）。",
        "D receives v3 by turn and uses round 1 (P03-1). C is away on private matters: the turn is lost and not made \
         up; fined CNY 50, out of the rotation for today (P03-6a).",
    );
}

#[test]
fn v5_the_turn_holder_is_receiving_an_own_customer() {
    let v5 =
        by_turn("v5", "B", 2, vec![passed("A", Cause::BusyOwnOpen, Outcome::MoveToEnd, clause("P03-7"))]);
    reads(
        &v5,
        "v5 由 B 接待，按轮次，占用第 2 轮（P03-1）。A 正在接待自己的未成交老客户，移到末位，本轮内机会保留（P03-7）。",
        "B receives v5 by turn and uses round 2 (P03-1). A is receiving an own customer who has not bought yet: moved \
         to the end of the order, the turn is kept within this round (P03-7).",
    );
}

#[test]
fn v6_one_is_barred_and_one_away_on_business() {
    let v6 = by_turn(
        "v6",
        "A",
        2,
        vec![
            passed("C", Cause::Barred, Outcome::Blank, clause("P03-6a")),
            passed("D", Cause::Business, Outcome::MoveToEnd, clause("P03-6b")),
        ],
    );
    reads(
        &v6,
        "v6 由 A 接待，按轮次，占用第 2 轮（P03-1）。C 当天接待资格已取消，本轮轮空，不补（P03-6a）。\
         D 因公外出，移到末位，本轮内机会保留（P03-6b）。",
        "A receives v6 by turn and uses round 2 (P03-1). C is out of the rotation for today: this round is blank and \
         not made up (P03-6a). D is away on business: moved to the end of the order, the turn is kept within this \
         round (P03-6b).",
    );
}

#[test]
fn v4_goes_to_the_customers_own_consultant() {
    let v4 = decision("v4", Some(chosen("A", Capacity::Owner, None, Rank::Fresh, "P03-3")), Vec::new());
    reads(
        &v4,
        "v4 由 A 接待，是 A 的客户，不占轮次（P03-3）。",
        "A receives v4 as the customer's own consultant; no turn is used (P03-3).",
    );
}

#[test]
fn nobody_can_receive_and_what_falls_at_the_arrival_falls() {
    let keeps = passed("A", Cause::BusyNew, Outcome::Keep, clause("P03-7"));
    let mut waits = decision("v7", None, vec![keeps]);
    reads(
        &waits,
        "v7 目前没有人能接待，先等候；谁都不丢轮次。A 正在接待新客户，轮次不动（P03-7）。",
        "v7 waits: nobody can receive now; nobody loses a turn. A is receiving a new customer: the turn stays as it \
         was (P03-7).",
    );
    let away = passed("C", Cause::Private, Outcome::Forfeit, clause("P03-6a"));
    waits.because.insert(0, Considered { falls_now: true, ..away });
    waits.incidents.push(Incident { fine_cents: Some(5_050), ..incident("C", clause("P03-6a")) });
    reads(
        &waits,
        "v7 目前没有人能接待，先等候；除以下注明的以外，谁都不丢轮次。\
         C 因私离岗，跳过，不补，客户一到即生效，罚款 50.50 元（P03-6a）。A 正在接待新客户，轮次不动（P03-7）。",
        "v7 waits: nobody can receive now; nobody loses a turn but as said below. C is away on private matters: the \
         turn is lost and not made up, from the arrival on; fined CNY 50.50 (P03-6a). A is receiving a new customer: \
         the turn stays as it was (P03-7).",
    );
}

#[test]
fn a_call_is_made_up_on_the_phone_sheet_and_rules_without_a_clause_say_so() {
    let mut p3 = decision(
        "p3",
        Some(chosen("A", Capacity::MakeUp, Some(2), Rank::Priority, "P16-4b")),
        vec![Considered {
            cap: Some(1),
            lost: Some(2),
            ..passed("B", Cause::BusyOwnClosed, Outcome::DeferPriority, Cite::Ours)
        }],
    );
    (p3.channel, p3.table) = (Channel::Phone, Channel::Phone.into());
    reads(
        &p3,
        "p3（来电）由 A 接待，优先补接电话轮排第 2 轮（P16-4b）。\
         B 正在接待自己的已成交老客户，跳过，轮次顺延，优先补接，期间最多补 1 轮；超出的 2 轮这次作废，不补（本项目默认，制度原文未写明）。",
        "A receives p3 (by phone) as a make-up, before all others, of round 2 of the phone sheet (P16-4b). B is \
         receiving an own customer who has bought: the turn is kept and made up before all others, at most 1 in that \
         time; beyond that, 2 turns are lost now (our default, the source is silent).",
    );
    // One sheet for all channels: it has no name of its own.
    p3.table = Channel::WalkIn.into();
    assert!(both(&p3).0.contains("优先补接第 2 轮") && both(&p3).1.contains("of round 2 (P16-4b)"));
}

#[test]
fn a_proxy_receives_for_an_owner_who_is_away() {
    let mut v8 = decision("v8", Some(chosen("C", Capacity::Proxy, None, Rank::Fresh, "P14-9")), Vec::new());
    v8.belongs_to = Some("A".into());
    v8.rather.push(passed("A", Cause::Business, Outcome::Keep, clause("P14-9")));
    v8.rather.push(Considered { cause: None, ..passed("B", Cause::Private, Outcome::Keep, clause("P14-9")) });
    reads(
        &v8,
        "v8 由 C 代为接待，不占轮次（P14-9）。客户归 A。本该由 A 接待，但 A 因公外出（P14-9）。本该由 B 接待，但 B 不在（P14-9）。",
        "C receives v8 as a proxy; no turn is used (P14-9). The customer is A's. A would have received but is away on \
         business (P14-9). B would have received but is not there (P14-9).",
    );
}

#[test]
fn a_visitor_is_handed_back_or_moved_on() {
    let mut back =
        decision("v3", Some(chosen("A", Capacity::Owner, None, Rank::Fresh, "P16-8b")), Vec::new());
    back.moved =
        Some(Moved { from: "C".into(), handed_back: true, state: None, reopened: Some(Rank::Ordinary) });
    reads(
        &back,
        "v3 由 A 接待，是 A 的客户，不占轮次（P16-8b）。原由 C 接待，现交还；C 占用的轮次退回，照原次序补接。",
        "A receives v3 as the customer's own consultant; no turn is used (P16-8b). C had received and hands the \
         visitor back; that turn is open again, to be made up in its place.",
    );
    let mut moved = by_turn("v3", "B", 1, vec![passed("A", Cause::NoAnswer, Outcome::Forfeit, Cite::Ours)]);
    moved.moved = Some(Moved { from: "A".into(), handed_back: false, state: None, reopened: None });
    reads(
        &moved,
        "v3 由 B 接待，按轮次，占用第 1 轮（P03-1）。原派给 A，现改派。A 叫到未应，跳过，不补（本项目默认，制度原文未写明）。",
        "B receives v3 by turn and uses round 1 (P03-1). A had been assigned before. A did not come when called: the \
         turn is lost and not made up (our default, the source is silent).",
    );
    for rank in [Rank::Fresh, Rank::Priority, Rank::Ordinary, Rank::Unclaimed] {
        for waits in [false, true] {
            let mut decision = if waits { decision("v1", None, Vec::new()) } else { back.clone() };
            decision.moved =
                Some(Moved { from: "C".into(), handed_back: false, state: None, reopened: Some(rank) });
            let (zh, en) = both(&decision);
            sound(&zh, &en);
        }
    }
}

#[test]
fn a_turn_closed_before_is_told_as_past_and_penalties_by_other_rules_apart() {
    let gave_up = passed("A", Cause::GaveUp, Outcome::Forfeit, clause("P14-6"));
    let left = passed("B", Cause::Unannounced, Outcome::Forfeit, clause("P14-5a"));
    let mut v2 = by_turn("v2", "C", 3, vec![gave_up, left]);
    v2.because.iter_mut().take(2).for_each(|item| item.closed_before = true);
    v2.incidents.push(Incident {
        fine_cents: Some(5_000),
        suspended_until: Some(at("2026-03-03T01:30:00Z")),
        warning: true,
        alternate: true,
        ..incident("A", clause("P14-99"))
    });
    v2.incidents.push(incident("B", clause("P14-98")));
    reads(
        &v2,
        "v2 由 C 接待，按轮次，占用第 3 轮（P03-1）。A 此前主动放弃了这一轮，跳过，不补（P14-6）。\
         B 此前没有报备就离岗，跳过，不补（P14-5a）。\
         A 罚款 50 元，停接待至 3 月 3 日 09:30，记警告一次，今后每两轮只接一轮（P14-99）。B 记录在案（P14-98）。",
        "C receives v2 by turn and uses round 3 (P03-1). A gave the turn up, earlier: the turn is lost and not made up \
         (P14-6). B was off the floor without telling anyone, earlier: the turn is lost and not made up (P14-5a). A: \
         fined CNY 50, suspended until 3 Mar 09:30, a warning on record, one turn in every two rounds from now on \
         (P14-99). B: put on record (P14-98).",
    );
}

#[test]
fn an_absence_within_grace_and_a_call_in_vain_tell_their_time_themselves() {
    let within = passed("A", Cause::Unannounced, Outcome::Defer, clause("P16-7"));
    let called = passed("C", Cause::NoAnswer, Outcome::Forfeit, clause("P06-4"));
    let v4 = by_turn(
        "v4",
        "B",
        1,
        vec![
            Considered { closed_before: true, ..called },
            Considered { in_grace: true, cap: Some(2), ..within },
        ],
    );
    reads(
        &v4,
        "v4 由 B 接待，按轮次，占用第 1 轮（P03-1）。C 叫到未应，跳过，不补（P06-4）。\
         A 没有报备就离岗，跳过，轮次顺延，之后补接，离岗超时即作废，期间最多补 2 轮（P16-7）。",
        "B receives v4 by turn and uses round 1 (P03-1). C did not come when called: the turn is lost and not made up \
         (P06-4). A is off the floor without telling anyone: the turn is kept and made up later unless the absence \
         lasts too long, at most 2 in that time (P16-7).",
    );
}

struct Wang;

impl Names for Wang {
    fn staff<'a>(&'a self, id: &'a StaffId) -> Cow<'a, str> {
        if id.as_str() == "B" { Cow::Borrowed("王芳") } else { Cow::Owned(format!("{id}2")) }
    }
}

#[test]
fn names_stand_without_gaps_among_chinese_and_with_them_among_latin() {
    let house = House { names: &Wang, currency: "HKD", ..house() };
    let mut v5 =
        by_turn("王先生", "B", 12, vec![passed("A", Cause::Private, Outcome::Forfeit, clause("P03-7"))]);
    v5.incidents.push(Incident { fine_cents: Some(3_005), ..incident("A", clause("P03-7")) });
    assert_eq!(
        text(&v5, Lang::Zh, &house),
        "王先生由王芳接待，按轮次，占用第 12 轮（P03-1）。A2 因私离岗，跳过，不补，罚款 HKD 30.05（P03-7）。"
    );
}

/// P14-2: whom the one in turn names, the visitor did not ask for.
#[test]
fn named_by_the_one_in_turn_is_not_asked_for_by_the_visitor() {
    let named = chosen("B", Capacity::Named, None, Rank::Fresh, "P14-2");
    let mut v1 = Decision { named_by: Some("A".into()), ..decision("v1", Some(named), Vec::new()) };
    reads(
        &v1,
        "v1 由 B 接待，由轮到的 A 指定，不占轮次（P14-2）。",
        "B receives v1, as A decided, whose turn it is; no turn is used (P14-2).",
    );
    v1.named_by = Some("B".into());
    reads(
        &v1,
        "v1 由 B 接待，轮到本人，由本人接待，不占轮次（P14-2）。",
        "B receives v1, as the one in turn chose to; no turn is used (P14-2).",
    );
}

/// P06-1: each department has sheets of its own, and whoever reads a decision needs to know whose.
#[test]
fn a_department_s_sheet_is_named() {
    let mut v1 = by_turn("v1", "A", 1, Vec::new());
    v1.department = Some("leasing".into());
    reads(
        &v1,
        "v1 由 A 接待，按轮次，占用 leasing 的第 1 轮（P03-1）。",
        "A receives v1 by turn and uses round 1 of leasing's sheet (P03-1).",
    );
    (v1.channel, v1.table) = (Channel::Phone, Channel::Phone.into());
    reads(
        &v1,
        "v1（来电）由 A 接待，按轮次，占用 leasing 的电话轮排第 1 轮（P03-1）。",
        "A receives v1 (by phone) by turn and uses round 1 of leasing's phone sheet (P03-1).",
    );
}
