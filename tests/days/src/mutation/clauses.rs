//! Which scenarios fail when everything that rests on a clause is taken out of the pack?

use super::{House, on_all_processors};

/// How a clause is held by its scenarios.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum How {
    /// They fail when everything that rests on it is taken out.
    TakenOut,
    /// A pack needs its settings; they fail when one of them is another.
    Changed,
    /// Its settings have one value only; they fail when the decision no longer says on what it rests.
    Cited,
}

/// A clause that a pack rests on, and what holds it.
#[derive(Debug)]
pub struct HeldClause<'a> {
    /// Its id.
    pub clause: String,
    /// What was done about it.
    pub how: How,
    /// The scenarios that fail then; those that are named by it first.
    pub days: Vec<&'a str>,
}

/// Every clause of a house's pack, each with the scenarios that fail without it.
///
/// What is left of the pack is played though the check may refuse it: a house that lost a rule, and not one that nobody
/// could set up.
#[must_use]
pub fn held_clauses(house: &House) -> Vec<HeldClause<'_>> {
    let clauses: Vec<String> = house.pack.clauses.iter().map(ToString::to_string).collect();
    let mutants = packs::mutants(&house.pack);
    on_all_processors(&clauses, |clause| {
        let without = packs::without_clause(&house.pack, clause);
        let (how, days) = match house.all_that_fail(&without) {
            Some(days) if !days.is_empty() => (How::TakenOut, days),
            _ => {
                let own = mutants.iter().filter(|mutant| mutant.clause.as_ref() == Some(clause));
                let mut days: Vec<usize> =
                    own.filter_map(|mutant| house.all_that_fail(&mutant.text)).flatten().collect();
                days.sort_unstable();
                days.dedup();
                let uncited = || house.all_that_fail(&packs::without_citation(&house.pack, clause));
                if days.is_empty() {
                    (How::Cited, uncited().unwrap_or_default())
                } else {
                    (How::Changed, days)
                }
            }
        };
        let mut days: Vec<&str> = days
            .into_iter()
            .filter_map(|place| house.scenarios.get(place))
            .map(|day| day.name.as_str())
            .collect();
        days.sort_by_key(|day| !day.starts_with(&format!("{clause}-")));
        HeldClause { clause: clause.clone(), how, days }
    })
}
