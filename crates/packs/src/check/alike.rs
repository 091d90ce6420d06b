//! Proves that two packs decide every case alike, though their rules are written otherwise.

use domain::policy::{PassRule, Policy};

use super::search::{Bits, Space, before, bit};
use super::{found, pass, split, visit_facts};
use crate::load::Pack;

/// Does each case get the same answer from both, by the exhaustive search with which [`crate::check`] proves a pack?
///
/// So it is when two neighbours of a list never speak for the same case and change places, or when a condition left
/// out leaves a rule no case that others had. `false`: not proved, which does not mean that they differ.
#[must_use]
pub fn decides_alike(one: &Pack, other: &Pack) -> bool {
    let (one, other) = (&*one.policy, &*other.policy);
    let halves = one.tables.halves.is_some();
    one == other
        || (beside_the_lists(one) == beside_the_lists(other)
            && agree(
                (&one.pass, &other.pass),
                |rule| vec![rule],
                |rule| PassRule { causes: Vec::new(), approved: None, ..rule.clone() },
                |rules| pass::space(rules, halves),
            )
            && agree(
                (&one.visits, &other.visits),
                |rule| rule.when.clone(),
                |rule| domain::policy::VisitRule { when: Vec::new(), ..rule.clone() },
                visit_facts::space,
            )
            && agree(
                (&one.found, &other.found),
                found::parts,
                |rule| domain::policy::FoundRule { what: Vec::new(), when: Vec::new(), ..rule.clone() },
                found::space,
            )
            && agree(
                (&one.splits, &other.splits),
                |rule| rule.when.clone(),
                |rule| domain::policy::SplitRule { when: Vec::new(), ..rule.clone() },
                split::space,
            ))
}

/// Everything but the lists of which the first rule that matches decides.
fn beside_the_lists(policy: &Policy) -> Policy {
    let lists = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let (pass, visits, found, splits) = lists;
    Policy { pass, visits, found, splits, ..policy.clone() }
}

/// No case is decided by rules that answer differently, nor by a rule of one list alone.
fn agree<'a, R: PartialEq, C>(
    (one, other): (&'a [R], &'a [R]),
    conditions: impl Fn(&'a R) -> Vec<C>,
    answer: impl Fn(&R) -> R,
    space: impl Fn(&[Vec<C>]) -> Space,
) -> bool {
    if one == other {
        return true;
    }
    let shift = one.len();
    if shift + other.len() > 127 {
        return false;
    }
    let space = space(&one.iter().chain(other).map(conditions).collect::<Vec<_>>());
    let never = |speaking: Bits, silent: Bits| matches!(space.find(speaking, silent), Ok(None));
    let (all_one, all_other) = (before(shift), before(other.len()) << shift);
    let first = |place: usize| (bit(place), before(place));
    let second = |place: usize| (bit(shift + place), before(place) << shift);
    let alone = (0..one.len()).map(first).all(|(speaks, silent)| never(speaks, silent | all_other))
        && (0..other.len()).map(second).all(|(speaks, silent)| never(speaks, silent | all_one));
    alone
        && one.iter().enumerate().all(|(here, rule)| {
            other.iter().enumerate().all(|(there, rival)| {
                let ((speaks, silent), (also, and_silent)) = (first(here), second(there));
                answer(rule) == answer(rival) || never(speaks | also, silent | and_silent)
            })
        })
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use domain::vocabulary::Cause;

    use super::decides_alike;
    use crate::{Pack, load};

    const PACK: &str = include_str!("../../../../config/policies/two-tables.toml");

    fn pack(from: &str, to: &str) -> Pack {
        let text = PACK.replacen(from, to, 1);
        assert!(from == to || text != PACK, "`{from}` is not in the pack");
        load(&text, "x.toml").unwrap()
    }

    #[test]
    fn rules_that_never_meet_may_change_places_and_others_may_not() {
        let before = pack("", "");
        let alike = |from: usize| {
            let mut policy = (*before.policy).clone();
            policy.pass.swap(from, from + 1);
            decides_alike(&before, &Pack { policy: Arc::new(policy), ..before.clone() })
        };
        let place = before.policy.pass.iter().position(|rule| rule.causes == [Cause::NoAnswer]).unwrap();
        assert!(alike(place), "no answer and giving up are never the same case");
        // An own customer's cause stands above `busy`, which takes it in.
        let special =
            before.policy.pass.iter().position(|rule| rule.causes.contains(&Cause::BusyOwnOpen)).unwrap();
        assert!(!alike(special));
    }

    #[test]
    fn another_bound_is_another_pack() {
        assert!(decides_alike(&pack("", ""), &pack("", "")));
        assert!(!decides_alike(&pack("", ""), &pack("10m", "11m")));
    }
}
