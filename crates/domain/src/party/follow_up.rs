//! A follow-up on record, and whether it extends the owner's protection.

use crate::answer::Answer;
use crate::command::{Context, FollowingUp};
use crate::event::{Event, PartyEvent};
use crate::ids::{Label, PartyId, StaffId};
use crate::party::house::{present, stands_in};
use crate::party::{Claim, Party};
use crate::policy::OwnershipRules;
use crate::refusal::Refusal;
use crate::site::{Accepted, View};
use crate::time::Timestamp;
use crate::vocabulary::CustomerState;

/// Judges a follow-up by the instant at which it happened (P12-15c).
///
/// Only the owner's, or their stand-in's, counts and extends; anybody else's is on record. One entered late, after the
/// protection had run out on paper, revives the claim if nobody else has taken the customer over since.
///
/// # Errors
/// An unknown party, somebody unknown to the house, or one who has left.
pub fn follow_up(
    view: View<'_>,
    party: &PartyId,
    by: &StaffId,
    context: &Context,
) -> Result<Accepted, Refusal> {
    noted(view, party, by, None, context)
}

/// [`follow_up`] with the way in which the customer was kept up (P12-19).
///
/// # Errors
/// As there.
pub fn followed_up(view: View<'_>, known: &FollowingUp, context: &Context) -> Result<Accepted, Refusal> {
    noted(view, &known.party, &known.by, Some((known.how.as_ref(), known.reached)), context)
}

fn noted(
    view: View<'_>,
    party: &PartyId,
    by: &StaffId,
    how: Option<(Option<&Label>, bool)>,
    context: &Context,
) -> Result<Accepted, Refusal> {
    let rules = &view.policy.ownership;
    let at = context.happened_at;
    let party = view.books.get(party).ok_or_else(|| Refusal::UnknownParty(party.clone()))?;
    present(&view.floor.members, by)?;
    if party.follow_ups.iter().any(|known| known.by == *by && known.at == at) {
        return Ok(Accepted { events: Vec::new(), answer: Answer::Done });
    }
    let claim = party.owner_at(rules, at);
    let lapsed = lapsed_later(party, rules, at);
    let counts = claim
        .or(lapsed)
        .is_some_and(|claim| claim.staff == *by || stands_in(view.floor, by, &claim.staff, at));
    let open = claim.or(lapsed).is_some_and(|claim| claim.state == CustomerState::Open);
    let extends = counts && open && rules.follow_up_extends.is_some();

    let mut told = Vec::new();
    if let Some(lapsed) = lapsed.filter(|_| extends) {
        told.push(PartyEvent::ClaimBegan(Box::new(lapsed.clone())));
    }
    let (way, reached) = (how.and_then(|(way, _)| way).cloned(), how.map(|(_, reached)| reached));
    told.push(PartyEvent::FollowedUp { by: by.clone(), at, extends, counts, how: way, reached });
    let events = told.into_iter().map(|event| Event::Party(party.id.clone(), event)).collect();
    Ok(Accepted { events, answer: Answer::Done })
}

/// The claim that has lapsed on record, but was alive at that earlier instant; nothing if somebody holds the party.
fn lapsed_later<'a>(party: &'a Party, rules: &OwnershipRules, at: Timestamp) -> Option<&'a Claim> {
    let former = party.former.as_ref().filter(|_| party.claim.is_none())?;
    (former.since <= at && former.alive_at(rules, at)).then_some(former)
}

#[cfg(test)]
mod tests {
    use super::follow_up;
    use crate::party::fixture::{House, dealing, late, now, staff, t};
    use crate::party::{deal, lapse};
    use crate::refusal::Refusal;

    impl House {
        fn follows_up(&mut self, party: &str, by: &str, at: &str) -> usize {
            self.when(|view| follow_up(view, &party.into(), &staff(by), &now(at))).events.len()
        }
    }

    fn house() -> House {
        let mut house = House::full_regulations();
        house.receives("B", "v1", "v1", "03-02 09:05");
        house
    }

    /// P12-15c on the example day: each follow-up extends the protection from its own instant.
    #[test]
    fn the_owners_follow_up_extends() {
        let mut house = house();
        house.follows_up("v1", "B", "03-20 10:00");
        assert_eq!(house.protected_until("v1"), Some(t("04-19 10:00")));
        assert_eq!(house.owner("v1", "04-20 10:00"), None);
    }

    /// P12-15c: only the owner's, or their stand-in's while the delegation lasts.
    #[test]
    fn only_the_owner_or_their_stand_in_extends() {
        let mut house = house();
        house.follows_up("v1", "C", "03-20 10:00");
        assert_eq!(house.protected_until("v1"), Some(t("04-01 09:05")));
        assert!(!house.party("v1").claim.as_ref().expect("a claim").followed_up);
        house.delegates("B", "C", Some("03-21 10:00"));
        house.follows_up("v1", "C", "03-21 09:59");
        assert_eq!(house.protected_until("v1"), Some(t("04-20 09:59")));
        house.follows_up("v1", "C", "03-21 10:00");
        assert_eq!(house.protected_until("v1"), Some(t("04-20 09:59")), "the delegation has ended");
    }

    /// P16-8a asks whether the first has followed up, also where a follow-up extends nothing.
    #[test]
    fn a_follow_up_counts_where_it_extends_nothing() {
        let mut house = House::two_tables();
        house.receives("A", "v1", "v1", "03-02 09:00");
        house.follows_up("v1", "A", "03-03 09:00");
        assert!(house.party("v1").claim.as_ref().expect("a claim").followed_up);
        assert_eq!(house.protected_until("v1"), None);
    }

    #[test]
    fn the_same_follow_up_again_is_already_so() {
        let mut house = house();
        assert_eq!(house.follows_up("v1", "B", "03-20 10:00"), 1);
        assert_eq!(house.follows_up("v1", "B", "03-20 10:00"), 0);
    }

    /// It counts when it happened: the protection ran out on paper only, unless somebody has taken over since.
    #[test]
    fn one_entered_late_revives_a_hold_that_had_lapsed_on_paper() {
        let entered = late("04-02 09:00", "04-01 09:05");
        let mut revived = house();
        let lapsed = lapse(&revived.books, &revived.policy.ownership, t("04-02 09:00"));
        revived.take(&lapsed);
        assert_eq!(revived.owner("v1", "04-02 09:00"), None);
        revived.when(|view| follow_up(view, &"v1".into(), &staff("B"), &entered));
        assert_eq!(revived.owner("v1", "04-02 09:00"), Some("B"));
        assert_eq!(revived.protected_until("v1"), Some(t("05-01 09:05")));

        let mut taken = house();
        taken.take(&lapsed);
        taken.receives("C", "v2", "v1", "04-02 08:00");
        taken.when(|view| follow_up(view, &"v1".into(), &staff("B"), &entered));
        assert_eq!(taken.owner("v1", "04-02 09:00"), Some("C"));

        let mut too_late = house();
        too_late.take(&lapsed);
        let a_second_late = late("04-02 09:00", "04-01 09:05:01");
        too_late.when(|view| follow_up(view, &"v1".into(), &staff("B"), &a_second_late));
        assert_eq!(too_late.owner("v1", "04-02 09:00"), None);
    }

    #[test]
    fn a_closed_customer_needs_no_extension() {
        let mut house = house();
        house.when(|view| deal(view, &dealing("v1", None, "B"), &now("03-03 09:00")));
        house.follows_up("v1", "B", "03-20 10:00");
        assert_eq!(house.protected_until("v1"), None);
        assert_eq!(house.owner("v1", "12-20 10:00"), Some("B"));
    }

    #[test]
    fn strangers_are_refused() {
        let mut house = house();
        let unknown = follow_up(house.view(), &"v9".into(), &staff("B"), &now("03-03 09:00"));
        assert_eq!(unknown, Err(Refusal::UnknownParty("v9".into())));
        let stranger = follow_up(house.view(), &"v1".into(), &staff("X"), &now("03-03 09:00"));
        assert_eq!(stranger, Err(Refusal::UnknownStaff(staff("X"))));
        house.floor.members[1].gone = true;
        let gone = follow_up(house.view(), &"v1".into(), &staff("B"), &now("03-03 09:00"));
        assert_eq!(gone, Err(Refusal::HasLeft(staff("B"))));
    }
}
