//! A month of a house that is never at rest: sensible traffic, with disorder mixed in. The same seed gives the same
//! month.

use days::Dice;
use serde_json::{Value, json};

/// A source of lines.
pub struct Traffic {
    state: u64,
    clauses: Vec<String>,
    visits: Vec<String>,
    next_visit: usize,
}

/// Everybody of the house that [`days::house`] sets up.
const STAFF: [&str; 5] = ["A", "B", "C", "D", "E"];
/// Those who may give orders.
const LEADS: [&str; 2] = ["S", "M"];

impl Traffic {
    /// Traffic at a house under a pack.
    #[must_use]
    pub fn new(policy: &str, seed: u64) -> Self {
        Self { state: seed | 1, clauses: days::clauses(policy), visits: Vec::new(), next_visit: 0 }
    }

    /// A number below `bound`: chance as it was taught in school, and the same everywhere.
    pub fn below(&mut self, bound: u64) -> u64 {
        self.state =
            self.state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.state >> 33) % bound.max(1)
    }

    fn of<'a>(&mut self, from: &[&'a str]) -> &'a str {
        let at = usize::try_from(self.below(from.len() as u64)).unwrap_or(0);
        from.get(at).copied().unwrap_or_default()
    }

    fn visit(&mut self) -> Value {
        // Mostly one of the latest.
        let known = self.visits.len();
        let back = usize::try_from(self.below(if known > 40 { 6 } else { 12 })).unwrap_or(0);
        let visit = self.visits.get(known.saturating_sub(1 + back)).or(self.visits.first());
        visit.map_or(json!("v0"), |visit| json!(visit))
    }

    fn earlier(&mut self) -> Value {
        let at = usize::try_from(self.below(self.visits.len() as u64 + 3)).unwrap_or(0);
        match self.visits.get(at) {
            Some(visit) => json!(visit),
            None => json!(format!("c{}", self.below(3))),
        }
    }

    fn phone(&mut self) -> Value {
        json!(format!("138000{:05}", self.below(60)))
    }

    /// Seconds to the next line.
    pub fn gap(&mut self) -> i64 {
        let scale = [5, 60, 300, 1_500, 9_000][usize::try_from(self.below(5)).unwrap_or(0)];
        i64::try_from(self.below(scale)).unwrap_or(0)
    }

    /// One line without its instant.
    pub fn line(&mut self) -> Value {
        if self.below(5) == 0 {
            let mut byte = || u8::try_from(self.below(255)).unwrap_or(0);
            let (verb, who) = (byte(), [byte(), byte(), byte()]);
            let keys = u16::try_from(self.below(65_536)).unwrap_or(0);
            return days::line(Dice { verb, who, keys, gap: 0 }, &self.clauses);
        }
        let mut line = self.sensible();
        if let Value::Object(keys) = &mut line {
            keys.retain(|_, value| !value.is_null());
        }
        line
    }

    fn may(&mut self, one_in: u64, value: Value) -> Value {
        if self.below(one_in) == 0 { value } else { Value::Null }
    }

    fn sensible(&mut self) -> Value {
        let staff = self.of(&STAFF);
        let lead = self.of(&LEADS);
        match self.below(40) {
            0..6 => json!({"do": "sign_in", "staff": staff}),
            6 => {
                json!({"do": "step_away", "staff": staff, "reason": self.of(&["private", "business", "unannounced"]),
                        "approved_by": self.may(2, json!(lead))})
            }
            7..9 => json!({"do": "come_back", "staff": staff, "claim": self.below(2) == 0}),
            9..19 => self.arrive(staff),
            19..25 => json!({"do": "leave", "visitor": self.visit()}),
            25..28 => {
                json!({"do": "register", "visitor": self.visit(), "name": self.of(&["Zhao Min", "Qian", "张三"]),
                             "phone": self.phone(), "signed_by": staff, "fields": {"intention": "villa"}})
            }
            28 => json!({"do": "no_answer", "visitor": self.visit(), "actor": self.may(2, json!("system"))}),
            29 => json!({"do": "follow_up", "customer": self.earlier(), "by": staff}),
            30 => json!({"do": "deal", "visitor": self.visit(), "by": staff, "units": self.may(2, json!(2))}),
            31 => json!({"do": "deal", "customer": self.earlier(), "by": staff}),
            32 => {
                json!({"do": "recognise", "visitor": self.visit(), "by": staff, "who": self.of(&["staff", "customer"])})
            }
            33 => {
                json!({"do": "find_out", "visitor": self.visit(), "staff": staff, "proxy": self.may(3, json!("A")),
                         "what": self.of(&["non_buyer", "survey", "customer_of", "brief"])})
            }
            34 => json!({"do": "dispatch", "visitor": self.visit(), "staff": staff, "by": lead}),
            35 => {
                json!({"do": "staff", "staff": [{"id": staff, "status": self.of(&["active", "active", "probation"])},
                                                  {"id": format!("N{}", self.below(3)), "skills": ["villa"]}]})
            }
            36 => json!({"do": self.of(&["suspend_order", "resume_order", "resume_order"]), "by": lead}),
            37 => json!({"do": "undo", "visitor": self.visit(), "by": self.may(2, json!(staff))}),
            38 => json!({"do": self.of(&["waive", "give_up", "claim", "sign_out"]), "staff": staff}),
            _ => {
                json!({"do": "reassign", "customer": self.earlier(), "to": staff, "by": lead, "why": "other"})
            }
        }
    }

    fn arrive(&mut self, staff: &str) -> Value {
        let visitor = format!("w{}", self.next_visit);
        self.next_visit += 1;
        self.visits.push(visitor.clone());
        let (earlier, phone) = (self.earlier(), self.phone());
        json!({"do": "arrive", "visitor": visitor, "phone": self.may(2, phone), "name": self.may(3, json!("Sun")),
               "channel": self.of(&["walk_in", "walk_in", "walk_in", "phone", "web"]),
               "asks_for": self.may(8, json!(staff)), "invited_by": self.may(12, json!(staff)),
               "referred_by": self.may(9, earlier.clone()), "customer": self.may(9, earlier),
               "grade": self.may(5, json!("intent")), "party_size": self.may(9, json!(4)),
               "key": self.below(12) == 0})
    }
}
