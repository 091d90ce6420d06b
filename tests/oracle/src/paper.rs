//! The sheet's whole state, and what each line of a day file does to it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Duration, Utc};
use chrono_tz::Tz;
use serde_json::{Value, json};

use crate::compare::Expected;
use crate::grid::{Cell, Place, Table};
use crate::line::{digits, instant, list, must, word};
use crate::rules::{Cause, House};

/// Why the sheet expects nothing: the specification leaves the result open, or the line is none of its business.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsure(pub String);

/// An answer the sheet stands by, or its reason for having none.
pub type Sure<T> = Result<T, Unsure>;

pub(crate) fn unsure<T>(why: &str) -> Sure<T> {
    Err(Unsure(why.to_owned()))
}

/// An absence from the floor.
#[derive(Clone, Debug)]
pub(crate) struct Away {
    pub(crate) cause: Cause,
    pub(crate) since: DateTime<Utc>,
    /// Whether the private absence has exceeded 5:00, and its deferred cells are gone (P16-7).
    pub(crate) exceeded: bool,
    /// Counted as a turn given up; an absence counts once (P14-6).
    pub(crate) counted: bool,
}

/// A consultant.
#[derive(Clone, Debug, Default)]
pub(crate) struct Person {
    pub(crate) signed_in: bool,
    pub(crate) away: Option<Away>,
    /// Out of the rotation until local midnight (P03-6a).
    pub(crate) barred: bool,
    pub(crate) suspended_until: Option<DateTime<Utc>>,
    /// One turn in every two rounds (P16-11).
    pub(crate) penalised: bool,
    /// Turns given up on this day (P14-6).
    pub(crate) gave_up: u32,
    /// Whole currency units.
    pub(crate) fines: i64,
    /// Fined on an earlier day: what `ask fines` then counts is open.
    pub(crate) fined_before: bool,
    /// Signed out on this day as the first in turn of a house where leaving costs the turn.
    pub(crate) left_in_turn: bool,
}

/// A customer in the books on the first line.
#[derive(Clone, Debug)]
pub(crate) struct Customer {
    pub(crate) phone: String,
    pub(crate) owner: Option<String>,
    pub(crate) closed: bool,
    /// The registration or the last follow-up, whichever is later.
    pub(crate) last_word: Option<DateTime<Utc>>,
}

/// Who receives a visitor, and what for.
#[derive(Clone, Debug)]
pub(crate) struct Reception {
    pub(crate) staff: String,
    /// The cause for which this consultant's row is passed meanwhile.
    pub(crate) busy: Cause,
    pub(crate) cell: Option<Place>,
}

/// Somebody on site or on the line.
#[derive(Clone, Debug)]
pub(crate) struct Visitor {
    pub(crate) id: String,
    pub(crate) channel: String,
    pub(crate) since: DateTime<Utc>,
    pub(crate) customer: Option<String>,
    /// The owner of an old customer, and whether a deal was made.
    pub(crate) owner: Option<(String, bool)>,
    pub(crate) asks_for: Option<String>,
    /// Those called in vain for this visitor.
    pub(crate) called: Vec<String>,
    pub(crate) by: Option<Reception>,
}

/// The paper sheet of one site.
#[derive(Clone, Debug)]
pub struct Paper {
    pub(crate) house: House,
    pub(crate) zone: Tz,
    pub(crate) by_sign_in: bool,
    pub(crate) people: BTreeMap<String, Person>,
    /// Staff who are not in the rotation (P12-3).
    pub(crate) unfit: BTreeSet<String>,
    pub(crate) customers: BTreeMap<String, Customer>,
    /// Phones whose ownership a later line may have changed.
    pub(crate) registered: BTreeSet<String>,
    pub(crate) tables: BTreeMap<String, Table>,
    /// Everybody on site, in the order of arrival.
    pub(crate) visitors: Vec<Visitor>,
    /// Those who left today.
    pub(crate) gone: Vec<String>,
    pub(crate) now: Option<DateTime<Utc>>,
    /// The rows of a sheet that begins anew each morning, from the top.
    pub(crate) roster: Vec<String>,
    /// Lines of the rows whose cell was closed at once since the last decision by turn.
    pub(crate) closed: Vec<Value>,
    /// Who has been at post A, and since when.
    pub(crate) front: Option<(String, DateTime<Utc>)>,
    /// Something has happened on the running day, so it has an end; a question is nothing that happens.
    pub(crate) begun: bool,
}

impl Paper {
    /// A fresh sheet, from a day file's first line.
    pub fn open(first: &Value) -> Sure<Self> {
        let house = House::named(must(first, "policy")?)?;
        let zone: Tz = must(first, "timezone")?.parse().map_err(|_| Unsure("no such zone".to_owned()))?;
        let by_sign_in = match (house, word(first, "order_by")) {
            (House::MarketingCentre, None | Some("sign_in")) | (House::FullRegulations, Some("sign_in")) => {
                true
            }
            (House::TwoTables, None | Some("fixed")) | (House::FullRegulations, Some("fixed")) => false,
            (house, None | Some("fixed")) if house.keeps_a_desk() => false,
            _ => return unsure("an order that the sheet does not keep"),
        };
        let mut paper = Self {
            house,
            zone,
            by_sign_in,
            people: BTreeMap::new(),
            unfit: BTreeSet::new(),
            customers: BTreeMap::new(),
            registered: BTreeSet::new(),
            tables: BTreeMap::new(),
            visitors: Vec::new(),
            gone: Vec::new(),
            now: None,
            roster: Vec::new(),
            closed: Vec::new(),
            front: None,
            begun: false,
        };
        for staff in list(first, "staff") {
            if word(staff, "role").unwrap_or("consultant") != "consultant" {
                continue;
            }
            let id = must(staff, "id")?.to_owned();
            if word(staff, "status").unwrap_or("active") == "active" {
                paper.people.insert(id, Person::default());
            } else {
                paper.unfit.insert(id);
            }
        }
        for customer in list(first, "customers") {
            paper.enter_customer(customer)?;
        }
        paper.fresh_tables()?;
        if !by_sign_in {
            let order = list(first, "order").iter();
            paper.roster = order.map(|staff| staff.as_str().unwrap_or_default().to_owned()).collect();
            paper.begin_rows()?;
        }
        Ok(paper)
    }

    fn enter_customer(&mut self, customer: &Value) -> Sure<()> {
        let mut last_word = None;
        for key in ["registered_at", "last_follow_up"] {
            if customer.get(key).is_some() {
                last_word = last_word.max(Some(instant(customer, key)?));
            }
        }
        let entry = Customer {
            phone: digits(word(customer, "phone").unwrap_or_default()),
            owner: word(customer, "owner").map(str::to_owned),
            closed: word(customer, "state") == Some("closed"),
            last_word,
        };
        self.customers.insert(must(customer, "id")?.to_owned(), entry);
        Ok(())
    }

    /// New paper for both channels.
    pub(crate) fn fresh_tables(&mut self) -> Sure<()> {
        for channel in ["walk_in", "phone"] {
            self.tables.insert(channel.to_owned(), Table::default());
        }
        Ok(())
    }

    /// The rows of the roster, on new paper.
    pub(crate) fn begin_rows(&mut self) -> Sure<()> {
        let roster = self.roster.clone();
        roster.iter().try_for_each(|staff| self.begin_row(staff))
    }

    fn begin_row(&mut self, staff: &str) -> Sure<()> {
        self.person(staff)?;
        self.tables.values_mut().try_for_each(|table| table.join(staff))
    }

    /// Plays one line; after an error the sheet is of no further use.
    pub fn play(&mut self, line: &Value) -> Sure<Expected> {
        let at = instant(line, "at")?;
        let mut expected = Expected { before: self.pass_time(at)?, ..Expected::default() };
        self.now = Some(at);
        let happens = self.happens(line)?;
        let (ok, result) = self.apply(line, at)?;
        self.begun |= happens && ok != Some(false);
        expected.ok = ok;
        expected.result = result;
        expected.after = self.settle_waiting()?;
        self.note_front(at)?;
        Ok(expected)
    }

    /// The fairness theorem over every table of the sheet.
    pub fn fairness(&self) -> Result<(), String> {
        self.tables.iter().try_for_each(|(channel, table)| {
            table.fairness().map_err(|unfair| format!("{channel}: {unfair}"))
        })
    }

    fn apply(&mut self, line: &Value, at: DateTime<Utc>) -> Sure<(Option<bool>, Option<Value>)> {
        let ok = |result: Option<Value>| Ok((Some(true), result));
        match must(line, "do")? {
            "sign_in" => self.sign_in(must(line, "staff")?).and_then(|()| ok(None)),
            "sign_out" => self.sign_out(must(line, "staff")?).and_then(|()| ok(None)),
            "step_away" => Ok((Some(self.step_away(line, at)?), None)),
            "come_back" => self.come_back(must(line, "staff")?).and_then(|()| ok(None)),
            "arrive" => {
                let result = self.arrive(line, at)?;
                ok(Some(result))
            }
            "no_answer" => {
                let result = self.no_answer(must(line, "visitor")?)?;
                ok(Some(result))
            }
            "leave" => Ok((Some(self.leave(must(line, "visitor")?)?), None)),
            "give_up" => Ok((Some(self.give_up(line)?), None)),
            "waive" => Ok((Some(self.waive(must(line, "staff")?, at)?), None)),
            "incident" => self.incident(line, at).and_then(|()| ok(None)),
            "clear" => self.clear(line).and_then(|()| ok(None)),
            "ask" => Ok((Some(true), self.ask(line)?)),
            "register" => {
                self.registered.insert(digits(word(line, "phone").unwrap_or_default()));
                Ok((None, None))
            }
            "recognise" => self.recognise_late(line, at).and_then(|result| ok(Some(result))),
            "follow_up" => Ok((None, None)),
            "deal" if self.visitor(must(line, "visitor")?).is_ok_and(|at| self.is_stranger(at)) => {
                Ok((None, None))
            }
            verb => unsure(&format!("the verb {verb} is not on the sheet")),
        }
    }

    fn sign_in(&mut self, staff: &str) -> Sure<()> {
        if self.unfit.contains(staff) {
            return Ok(());
        }
        if self.person(staff)?.signed_in {
            return unsure("signs in twice");
        }
        if self.person(staff)?.left_in_turn {
            // The rules speak of leaving the desk, not of signing out: what the return costs is the house's own reading.
            return unsure("comes back after signing out as the first in turn");
        }
        self.person_mut(staff)?.signed_in = true;
        let Some(row) = self.table("walk_in")?.row_of(staff) else { return self.begin_row(staff) };
        if self.tables.values().any(|table| table.moved.get(row) == Some(&true)) {
            return unsure("a second sign-in of a row that was moved to the end");
        }
        Ok(())
    }

    fn sign_out(&mut self, staff: &str) -> Sure<()> {
        if !self.person(staff)?.signed_in || self.person(staff)?.away.is_some() || self.is_receiving(staff) {
            return unsure("signs out while away, receiving or not there");
        }
        let costs =
            self.house.keeps_a_desk() && !self.is_after_hours() && self.is_first_in_turn(staff)?.is_some();
        let person = self.person_mut(staff)?;
        person.signed_in = false;
        person.left_in_turn |= costs;
        Ok(())
    }

    /// Refused while receiving, in any channel.
    fn step_away(&mut self, line: &Value, at: DateTime<Utc>) -> Sure<bool> {
        let staff = must(line, "staff")?;
        let cause = match (must(line, "reason")?, word(line, "approved_by")) {
            ("unannounced", None) => Cause::Unannounced,
            ("private", Some(_)) if self.house.keeps_a_desk() => Cause::Leave,
            ("business", Some(_)) => Cause::Business,
            ("private", _) | ("business", None) => Cause::Private,
            _ => return unsure("an unknown reason"),
        };
        if !self.person(staff)?.signed_in || self.person(staff)?.away.is_some() {
            return unsure("steps away while away or not there");
        }
        if self.is_receiving(staff) {
            return Ok(false);
        }
        let Some(counted) = self.leave_the_desk(staff, cause)? else { return Ok(false) };
        self.person_mut(staff)?.away = Some(Away { cause, since: at, exceeded: false, counted });
        Ok(true)
    }

    /// Does the line say that something happened? A question does not, nor the return of somebody who is not away.
    fn happens(&self, line: &Value) -> Sure<bool> {
        Ok(match must(line, "do")? {
            "ask" => false,
            "come_back" => self.person(must(line, "staff")?)?.away.is_some(),
            _ => true,
        })
    }

    fn come_back(&mut self, staff: &str) -> Sure<()> {
        self.person_mut(staff)?.away = None;
        for table in self.tables.values_mut() {
            table.settle_absence(staff, Cell::Deferred);
        }
        Ok(())
    }

    fn leave(&mut self, visitor: &str) -> Sure<bool> {
        if self.gone.iter().any(|gone| gone == visitor) {
            return Ok(false);
        }
        let index = self.visitor(visitor)?;
        self.visitors.remove(index);
        self.gone.push(visitor.to_owned());
        Ok(true)
    }

    fn incident(&mut self, line: &Value, at: DateTime<Utc>) -> Sure<()> {
        let staff = must(line, "staff")?;
        if !self.person(staff)?.signed_in {
            return unsure("an incident of somebody who is not there");
        }
        match (self.house, must(line, "clause")?) {
            (House::MarketingCentre, "P03-1") => {
                let person = self.person_mut(staff)?;
                if person.suspended_until.is_some() {
                    return unsure("suspended while suspended");
                }
                person.fines += 50;
                person.suspended_until = Some(at + Duration::hours(24));
                Ok(())
            }
            (House::TwoTables, "P16-11") if !self.person(staff)?.penalised => {
                self.person_mut(staff)?.penalised = true;
                for table in self.tables.values_mut() {
                    let Some(row) = table.row_of(staff) else { return unsure("a penalty without a row") };
                    if table.has_deferred(row) {
                        return unsure("whether a deferred cell is the next one that a penalty skips");
                    }
                    let next = table.earliest_open(row);
                    if let Some(from) = table.skip_from.get_mut(row) {
                        *from = Some(next);
                    }
                }
                Ok(())
            }
            _ => unsure("an incident that is not on the sheet"),
        }
    }

    fn clear(&mut self, line: &Value) -> Sure<()> {
        let staff = must(line, "staff")?;
        if must(line, "clause")? != "P16-11" || !self.person(staff)?.penalised {
            return unsure("clears what is not on the sheet");
        }
        self.person_mut(staff)?.penalised = false;
        for table in self.tables.values_mut() {
            if let Some(from) = table.row_of(staff).and_then(|row| table.skip_from.get_mut(row)) {
                *from = None;
            }
        }
        Ok(())
    }

    fn ask(&self, line: &Value) -> Sure<Option<Value>> {
        let channel = word(line, "channel").unwrap_or("walk_in");
        let table = self.table(channel)?;
        Ok(match must(line, "what")? {
            "order" if self.unfit.is_empty() => {
                let order: Vec<&str> = table.order.iter().map(|&row| table.name(row)).collect();
                Some(json!({ "order": order }))
            }
            "next" if self.is_after_hours() => return unsure("who is next outside normal hours"),
            "next" => {
                let next = self.scan(channel, &[])?.chosen.map(|place| table.name(place.1));
                Some(json!({ "next": next }))
            }
            "fines" => {
                let person = self.person(must(line, "staff")?)?;
                // In the evening slips fall due (P14-3), which the sheet does not keep.
                let slips = self.house == House::AbPosts && self.is_after_hours();
                (!person.fined_before && !slips).then(|| json!({"fines": person.fines}))
            }
            _ => None,
        })
    }

    /// Recognised by the staff more than ten minutes after the start: nothing changes (P16-8b).
    fn recognise_late(&self, line: &Value, at: DateTime<Utc>) -> Sure<Value> {
        let index = self.visitor(must(line, "visitor")?)?;
        let visitor = self.visitors.get(index);
        match visitor.and_then(|visitor| visitor.by.as_ref().map(|by| (visitor.since, &by.staff))) {
            Some((since, staff))
                if self.house == House::TwoTables
                    && word(line, "who") != Some("customer")
                    && at - since > Duration::minutes(10) =>
            {
                Ok(json!({"handed_back": false, "assigned": staff}))
            }
            _ => unsure("a recognition that may hand back"),
        }
    }
}
