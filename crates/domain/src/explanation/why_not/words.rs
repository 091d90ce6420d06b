//! Every word of an answer, once, in both languages.

use std::collections::BTreeSet;

use super::scene::NOW;
use super::{Change, WhyNot, WhyNotReason, why_not_text};
use crate::explanation::Lang;
use crate::explanation::decision_tests::{at, house, sound};
use crate::ids::Cite;
use crate::vocabulary::{Capacity, GateStep, Metric, Role, Status};
use chrono::NaiveDate;

#[test]
fn every_status_role_capacity_and_change_has_words_of_its_own() {
    let mut told = BTreeSet::new();
    let mut say = |reason: WhyNotReason, would_change: Change, cite: Option<Cite>| {
        let why = WhyNot { reason, would_change, cite };
        let (zh, en) = (why_not_text(&why, Lang::Zh, &house()), why_not_text(&why, Lang::En, &house()));
        sound(&zh, &en);
        assert!(told.insert(zh.clone()) && told.insert(en.clone()), "{zh} {en} reads like another");
    };
    let nothing = || Change::Nothing { belongs_to: None };
    for &status in Status::ALL {
        say(WhyNotReason::NotEligible { status }, nothing(), None);
    }
    for &metric in Metric::ALL {
        say(WhyNotReason::Gated { metric, month: NaiveDate::default() }, nothing(), None);
    }
    for &step in GateStep::ALL {
        say(WhyNotReason::NoRow, Change::PassTheGate { open: vec![step], failed: false }, None);
    }
    for &role in Role::ALL {
        say(WhyNotReason::NotAConsultant { role }, nothing(), None);
    }
    for &capacity in Capacity::ALL {
        say(
            WhyNotReason::OutsideOrder { to: "A".into(), capacity, named_by: None, tie: None },
            nothing(),
            Some(Cite::Ours),
        );
    }
    for change in [
        nothing(),
        Change::Nothing { belongs_to: Some("A".into()) },
        Change::SignIn { then_round: None },
        Change::SignIn { then_round: Some(3) },
        Change::BeOnTheFloor,
        Change::HaveStayed,
        Change::HaveItApproved,
        Change::AnnounceIt,
        Change::BeFree,
        Change::AnswerTheCall,
        Change::KeepTheTurn,
        Change::Claim,
        Change::OnceOver { until: None },
        Change::OnceOver { until: Some(at(NOW)) },
        Change::BecomeEligible,
        Change::PassTheGate { open: Vec::new(), failed: false },
        Change::PassTheGate { open: Vec::new(), failed: true },
        Change::BeOnShift,
        Change::OwnHalfsDay,
        Change::MatchTheNeed,
        Change::MatchBetter,
        Change::BeMoreExperienced,
        Change::PenaltyCleared,
        Change::WaitForRound(3),
    ] {
        say(WhyNotReason::NoRow, change, None);
    }
}
