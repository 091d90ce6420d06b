//! A decision in the wire's words, and in sentences.

use domain::answer::DecisionAnswer;
use domain::decision::{Ahead, Considered, Decision, Incident, KnownBy};
use domain::explanation::{House, Ids, Lang, text};
use domain::ids::Cite;
use domain::time::Zone;
use wire::Money;
use wire::outcome::{self, Text};
use wire::vocabulary::Basis;

use super::{TextMode, clause, staff, stamp};
use crate::intake::to_wire;
use crate::request::Told;

/// What sentences need to know of the house.
pub(crate) fn house(told: &Told) -> House<'_> {
    let currency = told.policy.as_ref().map_or("CNY", |policy| policy.currency.as_str());
    House { names: &Ids, currency, zone: told.zone }
}

/// See the module.
pub(crate) fn decision(answer: &DecisionAnswer, told: &Told, mode: TextMode) -> outcome::Decision {
    let Decision { visitor, chosen, because, incidents, .. } = &answer.decision;
    let chosen = chosen.as_ref();
    let discovery = answer.handed_back.is_some() || !answer.reopened.is_empty();
    outcome::Decision {
        reception: visitor.as_str().into(),
        assigned: chosen.map(|chosen| staff(&chosen.staff)),
        capacity: chosen.map(|chosen| to_wire::capacity(chosen.capacity)),
        uses_turn: chosen.is_some_and(domain::decision::Chosen::uses_turn),
        waiting: chosen.is_none(),
        because: because.iter().map(considered).collect(),
        assistants: answer.decision.assistance.iter().flat_map(|helpers| &helpers.staff).map(staff).collect(),
        assistants_clause: answer.decision.assistance.as_ref().and_then(|helpers| clause(&helpers.cite)),
        known_by: answer.decision.known_by.map(|by| match by {
            KnownBy::Phone | KnownBy::PhoneOtherName => "phone".into(),
            KnownBy::Customer => "customer".into(),
        }),
        other_name: answer.decision.known_by == Some(KnownBy::PhoneOtherName),
        incidents: incidents.iter().map(|incident| befell(incident, told.zone)).collect(),
        ahead_of: answer.decision.ahead.as_ref().map(ahead_of),
        text: (mode == TextMode::Both).then(|| texts(&answer.decision, told)),
        handed_back: answer.handed_back,
        reopened: discovery.then(|| answer.reopened.iter().map(staff).collect()),
        diverged: false,
    }
}

fn texts(decision: &Decision, told: &Told) -> Text {
    let house = house(told);
    Text { zh: text(decision, Lang::Zh, &house), en: text(decision, Lang::En, &house) }
}

fn considered(considered: &Considered) -> outcome::Because {
    outcome::Because {
        staff: staff(&considered.staff),
        outcome: to_wire::outcome(considered.outcome),
        cause: considered.cause.map(to_wire::cause),
        lost: considered.lost,
        clause: clause(&considered.cite),
        basis: (considered.cite == Cite::Ours).then_some(Basis::Ours),
    }
}

fn ahead_of(ahead: &Ahead) -> outcome::AheadOf {
    outcome::AheadOf {
        visitors: ahead.of.iter().map(|visitor| visitor.as_str().into()).collect(),
        by: ahead.by.word().into(),
        clause: clause(&ahead.cite),
        basis: (ahead.cite == Cite::Ours).then_some(Basis::Ours),
    }
}

pub(super) fn befell(incident: &Incident, zone: Zone) -> outcome::Breach {
    outcome::Breach {
        staff: staff(&incident.staff),
        clause: clause(&incident.cite).unwrap_or_else(|| Basis::Ours.word().into()),
        fine: incident.fine_cents.and_then(|cents| Money::from_cents(cents.into())),
        suspended_until: incident.suspended_until.map(|until| stamp(until, zone)),
        warning: incident.warning,
    }
}
