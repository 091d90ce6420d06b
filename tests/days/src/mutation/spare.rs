//! Which scenarios could go without any mutant surviving for it?

use std::collections::BTreeSet;

use super::{House, beforehand, on_all_processors};

/// Scenarios that could go *together*: whatever they kill, one that stays kills as well.
///
/// Those that are named by no clause are asked first whether they can go, then the rest, each from the last to the first.
#[must_use]
pub fn spare_days(house: &House) -> Vec<&str> {
    let mutants = packs::mutants(&house.pack);
    let killers = on_all_processors(&mutants, |mutant| match beforehand(house, mutant) {
        Some(_) => Vec::new(),
        None => house.all_that_fail(&mutant.text).unwrap_or_default(),
    });
    let names: Vec<&str> = house.scenarios.iter().map(|scenario| scenario.name.as_str()).collect();
    without(&killers, &names, &house.pack.prefix)
}

fn without<'a>(killers: &[Vec<usize>], names: &[&'a str], prefix: &str) -> Vec<&'a str> {
    let mut order: Vec<usize> = (0..names.len()).rev().collect();
    order.sort_by_key(|place| names.get(*place).is_some_and(|name| name.starts_with(prefix)));
    let mut gone = BTreeSet::new();
    for place in order {
        let needed = killers.iter().any(|who| {
            who.contains(&place) && who.iter().all(|other| *other == place || gone.contains(other))
        });
        if !needed {
            gone.insert(place);
        }
    }
    gone.into_iter().filter_map(|place| names.get(place).copied()).collect()
}

#[cfg(test)]
mod tests {
    use super::without;

    #[test]
    fn of_two_that_kill_the_same_only_one_goes_and_rather_the_one_without_a_clause() {
        let names = ["P1-1-a", "ours-b", "ours-c"];
        assert_eq!(without(&[vec![0, 1], vec![1, 2]], &names, "P1"), ["P1-1-a", "ours-c"]);
        assert_eq!(without(&[vec![0, 1], vec![0, 2]], &names, "P1"), ["ours-b", "ours-c"]);
        assert!(without(&[vec![0], vec![1], vec![2]], &names, "P1").is_empty());
    }
}
