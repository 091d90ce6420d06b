//! What follows when it comes to light that another consultant knew the customer first: the facts and the first match.

use crate::policy::{FoundCondition, FoundRule, Goes};
use crate::time::Span;
use crate::vocabulary::{Finding, RecognisedBy};

/// What is known about a discovery. "The first" is the consultant whose customer it turns out to be.
#[derive(Clone, PartialEq, Debug)]
pub struct FirstFacts {
    /// Has the first followed up or invited the customer?
    pub followed_up: bool,
    /// Is the first on the floor now, busy or not?
    pub on_floor: bool,
    /// Was the first on the floor when the customer came?
    pub was_on_floor: bool,
    /// How long ago the reception began.
    pub since: Span,
    /// Who knew the customer again, if that is how it came to light.
    pub by: Option<RecognisedBy>,
    /// Could the first be reached?
    pub reached: bool,
    /// Had the visitor gone outside?
    pub outside: bool,
    /// Who goes on by a lead's word; the same consultant where none has spoken.
    pub goes: Goes,
}

impl FirstFacts {
    fn meets(&self, condition: FoundCondition) -> bool {
        match condition {
            FoundCondition::By(who) => self.by == Some(who),
            FoundCondition::Through(span) => self.since <= span,
            FoundCondition::FollowedUp(wanted) => self.followed_up == wanted,
            FoundCondition::FirstOnFloor(wanted) => self.on_floor == wanted,
            FoundCondition::FirstWasOnFloor(wanted) => self.was_on_floor == wanted,
            FoundCondition::Reached(wanted) => self.reached == wanted,
            FoundCondition::Outside(wanted) => self.outside == wanted,
            FoundCondition::Decided(who) => self.goes == who,
        }
    }
}

/// The rule that speaks for this discovery, if the pack has one.
#[must_use]
pub fn first_match<'a>(rules: &'a [FoundRule], what: Finding, facts: &FirstFacts) -> Option<&'a FoundRule> {
    rules
        .iter()
        .find(|rule| rule.what.contains(&what) && rule.when.iter().all(|condition| facts.meets(*condition)))
}
