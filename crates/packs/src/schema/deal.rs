//! How a pack writes the split of a commission.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::located::Located;
use crate::measure::Fraction;
use crate::words::{Ours, Said};
use domain::policy::Buyer;

/// How the commission of a deal is split.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SplitEntry {
    /// For which deals; without it, all that are left.
    pub(crate) r#if: Option<Located<SplitIf>>,
    /// The shares; they add up to 1.
    pub(crate) shares: Option<Located<SharesEntry>>,
    /// `true`: in equal shares among all who received the customer together, instead of fixed shares.
    #[serde(default)]
    pub(crate) equally: Option<Located<bool>>,
    /// As the two agreed between them, instead of fixed shares.
    pub(crate) as_agreed: Option<Located<bool>>,
    /// The clause on which it rests.
    pub(crate) clause: Option<Located<String>>,
    /// `ours` where the house rules are silent.
    pub(crate) basis: Option<Located<Said<Ours>>>,
}

/// Who gets which part.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SharesEntry {
    /// Whoever closed the deal.
    pub(crate) closer: Option<Located<Fraction>>,
    /// Whoever owned the customer when they came.
    pub(crate) first: Option<Located<Fraction>>,
    /// Whoever owns the customer now.
    pub(crate) owner: Option<Located<Fraction>>,
    /// Whoever received the visit in which it was closed.
    pub(crate) receiver: Option<Located<Fraction>>,
}

/// Facts about a deal; all that are written must hold.
#[derive(Clone, Default, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct SplitIf {
    /// Whoever closes is the owner.
    pub(crate) closer_owns: Option<Located<bool>>,
    /// The owner could not receive when the customer came: off the floor, or busy.
    pub(crate) first_absent: Option<Located<bool>>,
    /// The closer received as the owner's appointed stand-in.
    pub(crate) stand_in: Option<Located<bool>>,
    /// The customer was referred, and received by another than the referrer's consultant.
    pub(crate) referral: Option<Located<bool>>,
    /// Another consultant's customer, recognised too late.
    pub(crate) recognised_late: Option<Located<bool>>,
    /// The customer was taken from their former consultant for poor service.
    pub(crate) reassigned: Option<Located<bool>>,
    /// The deal follows on the day of the reception.
    pub(crate) same_day: Option<Located<bool>>,
    /// The owner has a follow-up on record since the customer became theirs.
    pub(crate) followed_up: Option<Located<bool>>,
    /// The customer had asked for the one whose they were.
    pub(crate) asked_for: Option<Located<bool>>,
    /// The two have agreed on shares: everybody concerned has said the same.
    pub(crate) agreed: Option<Located<bool>>,
    /// The reception was a courtesy, its cell provisional.
    pub(crate) provisional: Option<Located<bool>>,
    /// Who bought: the `registered` customer, somebody of their household (`family`), or an `other`.
    pub(crate) buyer: Option<Located<Said<Buyer>>>,
    /// Several received the customer together.
    pub(crate) joint: Option<Located<bool>>,
}
