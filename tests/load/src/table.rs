//! The table of goals: gate, ambition, what was reached.

use std::fmt::Write;

use crate::figures::Sample;
use crate::plan::{Database, Plan};

/// A goal as the product's speed page has it.
struct Goal {
    what: &'static str,
    gate: f64,
    ambition: f64,
    /// Is less better?
    less: bool,
    reached: Option<f64>,
}

/// Everything that was measured, then the goals.
#[must_use]
pub fn told(plan: &Plan, all: &[Database]) -> String {
    let mut out = String::new();
    for database in all {
        figures(database, &mut out);
    }
    let _ = writeln!(
        out,
        "\n| goal (ratios in one run, medians of {}) | gate | ambition | reached | |",
        plan.rounds
    );
    let _ = writeln!(out, "|---|---|---|---|---|");
    for database in all {
        for goal in goals(plan, database) {
            row(&database.name, &goal, &mut out);
        }
    }
    out
}

fn figures(database: &Database, out: &mut String) {
    let name = &database.name;
    let _ = writeln!(out, "\n| {name} | a second | p50 ms | p99 ms | CPU µs each |");
    let _ = writeln!(out, "|---|---|---|---|---|");
    for scenario in database.figures.keys() {
        let of = |what: fn(&Sample) -> f64| database.median(scenario, what).unwrap_or(0.0);
        let _ = writeln!(
            out,
            "| {scenario} | {:.0} | {:.2} | {:.2} | {:.1} |",
            of(Sample::rate),
            of(|sample| sample.within(50)),
            of(|sample| sample.within(99)),
            of(Sample::each)
        );
    }
    let _ = writeln!(
        out,
        "\n{name}: {} requests failed; {} MB when idle",
        database.failed(),
        database.idle >> 20
    );
}

fn goals(plan: &Plan, database: &Database) -> Vec<Goal> {
    let sites = plan.most_sites();
    let rate = |scenario: &str| database.median(scenario, Sample::rate);
    let visits = |clients: usize| rate(&format!("visits {sites} {clients}"));
    let over = |of: Option<f64>, by: Option<f64>| Some(of? / by.filter(|by| *by > 0.0)?);
    let p99 = |scenario: &str| database.median(scenario, |sample| sample.within(99));
    let each = |scenario: &str| database.median(scenario, Sample::each);
    let at_least = |what, gate, ambition, reached| Goal { what, gate, ambition, less: false, reached };
    let at_most = |what, gate, ambition, reached| Goal { what, gate, ambition, less: true, reached };
    let wide = format!("visits {sites} 128");
    let mut goals = vec![
        at_most(
            "one client, p50 in ms",
            2.0,
            1.0,
            database.median(&format!("visits {sites} 1"), |s| s.within(50)),
        ),
        at_most(
            "CPU per command at 128 clients ÷ no-op JSON request",
            5.0,
            2.5,
            over(each(&wide), each("no-op 32")),
        ),
        at_most("open loop at half the maximum, p99 in ms", 20.0, 10.0, p99("open loop")),
    ];
    let most = plan.customers.last().copied().unwrap_or(0);
    let few = plan.customers.first().copied().unwrap_or(0);
    let (owner_most, owner_few) = (rate(&format!("owner {most}")), rate(&format!("owner {few}")));
    goals.push(at_least(
        "owner by phone among the most customers, 32 clients ÷ no-op",
        0.3,
        0.6,
        over(owner_most, rate("no-op 32")),
    ));
    goals.push(at_least("the same ÷ among the fewest (flat)", 0.8, 0.95, over(owner_most, owner_few)));
    if database.name == "sqlite" {
        goals.push(at_least(
            "32 clients ÷ bare, one commit a command",
            1.7,
            4.0,
            over(visits(32), rate("naive 1")),
        ));
        return goals;
    }
    goals.push(at_least("most sites, 32 clients ÷ naive bare", 2.0, 3.0, over(visits(32), rate("naive 32"))));
    goals.push(at_least("128 clients ÷ naive bare at 32", 3.0, 4.5, over(visits(128), rate("naive 32"))));
    goals.push(at_least(
        "one hot site, 32 clients ÷ bare row lock",
        7.0,
        12.0,
        over(rate("visits 1 32"), rate("row lock 32")),
    ));
    goals.push(at_most(
        "p99 at 32 clients ÷ naive bare p99",
        0.4,
        0.25,
        over(p99(&format!("visits {sites} 32")), p99("naive 32")),
    ));
    goals.push(at_least(
        "two replicas, 64 clients ÷ naive bare",
        2.0,
        3.0,
        over(rate("replicas 64"), rate("naive 32")),
    ));
    goals.push(at_least("128 clients ÷ set-based bare", 0.45, 0.65, over(visits(128), rate("set-based"))));
    goals
}

fn row(database: &str, goal: &Goal, out: &mut String) {
    let (sign, reached) = (if goal.less { "≤" } else { "≥" }, goal.reached);
    let met = |bound: f64| reached.is_some_and(|r| if goal.less { r <= bound } else { r >= bound });
    let verdict = if met(goal.ambition) {
        "ambition"
    } else if met(goal.gate) {
        "gate"
    } else if reached.is_some() {
        "missed"
    } else {
        "not measured"
    };
    let shown = reached.map_or("–".to_owned(), |reached| format!("{reached:.2}"));
    let _ = writeln!(
        out,
        "| {database}: {} | {sign} {} | {} | {shown} | {verdict} |",
        goal.what, goal.gate, goal.ambition
    );
}
