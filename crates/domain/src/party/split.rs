//! How a commission is split: the facts of a deal, the first rule that matches, exact shares that add up to the whole.

use crate::ids::{Cite, StaffId};
use crate::policy::{Buyer, ShareRole, SplitCondition, SplitRule};
use crate::refusal::Refusal;
use crate::share::Share;

/// The facts of a deal that a split looks at.
#[derive(Clone, PartialEq, Debug)]
pub struct DealFacts {
    /// Who closed.
    pub closer: StaffId,
    /// Whose the customer is now.
    pub owner: StaffId,
    /// Whose the customer was when they came, by whatever it came to light; the owner where nobody else's.
    pub first: StaffId,
    /// That consultant could not receive when they came.
    pub first_absent: bool,
    /// The closer received as the owner's named stand-in.
    pub stand_in: bool,
    /// Referred, and received by another than the referring customer's consultant.
    pub referral: bool,
    /// Another consultant's customer, known again too late.
    pub recognised_late: bool,
    /// Taken from the former consultant for poor service.
    pub reassigned: bool,
    /// Closed on the civil day of the reception.
    pub same_day: bool,
    /// Received as a courtesy.
    pub provisional: bool,
    /// Who bought.
    pub buyer: Buyer,
    /// Who received; the closer where no visit is known.
    pub receiver: StaffId,
    /// Who joined the reception.
    pub with: Vec<StaffId>,
    /// The owner has a follow-up on record.
    pub followed_up: bool,
    /// The customer had asked for the first.
    pub asked_for: bool,
}

impl DealFacts {
    fn meets(&self, condition: SplitCondition, agreed: &[(StaffId, Share)]) -> bool {
        match condition {
            SplitCondition::CloserOwns(wanted) => (self.closer == self.owner) == wanted,
            SplitCondition::FirstAbsent(wanted) => self.first_absent == wanted,
            SplitCondition::StandIn(wanted) => self.stand_in == wanted,
            SplitCondition::Referral(wanted) => self.referral == wanted,
            SplitCondition::RecognisedLate(wanted) => self.recognised_late == wanted,
            SplitCondition::Reassigned(wanted) => self.reassigned == wanted,
            SplitCondition::SameDay(wanted) => self.same_day == wanted,
            SplitCondition::FollowedUp(wanted) => self.followed_up == wanted,
            SplitCondition::AskedFor(wanted) => self.asked_for == wanted,
            SplitCondition::Agreed(wanted) => agreed.is_empty() != wanted,
            SplitCondition::Provisional(wanted) => self.provisional == wanted,
            SplitCondition::Buyer(buyer) => self.buyer == buyer,
            SplitCondition::Joint(wanted) => self.with.is_empty() != wanted,
        }
    }

    fn who(&self, role: ShareRole) -> &StaffId {
        match role {
            ShareRole::Closer => &self.closer,
            ShareRole::First => &self.first,
            ShareRole::Owner => &self.owner,
            ShareRole::Receiver => &self.receiver,
        }
    }

    /// The same share for each of those who received the customer together.
    fn equally(&self) -> Result<Vec<(StaffId, Share)>, Refusal> {
        let mut all = vec![self.receiver.clone()];
        for staff in &self.with {
            if !all.contains(staff) {
                all.push(staff.clone());
            }
        }
        let each = u32::try_from(all.len()).ok().and_then(|people| Share::new(1, people));
        let each = each.ok_or(Refusal::BadShares)?;
        Ok(all.into_iter().map(|staff| (staff, each)).collect())
    }
}

/// Shares by person, and the rule they rest on.
pub type Split = (Vec<(StaffId, Share)>, Cite);

/// The split of a deal; each person stands in it once.
///
/// A rule without shares takes what the people concerned agreed on; a pack asks for [`SplitCondition::Agreed`] in such
/// a rule, or a deal without an agreement is refused there.
///
/// # Errors
/// Shares, agreed or of the pack, that do not add up to the whole; no rule for these facts.
pub fn split(rules: &[SplitRule], facts: &DealFacts, agreed: &[(StaffId, Share)]) -> Result<Split, Refusal> {
    if !agreed.is_empty() {
        // Shares that add up to something else are a slip of the pen, whether or not the rule asks for them.
        add_up(agreed.iter().cloned())?;
    }
    let rule = rules
        .iter()
        .find(|rule| rule.when.iter().all(|condition| facts.meets(*condition, agreed)))
        .ok_or(Refusal::NotInPolicy("split"))?;
    let shares = if rule.equally {
        add_up(facts.equally()?.into_iter())?
    } else if rule.shares.is_empty() {
        add_up(agreed.iter().cloned())?
    } else {
        add_up(rule.shares.iter().map(|(role, share)| (facts.who(*role).clone(), *share)))?
    };
    Ok((shares, rule.cite.clone()))
}

/// Shares that add up to something else are a slip of the pen, whether or not a rule asks for them.
pub(super) fn add_up_if_said(agreed: &[(StaffId, Share)]) -> Result<(), Refusal> {
    if agreed.is_empty() { Ok(()) } else { add_up(agreed.iter().cloned()).map(|_| ()) }
}

fn add_up(shares: impl Iterator<Item = (StaffId, Share)>) -> Result<Vec<(StaffId, Share)>, Refusal> {
    let mut by_person: Vec<(StaffId, Share)> = Vec::new();
    for (staff, share) in shares {
        match by_person.iter_mut().find(|(known, _)| *known == staff) {
            Some((_, sum)) => *sum = sum.plus(share).ok_or(Refusal::BadShares)?,
            None => by_person.push((staff, share)),
        }
    }
    let mut sum: Option<Share> = None;
    for (_, share) in &by_person {
        sum = Some(sum.map_or(Some(*share), |sum| sum.plus(*share)).ok_or(Refusal::BadShares)?);
    }
    if sum == Some(Share::WHOLE) { Ok(by_person) } else { Err(Refusal::BadShares) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{DealFacts, split};
    use crate::party::fixture::{House, share, shares, split_rule, staff};
    use crate::policy::{Buyer, ShareRole, SplitCondition, SplitRule};
    use crate::refusal::Refusal;
    use crate::share::Share;

    fn facts(closer: &str, owner: &str, first: &str, bits: u8) -> DealFacts {
        let bit = |n: u8| bits & (1 << n) != 0;
        DealFacts {
            closer: staff(closer),
            owner: staff(owner),
            first: staff(first),
            first_absent: bit(0),
            stand_in: bit(1),
            referral: bit(2),
            recognised_late: bit(3),
            reassigned: bit(4),
            same_day: bit(5),
            provisional: bit(6),
            buyer: Buyer::Registered,
            receiver: staff(closer),
            with: Vec::new(),
            followed_up: bit(7),
            asked_for: bit(7),
        }
    }

    /// Parts in sixtieths that make up a whole.
    fn whole() -> impl Strategy<Value = Vec<u32>> {
        prop::collection::vec(0..=60_u32, 0..3).prop_map(|mut cuts| {
            cuts.extend([0, 60]);
            cuts.sort_unstable();
            cuts.windows(2).map(|pair| pair[1] - pair[0]).collect()
        })
    }

    const ROLES: [ShareRole; 3] = [ShareRole::Closer, ShareRole::First, ShareRole::Owner];

    proptest! {
        /// Splits add up to the whole, whoever the roles fall on, and name each person once.
        #[test]
        fn a_split_adds_up_to_the_whole(
            people in prop::array::uniform3(0..3_usize),
            bits in any::<u8>(),
            parts in whole(),
            agreed in whole(),
            by_agreement in any::<bool>(),
        ) {
            let names = ["A", "B", "C"];
            let [closer, owner, first] = people.map(|n| names[n]);
            let facts = facts(closer, owner, first, bits);
            let agreed: Vec<_> = agreed
                .iter()
                .zip(names)
                .map(|(part, name)| (staff(name), Share::new(*part, 60).expect("a share")))
                .collect();
            let made: Vec<_> =
                parts.iter().zip(ROLES).map(|(part, role)| (role, Share::new(*part, 60).expect("a share"))).collect();
            let mut rules = House::two_tables().policy.splits;
            let shares = if by_agreement { Vec::new() } else { made };
            rules.insert(0, SplitRule { shares, ..rules[0].clone() });
            let (split, _) = split(&rules, &facts, &agreed).expect("a split");
            let sum = split.iter().skip(1).try_fold(split[0].1, |sum, (_, share)| sum.plus(*share));
            prop_assert_eq!(sum, Some(Share::WHOLE));
            for (n, (who, _)) in split.iter().enumerate() {
                prop_assert!(split[n + 1..].iter().all(|(other, _)| other != who));
            }
        }
    }

    #[test]
    fn two_roles_of_one_person_are_added() {
        let rules = [split_rule(&[], &[(ShareRole::Closer, "2/3"), (ShareRole::First, "1/3")], "P16-5")];
        let (split, _) = split(&rules, &facts("A", "A", "A", 0), &[]).expect("a split");
        assert_eq!(split, [(staff("A"), share("1"))]);
    }

    #[test]
    fn a_rule_by_agreement_needs_one() {
        let rules = [split_rule(&[], &[], "P16-6")];
        assert_eq!(split(&rules, &facts("A", "B", "B", 0), &[]), Err(Refusal::BadShares));
        let agreed = shares(&[("A", "3/4"), ("B", "1/4")]);
        assert_eq!(split(&rules, &facts("A", "B", "B", 0), &agreed).map(|split| split.0), Ok(agreed));
    }

    #[test]
    fn shares_of_a_pack_that_do_not_add_up_pay_nobody() {
        let rules = [split_rule(&[], &[(ShareRole::Closer, "2/3")], "P16-5")];
        assert_eq!(split(&rules, &facts("A", "B", "B", 0), &[]), Err(Refusal::BadShares));
        let none = [split_rule(&[SplitCondition::SameDay(true)], &[(ShareRole::Closer, "1")], "P01-9c")];
        assert_eq!(split(&none, &facts("A", "B", "B", 0), &[]), Err(Refusal::NotInPolicy("split")));
    }
}
