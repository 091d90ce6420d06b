//! Looks over the gates: each can hit somebody, can be passed again, and is not hidden by another.

use domain::policy::{Bound, GateRule};
use domain::share::Share;
use domain::vocabulary::{GateStep, Metric};

use super::Check;
use crate::load::Pack;
use crate::located::Located;
use crate::schema::GateEntry;

pub(super) fn check(check: &mut Check<'_>, pack: &Pack) {
    let rules = &pack.policy.gates;
    for (index, (entry, rule)) in pack.document.gate.iter().zip(rules).enumerate() {
        bound(check, entry, rule);
        release(check, entry, rule);
        let mut statuses = Vec::new();
        for status in entry.among.iter().flat_map(|among| among.0.iter()) {
            if statuses.contains(&status.value) {
                check.complain(status.at, format!("the status `{}` stands here twice", status.value.word()));
            }
            statuses.push(status.value);
        }
        // Of two gates of one metric and clause a lead's `clear` could not say which it means.
        let rival = |earlier: &&GateRule| earlier.metric == rule.metric && earlier.cite == rule.cite;
        if rules.iter().take(index).any(|earlier| rival(&earlier)) {
            check.complain(
                entry.at,
                "another gate with this metric rests on the same: they could not be told apart",
            );
        }
    }
}

fn bound(check: &mut Check<'_>, entry: &Located<GateEntry>, rule: &GateRule) {
    match rule.bound {
        Bound::Below(share) => {
            let at = entry.below.as_ref().map_or(entry.at, |below| below.at);
            if rule.metric != Metric::Conversion {
                let word = rule.metric.word();
                check.complain(
                    at,
                    format!("`below` is a part of `conversion`: of `{word}` write `fewer_than`"),
                );
            } else if share == Share::WHOLE || share.over() == 0 {
                check.complain(at, "a part between nothing and the whole is wanted here");
            }
        }
        Bound::Fewer(least) => {
            let at = entry.fewer_than.as_ref().map_or(entry.at, |fewer| fewer.at);
            if rule.metric == Metric::Conversion {
                check.complain(at, "`conversion` is a part: write `below = \"1/10\"`");
            } else if least == 0 {
                check.complain(at, "nobody has fewer than 0");
            }
        }
        Bound::Lowest => {}
    }
}

fn release(check: &mut Check<'_>, entry: &Located<GateEntry>, rule: &GateRule) {
    let mut steps: Vec<GateStep> = Vec::new();
    for step in entry.release.iter().flat_map(|release| release.0.iter()) {
        if steps.contains(&step.value) {
            check.complain(step.at, format!("the step `{}` stands here twice", step.value.word()));
        }
        steps.push(step.value);
    }
    if rule.once && !steps.contains(&GateStep::Test) {
        check.complain(entry.at, "`once` is about a test, and `release` asks for none");
    }
    if let Some(lasts) = entry.lasts.as_ref().filter(|length| length.value.0.0 == 0) {
        check.complain(lasts.at, "a gate of no length keeps nobody out: leave `lasts` out");
    }
}
