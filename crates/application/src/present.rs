//! Answers put into the wire's words, with sentences only for those who want them.

mod decision;
mod finding;

use domain::answer::{Answer, Ground, Proof, ProofKind};
use domain::explanation::{Lang, conduct_text, finding_text, parties};
use domain::floor::Gated;
use domain::ids::{Cite, StaffId};
use domain::time::{Timestamp, Zone};
use serde_json::{Value, json};
use wire::outcome::{self, Text};
use wire::{Label, Month, Share, Stamp};

use crate::request::{Told, What};
pub(crate) use decision::{decision, house};

/// Whether decisions are told in sentences too.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TextMode {
    /// Chinese and English.
    Both,
    /// Values only.
    None,
}

/// An instant by the site's wall clock.
pub(crate) fn stamp(at: Timestamp, zone: Zone) -> Stamp {
    Stamp::from(zone.local(at))
}

/// The answer in the wire's words; nothing for a stored one.
pub(crate) fn answer(told: &Told, mode: TextMode) -> Option<outcome::Answer> {
    Some(match &told.what {
        What::Answer(answer) => of_command(answer, told, mode),
        What::Finding(finding) => finding::finding(finding, told, mode),
        What::Table(table) => table.clone().into(),
        What::Fairness(fairness) => fairness.clone().into(),
        What::Records(records) => outcome::Records { records: records.clone() }.into(),
        What::Opened(_) => outcome::Nothing::default().into(),
        What::Stored(_) => return None,
    })
}

fn of_command(answer: &Answer, told: &Told, mode: TextMode) -> outcome::Answer {
    match answer {
        Answer::Done => outcome::Nothing::default().into(),
        Answer::DoneBy(cite) => {
            outcome::Nothing { clause: clause(cite), ..outcome::Nothing::default() }.into()
        }
        Answer::Befell { cite, closed, incidents } => outcome::Nothing {
            clause: cite.as_ref().and_then(clause),
            incidents: incidents.iter().map(|incident| decision::befell(incident, told.zone)).collect(),
            text: (mode == TextMode::Both).then(|| {
                let say = |lang| conduct_text(closed, incidents, lang, &house(told));
                Text { zh: say(Lang::Zh), en: say(Lang::En) }
            }),
            ..outcome::Nothing::default()
        }
        .into(),
        Answer::Incomplete { missing, cite } => outcome::Nothing {
            clause: clause(cite),
            missing: missing.iter().map(|field| field.as_str().into()).collect(),
            ..outcome::Nothing::default()
        }
        .into(),
        Answer::Decision(answer) => decision(answer, told, mode).into(),
        Answer::Registered { valid, cite, owner, entry, matched, other_name } => outcome::Registration {
            valid: *valid,
            clause: clause(cite),
            owner: owner.as_ref().map(staff),
            known_by: matched.then(|| "phone".into()),
            other_name: *other_name,
            entry: *entry,
        }
        .into(),
        Answer::Deal { party, owner, split, cite, waiting_for, closed_by } => outcome::DealResult {
            customer: party.as_str().into(),
            owner: owner.as_ref().map(staff),
            split: split.iter().filter_map(|(who, share)| Some((staff(who), fraction(*share)?))).collect(),
            clause: clause(cite),
            waiting_for: waiting_for.iter().map(staff).collect(),
            closed_by: closed_by.as_ref().map(staff),
        }
        .into(),
        Answer::Gates(gates) => {
            outcome::Gates { gates: gates.iter().map(|(who, gate)| gate_of(who, gate, told.zone)).collect() }
                .into()
        }
        Answer::PostTaken { post, staff: who, until, cite } => outcome::PostTaken {
            post: post.as_str().into(),
            at_post: who.as_ref().map(staff),
            until: until.map(|until| stamp(until, told.zone)),
            clause: clause(cite),
        }
        .into(),
        Answer::Dispute { number, owner, cite, evidence, applied, between } => outcome::DisputeResult {
            dispute: *number,
            owner: owner.as_ref().map(staff),
            clause: clause(cite),
            evidence: evidence.iter().map(|proof| evidence_of(proof, told.zone)).collect(),
            applied: applied.iter().map(ground).collect(),
            parties: told_by_party(between, evidence, told.zone),
            text: (mode == TextMode::Both).then(|| {
                let say = |lang| {
                    finding_text(owner.as_ref(), cite, applied, (between, evidence), lang, &house(told))
                };
                Text { zh: say(Lang::Zh), en: say(Lang::En) }
            }),
        }
        .into(),
    }
}

/// Everybody concerned by a dispute, each with what speaks for them.
fn told_by_party(between: &[StaffId], evidence: &[Proof], zone: Zone) -> Vec<Value> {
    let each = parties(between, evidence).map(|(who, theirs)| {
        let theirs: Vec<Value> = theirs.iter().map(|proof| evidence_of(proof, zone)).collect();
        json!({ "staff": who.as_str(), "evidence": theirs })
    });
    each.collect()
}

fn gate_of(who: &StaffId, gate: &Gated, zone: Zone) -> outcome::Gate {
    outcome::Gate {
        staff: staff(who),
        clause: clause(&gate.cite),
        month: Month::of(gate.month),
        from: stamp(gate.from, zone),
        until: gate.until.map(|until| stamp(until, zone)),
        open: gate.open.iter().map(|step| step.word().into()).collect(),
        failed: gate.failed,
        lifted: gate.lifted,
    }
}

/// The wire's share; both keep fractions in lowest terms, so that none is lost.
fn fraction(share: domain::share::Share) -> Option<Share> {
    Share::new(share.over(), share.under())
}

fn evidence_of(proof: &Proof, zone: Zone) -> Value {
    let what = match proof.what {
        ProofKind::Reception => "reception",
        ProofKind::Registration => "registration",
        ProofKind::FollowUp => "follow_up",
        ProofKind::Import => "import",
        ProofKind::Claim => "claim",
        ProofKind::Deal => "deal",
        ProofKind::Recognition => "recognition",
        ProofKind::Kinship => "kinship",
    };
    let mut value = json!({ "at": stamp(proof.at, zone), "staff": proof.staff.as_str(), "what": what });
    if let Some(entry) = proof.entry {
        value["entry"] = entry.into();
    }
    if let Some(visitor) = &proof.visitor {
        value["visitor"] = visitor.as_str().into();
    }
    if let Some(customer) = &proof.customer {
        value["customer"] = customer.as_str().into();
    }
    value
}

fn ground(ground: &Ground) -> Value {
    let mut value = json!({ "says": serde_json::to_value(&ground.kind).unwrap_or_default() });
    if let Some(clause) = ground.cite.clause() {
        value["clause"] = clause.as_str().into();
    }
    if let Some(staff) = &ground.staff {
        value["staff"] = staff.as_str().into();
    }
    value
}

pub(crate) fn staff(id: &StaffId) -> Label {
    id.as_str().into()
}

pub(crate) fn clause(cite: &Cite) -> Option<Label> {
    cite.clause().map(|clause| clause.as_str().into())
}
