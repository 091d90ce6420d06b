//! Reads the rules of the ordered lists.

use domain::ids::Cite;
use domain::policy::{
    AbsenceRule, Belongs, Bound, Breach, ClassRule, Consequence, EligibilityRule, FoundRule, GateRule,
    GiveUpRule, PassRule, PostRule, ShareRole, SplitRule, Stage, Step, TakesEffect, Unfitness, VisitRule,
    WaitingRule,
};
use domain::share::Share;
use domain::vocabulary::CellUse;

use super::{Reader, facts};
use crate::located::Located;
use crate::schema::{
    AbsenceEntry, BreachEntry, ClassEntry, EligibilityEntry, FoundEntry, GateEntry, GiveUpsEntry, PassEntry,
    PostEntry, SplitEntry, StepEntry, TimeRests, VisitEntry, WaitingEntry,
};
use crate::words::Words;

impl Reader<'_, '_> {
    pub(super) fn pass(&mut self, entry: &Located<PassEntry>) -> PassRule {
        let consequence = Consequence {
            fine_cents: entry.fine_cents.as_ref().map(|fine| fine.value),
            bar_day: entry.bar.is_some(),
            suspend: entry.suspend.as_ref().map(|length| length.value.0),
            warning: entry.warning,
            alternate: entry.alternate,
        };
        let stages = entry.r#do.0.iter().map(|stage| Stage {
            through: stage.through.as_ref().map(|length| length.value.0),
            outcome: stage.is.value.0,
        });
        PassRule {
            causes: entry.r#if.cause.values(),
            approved: entry.r#if.approved.as_ref().map(|approved| approved.value),
            stages: stages.collect(),
            effect: entry.falls.map_or(TakesEffect::Reception, |moment| moment.0),
            wait_under: entry.wait_under.as_ref().map(|length| length.value.0),
            after: entry.r#if.after.as_ref().map(|length| length.value.0),
            given_up: entry.given_up.as_ref().is_some_and(|given_up| given_up.value),
            cap: entry.cap.as_ref().map(|cap| cap.value),
            consequence: (consequence != Consequence::default()).then_some(consequence),
            cite: self.cite(entry),
        }
    }

    pub(super) fn waiting(&mut self, entry: &Located<WaitingEntry>) -> WaitingRule {
        WaitingRule { by: entry.by.value.0, cite: self.cite(entry) }
    }

    pub(super) fn gate(&mut self, entry: &Located<GateEntry>) -> GateRule {
        let below = entry.below.as_ref().map(|part| Bound::Below(part.value.0));
        let fewer = entry.fewer_than.as_ref().map(|least| Bound::Fewer(least.value));
        let lowest = entry.lowest.as_ref().filter(|lowest| lowest.value).map(|_| Bound::Lowest);
        let mut bounds = [below, fewer, lowest].into_iter().flatten();
        let (bound, another) = (bounds.next(), bounds.next());
        if bound.is_none() || another.is_some() {
            self.complaints
                .at(entry.at, "whom does it hit? Write one of `below`, `fewer_than`, `lowest = true`");
        }
        GateRule {
            metric: entry.metric.value.0,
            bound: bound.unwrap_or(Bound::Lowest),
            among: entry.among.as_ref().map(Words::values).unwrap_or_default(),
            release: entry.release.as_ref().map(Words::values).unwrap_or_default(),
            once: entry.once,
            lasts: entry.lasts.as_ref().map(|length| length.value.0),
            cite: self.cite(entry),
        }
    }

    pub(super) fn class(&mut self, entry: &Located<ClassEntry>) -> ClassRule {
        ClassRule { word: self.label(&entry.word), cite: self.cite(entry) }
    }

    pub(super) fn absence(&mut self, entry: &Located<AbsenceEntry>) -> AbsenceRule {
        AbsenceRule {
            word: self.label(&entry.reason),
            counts_as: entry.counts_as.0,
            excused: entry.excused,
            cite: self.cite(entry),
        }
    }

    pub(super) fn visit(&mut self, entry: &Located<VisitEntry>) -> VisitRule {
        VisitRule {
            when: entry.r#if.as_ref().map(|facts| facts::visit(facts)).unwrap_or_default(),
            to: entry.to.iter().map(|step| self.step(entry, step)).collect(),
            belongs: entry.belongs.as_ref().map_or(Belongs::FirstToReceive, |belongs| belongs.value.0),
            owner_chooses: entry.owner_chooses.as_ref().is_some_and(|chooses| chooses.value),
            together: entry.together.as_ref().is_some_and(|together| together.value),
            cite: self.cite(entry),
        }
    }

    /// A step's own cell, else the rule's; a rule that leaves it open is not guessed at.
    fn step(&mut self, entry: &VisitEntry, step: &Located<StepEntry>) -> Step {
        let cell = step.cell.as_ref().or(entry.cell.as_ref());
        if cell.is_none() {
            self.complaints.at(step.at, "which cell does this reception use? Add `cell = …` to the rule");
        }
        let own = step.clause.is_some() || step.basis.is_some();
        let cite = own.then(|| self.cite(step));
        Step {
            who: step.who,
            cell: cell.map_or(CellUse::None, |cell| cell.value.0),
            skilled: step.skilled.as_ref().is_some_and(|skilled| skilled.value),
            cite,
        }
    }

    pub(super) fn found(&mut self, entry: &Located<FoundEntry>) -> FoundRule {
        FoundRule {
            what: entry.what.values(),
            when: entry.r#if.as_ref().map(|facts| facts::found(facts)).unwrap_or_default(),
            then: entry.r#do.values(),
            cite: self.cite(entry),
        }
    }

    pub(super) fn split(&mut self, entry: &Located<SplitEntry>) -> SplitRule {
        let agreed = entry.as_agreed.as_ref().is_some_and(|agreed| agreed.value);
        let equally = entry.equally.as_ref().is_some_and(|equally| equally.value);
        if [agreed, equally, entry.shares.is_some()].iter().filter(|written| **written).count() != 1 {
            self.complaints
                .at(entry.at, "a split has one of `shares = {…}`, `equally = true` and `as_agreed = true`");
        }
        SplitRule {
            when: entry.r#if.as_ref().map(|facts| facts::split(facts)).unwrap_or_default(),
            shares: entry.shares.as_ref().map(|_| shares(entry)).unwrap_or_default(),
            equally,
            cite: self.cite(entry),
        }
    }

    pub(super) fn post(&mut self, entry: &Located<PostEntry>) -> PostRule {
        let (every, every_cite) = self.length(&entry.every);
        PostRule {
            name: self.label(&entry.name),
            direction: entry.direction.0,
            every,
            every_cite,
            from: entry.from.as_ref().map(|time| self.time(time)),
            to: entry.to.as_ref().map(|time| self.time(time)),
            first_in_turn: entry.first_in_turn.as_ref().map(|rests| self.cite(rests)),
            makes_up: entry.makes_up,
            cite: self.cite(entry),
        }
    }

    fn time(&mut self, entry: &Located<TimeRests>) -> (domain::time::TimeOfDay, Cite) {
        (entry.is.value.0, self.cite(entry))
    }

    pub(super) fn breach(&mut self, entry: &Located<BreachEntry>) -> Breach {
        Breach {
            of: entry.of.iter().map(|clause| self.clause(clause)).collect(),
            except: entry.except.as_ref().map(Words::values).unwrap_or_default(),
            consequence: Consequence {
                fine_cents: entry.fine_cents.as_ref().map(|fine| fine.value),
                bar_day: entry.bar.is_some(),
                suspend: entry.suspend.as_ref().map(|length| length.value.0),
                warning: entry.warning,
                alternate: entry.alternate,
            },
        }
    }

    pub(super) fn give_ups(&mut self, entry: &Located<GiveUpsEntry>) -> GiveUpRule {
        GiveUpRule {
            times: entry.times.value,
            consequence: Consequence {
                fine_cents: entry.fine_cents.as_ref().map(|fine| fine.value),
                bar_day: entry.bar.is_some(),
                suspend: entry.suspend.as_ref().map(|length| length.value.0),
                warning: entry.warning,
                alternate: false,
            },
            cite: self.cite(entry),
        }
    }

    pub(super) fn eligibility(&mut self, entry: &Located<EligibilityEntry>) -> EligibilityRule {
        EligibilityRule { unfit: Unfitness::Status(entry.status.values()), cite: self.cite(entry) }
    }
}

/// The shares that are written, the closer's first.
fn shares(entry: &SplitEntry) -> Vec<(ShareRole, Share)> {
    let written = entry.shares.iter().flat_map(|shares| {
        [
            (ShareRole::Closer, shares.closer.as_ref()),
            (ShareRole::First, shares.first.as_ref()),
            (ShareRole::Owner, shares.owner.as_ref()),
            (ShareRole::Receiver, shares.receiver.as_ref()),
        ]
    });
    written.filter_map(|(role, share)| share.map(|share| (role, share.value.0))).collect()
}
