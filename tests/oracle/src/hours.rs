//! What time itself brings: the end of a grace, of a suspension, of a day.

use chrono::{DateTime, Days, Duration, TimeZone, Utc};
use serde_json::{Value, json};

use crate::grid::Cell;
use crate::paper::{Paper, Sure, Unsure};
use crate::rules::House;

/// What falls due. The second part of a due's key says whether it waits for the instant to pass.
enum Due {
    /// A private absence exceeds 5:00 (P16-7).
    Exceeded(String),
    /// A suspension is over.
    Restored(String),
    Midnight,
}

impl Paper {
    /// Lets time run up to `to`; returns the `auto` lines it brings.
    pub(crate) fn pass_time(&mut self, to: DateTime<Utc>) -> Sure<Vec<Value>> {
        let mut autos = Vec::new();
        while let Some((at, after, due)) = self.next_due()? {
            if at > to || (after && at == to) {
                break;
            }
            self.now = Some(at);
            match due {
                Due::Exceeded(staff) => {
                    if let Some(away) = self.person_mut(&staff)?.away.as_mut() {
                        away.exceeded = true;
                    }
                    for table in self.tables.values_mut() {
                        table.settle_absence(&staff, Cell::Forfeited);
                    }
                }
                Due::Restored(staff) => self.person_mut(&staff)?.suspended_until = None,
                Due::Midnight => {
                    self.end_day()?;
                    if std::mem::take(&mut self.begun) {
                        autos.push(json!({"auto": "day_end"}));
                    }
                    // Days on which nothing happens are passed over in silence.
                    self.now = Some(to);
                }
            }
            autos.extend(self.settle_waiting()?);
            if let Some(now) = self.now {
                self.note_front(now)?;
            }
        }
        Ok(autos)
    }

    fn next_due(&self) -> Sure<Option<(DateTime<Utc>, bool, Due)>> {
        let Some(now) = self.now else { return Ok(None) };
        let mut dues = vec![(self.midnight_after(now)?, false, Due::Midnight)];
        for (name, person) in &self.people {
            if let Some(until) = person.suspended_until {
                dues.push((until, false, Due::Restored(name.clone())));
            }
            if let Some(away) = &person.away
                && self.house == House::TwoTables
                && away.cause.is_private()
                && !away.exceeded
            {
                dues.push((away.since + Duration::minutes(5), true, Due::Exceeded(name.clone())));
            }
        }
        Ok(dues.into_iter().min_by_key(|(at, after, _)| (*at, *after)))
    }

    fn midnight_after(&self, now: DateTime<Utc>) -> Sure<DateTime<Utc>> {
        let next = now.with_timezone(&self.zone).date_naive().checked_add_days(Days::new(1));
        next.and_then(|day| day.and_hms_opt(0, 0, 0))
            .and_then(|midnight| self.zone.from_local_datetime(&midnight).earliest())
            .map(|midnight| midnight.with_timezone(&Utc))
            .ok_or_else(|| Unsure("a day without a midnight".to_owned()))
    }

    /// Receptions end, the waiting go, everybody is signed out; a sheet by sign-in begins anew.
    fn end_day(&mut self) -> Sure<()> {
        self.visitors.clear();
        self.gone.clear();
        let names: Vec<String> = self.people.keys().cloned().collect();
        // Slips that were not handed in by the evening are fined as well (P14-3); the sheet does not keep slips.
        let slips = self.house == House::AbPosts;
        for name in names {
            let person = self.person_mut(&name)?;
            person.signed_in = false;
            person.away = None;
            person.barred = false;
            person.gave_up = 0;
            person.left_in_turn = false;
            person.fined_before = person.fined_before || person.fines > 0 || slips;
            for table in self.tables.values_mut() {
                table.settle_absence(&name, Cell::Deferred);
            }
        }
        self.closed.clear();
        self.front = None;
        match self.house {
            House::AbPosts => {
                self.fresh_tables()?;
                self.begin_rows()
            }
            _ if self.by_sign_in => self.fresh_tables(),
            _ => Ok(()),
        }
    }
}
