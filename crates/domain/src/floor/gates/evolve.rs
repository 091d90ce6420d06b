//! Taking note of months' figures and of what they bring, step by step until it is lifted.

use chrono::{Months, NaiveDate};

use super::{Counted, Figures, Gated, MONTHS_KEPT, first_of};
use crate::event::FloorEvent;
use crate::floor::Floor;
use crate::ids::{Cite, StaffId};
use crate::vocabulary::{Metric, OrderSource};

impl Floor {
    /// Somebody's figures of a month, so far as they are in.
    pub(super) fn figures_of(&self, staff: &StaffId, month: NaiveDate) -> Figures {
        let known = self.figures.iter().find(|known| known.staff == *staff && known.month == month);
        let none = || Figures { staff: staff.clone(), month, sales: None, score: None, stated: false };
        known.cloned().unwrap_or_else(none)
    }

    /// Takes note of what concerns gates.
    pub(in crate::floor) fn evolve_gates(&mut self, event: &FloorEvent) {
        match event {
            FloorEvent::FiguresIn(figures) => self.take_in(figures),
            FloorEvent::MonthCounted(month) => self.month_counted(*month),
            FloorEvent::Gated(staff, gate) => self.impose(staff, gate),
            FloorEvent::GateStep { gate, step } => {
                self.change_gate(gate, |gate| gate.open.retain(|open| open != step));
            }
            FloorEvent::GateFailed { gate, last } => {
                self.change_gate(gate, |gate| {
                    gate.failed = *last;
                    gate.until = gate.until.filter(|_| !*last);
                });
            }
            FloorEvent::GateLifted { gate, corrected: true } => self.take_gate_back(gate),
            FloorEvent::GateLifted { gate, corrected: false } => {
                self.change_gate(gate, |gate| gate.lifted = true);
            }
            _ => {}
        }
    }

    /// Takes note of figures; those of long ago are forgotten.
    fn take_in(&mut self, figures: &[Figures]) {
        for new in figures {
            match self.figures.iter_mut().find(|known| known.staff == new.staff && known.month == new.month) {
                Some(known) => *known = new.clone(),
                None => self.figures.push(new.clone()),
            }
        }
        if self.order_source == OrderSource::LastMonth {
            self.order_by_last_month(figures);
        }
        let newest = self.figures.iter().map(|figures| figures.month).max();
        if let Some(oldest) = newest.and_then(|month| month.checked_sub_months(Months::new(MONTHS_KEPT))) {
            self.figures.retain(|figures| figures.month >= oldest);
        }
    }

    /// Last month's figures, told when the month has begun, order its rows as if they had been counted (P12-5a). Of
    /// whom none are told, what was known before stays.
    fn order_by_last_month(&mut self, figures: &[Figures]) {
        let last = self.day.and_then(|day| first_of(day).checked_sub_months(Months::new(1)));
        let of_last_month = figures.iter().filter(|new| Some(new.month) == last);
        let told: Vec<_> = of_last_month.filter_map(|new| Some((new.staff.clone(), new.sales?.1))).collect();
        if told.is_empty() {
            return;
        }
        self.ranked_by.retain(|(known, _)| told.iter().all(|(staff, _)| staff != known));
        self.ranked_by.extend(told);
        self.order_by_sales(&self.ranked_by.clone());
    }

    /// The deals of a month, so far as its figures are in.
    pub(in crate::floor) fn deals_of(&self, month: Option<NaiveDate>) -> Vec<(StaffId, u32)> {
        let of_month = self.figures.iter().filter(|known| Some(known.month) == month);
        of_month.filter_map(|known| Some((known.staff.clone(), known.sales?.1))).collect()
    }

    /// The month's count is settled, and the next one begins.
    fn month_counted(&mut self, month: NaiveDate) {
        if self.counted_month == Some(month) {
            self.counted_month = None;
            self.counted.clear();
        }
    }

    /// Counts something for somebody in the running month, which the site must have seen from its first day.
    pub(in crate::floor) fn count_for(&mut self, staff: &StaffId, count: impl FnOnce(&mut Counted)) {
        let Some(month) = self.day.map(first_of) else { return };
        if self.counts_from.is_none_or(|from| month < from) {
            return;
        }
        if self.counted_month != Some(month) {
            self.counted_month = Some(month);
            self.counted.clear();
        }
        let at = self.counted.iter().position(|counted| counted.staff == *staff).unwrap_or_else(|| {
            self.counted.push(Counted { staff: staff.clone(), leads: 0, deals: 0 });
            self.counted.len() - 1
        });
        count(&mut self.counted[at]);
        if self.counted[at].leads == 0 && self.counted[at].deals == 0 {
            self.counted.remove(at);
            self.counted_month = self.counted_month.filter(|_| !self.counted.is_empty());
        }
    }

    /// A gate stands; what was lifted long ago is forgotten.
    fn impose(&mut self, staff: &StaffId, gate: &Gated) {
        let oldest = gate.month.checked_sub_months(Months::new(MONTHS_KEPT)).unwrap_or(gate.month);
        if let Some(member) = self.member_mut(staff) {
            member.gates.retain(|known| !known.lifted || known.month >= oldest);
            member.gates.push(gate.clone());
        }
    }

    /// Something becomes of the gate that stands by that rule.
    fn change_gate(
        &mut self,
        (staff, metric, cite): &(StaffId, Metric, Cite),
        change: impl FnOnce(&mut Gated),
    ) {
        let stands =
            |gate: &&mut Gated| gate.metric == *metric && gate.cite == *cite && !gate.failed && !gate.lifted;
        let member = self.member_mut(staff);
        if let Some(gate) = member.and_then(|member| member.gates.iter_mut().find(stands)) {
            change(gate);
        }
    }

    /// The figures were corrected: the gate never stood.
    fn take_gate_back(&mut self, (staff, metric, cite): &(StaffId, Metric, Cite)) {
        if let Some(member) = self.member_mut(staff) {
            member
                .gates
                .retain(|gate| gate.metric != *metric || gate.cite != *cite || gate.lifted || gate.failed);
        }
    }
}
