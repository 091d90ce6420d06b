//! "Why not me?" for everybody a decision can leave out, on the floor as it was before.

use super::scene::{NOW, floor, member, open, waiting};
use super::{Change, Place, WhyNot, WhyNotReason, why_not, why_not_text};
use crate::decision::{Considered, Decision, Moved, Rank};
use crate::explanation::Lang;
use crate::explanation::decision_tests::{at, chosen, clause, decision, house, passed, sound};
use crate::floor::{Absence, Bar, Floor, Member, Presence, Shift};
use crate::vocabulary::{Capacity, Cause, Outcome, Reason, Role, Status};

/// `staff` receives on the cell of this round.
fn turn(staff: &str, round: u32, passed: Vec<Considered>) -> Decision {
    decision("v5", Some(chosen(staff, Capacity::Turn, Some(round), Rank::Fresh, "P03-1")), passed)
}

fn outside(staff: &str, capacity: Capacity) -> Decision {
    decision("v4", Some(chosen(staff, capacity, None, Rank::Fresh, "P03-3")), Vec::new())
}

fn ask(decision: &Decision, floor: &Floor, staff: &str) -> WhyNot {
    let why = why_not(decision, floor, &staff.into(), at(NOW));
    sound(&why_not_text(&why, Lang::Zh, &house()), &why_not_text(&why, Lang::En, &house()));
    why
}

#[track_caller]
fn tells(decision: &Decision, floor: &Floor, staff: &str, zh: &str, en: &str) {
    let why = ask(decision, floor, staff);
    let told = (why_not_text(&why, Lang::Zh, &house()), why_not_text(&why, Lang::En, &house()));
    assert_eq!(told, (zh.to_owned(), en.to_owned()));
}

#[test]
fn whoever_received_is_told_so() {
    let why = ask(&turn("B", 2, Vec::new()), &floor([3, 2, 2, 2]), "B");
    assert_eq!(why.reason, WhyNotReason::Chosen);
    assert_eq!(why.cite, Some(clause("P03-1")));
}

#[test]
fn strangers_and_leavers_are_not_of_the_house() {
    let mut before = floor([1, 1, 1, 1]);
    before.members[3].gone = true;
    for staff in ["X", "D"] {
        assert_eq!(ask(&turn("A", 1, Vec::new()), &before, staff).reason, WhyNotReason::NotOfTheHouse);
    }
}

#[test]
fn passed_over_for_receiving_an_own_customer() {
    let v5 = turn("B", 2, vec![passed("A", Cause::BusyOwnOpen, Outcome::MoveToEnd, clause("P03-7"))]);
    tells(
        &v5,
        &floor([2, 2, 2, 2]),
        "A",
        "你正在接待自己的未成交老客户，移到末位，本轮内机会保留（P03-7）。要是手上的接待当时已经结束，这次就由你接待。",
        "You were receiving an own customer who has not bought yet: moved to the end of the order, the turn is kept \
         within this round (P03-7). Had you been free by then, you would have received.",
    );
    // Everybody else had had round 2 already: whoever receives does so in round 3, and A's round 2 is over.
    let late = turn("B", 3, v5.because[..1].to_vec());
    tells(
        &late,
        &floor([2, 3, 3, 3]),
        "A",
        "你正在接待自己的未成交老客户，移到末位，但这一轮已经过去，不补（P03-7）。\
         要是手上的接待当时已经结束，这次就由你接待。",
        "You were receiving an own customer who has not bought yet: moved to the end of the order, but that round is \
         over, so the turn is lost (P03-7). Had you been free by then, you would have received.",
    );
}

#[test]
fn deferred_within_grace_says_for_how_long() {
    let within = passed("A", Cause::Private, Outcome::Defer, clause("P16-7"));
    let v4 = turn("B", 1, vec![Considered { in_grace: true, ..within }]);
    tells(
        &v4,
        &floor([1, 1, 1, 1]),
        "A",
        "你因私离岗，跳过，轮次顺延，之后补接，离岗超时即作废（P16-7）。要是客户到访前已经回到岗位，这次就由你接待。",
        "You were away on private matters: the turn is kept and made up later unless the absence lasts too long (P16-7). \
         Back on the floor before the visitor came, you would have received.",
    );
}

#[test]
fn what_would_have_changed_it_goes_by_the_cause() {
    let before = floor([1, 1, 1, 1]);
    for (cause, change) in [
        (Cause::Unannounced, Change::AnnounceIt),
        (Cause::Private, Change::BeOnTheFloor),
        (Cause::Business, Change::BeOnTheFloor),
        (Cause::NoAnswer, Change::AnswerTheCall),
        (Cause::BusyNew, Change::BeFree),
        (Cause::BusyOwnOpen, Change::BeFree),
        (Cause::BusyOwnClosed, Change::BeFree),
        (Cause::Proxying, Change::BeFree),
        (Cause::HelpingToClose, Change::BeFree),
        (Cause::Waived, Change::KeepTheTurn),
        (Cause::GaveUp, Change::KeepTheTurn),
        (Cause::Barred, Change::OnceOver { until: None }),
        (Cause::Suspended, Change::OnceOver { until: None }),
        (Cause::NotEligible, Change::BecomeEligible),
        (Cause::OffShift, Change::BeOnShift),
        (Cause::OffHalf, Change::OwnHalfsDay),
        (Cause::NoMatch, Change::MatchTheNeed),
        (Cause::SkippedRound, Change::PenaltyCleared),
    ] {
        let because = vec![passed("A", cause, Outcome::Forfeit, clause("P99-1"))];
        let why = ask(&turn("B", 1, because.clone()), &before, "A");
        assert_eq!(why.would_change, change, "{cause:?}");
        assert_eq!(why.cite, Some(clause("P99-1")));
        let waits = ask(&decision("v1", None, because), &before, "A");
        assert!(matches!(waits.reason, WhyNotReason::PassedOver { waits: true, .. }));
    }
}

#[test]
fn business_that_no_lead_approved_wants_approval() {
    let mut before = floor([1, 1, 1, 1]);
    let absence = |approved_by| Absence::plain(at(NOW), Reason::Business, approved_by);
    before.members[0].presence = Presence::Away(absence(None));
    let v1 = turn("B", 1, vec![passed("A", Cause::Private, Outcome::Forfeit, clause("P03-6a"))]);
    tells(
        &v1,
        &before,
        "A",
        "你因私离岗，跳过，不补（P03-6a）。\
         要是客户到访前已经回到岗位，这次就由你接待；因公外出要先经主管批准，才不按因私处理。",
        "You were away on private matters: the turn is lost and not made up (P03-6a). Back on the floor before the \
         visitor came, you would have received; business counts as such once a lead has approved it.",
    );
    before.members[0].presence = Presence::Away(absence(Some("S".into())));
    let v1 = turn("B", 1, vec![passed("A", Cause::Business, Outcome::Defer, clause("P03-6b"))]);
    assert_eq!(ask(&v1, &before, "A").would_change, Change::BeOnTheFloor);
}

#[test]
fn a_later_round_waits_and_a_later_row_of_the_same_round_too() {
    let v5 = turn("B", 2, Vec::new());
    let before = floor([3, 2, 2, 3]);
    let why = ask(&v5, &before, "A");
    let used = Place { priority: false, round: 2, row: 2 };
    let mine = Place { priority: false, round: 3, row: 1 };
    assert_eq!(why.reason, WhyNotReason::LaterCell { mine, used, by: "B".into() });
    tells(
        &v5,
        &before,
        "A",
        "你的下一次机会在第 3 轮；B 的第 2 轮还没接，先轮到 B（P03-1）。等到第 3 轮轮到你。",
        "Your next open cell is in round 3; round 2 was still open for B (P03-1). Your turn comes in round 3.",
    );
    tells(
        &v5,
        &before,
        "C",
        "你的下一次机会在第 2 轮，B 同在这一轮，排在你前面（P03-1）。等到第 2 轮轮到你。",
        "Your next open cell is in round 2, and B stands before you in it (P03-1). Your turn comes in round 2.",
    );
}

#[test]
fn a_make_up_with_priority_comes_before_an_earlier_round() {
    let mut before = floor([4, 4, 4, 4]);
    before.tables[0].rows[3].open = vec![open(3, Rank::Priority)];
    before.tables[0].rows[0].open = vec![open(2, Rank::Ordinary)];
    let v5 =
        decision("v5", Some(chosen("D", Capacity::MakeUp, Some(3), Rank::Priority, "P01-4a")), Vec::new());
    tells(
        &v5,
        &before,
        "A",
        "D 有一次优先补接（第 3 轮），排在所有人前面（P01-4a）。等到第 2 轮轮到你。",
        "D had a make-up of round 3 that comes before all others (P01-4a). Your turn comes in round 2.",
    );
}

#[test]
fn a_make_up_that_nobody_asked_for_does_not_count() {
    let mut before = floor([3, 2, 2, 2]);
    before.tables[0].rows[0].open = vec![open(1, Rank::Unclaimed)];
    let v5 = turn("B", 2, Vec::new());
    let why = ask(&v5, &before, "A");
    assert_eq!((&why.reason, &why.would_change), (&WhyNotReason::NotClaimed { round: 1 }, &Change::Claim));
    // One of a later round than the cell that was used would not have come first either.
    before.tables[0].rows[0].open = vec![open(2, Rank::Unclaimed)];
    before.tables[0].rows.swap(0, 1);
    assert!(matches!(ask(&v5, &before, "A").reason, WhyNotReason::LaterCell { .. }));
}

#[test]
fn skipped_rounds_are_not_ones_next_turn() {
    let mut before = floor([2, 2, 2, 2]);
    before.tables[0].rows[2].alternate_from = Some(2);
    let why = ask(&turn("B", 2, Vec::new()), &before, "C");
    assert_eq!(why.would_change, Change::WaitForRound(3));
}

#[test]
fn not_signed_in_with_and_without_a_row() {
    let mut before = floor([1, 1, 2, 1]);
    for seat in [0, 2] {
        before.members[seat].presence = Presence::Off;
    }
    before.members.push(Member { presence: Presence::Off, ..member("E") });
    let v5 = turn("B", 1, Vec::new());
    for (staff, then_round) in [("A", None), ("C", Some(2)), ("E", None)] {
        let why = ask(&v5, &before, staff);
        assert_eq!(
            (why.reason, why.would_change),
            (WhyNotReason::NotSignedIn, Change::SignIn { then_round })
        );
    }
}

#[test]
fn standing_exclusions_come_before_the_order_of_the_sheet() {
    let mut before = floor([2, 1, 2, 2]);
    let bar = |until: &str| Some(Bar { until: at(until), cite: clause("P03-6a") });
    before.members[0].bar = bar("2026-03-02T16:00:00Z");
    before.members[2].suspension = bar("2026-03-03T01:30:00Z");
    let six = "06:00:00".parse().expect("a time");
    before.members[3].shift = Some(Shift { from: six, to: "10:00:00".parse().expect("a time") });
    before.members.push(Member { role: Role::Secretary, ..member("S") });
    let v5 = turn("B", 1, Vec::new());
    assert!(matches!(ask(&v5, &before, "A").reason, WhyNotReason::Barred { .. }));
    tells(
        &v5,
        &before,
        "C",
        "你停接待至 3 月 3 日 09:30（P03-6a）。到 3 月 3 日 09:30 才恢复接待资格。",
        "You are suspended until 3 Mar 09:30 (P03-6a). You are back in the rotation from 3 Mar 09:30.",
    );
    tells(
        &v5,
        &before,
        "D",
        "当时不在你的当班时间（06:00-10:00）。在自己的当班时间内才参加轮排。",
        "You were off shift (06:00-10:00). You take part within your own hours.",
    );
    assert_eq!(ask(&v5, &before, "S").reason, WhyNotReason::NotAConsultant { role: Role::Secretary });
    // A bar that has run out is none.
    before.members[0].bar = bar(NOW);
    assert!(matches!(ask(&v5, &before, "A").reason, WhyNotReason::LaterCell { .. }));
}

#[test]
fn without_a_row_it_is_the_status_or_the_sheet() {
    let mut before = floor([1, 1, 1, 1]);
    before.members.push(Member { status: Status::Training, ..member("E") });
    before.members.push(member("F"));
    let v5 = turn("A", 1, Vec::new());
    assert_eq!(ask(&v5, &before, "E").reason, WhyNotReason::NotEligible { status: Status::Training });
    assert_eq!(ask(&v5, &before, "F").reason, WhyNotReason::NoRow);
}

#[test]
fn a_customer_who_belongs_to_somebody_never_asked_whose_turn_it_was() {
    let before = floor([1, 1, 1, 1]);
    let mut v4 = outside("A", Capacity::Owner);
    v4.belongs_to = None;
    tells(
        &v4,
        &before,
        "B",
        "客户有归属，由 A 接待，不看轮次，谁的机会都没动（P03-3）。客户归 A，你这边没有什么可改变的。",
        "A received as the customer's own consultant, outside the order: nobody's turn was at stake (P03-3). The \
         customer is A's: nothing you could do would change that.",
    );
    for &capacity in Capacity::ALL.iter().filter(|it| !matches!(it, Capacity::Turn | Capacity::MakeUp)) {
        let why = ask(&outside("A", capacity), &before, "B");
        assert_eq!(
            why.reason,
            WhyNotReason::OutsideOrder { to: "A".into(), capacity, named_by: None, tie: None }
        );
    }
    // The owner of a visitor who waited, as the floor knows it.
    let mut before = before;
    before.waiting.push(waiting("v4", Some("C"), &[]));
    let mut proxied = outside("A", Capacity::Proxy);
    proxied.belongs_to = None;
    assert_eq!(ask(&proxied, &before, "B").would_change, Change::Nothing { belongs_to: Some("C".into()) });
}

#[test]
fn the_owner_learns_what_kept_them_from_their_own_customer() {
    let mut v8 = outside("C", Capacity::Proxy);
    v8.rather.push(passed("A", Cause::BusyNew, Outcome::Keep, clause("P03-3")));
    v8.rather.push(Considered { cause: None, ..passed("B", Cause::Private, Outcome::Keep, clause("P03-3")) });
    tells(
        &v8,
        &floor([1, 1, 1, 1]),
        "A",
        "这位客户本该由你接待，但你正在接待新客户（P03-3）。要是手上的接待当时已经结束，这次就由你接待。",
        "This visitor would have been yours, but you were receiving a new customer (P03-3). Had you been free by then, \
         you would have received.",
    );
    tells(
        &v8,
        &floor([1, 1, 1, 1]),
        "B",
        "这位客户本该由你接待，但你当时没有签到（P03-3）。客户到访前已经签到，才能参加接待。",
        "This visitor would have been yours, but you were not signed in (P03-3). You take part if you are signed in \
         before the visitor comes.",
    );
}

#[test]
fn called_in_vain_handed_back_or_moved_on() {
    let mut before = floor([1, 1, 1, 1]);
    before.waiting.push(waiting("v4", None, &["B"]));
    let mut v4 = outside("A", Capacity::Owner);
    let why = ask(&v4, &before, "B");
    assert_eq!((why.reason, why.would_change), (WhyNotReason::CalledInVain, Change::AnswerTheCall));
    for (handed_back, capacity) in [(true, Capacity::Owner), (false, Capacity::Dispatched)] {
        v4 = outside("A", capacity);
        v4.moved = Some(Moved { from: "C".into(), handed_back, state: None, reopened: None });
        let why = ask(&v4, &before, "C");
        assert_eq!(why.reason, WhyNotReason::MovedOn { to: Some("A".into()), handed_back });
        let belongs_to = handed_back.then(|| "A".into());
        assert_eq!(why.would_change, Change::Nothing { belongs_to });
    }
    v4.chosen = None;
    let why = ask(&v4, &before, "C");
    assert_eq!(why.reason, WhyNotReason::MovedOn { to: None, handed_back: false });
}

#[test]
fn nobody_received_and_the_scan_does_not_name_one() {
    let why = ask(&decision("v1", None, Vec::new()), &floor([1, 1, 1, 1]), "A");
    assert_eq!(why.reason, WhyNotReason::NobodyReceives);
    // By match, an earlier cell may be left in its place.
    let matched =
        decision("v1", Some(chosen("B", Capacity::Match, Some(1), Rank::Fresh, "P17-2b")), Vec::new());
    let why = ask(&matched, &floor([1, 1, 1, 1]), "A");
    assert_eq!(
        why.reason,
        WhyNotReason::OutsideOrder { to: "B".into(), capacity: Capacity::Match, named_by: None, tie: None }
    );
}

/// P08-2, P08-4: back before the visitor came, it was going that had cost the turn.
#[test]
fn back_before_the_visitor_came_is_not_told_to_have_been_back() {
    let gone = passed("A", Cause::Unannounced, Outcome::Forfeit, clause("P08-2"));
    let v5 = turn("B", 1, vec![Considered { closed_before: true, ..gone.clone() }]);
    assert_eq!(ask(&v5, &floor([2, 1, 1, 1]), "A").would_change, Change::HaveStayed);
    let still_gone = turn("B", 1, vec![gone]);
    assert_eq!(ask(&still_gone, &floor([1, 1, 1, 1]), "A").would_change, Change::AnnounceIt);
}

/// P17-2b: whoever lacks the skill is not told that their turn comes later, and more experience counts in one round.
#[test]
fn what_ruled_somebody_out_of_a_match_is_the_skill() {
    let mut before = floor([1, 2, 1, 2]);
    before.members[0].experience_months = Some(60);
    before.members[2].skills.push("villa".into());
    before.members[2].experience_months = Some(24);
    let mut needing = waiting("v5", None, &[]);
    needing.arrival.needs.push("villa".into());
    before.waiting.push(needing);
    let no_match = |staff| passed(staff, Cause::NoMatch, Outcome::Keep, clause("P17-2b"));
    let received = chosen("C", Capacity::Match, Some(1), Rank::Fresh, "P17-2b");
    let v5 = decision("v5", Some(received), vec![no_match("A")]);
    assert_eq!(ask(&v5, &before, "A").would_change, Change::MatchTheNeed);
    before.members[0].experience_months = None;
    assert_eq!(ask(&v5, &before, "A").would_change, Change::MatchBetter);
    before.members[0].skills.push("villa".into());
    assert_eq!(ask(&v5, &before, "A").would_change, Change::BeMoreExperienced);
    let why = ask(&v5, &before, "D");
    let unskilled = WhyNotReason::PassedOver {
        cause: Some(Cause::NoMatch),
        outcome: Outcome::Keep,
        lapses: false,
        lost: false,
        waits: false,
    };
    assert_eq!((why.reason, why.would_change), (unskilled, Change::Nothing { belongs_to: None }));
    before.members[3].skills.push("villa".into());
    assert!(matches!(ask(&v5, &before, "D").reason, WhyNotReason::LaterCell { .. }));
}
