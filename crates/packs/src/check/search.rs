//! Exhaustive search over every combination of a few closed facts: which rule decides it, and does any?

use core::cell::Cell;
use std::collections::HashSet;

/// Rules as bits: bit n stands for the n-th rule of a list.
pub(super) type Bits = u128;

/// So many different situations are looked at before the search gives up; real packs have a few thousand.
const MOST_SITUATIONS: usize = 2_000_000;

/// The search gave up: too many different situations.
#[derive(Debug)]
pub(super) struct TooMany;

/// One value of a fact: how a message says it, and the rules it does not rule out.
struct Value {
    says: String,
    leaves: Bits,
}

/// Every combination of some facts, seen only through the eyes of the rules.
pub(super) struct Space {
    all: Bits,
    facts: Vec<Vec<Value>>,
    /// For each fact, the rules on which it or a later fact has a say.
    depends: Vec<Bits>,
    /// How many situations all searches together have looked at.
    looked_at: Cell<usize>,
}

impl Space {
    /// A space in which `rules` rules are told apart; at most 128.
    pub(super) fn new(rules: usize) -> Self {
        let all = if rules >= 128 { Bits::MAX } else { (1 << rules) - 1 };
        Self { all, facts: Vec::new(), depends: Vec::new(), looked_at: Cell::new(0) }
    }

    /// Adds a fact with its possible values. `holds` says whether a condition holds under a value, or nothing where
    /// the condition is about another fact. Values that no rule tells apart become one.
    pub(super) fn fact<V, C>(
        &mut self,
        rules: &[Vec<C>],
        values: impl IntoIterator<Item = V>,
        says: impl Fn(&V) -> String,
        holds: impl Fn(&V, &C) -> Option<bool>,
    ) {
        let mut kept: Vec<Value> = Vec::new();
        for value in values {
            let mut leaves = self.all;
            for (index, conditions) in rules.iter().enumerate() {
                if conditions.iter().any(|condition| holds(&value, condition) == Some(false)) {
                    leaves &= !bit(index);
                }
            }
            if kept.iter().all(|known| known.leaves != leaves) {
                kept.push(Value { says: says(&value), leaves });
            }
        }
        let said = self.all & !kept.iter().fold(self.all, |common, value| common & value.leaves);
        for later in &mut self.depends {
            *later |= said;
        }
        self.depends.push(said);
        self.facts.push(kept);
    }

    /// A combination for which all the rules of `speaking` speak and none of `silent`, as a message says it.
    pub(super) fn find(&self, speaking: Bits, silent: Bits) -> Result<Option<String>, TooMany> {
        let mut walk = Walk { space: self, speaking, silent, seen: HashSet::new(), path: Vec::new() };
        if !walk.finds(0, self.all)? {
            return Ok(None);
        }
        let said: Vec<&str> = walk.path.iter().copied().filter(|says| !says.is_empty()).collect();
        Ok(Some(said.join(", ")))
    }
}

/// The bit of the n-th rule.
pub(super) const fn bit(index: usize) -> Bits {
    if index < 128 { 1 << index } else { 0 }
}

/// The bits of the rules before the n-th.
pub(super) const fn before(index: usize) -> Bits {
    bit(index).wrapping_sub(1)
}

/// One walk through all combinations, fact by fact.
struct Walk<'a> {
    space: &'a Space,
    speaking: Bits,
    silent: Bits,
    /// What has been looked at without finding anything: how far, and which rules of interest were left.
    seen: HashSet<(usize, Bits)>,
    /// The values chosen so far.
    path: Vec<&'a str>,
}

impl Walk<'_> {
    fn finds(&mut self, fact: usize, left: Bits) -> Result<bool, TooMany> {
        let later = self.space.depends.get(fact).copied().unwrap_or(0);
        let speaks_anyway = left & self.silent & !later != 0;
        if left & self.speaking != self.speaking || speaks_anyway {
            return Ok(false);
        }
        if !self.seen.insert((fact, left & (self.speaking | self.silent))) {
            return Ok(false);
        }
        let space = self.space;
        space.looked_at.set(space.looked_at.get() + 1);
        if space.looked_at.get() > MOST_SITUATIONS {
            return Err(TooMany);
        }
        let Some(values) = space.facts.get(fact) else { return Ok(true) };
        for value in values {
            self.path.push(&value.says);
            if self.finds(fact + 1, left & value.leaves)? {
                return Ok(true);
            }
            self.path.pop();
        }
        Ok(false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Conditions on two yes-or-no facts: (which, wanted).
    fn space(rules: &[Vec<(usize, bool)>]) -> Space {
        let mut space = Space::new(rules.len());
        for fact in 0..2 {
            let holds = |value: &bool, condition: &(usize, bool)| {
                (condition.0 == fact).then_some(condition.1 == *value)
            };
            space.fact(rules, [true, false], |value| format!("fact {fact} is {value}"), holds);
        }
        space
    }

    #[test]
    fn a_rule_behind_others_that_take_everything_decides_nothing() {
        let rules = vec![vec![(0, true)], vec![(0, false)], vec![(1, true)], vec![]];
        let space = space(&rules);
        assert!(space.find(bit(1), before(1)).unwrap().is_some());
        assert!(space.find(bit(2), before(2)).unwrap().is_none());
        assert!(space.find(bit(2), bit(0)).unwrap().is_some(), "one alone does not take it all");
        assert!(space.find(0, space.all).unwrap().is_none());
    }

    #[test]
    fn what_is_left_undecided_is_told() {
        let rules = vec![vec![(0, true)], vec![(1, true)]];
        let space = space(&rules);
        assert_eq!(space.find(0, 0b11).unwrap().as_deref(), Some("fact 0 is false, fact 1 is false"));
    }

    #[test]
    fn conditions_that_never_meet_are_found_out() {
        let rules = vec![vec![(0, true), (0, false)], vec![]];
        let space = space(&rules);
        assert!(space.find(0b01, 0).unwrap().is_none());
        assert!(space.find(0b10, 0).unwrap().is_some());
    }

    #[test]
    fn the_last_bit_is_a_rule_like_any_other() {
        let rules: Vec<Vec<(usize, bool)>> = vec![vec![(0, true)]; 128];
        let space = space(&rules);
        assert!(space.find(bit(127), 0).unwrap().is_some());
        assert!(space.find(bit(127), before(127)).unwrap().is_none());
    }

    const FACTS: usize = 5;

    fn holds(rule: &[(usize, bool)], facts: usize) -> bool {
        rule.iter().all(|(fact, wanted)| (facts & (1 << fact) != 0) == *wanted)
    }

    proptest! {
        /// The search says of every rule what trying out each combination says.
        #[test]
        fn the_search_agrees_with_trying_out_everything(
            rules in prop::collection::vec(prop::collection::vec((0..FACTS, any::<bool>()), 0..4), 1..9),
        ) {
            let mut space = Space::new(rules.len());
            for fact in 0..FACTS {
                let holds = |value: &bool, condition: &(usize, bool)| {
                    (condition.0 == fact).then_some(condition.1 == *value)
                };
                space.fact(&rules, [true, false], |_| String::new(), holds);
            }
            for index in 0..rules.len() {
                let decides = (0..1 << FACTS).any(|facts| {
                    rules.iter().position(|rule| holds(rule, facts)) == Some(index)
                });
                let speaks = (0..1 << FACTS).any(|facts| holds(&rules[index], facts));
                prop_assert_eq!(space.find(bit(index), before(index)).unwrap().is_some(), decides);
                prop_assert_eq!(space.find(bit(index), 0).unwrap().is_some(), speaks);
            }
            let undecided = (0..1 << FACTS).any(|facts| !rules.iter().any(|rule| holds(rule, facts)));
            prop_assert_eq!(space.find(0, before(rules.len())).unwrap().is_some(), undecided);
        }
    }
}
