//! How a commission is split: the facts of a deal, the first rule that matches, exact shares that add up to the whole.

use crate::ids::{Cite, StaffId};
use crate::policy::{ShareRole, SplitCondition, SplitRule};
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
            SplitCondition::Agreed(wanted) => agreed.is_empty() != wanted,
        }
    }

    fn who(&self, role: ShareRole) -> &StaffId {
        match role {
            ShareRole::Closer => &self.closer,
            ShareRole::First => &self.first,
            ShareRole::Owner => &self.owner,
        }
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
    let shares = if rule.shares.is_empty() {
        add_up(agreed.iter().cloned())?
    } else {
        add_up(rule.shares.iter().map(|(role, share)| (facts.who(*role).clone(), *share)))?
    };
    Ok((shares, rule.cite.clone()))
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
