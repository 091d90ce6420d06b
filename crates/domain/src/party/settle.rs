//! What a manager makes of a dispute: the finding stands, or the customer goes to somebody else; both stay on record.

use crate::command::{Context, Settling};
use crate::event::{ClaimEnd, Event, PartyEvent};
use crate::ids::StaffId;
use crate::party::closing::split_anew;
use crate::party::house::present;
use crate::party::receive::begun;
use crate::party::{Deal, Evidence, Party};
use crate::refusal::Refusal;
use crate::site::View;

/// The facts of an overruling: the customer is another's from now on, and a deal that had been split is split anew with
/// them as the owner. Nothing where the customer is theirs already.
///
/// # Errors
/// Somebody unknown to the house, or who has left it.
pub fn overruled(
    view: View<'_>,
    party: &Party,
    to: &StaffId,
    settling: &Settling,
    context: &Context,
) -> Result<Vec<Event>, Refusal> {
    debug_assert_eq!(settling.to.as_ref(), Some(to));
    present(&view.floor.members, to)?;
    let at = context.happened_at;
    let owner = party.owner_at(&view.policy.ownership, at);
    let mut told = Vec::new();
    if owner.is_none_or(|claim| claim.staff != *to) {
        if party.claim.is_some() {
            told.push(PartyEvent::ClaimEnded(ClaimEnd::Reassigned));
        }
        let mut claim = begun(Some(party), to.clone(), Evidence::Reassigned, at);
        if let Some(former) = &party.claim {
            claim.state = former.state;
        }
        told.push(PartyEvent::ClaimBegan(Box::new(claim)));
    }
    if let Some(deal) = party.deal.as_ref().filter(|deal| deal.owner != *to) {
        let anew = split_anew(view, party, deal, to).unwrap_or_else(|| made_over(deal, to));
        told.push(PartyEvent::Dealt(Box::new(anew)));
    }
    Ok(told.into_iter().map(|event| Event::Party(party.id.clone(), event)).collect())
}

/// Where no rule says otherwise, the former owner's share is the new one's.
fn made_over(deal: &Deal, to: &StaffId) -> Deal {
    let mut split = Vec::with_capacity(deal.split.len());
    for (staff, share) in &deal.split {
        let staff = if *staff == deal.owner { to } else { staff };
        match split.iter_mut().find(|(known, _)| known == staff) {
            Some((_, sum)) => *sum = share.plus(*sum).unwrap_or(*share),
            None => split.push((staff.clone(), *share)),
        }
    }
    Deal { owner: to.clone(), split, ..deal.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::Registering;
    use crate::ids::PartyId;
    use crate::party::fixture::{House, cite, dealing, now, registering, shares, staff};
    use crate::party::{FirstFacts, deal, register};
    use crate::time::Span;

    const AWAY: FirstFacts = FirstFacts {
        followed_up: false,
        on_floor: false,
        was_on_floor: false,
        since: Span::minutes(20),
        by: None,
        reached: true,
        outside: false,
        goes: crate::policy::Goes::Same,
    };

    impl House {
        fn overruled(&mut self, to: &str, at: &str) {
            let party = self.party("v1").clone();
            let events =
                overruled(self.view(), &party, &staff(to), &settling(to), &now(at)).expect("overruled");
            self.take(&events);
        }
    }

    fn settling(to: &str) -> Settling {
        Settling { dispute: 1, by: staff("M"), to: Some(staff(to)), why: Some("seen first".to_owned()) }
    }

    /// P16-8c: A, who was not there when B received their customer, gets a third again, not the whole.
    #[test]
    fn an_overruled_deal_is_split_anew_by_the_rules() {
        let mut house = House::two_tables();
        house.receives("A", "v1", "v1", "03-02 09:00");
        house.receives("B", "v2", "v2", "03-03 09:00");
        let same_phone = Registering { matches: Some(PartyId::new("v1")), ..registering("v2", "v2", "B") };
        house.when(|view| register(view, &same_phone, Some(&AWAY), &now("03-03 09:20")));
        house.when(|view| deal(view, &dealing("v2", Some("v2"), "B"), &now("03-03 10:00")));
        house.overruled("B", "03-03 11:00");
        let closed = house.party("v1").deal.clone().expect("a deal");
        assert_eq!((closed.owner, closed.split), (staff("B"), shares(&[("B", "1")])));
        house.overruled("A", "03-03 12:00");
        let closed = house.party("v1").deal.clone().expect("a deal");
        assert_eq!(closed.split, shares(&[("B", "2/3"), ("A", "1/3")]));
        assert_eq!((closed.owner, closed.cite), (staff("A"), cite("P16-8c")));
    }

    #[test]
    fn an_overruled_deal_is_the_new_owners() {
        let mut house = House::full_regulations();
        house.receives("A", "v1", "v1", "03-02 09:00");
        house.when(|view| deal(view, &dealing("v1", Some("v1"), "A"), &now("03-02 10:00")));
        let events =
            overruled(house.view(), house.party("v1"), &staff("B"), &settling("B"), &now("03-02 11:00"))
                .expect("overruled");
        house.take(&events);
        assert_eq!(house.owner("v1", "03-02 11:00"), Some("B"));
        let closed = house.party("v1").deal.as_ref().expect("a deal");
        assert_eq!((closed.owner.clone(), closed.split.clone()), (staff("B"), shares(&[("B", "1")])));
        let again =
            overruled(house.view(), house.party("v1"), &staff("B"), &settling("B"), &now("03-02 12:00"));
        assert_eq!(again, Ok(Vec::new()));
        let stranger =
            overruled(house.view(), house.party("v1"), &staff("X"), &settling("X"), &now("03-02 12:00"));
        assert_eq!(stranger, Err(Refusal::UnknownStaff(staff("X"))));
    }
}
