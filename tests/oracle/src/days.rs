//! Random days: dice become events that make sense where the day stands.
//!
//! The sheet itself is asked whether it is sure of an event; events it is not sure of are left out, so that every
//! line of a generated day carries an expectation.

use chrono::{DateTime, Duration, NaiveDate, SecondsFormat, TimeZone, Utc};
use chrono_tz::Tz;
use proptest::collection::vec;
use proptest::prelude::{Strategy, any};
use serde_json::{Value, json};

use crate::paper::{Paper, Visitor};

const CONSULTANTS: [&str; 9] = ["A", "B", "C", "D", "E", "F", "G", "H", "I"];
const CUSTOMERS: usize = 8;

/// What a random day is made of; every value is good, small ones make simple days.
#[derive(Clone, Debug)]
pub struct Dice {
    /// The policy, its order, the zone and the hour of opening.
    pub setting: u16,
    /// How many consultants beyond two.
    pub staff: u8,
    /// How many sign in before the first visitor.
    pub early: u8,
    /// One event each: kind, gap, who, which.
    pub events: Vec<(u8, u16, u8, u8)>,
}

/// Days as NDJSON lines, the first line included.
pub fn days() -> impl Strategy<Value = Vec<Value>> {
    let event = (0..100u8, any::<u16>(), any::<u8>(), any::<u8>());
    (any::<u16>(), 0..8u8, any::<u8>(), vec(event, 1..80))
        .prop_map(|(setting, staff, early, events)| day(&Dice { setting, staff, early, events }))
}

/// The day that the dice make.
#[must_use]
pub fn day(dice: &Dice) -> Vec<Value> {
    let first = first_line(dice);
    let zone = zone(dice);
    let Ok(paper) = Paper::open(&first) else { return vec![first] };
    let mut day = Day { lines: vec![first], paper, now: opening(dice, zone), zone, visitors: 0, today: 0 };
    let early =
        if dice.early.is_multiple_of(4) { usize::from(dice.early / 4) % 5 } else { CONSULTANTS.len() };
    for staff in CONSULTANTS.iter().take(early) {
        day.now += Duration::seconds(40);
        day.offer(json!({"do": "sign_in", "staff": staff}));
    }
    for event in &dice.events {
        day.roll(event);
    }
    day.lines
}

fn zone(dice: &Dice) -> Tz {
    if dice.setting & 16 == 0 { Tz::Asia__Shanghai } else { Tz::Europe__Berlin }
}

/// The day before a clock change in Europe, in the morning or shortly before midnight.
fn opening(dice: &Dice, zone: Tz) -> DateTime<Utc> {
    // The show-room's order rests before nine and after six.
    let (hour, minute) = match (policy(dice), dice.setting & 96 == 96) {
        ("ab-posts", _) => (9, 0),
        (_, true) => (22, 30),
        (_, false) => (8, 30),
    };
    let local = NaiveDate::from_ymd_opt(2026, 3, 28).and_then(|day| day.and_hms_opt(hour, minute, 0));
    let at = local.and_then(|local| zone.from_local_datetime(&local).earliest());
    at.map_or(DateTime::UNIX_EPOCH, |at| at.with_timezone(&Utc))
}

fn policy(dice: &Dice) -> &'static str {
    match (dice.setting & 128, dice.setting % 4) {
        (0, 0) => "marketing-centre",
        (0, 1) => "two-tables",
        (0, _) => "full-regulations",
        (_, 0 | 1) => "turn-adjudication",
        _ => "ab-posts",
    }
}

fn first_line(dice: &Dice) -> Value {
    let count = (usize::from(dice.staff) + 2).min(CONSULTANTS.len());
    let ids = CONSULTANTS.get(..count).unwrap_or_default();
    let mut staff: Vec<Value> = ids.iter().map(|id| json!({ "id": id })).collect();
    staff.push(json!({"id": "S", "role": "supervisor"}));
    staff.push(json!({"id": "M", "role": "manager"}));
    let customers: Vec<Value> = (0..CUSTOMERS)
        .map(|number| {
            // Every fourth one was last heard of long ago; the others within three weeks.
            let at = if number % 4 == 3 { "2025-12-20T10:00:00+08:00" } else { "2026-03-20T10:00:00+08:00" };
            json!({"id": format!("c{number}"), "name": format!("Customer {number}"),
                   "phone": format!("1380000{number:04}"), "owner": ids.get(number % count),
                   "state": if number % 3 == 2 { "closed" } else { "open" },
                   "registered_at": at, "last_follow_up": at})
        })
        .collect();
    let mut first =
        json!({"day_file": 1, "timezone": zone(dice).name(), "staff": staff, "customers": customers});
    let mut order: Vec<&str> = ids.to_vec();
    order.rotate_left(usize::from(dice.setting >> 8) % count);
    let by_sign_in = matches!(dice.setting % 4, 0 | 2);
    first["policy"] = json!(policy(dice));
    match policy(dice) {
        "marketing-centre" => return first,
        "full-regulations" => first["order_by"] = json!(if by_sign_in { "sign_in" } else { "fixed" }),
        _ => {}
    }
    if dice.setting & 128 != 0 || !by_sign_in {
        first["order"] = json!(order);
    }
    first
}

struct Day {
    lines: Vec<Value>,
    paper: Paper,
    now: DateTime<Utc>,
    zone: Tz,
    visitors: usize,
    today: u32,
}

impl Day {
    /// Adds the event if it is one that the sheet is sure of, and stays sure after.
    fn offer(&mut self, mut line: Value) -> bool {
        let local = self.now.with_timezone(&self.zone);
        line["at"] = json!(local.to_rfc3339_opts(SecondsFormat::Secs, false));
        let mut paper = self.paper.clone();
        let sure = paper.play(&line).is_ok();
        if sure {
            self.paper = paper;
            self.lines.push(line);
        }
        sure
    }

    fn roll(&mut self, &(kind, gap, who, which): &(u8, u16, u8, u8)) {
        let (before, written) = (self.now, self.lines.len());
        self.now += self.gap(gap);
        let line = match kind {
            82..86 if self.has_desk() => self.give_up(who, which),
            86..90 if self.has_desk() => self.waive(who),
            0..8 => self.staff_line("sign_in", who, |day, staff| !day.is_in(staff)),
            8..10 => self.staff_line("sign_out", who, Self::may_go),
            10..20 => self.step_away(who, which),
            20..27 => self.staff_line("come_back", who, Self::is_away),
            27..50 => self.arrive(json!({}), which),
            50..57 => self.arrive_known(who, which),
            57..60 => {
                let asks_for = self.pick(who, |_, _| true);
                self.arrive(json!({ "asks_for": asks_for }), which)
            }
            60..66 => self.visitor_line("no_answer", who, |visitor| visitor.by.is_some()),
            66..86 => {
                self.visitor_line("leave", who, |visitor| visitor.by.is_some() || which.is_multiple_of(4))
            }
            86..88 => self.incident(who),
            88..90 => {
                let line = self.staff_line("clear", who, Self::is_penalised);
                line.map(|line| with(line, &json!({"clause": "P16-11", "by": "M"})))
            }
            90..93 => Some(json!({"do": "ask", "what": "order", "channel": channel(which)})),
            93..96 => Some(json!({"do": "ask", "what": "next", "channel": channel(which)})),
            96..97 => {
                self.staff_line("ask", who, |_, _| true).map(|line| with(line, &json!({"what": "fines"})))
            }
            97..98 => self.refused(who),
            _ => self.next_morning(who),
        };
        if !line.is_some_and(|line| self.offer(line)) && self.lines.len() == written {
            self.now = before;
        }
    }

    /// From nothing to an hour; now and then the very border of somebody's five minutes.
    fn gap(&self, dice: u16) -> Duration {
        let number = i64::from(dice / 8);
        let away = self.paper.people.values().filter_map(|person| person.away.as_ref());
        let front = self.paper.front.iter().map(|(_, since)| *since + Duration::minutes(30));
        let borders = away.map(|away| away.since + Duration::minutes(5)).chain(front);
        let border = borders.filter(|at| *at >= self.now).min();
        match dice % 8 {
            0 => border.map_or(Duration::zero(), |at| at - self.now),
            1 => border.map_or(Duration::seconds(301), |at| at - self.now + Duration::seconds(1)),
            2 => Duration::seconds(298 + number % 5),
            3..6 => Duration::seconds(1 + number % 59),
            6 => Duration::seconds(60 + number % 540),
            _ => Duration::seconds(600 + number % 3001),
        }
    }

    fn pick(&self, dice: u8, fits: impl Fn(&Self, &str) -> bool) -> Option<String> {
        let fitting: Vec<&String> = self.paper.people.keys().filter(|staff| fits(self, staff)).collect();
        fitting.get(usize::from(dice) % fitting.len().max(1)).map(|staff| (*staff).clone())
    }

    fn staff_line(&self, verb: &str, who: u8, fits: impl Fn(&Self, &str) -> bool) -> Option<Value> {
        self.pick(who, fits).map(|staff| json!({"do": verb, "staff": staff}))
    }

    fn visitor_line(&self, verb: &str, who: u8, fits: impl Fn(&Visitor) -> bool) -> Option<Value> {
        let fitting: Vec<&Visitor> = self.paper.visitors.iter().filter(|visitor| fits(visitor)).collect();
        let visitor = fitting.get(usize::from(who) % fitting.len().max(1))?;
        Some(json!({"do": verb, "visitor": visitor.id}))
    }

    fn step_away(&self, who: u8, which: u8) -> Option<Value> {
        let line = self.staff_line("step_away", who, Self::may_go)?;
        let lead = if self.lines.first()?["policy"] == "two-tables" { "M" } else { "S" };
        Some(match which % 8 {
            0 => with(line, &json!({"reason": "unannounced"})),
            1 => with(line, &json!({"reason": "business"})),
            2 => with(line, &json!({"reason": "private", "approved_by": lead})),
            3..5 => with(line, &json!({"reason": "business", "approved_by": lead})),
            _ => with(line, &json!({"reason": "private"})),
        })
    }

    fn has_desk(&self) -> bool {
        matches!(
            self.lines.first().and_then(|first| first["policy"].as_str()),
            Some("turn-adjudication" | "ab-posts")
        )
    }

    fn give_up(&self, who: u8, which: u8) -> Option<Value> {
        let line = self.staff_line("give_up", who, Self::is_in)?;
        Some(if which.is_multiple_of(5) { with(line, &json!({"accepted_by": "M"})) } else { line })
    }

    /// Mostly whoever is at A.
    fn waive(&self, who: u8) -> Option<Value> {
        let front = self.paper.front.as_ref().filter(|_| !who.is_multiple_of(4));
        let line = front.map(|(staff, _)| json!({"do": "waive", "staff": staff}));
        line.or_else(|| self.staff_line("waive", who, Self::is_in))
    }

    fn arrive(&mut self, more: Value, which: u8) -> Option<Value> {
        self.visitors += 1;
        let mut line = with(more, &json!({"do": "arrive", "visitor": format!("v{}", self.visitors)}));
        if channel(which) == "phone" {
            line["channel"] = json!("phone");
        }
        Some(line)
    }

    /// A customer in the books, by id or by name and phone.
    fn arrive_known(&mut self, who: u8, which: u8) -> Option<Value> {
        let number = usize::from(who) % CUSTOMERS;
        let more = if which.is_multiple_of(3) {
            json!({"name": format!("Customer {number}"), "phone": format!("+86 138 0000 {number:04}")})
        } else {
            json!({"customer": format!("c{number}")})
        };
        self.arrive(more, which)
    }

    fn incident(&self, who: u8) -> Option<Value> {
        let (clause, lead) = match self.lines.first()?["policy"].as_str() {
            Some("marketing-centre") => ("P03-1", "S"),
            Some("two-tables") => ("P16-11", "M"),
            _ => return None,
        };
        let line =
            self.staff_line("incident", who, |day, staff| day.is_in(staff) && !day.is_penalised(staff))?;
        Some(with(line, &json!({"clause": clause, "by": lead})))
    }

    /// Something that the rules refuse: a second leave, or stepping away while receiving.
    fn refused(&self, who: u8) -> Option<Value> {
        if who.is_multiple_of(2) {
            return self.paper.gone.last().map(|visitor| json!({"do": "leave", "visitor": visitor}));
        }
        let line = self.staff_line("step_away", who, |day, staff| day.paper.is_receiving(staff))?;
        Some(with(line, &json!({"reason": "private"})))
    }

    /// The next local morning, on which somebody signs in; three days at most.
    fn next_morning(&mut self, who: u8) -> Option<Value> {
        self.today += 1;
        if self.today > 2 {
            return None;
        }
        let date = self.now.with_timezone(&self.zone).date_naive().succ_opt()?;
        let show_room = self.lines.first()?["policy"] == "ab-posts";
        let (hour, minute) = if show_room { (9, 0) } else { (8, 30) };
        let morning = self.zone.from_local_datetime(&date.and_hms_opt(hour, minute, 0)?).earliest()?;
        self.now = morning.with_timezone(&Utc);
        for (seconds, staff) in (1..).zip(CONSULTANTS.iter().rev().take(usize::from(who) % 6)) {
            self.now += Duration::seconds(seconds);
            self.offer(json!({"do": "sign_in", "staff": staff}));
        }
        Some(json!({"do": "ask", "what": "next"}))
    }

    fn may_go(&self, staff: &str) -> bool {
        self.is_in(staff) && !self.is_away(staff) && !self.paper.is_receiving(staff)
    }

    fn is_in(&self, staff: &str) -> bool {
        self.paper.people.get(staff).is_some_and(|person| person.signed_in)
    }

    fn is_away(&self, staff: &str) -> bool {
        self.paper.people.get(staff).is_some_and(|person| person.away.is_some())
    }

    fn is_penalised(&self, staff: &str) -> bool {
        self.paper.people.get(staff).is_some_and(|person| person.penalised)
    }
}

fn channel(dice: u8) -> &'static str {
    if dice.is_multiple_of(5) { "phone" } else { "walk_in" }
}

fn with(mut line: Value, more: &Value) -> Value {
    for (key, value) in more.as_object().into_iter().flatten() {
        line[key] = value.clone();
    }
    line
}
