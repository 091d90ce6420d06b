//! How evenly a day's turns are spread: filled and deferred cells by staff, the spread, and Jain's index.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use domain::ids::StaffId;
use domain::site;
use domain::turn_table::TurnTable;
use domain::vocabulary::Channel;
use wire::Label;
use wire::outcome::{ChannelFairness, Fairness};
use wire::vocabulary::Cell;

use super::{Marks, Sheet};
use crate::intake::to_wire;
use crate::present;

/// By channel; of one channel or one department only where it is named. Where a channel has a sheet for each
/// department, people are compared with those of their own: the widest spread and the lowest index count.
pub(crate) fn fairness(
    sheet: &Sheet,
    view: site::View<'_>,
    channel: Option<Channel>,
    department: Option<&domain::ids::Label>,
) -> Fairness {
    let only = channel.map(|channel| view.policy.tables.table_of(channel));
    let number = department.and_then(|label| view.floor.department(label));
    let tables = view.floor.tables.iter().filter(|table| {
        only.is_none_or(|only| table.channel == only) && (number.is_none() || table.department == number)
    });
    let none = Marks::default();
    let mut by_channel = BTreeMap::new();
    for table in tables {
        let found = of_table(sheet.marks(table.id()).unwrap_or(&none), table);
        match by_channel.entry(to_wire::channel(table.channel)) {
            Entry::Vacant(free) => {
                free.insert(found);
            }
            Entry::Occupied(mut there) => both(there.get_mut(), found),
        }
    }
    Fairness(by_channel)
}

fn both(all: &mut ChannelFairness, more: ChannelFairness) {
    all.filled.extend(more.filled);
    all.deferred.extend(more.deferred);
    all.spread = all.spread.max(more.spread);
    all.jain = all.jain.min(more.jain);
}

fn of_table(marks: &Marks, table: &TurnTable) -> ChannelFairness {
    let count = |what: Cell| -> BTreeMap<Label, u32> {
        let of = |row: &domain::turn_table::Row| {
            let of_row = |key: &(StaffId, u32)| key.0 == row.staff && !marks.earlier.contains(key);
            let cells = marks.cells.iter().filter(|(key, cell)| **cell == what && of_row(key));
            u32::try_from(cells.count()).unwrap_or(u32::MAX)
        };
        table.rows.iter().map(|row| (present::staff(&row.staff), of(row))).collect()
    };
    let filled = count(Cell::Taken);
    let most = filled.values().max().copied().unwrap_or(0);
    let least = filled.values().min().copied().unwrap_or(0);
    ChannelFairness {
        jain: jain(filled.values()),
        spread: most - least,
        deferred: count(Cell::Deferred),
        filled,
    }
}

/// Jain's index, (Σx)² / (n Σx²), in thousandths; 1 where nobody has anything.
fn jain<'a>(counts: impl Iterator<Item = &'a u32> + Clone) -> f64 {
    let n = counts.clone().count() as u64;
    let sum: u64 = counts.clone().map(|count| u64::from(*count)).sum();
    let squares: u64 = counts.map(|count| u64::from(*count).pow(2)).sum();
    if squares == 0 {
        return 1.0;
    }
    let thousandths = (1000 * sum * sum + n * squares / 2) / (n * squares);
    f64::from(u32::try_from(thousandths).unwrap_or(1000)) / 1000.0
}

#[cfg(test)]
mod tests {
    use super::jain;

    #[test]
    fn the_index_is_one_where_all_have_the_same_and_one_in_n_where_one_has_all() {
        assert!((jain([3, 3, 3].iter()) - 1.0).abs() < 1e-9);
        assert!((jain([4, 0, 0, 0].iter()) - 0.25).abs() < 1e-9);
        assert!((jain([1, 2].iter()) - 0.9).abs() < 1e-9);
        assert!((jain([].iter()) - 1.0).abs() < 1e-9);
    }
}
