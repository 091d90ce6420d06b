//! The front desk of two houses: who is first in turn, who stands at A, and turns closed at once (P08-2, P14-5a, P14-6).

use chrono::{DateTime, Duration, Timelike, Utc};
use serde_json::{Value, json};

use crate::grid::{Cell, Place};
use crate::line::{must, word};
use crate::paper::{Paper, Sure, unsure};
use crate::rules::{Cause, House};
use crate::scan::Scan;

/// The table of the front desk.
const DESK: &str = "walk_in";

/// The first in turn, and the earlier cells of those who do not count.
pub(crate) struct First {
    staff: String,
    place: Place,
    before: Vec<Place>,
}

impl Paper {
    /// Outside 09:00 to 18:00, where a house has normal hours (P14-10).
    pub(crate) fn is_after_hours(&self) -> bool {
        let local = self.now.map(|now| now.with_timezone(&self.zone).hour());
        self.house == House::AbPosts && local.is_some_and(|hour| !(9..18).contains(&hour))
    }

    /// The row of the earliest open cell, also while that consultant is busy or away; those not signed in, on private
    /// leave, barred or suspended are not counted.
    fn first_in_turn(&self) -> Sure<Option<First>> {
        let table = self.table(DESK)?;
        let mut before = Vec::new();
        for round in 0..table.written_rounds() + 2 {
            for &row in &table.order {
                let place = (round, row);
                if !table.cell(place).is_open() {
                    continue;
                }
                let staff = table.name(row);
                let person = self.person(staff)?;
                let on_leave = person.away.as_ref().is_some_and(|away| away.cause == Cause::Leave);
                if !person.signed_in || on_leave {
                    before.push(place);
                } else if !person.barred && person.suspended_until.is_none() {
                    return Ok(Some(First { staff: staff.to_owned(), place, before }));
                }
            }
        }
        Ok(None)
    }

    pub(crate) fn is_first_in_turn(&self, staff: &str) -> Sure<Option<First>> {
        Ok(self.first_in_turn()?.filter(|first| first.staff == staff))
    }

    /// The earliest open cell able to receive, but for one person.
    fn at_a(&self, but: Option<&str>) -> Sure<Option<String>> {
        let table = self.table(DESK)?;
        for round in 0..table.written_rounds() + 2 {
            for &row in &table.order {
                let staff = table.name(row);
                let person = self.person(staff)?;
                let able = person.signed_in
                    && !person.barred
                    && person.suspended_until.is_none()
                    && self.away_or_busy(person, staff, DESK).is_none();
                if table.cell((round, row)).is_open() && able && but != Some(staff) {
                    return Ok(Some(staff.to_owned()));
                }
            }
        }
        Ok(None)
    }

    /// Notes who has come to post A by now.
    pub(crate) fn note_front(&mut self, now: DateTime<Utc>) -> Sure<()> {
        let front = if self.house == House::AbPosts { self.at_a(None)? } else { None };
        if self.front.as_ref().map(|(staff, _)| staff) != front.as_ref() {
            self.front = front.map(|staff| (staff, now));
        }
        Ok(())
    }

    fn close_at_once(&mut self, first: &First, cause: &str) -> Sure<()> {
        let table = self.table_mut(DESK)?;
        for place in &first.before {
            table.write(*place, Cell::Blank);
        }
        table.write(first.place, Cell::Forfeited);
        self.closed.push(json!({"staff": first.staff, "outcome": "forfeit", "cause": cause}));
        Ok(())
    }

    /// One more turn given up on this day: the second brings a fine and 24 hours' suspension (P14-6).
    fn one_more_given_up(&mut self, staff: &str) -> Sure<Option<Value>> {
        let now = self.now;
        let person = self.person_mut(staff)?;
        person.gave_up += 1;
        if let Some(away) = person.away.as_mut() {
            away.counted = true;
        }
        if person.gave_up < 2 {
            return Ok(None);
        }
        person.gave_up = 0;
        person.fines += 50;
        person.suspended_until = now.map(|now| now + Duration::hours(24));
        Ok(Some(json!({"staff": staff, "clause": "P14-6", "fine": 50})))
    }

    /// What leaving the floor costs at once: nothing where it is refused, else whether it counted as given up.
    pub(crate) fn leave_the_desk(&mut self, staff: &str, cause: Cause) -> Sure<Option<bool>> {
        if !self.house.keeps_a_desk() || self.is_after_hours() {
            return Ok(Some(false));
        }
        if self.house == House::AbPosts && self.at_a(Some(staff))?.is_none() {
            return Ok(None);
        }
        let Some(first) = self.is_first_in_turn(staff)?.filter(|_| cause.is_private()) else {
            return Ok(Some(false));
        };
        self.close_at_once(&first, cause.word().unwrap_or_default())?;
        let counts = self.house == House::AbPosts;
        if counts {
            self.one_more_given_up(staff)?;
        }
        Ok(Some(counts))
    }

    /// Gives the turn up by choice; what the duty manager accepts is not counted.
    pub(crate) fn give_up(&mut self, line: &Value) -> Sure<bool> {
        let staff = must(line, "staff")?;
        if !self.house.keeps_a_desk() || !self.person(staff)?.signed_in {
            return unsure("gives up a turn in another house, or while not there");
        }
        let Some(first) = self.is_first_in_turn(staff)? else { return Ok(false) };
        self.close_at_once(&first, "gave_up")?;
        if self.house == House::AbPosts && word(line, "accepted_by").is_none() {
            self.one_more_given_up(staff)?;
        }
        Ok(true)
    }

    /// Passes the turn on after more than half an hour at A without a customer (P14-5b).
    pub(crate) fn waive(&mut self, staff: &str, at: DateTime<Utc>) -> Sure<bool> {
        if !self.person(staff)?.signed_in {
            return unsure("passes a turn on while not there");
        }
        if self.house != House::AbPosts {
            return Ok(false);
        }
        let waited = self.front.as_ref().filter(|(front, _)| front == staff).map(|(_, since)| at - *since);
        let Some(first) = self.is_first_in_turn(staff)?.filter(|_| waited > Some(Duration::minutes(30)))
        else {
            return Ok(false);
        };
        self.close_at_once(&first, "waived")?;
        Ok(true)
    }

    /// Those away without leave whose turn the scan passed: given up, an absence once.
    pub(crate) fn given_up_by_absence(&mut self, channel: &str, scan: &Scan) -> Sure<Vec<Value>> {
        let mut fined = Vec::new();
        if self.house != House::AbPosts {
            return Ok(fined);
        }
        for (place, cause) in scan.rows() {
            let staff = self.table(channel)?.name(place.1).to_owned();
            let anew = self.person(&staff)?.away.as_ref().is_some_and(|away| !away.counted);
            if cause.is_private() && anew {
                fined.extend(self.one_more_given_up(&staff)?);
            }
        }
        Ok(fined)
    }

    /// Rows whose cell was closed at once since the last decision by turn are told first, each once.
    pub(crate) fn with_closed(&mut self, channel: &str, mut because: Vec<Value>, staff: &str) -> Vec<Value> {
        if channel == DESK {
            for line in std::mem::take(&mut self.closed).into_iter().rev() {
                if because.iter().all(|item| item["staff"] != line["staff"]) {
                    because.insert(0, line);
                }
            }
        }
        because.retain(|item| item["staff"] != staff);
        because
    }
}
