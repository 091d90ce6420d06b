//! A finding in a dispute, put into words: whose the customer is, and the clauses that were applied, one after the other.

use super::prose::Prose;
use super::{House, Lang};
use crate::answer::{Ground, GroundKind, Proof, ProofKind};
use crate::ids::{Cite, StaffId};

/// Whose the customer is, and how that was found.
#[must_use]
pub fn finding_text(
    owner: Option<&StaffId>,
    cite: &Cite,
    applied: &[Ground],
    (between, evidence): (&[StaffId], &[Proof]),
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
    for (staff, theirs) in parties(between, evidence) {
        speaks_for(&mut prose, &staff, &theirs, lang, house);
    }
    prose.finish()
}

/// Everybody between whom a dispute is and for whom something speaks, each with what does.
pub fn parties<'a>(
    between: &'a [StaffId],
    evidence: &'a [Proof],
) -> impl Iterator<Item = (StaffId, Vec<&'a Proof>)> {
    let mut all: Vec<&StaffId> = Vec::new();
    for staff in between.iter().chain(evidence.iter().map(|proof| &proof.staff)) {
        if !all.contains(&staff) {
            all.push(staff);
        }
    }
    all.into_iter()
        .map(move |staff| (staff.clone(), evidence.iter().filter(|proof| proof.staff == *staff).collect()))
}

fn speaks_for(prose: &mut Prose, staff: &StaffId, theirs: &[&Proof], lang: Lang, house: &House<'_>) {
    let zh = lang == Lang::Zh;
    if theirs.is_empty() {
        prose
            .say(if zh { "没有记录支持" } else { "Nothing on record speaks for " })
            .name(staff, house)
            .stop();
        return;
    }
    prose.say(if zh { "支持" } else { "For " }).name(staff, house).say(if zh {
        "的记录："
    } else {
        ": "
    });
    for (place, proof) in theirs.iter().enumerate() {
        prose.say_if(place > 0, if zh { "；" } else { "; " });
        prose.say(proves(proof.what, lang));
        if let Some(entry) = proof.entry {
            prose.say(if zh { "第" } else { " " }).number(entry).say_if(zh, "号");
        }
        if let Some(visitor) = proof.visitor.as_ref().filter(|_| proof.what == ProofKind::Reception) {
            prose.say_if(!zh, " of ").say(visitor.as_str());
        }
        prose.say(if zh { "（" } else { " (" }).instant(proof.at, house).say(if zh { "）" } else { ")" });
    }
    prose.stop();
}

const fn proves(what: ProofKind, lang: Lang) -> &'static str {
    match (what, lang) {
        (ProofKind::Reception, Lang::Zh) => "接待",
        (ProofKind::Registration, Lang::Zh) => "登记",
        (ProofKind::FollowUp, Lang::Zh) => "跟进",
        (ProofKind::Import, Lang::Zh) => "建档时已在册",
        (ProofKind::Claim, Lang::Zh) => "归属起算",
        (ProofKind::Deal, Lang::Zh) => "成交",
        (ProofKind::Recognition, Lang::Zh) => "认出客户",
        (ProofKind::Kinship, Lang::Zh) => "亲属证明",
        (ProofKind::Reception, Lang::En) => "reception",
        (ProofKind::Registration, Lang::En) => "register entry",
        (ProofKind::FollowUp, Lang::En) => "follow-up",
        (ProofKind::Import, Lang::En) => "known when the books were opened",
        (ProofKind::Claim, Lang::En) => "owner since",
        (ProofKind::Deal, Lang::En) => "deal",
        (ProofKind::Recognition, Lang::En) => "known again",
        (ProofKind::Kinship, Lang::En) => "proof of kinship",
    }
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
