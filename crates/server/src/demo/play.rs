//! Plays the day: asks the server what the script says, and adds what follows from its answers.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use chrono::{NaiveDate, NaiveTime};
use domain::time::{Timestamp, Zone};
use serde_json::{Value, json};

use super::client::{Came, Client};
use super::dice::Dice;
use super::house::{self, SITE, SUPERVISOR};
use super::script::{Day, Minute, Step, Visitor};
use super::told::{First, Hour, told_first};

/// The played day, a Saturday.
const DATE: (i32, u32, u32) = (2026, 3, 7);

/// How the day stands and what is worth telling of it.
pub(super) struct Play<'a, W: Write> {
    client: &'a mut Client,
    out: &'a mut W,
    zone: Zone,
    day: Day,
    dice: Dice,
    /// Who receives or received whom, where the answer at the arrival said it.
    receivers: BTreeMap<String, String>,
    /// Those who give up waiting are not looked for any more.
    gone: BTreeSet<String>,
    hour: Hour,
    played: Played,
}

/// What a played day leaves to be told.
#[derive(Debug, Default)]
pub(super) struct Played {
    pub(super) first: First,
    /// By code and what was asked.
    pub(super) refusals: BTreeMap<String, u32>,
    pub(super) disputes: Vec<Value>,
    pub(super) deals: Vec<Value>,
}

/// An instant of the played day.
pub(super) fn instant(zone: Zone, at: Minute) -> Timestamp {
    let (year, month, day) = DATE;
    let date = NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default();
    let time = NaiveTime::from_num_seconds_from_midnight_opt(at * 60, 0).unwrap_or_default();
    zone.instant(date, time)
}

impl<'a, W: Write> Play<'a, W> {
    pub(super) fn new(client: &'a mut Client, out: &'a mut W, zone: Zone, seed: u64) -> Self {
        Self {
            client,
            out,
            zone,
            day: Day::of(seed),
            dice: Dice::new(seed ^ 0x5EED),
            receivers: BTreeMap::new(),
            gone: BTreeSet::new(),
            hour: Hour::default(),
            played: Played::default(),
        }
    }

    /// Plays until nothing is left to happen.
    ///
    /// # Errors
    /// The server does not answer as it should, or nobody reads what is told.
    pub(super) fn run(mut self) -> Result<Played, String> {
        while let Some((at, step)) = self.day.next() {
            if let Some(line) = self.hour.turned(at / 60) {
                self.say(&line)?;
            }
            self.step(at, step)?;
        }
        if let Some(line) = self.hour.turned(u32::MAX) {
            self.say(&line)?;
        }
        Ok(self.played)
    }

    fn step(&mut self, at: Minute, step: Step) -> Result<(), String> {
        match step {
            Step::SignIn(staff) => self.post(at, "sign-ins", &json!({"staff": staff})).map(drop),
            Step::NextStepsAway { approved } => self.next_steps_away(at, approved),
            Step::ComeBack(staff) => self.post(at, "returns", &json!({"staff": staff})).map(drop),
            Step::Arrive(visitor) => self.arrive(at, visitor),
            Step::NoAnswer(visitor) => self.no_answer(at, &visitor),
            Step::Register { visitor, phone } => self.register(at, &visitor, &phone),
            Step::Leave(visitor) => self.leave(at, &visitor),
            Step::Deal(visitor) => self.deal(at, &visitor),
            Step::FollowUp { customer, by } => {
                let body = json!({"customer": customer, "by": by, "how": "call"});
                self.post(at, "follow-ups", &body).map(drop)
            }
            Step::Dispute { customer, other } => self.dispute(at, &customer, other),
            Step::Incident => self.incident(at),
            Step::LookAtPost => self.look_at_post(at),
        }
    }

    fn arrive(&mut self, at: Minute, visitor: Visitor) -> Result<(), String> {
        let mut body = json!({
            "visitor": visitor.id, "channel": if visitor.calls { "phone" } else { "walk_in" },
        });
        if let Some(phone) = &visitor.phone {
            body["phone"] = phone.as_str().into();
        }
        if let Some(named) = visitor.asks_for {
            body["asks_for"] = named.into();
        }
        let Some(decision) = self.post(at, "arrivals", &body)? else { return Ok(()) };
        if self.played.first.is_first(&decision) {
            let told = told_first(at, &decision);
            self.say(&told)?;
        }
        self.played.first.note(&decision);
        self.hour.note(&decision, visitor.calls);
        let Visitor { id, stays, registers, buys, .. } = visitor;
        if let Some(staff) = decision["assigned"].as_str() {
            self.receivers.insert(id.clone(), staff.to_owned());
        }
        if let Some(phone) = registers {
            self.day.add(at + stays.saturating_sub(3), Step::Register { visitor: id.clone(), phone });
        }
        if buys {
            self.day.add(at + stays.saturating_sub(1), Step::Deal(id.clone()));
        }
        self.day.add(at + stays, Step::Leave(id));
        Ok(())
    }

    /// Who receives a visitor; asked anew where somebody else may have taken over, or where they had to wait.
    fn receiver(&mut self, visitor: &str) -> Result<Option<String>, String> {
        if let Some(staff) = self.receivers.get(visitor) {
            return Ok(Some(staff.clone()));
        }
        let visit = self.client.get(&format!("/v1/sites/{SITE}/visits/{visitor}"))?;
        let staff = visit["decision"]["assigned"].as_str().map(ToOwned::to_owned);
        if let Some(staff) = &staff {
            self.receivers.insert(visitor.to_owned(), staff.clone());
        }
        Ok(staff)
    }

    fn no_answer(&mut self, at: Minute, visitor: &str) -> Result<(), String> {
        // Nobody was called for somebody who waits.
        if self.receivers.remove(visitor).is_none() {
            return Ok(());
        }
        self.post(at, &format!("visits/{visitor}/no-answers"), &json!({})).map(drop)
    }

    fn register(&mut self, at: Minute, visitor: &str, phone: &str) -> Result<(), String> {
        let Some(staff) = self.receiver(visitor)? else { return Ok(()) };
        let body = json!({"name": house::name(&mut self.dice), "phone": phone, "signed_by": staff});
        if self.post(at, &format!("visits/{visitor}/registrations"), &body)?.is_some() && self.dice.lucky(40)
        {
            let later = at + self.dice.between(90, 180);
            if later < super::script::minute(17, 30) {
                self.day.add(later, Step::FollowUp { customer: visitor.to_owned(), by: staff });
            }
        }
        Ok(())
    }

    fn leave(&mut self, at: Minute, visitor: &str) -> Result<(), String> {
        // Somebody who had to wait stays as long as somebody else who did not.
        if !self.receivers.contains_key(visitor) && self.gone.insert(visitor.to_owned()) {
            if self.receiver(visitor)?.is_some() {
                self.day.add(at + 10, Step::Leave(visitor.to_owned()));
                return Ok(());
            }
            self.hour.unserved += 1;
        }
        self.post(at, &format!("visits/{visitor}/leavings"), &json!({})).map(drop)
    }

    fn deal(&mut self, at: Minute, visitor: &str) -> Result<(), String> {
        let Some(by) = self.receiver(visitor)? else { return Ok(()) };
        let body = json!({"visitor": visitor, "by": by, "units": 1, "amount": 1_280_000});
        let deal = self.post(at, "deals", &body)?;
        self.played.deals.extend(deal);
        Ok(())
    }

    fn dispute(&mut self, at: Minute, customer: &str, other: &str) -> Result<(), String> {
        let owner = self.client.get(&format!("/v1/sites/{SITE}/customers/{customer}/ownership"))?;
        let between: Vec<&str> = owner["owner"].as_str().into_iter().chain([other]).collect();
        let found = self.post(at, "disputes", &json!({"customer": customer, "between": between}))?;
        self.played.disputes.extend(found);
        Ok(())
    }

    /// The one who is next is asked for by name, so that the very next visitor finds them away.
    fn next_steps_away(&mut self, at: Minute, approved: bool) -> Result<(), String> {
        let next = self.client.get(&format!("/v1/sites/{SITE}/next?channel=walk_in"))?;
        let staff = next["next"].as_str().unwrap_or_default();
        // Private matters are told best where it is that person's turn; while somebody busy is before them it is not.
        if staff.is_empty() || !(approved || self.first_in_turn()?.as_deref() == Some(staff)) {
            self.day.add(at + 3, Step::NextStepsAway { approved });
            return Ok(());
        }
        let body = if approved {
            json!({"staff": staff, "reason": "business", "approved_by": SUPERVISOR})
        } else {
            json!({"staff": staff, "reason": "private"})
        };
        if self.post(at, "absences", &body)?.is_some() {
            self.hour.absences += 1;
            self.day.add(at + self.dice.between(15, 30), Step::ComeBack(staff.to_owned()));
        }
        Ok(())
    }

    /// The row of the earliest open cell.
    fn first_in_turn(&mut self) -> Result<Option<String>, String> {
        let sheet = self.client.get(&format!("/v1/sites/{SITE}/sheet?channel=walk_in"))?;
        let rows = sheet["rows"].as_array().into_iter().flatten();
        let open = rows.filter_map(|row| {
            let cells = row["cells"].as_array()?;
            let round = cells.iter().position(|cell| *cell == "open" || *cell == "deferred")?;
            Some((round, row["staff"].as_str()?))
        });
        // Of rows whose earliest open cell is in the same round, the upper one.
        Ok(open.min_by_key(|(round, _)| *round).map(|(_, staff)| staff.to_owned()))
    }

    fn incident(&mut self, at: Minute) -> Result<(), String> {
        let post = self.client.get(&format!("/v1/sites/{SITE}/posts"))?;
        let Some(staff) = post["at_post"].as_str() else { return Ok(()) };
        let body =
            json!({"staff": staff, "clause": "P03-3", "by": SUPERVISOR, "note": "did not ask who they were"});
        self.post(at, "incidents", &body).map(drop)
    }

    fn look_at_post(&mut self, at: Minute) -> Result<(), String> {
        let post = self.client.get(&format!("/v1/sites/{SITE}/posts"))?;
        let line = match post["at_post"].as_str() {
            Some(staff) => format!("  {:02}:{:02}  at the post 站岗: {staff}", at / 60, at % 60),
            None => format!("  {:02}:{:02}  the post is vacant 站岗空缺", at / 60, at % 60),
        };
        self.say(&line)
    }

    /// Posts; a refusal by the rules is counted, and nothing follows from it.
    fn post(&mut self, at: Minute, resource: &str, body: &Value) -> Result<Option<Value>, String> {
        let path = format!("/v1/sites/{SITE}/{resource}");
        let came = self.client.post(instant(self.zone, at), &path, body)?;
        if let Came::Refused(code) = &came {
            *self.played.refusals.entry(format!("{code} ({})", text_of(resource))).or_default() += 1;
        }
        Ok(came.done())
    }

    fn say(&mut self, line: &str) -> Result<(), String> {
        writeln!(self.out, "{line}")
            .and_then(|()| self.out.flush())
            .map_err(|error: io::Error| error.to_string())
    }
}

/// The last part of an address: what was asked for.
fn text_of(resource: &str) -> &str {
    resource.rsplit('/').next().unwrap_or(resource)
}
