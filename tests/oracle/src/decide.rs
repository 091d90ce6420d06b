//! Who receives: the owner, the one asked for, or the earliest open cell; and who waits.

use chrono::{DateTime, Duration, Utc};
use serde_json::{Value, json};

use crate::grid::{Cell, Table};
use crate::line::{digits, must, word};
use crate::paper::{Paper, Person, Reception, Sure, Unsure, Visitor, unsure};
use crate::rules::{Cause, House, outcome};
use crate::scan::Scan;

/// When a decision is taken: only an arrival brings fines and bars.
#[derive(Clone, Debug, PartialEq)]
enum Moment {
    Arrival,
    /// Called in vain, with that consultant's line in `because` where its form is known.
    NoAnswer(Option<Value>),
    Waiting,
}

const KNOWN_KEYS: [&str; 9] =
    ["at", "do", "visitor", "channel", "name", "phone", "customer", "asks_for", "expect"];

impl Paper {
    pub(crate) fn person(&self, staff: &str) -> Sure<&Person> {
        self.people.get(staff).ok_or_else(|| Unsure(format!("{staff} is not on the sheet")))
    }

    pub(crate) fn person_mut(&mut self, staff: &str) -> Sure<&mut Person> {
        self.people.get_mut(staff).ok_or_else(|| Unsure(format!("{staff} is not on the sheet")))
    }

    pub(crate) fn table(&self, channel: &str) -> Sure<&Table> {
        self.tables.get(channel).ok_or_else(|| Unsure(format!("no table for {channel}")))
    }

    pub(crate) fn table_mut(&mut self, channel: &str) -> Sure<&mut Table> {
        self.tables.get_mut(channel).ok_or_else(|| Unsure(format!("no table for {channel}")))
    }

    /// Where the visitor stands in the list of those on site.
    pub(crate) fn visitor(&self, id: &str) -> Sure<usize> {
        let found = self.visitors.iter().position(|visitor| visitor.id == id);
        found.ok_or_else(|| Unsure(format!("{id} is not on site")))
    }

    pub(crate) fn is_stranger(&self, index: usize) -> bool {
        self.visitors.get(index).is_some_and(|visitor| visitor.customer.is_none())
    }

    pub(crate) fn is_receiving(&self, staff: &str) -> bool {
        self.visitors.iter().any(|visitor| visitor.by.as_ref().is_some_and(|by| by.staff == staff))
    }

    pub(crate) fn away_or_busy(&self, person: &Person, staff: &str, channel: &str) -> Option<Cause> {
        let busy = self.visitors.iter().filter(|visitor| visitor.channel == channel);
        let busy = busy.filter_map(|visitor| visitor.by.as_ref()).find(|by| by.staff == staff);
        person.away.as_ref().map(|away| away.cause).or(busy.map(|by| by.busy))
    }

    /// There, unoccupied in the channel, and not called in vain for this visitor.
    fn is_free(&self, staff: &str, visitor: &Visitor) -> Sure<bool> {
        let person = self.person(staff)?;
        let called = visitor.called.iter().any(|called| called == staff);
        Ok(person.signed_in && !called && self.away_or_busy(person, staff, &visitor.channel).is_none())
    }

    /// Somebody comes or calls.
    pub(crate) fn arrive(&mut self, line: &Value, at: DateTime<Utc>) -> Sure<Value> {
        let known =
            line.as_object().is_some_and(|keys| keys.keys().all(|key| KNOWN_KEYS.contains(&key.as_str())));
        if !known {
            return unsure("an arrival with more to it than the sheet knows");
        }
        let phone = digits(word(line, "phone").unwrap_or_default());
        let by_phone = self.customers.iter().find(|(_, entry)| !phone.is_empty() && entry.phone == phone);
        let customer = word(line, "customer").map(str::to_owned).or(by_phone.map(|(id, _)| id.clone()));
        let asks_for = word(line, "asks_for").map(str::to_owned);
        let owner = match &customer {
            Some(id) => self.owner_at_the_door(id, asks_for.is_some(), at)?,
            None if self.registered.contains(&phone) => return unsure("registered on this very sheet"),
            None => None,
        };
        self.visitors.push(Visitor {
            id: must(line, "visitor")?.to_owned(),
            channel: word(line, "channel").unwrap_or("walk_in").to_owned(),
            since: at,
            customer,
            owner,
            asks_for,
            called: Vec::new(),
            by: None,
        });
        self.decide(self.visitors.len() - 1, Moment::Arrival)
    }

    /// The owner of a customer in the books; nobody once the registration has lapsed (P12-10, P12-15c).
    fn owner_at_the_door(&mut self, id: &str, asks: bool, at: DateTime<Utc>) -> Sure<Option<(String, bool)>> {
        let on_site = self.visitors.iter().any(|visitor| visitor.customer.as_deref() == Some(id));
        let Some(entry) = self.customers.get(id) else { return unsure("an unknown customer") };
        if on_site || asks || self.registered.contains(&entry.phone) {
            return unsure("a customer already here, asking for somebody, or registered again");
        }
        let held = entry.last_word.is_none_or(|last| at <= last + Duration::days(30));
        let lapsed = self.house == House::FullRegulations && !entry.closed && !held;
        let (phone, owner) = (entry.phone.clone(), entry.owner.clone());
        if lapsed || owner.is_none() {
            // Whose the customer is after this visit depends on a registration.
            self.registered.insert(phone);
            return Ok(None);
        }
        Ok(owner.map(|owner| (owner, entry.closed)))
    }

    /// Called in vain: the cell used, if any, is closed at once and somebody else is looked for.
    pub(crate) fn no_answer(&mut self, id: &str) -> Sure<Value> {
        let index = self.visitor(id)?;
        let Some(visitor) = self.visitors.get_mut(index) else { return unsure("gone") };
        let Some(by) = visitor.by.take() else { return unsure("nobody was called") };
        visitor.called.push(by.staff.clone());
        let channel = visitor.channel.clone();
        let word = outcome(self.house, Cause::NoAnswer, false)?.word();
        if self.closed.iter().any(|line| line["staff"] == by.staff) {
            return unsure("called in vain after the turn was given up");
        }
        let first =
            by.cell.map(|place| (place, json!({"staff": by.staff, "outcome": word, "cause": "no_answer"})));
        if let Some((place, _)) = &first {
            let closed = if self.house == House::TwoTables { Cell::Deferred } else { Cell::Forfeited };
            self.table_mut(&channel)?.write(*place, closed);
        }
        self.decide(index, Moment::NoAnswer(first.map(|(_, line)| line)))
    }

    /// Everybody who waits is tried again, in the order of arrival; returns the `auto` lines.
    pub(crate) fn settle_waiting(&mut self) -> Sure<Vec<Value>> {
        let mut autos = Vec::new();
        for index in 0..self.visitors.len() {
            if self.visitors.get(index).is_some_and(|visitor| visitor.by.is_none()) {
                let result = self.decide(index, Moment::Waiting)?;
                if !result["assigned"].is_null() {
                    autos.push(json!({"auto": "decide", "result": result}));
                }
            }
        }
        Ok(autos)
    }

    fn decide(&mut self, index: usize, moment: Moment) -> Sure<Value> {
        if self.is_after_hours() {
            return unsure("who receives outside normal hours");
        }
        let Some(visitor) = self.visitors.get(index).cloned() else { return unsure("gone") };
        if let Some((owner, closed)) = &visitor.owner {
            return self.decide_old(index, &visitor, owner, *closed);
        }
        if let Some(named) = &visitor.asks_for
            && self.is_free(named, &visitor)?
        {
            return self.decide_named(index, &visitor, named, &moment);
        }
        self.decide_by_turn(index, &visitor, moment)
    }

    /// Own customers go to their owner, else to the next in order as a proxy; no cell is used.
    fn decide_old(&mut self, index: usize, visitor: &Visitor, owner: &str, closed: bool) -> Sure<Value> {
        if self.is_free(owner, visitor)? {
            let busy = if closed { Cause::BusyOwnClosed } else { Cause::BusyOwnOpen };
            self.assign(index, Reception { staff: owner.to_owned(), busy, cell: None });
            return Ok(answer(visitor, owner, "owner", false));
        }
        let scan = self.scan(&visitor.channel, &visitor.called)?;
        if scan.passed.iter().any(|(_, cause)| *cause == Cause::SkippedRound) {
            return unsure("whether a skipped cell counts for a proxy");
        }
        let Some(place) = scan.chosen else { return Ok(waiting(visitor)) };
        let staff = self.table(&visitor.channel)?.name(place.1).to_owned();
        let result = answer(visitor, &staff, "proxy", false);
        self.assign(index, Reception { staff, busy: Cause::Proxying, cell: None });
        Ok(result)
    }

    /// Somebody unknown to the books asks for a consultant who can receive: that one's earliest cell is taken.
    fn decide_named(&mut self, index: usize, visitor: &Visitor, named: &str, moment: &Moment) -> Sure<Value> {
        let person = self.person(named)?;
        if person.barred || person.suspended_until.is_some() {
            return unsure("whether somebody barred receives those who ask for them");
        }
        let scan = self.scan(&visitor.channel, &visitor.called)?;
        if *moment == Moment::Arrival && self.offender(&visitor.channel, &scan)?.is_some() {
            return unsure("whether the fine falls when the new customer asks for somebody");
        }
        let table = self.table_mut(&visitor.channel)?;
        let Some(row) = table.row_of(named) else { return unsure("asked for, without a row") };
        let place = (table.earliest_open(row), row);
        if table.skips(place) {
            return unsure("whether the one asked for takes a cell to be skipped");
        }
        table.write(place, Cell::Taken);
        self.assign(index, Reception { staff: named.to_owned(), busy: Cause::BusyNew, cell: Some(place) });
        Ok(answer(visitor, named, "named", true))
    }

    fn decide_by_turn(&mut self, index: usize, visitor: &Visitor, moment: Moment) -> Sure<Value> {
        let channel = visitor.channel.as_str();
        let scan = self.scan(channel, &visitor.called)?;
        let offender = if moment == Moment::Arrival { self.offender(channel, &scan)? } else { None };
        let mut result = match scan.chosen {
            None => self.wait(visitor, &scan, offender.as_deref())?,
            Some(place) => {
                let make_up = self.table(channel)?.cell(place) == Cell::Deferred;
                let because = self.pass_over(channel, &scan, place)?;
                let staff = self.table(channel)?.name(place.1).to_owned();
                let mut result = answer(visitor, &staff, if make_up { "make_up" } else { "turn" }, true);
                result["incidents"] = json!(self.given_up_by_absence(channel, &scan)?);
                let because = because.map(|because| self.with_closed(channel, because, &staff));
                if let Some(mut because) = because {
                    because.push(json!({"staff": staff, "outcome": "chosen"}));
                    result["because"] = json!(because);
                }
                self.assign(index, Reception { staff, busy: Cause::BusyNew, cell: Some(place) });
                result
            }
        };
        // Whether those called before, or asked for in vain, are listed too, no page says.
        let open_form = match &moment {
            Moment::Arrival => false,
            Moment::NoAnswer(first) => first.is_none(),
            Moment::Waiting => !visitor.called.is_empty(),
        };
        if open_form || visitor.asks_for.is_some() {
            result["because"] = Value::Null;
        }
        let receives = !result["assigned"].is_null();
        if let (Moment::NoAnswer(Some(first)), Some(because)) = (moment, result["because"].as_array_mut()) {
            // Passed again by the new scan, they are told in its order.
            let passed = |entry: &Value| entry["staff"] == first["staff"] && entry["outcome"] != "keep";
            if !receives || !because.iter().any(passed) {
                because.retain(|entry| entry["staff"] != first["staff"]);
                because.insert(0, first);
            }
        }
        if let Some(staff) = offender {
            let person = self.person_mut(&staff)?;
            person.barred = true;
            person.fines += 50;
            result["incidents"] = json!([{"staff": staff, "clause": "P03-6a", "fine": 50}]);
        }
        Ok(result)
    }

    /// Nobody can receive: each row is listed and kept, save the one whose outcome falls at the arrival.
    fn wait(&mut self, visitor: &Visitor, scan: &Scan, offender: Option<&str>) -> Sure<Value> {
        let mut because = Vec::new();
        for (place, cause) in scan.rows() {
            let staff = self.table(&visitor.channel)?.name(place.1).to_owned();
            let mixed =
                scan.passed.iter().any(|(other, cause)| other.1 == place.1 && *cause == Cause::SkippedRound);
            if offender == Some(staff.as_str()) {
                let table = self.table_mut(&visitor.channel)?;
                table.write(place, Cell::Forfeited);
                table.at_arrival = table.at_arrival.max(Some(place.0));
                because.push(json!({"staff": staff, "outcome": "forfeit", "cause": cause.word()}));
            } else if offender.is_some() && cause.is_private() {
                return unsure("whether private rows behind the fined one fall at the arrival too");
            } else if mixed || cause == Cause::Mixed {
                because.push(json!({ "staff": staff }));
            } else if matches!(cause, Cause::Barred | Cause::Suspended) {
                because.push(json!({"staff": staff, "cause": cause.word()}));
            } else {
                because.push(json!({"staff": staff, "outcome": "keep", "cause": cause.word()}));
            }
        }
        let mut result = waiting(visitor);
        result["because"] = json!(because);
        Ok(result)
    }

    /// The turn-holder who is fined and barred by a new customer's arrival: the first row neither barred nor
    /// suspended, if away on private matters (P03-6a).
    fn offender(&self, channel: &str, scan: &Scan) -> Sure<Option<String>> {
        if self.house != House::MarketingCentre {
            return Ok(None);
        }
        let rows = scan.rows();
        let first = rows.iter().find(|(_, cause)| !matches!(cause, Cause::Barred | Cause::Suspended));
        let table = self.table(channel)?;
        Ok(first.filter(|(_, cause)| cause.is_private()).map(|(place, _)| table.name(place.1).to_owned()))
    }

    /// Whether the row's consultant is away for more than 5:00 by now (P16-7).
    pub(crate) fn long_away(&self, channel: &str, place: (usize, usize)) -> Sure<bool> {
        let person = self.person(self.table(channel)?.name(place.1))?;
        Ok(person
            .away
            .as_ref()
            .zip(self.now)
            .is_some_and(|(away, now)| now - away.since > Duration::minutes(5)))
    }

    fn assign(&mut self, index: usize, by: Reception) {
        if let Some(visitor) = self.visitors.get_mut(index) {
            visitor.by = Some(by);
        }
    }
}

fn answer(visitor: &Visitor, staff: &str, role: &str, uses_turn: bool) -> Value {
    json!({"reception": visitor.id, "assigned": staff, "as": role, "uses_turn": uses_turn, "incidents": []})
}

fn waiting(visitor: &Visitor) -> Value {
    json!({"reception": visitor.id, "assigned": null, "waiting": true, "incidents": []})
}
