//! A long day file for measurements: day after day of a busy house, made without dice so that every run is the same.

use std::fmt::Write;

/// The house's consultants.
const STAFF: usize = 12;

/// Visits of one day; each has three lines.
const VISITS: usize = 160;

/// A file of at least `lines` lines under a pack, with its setting. Every visit is followed by a registration or a
/// follow-up, and by the visitor's leaving; every fourth visitor has come before.
#[must_use]
pub fn long_day(policy: &str, lines: usize) -> String {
    let mut file = setting(policy);
    let (mut written, mut day) = (1, 0);
    while written < lines {
        written += one_day(day, &mut file);
        day += 1;
    }
    file
}

fn setting(policy: &str) -> String {
    let staff: Vec<String> = (0..STAFF).map(|n| format!(r#"{{"id":"s{n}"}}"#)).collect();
    let order: Vec<String> = (0..STAFF).map(|n| format!(r#""s{n}""#)).collect();
    let (staff, order) = (staff.join(","), order.join(","));
    // A pack whose order is by sign-in takes no numbers.
    let order = if policy == "two-tables" { format!(r#","order":[{order}]"#) } else { String::new() };
    format!(r#"{{"day_file":1,"policy":"{policy}","timezone":"Asia/Shanghai","staff":[{staff}]{order}}}"#)
        + "\n"
}

fn one_day(day: usize, file: &mut String) -> usize {
    let mut clock = Clock { day, second: 8 * 3600 };
    let mut lines = 0;
    let mut line = |clock: &mut Clock, gap: usize, rest: &str| {
        clock.second += gap;
        let _ = writeln!(file, r#"{{"at":"{clock}",{rest}}}"#);
        lines += 1;
    };
    for staff in 0..STAFF {
        line(&mut clock, 20, &format!(r#""do":"sign_in","staff":"s{staff}""#));
    }
    for visit in 0..VISITS {
        let id = day * VISITS + visit;
        // Every fourth visitor gives the phone of one who came a few days before.
        let known = if visit % 4 == 3 && id > 500 { id - 401 } else { id };
        let phone = format!("139{known:08}");
        line(
            &mut clock,
            60,
            &format!(r#""do":"arrive","visitor":"v{id}","name":"Customer {known}","phone":"{phone}""#),
        );
        line(
            &mut clock,
            40,
            &format!(r#""do":"register","visitor":"v{id}","name":"Customer {known}","phone":"{phone}""#),
        );
        line(&mut clock, 60, &format!(r#""do":"leave","visitor":"v{id}""#));
    }
    lines
}

struct Clock {
    day: usize,
    second: usize,
}

impl std::fmt::Display for Clock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Months of 28 days: a calendar is not what is measured.
        let (year, month, day) = (2026 + self.day / 336, self.day / 28 % 12 + 1, self.day % 28 + 1);
        let (hour, minute, second) = (self.second / 3600, self.second / 60 % 60, self.second % 60);
        write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}+08:00")
    }
}
