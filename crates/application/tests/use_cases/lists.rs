//! Lists: customers by id, visits in the order of their arrival.

use crate::house::{House, now};

#[test]
fn visits_are_listed_in_the_order_in_which_they_came() {
    let house = House::with_all_in("two-tables");
    for (minute, visitor) in ["v2", "v1", "v3", "v0"].iter().enumerate() {
        house.done(&format!(
            r#"{{"at":"2026-03-02T09:{minute:02}:00+08:00","do":"arrive","visitor":"{visitor}"}}"#
        ));
    }
    let (mut seen, mut after) = (Vec::new(), 0);
    loop {
        let page = now(house.application.visits(&house.site, after, 2)).unwrap();
        seen.extend(page.items.into_iter().map(|visit| (visit.visitor.to_string(), visit.first.is_some())));
        let Some(next) = page.next else { break };
        after = next.parse().unwrap();
    }
    // Three people receive, the fourth visitor waits.
    let expected = [("v2", true), ("v1", true), ("v3", true), ("v0", false)];
    assert_eq!(seen, expected.map(|(visitor, received)| (visitor.to_owned(), received)));
    assert_eq!(now(house.application.visits(&"s9".into(), 0, 2)).unwrap_err().code(), "unknown_site");
}

#[test]
fn customers_are_listed_by_id_and_by_whose_they_are() {
    let house = House::with_all_in("two-tables");
    house.done(
        r#"{"at":"2026-03-02T09:00:00+08:00","do":"import","customers":[{"id":"c2","owner":"A"},{"id":"c1"},{"id":"c3","owner":"A"}]}"#,
    );
    let listed = |holder: Option<&str>, after: Option<&str>| {
        let (holder, after) = (holder.map(Into::into), after.map(Into::into));
        let page = now(house.application.customers(&house.site, holder.as_ref(), after.as_ref(), 2)).unwrap();
        let ids = page.items.iter().map(|view| view.party.id.to_string()).collect::<Vec<_>>();
        (ids.join(" "), page.next)
    };
    assert_eq!(listed(None, None), ("c1 c2".to_owned(), Some("c2".to_owned())));
    assert_eq!(listed(None, Some("c2")), ("c3".to_owned(), None));
    assert_eq!(listed(Some("A"), None), ("c2 c3".to_owned(), Some("c3".to_owned())));
    assert_eq!(listed(Some("B"), None), (String::new(), None));
    let nowhere = now(house.application.customers(&"s9".into(), None, None, 2));
    assert_eq!(nowhere.unwrap_err().code(), "unknown_site");
}
