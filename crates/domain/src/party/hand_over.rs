//! A customer passes to another consultant by a lead's decision, or is free because theirs left the house.

use crate::answer::Answer;
use crate::books::Books;
use crate::command::Context;
use crate::event::{ClaimEnd, Event, PartyEvent};
use crate::floor::conduct::authorised;
use crate::ids::{PartyId, StaffId};
use crate::party::house::present;
use crate::party::receive::begun;
use crate::party::{Claim, Evidence};
use crate::policy::ClaimBegins;
use crate::refusal::Refusal;
use crate::site::{Accepted, View};
use crate::vocabulary::ReassignReason;

/// What a lead decided about a customer.
#[derive(Clone, PartialEq, Debug)]
pub struct Reassigning<'a> {
    /// The customer.
    pub party: &'a PartyId,
    /// To whom they go.
    pub to: &'a StaffId,
    /// The supervisor or manager who decided.
    pub by: &'a StaffId,
    /// Why.
    pub why: ReassignReason,
}

/// Judges a reassignment (P16-9, P16-10, P12-39): the new claim begins now, with a protection of its own.
///
/// # Errors
/// An unknown party or person, one who has left, somebody who may not decide it; a pack that knows no reassignment
/// for poor service.
pub fn reassign(
    view: View<'_>,
    reassigning: &Reassigning<'_>,
    context: &Context,
) -> Result<Accepted, Refusal> {
    let Reassigning { party, to, by, why } = *reassigning;
    let rules = &view.policy.ownership;
    let at = context.happened_at;
    let party = view.books.get(party).ok_or_else(|| Refusal::UnknownParty(party.clone()))?;
    let cite = match why {
        ReassignReason::ServiceQuality => {
            rules.service_quality.as_ref().ok_or(Refusal::NotInPolicy("service_quality"))?
        }
        ReassignReason::Leaving | ReassignReason::Other => &rules.leaver,
    };
    if rules.begins == ClaimBegins::Never {
        return Err(Refusal::NotInPolicy("reassign"));
    }
    authorised(view.floor, by, view.policy.reassign_by, cite)?;
    present(&view.floor.members, to)?;
    let present = party.owner_at(rules, at);
    if present.is_some_and(|claim| claim.staff == *to) {
        return Ok(Accepted { events: Vec::new(), answer: Answer::Done });
    }
    let mut told = Vec::new();
    if party.claim.is_some() {
        told.push(PartyEvent::ClaimEnded(ClaimEnd::Reassigned));
    }
    told.push(PartyEvent::ClaimBegan(Box::new(Claim {
        redistributed: why == ReassignReason::Leaving,
        for_service: why == ReassignReason::ServiceQuality,
        ..begun(Some(party), to.clone(), Evidence::Reassigned, at)
    })));
    let events = told.into_iter().map(|event| Event::Party(party.id.clone(), event)).collect();
    Ok(Accepted { events, answer: Answer::Done })
}

/// The parties whose consultant leaves the house belong to nobody until a lead gives them to another (P12-39, P16-10);
/// what was split in a deal stays.
#[must_use]
pub fn release(books: &Books, staff: &StaffId) -> Vec<Event> {
    books
        .iter()
        .filter(|party| party.claim.as_ref().is_some_and(|claim| claim.staff == *staff))
        .map(|party| Event::Party(party.id.clone(), PartyEvent::ClaimEnded(ClaimEnd::Left)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Reassigning, reassign, release};
    use crate::answer::Answer;
    use crate::ids::{PartyId, StaffId};
    use crate::party::deal;
    use crate::party::fixture::{House, cite, coming, dealing, now, shares, staff, t};
    use crate::party::house::LEADS;
    use crate::policy::Belongs;
    use crate::refusal::Refusal;
    use crate::site::{Accepted, View};
    use crate::vocabulary::{Capacity, ReassignReason};

    /// A customer of the house that passes to somebody.
    struct Given(PartyId, StaffId, StaffId, ReassignReason);

    fn given(party: &str, to: &str, by: &str, why: ReassignReason) -> Given {
        Given(party.into(), staff(to), staff(by), why)
    }

    impl Given {
        fn at(&self, view: View<'_>, at: &str) -> Result<Accepted, Refusal> {
            let reassigning = Reassigning { party: &self.0, to: &self.1, by: &self.2, why: self.3 };
            reassign(view, &reassigning, &now(at))
        }
    }

    /// P16-9: for poor service, confirmed by the manager: the former gets no share, whoever closes.
    #[test]
    fn for_poor_service_the_former_gets_no_share() {
        let mut house = House::two_tables();
        house.receives("A", "v1", "v1", "03-02 09:00");
        let again = coming("v2", "v1");
        house.receives_as("B", &again, Belongs::FirstToReceive, Capacity::Proxy, true, "03-03 09:00");
        house.when(|view| given("v1", "B", "M", ReassignReason::ServiceQuality).at(view, "03-03 09:30"));
        let closed = house.when(|view| deal(view, &dealing("v1", Some("v2"), "B"), &now("03-03 10:00")));
        let Answer::Deal { owner, split, cite: by, .. } = closed.answer else { panic!("a deal's answer") };
        assert_eq!((owner, split, by), (Some(staff("B")), shares(&[("B", "1")]), cite("P16-9")));
    }

    /// P16-9: only a lead decides it, and the refusal says who may.
    #[test]
    fn a_consultant_may_not_decide_it() {
        let mut house = House::two_tables();
        house.receives("A", "v1", "v1", "03-02 09:00");
        let refused = given("v1", "B", "B", ReassignReason::ServiceQuality).at(house.view(), "03-02 10:00");
        let needs = LEADS.to_vec();
        assert_eq!(refused, Err(Refusal::NotAuthorised { staff: staff("B"), needs, cite: cite("P16-9") }));
    }

    #[test]
    fn a_pack_without_the_rule_refuses_it() {
        let mut house = House::full_regulations();
        house.receives("A", "v1", "v1", "03-02 09:00");
        let refused = given("v1", "B", "M", ReassignReason::ServiceQuality).at(house.view(), "03-02 10:00");
        assert_eq!(refused, Err(Refusal::NotInPolicy("service_quality")));
    }

    /// P12-39: a leaver's customers are nobody's until the supervisor gives them away; a protection of its own begins.
    #[test]
    fn a_leavers_customers_are_redistributed() {
        let mut house = House::full_regulations();
        house.receives("A", "v1", "v1", "03-02 09:00");
        house.receives("B", "v2", "v2", "03-02 10:00");
        let events = release(&house.books, &staff("A"));
        assert_eq!(events.len(), 1);
        house.take(&events);
        assert_eq!(house.owner("v1", "03-02 11:00"), None);
        house.floor.members[0].gone = true;
        house.when(|view| given("v1", "B", "M", ReassignReason::Leaving).at(view, "03-20 09:00"));
        assert_eq!(house.owner("v1", "03-20 09:00"), Some("B"));
        assert_eq!(house.protected_until("v1"), Some(t("04-19 09:00")));
        let back = given("v1", "A", "M", ReassignReason::Other).at(house.view(), "03-21 09:00");
        assert_eq!(back, Err(Refusal::HasLeft(staff("A"))));
    }

    /// What a deal had split stays split when its owner leaves.
    #[test]
    fn a_deal_outlives_its_owners_leaving() {
        let mut house = House::two_tables();
        house.receives("A", "v1", "v1", "03-02 09:00");
        house.when(|view| deal(view, &dealing("v1", None, "A"), &now("03-02 10:00")));
        let events = release(&house.books, &staff("A"));
        house.take(&events);
        let party = house.party("v1");
        assert_eq!(party.deal.as_ref().map(|deal| deal.owner.clone()), Some(staff("A")));
        assert!(party.claim.is_none());
    }

    #[test]
    fn the_owner_keeps_what_they_have() {
        let mut house = House::two_tables();
        house.receives("A", "v1", "v1", "03-02 09:00");
        let same = given("v1", "A", "M", ReassignReason::Other).at(house.view(), "03-02 10:00");
        assert_eq!(same.map(|accepted| accepted.events), Ok(Vec::new()));
    }
}
