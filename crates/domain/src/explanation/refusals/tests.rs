//! Every refusal speaks both languages, names its clause, and never gives a phone number away.

use std::collections::BTreeSet;

use super::{refusal, refusal_title};
use crate::explanation::Lang;
use crate::explanation::decision_tests::{at, clause, sound};
use crate::ids::Cite;
use crate::refusal::Refusal;
use crate::vocabulary::{Finding, OrderSource, Role};

/// One of every kind; the ids are all the same text, so that a leak would show wherever it were.
fn every(id: &str) -> Vec<Refusal> {
    vec![
        Refusal::UnknownStaff(id.into()),
        Refusal::UnknownVisitor(id.into()),
        Refusal::UnknownParty(id.into()),
        Refusal::UnknownClause(id.into()),
        Refusal::UnknownDepartment(id.into()),
        Refusal::ClockWentBack { seen: at("2026-03-02T01:02:03Z") },
        Refusal::LateEntry,
        Refusal::DuplicateVisitor(id.into()),
        Refusal::DuplicateParty(id.into()),
        Refusal::DuplicateStaff(id.into()),
        Refusal::SignedInAlready(id.into()),
        Refusal::NotSignedIn(id.into()),
        Refusal::AwayAlready(id.into()),
        Refusal::HasLeft(id.into()),
        Refusal::Receiving(id.into()),
        Refusal::NotReceived(id.into()),
        Refusal::Over(id.into()),
        Refusal::NotTheirs { staff: id.into(), cite: clause("P14-2") },
        Refusal::NoBreach { staff: id.into(), cite: clause("P01-1b") },
        Refusal::NotFirstInTurn(id.into()),
        Refusal::NotAuthorised {
            staff: id.into(),
            needs: vec![Role::Supervisor, Role::Manager],
            cite: clause("P12-4"),
        },
        Refusal::NotInPolicy("give_up"),
        Refusal::OrderNotAllowed(OrderSource::LastMonth),
        Refusal::NothingFollows(Finding::Survey),
        Refusal::NothingToClaim(id.into()),
        Refusal::WhichCustomer(id.into()),
        Refusal::NoOwner(id.into()),
        Refusal::DealtAlready(id.into()),
        Refusal::DisputeTooLate(clause("P01-11-4")),
        Refusal::BadShares,
        Refusal::NoAgreedSplit(clause("P08-9")),
        Refusal::CannotReceive(id.into()),
        Refusal::UnknownReason("lunch".into()),
        Refusal::UnknownClass("gold".into()),
        Refusal::UndoTooLate(Cite::Ours),
        Refusal::NotTheLast(id.into()),
        Refusal::Overtaken(id.into()),
        Refusal::OutForGood { staff: id.into(), cite: clause("P11-9") },
        Refusal::NoSuchMonth,
        Refusal::BindTooLate,
        Refusal::NoSuchDispute(7),
        Refusal::IncompleteRecord { missing: vec![id.into()], cite: clause("P12-21") },
        Refusal::TooLarge("people"),
    ]
}

#[test]
fn every_refusal_has_a_title_and_a_sentence_of_its_own_in_both_languages() {
    let all = every("v7");
    let codes: BTreeSet<_> = all.iter().map(Refusal::code).collect();
    assert_eq!(codes.len(), all.len(), "one of every kind");
    let mut told = BTreeSet::new();
    for no in &all {
        let (zh, en) = (refusal(no, Lang::Zh), refusal(no, Lang::En));
        sound(&zh, &en);
        if let Some(clause) = no.clause() {
            assert!(zh.contains(clause.as_str()) && en.contains(clause.as_str()), "{zh} {en}");
        }
        for text in [zh, en, refusal_title(no, Lang::Zh).to_owned(), refusal_title(no, Lang::En).to_owned()] {
            assert!(!text.is_empty() && told.insert(text.clone()), "{text} reads like another");
        }
    }
}

#[test]
fn a_phone_number_used_as_an_id_is_masked_in_every_refusal() {
    for phone in ["13812345678", "+86 138-1234-5678", "0755-8234567", "62345678"] {
        for no in every(phone) {
            for &lang in Lang::ALL {
                let told = refusal(&no, lang);
                assert!(
                    !told.contains(phone) && !told.contains("1234567") && !told.contains("234567"),
                    "{told}"
                );
            }
        }
    }
    let told = refusal(&Refusal::UnknownVisitor("13812345678".into()), Lang::En);
    assert_eq!(told, "No visit has the id 13*******78.");
}

#[test]
fn ids_that_are_no_phone_numbers_stay_readable() {
    for id in ["v5", "2026", "0193a4b2-7c1e-7000-8000-000000000001", "1234567890123456789"] {
        assert!(refusal(&Refusal::UnknownVisitor(id.into()), Lang::Zh).contains(id), "{id}");
    }
}

#[test]
fn sentences_read_as_a_person_would_say_them() {
    let told = |no: &Refusal| (refusal(no, Lang::Zh), refusal(no, Lang::En));
    let no = Refusal::NotAuthorised {
        staff: "B".into(),
        needs: vec![Role::Supervisor, Role::Manager],
        cite: clause("P12-4"),
    };
    assert_eq!(
        told(&no),
        (
            "B 没有权限，须由以下人员办理：主管、经理（P12-4）。".to_owned(),
            "B may not do this; needed: supervisor or manager (P12-4).".to_owned()
        )
    );
    let no = Refusal::ClockWentBack { seen: at("2026-03-02T01:02:03Z") };
    assert_eq!(
        told(&no),
        (
            "时间不能倒退，系统已记到 2026-03-02 01:02:03 UTC。".to_owned(),
            "Time cannot go back; the site has already seen 2026-03-02 01:02:03 UTC.".to_owned()
        )
    );
    let no = Refusal::UndoTooLate(Cite::Ours);
    assert_eq!(
        told(&no),
        (
            "已超过可以撤回派单的时限（本项目默认，制度原文未写明）。".to_owned(),
            "The time in which the assignment could be taken back is over (our default, the source is silent)."
                .to_owned()
        )
    );
}

#[test]
fn every_role_order_and_finding_has_words_of_its_own() {
    let roles = Role::ALL.iter().flat_map(|&word| [super::chinese::role(word), super::english::role(word)]);
    let orders =
        OrderSource::ALL.iter().flat_map(|&word| [super::chinese::order(word), super::english::order(word)]);
    let findings =
        Finding::ALL.iter().flat_map(|&word| [super::chinese::finding(word), super::english::finding(word)]);
    let words: Vec<&str> = roles.chain(orders).chain(findings).collect();
    assert_eq!(words.iter().collect::<BTreeSet<_>>().len(), words.len());
}
