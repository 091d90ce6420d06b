//! One request served: repeated or new, at its instant, understood, judged, noted, and answered.

use std::sync::Arc;

use domain::answer::Answer;
use domain::command::{Actor, Command, Context};
use domain::refusal::Refusal;
use domain::site;
use domain::time::{Span, Timestamp, Zone};
use serde::{Deserialize, Serialize};
use wire::line::Setting;
use wire::verb::Verb;

use super::desk::Desk;
use super::{Asked, Member};
use crate::export::Restored;
use crate::identity::name_key;
use crate::intake::{self, Circumstances, Given, Intake};
use crate::ports::{Particulars, StoredReply};
use crate::present::TextMode;
use crate::request::{Told, What};
use crate::{Failure, Idempotency, Reply, Request, asking};

/// How far the clocks of two servers may disagree before it is told as a clock that went back.
const CLOCK_SKEW: Span = Span(1);

/// What is kept of a reply for a repeated request.
#[derive(Serialize, Deserialize)]
struct Kept {
    zone: Zone,
    result: serde_json::Value,
}

impl Desk {
    /// Serves one request. Whatever becomes of it, what time had brought before stands.
    pub(super) fn serve(&mut self, member: &Member, now: Timestamp) -> Reply {
        let mut reply = Reply {
            at: now,
            zone: self.floor.as_ref().map_or(Zone::UTC, |floor| floor.zone),
            before: Vec::new(),
            outcome: Err(self.no_site()),
            after: Vec::new(),
        };
        reply.outcome = self.serve_into(member, now, &mut reply);
        if let Some(floor) = &self.floor {
            reply.zone = floor.zone;
        }
        reply
    }

    fn serve_into(&mut self, member: &Member, now: Timestamp, reply: &mut Reply) -> Result<Told, Failure> {
        if let Some(known) = member.idempotency()
            && let Some(stored) = self.requests.get(&known.key)
        {
            return repeat(stored, known, reply);
        }
        if let Asked::Open(opening) = &member.asked {
            let at = opening.at.unwrap_or(now);
            reply.at = at;
            self.open(&opening.setting, at)?;
            reply.after = self.fall_due(at)?;
            let told = self.told(What::Opened(self.site.clone()));
            return self.keep_if_asked(member, told, at);
        }
        if let Asked::Restore(restored, at) = &member.asked {
            let at = at.unwrap_or(now);
            reply.at = at;
            self.restore(restored)?;
            return Ok(self.told(What::Answer(Answer::Done)));
        }
        let at = self.instant(member.at(), now)?;
        reply.at = at;
        reply.before = self.fall_due(at)?;
        if let Asked::Correct(edit) = &member.asked {
            return self.correct(edit);
        }
        let Asked::Verb(request) = &member.asked else {
            return Ok(self.told(What::Answer(Answer::Done)));
        };
        if let Verb::Ask(ask) = &request.verb {
            return asking::finding(self, ask, at);
        }
        let answer = self.carry_out(request, at)?;
        let told = self.told(What::Answer(answer));
        reply.after = self.fall_due(at)?;
        self.keep_if_asked(member, told, at)
    }

    /// Keeps the answer where the request had a key.
    fn keep_if_asked(&mut self, member: &Member, told: Told, at: Timestamp) -> Result<Told, Failure> {
        if let Some(known) = member.idempotency() {
            self.keep(known, &told, at)?;
        }
        Ok(told)
    }

    /// The instant at which something is asked; never before what the site has seen.
    fn instant(&self, stated: Option<Timestamp>, now: Timestamp) -> Result<Timestamp, Failure> {
        let floor = self.floor.as_ref().ok_or_else(|| self.no_site())?;
        let Some(seen) = floor.clock else { return Ok(stated.unwrap_or(now)) };
        match stated {
            Some(at) if at >= seen => Ok(at),
            None if CLOCK_SKEW.after(now) >= seen => Ok(now.max(seen)),
            _ => Err(Refusal::ClockWentBack { seen }.into()),
        }
    }

    fn open(&mut self, setting: &Setting, at: Timestamp) -> Result<(), Failure> {
        if self.floor.is_some() {
            return Err(Failure::SiteExists);
        }
        let (opening, policy, given) = intake::opening(setting, &*self.shelf)?;
        let accepted = site::open(&opening, &policy, at)?;
        self.policy = Some(policy);
        let context = Context { at, happened_at: at, actor: Actor::Desk };
        let command = Command::Open(Box::new(opening));
        self.record_command(&context, command, accepted.events);
        self.keep_particulars(given, true);
        Ok(())
    }

    /// A site that goes on from another's state: its journal begins with what comes next.
    fn restore(&mut self, restored: &Restored) -> Result<(), Failure> {
        if self.floor.is_some() {
            return Err(Failure::SiteExists);
        }
        self.policy = Some(Arc::clone(&restored.policy));
        for party in &restored.parties {
            self.writes.parties.push(party.id.clone());
            self.books.put(party.clone());
        }
        self.writes.visitors.extend(restored.visitors.iter().cloned());
        self.writes.particulars.extend(restored.particulars.iter().cloned());
        self.writes.former_phones.extend(restored.former_phones.iter().cloned());
        self.begin_with(restored.floor.clone());
        Ok(())
    }

    fn carry_out(&mut self, request: &Request, at: Timestamp) -> Result<Answer, Failure> {
        let happened_at = request.happened_at.unwrap_or(at);
        if happened_at > at {
            return Err(Refusal::LateEntry.into());
        }
        if let Some(expected) = &request.expected {
            self.still(expected)?;
        }
        let ledger = self.ledger()?;
        let actor = intake::actor(request.actor.as_ref(), &request.verb, &ledger)?;
        let around = Circumstances { at, happened_at, actor: &actor, shelf: &*self.shelf };
        let Intake { command, further, visit, given } = intake::command(&request.verb, &ledger, &around)?;
        let context = Context { at, happened_at, actor };
        self.try_all(&command, &further, &context)?;
        let accepted = site::decide(self.view()?, &command, &context)?;
        self.record_command(&context, command, accepted.events);
        for command in further {
            let accepted = site::decide(self.view()?, &command, &context)?;
            self.record_command(&context, command, accepted.events);
        }
        if let Some((visitor, party)) = visit {
            self.visitors.insert(visitor.clone(), party.clone());
            self.writes.visitors.push((visitor, party));
        }
        self.keep_particulars(given, true);
        Ok(accepted.answer)
    }

    /// Where a line stands for several commands: tries them on a copy, so that nothing is half done if one is refused.
    fn try_all(&self, first: &Command, further: &[Command], context: &Context) -> Result<(), Failure> {
        if further.is_empty() {
            return Ok(());
        }
        let view = self.view()?;
        let (mut floor, mut books) = (view.floor.clone(), view.books.clone());
        for command in std::iter::once(first).chain(further) {
            let tried = site::View { floor: &floor, books: &books, policy: view.policy };
            for event in site::decide(tried, command, context)?.events {
                site::evolve(&mut floor, &mut books, &event);
            }
        }
        Ok(())
    }

    /// Keeps names and phones as given last. A phone identifies one customer: whoever had it first keeps it, unless the
    /// two have become one. `keeps`: a phone that another replaces still finds them.
    pub(super) fn keep_particulars(&mut self, given: Vec<Given>, keeps: bool) {
        for Given { party, name, phone } in given {
            if let Some(name) = &name
                && let Some(called) = self.namesakes.get_mut(&name_key(name))
                && !called.contains(&party)
            {
                called.push(party.clone());
            }
            let living = self.books.get(&party).map_or(party, |party| party.id.clone());
            let phone = phone.filter(|key| match self.phones.get(key) {
                Some(holder) => self.books.get(holder).map_or(holder, |holder| &holder.id) == &living,
                None => true,
            });
            if let Some(key) = &phone {
                self.phones.insert(key.clone(), living.clone());
                let former = self.own_phones.insert(living.clone(), key.clone());
                // Somebody who gives another number is still found by the one they had.
                if let Some(former) = former.filter(|former| keeps && former != key) {
                    self.writes.former_phones.push((former, living.clone()));
                }
            }
            if let Some(name) = &name {
                self.names.insert(living.clone(), name.clone());
            }
            if name.is_some() || phone.is_some() {
                self.writes.particulars.push(Particulars { party: living, name, phone });
            }
        }
    }

    fn keep(&mut self, known: &Idempotency, told: &Told, at: Timestamp) -> Result<(), Failure> {
        let kept = Kept { zone: told.zone, result: told.json(TextMode::Both)? };
        let body = serde_json::to_string(&kept).map_err(|error| Failure::Corrupt(error.to_string()))?;
        let stored = StoredReply { fingerprint: known.fingerprint.clone(), at, body };
        self.requests.insert(known.key.clone(), stored.clone());
        self.writes.replies.push((known.key.clone(), stored));
        Ok(())
    }

    /// An answer with what is needed to put it into words.
    pub(crate) fn told(&self, what: What) -> Told {
        let zone = self.floor.as_ref().map_or(Zone::UTC, |floor| floor.zone);
        Told { zone, policy: self.policy.clone(), what }
    }
}

/// The reply to an earlier request with the same key.
fn repeat(stored: &StoredReply, known: &Idempotency, reply: &mut Reply) -> Result<Told, Failure> {
    reply.at = stored.at;
    if stored.fingerprint != known.fingerprint {
        return Err(Failure::KeyReused);
    }
    let kept: Kept =
        serde_json::from_str(&stored.body).map_err(|error| Failure::Corrupt(error.to_string()))?;
    Ok(Told { zone: kept.zone, policy: None, what: What::Stored(kept.result) })
}
