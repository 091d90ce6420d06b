//! Floors of sites: as last written whole, and what the journal says since.

use std::collections::HashMap;
use std::sync::Arc;

use application::catch_up;
use application::ports::{JournalEntry, StoreError};
use domain::books::Books;
use domain::floor::Floor;
use sea_orm::{ConnectionTrait, FromQueryResult};

use crate::kept_floors::{Kept, KeptFloors};
use crate::loading::rows;
use crate::map::{Column, count, document, instant};
use crate::statement::{Dialect, Kind, Rows};

/// A floor is written whole again when its journal has gone on by so many entries. More makes a first reading dearer, fewer
/// make commits so.
pub(crate) const WHOLE_EVERY: u64 = 32;
/// A kept floor that is further behind than this is read whole: another process has been at the site for long.
const FOLLOWED: u64 = 64;

/// A site's row.
#[derive(FromQueryResult)]
pub(crate) struct SiteRow {
    id: String,
    sequence: i64,
    clock: Option<i64>,
    next_lapse: Option<i64>,
}

#[derive(FromQueryResult)]
struct WholeRow {
    site: String,
    sequence: i64,
    floor: String,
}

#[derive(FromQueryResult)]
struct EntryRow {
    site: String,
    sequence: i64,
    body: String,
}

/// A site as it stands.
#[derive(Debug)]
pub(crate) struct Standing {
    pub(crate) floor: Floor,
    /// The number of its last entry.
    pub(crate) sequence: u64,
    /// The number of the entry at which the floor was last written whole.
    pub(crate) whole_at: u64,
}

/// The sites of these ids that exist, as the rows of `sites` (one of the dialect's two texts) say they stand.
pub(crate) async fn floors<C: ConnectionTrait>(
    connection: &C,
    dialect: &Dialect,
    sites: &'static str,
    ids: Rows<1>,
    kept: &KeptFloors,
) -> Result<HashMap<String, Standing>, StoreError> {
    let found = rows::<SiteRow, C>(connection, dialect.with(sites, ids)?).await?;
    let mut standing = HashMap::with_capacity(found.len());
    let mut unknown = Rows::of_texts();
    for row in &found {
        let last = row.last()?;
        // One that is ahead of its row is of a database that has been put back since.
        let usable = |kept: &Kept| kept.sequence <= last && kept.sequence + FOLLOWED >= last;
        match kept.get(&row.id).filter(usable) {
            Some(Kept { floor, sequence, whole_at }) => {
                let floor = Arc::unwrap_or_clone(floor);
                standing.insert(row.id.clone(), Standing { floor, sequence, whole_at });
            }
            None => unknown.push([row.id.as_str().into()]),
        }
    }
    if !unknown.is_empty() {
        for row in rows::<WholeRow, C>(connection, dialect.with(dialect.floors, unknown)?).await? {
            let key = || format!("site {}", row.site);
            let floor = document(&row.floor, Column("floors.floor"), key)?;
            let sequence = count(row.sequence, Column("floors.sequence"), key)?;
            standing.insert(row.site, Standing { floor, sequence, whole_at: sequence });
        }
    }
    follow(connection, dialect, &found, &mut standing).await?;
    for row in &found {
        let site = standing.get_mut(&row.id).ok_or_else(|| row.incomplete("its floor is missing"))?;
        // Without a lock it may have been written whole after its row was read, or a commit have left a later one here.
        if site.sequence == row.last()? {
            row.set_bounds(&mut site.floor)?;
        } else if site.sequence < row.last()? {
            return Err(row.incomplete("entries of its journal are missing"));
        }
    }
    Ok(standing)
}

/// Takes note of the entries up to where each site's row says its journal goes.
async fn follow<C: ConnectionTrait>(
    connection: &C,
    dialect: &Dialect,
    found: &[SiteRow],
    standing: &mut HashMap<String, Standing>,
) -> Result<(), StoreError> {
    let mut behind = Rows::new([Kind::Text, Kind::Number, Kind::Number]);
    for row in found {
        let last = row.last()?;
        if let Some(site) = standing.get(&row.id).filter(|site| site.sequence < last) {
            behind.push([row.id.as_str().into(), site.sequence.into(), last.into()]);
        }
    }
    if behind.is_empty() {
        return Ok(());
    }
    let mut books = Books::default();
    for row in rows::<EntryRow, C>(connection, dialect.with(dialect.tails, behind)?).await? {
        let key = || format!("site {}, entry {}", row.site, row.sequence);
        let entry: JournalEntry = document(&row.body, Column("journal.body"), key)?;
        if let Some(site) = standing.get_mut(&row.site).filter(|site| site.sequence + 1 == entry.sequence) {
            catch_up(&mut site.floor, &mut books, &entry);
            site.sequence = entry.sequence;
        }
    }
    Ok(())
}

impl SiteRow {
    fn last(&self) -> Result<u64, StoreError> {
        count(self.sequence, Column("sites.sequence"), || format!("site {}", self.id))
    }

    /// What no entry says: up to when the site has been looked at, and the earliest instant at which a protection may end.
    /// A row from before these were kept has neither, and then its floor says them.
    fn set_bounds(&self, floor: &mut Floor) -> Result<(), StoreError> {
        let key = || format!("site {}", self.id);
        if let Some(clock) = self.clock {
            floor.clock = Some(instant(clock, Column("sites.clock"), key)?);
            let lapse = self.next_lapse.map(|lapse| instant(lapse, Column("sites.next_lapse"), key));
            floor.next_lapse = lapse.transpose()?;
        }
        Ok(())
    }

    fn incomplete(&self, why: &str) -> StoreError {
        StoreError::Corrupt(format!("site {}: {why}", self.id))
    }
}
