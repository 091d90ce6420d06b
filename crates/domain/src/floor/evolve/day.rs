//! What a local midnight does to the floor.

use std::collections::BTreeMap;

use chrono::{Datelike, Months, NaiveDate};

use crate::floor::{AtPost, Floor, Post, Presence};
use crate::ids::{Label, StaffId};
use crate::vocabulary::OrderSource;

impl Floor {
    /// Receptions end, waiting visitors close unserved, everybody is signed out, bars for the day and absences end.
    pub(super) fn end_day(&mut self, date: NaiveDate) {
        self.day = None;
        self.receptions.clear();
        self.waiting.clear();
        for member in &mut self.members {
            member.presence = Presence::Off;
            member.bar = None;
            member.gave_up = 0;
            member.left_in_turn = None;
            member.busy.clear();
            member.may_take_second = false;
            member.called_up = false;
        }
        self.fronts.clear();
        self.evening = None;
        self.posts.clear();
        self.sign_ins.clear();
        let by_sign_in = self.order_source == OrderSource::SignIn;
        for table in &mut self.tables {
            table.rows.iter_mut().for_each(|row| row.open.iter_mut().for_each(|cell| cell.in_grace = false));
            table.end_day(self.runs_on, by_sign_in);
        }
        if self.order_source == OrderSource::Yesterday {
            self.order_by_sales(&self.sales_today.clone());
        }
        self.sales_today.clear();
        self.forget_old_tasks(self.zone.end_of(date));
        if let Some(next) = date.succ_opt() {
            self.begin_month_of(next);
        }
    }

    pub(super) fn begin_day(&mut self, date: NaiveDate) {
        self.begin_month_of(date);
        self.day = Some(date);
    }

    /// Nothing may have happened on the last day of a month, so its ranking is taken when the next one is come upon;
    /// after a whole month without anything the order stays as it was (P12-5a).
    pub(crate) fn begin_month_of(&mut self, date: NaiveDate) {
        let month = date.with_day(1);
        if month == self.month {
            return;
        }
        let counted = core::mem::replace(&mut self.month, month);
        let mut sales = core::mem::take(&mut self.sales_month);
        for (staff, stated) in self.deals_of(counted) {
            // What a person stated of a month counts for more than what the site has seen of it.
            sales.retain(|(known, _)| *known != staff);
            sales.push((staff, stated));
        }
        let follows = counted.is_some_and(|first| first.checked_add_months(Months::new(1)) == month);
        // Before the first month that the site sees, what it was opened with stays.
        if counted.is_some() && self.order_source == OrderSource::LastMonth {
            self.ranked_by = if follows { sales } else { Vec::new() };
            if follows {
                self.order_by_sales(&self.ranked_by.clone());
            }
        }
    }

    /// Rows by sales, most first; equals keep the order they had.
    pub(crate) fn order_by_sales(&mut self, sales: &[(StaffId, u32)]) {
        let mut deals = BTreeMap::new();
        for (staff, count) in sales {
            deals.entry(staff).or_insert(*count);
        }
        for table in &mut self.tables {
            table.rows.sort_by_key(|row| core::cmp::Reverse(deals.get(&row.staff).copied().unwrap_or(0)));
        }
    }

    /// The bound pack is in force; where its order comes from elsewhere, the sheets begin anew.
    pub(super) fn change_policy(&mut self) {
        let Some(next) = self.next_policy.take() else { return };
        self.policy = next.policy;
        let anew = self.order_source != next.order_source;
        self.order_source = next.order_source;
        self.runs_on = next.runs_on;
        let layout = next.layout.unwrap_or_else(|| self.layout());
        if layout.halves && self.first_day.is_none() {
            self.first_day = Some(next.from);
        }
        self.lay_out_anew(&layout, anew);
    }

    pub(super) fn change_post(&mut self, post: &Label, standing: Option<&AtPost>, owed: &[(StaffId, u32)]) {
        let at = self.posts.iter().position(|known| known.name == *post).unwrap_or_else(|| {
            self.posts.push(Post {
                name: post.clone(),
                standing: None,
                last_regular: None,
                owed: Vec::new(),
            });
            self.posts.len() - 1
        });
        let known = &mut self.posts[at];
        known.owed.extend_from_slice(owed);
        if let Some(next) = standing {
            if next.making_up {
                if let Some(paid) = known.owed.iter().position(|(staff, _)| *staff == next.staff) {
                    known.owed.remove(paid);
                }
            } else {
                known.last_regular = Some(next.staff.clone());
            }
        }
        known.standing = standing.cloned();
    }
}
