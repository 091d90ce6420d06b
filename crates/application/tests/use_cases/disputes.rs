//! A finding can be found again from the journal alone, and what a manager made of it stands beside it.

use application::ports::Origin;
use application::replayed;
use domain::answer::Answer;
use domain::command::{Command, Context};
use domain::event::{Event, FloorEvent};
use domain::policy::PolicyShelf;
use domain::site::{self, View};

use crate::house::{House, now};

#[test]
fn a_finding_is_found_again_from_the_journal() {
    let house = House::with_all_in("full-regulations");
    for line in [
        r#"{"at":"2026-03-02T09:00:00+08:00","do":"arrive","visitor":"v1","phone":"13900000002"}"#,
        r#"{"at":"2026-03-02T09:02:00+08:00","do":"register","visitor":"v1","name":"Zhao Min","phone":"13900000002","signed_by":"A"}"#,
        r#"{"at":"2026-03-02T09:31:00+08:00","do":"leave","visitor":"v1"}"#,
        r#"{"at":"2026-03-03T10:00:00+08:00","do":"follow_up","customer":"v1","by":"A","how":"call"}"#,
    ] {
        house.done(line);
    }
    let told = house
        .done(r#"{"at":"2026-03-04T10:00:00+08:00","do":"dispute","customer":"v1","between":["A","B"]}"#);
    assert_eq!((&told["dispute"], &told["owner"]), (&1.into(), &"A".into()));
    house.done(r#"{"at":"2026-03-04T11:00:00+08:00","do":"settle","dispute":1,"to":"B","why":"seen first"}"#);

    let journal = now(house.application.journal(&house.site, 0, 1000)).unwrap();
    let asked = |command: &Command| matches!(command, Command::Dispute(..));
    let entry = journal
        .iter()
        .find(|entry| matches!(&entry.origin, Origin::Command(command) if asked(command)))
        .expect("the dispute is in the journal");
    let before: Vec<_> = journal.iter().take_while(|other| other.sequence < entry.sequence).collect();
    let (floor, books) = replayed(None, before).unwrap();
    let shelf = packs::Shelf::shipped().unwrap();
    let policy = PolicyShelf::get(&shelf, &floor.policy).unwrap();
    let Origin::Command(command) = &entry.origin else { panic!("a command") };
    let context = Context { at: entry.at, happened_at: entry.happened_at, actor: entry.actor.clone() };
    let again =
        site::decide(View { floor: &floor, books: &books, policy: &policy }, command, &context).unwrap();
    assert_eq!(again.events, entry.events, "the same finding");
    let Answer::Dispute { number, owner, evidence, applied, .. } = again.answer else { panic!("a finding") };
    assert_eq!((number, owner.as_ref().map(domain::ids::StaffId::as_str)), (Some(1), Some("A")));
    assert_eq!(evidence.len(), told["evidence"].as_array().unwrap().len());
    assert_eq!(applied.len(), told["applied"].as_array().unwrap().len());

    let settled = journal.iter().flat_map(|entry| &entry.events).find_map(|event| match event {
        Event::Floor(FloorEvent::Settled(settlement)) => Some(settlement),
        _ => None,
    });
    let settled = settled.expect("the settlement is in the journal");
    assert_eq!((settled.number, settled.why.as_deref()), (1, Some("seen first")));
    assert_eq!(settled.to.as_ref().map(domain::ids::StaffId::as_str), Some("B"));
}
