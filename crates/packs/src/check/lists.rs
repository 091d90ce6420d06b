//! What every ordered list must be: each rule within reach, nothing left undecided.

use super::Check;
use super::search::{Bits, Space, TooMany, before, bit};

/// One list of rules, as its complaints need it.
pub(super) struct List<'a> {
    /// The key of the list, such as `visit`.
    pub(super) name: &'static str,
    /// Where each rule begins.
    pub(super) places: &'a [usize],
    /// The combinations that its rules tell apart.
    pub(super) space: &'a Space,
}

impl List<'_> {
    /// Complains of rules that never decide anything; says what no rule decides.
    pub(super) fn check(&self, check: &mut Check<'_>) -> Option<String> {
        match self.search(check) {
            Ok(undecided) => undecided,
            Err(TooMany) => {
                let message =
                    format!("the rules of `{}` tell too many situations apart to be checked", self.name);
                check.complain(self.places.first().copied().unwrap_or(0), message);
                None
            }
        }
    }

    fn search(&self, check: &mut Check<'_>) -> Result<Option<String>, TooMany> {
        for (index, place) in self.places.iter().enumerate() {
            let decides = self.space.find(bit(index), before(index))?.is_some();
            // Conditions that contradict each other are said where they are looked at one by one.
            if !decides && self.space.find(bit(index), 0)?.is_some() {
                let shadows = self.shadows(index)?;
                let message = format!("this rule can never decide: {} before it", self.said(check, shadows));
                check.complain(*place, message);
            }
        }
        self.space.find(0, before(self.places.len()))
    }

    /// As few earlier rules as together take every case of the rule, the broad ones rather than the special ones.
    fn shadows(&self, index: usize) -> Result<Bits, TooMany> {
        let mut shadows = before(index);
        for earlier in 0..index {
            let fewer = shadows & !bit(earlier);
            if self.space.find(bit(index), fewer)?.is_none() {
                shadows = fewer;
            }
        }
        Ok(shadows)
    }

    /// `visit[2] (line 40) takes all its cases`.
    fn said(&self, check: &Check<'_>, rules: Bits) -> String {
        let named = self.places.iter().enumerate().filter(|(index, _)| rules & bit(*index) != 0);
        let named: Vec<String> = named
            .map(|(index, place)| format!("{}[{}] (line {})", self.name, index + 1, check.line(*place)))
            .collect();
        let verb = if named.len() == 1 { "takes" } else { "take" };
        format!("{} {verb} all its cases", named.join(" and "))
    }
}

/// Complains of the first two conditions of each rule that can never hold together. `names` tells the keys of the
/// conditions; `space` builds the combinations for a list of rules.
pub(super) fn contradictions<C: Clone>(
    check: &mut Check<'_>,
    rules: &[Vec<C>],
    places: &[usize],
    name: impl Fn(&C) -> &'static str,
    space: impl Fn(&[Vec<C>]) -> Space,
) {
    for (conditions, place) in rules.iter().zip(places) {
        if conditions.len() < 2 {
            continue;
        }
        let singles: Vec<Vec<C>> = conditions.iter().map(|condition| vec![condition.clone()]).collect();
        let space = space(&singles);
        let all = (0..singles.len()).fold(0, |bits, index| bits | bit(index));
        if !matches!(space.find(all, 0), Ok(None)) {
            continue;
        }
        let pairs = (0..singles.len()).flat_map(|a| (0..a).map(move |b| (b, a)));
        let culprit = pairs.into_iter().find(|(a, b)| matches!(space.find(bit(*a) | bit(*b), 0), Ok(None)));
        let message = match culprit.and_then(|(a, b)| Some((conditions.get(a)?, conditions.get(b)?))) {
            Some((a, b)) => format!("`{}` and `{}` can never hold so together", name(a), name(b)),
            None => "these conditions can never hold together".to_owned(),
        };
        check.complain(*place, message);
    }
}
