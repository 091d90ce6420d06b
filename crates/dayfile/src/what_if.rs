//! Another pack on a recorded day: the recorded day runs beside the simulated one, so that what was said of the
//! recorded receiver can be said of the simulated one.

use std::collections::HashMap;
use std::path::Path;

use application::{Auto, Kind, Reply, Request, TextMode, Told};
use domain::site::Bringing;
use domain::time::Timestamp;
use wire::line::Setting;
use wire::outcome::{Answer, Decision};
use wire::verb::Verb;
use wire::{Id, Label, Name};

use crate::compare::Seen;
use crate::engine::{Engine, order_not_allowed};
use crate::played::Came;
use crate::stopped::{Stopped, refusal};

/// The recorded day, under the file's own pack.
pub(crate) struct WhatIf {
    recorded: Engine,
    /// The pack that decides instead.
    other: Name,
    then: Receivers,
    now: Receivers,
    /// What came of the last line on both days.
    pub(crate) seen: Seen,
}

impl WhatIf {
    pub(crate) fn new(recorded: Engine, other: Name) -> Self {
        Self { recorded, other, then: Receivers::default(), now: Receivers::default(), seen: Seen::default() }
    }

    /// The recorded day.
    pub(crate) fn recorded(&self) -> &Engine {
        &self.recorded
    }

    /// Opens the recorded day, which must be sound, and the simulated one.
    pub(crate) fn open(
        &mut self,
        simulated: &Engine,
        mut setting: Setting,
        at: Timestamp,
    ) -> Result<Reply, Stopped> {
        let recorded = self.recorded.open(setting.clone(), at);
        self.then.learn(&recorded);
        if let Err(failure) = recorded.outcome {
            return Err(Stopped::bad_file(1, refusal(1, failure)?));
        }
        setting.policy = self.other.clone();
        let mut reply = simulated.open(setting.clone(), at);
        if reply.outcome.as_ref().is_err_and(order_not_allowed) {
            // The file chose among the orders of its own pack; the other one has its usual order.
            setting.order_by = None;
            reply = simulated.open(setting, at);
        }
        self.now.learn(&reply);
        Ok(reply)
    }

    /// Plays a line on both days; tells what came of it on the simulated one.
    pub(crate) fn play(
        &mut self,
        simulated: &Engine,
        mut request: Request,
        at: Timestamp,
        folder: Option<&Path>,
        line: u64,
    ) -> Result<(Vec<Auto>, Came, Vec<Auto>), Stopped> {
        let mut as_recorded = request.clone();
        let mut senseless = false;
        if let Verb::Bind(bind) = &mut as_recorded.verb {
            // The pack asked for decides the whole day.
            senseless = true;
            let name = self.recorded.pack(bind.policy.as_str(), folder);
            bind.policy = name.map_err(|why| Stopped::bad_file(line, format_args!("`policy`: {why}")))?;
        }
        // Whom the line names is the receiver as of before it.
        senseless |= self.follow(&mut request) == Follow::Nobody;
        self.seen.begin(&as_recorded.verb);
        let recorded = self.recorded.submit(as_recorded, at);
        self.then.learn(&recorded);
        self.seen.day_ended = ends_day(&recorded);
        self.seen.recorded.extend(told(&recorded).cloned());
        let was_done = recorded.outcome.is_ok();
        if let Err(failure) = recorded.outcome {
            refusal(line, failure)?;
        }
        let reply = if senseless { simulated.wake(at) } else { simulated.submit(request, at) };
        self.now.learn(&reply);
        self.seen.other.extend(told(&reply).cloned());
        let came = match reply.outcome {
            Ok(_) if senseless => Came::Diverged,
            Ok(told) => Came::Told(told),
            Err(failure) => match failure.kind() {
                // The line made sense on its own day.
                Kind::NotFound | Kind::Invalid => Came::Diverged,
                Kind::Refused if was_done => Came::Diverged,
                _ => Came::Refused(refusal(line, failure)?),
            },
        };
        Ok((reply.before, came, reply.after))
    }

    /// Puts the simulated receiver in the place of the recorded one, wherever the line names that one as such.
    fn follow(&self, request: &mut Request) -> Follow {
        let (visit, person) = named(&mut request.verb);
        let Some(visit) = visit else { return Follow::AsItStands };
        let Some(then) = self.then.of(&visit) else { return Follow::AsItStands };
        let now = self.now.of(&visit).and_then(|label| Id::new(label).ok());
        let mut follow = Follow::AsItStands;
        for place in [person, request.actor.as_mut()].into_iter().flatten() {
            if place.as_str() != then {
                continue;
            }
            match &now {
                Some(now) => place.clone_from(now),
                None => follow = Follow::Nobody,
            }
        }
        follow
    }
}

#[derive(PartialEq, Eq)]
enum Follow {
    /// The line can be played.
    AsItStands,
    /// It names a receiver, and on the simulated day there is none.
    Nobody,
}

/// The visit that a line is about, and the place where it names who received it, if there is one.
fn named(verb: &mut Verb) -> (Option<Id>, Option<&mut Id>) {
    match verb {
        Verb::Register(body) => (Some(body.visitor.clone()), body.signed_by.as_mut()),
        Verb::FindOut(body) => (Some(body.visitor.clone()), body.by.as_mut()),
        Verb::HandOn(body) => (Some(body.visitor.clone()), Some(&mut body.by)),
        Verb::Undo(body) => (Some(body.visitor.clone()), body.by.as_mut()),
        Verb::Deal(body) => (body.party().cloned(), Some(&mut body.by)),
        Verb::FollowUp(body) => (body.party().cloned(), Some(&mut body.by)),
        // Here the customer stands for the earlier visit, and who received that one recognises them.
        Verb::Recognise(body) => (body.customer.clone(), Some(&mut body.by)),
        _ => (None, None),
    }
}

/// Everything that a reply tells, in the order in which it happened.
fn told(reply: &Reply) -> impl Iterator<Item = &Told> {
    let before = reply.before.iter().map(|auto| &auto.told);
    let after = reply.after.iter().map(|auto| &auto.told);
    before.chain(reply.outcome.as_ref().ok()).chain(after)
}

/// Did a day end before the line?
fn ends_day(reply: &Reply) -> bool {
    reply.before.iter().any(|auto| auto.word == Bringing::DayEnd.word())
}

/// Who received each visit last.
#[derive(Default)]
struct Receivers(HashMap<Label, Label>);

impl Receivers {
    fn of(&self, visit: &Id) -> Option<&str> {
        self.0.get(&Label::from(visit.clone())).map(Label::as_str)
    }

    fn learn(&mut self, reply: &Reply) {
        told(reply).for_each(|told| self.note(told));
    }

    fn note(&mut self, told: &Told) {
        if let Some(Answer::Decision(Decision { reception, assigned, .. })) = told.answer(TextMode::None) {
            match assigned {
                Some(staff) => self.0.insert(reception, staff),
                None => self.0.remove(&reception),
            };
        }
    }
}
