//! A finding in a dispute, put into words: whose the customer is, and the clauses that were applied, one after the other.

use super::prose::Prose;
use super::{House, Lang};
use crate::answer::{Ground, GroundKind};
use crate::ids::{Cite, StaffId};

/// Whose the customer is, and how that was found.
#[must_use]
pub fn finding_text(
    owner: Option<&StaffId>,
    cite: &Cite,
    applied: &[Ground],
    lang: Lang,
    house: &House<'_>,
) -> String {
    let mut prose = Prose::new(lang);
    match (owner, lang) {
        (Some(owner), Lang::Zh) => prose.say("经查，客户归").name(owner, house),
        (Some(owner), Lang::En) => prose.say("The customer is found to be ").name(owner, house).say("'s"),
        (None, Lang::Zh) => prose.say("经查，客户目前不归任何人"),
        (None, Lang::En) => prose.say("The customer is found to be nobody's at present"),
    };
    prose.cite(cite).stop();
    for ground in applied {
        match lang {
            Lang::Zh => chinese(&mut prose, ground, house),
            Lang::En => english(&mut prose, ground, house),
        }
        prose.cite(&ground.cite).stop();
    }
    prose.finish()
}

fn chinese(prose: &mut Prose, ground: &Ground, house: &House<'_>) {
    if let Some(staff) = &ground.staff {
        prose.name(staff, house);
    }
    match &ground.kind {
        GroundKind::Household => prose.say("与另一登记客户属于同一家庭，按一位客户算"),
        GroundKind::FirstReceived => prose.say("先接待了客户"),
        GroundKind::Registered(entry) => prose.say("在登记本上有第").number(*entry).say("号有效登记"),
        GroundKind::FollowedUp => prose.say("按期跟进，保护期顺延"),
        GroundKind::Protected => prose.say("的保护期尚未届满"),
        GroundKind::Lapsed => prose.say("的保护期已过，不再拥有客户"),
        GroundKind::Reassigned => prose.say("由上级指定接手"),
        GroundKind::HandedBack => prose.say("认出客户，客户已交还"),
        GroundKind::Imported => prose.say("在建档时已是归属人"),
        GroundKind::Dealt => prose.say("为成交时的归属人，归属以成交为准"),
        GroundKind::InTime => prose.say("异议在期限内提出"),
    };
}

fn english(prose: &mut Prose, ground: &Ground, house: &House<'_>) {
    if let Some(staff) = &ground.staff {
        prose.name(staff, house).say(" ");
    }
    match &ground.kind {
        GroundKind::Household => prose.say("One household with another customer in the books: one customer"),
        GroundKind::FirstReceived => prose.say("received the customer first"),
        GroundKind::Registered(entry) => {
            prose.say("has the valid entry ").number(*entry).say(" in the register")
        }
        GroundKind::FollowedUp => prose.say("followed up in time, which extends the protection"),
        GroundKind::Protected => prose.say("is still protected"),
        GroundKind::Lapsed => prose.say("has lost the customer: the protection has run out"),
        GroundKind::Reassigned => prose.say("was given the customer by a lead"),
        GroundKind::HandedBack => prose.say("knew the customer again, who was handed back"),
        GroundKind::Imported => prose.say("was the owner when the books were opened"),
        GroundKind::Dealt => prose.say("owned the customer when the deal was closed, which settles it"),
        GroundKind::InTime => prose.say("The dispute was raised in time"),
    };
}
