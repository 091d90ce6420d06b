//! What the five policies say about a passed cell, copied by hand from the table of readings.

use crate::paper::{Sure, Unsure};

/// The policies this sheet knows. It restates their rules instead of reading the shipped packs: a wrong line in
/// a pack must show as a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum House {
    /// P03.
    MarketingCentre,
    /// P16.
    TwoTables,
    /// P12.
    FullRegulations,
    /// P08.
    TurnAdjudication,
    /// P14.
    AbPosts,
}

impl House {
    pub(crate) fn named(policy: &str) -> Sure<Self> {
        match policy {
            "marketing-centre" => Ok(Self::MarketingCentre),
            "two-tables" => Ok(Self::TwoTables),
            "full-regulations" => Ok(Self::FullRegulations),
            "turn-adjudication" => Ok(Self::TurnAdjudication),
            "ab-posts" => Ok(Self::AbPosts),
            other => Err(Unsure(format!("the sheet does not know the policy {other}"))),
        }
    }

    /// Does the first in turn lose the turn at once by leaving without leave (P08-2, P14-5a)?
    pub(crate) fn keeps_a_desk(self) -> bool {
        matches!(self, Self::TurnAdjudication | Self::AbPosts)
    }
}

/// Why a row of the sheet cannot receive now, in the day file's words; two of them are the sheet's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cause {
    Unannounced,
    Private,
    /// Private leave: off until back (P08-5, P14-7).
    Leave,
    Business,
    NoAnswer,
    BusyNew,
    BusyOwnOpen,
    BusyOwnClosed,
    Proxying,
    Barred,
    Suspended,
    SkippedRound,
    /// Called in vain for this visitor and unable for another reason too: no page says which of the two counts.
    Mixed,
}

impl Cause {
    /// The word that the day file prints, where it has one.
    pub(crate) fn word(self) -> Option<&'static str> {
        Some(match self {
            Self::Unannounced => "unannounced",
            Self::Private | Self::Leave => "private",
            Self::Business => "business",
            Self::NoAnswer => "no_answer",
            Self::BusyNew => "busy_new",
            Self::BusyOwnOpen => "busy_own_open",
            Self::BusyOwnClosed => "busy_own_closed",
            Self::Proxying => "proxying",
            Self::Barred => "barred",
            Self::Suspended => "suspended",
            Self::SkippedRound => "skipped_round",
            Self::Mixed => return None,
        })
    }

    /// Unannounced and unapproved business take the private outcome.
    pub(crate) fn is_private(self) -> bool {
        matches!(self, Self::Private | Self::Unannounced)
    }
}

/// What happens to a passed cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Forfeit,
    Defer,
    MoveToEnd,
    Blank,
}

impl Outcome {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Forfeit => "forfeit",
            Self::Defer => "defer",
            Self::MoveToEnd => "move_to_end",
            Self::Blank => "blank",
        }
    }
}

/// The outcome for a passed cell. `long_away`: an absence of more than 5:00 (P16-7), at this very instant.
pub(crate) fn outcome(house: House, cause: Cause, long_away: bool) -> Sure<Outcome> {
    use Cause as C;
    use House as H;
    Ok(match (house, cause) {
        (_, C::Barred | C::Suspended | C::SkippedRound | C::Leave) => Outcome::Blank,
        (_, C::Mixed) => return Err(Unsure("called in vain and unable besides".to_owned())),
        (H::MarketingCentre | H::TurnAdjudication, C::Private | C::Unannounced | C::NoAnswer) => {
            Outcome::Forfeit
        }
        (H::MarketingCentre, _) => Outcome::MoveToEnd,
        (H::TwoTables, C::Private | C::Unannounced) if long_away => Outcome::Forfeit,
        (H::TwoTables | H::TurnAdjudication, _)
        | (H::FullRegulations, C::BusyNew | C::Proxying)
        | (H::AbPosts, C::Business) => Outcome::Defer,
        (H::FullRegulations | H::AbPosts, _) => Outcome::Forfeit,
    })
}
