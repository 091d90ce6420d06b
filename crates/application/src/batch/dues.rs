//! What time brings: everything that has fallen due happens, each at its own instant, before anything else does.

use chrono::TimeDelta;
use domain::answer::Answer;
use domain::event::{Event, FloorEvent};
use domain::site::{self, Accepted, Bringing};
use domain::time::{Due, Timestamp};

use super::desk::Desk;
use crate::Failure;
use crate::request::{Auto, Told, What};

/// More than any down-time brings: at most a few things fall due for each hour of a day on which something happened.
const MOST: usize = 100_000;

/// The first instant at which something has fallen due, as finely as instants are stored.
fn elapsed_at(due: Due) -> Timestamp {
    match due {
        Due::At(at) => at,
        Due::After(at) => at.checked_add_signed(TimeDelta::microseconds(1)).unwrap_or(at),
    }
}

impl Desk {
    /// Lets everything happen that has fallen due by `now`.
    ///
    /// # Errors
    /// [`Failure::Corrupt`], if that would never end.
    pub(crate) fn fall_due(&mut self, now: Timestamp) -> Result<Vec<Auto>, Failure> {
        let mut autos = Vec::new();
        let mut last = None;
        for _ in 0..MOST {
            let site::View { floor, policy, .. } = self.view()?;
            let (clock, next) = (floor.clock, site::next_due(floor, policy));
            self.next_due = next.as_ref().map(|(due, _)| due.instant());
            let Some((due, bringing)) = next else { return Ok(autos) };
            if !due.elapsed(now) {
                return Ok(autos);
            }
            // What was due before the site was last heard of (a customer imported late) happens then.
            let at = clock.map_or(due.instant(), |clock| due.instant().max(clock));
            let accepted = site::fall_due(self.view()?, &bringing, elapsed_at(due).max(at));
            let stuck = accepted.events.is_empty() && last.as_ref() == Some(&(due, bringing.clone()));
            if stuck {
                break;
            }
            self.bring(at, due.instant(), &bringing, accepted, &mut autos);
            last = Some((due, bringing));
        }
        Err(Failure::Corrupt("time brings the same thing over and over".to_owned()))
    }

    fn bring(
        &mut self,
        at: Timestamp,
        due: Timestamp,
        bringing: &Bringing,
        accepted: Accepted,
        autos: &mut Vec<Auto>,
    ) {
        let Accepted { events, answer } = accepted;
        if events.is_empty() {
            // Nothing came of it, but the site has now seen this instant and looks ahead from there.
            self.see(at);
        } else {
            self.tell(at, bringing, &events, answer, autos);
            self.record_time(at, bringing.word(), events);
        }
        if *bringing == Bringing::Lapse {
            self.look_for_next_lapse(due);
        }
    }

    /// One printed line for each thing: protections that lapse at one instant are as many things as customers.
    fn tell(
        &self,
        at: Timestamp,
        bringing: &Bringing,
        events: &[Event],
        answer: Answer,
        autos: &mut Vec<Auto>,
    ) {
        let told = self.told(What::Answer(answer));
        let auto =
            |told: Told| Auto { at, word: bringing.word(), staff: None, visitor: None, customer: None, told };
        if *bringing == Bringing::Lapse {
            autos.extend(events.iter().filter_map(|event| match event {
                Event::Party(customer, _) => {
                    Some(Auto { customer: Some(customer.clone()), ..auto(told.clone()) })
                }
                Event::Floor(_) => None,
            }));
            return;
        }
        let staff = events.iter().find_map(|event| match event {
            Event::Floor(FloorEvent::GraceOver { staff, .. }) => Some(staff.clone()),
            Event::Floor(FloorEvent::PostChanged { standing, .. }) => {
                standing.as_ref().map(|standing| standing.staff.clone())
            }
            _ => None,
        });
        let visitor = match bringing {
            Bringing::Waiting(visitor) => Some(visitor.clone()),
            _ => None,
        };
        autos.push(Auto { staff, visitor, ..auto(told) });
    }
}
